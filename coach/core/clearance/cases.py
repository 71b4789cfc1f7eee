"""A written case: a situation as data -> facts, and what the very same rules say of them (docs/case-format.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from coach.core.catalogue.catalogue import AskedAlone, Layer, Level
from coach.core.clearance import clearance
from coach.core.clearance.clearance import Safety
from coach.core.history.history import area_of
from coach.core.record.facts import Fact, moment
from coach.core.safety.daily_check import DailyCheck
from coach.core.safety.screening import evaluate
from coach.core.safety.visits import of_lump
from coach.core.vocabulary import EPISODE_KINDS, LUMP_KINDS, Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.core.catalogue.catalogue import Catalogue, Flag
    from coach.core.routine.routine import Technique
    from coach.core.safety.raised_flag import RaisedFlag
    from coach.core.vocabulary import BodyArea

LUMP, EPISODE = "!lump", "!episode"  # before every numbered fact of the same moment


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the rules say of a case. `flags` are ids, most serious first; `act_within` is in hours."""

    level: Level
    flags: tuple[str, ...]
    allowed: tuple[str, ...]
    blocked: tuple[str, ...]
    headline: str
    action: str
    act_within: int | None
    raised: tuple[RaisedFlag, ...]
    blank: tuple[str, ...]
    facts: Mapping[str, Fact]


def when(given: Mapping[str, Any], now: datetime) -> datetime:
    """A moment of a case: `d` whole days from today at the same time of day, or `h` hours from now."""
    return now + (timedelta(days=given["d"]) if "d" in given else timedelta(hours=given.get("h", 0)))


def assess(
    case: Mapping[str, Any], catalogue: Catalogue, techniques: Mapping[str, Technique], now: datetime
) -> Assessment:
    """What the rules say of a checked case at `now` (local, aware). `techniques` are the shipped ones."""
    facts = facts_of(case, catalogue, now)
    said = evaluate(facts, catalogue, now)
    area = area_of(case.get("area"))
    blank = tuple(name for name in case.get("unanswered") or () if shown(catalogue.flags[name], case, now))
    version = f"{catalogue.digest}/case"
    safety = Safety(said.flags, DailyCheck(valid=not blank, begun=True), catalogue, (), version)
    locked = {t.id for t in techniques.values() if clearance.lock(t, area, safety, now, techniques)}
    level = safety.level
    return Assessment(
        level=level,
        flags=tuple(dict.fromkeys(up.flag.id for up in said.flags)),
        allowed=tuple(name for name in techniques if name not in locked),
        blocked=tuple(name for name in techniques if name in locked),
        headline=catalogue.levels[level].headline,
        action=catalogue.levels[level].body,
        act_within=clearance.shortest(said.flags),
        raised=said.flags,
        blank=blank,
        facts={fact.id: fact for fact in facts},
    )


# --- which questions are shown ------------------------------------------------------------------------------------


def has_lump(case: Mapping[str, Any]) -> bool:
    """Whether a lump is on record in the case."""
    history = case.get("history") or {}
    kinds = {case.get("kind"), (history.get("episode") or {}).get("kind")}
    answer = (case.get("answers") or {}).get("knot-may-be-lump", "no")
    return bool(kinds & LUMP_KINDS) or history.get("lump") is not None or answer != "no"


def shown(flag: Flag, case: Mapping[str, Any], now: datetime) -> bool:
    """Whether this question would be shown for the case; a blank one that would not be asks for nothing."""
    answers = case.get("answers") or {}
    if not flag.question:
        return False
    if flag.ask_when is not None:
        met = [answers.get(name, "no") in wanted for name, wanted in flag.ask_when.conditions]
        return all(met) if flag.ask_when.every else any(met)
    if flag.ask is Layer.LUMP:
        return has_lump(case)
    if flag.ask is Layer.EPISODE:
        return _shown_of_episode(flag, case, now)
    return flag.ask is not Layer.IN_SESSION


def _shown_of_episode(flag: Flag, case: Mapping[str, Any], now: datetime) -> bool:
    episode = (case.get("history") or {}).get("episode") or {}
    kind = episode.get("kind", case.get("kind"))
    if flag.alone is AskedAlone.A_DAY_LATER:
        rule = flag.rule.given or {}
        begun = when(episode["started"], now) if "started" in episode else now
        return kind in rule["kinds"] and now - begun >= timedelta(hours=rule["hours"])
    return kind is not None and (not flag.of_kinds or kind in flag.of_kinds)


# --- facts --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Writer:
    """Writes facts one after the other; a later one counts as later at the same moment."""

    now: datetime
    facts: list[Fact] = field(default_factory=list)

    def add(self, kind: str, at: datetime, body: dict[str, Any], name: str = "") -> None:
        instant, offset = moment(at)
        self.facts.append(Fact(name or f"{len(self.facts):04}-{kind}", instant, offset, "", kind, body))


