"""Backups of the journal, and what is done when the journal itself is lost. Nothing a person wrote is ever deleted."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from coach.adapters.journal.files import (
    SIDE_FILES,
    Damaged,
    beside,
    connect,
    look,
    new_private_file,
    private_folder,
    settle,
    settle_folder,
)
from coach.adapters.journal.schema import (
    APPLICATION_ID,
    EARLIEST,
    MIGRATIONS,
    SELECT_ALL,
    SELECT_NEWEST,
    fact_of,
    microseconds,
    migrate,
    moment_of,
    version_of,
    write_meta,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

STAMP = "%Y%m%dT%H%M%SZ"
BACKUP_EVERY = timedelta(hours=24)
DAILY, WEEKLY = 7, 4


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """A copy of the journal: the moment it was made, in UTC, and where it is."""

    made: datetime
    path: Path
    before_change: bool = False


def verify(db: sqlite3.Connection, *, thorough: bool = False) -> None:
    """Raise Damaged unless SQLite finds the file sound; `thorough` checks indexes too and reads every row.

    What a row says is not judged: an entry that can't be read lies in a sound file.
    """
    try:
        found = db.execute("PRAGMA integrity_check(1)" if thorough else "PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise Damaged("the file was damaged")
        for row in db.execute(SELECT_ALL, (EARLIEST,)) if thorough else db.execute(SELECT_NEWEST):
            moment_of(row[1])
    except (sqlite3.DatabaseError, ValueError) as error:
        if isinstance(error, ValueError) or not _passing(error):
            raise Damaged("the file was damaged") from error
        raise


def _passing(error: sqlite3.DatabaseError) -> bool:
    """Whether the error speaks of the moment (held, no rights, no memory) and not of the file's content."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_INTERRUPT,
    }


def backups_of(journal: Path) -> list[Backup]:
    """The backups there are, oldest first; what other files lie in the folder is left alone."""
    name = re.compile(re.escape(journal.stem) + r"-(\d{8}T\d{6}Z)(-before-v\d+)?" + re.escape(journal.suffix))
    found = []
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        for path in (journal.parent / "backups").iterdir():
            if match := name.fullmatch(path.name):
                with contextlib.suppress(ValueError):
                    made = datetime.fromisoformat(match[1])
                    found.append(Backup(made, path, match[2] is not None))
    return sorted(found)


def is_backup_due(journal: Path, now: datetime) -> bool:
    """Whether the newest backup is a day old. One dated after `now` (a clock that was wrong) does not count."""
    made = [backup.made for backup in backups_of(journal) if backup.made <= now]
    return not made or now - max(made) >= BACKUP_EVERY


def write_backup(db: sqlite3.Connection, journal: Path, now: datetime, note: str = "") -> Path:
    """Copy a journal that was found sound, check the copy, and only then give it its name."""
    folder = journal.parent / "backups"
    private_folder(folder)
    target = folder / f"{journal.stem}-{now.astimezone(UTC).strftime(STAMP)}{note}{journal.suffix}"
    with _draft(folder) as draft:
        _copy(db, draft)
        draft.replace(target)
    settle_folder(folder)
    return target


def prune(journal: Path) -> None:
    """Remove the backups that are neither of the newest days nor of the newest weeks."""
    dated = [backup for backup in backups_of(journal) if not backup.before_change]
    kept = to_keep(backup.made for backup in dated)
    for backup in dated:
        if backup.made not in kept:
            backup.path.unlink(missing_ok=True)


def to_keep(made: Iterable[datetime]) -> set[datetime]:
    """The newest backup of each of the newest 7 days that have one, and of the newest 4 weeks."""
    days: dict[object, datetime] = {}
    weeks: dict[object, datetime] = {}
    for moment in sorted(made, reverse=True):
        days.setdefault(moment.date(), moment)
        weeks.setdefault(moment.isocalendar()[:2], moment)
    return {*list(days.values())[:DAILY], *list(weeks.values())[:WEEKLY]}


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


def start_new(journal: Path, now: datetime, *, after_loss: bool = False) -> None:
    """Make a journal without facts; it appears under its name only when it is complete."""

    def fill(draft: Path) -> None:
        db = connect(draft)
        try:
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            migrate(db)
            if after_loss:
                write_meta(db, "restored", str(microseconds(now)))
        finally:
            db.close()
        settle(draft)

    _place(journal, fill)


def bring_back(journal: Path, now: datetime) -> str:
    """Put the newest good backup, or else a new journal, in the empty place. Returns a sentence for the person."""
    for backup in reversed(backups_of(journal)):
        source = _good(backup)
        if source is not None:
            try:
                return _restore(source, journal, now)
            finally:
                source.close()
    start_new(journal, now, after_loss=True)
    return "There was no good backup, so a new record was started."


def _good(backup: Backup) -> sqlite3.Connection | None:
    """The backup opened for reading, None when it can't be trusted."""
    try:
        source = connect(backup.path, "frozen")
    except sqlite3.Error:
        return None
    try:
        if 0 < identify(source) <= len(MIGRATIONS):
            verify(source, thorough=True)
            return source
    except (Damaged, sqlite3.Error):
        pass
    source.close()
    return None


def _restore(source: sqlite3.Connection, journal: Path, now: datetime) -> str:
    newest: list[str] = []

    def fill(draft: Path) -> None:
        _copy(source, draft)
        db = connect(draft)
        try:
            migrate(db)
            write_meta(db, "restored", str(microseconds(now)))
            newest.extend(f"{fact.local.day} {fact.local:%B %Y}" for fact in map(fact_of, db.execute(SELECT_NEWEST)))
        finally:
            db.close()
        settle(draft)

    # A full disk here must not end in an empty record: the error goes up, and the next start tries again.
    _place(journal, fill)
    reach = f"reaches up to {newest[0]}; what came later is not in it" if newest else "has no entries yet"
    return f"The record was brought back from a backup. It {reach}."


def identify(db: sqlite3.Connection) -> int:
    """The version of a journal of ours; raises Damaged for another kind of file, sqlite3.Error when unreadable."""
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise Damaged("the file belongs to another program")
    version = version_of(db)
    if 0 < version <= len(MIGRATIONS):
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        if not {"fact", "meta"} <= tables:
            raise Damaged("the file has no record in it")
    return version


def _copy(source: sqlite3.Connection, draft: Path) -> None:
    """Copy and check the copy; it is one plain file that needs no others beside it."""
    target = connect(draft)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
        verify(target)
    finally:
        target.close()
    settle(draft)


def sweep(journal: Path) -> None:
    """Remove half-made copies that a killed process left. Only for one who knows that no other has the journal open."""
    for folder in (journal.parent, journal.parent / "backups"):
        for draft in folder.glob(".coach-*.tmp*"):
            draft.unlink(missing_ok=True)


def _place(journal: Path, fill: Callable[[Path], None]) -> None:
    with _draft(journal.parent) as draft:
        fill(draft)
        if look(journal) is not None:
            raise FileExistsError(f"{journal} appeared while it was being made")
        draft.rename(journal)
    settle_folder(journal.parent)


@contextlib.contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    draft = folder / f".coach-{uuid.uuid4().hex}.tmp"
    new_private_file(draft)
    try:
        yield draft
    finally:
        for ending in ("", *SIDE_FILES):
            beside(draft, ending).unlink(missing_ok=True)
