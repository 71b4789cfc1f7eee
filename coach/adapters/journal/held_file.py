"""The journal's file while it is held open: one thread at a time, and opened anew where it was damaged or replaced."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from typing import TYPE_CHECKING, NamedTuple

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
from coach.core.errors import JournalError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class Opened(NamedTuple):
    """A journal's file as it was opened: the connection, the lock that shows it, and what there is to tell."""

    db: sqlite3.Connection
    lock: OpeningLock | None = None
    notices: tuple[str, ...] = ()
    read_only: bool = False


class HeldFile:
    """An open file. A file that is found damaged, or was put right by another process, is opened with `reopen`."""

    def __init__(self, path: Path, opened: Opened, reopen: Callable[[], Opened] | None = None) -> None:
        self.path = path
        self.notices = opened.notices
        self.read_only = opened.read_only
        self._reopen = reopen
        self._guard = threading.RLock()
        self._closed = False
        self._hold(opened)

    def _hold(self, opened: Opened) -> None:
        self._db, self._lock = opened.db, opened.lock
        self._file = None if opened.lock is None else _same_file(self.path)

    def _version(self, db: sqlite3.Connection) -> object:
        return (self._file, db.execute("PRAGMA data_version").fetchone()[0], db.total_changes)

    def close(self) -> None:
        """Let go of the file; may be called twice."""
        with self._guard:
            if not self._closed:
                self._closed = True
                self._let_go()

    def _let_go(self) -> None:
        self._db.close()
        if self._lock is not None:
            self._lock.close()

    @contextlib.contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        with self._guard:
            if self._closed:
                raise JournalError(f"The record at {self.path} is closed.", "Start coach again.")
            if not self._is_same() and look(self.path) is not None:
                self._open_anew()
            try:
                with self._faults_told():
                    self._same()
                    yield self._db
            finally:
                with contextlib.suppress(sqlite3.Error):
                    if self._db.in_transaction:
                        self._db.execute("ROLLBACK")

    @contextlib.contextmanager
    def _faults_told(self) -> Iterator[None]:
        try:
            yield
        except (Damaged, ValueError, TypeError, sqlite3.Error, OSError) as error:
            if isinstance(error, (sqlite3.Error, OSError)) and not is_damage(error):
                raise told(error, self.path) from error
            raise self._put_right() from error

    def _is_same(self) -> bool:
        return self._file is None or self._file == _same_file(self.path)

    def _same(self) -> None:
        """Raise JournalError where the file was moved: what is written to it would be saved, but not in the record."""
        if not self._is_same():
            raise JournalError(f"The record at {self.path} was moved or replaced.", "Try again.")

    def _put_right(self) -> JournalError:
        """Mend the damaged file now, where we may, and say so: what was asked for was not done."""
        self._suspect()
        if self._reopen is None or self.read_only:
            return damaged(self.path)
        before = self.notices
        try:
            self._open_anew()
        except JournalError as error:
            return error
        return JournalError(" ".join(self.notices[len(before) :]) or f"{damaged(self.path)}", "Try again.")

    def _open_anew(self) -> None:
        """Open the file that is there now, putting it right if need be."""
        if self._reopen is None:
            return
        self._let_go()
        self._closed = True  # until the file is open again
        opened = self._reopen()
        self._closed = False
        self.notices += opened.notices
        self._hold(opened)

    def _suspect(self) -> None:
        """Leave a mark so that the next start looks through the whole file. The mark can't go in the file itself."""
        if not self.read_only:
            with contextlib.suppress(OSError):
                new_private_file(suspicion(self.path))


def _same_file(path: Path) -> tuple[int, int] | None:
    found = look(path)
    return None if found is None else (found.st_dev, found.st_ino)
