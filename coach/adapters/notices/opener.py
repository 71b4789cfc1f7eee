"""Opens a guided break: in a tmux popup where the person lives in tmux, else in a terminal of the desktop.

A terminal that ends at once with a fault has opened nothing: then the next one is tried.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from coach.adapters.notices.terminal import tmux
from coach.adapters.notices.terminals import desktop_terminals, mac_terminal, own_terminal, windows_terminals
from coach.core.reminders.ports import Attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

CONFIRMED = 1.0  # seconds: what has not failed by then has opened, and a server of terminals has taken it on
_children: list[subprocess.Popen[bytes]] = []
MEND = "Set the command of your terminal: reminders: {terminal: foot -e} in settings.yaml."
BY_HAND = "Take it in a terminal with: coach run movement-break; or say: coach done"
NO_WINDOW = 0x08000000  # Windows: for cmd, which only starts another


def terminal_argvs(
    argv: Sequence[str],
    command: str | None,
    environ: Mapping[str, str],
    platform: str = sys.platform,
    which: Callable[[str], str | None] = shutil.which,
) -> list[list[str]]:
    """What starts a terminal with `argv` in it, the best first. `command` is the person's own: then no other is."""
    if command:
        return [own_terminal(argv, command)]
    if platform == "darwin":
        return [mac_terminal(argv)]
    if platform == "win32":
        return windows_terminals(argv, which)
    return desktop_terminals(argv, environ, which)


async def open_terminal(argv: Sequence[str], command: str | None, environ: Mapping[str, str] | None = None) -> Attempt:
    """Open `argv` where the person sees it. The child outlives us and never writes here. Takes a second at most."""
    environ = os.environ if environ is None else environ
    if environ.get("COACH_HOME") and sys.platform != "win32":  # a server of terminals has surroundings of its own
        argv = ["env", f"COACH_HOME={environ['COACH_HOME']}", *argv]
    try:
        found = terminal_argvs(argv, command, environ, which=lambda name: shutil.which(name, path=environ.get("PATH")))
    except ValueError as error:  # quotes that do not close
        return Attempt("terminal", False, f"The command of the terminal can't be read: {error}.", MEND)
    popup = await _popup(argv, environ) if not command else []
    attempt = Attempt("terminal", False, "There is no terminal to open.", MEND if _screen(environ) else BY_HAND)
    for each in (*popup, *found):
        attempt = await asyncio.to_thread(_started, each, environ)
        if attempt.worked:
            break
    return attempt


def _screen(environ: Mapping[str, str]) -> bool:
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


async def _popup(argv: Sequence[str], environ: Mapping[str, str]) -> list[list[str]]:
    """A popup on the client of tmux that was used last."""
    clients = await tmux(environ, "list-clients", "-F", "#{client_activity} #{client_name}")
    if not clients or not clients.strip():
        return []
    latest = max(clients.strip().split("\n")).partition(" ")[2]
    return [["tmux", "display-popup", "-c", latest, "-w", "90%", "-h", "90%", "-E", shlex.join(argv)]]


def _started(argv: list[str], environ: Mapping[str, str]) -> Attempt:
    _children[:] = [child for child in _children if child.poll() is None]  # no zombie stays of those that ended
    try:
        child = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(environ),
            start_new_session=True,
            creationflags=NO_WINDOW if argv[0] == "cmd" else 0,
        )
    except OSError as error:
        return Attempt("terminal", False, f"{argv[0]} could not be started: {error.strerror}.", MEND)
    _children.append(child)
    try:
        code = child.wait(CONFIRMED)
    except subprocess.TimeoutExpired:
        code = 0
    if code != 0:
        return Attempt("terminal", False, f"{argv[0]} opened nothing: it ended with {code}.", MEND)
    return Attempt("terminal", True, f"Opened with {argv[0]}.")
