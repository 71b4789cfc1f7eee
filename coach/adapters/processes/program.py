"""The installed program: whether it is still the one that this process was started from."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import coach

if TYPE_CHECKING:
    from collections.abc import Callable

SETTLED = 5  # times that it must look the same before it is started: an update writes its files one by one


class InstalledProgram:
    """Looks at the one file that every update changes. It is asked every two seconds, so it only looks."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or Path(coach.__file__)
        self._first = self._last = self._mark()
        self._same = 0

    def _mark(self) -> tuple[int, int] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size

    def replaced(self) -> bool:
        """Whether another is there, and has been for a while."""
        mark = self._mark()
        self._same = self._same + 1 if mark == self._last else 0
        self._last = mark
        return mark is not None and mark != self._first and self._same >= SETTLED


def coach_words(*words: str, executable: str = sys.executable, platform: str = sys.platform) -> list[str]:
    """The program with these words, in the Python that runs now; no `coach.py` of the current folder is taken for it.

    On Windows with its console, where the keeper itself runs without one.
    """
    if platform == "win32" and executable.lower().endswith("pythonw.exe"):
        executable = f"{executable[: -len('pythonw.exe')]}python.exe"
    return [executable, "-P", "-m", "coach", *words]


def now_and_then(look: Callable[[], bool], every: int = 3) -> Callable[[], bool]:
    """The same look, made each `every`-th time it is asked for; what it found holds in between."""
    asked, found = -1, False

    def looked() -> bool:
        nonlocal asked, found
        asked += 1
        if asked % every == 0:
            found = look()
        return found

    return looked


def start_anew() -> None:
    """Go on as the program that is installed now, with the same words. Does not return."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, "-P", "-m", "coach", *sys.argv[1:]])  # noqa: S606 - ourselves
