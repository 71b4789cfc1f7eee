"""Which sessions are being followed by a living process: a lock for each, which dies with its process."""

from __future__ import annotations

import os
import sys
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


class Presence:
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

    def _path(self, session: str) -> Path:
        return self._folder / f"session-{session}.lock"
