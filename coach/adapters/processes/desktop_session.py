"""The desktop session that this process was started in: it is over once the server of its screen is gone.

A desktop that ends nothing of what it started leaves a process without a screen and a bus, which can tell nobody.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCAL = re.compile(r"(?:unix)?:(\d+)(?:\.\d+)?")  # a DISPLAY of this machine
SCREENS = Path("/tmp/.X11-unix")  # noqa: S108 - where every X server listens
LISTENING = Path("/proc/net/unix")


class DesktopSession:
    """Looks at one file, the socket of the screen: a server makes it anew when it begins. Cheap, and never raises.

    Where there was none at first (no desktop, or the screen of another machine), nothing is known to be over.
    """

    def __init__(
        self, environ: Mapping[str, str] | None = None, screens: Path = SCREENS, listening: Path = LISTENING
    ) -> None:
        environ = os.environ if environ is None else environ
        self._socket = _socket_of(environ, screens)
        self._listening = listening
        self._first: tuple[int, int] | None = None
        self._first = self._mark()
        self._over = False
        self._service = environ.get("SYSTEMD_EXEC_PID") == str(os.getpid())

    def over(self) -> bool:
        """Whether that session is over. Never for what systemd itself keeps: it ends it when its time has come."""
        if self._first is not None and not self._over and not self._service:
            mark = self._mark()
            self._over = mark != self._first and (mark is not None or not self._listens())
        return self._over

    def _mark(self) -> tuple[int, int] | None:
        """Which file it is; None where there is none."""
        if self._socket is None:
            return None
        try:
            found = self._socket.stat()
        except FileNotFoundError:
            return None
        except OSError:
            return self._first  # nothing is known
        return found.st_ino, found.st_mtime_ns

    def _listens(self) -> bool:
        """Whether the server is there all the same, and only its file was taken away."""
        names = (f" {self._socket}".encode(), f" @{self._socket}".encode())
        with suppress(OSError):
            return any(line.endswith(names) for line in self._listening.read_bytes().splitlines())
        return False


def _socket_of(environ: Mapping[str, str], screens: Path) -> Path | None:
    wayland, runtime = environ.get("WAYLAND_DISPLAY"), environ.get("XDG_RUNTIME_DIR")
    if wayland and (runtime or wayland.startswith("/")):
        return Path(runtime or "/", wayland)
    display = LOCAL.fullmatch(environ.get("DISPLAY", ""))
    return screens / f"X{display[1]}" if display else None
