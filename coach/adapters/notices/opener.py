"""Opens a guided break: in a tmux popup where the person lives in tmux, else in a terminal of the desktop."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from coach.adapters.notices.terminal import tmux
from coach.core.reminders.ports import Attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ON_PATH = ("x-terminal-emulator", "gnome-terminal", "konsole", "xfce4-terminal", "foot", "kitty", "alacritty", "xterm")
DASHES = {"gnome-terminal": ["--"], "foot": [], "kitty": []}  # how each is told what to run; the others take -e
_children: list[subprocess.Popen[bytes]] = []
MEND = "Set the command of your terminal: reminders: {terminal: foot -e} in settings.yaml."


def terminal_argv(
    argv: Sequence[str],
    command: str | None,
    environ: Mapping[str, str],
    platform: str = sys.platform,
    which: Callable[[str], str | None] = shutil.which,
) -> list[str] | None:
    """What starts a terminal with `argv` in it; None where there is none. `command` is the person's own."""
    if command:
        words = shlex.split(command)
        return [shlex.join(argv) if word == "{}" else word for word in words] if "{}" in words else [*words, *argv]
    if platform == "darwin":
        script = f'tell application "Terminal" to do script "{_quoted(shlex.join(argv))}"'
        return ["osascript", "-e", script, "-e", 'tell application "Terminal" to activate']
    if platform == "win32":
        return ["wt", *argv] if which("wt") else ["cmd", "/c", "start", "Coach", *argv]
    if not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        return None
    name = next((name for name in ON_PATH if which(name)), None)
    return [name, *DASHES.get(name, ["-e"]), *argv] if name is not None else None


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


async def open_terminal(argv: Sequence[str], command: str | None, environ: Mapping[str, str] | None = None) -> Attempt:
    """Open `argv` where the person sees it. The child outlives us and never writes here."""
    environ = os.environ if environ is None else environ
    if environ.get("COACH_HOME") and sys.platform != "win32":  # a server of terminals has surroundings of its own
        argv = ["env", f"COACH_HOME={environ['COACH_HOME']}", *argv]
    clients = await tmux(environ, "list-clients", "-F", "#{client_activity} #{client_name}") if not command else None
    if clients and clients.strip():
        latest = max(clients.strip().split("\n")).partition(" ")[2]
        return _started(
            ["tmux", "display-popup", "-c", latest, "-w", "90%", "-h", "90%", "-E", shlex.join(argv)], environ
        )
    try:
        found = terminal_argv(argv, command, environ)
    except ValueError as error:  # quotes that do not close
        return Attempt("terminal", False, f"The command of the terminal can't be read: {error}.", MEND)
    if found is None:
        return Attempt("terminal", False, "There is no terminal to open.", MEND)
    return _started(found, environ)


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
        )
    except OSError as error:
        return Attempt("terminal", False, f"{argv[0]} could not be started: {error.strerror}.", MEND)
    _children.append(child)
    return Attempt("terminal", True, f"Opened with {argv[0]}.")
