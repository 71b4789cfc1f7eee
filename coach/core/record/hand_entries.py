"""Entries a person adds by hand: what is typed in becomes a typed body, or every fault of it at once.

What is typed goes by the names of the body's fields; the words that a field takes are those of its enum. Beside them
there are `at` (when it was), `size` (as big as a thing) and `status` (a word on a complaint, a fact of its own).
"""

from __future__ import annotations

import re
from dataclasses import MISSING, dataclass, field, fields, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from coach.core.frozen import frozen
from coach.core.record.health import LEVELS, MAX_MM, EpisodeBegan, LumpSeen, PainRated
from coach.core.record.wire import KEY
from coach.core.shown import shown
from coach.core.spelling import suggestion
from coach.core.vocabulary import (
    SIZES,
    FirstNoticed,
    RatedWhen,
    SeenBy,
    SizeMethod,
    TechniqueClass,
    Trend,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from coach.core.record.facts import Entry as Written

E = TypeVar("E", bound="Written")

_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?)?")
LONGEST_TEXT = 2000  # letters of a note
LONGEST_AGO = timedelta(days=36_525)
NOTED_LATER = timedelta(minutes=1)  # policy: what is noted within a minute is noted when it is
ALL = "all"  # every class of techniques
TEXTS = frozenset({"note", "who", "medicine", "seen_who", "said"})
NEVER_EMPTY = frozenset(
    {"area", "first_noticed", "who", "on", "lumps", "seen_who", "seen_on"}
)  # the rules lean on these
SPOKEN = {"complaint": "kind", "classes": "fine"}  # what a field is called on the command line, where it has two names


@frozen
class Entry(Generic[E]):
    """One entry under check: `body` is what to record, `at` when it was (None: now); with any fault nothing is.

    `body` holds what could be read, and is None where what an entry can't be without is missing. `said` are the fields
    that were given now; `status` is the word on a complaint that goes with it.
    """

    body: E | None
    said: frozenset[str] = frozenset()
    status: Trend | None = None
    at: datetime | None = None
    faults: tuple[str, ...] = ()


def words_of(kind: type[E]) -> dict[str, tuple[str, ...]]:
    """The words that the fields of such an entry take."""
    return {f.name: tuple(f.metadata[KEY].words) for f in fields(kind) if f.metadata[KEY].words}


def may_be_empty(kind: type[E]) -> dict[str, Any]:
    """The fields that such an entry can be without, each with its value where nothing is said."""
    return {f.name: f.default for f in fields(kind) if f.default is not MISSING and f.name not in NEVER_EMPTY}


def as_typed(body: Written, name: str) -> str | tuple[str, ...]:
    """What a field of an entry says, as it could be typed; empty where it says nothing."""
    if name == "size":
        compared = isinstance(body, LumpSeen) and body.size_method is SizeMethod.COMPARED
        return next((thing for thing, mm in SIZES.items() if compared and mm == getattr(body, "size_mm", None)), "")
    value = getattr(body, name)
    if value is None or value is FirstNoticed.NOT_GIVEN:
        return ""
    if isinstance(value, tuple):
        return tuple(str(each) for each in value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def read(
    kind: type[E], given: Mapping[str, object], now: datetime, base: E | None = None, *, empties: bool = False
) -> Entry[E]:
    """Check what was given for an entry of this kind at `now` (local, aware); None counts as not given.

    `base` is the entry that it is laid over: what is not given stays as it is there. Where it `empties`, an empty value
    takes away what an entry can be without.
    """
    typed = _Typed(now)
    given = {name: value for name, value in given.items() if value is not None}
    said = frozenset(given)
    if empties:
        given = _without_emptied(kind, given, typed)
    wires = {f.name: f.metadata[KEY] for f in fields(kind)}
    for name, value in given.items():
        words = wires[name].words if name in wires else Trend if name == "status" else None
        if name in TEXTS:
            typed.text(name, value)
        elif words is not None:
            _words(typed, name, value, words, many=name in wires and wires[name].many)
        elif name in {"flags", "lumps"}:
            typed.values[name] = tuple(_several(value))
    for name in ("level", "pain"):
        if name in given:
            typed.number(name, given[name], *LEVELS, whole=True)
    _size(typed, given)
    at = _moments(typed, given)
    status = typed.values.pop("status", None) if "status" not in wires else None
    if kind is PainRated and base is None:
        typed.values.setdefault("when", RatedWhen.ANY_TIME)
    body = _made(kind, typed.values, base)
    if isinstance(body, EpisodeBegan):
        _in_turn(typed, body)
    if isinstance(body, LumpSeen) and "seen_by" in said:
        _told_by_somebody(typed, body)
    return Entry(body, said, status, at, tuple(dict.fromkeys(typed.faults)))


def _without_emptied(kind: type[E], given: Mapping[str, object], typed: _Typed) -> dict[str, object]:
    """What was given without the fields that are emptied; those have their unsaid value then."""
    unsaid = may_be_empty(kind)
    emptied = {name for name, value in given.items() if value in ("", [], [""], ()) and name in unsaid}
    typed.values |= {name: unsaid[name] for name in emptied}
    if "size_mm" in emptied:
        typed.values["size_method"] = None
    return {name: value for name, value in given.items() if name not in emptied}


def _made(kind: type[E], values: dict[str, Any], base: E | None) -> E | None:
    if base is not None:
        return replace(base, **values)
    needed = {f.name for f in fields(kind) if f.default is MISSING}
    return kind(**values) if needed <= values.keys() else None


@dataclass(slots=True)
class _Typed:
    """What was typed, field by field, and what is wrong with it."""

    now: datetime
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def wrong(self, name: str, value: object, mend: str) -> None:
        """One more fault."""
        self.faults.append(f"{spoken(name)} can't be '{shown(str(value))}'. {mend}")

    def text(self, name: str, value: object) -> None:
        """A line in plain words."""
        text = " ".join(str(value).split())
        if not text or not text.isprintable():
            self.wrong(name, value, "Write it in plain words.")
        elif len(text) > LONGEST_TEXT:
            self.wrong(name, value, f"Write it in {LONGEST_TEXT} letters at most.")
        self.values[name] = text

    def number(self, name: str, value: object, low: int, high: int, *, whole: bool) -> None:
        """A number from `low` to `high`."""
        text = str(value).strip()
        number = float(text) if _NUMBER.fullmatch(text) and not (whole and "." in text) else None
        if number is None or not low <= number <= high:
            self.wrong(name, value, f"Give a {'whole number' if whole else 'number'} from {low} to {high}.")
            return
        self.values[name] = int(number) if number == int(number) else number

    def word(self, name: str, value: object, known: Collection[str]) -> str | None:
        """One of these words; None where it is none of them."""
        word = " ".join(str(value).strip().lower().split())
        if word in known:
            return word
        self.wrong(name, value, suggestion(word, known, close=0.6))
        return None

    def moment(self, name: str, value: object) -> datetime | None:
        """A day, or a day and a time; a day alone is its noon, a start its first minute."""
        text = str(value).strip()
        if text in {"now", "today"}:
            return self.now
        moment = self._written(name, text)
        if moment is None:
            return None
        if moment > self.now:
            self.faults.append(f"{spoken(name)} is in the future ({shown(str(value))}). Record it afterwards.")
            return None
        if self.now - moment > LONGEST_AGO:
            self.faults.append(f"{spoken(name)} is too long ago ({shown(str(value))}).")
            return None
        return moment

    def _written(self, name: str, text: str) -> datetime | None:
        now = self.now
        try:
            moment = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
        except ValueError:  # no such day, or no such time
            moment = None
        if moment is None:
            also = ", or not-sure" if name == "first_noticed" else ""
            day_only = name in {"first_noticed", "on", "seen_on"}
            write = f"{now:%Y-%m-%d}" if day_only else f"{now:%Y-%m-%d} or '{now:%Y-%m-%d %H:%M}'"
            self.wrong(name, text, f"Write it as {write}{also}.")
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=now.tzinfo)
        if len(text) <= len("2026-03-02"):
            noon = moment.replace(hour=0 if name == "started" else 12)  # an unknown start counts from the first minute
            moment = now if noon > now and moment.date() == now.date() else noon
        return moment


