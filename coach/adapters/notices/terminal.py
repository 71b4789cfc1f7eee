"""The terminal as a channel: tmux's message line, which works over SSH too, and the bell with OSC 9 or 777."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from coach.adapters.notices.words import TEXT, TITLE, one_line
from coach.core.reminders.ports import Attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coach.core.reminders.ports import Notice


def _never() -> bool:
    return False


PATIENCE = 2.0  # seconds for tmux
# On tmux's message line a key takes a message away; with -N (from tmux 3.2) the keys of that time are dropped instead,
# so it is a short one. Afterwards the bell has rung, and status.json says it until it is answered.
SHOWN = 4000  # milliseconds
WAYS = (("-N", "-d", str(SHOWN)), ("-d", str(SHOWN)), ())  # the newest first
NO_BELL = frozenset({"", "dumb", "linux", "unknown"})
ASKS_777 = ("rxvt", "foot", "ghostty")


class TmuxChannel:
    """A line at the foot of every tmux client of the person. No bell rings while `hushed`, the hours of quiet."""

    name = "tmux"

    def __init__(self, environ: Mapping[str, str] | None = None, hushed: Callable[[], bool] = _never) -> None:
        self._hushed = hushed
        self._environ = dict(os.environ if environ is None else environ)

    async def show(self, notice: Notice) -> Attempt:
        """Tell every client that is attached."""
        clients = await tmux(self._environ, "list-clients", "-F", "#{client_name} #{client_tty}")
        if clients is None or not clients.split():
            return Attempt(self.name, False, "Nobody is in tmux here.", "")
        text = one_line(f"{notice.title}: {notice.text}", TEXT)
        text = text.replace("#", "##").replace("%", "%%")  # to tmux #(id) is a command and %H the hour
        quiet = notice.quiet or self._hushed()
        for client in filter(None, clients.split("\n")):
            name, _, terminal = client.partition(" ")
            for way in WAYS:
                if await tmux(self._environ, "display-message", *way, "-c", name, text) is not None:
                    break
            if not quiet:
                _ring(terminal)
        return Attempt(self.name, True, f"On tmux's message line, {'without' if quiet else 'with'} the bell.")

    async def close(self) -> None:
        """The line goes by itself."""


def _ring(terminal: str) -> None:
    """The bell of a client's own terminal. What is none, or is not ours, stays quiet."""
    with suppress(OSError, ValueError):
        path = os.open(terminal, os.O_WRONLY | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_NONBLOCK", 0))
        try:
            if os.isatty(path):
                os.write(path, b"\a")
        finally:
            os.close(path)


async def tmux(environ: Mapping[str, str], *words: str) -> str | None:
    """What tmux says to a command; None where there is no tmux, no server, or no answer within 2 s."""
    program = shutil.which("tmux", path=environ.get("PATH"))
    if program is None:
        return None
    try:
        child = await asyncio.create_subprocess_exec(
            program,
            *words,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=dict(environ),
        )
    except OSError:
        return None
    try:
        async with asyncio.timeout(PATIENCE):
            said, _ = await child.communicate()
    except TimeoutError:
        return None
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    return said.decode(errors="replace") if child.returncode == 0 else None


class BellChannel:
    """The bell, and a notification of the terminal itself where it knows how."""

    name = "terminal"

    def __init__(
        self,
        write: Callable[[str], None] | None = None,
        environ: Mapping[str, str] | None = None,
        hushed: Callable[[], bool] = _never,
    ) -> None:
        self._hushed = hushed
        self._write = write or _to_stdout
        self._environ = os.environ if environ is None else environ

    async def show(self, notice: Notice) -> Attempt:
        """Ring, and send the text in an escape sequence that every terminal swallows."""
        term = self._environ.get("TERM", "")
        if term in NO_BELL:
            return Attempt(self.name, False, f"This terminal (TERM={term or 'not set'}) shows no notifications.", "")
        title, text = (one_line(part, limit).replace(";", ",") for part, limit in
                       ((notice.title, TITLE), (notice.text, TEXT)))  # fmt: skip
        osc = f"777;notify;{title};{text}" if term.startswith(ASKS_777) else f"9;{title}: {text}"
        bell = "" if notice.quiet or self._hushed() else "\a"
        try:
            self._write(f"{bell}\x1b]{osc}\x1b\\")
        except (OSError, ValueError):
            return Attempt(self.name, False, "The terminal is gone.", "")
        return Attempt(self.name, None, f"{'Rung' if bell else 'Written'}; no terminal says whether it was seen.")

    async def close(self) -> None:
        """A bell can't be taken back."""


def _to_stdout(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
