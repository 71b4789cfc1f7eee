"""What is done for the journal each day, and after a fault: it is looked through, and a backup is made."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.adapters.journal import backups
from coach.adapters.journal.checking import look_at_newest, verify
from coach.adapters.journal.files import Damaged, look, suspicion, sweep
from coach.adapters.journal.rows import instant, microseconds
from coach.adapters.journal.schema import read_meta, write_meta

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

CHECK_EVERY = timedelta(days=1)


def look_through(db: sqlite3.Connection, path: Path, now: datetime) -> None:
    """Read the newest facts at each start; the whole file after a fault, before a backup and once a day."""
    suspect = look(suspicion(path)) is not None
    last = read_meta(db, "checked")
    age = None if last is None else now - instant(int(last))
    due = age is None or not timedelta() <= age < CHECK_EVERY or backups.is_backup_due(path, now)
    if not (suspect or due):
        look_at_newest(db)
        return
    verify(db)
    try:
        write_meta(db, "checked", str(microseconds(now)))
    except sqlite3.OperationalError as error:
        # On a full disk the record can still be read; the next start checks again.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_FULL:
            raise
    suspicion(path).unlink(missing_ok=True)


def keep_safe(db: sqlite3.Connection, path: Path, now: datetime, *, alone: bool) -> list[str]:
    """Make the day's backup. One that fails must not keep the person from their record: it is told."""
    try:
        if alone:
            sweep(path)
        if backups.is_backup_due(path, now) and db.execute("SELECT 1 FROM fact LIMIT 1").fetchone() is not None:
            backups.write_backup(db, path, now)
            backups.prune(path)
    except (sqlite3.Error, OSError, Damaged) as error:
        return [f"No backup of the record could be made today ({error})."]
    return []
