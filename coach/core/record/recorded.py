"""A fact as it lies in the journal, its body not read: in this form it leaves for another record and comes in from one.

A body that is no JSON object, or that the journal knows to be damaged, travels as a text that no reader takes for good:
what can't be read is neither lost nor mended by the way.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.record.codec import decode
from coach.core.record.facts import Fact, Unreadable
from coach.core.record.wire import object_of

if TYPE_CHECKING:
    from datetime import datetime

    from coach.core.record.wire import Json


@frozen
class Recorded:
    """`at` is in UTC, `offset` in minutes east of it, `text` what stands for the body. Not `whole`: the journal found
    the row damaged, whatever its text says.
    """

    id: str
    at: datetime
    offset: int
    device: str
    kind: str
    text: str
    whole: bool = True

    @property
    def place(self) -> tuple[datetime, str]:
        """Where it stands in the order of all facts."""
        return self.at, self.id


NOT_AS_WRITTEN = "it is not what was written"


def fact_of(kept: Recorded) -> Fact:
    """The fact, its body read where it is to be believed."""
    body = decode(kept.kind, kept.text) if kept.whole else Unreadable(kept.kind, kept.text, NOT_AS_WRITTEN)
    return Fact(kept.id, kept.at, kept.offset, kept.device, body)


def body_in(text: str) -> dict[str, Json]:
    """The names and values in the text of a body, in their order; ValueError where it is none, or names one twice."""

    try:
        return object_of(_DECODER.decode(text))
    except RecursionError as error:
        raise ValueError("it is too deep") from error


def text_of(body: dict[str, Json]) -> str:
    """The text that stands for a body, as the journal writes it. ValueError where a number is none."""
    return _ENCODER.encode(body)


def agree(one: Recorded, other: Recorded) -> bool:
    """Whether two facts of one id can both stand: they say the same, or one of them can't be read."""
    if one == other or not (is_whole(one) and is_whole(other)):
        return True
    if (one.at, one.offset, one.device, one.kind) != (other.at, other.offset, other.device, other.kind):
        return False
    return _by_name(one.text) == _by_name(other.text)


def mends(kept: Recorded, here: Recorded) -> bool:
    """Whether `kept` is a whole copy of a row that was found damaged `here`."""
    return not here.whole and kept.id == here.id and is_whole(kept)


def is_whole(kept: Recorded) -> bool:
    """Whether its row is sound and its text a body; what the body says is not judged."""
    try:
        body_in(kept.text)
    except ValueError:
        return False
    return kept.whole


def _by_name(text: str) -> str:
    return json.dumps(body_in(text), sort_keys=True)


def _once_each(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("the same name stands twice in it")
    return found


def _no_number(text: str) -> object:
    raise ValueError(f"{text} is no number")


_DECODER = json.JSONDecoder(object_pairs_hook=_once_each, parse_constant=_no_number)
_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
