"""Locks on small files that die with their process: what only one does at a time, and who follows a session."""

from __future__ import annotations

import errno
import os
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from coach.adapters.clock import real_sleep
from coach.adapters.own_folders import open_private
from coach.core.errors import CoachError

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


TRIES, INSTANT = 5, 0.01  # seconds


class FileLock:
    """Something only one process does at a time. What can't be locked (a folder without rights) nobody holds.

    What else lies where the lock should be is set aside.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take it until the process ends or `release`; False where somebody else has it.

        Raises CoachError where nobody can have it: a folder that can't be written to.
        """
        if self._descriptor is not None:
            return True
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not os.access(self._path.parent, os.W_OK):
                raise PermissionError(errno.EACCES, "It may only be read")
            descriptor = open_private(self._path, make=True)
        except OSError as error:
            why = error.strerror or "unknown reason"
            raise CoachError(f"{self._path.parent} can't be written to: {why}.", "Check its rights.") from error
        for _ in range(TRIES):  # who only asks whether it is held holds it for an instant
            with suppress(OSError):
                _lock(descriptor)
                self._descriptor = descriptor
                return True
            real_sleep(INSTANT)
        os.close(descriptor)
        return False

    def release(self) -> None:
        """Let somebody else have it."""
        if self._descriptor is not None:
            with suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = None

    def ours(self) -> bool:
        """Whether we took it and it is still there: who deletes the folder takes it from us."""
        if self._descriptor is None:
            return False
        try:
            return os.path.samestat(os.fstat(self._descriptor), self._path.lstat())
        except OSError:
            return False

    def held(self) -> bool:
        """Whether a living process has it, this one or another."""
        if self._descriptor is not None:
            return True
        try:
            descriptor = open_private(self._path, make=False)
        except OSError:
            return False
        try:
            _lock(descriptor)
        except OSError:
            return True
        finally:
            os.close(descriptor)
        return False


BEGIN, END = "session-", ".lock"
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")  # of a session; from another machine it may be anything


class SessionLocks:
    """Locks in `folder`, one small file a session. What can't be locked is taken as not held: a comfort, no guard."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, int] = {}

    def hold(self, session: str) -> None:
        """Say that this process follows the session, until it ends or `release`."""
        with suppress(OSError):
            descriptor = open_private(self._path(session), make=True)
            try:
                _lock(descriptor)
            except OSError:
                os.close(descriptor)
                raise
            self._held[session] = descriptor

    def release(self, session: str) -> None:
        """This process no longer follows it."""
        descriptor = self._held.pop(session, None)
        if descriptor is not None:
            with suppress(OSError):
                os.close(descriptor)
                self._path(session).unlink(missing_ok=True)

    def held(self, session: str) -> bool:
        """Whether a living process, this one or another, follows the session. Sweeps up after dead ones."""
        if session in self._held:
            return True
        try:
            descriptor = open_private(self._path(session), make=False)
        except OSError:
            return False
        try:
            _lock(descriptor)
        except OSError:
            return True
        else:
            with suppress(OSError):
                self._path(session).unlink(missing_ok=True)
            return False
        finally:
            os.close(descriptor)

    def any(self) -> bool:
        """Whether a living process, this one or another, follows any session."""
        if self._held:
            return True
        try:
            with os.scandir(self._folder) as found:
                names = [entry.name for entry in found if entry.name.startswith(BEGIN) and entry.name.endswith(END)]
        except OSError:
            return False
        return any(self.held(name[len(BEGIN) : -len(END)]) for name in names)

    def _path(self, session: str) -> Path:
        if _ID.fullmatch(session) is None:
            raise FileNotFoundError(session)
        return self._folder / f"{BEGIN}{session}{END}"
