"""Entries a person adds by hand: what each may hold, and every fault of one at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from coach.core.spelling import suggestion
from coach.core.vocabulary import (
    CLASSES,
    FEEL,
    KINDS,
    LUMP,
    PLACE,
    SIZES,
    STATUSES,
    TAGS,
    TRIGGERS,
    WHEN,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?)?")
MAX_MM = 500  # the longest side of a lump; more is a slip
LONGEST_AGO = timedelta(days=36_525)
WORDS: Mapping[str, Mapping[str, Collection[str]]] = {
    "pain": {
        **PLACE,
        "kind": KINDS,
        "feel": FEEL,
        "tags": TAGS,
        "triggers": TRIGGERS,
        "status": STATUSES,
        "when": WHEN,
    },
    "episode": {**PLACE, "kind": KINDS, "triggers": TRIGGERS, "status": STATUSES},
    "lump": {**PLACE, **LUMP},
    "visit": {"fine": CLASSES},
}
MANY = frozenset({"feel", "tags", "triggers", "fine", "flag", "lump"})


@dataclass(slots=True)
class Entry:
    """One entry under check. `body` is what to record; with any fault nothing is. `at` is when it was."""

    kind: str
    now: datetime
    body: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    at: datetime | None = None


def read(kind: str, given: Mapping[str, Any], now: datetime) -> Entry:
    """Check what was given for an entry of this kind at `now` (local, aware); None counts as not given."""
    entry = Entry(kind, now)
    given = {name: value for name, value in given.items() if value is not None}
    words = WORDS[kind]
    for name, value in given.items():
        if name in words:
            _words(entry, name, value, words[name])
        elif name in {"note", "who", "medicine"}:
            _text(entry, name, value)
        elif name in {"flag", "lump"}:
            entry.body[name] = list(value)
    if "level" in given:
        _number(entry, "level", given["level"], 0, 10, whole=True)
    if "pain" in given:
        _number(entry, "pain", given["pain"], 0, 10, whole=True)
    _size(entry, given)
    _moments(entry, given)
    return entry


def _size(entry: Entry, given: Mapping[str, Any]) -> None:
    """The longest side, measured in mm or compared with a thing; how it was found is noted."""
    if "size-mm" in given:
        _number(entry, "size-mm", given["size-mm"], 1, MAX_MM, whole=False)
        entry.body["size_method"] = "measured"
    if "size" in given:
        _words(entry, "size", given["size"], SIZES)
        entry.body |= {"size_mm": SIZES.get(entry.body.pop("size")), "size_method": "compared"}
        if "size-mm" in given:
            entry.faults.append("size and size-mm say the same thing. Give one of them.")


def _words(entry: Entry, name: str, value: Any, known: Collection[str]) -> None:
    found = []
    for one in value if name in MANY else [value]:
        word = " ".join(str(one).strip().lower().split())
        if word not in known:
            hint = suggestion(word, known, close=0.6)
            entry.faults.append(f"{name} can't be '{_shown(one)}'. {hint}")
        found.append(word)
    entry.body[name.replace("-", "_")] = found if name in MANY else found[0]


def _text(entry: Entry, name: str, value: Any) -> None:
    text = " ".join(str(value).split())
    if not text or not text.isprintable():
        entry.faults.append(f"{name} can't be '{_shown(value)}'. Write it in plain words.")
    entry.body[name] = text


def _number(entry: Entry, name: str, value: Any, low: int, high: int, *, whole: bool) -> None:
    text = str(value).strip()
    number = float(text) if _NUMBER.fullmatch(text) and not (whole and "." in text) else None
    if number is None or not low <= number <= high:
        kind = "whole number" if whole else "number"
        entry.faults.append(f"{name} can't be '{_shown(value)}'. Give a {kind} from {low} to {high}.")
        return
    entry.body[name.replace("-", "_")] = int(number) if number == int(number) else number


def _moments(entry: Entry, given: Mapping[str, Any]) -> None:
    at = _moment(entry, "at", given["at"]) if "at" in given else None
    if at is not None and entry.now - at > timedelta(minutes=1):
        entry.at = at
        entry.body["noted"] = entry.now.isoformat()
    begun = _moment(entry, "started", given["started"]) if "started" in given else None
    over = _moment(entry, "ended", given["ended"]) if "ended" in given else None
    if begun is not None:
        entry.body["started"] = begun.isoformat()
    if over is not None:
        entry.body["ended"] = over.isoformat()
        if begun is not None and over < begun:
            entry.faults.append("ended is before started. Check both.")
    for name in ("first-noticed", "on"):
        if given.get(name) == "not-sure" and name == "first-noticed":
            entry.body["first_noticed"] = "not-sure"
        elif name in given:
            day = _moment(entry, name, given[name])
            if day is not None:
                entry.body[name.replace("-", "_")] = day.date().isoformat()
                if at is not None and name == "first-noticed" and day.date() > at.date():
                    entry.faults.append("at is before first-noticed. Check both.")


def _moment(entry: Entry, name: str, value: Any) -> datetime | None:
    """A day, or a day and a time; a day alone is its noon, a start its first minute."""
    text = str(value).strip()
    now = entry.now
    if text in {"now", "today"}:
        return now
    day_only = len(text) <= len("2026-03-02")
    try:
        found = datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:  # no such day, or no such time
        found = None
    if found is None:
        also = ", or not-sure" if name == "first-noticed" else ""
        write = f"{now:%Y-%m-%d}" if name in {"first-noticed", "on"} else f"{now:%Y-%m-%d} or '{now:%Y-%m-%d %H:%M}'"
        entry.faults.append(f"{name} can't be '{_shown(value)}'. Write it as {write}{also}.")
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=now.tzinfo)
    if day_only:
        noon = found.replace(hour=0 if name == "started" else 12)  # an unknown start counts from the first minute
        found = now if noon > now and found.date() == now.date() else noon
    if found > now:
        entry.faults.append(f"{name} is in the future ({_shown(value)}). Record it afterwards.")
        return None
    if now - found > LONGEST_AGO:
        entry.faults.append(f"{name} is too long ago ({_shown(value)}).")
        return None
    return found


def _shown(value: object) -> str:
    return "".join(c if c.isprintable() else "?" for c in str(value))[:60]
