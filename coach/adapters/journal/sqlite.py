"""The journal once it is open: facts in one SQLite file, each on disk before `append` returns."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from typing import TYPE_CHECKING

from coach.adapters.journal import backups
from coach.adapters.journal.files import (
    Damaged,
    OpeningLock,
    damaged,
    is_damage,
    look,
    new_private_file,
    suspicion,
    told,
)
from coach.adapters.journal.schema import (
    EARLIEST,
    INSERT,
    SELECT_ALL,
    SELECT_KINDS,
    Bodies,
    damaged_kinds,
    facts_of,
    microseconds,
    read_meta,
    row_of,
)
from coach.core.errors import JournalError
from coach.core.record.checks import RecordRestored

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from coach.core.record.facts import Fact, Known

MOST_BODIES = 20_000  # policy: what is kept of what was read, about 10 MB; the record of ten years has 6,000 to look at


class SqliteJournal:
    """An open journal. May be used from any thread; every method raises JournalError when the file fails."""

    def __init__(
        self,
        path: Path,
        db: sqlite3.Connection,
        lock: OpeningLock | None = None,
        notices: Iterable[str] = (),
        *,
        read_only: bool = False,
    ) -> None:
        self.path = path
        self.notices = tuple(notices)
        self.read_only = read_only
        self._db = db
        self._lock = lock
        self._guard = threading.RLock()
        self._closed = False
        self._bodies: Bodies = {}
        self._file = None if lock is None else _same_file(path)
        self.device = read_meta(db, "device") or ""

    @property
    def restored(self) -> bool:
        """True from the loss of a record until a fact of kind `restored` says so: what was flagged may be missing."""
        with self._using() as db:
            return read_meta(db, "restored") is not None

    def append(self, facts: Iterable[Fact]) -> None:
        """Write all of `facts` in one transaction; on return they are on disk. A fact already there stays as it is."""
        facts = list(facts)
        rows = [row_of(fact) for fact in facts]
        if self.read_only:
            raise JournalError(
                f"The record at {self.path} can only be read, so nothing can be saved.",
                "Check that you may write to the file and its folder.",
            )
        with self._using() as db:
            if not rows:
                return
            db.execute("BEGIN IMMEDIATE")
            db.executemany(INSERT, rows)
            noted = [microseconds(fact.at) for fact in facts if isinstance(fact.body, RecordRestored)]
            if noted:
                db.execute("DELETE FROM meta WHERE key = 'restored' AND CAST(value AS INTEGER) <= ?", (max(noted),))
            db.execute("COMMIT")

    def facts(self, kinds: Collection[type[Known]] | None = None, since: datetime | None = None) -> list[Fact]:
        """The facts of these kinds (all when None) at or after `since`: oldest first, equal ones in order written.

        What can't be read is among them as `Unreadable`, and so is all of a damaged kind.
        """
        try:
            first = EARLIEST if since is None else microseconds(since)
        except ValueError as error:
            raise JournalError("The record was asked for a time without a time zone.") from error
        with self._using() as db:
            if kinds is None:
                rows = db.execute(SELECT_ALL, (first,))
            else:
                names = [kind.kind for kind in kinds] + damaged_kinds(db)
                rows = db.execute(SELECT_KINDS, (json.dumps(names), first))
            facts = facts_of(rows, self._bodies)
            if len(self._bodies) > MOST_BODIES:
                self._bodies.clear()
            return facts

    def version(self) -> object:
        """Another value once anybody has written: other connections by SQLite's own counter, this one by its rows."""
        with self._using() as db:
            return (db.execute("PRAGMA data_version").fetchone()[0], db.total_changes)

    def backup(self, now: datetime) -> Path | None:
        """Make a backup now and let old ones go; returns where it is, None when there are no facts to keep."""
        if self.read_only:
            raise JournalError(f"The record at {self.path} can only be read, so no backup is made.")
        with self._using() as db:
            if db.execute("SELECT 1 FROM fact LIMIT 1").fetchone() is None:
                return None
            backups.verify(db)
            made = backups.write_backup(db, self.path, now)
            backups.prune(self.path)
            return made

    def check(self) -> str:
        """Look through the whole file: a sentence that says it is sound, or a JournalError."""
        with self._using() as db:
            backups.verify(db, thorough=True)
            count = db.execute("SELECT count(*) FROM fact").fetchone()[0]
        return f"The record is sound: entries {count}, backups {len(backups.backups_of(self.path))}."

    def close(self) -> None:
        """Let go of the file; may be called twice."""
        with self._guard:
            if not self._closed:
                self._closed = True
                self._db.close()
                if self._lock is not None:
                    self._lock.close()

    @contextlib.contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        with self._guard:
            if self._closed:
                raise JournalError(f"The record at {self.path} is closed.", "Start coach again.")
            if self._file is not None and self._file != _same_file(self.path):
                # Writing on would go to a file that was moved or deleted: saved, but not in the record.
                raise JournalError(f"The record at {self.path} was moved or replaced.", "Start coach again.")
            try:
                yield self._db
            except (Damaged, ValueError) as error:
                self._suspect()
                raise damaged(self.path) from error
            except (sqlite3.Error, OSError) as error:
                if is_damage(error) or "decode" in str(error).lower():
                    self._suspect()
                    raise damaged(self.path) from error
                raise told(error, self.path) from error
            finally:
                if self._db.in_transaction:
                    with contextlib.suppress(sqlite3.Error):
                        self._db.execute("ROLLBACK")

    def _suspect(self) -> None:
        """Leave a mark so that the next start looks through the whole file. The mark can't go in the file itself."""
        if not self.read_only:
            with contextlib.suppress(OSError):
                new_private_file(suspicion(self.path))


def _same_file(path: Path) -> tuple[int, int] | None:
    found = look(path)
    return None if found is None else (found.st_dev, found.st_ino)
