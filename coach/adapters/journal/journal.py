"""Opening the journal: a new one, a sound one, or what can be saved of a damaged one."""

from __future__ import annotations

import sqlite3
import stat
from typing import TYPE_CHECKING

from coach.adapters.journal import backups
from coach.adapters.journal.checking import look_at_newest, verify
from coach.adapters.journal.copies import copy_of_file, left_by_crash, sound_copy, verify_with_log
from coach.adapters.journal.daily import keep_safe, look_through
from coach.adapters.journal.files import (
    SIDE_FILES,
    Damaged,
    OpeningLock,
    beside,
    connect,
    damaged,
    is_damage,
    is_full,
    is_no_rights,
    look,
    may_write,
    private_files,
    size_of,
    suspicion,
    told,
)
from coach.adapters.journal.held_file import Opened
from coach.adapters.journal.restoring import bring_back, damaged_files, move_aside, put_right, start_new
from coach.adapters.journal.rows import KNOWN_DAMAGED, microseconds
from coach.adapters.journal.schema import MIGRATIONS, OLDER, identify, migrate, read_meta, seal, write_meta
from coach.adapters.journal.sqlite import SqliteJournal
from coach.adapters.journal.union import Union
from coach.core.errors import JournalError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from coach.adapters.journal.rows import Sealed

__all__ = ["SqliteJournal", "open_journal"]

FIRST_WITH_CHECKSUMS = 2  # version
OLDER_TOLD = "told"
STILL_OPEN = (
    "A coach from before the update is still open, and may be keeping the reminders. "
    "Nothing is lost, but close it, and start it again."
)


def open_journal(
    path: Path, *, now: datetime, read_only: bool = False, clock: Callable[[], datetime] | None = None
) -> SqliteJournal:
    """Open the journal at `path`, making, mending or restoring it if need be; `now` is an aware moment.

    With `read_only` nothing of the record is changed but its version, and one that is not there is empty. `clock` tells
    the moment where the file has to be put right later on. Raises JournalError for what must be left as it is: held
    by others, no rights, made by a newer coach, a folder.
    """
    microseconds(now)
    try:
        found = look(path)
        if path.is_dir():
            raise JournalError(f"{path} is a folder, and the record should be there.", "Move the folder away.")
        if read_only:
            return _open_for_reading(path, now)
        try:
            opened = _open_for_writing(path, now)
            return SqliteJournal(path, opened, lambda: _opened_anew(path, clock() if clock else now))
        except (sqlite3.Error, OSError) as error:
            if found is None or not is_no_rights(error):
                raise
        return _open_for_reading(path, now, f"The record at {path} can only be read. Nothing new will be saved.")
    except (sqlite3.Error, OSError) as error:
        raise told(error, path) from error


def _opened_anew(path: Path, now: datetime) -> Opened:
    try:
        return _open_for_writing(path, now)
    except (sqlite3.Error, OSError) as error:
        raise told(error, path) from error


def _open_for_writing(path: Path, now: datetime) -> Opened:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # the rights of one that was there are the person's
    lock = OpeningLock(path)
    try:
        notices = []
        if look(path) is None:
            notices.extend(_make(path, now))
        try:
            db = _opened(path, now, lock)
        except Damaged as damage:
            notices.append(put_right(path, now, str(damage), alone=lock.alone))
            suspicion(path).unlink(missing_ok=True)
            db = _opened(path, now, lock)
        try:
            notices.extend(_seal_older(db, alone=lock.alone))
            notices.extend(keep_safe(db, path, now, alone=lock.alone))
            private_files(path)
            lock.share()
            return Opened(db, lock, tuple(notices))
        except BaseException:
            db.close()
            raise
    except Damaged as damage:
        lock.close()
        raise damaged(path) from damage
    except BaseException:
        lock.close()
        raise


def _make(path: Path, now: datetime) -> list[str]:
    """Put a journal where none is: a new one, or what the backups hold where the record has been lost."""
    kept = move_aside(path, now)
    if kept is not None:
        lost = f"The record was not there, only a part of it. That part is kept as {kept}."
        return [f"{lost} {bring_back(path, now, kept)}"]
    if backups.backups_of(path) or damaged_files(path):
        return [f"The record was not there. {bring_back(path, now, None)}"]
    start_new(path)
    return []


def _opened(path: Path, now: datetime, lock: OpeningLock) -> sqlite3.Connection:
    """The journal at `path`, verified and up to date; Damaged when it is not a sound journal of ours."""
    found = look(path)
    if found is None or not stat.S_ISREG(found.st_mode):
        raise Damaged("it was no file")
    if found.st_size == 0:
        raise Damaged("the file was empty")
    if lock.alone and left_by_crash(path):
        verify_with_log(path)
    db = connect(path)
    try:
        version = _identified(db, path)
        private_files(path)
        if version < len(MIGRATIONS):
            _bring_up_to_date(db, path, now, version, alone=lock.alone)
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA fullfsync = ON")  # macOS: without it "on disk" is only "in the drive's memory"
        _try_to_write(db, path)
        look_through(db, path, now)
        if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            if version == len(MIGRATIONS):
                verify(db)  # before the file is changed: a backup that was put here, or damage to its head
            db.execute("PRAGMA journal_mode = WAL")
    except BaseException as error:
        db.close()
        if is_damage(error) and not isinstance(error, Damaged):
            raise Damaged("the file was damaged") from error
        raise
    return db


