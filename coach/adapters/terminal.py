"""The terminal: whether it can show the full screen, and lines that a person types, waited for without polling."""

from __future__ import annotations

import os
import queue
import select
import sys
import threading
from typing import TYPE_CHECKING, TextIO

from coach.adapters.clock import real_sleep

if TYPE_CHECKING:
    from collections.abc import Mapping

CHUNK = 4096
LONGEST = 10_000  # characters of one line; nobody types more


def capable(stdin: TextIO | None, stdout: TextIO | None, environ: Mapping[str, str] | None = None) -> str:
    """Why the full screen can't be shown on this terminal; empty where it can."""
    if not is_tty(stdin):
        return "the input is not a terminal"
    if not is_tty(stdout):
        return "the output is not a terminal"
    term = (os.environ if environ is None else environ).get("TERM", "")
    if sys.platform != "win32" and term in {"", "dumb", "unknown"}:
        return f"this terminal (TERM={term or 'not set'}) has no full screen"
    return ""


def signs_of(screen: TextIO | None, environ: Mapping[str, str] | None = None) -> str:
    """The encoding whose signs the terminal can show; the console of Linux has those of the old PC alone."""
    if (os.environ if environ is None else environ).get("TERM") == "linux":
        return "cp437"
    return (screen.encoding if screen is not None else None) or "ascii"


def lines_only(stdin: TextIO | None, stdout: TextIO | None, environ: Mapping[str, str] | None = None) -> bool:
    """Whether somebody sits at a terminal that shows lines and nothing else (TERM=dumb)."""
    return is_tty(stdin) and is_tty(stdout) and bool(capable(stdin, stdout, environ))


def is_tty(stream: TextIO | None) -> bool:
    """Whether a person's terminal is at the other end; False for a stream that is closed or missing."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


class StdinKeyboard:
    """Lines of the input, as they come. `closed` once nothing more can come; waiting then only lets time pass."""

    def __init__(self, stream: TextIO | None) -> None:
        self.tty = is_tty(stream)
        self.closed = False
        self._buffer = b""
        self._chunks: queue.SimpleQueue[bytes] | None = None
        try:
            self._fd = -1 if stream is None else stream.fileno()
        except (OSError, ValueError):
            self._fd = -1
        if self._fd < 0:
            self.closed = True
        elif not self.tty and sys.platform != "win32":  # an input that is at its end is no keyboard
            chunk = self._chunk(0.0)
            self.closed = chunk == b""
            self._buffer = chunk or b""

    def wait(self, seconds: float | None = None) -> str | None:
        """The next line, without its end; None where none came in these (real) seconds, or none will come.

        May come back with None before the time is over: whoever waits asks the clock. None seconds: as long as it
        takes.
        """
        line = self._line()
        if line is not None:
            return line
        if self.closed:
            real_sleep(seconds or 0.0)
            return None
        while True:
            chunk = self._chunk(seconds)
            if chunk is None:
                return None
            if chunk == b"":
                self.closed = True
            self._buffer += chunk
            line = self._line()
            if line is not None or self.closed or seconds is not None:
                return line

    def forget(self) -> None:
        """Drop what was typed ahead, so that no old key answers a new question. What comes from a pipe is kept."""
        if not self.tty:
            return
        while not self.closed and self.wait(0.0) is not None:
            pass
        self._buffer = b""

    def _line(self) -> str | None:
        head, end, rest = self._buffer.partition(b"\n")
        if end or (head and (self.closed or len(head) > LONGEST)):
            self._buffer = rest
            return head.decode("utf-8", "replace").rstrip("\r")
        return None

    def _chunk(self, seconds: float | None) -> bytes | None:
        if sys.platform == "win32":
            return self._from_thread(seconds)
        try:
            if not select.select([self._fd], [], [], seconds)[0]:
                return None
            return os.read(self._fd, CHUNK)
        except BlockingIOError:
            return None
        except (OSError, ValueError):
            return b""

    def _from_thread(self, seconds: float | None) -> bytes | None:
        """Where a console can't be waited for with a time limit, a thread reads it."""
        if self._chunks is None:
            self._chunks = queue.SimpleQueue()
            threading.Thread(target=self._read_on, args=(self._chunks,), daemon=True).start()
        while True:
            try:  # in short stretches: there Ctrl-C does not end a wait
                return self._chunks.get(timeout=0.2 if seconds is None else min(seconds, 0.2))
            except queue.Empty:
                if seconds is not None:
                    return None

    def _read_on(self, chunks: queue.SimpleQueue[bytes]) -> None:
        chunk = b"-"
        while chunk:
            try:
                chunk = os.read(self._fd, CHUNK)
            except OSError:
                chunk = b""
            chunks.put(chunk)