def facts_of(case: Mapping[str, Any], catalogue: Catalogue, now: datetime) -> list[Fact]:
    """The facts that a record would hold for this case. What is unsafe is written; a safe answer says nothing."""
    history: Mapping[str, Any] = case.get("history") or {}
    first = min([now, *_moments(history, now)])
    writer = _Writer(now)
    age = (case.get("person") or {}).get("age")
    if age is not None:
        writer.add("profile", first, {"age": age})
    episode: Mapping[str, Any] = history.get("episode") or {}
    area = case.get("area")
    where = episode.get("area", area)
    if episode.get("kind", case.get("kind")) in EPISODE_KINDS:
        _write_episode(writer, episode, case, where)
    for past in history.get("episodes") or ():
        writer.add("past-start", when(past, now), {"area": past.get("area", area), "kind": past.get("kind")})
    for entry in history.get("pain") or ():
        body = {"level": entry["level"], "area": where, "tags": list(entry.get("tags") or ())}
        writer.add("pain", when(entry, now), body)
    for day in history.get("care_days") or ():
        writer.add("care", when({"d": day}, now), {})
    if has_lump(case):
        _write_lump(writer, case, catalogue)
    _write_answers(writer, case, catalogue, first)
    _write_event(writer, case, area)
    for visit in history.get("visits") or ():
        body = {name: list(visit.get(name) or ()) for name in ("classes", "flags")} | {"who": visit.get("who")}
        writer.add("visit", when(visit, now), body | ({"lumps": [LUMP]} if has_lump(case) else {}))
    seen_by = (history.get("lump") or {}).get("seen_by")
    if seen_by is not None:
        writer.add("lump", now, {"lump": LUMP, "seen_by": seen_by})
    return writer.facts


def _moments(history: Mapping[str, Any], now: datetime) -> list[datetime]:
    """Every moment a case's history names."""
    found: list[datetime] = []
    todo: list[Any] = [history]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            if "d" in value or "h" in value:
                found.append(when(value, now))
            todo += value.values()
        elif isinstance(value, (list, tuple)):
            todo += value
    return found


def _write_episode(writer: _Writer, episode: Mapping[str, Any], case: Mapping[str, Any], where: object) -> None:
    now = writer.now
    started = when(episode["started"], now) if "started" in episode else now
    body: dict[str, Any] = {"kind": episode.get("kind", case.get("kind")), "area": where}
    body["started"] = started.isoformat()
    if "ended" in episode:
        body["ended"] = when(episode["ended"], now).isoformat()
    writer.add("episode", started, body, EPISODE)
    for status in episode.get("status") or ():
        writer.add("status", when(status, now), {"episode": EPISODE, "value": status["v"]})


def _write_lump(writer: _Writer, case: Mapping[str, Any], catalogue: Catalogue) -> None:
    """One entry for what has no date, from when the lump is on record; one for each dated value.

    It is on record since the first dated value, or a visit about it; else since now.
    """
    history: Mapping[str, Any] = case.get("history") or {}
    lump: Mapping[str, Any] = history.get("lump") or {}
    now = writer.now
    dated = [when(entry, now) for values in lump.values() if isinstance(values, list) for entry in values]
    visits = history.get("visits") or ()
    about = [v for v in visits if any(of_lump(catalogue.flags[name]) for name in v.get("flags") or ())]
    dated += [when(visit, now) for visit in about]
    noticed = lump.get("first_noticed")
    since = min([now, *dated])
    body: dict[str, Any] = {"area": case.get("area"), "first_noticed": None}  # left out it says nothing
    if isinstance(noticed, str):
        body["first_noticed"] = noticed
    elif noticed is not None:
        begun = when(noticed, now)
        body["first_noticed"] = begun.date().isoformat()
        since = max(since, begun)  # nobody can have known it before
    body |= {n: v for n, v in lump.items() if n not in {"first_noticed", "seen_by"} and not isinstance(v, (list, dict))}
    writer.add("lump", since, body, LUMP)
    for name, values in lump.items():
        for entry in values if isinstance(values, list) else ():
            writer.add("lump", when(entry, now), {"lump": LUMP, name: entry["v"]})


def _write_answers(writer: _Writer, case: Mapping[str, Any], catalogue: Catalogue, first: datetime) -> None:
    """The unsafe answers: those of now, and before all else what was so already (the profile, what a visit names)."""
    flags = catalogue.flags
    given = {name: Answer(value) for name, value in (case.get("answers") or {}).items() if not flags[name].options}
    bad = {name: answer for name, answer in given.items() if flags[name].unsafe(answer)}
    visited = {name for visit in (case.get("history") or {}).get("visits") or () for name in visit.get("flags") or ()}
    visited |= {part for name in visited for part in _parts(flags[name])}
    where = {"area": case.get("area"), "episode": EPISODE} | ({"lump": LUMP} if has_lump(case) else {})
    before = {n: str(a) for n, a in bad.items() if flags[n].ask is Layer.PROFILE or n in visited}
    if before:
        writer.add("check", first, where | {"answers": before})
    today = {n: str(a) for n, a in bad.items() if flags[n].ask is not Layer.PROFILE}
    today |= {name: str(answer) for name, answer in given.items() if flags[name].alone is AskedAlone.A_DAY_LATER}
    if today:
        writer.add("check", writer.now, where | {"answers": today})


def _parts(flag: Flag) -> tuple[str, ...]:
    """What a combination is made of: a visit that names it knew these as well."""
    return (*(flag.rule.any_two_of or flag.rule.all_of), *flag.rule.parts)


def _write_event(writer: _Writer, case: Mapping[str, Any], area: BodyArea | object) -> None:
    event = case.get("event")
    if event is None:
        return
    body = {"flag": event["report"], "technique": event["technique"], "area": area}
    if "seconds" in event:
        body["pressed"] = event["seconds"]
    writer.add("report", writer.now, body)