def _try_to_write(db: sqlite3.Connection, path: Path) -> None:
    """A file that may only be read opens without a word, even BEGIN IMMEDIATE passes: only a write fails."""
    try:
        db.execute("UPDATE meta SET value = value WHERE key = ''")
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY and may_write(path):
            raise Damaged("its head was damaged") from error  # it says of itself that it may not be written
        raise


def _seal_older(db: sqlite3.Connection, *, alone: bool) -> list[str]:
    """Seal what a coach without checksums wrote meanwhile. Once nobody else has the file open, no more will come."""
    mark = read_meta(db, OLDER)
    if mark is None:
        return []
    db.execute("BEGIN IMMEDIATE")
    new = seal(db)
    if alone:
        db.execute("DELETE FROM meta WHERE key = ?", (OLDER,))
    elif mark != OLDER_TOLD:
        write_meta(db, OLDER, OLDER_TOLD)
    db.execute("COMMIT")
    return [STILL_OPEN] if not alone and (new or mark != OLDER_TOLD) else []


def _identified(db: sqlite3.Connection, path: Path) -> int:
    try:
        version = identify(db)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_NOTADB:
            raise Damaged("the file is not a record") from error
        raise
    if version > len(MIGRATIONS):
        raise JournalError(f"The record at {path} was made by a newer version of coach.", "Update coach.")
    return version


def _bring_up_to_date(db: sqlite3.Connection, path: Path, now: datetime, version: int, *, alone: bool) -> None:
    """Make a backup of an older journal, look what the other copies hold, and bring it to the tables of today."""
    put_in: list[Sealed] = []
    if version > 0:
        verify(db)
        put_in = _held_otherwise(db, path) if version < FIRST_WITH_CHECKSUMS else []
        backups.write_backup(db, path, now, f"-before-v{len(MIGRATIONS)}")
    try:
        migrate(db, put_in, older_writers=not alone)
    except (sqlite3.OperationalError, sqlite3.IntegrityError) as error:
        # A fault in our own step must not look like damage to the record.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT}:
            raise
        raise JournalError(
            f"The record at {path} could not be brought up to date ({error}).",
            "It is as it was. Go back to the coach you had before, and please report this.",
        ) from error


def _held_otherwise(db: sqlite3.Connection, path: Path) -> list[Sealed]:
    """The facts that a journal without checksums lacks, or that the other copies hold otherwise than it does."""
    union = Union()
    mine = sound_copy(db)
    union.add(mine.rows, unsealed=True)
    for backup in backups.backups_of(path):
        if backup.before_change:
            continue  # of an earlier try at this: it holds what this file holds
        copy = copy_of_file(backup.path)
        union.add(copy.rows, unsealed=copy.unsealed)
    here = {row for row, _ in mine.rows}
    return [(row, given) for row, given in union.facts() if row not in here or given == KNOWN_DAMAGED]


def _open_for_reading(path: Path, now: datetime, *notices: str) -> SqliteJournal:
    if look(path) is None:
        if backups.backups_of(path) or damaged_files(path) or any(look(beside(path, ending)) for ending in SIDE_FILES):
            raise JournalError(f"The record at {path} is not there.", "Start coach: it will bring it back.")
        db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        migrate(db)
        return SqliteJournal(path, Opened(db, None, notices, read_only=True))
    if size_of(path) == 0:
        raise damaged(path)
    try:
        return _readable(path, now, connect(path, "ro"), notices)
    except (sqlite3.Error, OSError) as error:
        # In a folder without write rights, and on a full disk, SQLite can't make the files it shares with writers;
        # then there are none.
        if not (is_no_rights(error) or is_full(error)) or size_of(beside(path, "-wal")) > 0:
            raise
    return _readable(path, now, connect(path, "frozen"), notices)


def _readable(path: Path, now: datetime, db: sqlite3.Connection, notices: tuple[str, ...]) -> SqliteJournal:
    try:
        if _identified(db, path) < len(MIGRATIONS):
            db.close()
            db = _brought_over(path, now)
        look_at_newest(db)
        return SqliteJournal(path, Opened(db, None, notices, read_only=True))
    except BaseException as error:
        db.close()
        if is_damage(error):
            raise damaged(path) from error
        raise


def _brought_over(path: Path, now: datetime) -> sqlite3.Connection:
    """An older record is brought to the tables of today, then opened for reading."""
    try:
        opened = _open_for_writing(path, now)
    except (sqlite3.Error, OSError) as error:
        if not is_no_rights(error):
            raise
        older = f"The record at {path} is from an older coach, and can't be written."
        raise JournalError(older, "Check that you may write to the file and its folder.") from error
    SqliteJournal(path, opened).close()
    return connect(path, "ro")
