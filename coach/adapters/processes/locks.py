"""Locks on small files that die with their process: what only one does at a time, and who follows a session."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

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
    """Something only one process does at a time. What can't be locked (a folder without rights) nobody holds."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take it until the process ends or `release`; whether it could be had."""
        if self._descriptor is not None:
            return True
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return False
        for _ in range(TRIES):  # who only asks whether it is held holds it for an instant
            with suppress(OSError):
                _lock(descriptor)
                self._descriptor = descriptor
                return True
            threading.Event().wait(INSTANT)
        os.close(descriptor)
        return False

    def release(self) -> None:
        """Let somebody else have it."""
        if self._descriptor is not None:
            with suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = None

    def held(self) -> bool:
        """Whether a living process has it, this one or another."""
        if self._descriptor is not None:
            return True
        try:
            descriptor = os.open(self._path, os.O_RDWR)
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


class SessionLocks:
    """Locks in `folder`, one small file a session. What can't be locked is taken as not held: a comfort, no guard."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, int] = {}

    def hold(self, session: str) -> None:
        """Say that this process follows the session, until it ends or `release`."""
        with suppress(OSError):
            descriptor = os.open(self._path(session), os.O_RDWR | os.O_CREAT, 0o600)
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
            descriptor = os.open(self._path(session), os.O_RDWR)
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
        return self._folder / f"{BEGIN}{session}{END}"
