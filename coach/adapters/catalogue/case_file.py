"""Reads a written case for `coach assess` (docs/case-format.md): every fault at its place, all of them at once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coach.adapters.catalogue.case_values import AREAS, CLASSES, KINDS, LUMP_VALUES, MAX_DAYS, SEEN_BY, STATUSES, TAGS
from coach.adapters.yaml_file import MAX_PROBLEMS, Loaded, Path_, read_yaml
from coach.core.catalogue.catalogue import Layer
from coach.core.record.health import MAX_MM
from coach.core.shown import shown
from coach.core.spelling import suggestion
from coach.core.vocabulary import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.errors import Problem

QUOTE = 'Write "yes", "no" or "not-sure", in quotes.'
DAY_HOURS = 24  # {d: -1} and {h: -30} may be the same day
MOST = 500  # entries of a list; the rules look from each at the others
MOMENT = "Write {d: -3} for days or {h: -30} for hours from now."


def read_case(path: Path, catalogue: Catalogue, techniques: Collection[str]) -> tuple[dict[str, Any], list[Problem]]:
    """The case in a file and its faults, in the order of the file; with any fault the case is not to be used."""
    loaded = read_yaml(path, named=True)
    if loaded.problems:
        return {}, list(loaded.problems)
    checker = _Checker(loaded, catalogue, frozenset(techniques))
    data = {} if loaded.data is None else loaded.data
    with suppress(_Enough):
        checker.case(data)
    problems = sorted(checker.problems, key=lambda problem: (problem.line, problem.column))
    return (data if not problems else {}), problems


class _Enough(Exception):  # noqa: N818 - never leaves this module
    """So many faults that no more need be looked for."""


@dataclass(slots=True)
class _Checker:
    loaded: Loaded
    catalogue: Catalogue
    techniques: frozenset[str]
    problems: list[Problem] = field(default_factory=list)

    def fault(self, path: Path_, message: str, hint: str = "", *, key: bool = False) -> None:
        self.problems.append(self.loaded.problem(path, message, hint, key=key))
        if len(self.problems) >= MAX_PROBLEMS:
            raise _Enough

    def group(self, value: object, path: Path_, known: Collection[str], example: str) -> dict[str, Any]:
        """A group of known keys; empty where it is none."""
        if not isinstance(value, dict):
            self.fault(path, f"'{_last(path)}' has to be a group of keys.", example)
            return {}
        for name in value:
            if name not in known:
                hint = suggestion(name, known, "Known here: {known}.")
                self.fault((*path, name), f"'{shown(name)}' is not known here.", hint, key=True)
        return {name: found for name, found in value.items() if name in known}

    def items(self, value: object, path: Path_, example: str) -> list[tuple[Any, Path_]]:
        if not isinstance(value, list):
            self.fault(path, f"'{_last(path)}' has to be a list.", example)
            return []
        if len(value) > MOST:
            self.fault((*path, MOST), f"'{_last(path)}' has more than {MOST} entries.", "Leave some out.")
            return []
        return [(entry, (*path, number)) for number, entry in enumerate(value)]

    def word(self, value: object, path: Path_, known: Collection[str], what: str = "") -> None:
        """One of these words. A bare yes or no is refused: other programs read it as true or false."""
        if self.unquoted(value, path, known):
            return
        if not isinstance(value, str) or value not in known:
            hint = suggestion(str(value), known)
            self.fault(path, f"'{_shown(value)}' is no {what or _last(path)}.", hint)

    def unquoted(self, value: object, path: Path_, known: Collection[str]) -> bool:
        bare = isinstance(value, bool) or (self.loaded.bare(path) and str(value).lower() in {"yes", "no", "on", "off"})
        if bare and {"yes", "no"} & set(known):
            self.fault(path, f"{str(value).lower()} stands without quotes, so it is no answer.", QUOTE)
            return True
        return False

    def number(self, value: object, path: Path_, low: float, high: float, unit: str, *, whole: bool = True) -> bool:
        fits = isinstance(value, int) or (isinstance(value, float) and not whole)
        if isinstance(value, bool) or not fits or not low <= value <= high:  # type: ignore[operator]
            hint = f"Give a {'whole ' if whole else ''}number from {low:g} to {high:g}{unit}."
            self.fault(path, f"'{_last(path)}' can't be {_shown(value)}.", hint)
            return False
        return True

    def moment(self, value: dict[str, Any], path: Path_) -> float | None:
        """The hours from now of {d: ...} or {h: ...}; None with its fault told."""
        given = [name for name in ("d", "h") if name in value]
        if len(given) != 1:
            self.fault(path, "This needs a moment." if not given else "This has two moments.", MOMENT)
            return None
        name = given[0]
        amount, place = value[name], (*path, name)
        whole = isinstance(amount, int) and not isinstance(amount, bool)
        if not whole and not (name == "h" and isinstance(amount, float)):
            self.fault(place, f"'{name}' can't be {_shown(amount)}.", MOMENT)
            return None
        hours = float(amount) * (24 if name == "d" else 1)
        if hours > 0:
            self.fault(place, "This lies in the future.", "Moments are 0 or less: {d: 0} is today.")
            return None
        if hours < -MAX_DAYS * 24:
            self.fault(place, "This is too long ago.", f"Give {MAX_DAYS} days at most.")
            return None
        return hours

    def when(self, value: object, path: Path_) -> float | None:
        """A moment that stands by itself."""
        if isinstance(value, dict):
            return self.moment(self.group(value, path, ("d", "h"), MOMENT), path)
        self.fault(path, f"'{_last(path)}' can't be {_shown(value)}.", MOMENT)
        return None

    def case(self, data: object) -> None:
        parts: dict[str, Callable[[Any, Path_], None]] = {
            "person": self._person,
            "area": lambda value, path: self.word(value, path, AREAS),
            "kind": lambda value, path: self.word(value, path, KINDS),
            "answers": self._answers,
            "unanswered": self._unanswered,
            "history": self._history,
            "event": self._event,
        }
        if not isinstance(data, dict):
            self.fault((), "A case is keys and values.", "Write kind: knot, area: neck and so on.")
            return
        for name, value in self.group(data, (), parts, "").items():
            if value is not None:  # a key with nothing after it says nothing
                parts[name](value, (name,))
        both = set(_ids(data.get("answers"))) & set(_ids(data.get("unanswered")))
        for number, name in enumerate(_ids(data.get("unanswered"))):
            if name in both:
                hint = "Take it out of one of the two."
                self.fault(("unanswered", number), f"'{shown(name)}' is answered and unanswered.", hint)

    def _person(self, value: object, path: Path_) -> None:
        person = self.group(value, path, ("age",), "Write person: {age: 44}")
        if "age" in person:
            self.number(person["age"], (*path, "age"), 0, 120, " years")

    def _flag(self, name: object, path: Path_, *, key: bool = False) -> Layer | None:
        flag = self.catalogue.flags.get(name) if isinstance(name, str) else None
        if flag is None:
            hint = suggestion(str(name), self.catalogue.flags, "See them with: coach catalogue")
            self.fault(path, f"There is no question '{_shown(name)}'.", hint, key=key)
            return None
        return flag.ask

    def _answers(self, value: object, path: Path_) -> None:
        if not isinstance(value, dict):
            self.fault(path, "'answers' has to be a group of keys.", 'Write answers: {night-pain: "no"}')
            return
        for name, answer in value.items():
            layer = self._flag(name, (*path, name), key=True)
            options = self.catalogue.flags[name].options if layer is not None else ()
            if layer is Layer.COMPUTED:
                message = f"'{name}' is worked out by coach, so it can't be answered."
                self.fault((*path, name), message, "Leave it out; the history decides.", key=True)
            elif options:
                self.word(answer, (*path, name), options, f"answer to {name}")
            else:
                self._answer(answer, (*path, name))

    def _answer(self, value: object, path: Path_) -> None:
        if self.unquoted(value, path, ("yes", "no")):
            return
        if value not in list(Answer):
            given = "nothing" if value is None else f"'{_shown(value)}'"
            self.fault(path, f"{given} is no answer.", QUOTE)

    def _unanswered(self, value: object, path: Path_) -> None:
        for name, place in self.items(value, path, "Write unanswered: [chest-pain]"):
            if self._flag(name, place) is Layer.COMPUTED:
                self.fault(place, f"'{name}' is worked out by coach, so it is never blank.", "Leave it out.")

    def _event(self, value: object, path: Path_) -> None:
        example = "Write event: {technique: ID, report: FLAG}"
        event = self.group(value, path, ("technique", "report", "seconds"), example)
        reports = [flag.id for flag in self.catalogue.of_layer(Layer.IN_SESSION)]
        for name, known in (("technique", sorted(self.techniques)), ("report", reports)):
            if name in event:
                self.word(event[name], (*path, name), known)
            elif isinstance(value, dict):
                self.fault(path, f"'{name}' is missing.", f"Choose from: {', '.join(known)}.")
        if "seconds" in event:
            self.number(event["seconds"], (*path, "seconds"), 0, 86_400, " s", whole=False)

    def _history(self, value: object, path: Path_) -> None:
        parts: dict[str, Callable[[Any, Path_], None]] = {
            "episode": self._episode,
            "episodes": self._episodes,
            "pain": self._pain,
            "care_days": self._care_days,
            "lump": self._lump,
            "visits": self._visits,
        }
        for name, given in self.group(value, path, parts, "Write history: {pain: [{d: 0, level: 3}]}").items():
            parts[name](given, (*path, name))

    def _episode(self, value: object, path: Path_) -> None:
        known = ("kind", "area", "started", "ended", "status")
        episode = self.group(value, path, known, "Write episode: {kind: spasm, started: {d: -3}}")
        for name, words in (("kind", KINDS), ("area", AREAS)):
            if name in episode:
                self.word(episode[name], (*path, name), words)
        started = self.when(episode["started"], (*path, "started")) if "started" in episode else 0.0
        ended = self.when(episode["ended"], (*path, "ended")) if "ended" in episode else 0.0
        if started is not None and ended is not None and ended < started:
            self.fault((*path, "ended"), "It ended before it started.", "Check both moments.")
        for entry, place in self.items(episode.get("status", []), (*path, "status"), "Write [{h: -2, v: better}]"):
            status = self.group(entry, place, ("d", "h", "v"), "Write {h: -2, v: better}")
            if isinstance(entry, dict):
                said = self.moment(status, place)
                self.word(status.get("v"), (*place, "v"), STATUSES, "status")
                if said is not None and "started" in episode and started is not None and said < started - DAY_HOURS:
                    self.fault(place, "This is before it started.", "Check both moments.")

    def _episodes(self, value: object, path: Path_) -> None:
        for entry, place in self.items(value, path, "Write [{area: neck, kind: knot, d: -30}]"):
            past = self.group(entry, place, ("area", "kind", "d", "h"), "Write {area: neck, kind: knot, d: -30}")
            for name, words in (("kind", KINDS), ("area", AREAS)):
                if name in past:
                    self.word(past[name], (*place, name), words)
            if isinstance(entry, dict):
                self.moment(past, place)

    def _pain(self, value: object, path: Path_) -> None:
        for entry, place in self.items(value, path, "Write [{d: 0, level: 3}]"):
            rating = self.group(entry, place, ("d", "h", "level", "tags"), "Write {d: 0, level: 3}")
            if not isinstance(entry, dict):
                continue
            self.moment(rating, place)
            self.number(rating.get("level"), (*place, "level"), 0, 10, "")
            for tag, where in self.items(rating.get("tags", []), (*place, "tags"), "Write tags: [night]"):
                self.word(tag, where, TAGS, "tag")

    def _care_days(self, value: object, path: Path_) -> None:
        for day, place in self.items(value, path, "Write care_days: [-3, -1]"):
            self.number(day, place, -MAX_DAYS, 0, " (days from today)")

    def _lump(self, value: object, path: Path_) -> None:
        known = ("first_noticed", "size_mm", "pain", *LUMP_VALUES, "seen_by")
        lump = self.group(value, path, known, "Write lump: {first_noticed: {d: -5}}")
        noticed: float | None = None
        if lump.get("first_noticed", "not-sure") != "not-sure":
            noticed = self.when(lump["first_noticed"], (*path, "first_noticed"))
        for name, words in LUMP_VALUES.items():
            if name in lump and not (isinstance(lump[name], list) and name in {"texture", "look", "moves"}):
                self.word(lump[name], (*path, name), words)
        if "seen_by" in lump:
            self.word(lump["seen_by"], (*path, "seen_by"), SEEN_BY)
        for name in ("size_mm", "pain", "texture", "look", "moves"):
            if name in lump and (isinstance(lump[name], list) or name in {"size_mm", "pain"}):
                self._dated(name, lump[name], (*path, name), noticed)

    def _dated(self, name: str, value: object, path: Path_, noticed: float | None) -> None:
        for entry, place in self.items(value, path, "Write [{d: -3, v: ...}]"):
            dated = self.group(entry, place, ("d", "h", "v"), "Write {d: -3, v: ...}")
            if not isinstance(entry, dict):
                continue
            hours = self.moment(dated, place)
            if hours is not None and noticed is not None and hours < noticed:
                self.fault(place, "This is before the lump was first noticed.", "Check both moments.")
            if name == "size_mm":
                self.number(dated.get("v"), (*place, "v"), 1, MAX_MM, " mm", whole=False)
            elif name == "pain":
                self.number(dated.get("v"), (*place, "v"), 0, 10, "")
            else:
                self.word(dated.get("v"), (*place, "v"), LUMP_VALUES[name], name)

    def _visits(self, value: object, path: Path_) -> None:
        example = 'Write {d: -2, who: "GP", classes: [heat], flags: [diabetes]}'
        for entry, place in self.items(value, path, example):
            visit = self.group(entry, place, ("d", "h", "who", "classes", "flags"), example)
            if not isinstance(entry, dict):
                continue
            self.moment(visit, place)
            if not isinstance(visit.get("who", ""), str):
                self.fault((*place, "who"), f"'who' can't be {_shown(visit['who'])}.", "Write it in words.")
            for cls, where in self.items(visit.get("classes", []), (*place, "classes"), "Write classes: [heat]"):
                self.word(cls, where, CLASSES, "class")
            for flag, where in self.items(visit.get("flags", []), (*place, "flags"), "Write flags: [diabetes]"):
                self._flag(flag, where)


def _ids(value: object) -> list[str]:
    return [name for name in value if isinstance(name, str)] if isinstance(value, (dict, list)) else []


def _last(path: Path_) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "case")


def _shown(value: object) -> str:
    return shown("nothing" if value is None else str(value), 40)
