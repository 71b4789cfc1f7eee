"""The journal's files: private to their owner, opened one process at a time, their errors told in plain words."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import stat
import uuid
from typing import TYPE_CHECKING, Literal

from coach.adapters.own_folders import set_aside
from coach.core.errors import JournalError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUSY_SECONDS = 5.0
SIDE_FILES = ("-wal", "-shm", "-journal")

_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_DAMAGED_READS = frozenset(
    {
        sqlite3.SQLITE_IOERR_READ,
        sqlite3.SQLITE_IOERR_SHORT_READ,
        sqlite3.SQLITE_IOERR_CORRUPTFS,
    }
)
_PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_INTERRUPT,
    }
)
_NO_RIGHTS = frozenset(
    {
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_AUTH,
    }
)


class Damaged(Exception):  # noqa: N818 - a finding about the file, not an error of the program
    """What is at the journal's path is not a sound journal of ours; the text says why, for a sentence."""


def connect(path: Path, mode: Literal["rw", "ro", "frozen"] = "rw") -> sqlite3.Connection:
    """Open an existing file, never make one. `frozen` neither locks nor writes anything beside it."""
    how = "mode=ro&immutable=1" if mode == "frozen" else f"mode={mode}"
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_SECONDS,
    )


def beside(path: Path, ending: str) -> Path:
    """The file whose name is this one's with `ending` put behind it."""
    return path.with_name(path.name + ending)


def look(path: Path) -> os.stat_result | None:
    """What is at `path`, None for nothing. Never opens it: closing a database's file drops SQLite's locks on it."""
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def size_of(path: Path) -> int:
    """Bytes at `path`, 0 when there is nothing."""
    found = look(path)
    return 0 if found is None else found.st_size


def may_write(path: Path) -> bool:
    """Whether the rights let us write to the file. Not for one that stays open: closing it drops SQLite's locks."""
    try:
        os.close(os.open(path, os.O_RDWR))
    except OSError:
        return False
    return True


def private_files(path: Path) -> None:
    """Let only the owner read the journal and the files beside it. By name: closing one drops SQLite's locks on it."""
    for file in (path, *(beside(path, ending) for ending in (*SIDE_FILES, ".lock"))):
        _tighten(file, 0o600)


def _tighten(path: Path, mode: int) -> None:
    # A file of somebody else can't be changed, and on Windows the rights come with the folder.
    with contextlib.suppress(OSError):
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(mode)


def new_private_file(path: Path) -> None:
    """Make an empty file for its owner only; raises FileExistsError when something is there."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


@contextlib.contextmanager
def draft(folder: Path) -> Iterator[Path]:
    """A new file for its owner only, under a name that `sweep` knows; gone at the end unless it was renamed."""
    path = folder / f".coach-{uuid.uuid4().hex}.tmp"
    new_private_file(path)
    try:
        yield path
    finally:
        for ending in ("", *SIDE_FILES):
            beside(path, ending).unlink(missing_ok=True)


def sweep(journal: Path) -> None:
    """Remove half-made copies that a killed process left. Only for one who knows that no other has the journal open."""
    for folder in (journal.parent, journal.parent / "backups"):
        for left in folder.glob(".coach-*.tmp*"):
            left.unlink(missing_ok=True)


def settle(path: Path) -> None:
    """Wait until a finished file is on the disk. Not for a database that is open."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def settle_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the platform can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def is_damage(error: BaseException) -> bool:
    """Whether this error says that the file is not what we wrote, not that it is held, full or out of reach.

    It may be broken, or open well and hold something else: a column is missing, a text or a number is none.
    """
    if isinstance(error, (Damaged, ValueError, TypeError)):
        return True
    code = getattr(error, "sqlite_errorcode", 0)
    if isinstance(error, sqlite3.OperationalError) and (code == sqlite3.SQLITE_ERROR or "decode" in str(error).lower()):
        return True
    return code & 0xFF in _DAMAGE or code in _DAMAGED_READS


def is_passing(error: BaseException) -> bool:
    """Whether this error speaks of the moment (held, no rights, no memory) and not of the file's content."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in _PASSING


def is_no_rights(error: BaseException) -> bool:
    """Whether this error says that we may not write (or not open) the file."""
    if isinstance(error, PermissionError):
        return True
    if isinstance(error, OSError):
        return error.errno == errno.EROFS
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _NO_RIGHTS


def is_full(error: BaseException) -> bool:
    """Whether this error says that the disk has no room."""
    code = getattr(error, "sqlite_errorcode", 0)
    full = code & 0xFF == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR_SHMSIZE
    return full or getattr(error, "errno", 0) == errno.ENOSPC


def told(error: sqlite3.Error | OSError, path: Path) -> JournalError:
    """The error as one sentence and a way to mend it."""
    basic = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if is_damage(error):
        return damaged(path)
    if basic in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return JournalError(f"Another program is holding the record at {path}.", "Wait a moment, then try again.")
    if is_full(error):
        return JournalError(
            f"The record at {path} can't be saved: the disk is full.", "Make some room, then try again."
        )
    if is_no_rights(error):
        return JournalError(
            f"Coach has no right to open or change the record at {path}.",
            "Check who owns the file and its folder, and that you may read and write them.",
        )
    return JournalError(f"The record at {path} can't be read or written ({error}).", "Run `coach doctor` to see more.")


def _clear_lock(file: Path) -> None:
    """Make the lock's file if it is missing. What is written in it is noise: nobody ever writes there."""
    found = look(file)
    if found is not None and not stat.S_ISREG(found.st_mode):
        set_aside(file)
        found = None
    if found is None:
        with contextlib.suppress(FileExistsError):
            new_private_file(file)
    elif found.st_size:
        os.truncate(file, 0)  # by name, for closing a file would drop the locks that are held on it here


class OpeningLock:
    """Lets one process at a time open, mend or move the journal, and knows whether others have it open.

    It is SQLite's own lock on a small empty file: it works alike everywhere, waits a limited time, and dies with
    its process. Raises sqlite3.Error or OSError when the lock can't be had.
    """

    def __init__(self, journal: Path) -> None:
        self._file = beside(journal, ".lock")
        _clear_lock(self._file)
        self._db = connect(self._file)
        self.alone = False
        try:
            self._enter()
        except BaseException:
            self._db.close()
            raise

    def _enter(self) -> None:
        self._db.execute("PRAGMA journal_mode = MEMORY")  # nothing is ever written here
        self._db.execute("PRAGMA busy_timeout = 0")
        try:
            self._db.execute("BEGIN EXCLUSIVE")
            self.alone = True
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            # Others have the journal open. They may stay; only others that are opening it must be waited for.
            self._db.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
            self._db.execute("BEGIN IMMEDIATE")

    def share(self) -> None:
        """The journal is open: let others open it too, and show them for as long as we live that we have it."""
        self._db.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        self._db.execute("ROLLBACK")
        self._db.execute("BEGIN")
        self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()

    def close(self) -> None:
        """Give the lock up."""
        self._db.close()


def damaged(path: Path) -> JournalError:
    """The sentence for a journal that can't be trusted: the next start mends it."""
    return JournalError(f"The record at {path} is damaged.", "Start coach again: it will put the record right.")


def suspicion(path: Path) -> Path:
    """The mark beside a journal that failed while it was used, so that the next start looks through all of it."""
    return beside(path, ".suspect")
