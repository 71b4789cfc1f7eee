"""Opening the journal: a new one, a sound one, or what can be saved of a damaged one."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.adapters.journal import backups
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
    private_files,
    private_folder,
    size_of,
    suspicion,
    told,
)
from coach.adapters.journal.schema import (
    MIGRATIONS,
    SELECT_NEWEST,
    instant,
    microseconds,
    migrate,
    moment_of,
    read_meta,
    write_meta,
)
from coach.adapters.journal.sqlite import SqliteJournal
from coach.core.errors import JournalError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["SqliteJournal", "open_journal"]

CHECK_EVERY = timedelta(days=1)


def open_journal(path: Path, *, now: datetime, read_only: bool = False) -> SqliteJournal:
    """Open the journal at `path`, making, mending or restoring it if need be; `now` is an aware moment.

    With `read_only` nothing of the record is changed, and a journal that is not there is an empty one. Raises
    JournalError for what must be left as it is: held by others, no rights, made by a newer coach, a folder.
    """
    microseconds(now)
    try:
        found = look(path)
        if path.is_dir():
            raise JournalError(f"{path} is a folder, and the record should be there.", "Move the folder away.")
        if read_only:
            return _open_for_reading(path)
        try:
            return _open_for_writing(path, now)
        except (sqlite3.Error, OSError) as error:
            if found is None or not is_no_rights(error):
                raise
        return _open_for_reading(path, f"The record at {path} can only be read. Nothing new will be saved.")
    except (sqlite3.Error, OSError) as error:
        raise told(error, path) from error


def _open_for_writing(path: Path, now: datetime) -> SqliteJournal:
    private_folder(path.parent)
    lock = OpeningLock(path)
    try:
        notices = []
        if look(path) is None:
            notices.extend(_make(path, now))
        try:
            db = _opened(path, now, lock)
        except Damaged as damage:
            kept = backups.move_aside(path, now)
            suspicion(path).unlink(missing_ok=True)
            back = backups.bring_back(path, now)
            notices.append(f"The record could not be used: {damage}. It is kept as {kept}. {back}")
            db = _opened(path, now, lock)
        try:
            notices.extend(_kept_safe(db, path, now, alone=lock.alone))
            private_files(path)
            lock.share()
            return SqliteJournal(path, db, lock, notices)
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
    """Put a journal where none is: a new one, or a backup where the record has been lost."""
    kept = backups.move_aside(path, now)
    if kept is not None:
        lost = f"The record was not there, only a part of it. That part is kept as {kept}."
        return [f"{lost} {backups.bring_back(path, now)}"]
    if backups.backups_of(path):
        return [f"The record was not there. {backups.bring_back(path, now)}"]
    backups.start_new(path, now)
    return []


def _opened(path: Path, now: datetime, lock: OpeningLock) -> sqlite3.Connection:
    """The journal at `path`, verified and up to date; Damaged when it is not a sound journal of ours."""
    if size_of(path) == 0:
        raise Damaged("the file was empty")
    # The last one to close a journal removes its log. A log that nobody holds was left by a crash.
    crashed = lock.alone and size_of(beside(path, "-wal")) > 0
    db = connect(path)
    try:
        version = _identified(db, path)
        private_files(path)
        if version < len(MIGRATIONS):
            if version > 0:
                backups.verify(db)
                backups.write_backup(db, path, now, f"-before-v{len(MIGRATIONS)}")
            _bring_up_to_date(db, path)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA fullfsync = ON")  # macOS: without it "on disk" is only "in the drive's memory"
        # A file that may only be read opens without a word, even BEGIN IMMEDIATE passes: only a write fails.
        db.execute("UPDATE meta SET value = value WHERE key = ''")
        _look_through(db, path, now, crashed=crashed)
    except BaseException as error:
        db.close()
        if is_damage(error) or _is_wrong_inside(error):
            raise Damaged("the file was damaged") from error
        raise
    return db


def _identified(db: sqlite3.Connection, path: Path) -> int:
    try:
        version = backups.identify(db)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_NOTADB:
            raise Damaged("the file is not a record") from error
        raise
    if version > len(MIGRATIONS):
        raise JournalError(f"The record at {path} was made by a newer version of coach.", "Update coach.")
    return version


def _bring_up_to_date(db: sqlite3.Connection, path: Path) -> None:
    try:
        migrate(db)
    except (sqlite3.OperationalError, sqlite3.IntegrityError) as error:
        # A fault in our own step must not look like damage to the record.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT}:
            raise
        raise JournalError(
            f"The record at {path} could not be brought up to date ({error}).",
            "It is as it was. Go back to the coach you had before, and please report this.",
        ) from error


def _look_through(db: sqlite3.Connection, path: Path, now: datetime, *, crashed: bool) -> None:
    """Read the newest facts at each start; the whole file after a crash, after a fault, before a backup, once a day."""
    suspect = look(suspicion(path)) is not None
    last = read_meta(db, "checked")
    age = None if last is None else now - instant(int(last))
    due = age is None or not timedelta() <= age < CHECK_EVERY or backups.is_backup_due(path, now)
    if not (suspect or crashed or due):
        for row in db.execute(SELECT_NEWEST):
            moment_of(row[1])
        return
    backups.verify(db, thorough=suspect)
    try:
        write_meta(db, "checked", str(microseconds(now)))
    except sqlite3.OperationalError as error:
        # On a full disk the record can still be read; the next start checks again.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_FULL:
            raise
    suspicion(path).unlink(missing_ok=True)


def _kept_safe(db: sqlite3.Connection, path: Path, now: datetime, *, alone: bool) -> list[str]:
    """Make the day's backup. One that fails must not keep the person from their record: it is told."""
    try:
        if alone:
            backups.sweep(path)
        if backups.is_backup_due(path, now) and db.execute("SELECT 1 FROM fact LIMIT 1").fetchone() is not None:
            backups.write_backup(db, path, now)
            backups.prune(path)
    except (sqlite3.Error, OSError, Damaged) as error:
        return [f"No backup of the record could be made today ({error})."]
    return []


