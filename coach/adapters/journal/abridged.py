"""Which facts of the past the rules still need, noted beside the journal, so that the others are not read each time.

The note holds no more than ids, and is believed only while it is whole, of these rules, and nothing has come into its
past since: facts are only ever added, so their number and the sum of their checksums tell. Whatever is wrong with it,
or with one of the facts it names, all is read.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from coach.adapters.journal.checking import State, one_moment, read, state_of
from coach.adapters.journal.files import beside
from coach.adapters.journal.rows import checksum
from coach.adapters.journal.schema import COUNT_BEFORE, SELECT_IDS
from coach.adapters.outside_files import Unusable, read_own
from coach.adapters.own_folders import set_aside
from coach.adapters.whole_file import write_whole
from coach.core.frozen import frozen
from coach.core.record.spans import SPAN_BITS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from coach.adapters.journal.rows import Row

ENDING = ".needed"
MOST = 8_000_000  # bytes; 200,000 ids
FORMAT = 1


@frozen
class Note:
    """The ids of the facts that these `rules` need of all `facts` before a span of time, whose checksums add up so."""

    rules: str
    span: int
    facts: int
    checksums: int
    ids: tuple[str, ...]


def read_note(journal: Path) -> Note | None:
    """The note beside a journal; None where there is none, or it is not what was written."""
    try:
        value = json.loads(read_own(beside(journal, ENDING), MOST))
        given, rules, span, facts, checksums, ids = value
        note = Note(rules, span, facts, checksums, tuple(ids))
    except (Unusable, ValueError, TypeError, RecursionError):
        return None
    return note if given == _checksum(note) else None


def write_note(journal: Path, note: Note) -> None:
    """Put the note beside the journal. Where that can't be done all is read the next time, too."""
    text = json.dumps([_checksum(note), note.rules, note.span, note.facts, note.checksums, note.ids])
    path = beside(journal, ENDING)
    if len(text) <= MOST:
        with suppress(OSError):
            if path.is_dir():
                set_aside(path)
            write_whole(path, text)


def counted_before(db: sqlite3.Connection, span: int) -> tuple[int, int]:
    """How many facts lie before a span of time, and the sum of their checksums."""
    facts, checksums = db.execute(COUNT_BEFORE, (span,)).fetchone()
    return facts or 0, checksums or 0


def rows_of(
    db: sqlite3.Connection, note: Note, kinds: Collection[str]
) -> tuple[list[Row], list[tuple[Row, State]]] | None:
    """The facts that the note names, and all of these kinds that came since; None where the note no longer holds."""
    with one_moment(db):
        if counted_before(db, note.span) != (note.facts, note.checksums):
            return None
        past = _whole(db, note.ids)
        return None if past is None else (past, list(read(db, kinds, note.span << SPAN_BITS)))


def _whole(db: sqlite3.Connection, ids: Sequence[str]) -> list[Row] | None:
    """The facts of these ids, in the order of their ids' places; None where one is missing, or not what was written."""
    found: list[Row] = []
    for *values, given in db.execute(SELECT_IDS, (json.dumps(ids),)):
        row: Row = tuple(values)
        if state_of(db, row, given) is not State.WHOLE:
            return None
        found.append(row)
    return found if len(found) == len(ids) else None


def _checksum(note: Note) -> int:
    return checksum((FORMAT, note.rules, note.span, note.facts, note.checksums, *note.ids))