def _words(typed: _Typed, name: str, value: object, words: Iterable[Any], *, many: bool) -> None:
    members = {str(word): word for word in words}
    known = (*members, ALL) if name == "classes" else tuple(members)
    read = [typed.word(name, one, known) for one in (_several(value) if many else [value])]
    if name == "classes" and ALL in read:
        typed.values[name] = tuple(TechniqueClass)
    elif many:
        typed.values[name] = tuple(members[word] for word in read if word is not None)
    elif read[0] is not None:
        typed.values[name] = members[read[0]]


def _size(typed: _Typed, given: Mapping[str, object]) -> None:
    """The longest side, measured in mm or compared with a thing; how it was found is noted."""
    if "size_mm" in given:
        typed.number("size_mm", given["size_mm"], 1, MAX_MM, whole=False)
        typed.values["size_method"] = SizeMethod.MEASURED
    if "size" in given:
        thing = typed.word("size", given["size"], SIZES)
        if thing is not None:
            typed.values |= {"size_mm": SIZES[thing], "size_method": SizeMethod.COMPARED}
        if "size_mm" in given:
            typed.faults.append("size and size-mm say the same thing. Give one of them.")


def _moments(typed: _Typed, given: Mapping[str, object]) -> datetime | None:
    """The dates, and when it was where that is more than a moment ago."""
    for name in ("started", "ended"):
        if name in given and (moment := typed.moment(name, given[name])) is not None:
            typed.values[name] = moment
    at = typed.moment("at", given["at"]) if "at" in given else None
    for name in ("first_noticed", "on", "seen_on"):
        if name == "first_noticed" and given.get(name) == FirstNoticed.NOT_SURE:
            typed.values[name] = FirstNoticed.NOT_SURE
        elif name in given and (day := typed.moment(name, given[name])) is not None:
            typed.values[name] = day.date()
            if at is not None and name == "first_noticed" and day.date() > at.date():
                typed.faults.append("at is before first-noticed. Check both.")
    if at is None or typed.now - at <= NOTED_LATER:
        return None
    typed.values["noted"] = typed.now
    return at


def _in_turn(typed: _Typed, body: EpisodeBegan) -> None:
    begun, over = (None if day is None else _instant(day, typed.now) for day in (body.started, body.ended))
    if begun is not None and over is not None and over < begun:
        typed.faults.append("ended is before started. Check both.")


def _told_by_somebody(typed: _Typed, look: LumpSeen) -> None:
    """That self-care is fine opens something: so it says who has said it, and when."""
    if look.seen_by is SeenBy.FINE and not (look.seen_who and look.seen_on):
        typed.faults.append(f"'{SeenBy.FINE}' needs seen-who and seen-on: who has said it, and on which day.")


def _instant(day: date, now: datetime) -> datetime:
    moment = day if isinstance(day, datetime) else datetime.combine(day, time.min)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=now.tzinfo)


def _several(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]


def spoken(name: str) -> str:
    """What a field is called where it is typed."""
    return SPOKEN.get(name, name).replace("_", "-")
