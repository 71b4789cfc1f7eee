"""Putting the record right: the damaged file is set aside whole, and what any copy holds goes into a new one."""

from __future__ import annotations

import contextlib
import glob
import sqlite3
from contextlib import closing
from datetime import UTC
from typing import TYPE_CHECKING

from coach.adapters.journal.backups import STAMP, backups_of
from coach.adapters.journal.checking import verify
from coach.adapters.journal.copies import NOTHING, Copy, copy_of_file
from coach.adapters.journal.files import (
    SIDE_FILES,
    Damaged,
    beside,
    connect,
    draft,
    look,
    settle,
    settle_folder,
)
from coach.adapters.journal.rows import KNOWN_DAMAGED, damaged_fact, microseconds
from coach.adapters.journal.schema import APPLICATION_ID, INSERT, migrate, write_meta
from coach.adapters.journal.union import Union, none_missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from coach.adapters.journal.rows import Sealed


def start_new(journal: Path) -> None:
    """Make a journal without facts; it appears under its name only when it is complete."""
    _place(journal, _leave_empty)


def _leave_empty(_: sqlite3.Connection) -> None:
    """Nothing is put in."""


def put_right(journal: Path, now: datetime, why: str, *, alone: bool) -> str:
    """Set what is at the journal's path aside and put a whole record there. Returns sentences for the person.

    `why` says what was found. Unless `alone`, others have the file open: they are kept from writing meanwhile.
    """
    with contextlib.ExitStack() as held:
        if not alone:
            held.enter_context(_no_writers(journal))
        kept = move_aside(journal, now)
        # A full disk here must not end in an empty record: the error goes up, and the next start tries again.
        told = bring_back(journal, now, kept)
    return f"The record could not be used as it was: {why}. It is kept as {kept}. {told}"


def bring_back(journal: Path, now: datetime, kept: Path | None) -> str:
    """Put the facts of all copies in the empty place: of `kept`, which was just set aside, of those that were before,
    and of the backups. One that was set aside by a process that then was killed is among those before.
    """
    others = [path for path in damaged_files(journal) if kept is None or path != _database(kept)]
    copies = [copy_of_file(path) for path in (*others, *(backup.path for backup in backups_of(journal)))]
    lost = NOTHING if kept is None else copy_of_file(_database(kept))
    facts = _united(lost, copies)
    complete = lost.promised is not None and not lost.restored and none_missing(facts, lost.promised)
    largest = max(copies, key=lambda copy: len(copy.rows), default=NOTHING)
    device = lost.device or largest.device

    def fill(db: sqlite3.Connection) -> None:
        if device is not None:
            write_meta(db, "device", device)
        if not complete:
            write_meta(db, "restored", str(microseconds(now)))
        db.executemany(INSERT, [(*row, given) for row, given in facts])

    _place(journal, fill)
    return _told(facts, complete=complete)


def damaged_files(journal: Path) -> list[Path]:
    """The databases that were set aside, oldest name first; of one only the files beside it may be left."""
    found = {_database(path) for path in journal.parent.glob(f"{glob.escape(journal.name)}.damaged-*")}
    return sorted(found)


def _database(kept: Path) -> Path:
    """The database's own name, where only the files beside it were left."""
    ending = next((ending for ending in SIDE_FILES if kept.name.endswith(ending)), "")
    return kept.with_name(kept.name.removesuffix(ending))


def _united(lost: Copy, copies: list[Copy]) -> list[Sealed]:
    union = Union()
    for copy in (lost, *copies):
        union.add(copy.rows, unsealed=copy.unsealed)
    return union.facts()


def _told(facts: list[Sealed], *, complete: bool) -> str:
    if not facts:
        return "Nothing could be read in it or in a backup, so a new record was started."
    broken = sum(given == KNOWN_DAMAGED for _, given in facts)
    saved = f"{len(facts)} entries were saved" if len(facts) > 1 else "1 entry was saved"
    if broken:
        saved += f" ({broken} of them can't be read)"
    if complete:
        return f"{saved}; none is missing."
    newest = damaged_fact(facts[-1][0]).local
    return f"{saved}, up to {newest.day} {newest:%B %Y}. Some may be missing, so the whole check is asked again."


def move_aside(journal: Path, now: datetime) -> Path | None:
    """Rename what is at the journal's path, with the files SQLite keeps beside it. None when nothing is there."""
    stem = f".damaged-{now.astimezone(UTC).strftime(STAMP)}"
    endings = ("", *SIDE_FILES)
    tries = (f"{stem}-{n}" if n > 1 else stem for n in range(1, 10_000))
    new = next(name for name in tries if not any(look(beside(journal, name + ending)) for ending in endings))
    first = None
    # The database goes first: without it a log left behind is noticed, without its log the database looks whole.
    for ending in endings:
        old = beside(journal, ending) if ending else journal
        if look(old) is not None:
            old.rename(beside(journal, new + ending))
            first = first or beside(journal, new + ending)
    settle_folder(journal.parent)
    return first


@contextlib.contextmanager
def _no_writers(journal: Path) -> Iterator[None]:
    """Keep others from writing into the file while it is read: who waits for its turn will find it moved.

    A file so damaged that SQLite can't even lock it is one that nobody writes to.
    """
    with closing(connect(journal)) as db:
        try:
            db.execute("BEGIN IMMEDIATE")
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise
        yield


def _place(journal: Path, fill: Callable[[sqlite3.Connection], None]) -> None:
    with draft(journal.parent) as path:
        db = connect(path)
        try:
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            migrate(db)
            db.execute("BEGIN")
            fill(db)
            db.execute("COMMIT")
            verify(db)
        except Damaged as error:
            raise OSError(f"the new file was not what was written: {error}") from error
        finally:
            db.close()
        settle(path)
        if look(journal) is not None:
            raise FileExistsError(f"{journal} appeared while it was being made")
        path.rename(journal)
    settle_folder(journal.parent)
