"""What `status.json` has to look like: whoever can write into the folder can write it, and every front end reads it."""

from __future__ import annotations

from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coach.core.record.wire import Json

    Shape = Callable[[Json], Json]

LONGEST, MOST, HIGHEST = 500, 50, 10**12  # letters of a text, items of a list or keys of a group, and a number


def sound(found: Json) -> dict[str, Json] | None:
    """The document with all that the front ends rely on, and what a later version adds as plain values; else None."""
    try:
        whole = _DOCUMENT(found)
    except ValueError:
        return None
    return whole if isinstance(whole, dict) else None


def _text(value: Json) -> Json:
    if isinstance(value, str) and len(value) <= LONGEST:
        return value
    raise ValueError


def _moment(value: Json) -> Json:
    if isinstance(value, str) and len(value) <= LONGEST:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is not None and 1970 < moment.year < 3000:  # away from where zones can't be reckoned
            return value
    raise ValueError


def _yes_or_no(value: Json) -> Json:
    if isinstance(value, bool):
        return value
    raise ValueError


def _count(value: Json) -> Json:
    if type(value) is int and 0 <= value <= HIGHEST:
        return value
    raise ValueError


def _plain(value: Json) -> bool:
    """Whether it is a value that harms nobody who shows it."""
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, str):
        return len(value) <= LONGEST
    return value is None or (isinstance(value, int) and abs(value) <= HIGHEST)


def _or_nothing(shape: Shape) -> Shape:
    return lambda value: None if value is None else shape(value)


def _list(shape: Shape, length: int | None = None) -> Shape:
    def read(value: Json) -> Json:
        if isinstance(value, list) and len(value) <= MOST and length in {None, len(value)}:
            return [shape(one) for one in value]
        raise ValueError

    return read


def _group(needed: Mapping[str, Shape], more: Mapping[str, Shape] | None = None) -> Shape:
    """A group with these keys, and perhaps with those; of others only what is plain stays."""
    known = {**needed, **(more or {})}

    def read(value: Json) -> Json:
        if not isinstance(value, dict) or len(value) > MOST or not needed.keys() <= value.keys():
            raise ValueError
        return {
            key: known[key](one) if key in known else one
            for key, one in value.items()
            if key in known or (len(key) <= LONGEST and _plain(one))
        }

    return read


_PAUSE = _group({"reason": _text, "until": _or_nothing(_moment)})
_REMINDERS = _group(
    {
        "running": _yes_or_no,
        "state": _or_nothing(_text),
        "next_at": _or_nothing(_moment),
        "in_seconds": _or_nothing(_count),
        "paused": _list(_PAUSE),
    },
    {"sitting_seconds": _count, "prompt": _or_nothing(_text), "snoozed": _count, "text": _text, "valid_until": _count},
)
_NOTICE = _group({"prompt": _text, "title": _text, "text": _text, "actions": _list(_list(_text, 2))})
_SAFETY = _group({"level": _text, "check_due": _yes_or_no}, {"headline": _text, "next": _text})
_SESSION = _group({"id": _text, "routine": _text, "name": _text, "begun": _moment})
_DOCUMENT = _group(
    {"reminders": _REMINDERS, "at": _moment, "safety": _SAFETY, "session": _or_nothing(_SESSION)},
    {"notice": _or_nothing(_NOTICE)},
)
