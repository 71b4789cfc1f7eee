"""A program in a pseudo-terminal of its own, for benchmarks and runs in real time (POSIX only)."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from contextlib import suppress
from pathlib import Path


class Terminal:
    """Starts `argv` in a pseudo-terminal; `read` collects what it writes."""

    def __init__(self, argv: list[str], env: dict[str, str], columns: int = 80, rows: int = 24) -> None:
        self.started = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(argv[0], argv, os.environ | {"TERM": "xterm-256color"} | env)  # noqa: S606 - our own list
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.text = ""

    def read(self, seconds: float) -> str:
        """What came within this time, at once when something did."""
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return ""
        try:
            chunk = os.read(self.fd, 65536).decode("utf-8", "replace")
        except OSError:  # the other end is gone
            return ""
        self.text += chunk
        return chunk

    def until(self, text: str, seconds: float = 30.0) -> float:
        """Seconds since the start when `text` was first seen. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while text not in self.text:
            if time.monotonic() > end:
                raise TimeoutError(f"{text!r} never came; the end of what did: {self.text[-300:]!r}")
            self.read(0.05)
        return time.monotonic() - self.started

    def press(self, keys: str) -> None:
        """Type these keys."""
        os.write(self.fd, keys.encode())

    def drain(self, seconds: float) -> None:
        """Read on for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read(min(0.1, max(0.0, end - time.monotonic())))

    def cpu_seconds(self) -> float:
        """Seconds of processor time of all its threads so far, from the process's own clock (Linux)."""
        return time.clock_gettime(~self.pid << 3 | 2)

    def resident_mb(self) -> float:
        """Megabytes resident now."""
        for line in Path(f"/proc/{self.pid}/status").read_text("utf-8").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def close(self) -> None:
        """End it, and wait for it."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)
