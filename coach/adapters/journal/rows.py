"""A fact as a row of the journal's file, and the checksum that tells whether the row is what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from coach.core.errors import JournalError
from coach.core.record.codec import decode, encode
from coach.core.record.facts import Fact, Unreadable
from coach.core.record.recorded import NOT_AS_WRITTEN
from coach.core.record.spans import EPOCH, MICROSECOND

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from coach.core.record.facts import Body

EARLIEST, LATEST = -(2**63), 2**63 - 1  # microseconds: before and after all moments
DAY = 24 * 60  # minutes
KNOWN_DAMAGED = -1  # in place of a checksum: this row is not what was written, and nothing better is left

Row = tuple[str, int, int, str, str, str]  # id, at in microseconds, offset in minutes, device, kind, body
Sealed = tuple[Row, int | None]  # with its checksum: None where a coach before version 2 wrote it
Bodies = dict[tuple[str, str], "Body"]  # by kind and text


def checksum(parts: Iterable[object]) -> int:
    """CRC-32 (ISO 3309) over the parts: it finds each changed bit and each burst of up to 32, and 1 - 2**-32 of all."""
    return crc32("\0".join(map(str, parts)).encode("utf-8", "surrogatepass"))


def microseconds(moment: datetime) -> int:
    """An aware moment as microseconds since 1970 in UTC, exactly."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return (moment - EPOCH) // MICROSECOND


def instant(value: int) -> datetime:
    """The moment in UTC that `microseconds` wrote. Raises ValueError where it is none."""
    try:
        return EPOCH + value * MICROSECOND
    except (OverflowError, TypeError) as error:
        raise ValueError("the moment of an entry is out of range") from error


def row_of(fact: Fact) -> Row:
    """A fact as it is kept; raises JournalError when it holds something that can't be kept unchanged."""
    kind = fact.body.kind
    try:
        for text in (fact.id, fact.device, kind):
            _only_text(text)
        body = encode(fact.body)
        body.encode()
        return fact.id, microseconds(fact.at), int(fact.offset), fact.device, kind, body
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        raise JournalError(
            f"An entry of kind {kind!r} can't be saved: {error}.",
            "Nothing was written. This is a fault in coach; please report it.",
        ) from error


def _only_text(text: str) -> None:
    """Refuse an id, device or kind that is empty or can't be written as UTF-8."""
    if not text.encode():
        raise ValueError("its id, device or kind is empty")


def is_row(row: object) -> bool:
    """Whether these are the types of a row, and its moment is one."""
    if not isinstance(row, tuple) or [type(value) for value in row] != [str, int, int, str, str, str]:
        return False
    try:
        instant(row[1])
    except ValueError:
        return False
    return True


def fact_of(row: Row, bodies: Bodies) -> Fact:
    """The fact a row holds; raises ValueError for a moment that is none.

    Most days say what the day before said: each text is read once, and facts that say the same share one body.
    `bodies` are those that were read before; the new one is put there.
    """
    name, at, offset, device, kind, text = row
    body = bodies.get((kind, text))
    if body is None:
        body = bodies[kind, text] = decode(kind, text)
    if not -DAY < offset < DAY:
        offset, body = 0, Unreadable(kind, text, f"{offset} minutes is no offset from UTC")
    return Fact(name, instant(at), offset, device, body)


def damaged_fact(row: Row) -> Fact:
    """The fact of a row that is not what was written: it is there, and what it says is not believed."""
    name, at, offset, device, kind, text = row
    body = Unreadable(kind, text, NOT_AS_WRITTEN)
    return Fact(name, instant(at), offset if -DAY < offset < DAY else 0, device, body)
