"""Facts as they lie in the journal, going out and coming in: streamed, so that ten years take no more room than one."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

from coach.adapters.journal.checking import CHANGED, State, read_in_order, state_of
from coach.adapters.journal.files import Damaged
from coach.adapters.journal.rows import KNOWN_DAMAGED, checksum, instant, microseconds
from coach.adapters.journal.schema import INSERT, SELECT_IDS
from coach.core.errors import Differs
from coach.core.record.recorded import Recorded, agree

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator

    from coach.adapters.journal.rows import Row

AT_ONCE = 1000  # rows in memory


def in_order(db: sqlite3.Connection) -> Iterator[Recorded]:
    """All of them, by (at, id). Raises Damaged where one is not what was written, or is missing."""
    for row, state in read_in_order(db):
        yield _recorded(row, state)


def known(db: sqlite3.Connection, ids: Collection[str]) -> dict[str, Recorded]:
    """Those of these ids that are there. Raises Damaged where one is not what was written."""
    found = {}
    for *values, given in db.execute(SELECT_IDS, (json.dumps(list(ids)),)).fetchall():
        row: Row = tuple(values)
        found[row[0]] = _recorded(row, state_of(db, row, given))
    return found


def take(db: sqlite3.Connection, given: Iterable[Recorded]) -> int:
    """Write these within the transaction that is open, and say how many are new. Raises Differs, Damaged."""
    rest = iter(given)
    new = 0
    while some := list(islice(rest, AT_ONCE)):
        taken = sum(db.execute(INSERT, _sealed(kept)).rowcount for kept in some)
        new += taken
        if taken < len(some):
            there = known(db, [kept.id for kept in some])
            other = [kept.id for kept in some if not agree(there[kept.id], kept)]
            if other:
                raise Differs(*other)
    return new


def _recorded(row: Row, state: State) -> Recorded:
    if state is State.CHANGED:
        raise Damaged(CHANGED)
    name, at, offset, device, kind, text = row
    return Recorded(name, instant(at), offset, device, kind, text, whole=state is State.WHOLE)


def _sealed(kept: Recorded) -> tuple[object, ...]:
    row = kept.id, microseconds(kept.at), kept.offset, kept.device, kept.kind, kept.text
    return *row, checksum(row) if kept.whole else KNOWN_DAMAGED