def _open_for_reading(path: Path, *notices: str) -> SqliteJournal:
    if look(path) is None:
        if backups.backups_of(path) or any(look(beside(path, ending)) for ending in SIDE_FILES):
            raise JournalError(f"The record at {path} is not there.", "Start coach: it will bring it back.")
        db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        migrate(db)
        return SqliteJournal(path, db, notices=notices, read_only=True)
    if size_of(path) == 0:
        raise damaged(path)
    try:
        return _readable(path, connect(path, "ro"), notices)
    except (sqlite3.Error, OSError) as error:
        # In a folder without write rights, and on a full disk, SQLite can't make the files it shares with writers;
        # then there are none.
        if not (is_no_rights(error) or is_full(error)) or size_of(beside(path, "-wal")) > 0:
            raise
    return _readable(path, connect(path, "frozen"), notices)


def _readable(path: Path, db: sqlite3.Connection, notices: Iterable[str]) -> SqliteJournal:
    try:
        _readable_version(db, path)
        for row in db.execute(SELECT_NEWEST):
            moment_of(row[1])
        return SqliteJournal(path, db, notices=notices, read_only=True)
    except BaseException as error:
        db.close()
        if isinstance(error, Damaged) or is_damage(error) or _is_wrong_inside(error):
            raise damaged(path) from error
        raise


def _readable_version(db: sqlite3.Connection, path: Path) -> None:
    if _identified(db, path) < len(MIGRATIONS):
        raise JournalError(f"The record at {path} is from an older coach.", "Start coach: it will bring it over.")


def _is_wrong_inside(error: BaseException) -> bool:
    """Whether the file opens but does not hold what ours holds: a column is missing, a text is no text."""
    if isinstance(error, ValueError):
        return True
    return isinstance(error, sqlite3.OperationalError) and getattr(error, "sqlite_errorcode", 1) == sqlite3.SQLITE_ERROR
