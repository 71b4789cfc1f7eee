"""Reading the journal so that what is read is what was written: nothing changed, nothing hidden by a faulty index."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from contextlib import contextmanager, suppress
from enum import Enum
from typing import TYPE_CHECKING, Any
from zlib import crc32

from coach.adapters.journal.files import Damaged, is_passing
from coach.adapters.journal.rows import EARLIEST, KNOWN_DAMAGED, LATEST, checksum, is_row
from coach.adapters.journal.schema import (
    COLUMNS,
    COUNTS_ALL,
    COUNTS_KINDS,
    COUNTS_SPAN,
    OLDER,
    SELECT_ALL,
    SELECT_IN_ORDER,
    SELECT_KINDS,
    SELECT_NEWEST,
    SELECT_SPAN,
    SPANS,
    damaged_kinds,
    read_meta,
    version_of,
)
from coach.core.record.spans import SPAN_BITS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from coach.adapters.journal.rows import Row

FAULTS_READ = 20
MISSING = "an entry that was counted is missing"
CHANGED = "an entry is not what was written"


class State(Enum):
    """What is known of a row. One known as damaged was looked for in every copy, and is named to the person."""

    WHOLE = "whole"
    CHANGED = "changed"
    KNOWN_DAMAGED = "known damaged"


def verify(db: sqlite3.Connection) -> None:
    """Raise Damaged unless the file is sound: SQLite's whole check, each fact by its checksum, all by their counts.

    What a fact says is not judged: one that can't be read lies in a sound file, and so does one known as damaged.
    """
    try:
        faults = [row[0] for row in db.execute(f"PRAGMA integrity_check({FAULTS_READ})")]
        if faults != ["ok"]:
            index = all("index" in fault for fault in faults)
            raise Damaged("an index of it was faulty" if index else "the file was damaged")
        if version_of(db) < 2:
            for row in db.execute(f"SELECT {COLUMNS} FROM fact"):
                if not is_row(row):
                    raise Damaged("the file was damaged")
            return
        _look_at_meta(db)
        if any(state is State.CHANGED or not is_row(row) for row, state in read(db, None, EARLIEST)):
            raise Damaged(CHANGED)
    except sqlite3.DatabaseError as error:
        if is_passing(error):
            raise
        raise Damaged("the file was damaged") from error


def _look_at_meta(db: sqlite3.Connection) -> None:
    for (key,) in db.execute("SELECT key FROM meta").fetchall():
        read_meta(db, key)


def look_at_newest(db: sqlite3.Connection) -> None:
    """Raise Damaged where one of the newest facts, or what the file knows of itself, is not what was written.

    A quick look at each start.
    """
    _look_at_meta(db)
    for *values, given in db.execute(SELECT_NEWEST).fetchall():
        if state_of(db, tuple(values), given) is State.CHANGED:
            raise Damaged(CHANGED)


def read(db: sqlite3.Connection, kinds: Collection[str] | None, since: int) -> Iterator[tuple[Row, State]]:
    """The rows of these kinds (all when None) from `since` in microseconds on, and what is known of each.

    Those of a damaged kind are among them. Raises Damaged where rows are missing that were counted. To know that,
    whole spans of time are read, in one transaction: it is open until the last row was taken.
    """
    span = since >> SPAN_BITS
    first = max(span << SPAN_BITS, EARLIEST)
    with one_moment(db):
        if kinds is None:
            yield from counted(db, db.execute(SELECT_ALL, (first,)), db.execute(COUNTS_ALL, (span,)), since)
        else:
            names = json.dumps([*kinds, *damaged_kinds(db)])
            counts = db.execute(COUNTS_KINDS, (names, span))
            yield from counted(db, db.execute(SELECT_KINDS, (names, first)), counts, since)


def read_in_order(db: sqlite3.Connection) -> Iterator[tuple[Row, State]]:
    """All rows by (at, id), in the transaction that is open. Raises Damaged as `read` does."""
    yield from counted(db, db.execute(SELECT_IN_ORDER), db.execute(COUNTS_ALL, (EARLIEST,)), EARLIEST)


def read_backwards(db: sqlite3.Connection) -> Iterator[list[tuple[Row, State]]]:
    """All rows, a span of time at once, the newest span first. Raises Damaged as `read` does."""
    for (span,) in db.execute(SPANS).fetchall():
        first, end = span << SPAN_BITS, min((span + 1) << SPAN_BITS, LATEST)
        with one_moment(db):
            rows = db.execute(SELECT_SPAN, (first, end))
            found = list(counted(db, rows, db.execute(COUNTS_SPAN, (span,)), EARLIEST))
        yield found


@contextmanager
def one_moment(db: sqlite3.Connection) -> Iterator[None]:
    """Read the file as it is at one moment, whoever writes meanwhile."""
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN")
    try:
        yield
    finally:
        with suppress(sqlite3.Error):  # the file may have been let go meanwhile
            db.execute("ROLLBACK")


def counted(
    db: sqlite3.Connection, rows: Iterable[tuple[Any, ...]], counts: Iterable[tuple[Any, ...]], since: int
) -> Iterator[tuple[Row, State]]:
    """These rows of whole spans and what is known of each. Raises Damaged where there are not as many as counted."""
    promised = {kind: (many, total) for kind, many, total in counts}
    have: defaultdict[str, int] = defaultdict(int)
    sums: defaultdict[str, int] = defaultdict(int)
    for name, at, offset, device, kind, text, given in rows:
        row: Row = (name, at, offset, device, kind, text)
        # The checksum as `checksum` makes it, spelt out: this is done for every fact that is read.
        if given == crc32(f"{name}\0{at}\0{offset}\0{device}\0{kind}\0{text}".encode()):
            state = State.WHOLE
        else:
            state = state_of(db, row, given)
        have[kind] += 1
        sums[kind] += given or 0
        # The moment of a row that was changed is believed no more than the rest of it.
        if at >= since or state is State.CHANGED:
            yield row, state
    if {kind: (many, sums[kind]) for kind, many in have.items()} != promised:
        raise Damaged(MISSING)


def state_of(db: sqlite3.Connection, row: Row, given: object) -> State:
    """What is known of a row. Raises Damaged where it is no row at all."""
    if not is_row(row):
        raise Damaged("the file was damaged")
    if given == KNOWN_DAMAGED:
        return State.KNOWN_DAMAGED
    whole = given == checksum(row) or (given is None and read_meta(db, OLDER) is not None)
    return State.WHOLE if whole else State.CHANGED
