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
from coach.core.record.recorded import Recorded, agree, mends
from coach.core.record.spans import SPAN_BITS

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
    """Write these within the transaction that is open, and say how many are new. Raises Differs, Damaged.

    A whole copy of a row that is damaged here takes its place, and is new.
    """
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
            new += sum(_mended(db, kept) for kept in some if mends(kept, there[kept.id]))
    return new


def _mended(db: sqlite3.Connection, kept: Recorded) -> bool:
    """Put a whole copy in the place of a row that is known as damaged, and count it where it belongs."""
    found = db.execute("SELECT kind, at, checksum FROM fact WHERE id = ?", (kept.id,)).fetchone()
    if found is None or found[2] != KNOWN_DAMAGED:  # mended already: it came in twice
        return False
    kind, at, checksums = found
    place = (kind, at >> SPAN_BITS)
    db.execute(
        "UPDATE fact_count SET facts = facts - 1, checksums = checksums - ? WHERE kind = ? AND span = ?",
        (checksums, *place),
    )
    db.execute("DELETE FROM fact_count WHERE facts = 0 AND kind = ? AND span = ?", place)
    db.execute("DELETE FROM fact WHERE id = ?", (kept.id,))
    db.execute(INSERT, _sealed(kept))
    return True


def _recorded(row: Row, state: State) -> Recorded:
    if state is State.CHANGED:
        raise Damaged(CHANGED)
    name, at, offset, device, kind, text = row
    return Recorded(name, instant(at), offset, device, kind, text, whole=state is State.WHOLE)


def _sealed(kept: Recorded) -> tuple[object, ...]:
    row = kept.id, microseconds(kept.at), kept.offset, kept.device, kept.kind, kept.text
    return *row, checksum(row) if kept.whole else KNOWN_DAMAGED
