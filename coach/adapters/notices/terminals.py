"""How each terminal of the desktop is told what to run in it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# The person's own choice first (the standard of the desktops, then Debian's), then those that are there, those that
# come with a desktop before those somebody has picked: they are there although nobody wants them any more.
WORDS = {
    "xdg-terminal-exec": (),
    "x-terminal-emulator": ("-e",),
    "ghostty": ("-e",),
    "wezterm": ("start", "--"),
    "kitty": (),
    "alacritty": ("-e",),
    "foot": (),
    "tilix": ("-e",),
    "ptyxis": ("--",),
    "kgx": ("--",),  # GNOME Console
    "gnome-terminal": ("--",),
    "konsole": ("-e",),
    "xfce4-terminal": ("-x",),  # its -e takes one word
    "mate-terminal": ("--disable-factory", "-x"),  # one that shares its process ends with a fault of its own
    "qterminal": ("-e",),
    "lxterminal": ("-e",),
    "urxvt": ("-e",),
    "xterm": ("-e",),
}
ONE_WORD = frozenset({"tilix", "lxterminal"})  # what they run is one word, as for a shell
WAYLAND_ONLY = frozenset({"foot"})


def own_terminal(argv: Sequence[str], command: str) -> list[str]:
    """`argv` in the terminal of the person's own command. Raises ValueError where its quotes do not close."""
    words = shlex.split(command)
    return [shlex.join(argv) if word == "{}" else word for word in words] if "{}" in words else [*words, *argv]


def desktop_terminals(
    argv: Sequence[str], environ: Mapping[str, str], which: Callable[[str], str | None]
) -> list[list[str]]:
    """What starts each terminal that is here with `argv` in it, the best first; none without a screen."""
    if not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        return []
    names = [name for name in WORDS if name not in WAYLAND_ONLY or environ.get("WAYLAND_DISPLAY")]
    return [[name, *WORDS[name], *_told(name, argv)] for name in names if which(name)]


def _told(name: str, argv: Sequence[str]) -> list[str]:
    return [shlex.join(argv)] if name in ONE_WORD else list(argv)


def mac_terminal(argv: Sequence[str]) -> list[str]:
    """`argv` in a window of the Mac's Terminal."""
    text = shlex.join(argv).replace("\\", "\\\\").replace('"', '\\"')
    script = f'tell application "Terminal" to do script "{text}"'
    return ["osascript", "-e", script, "-e", 'tell application "Terminal" to activate']


def windows_terminals(argv: Sequence[str], which: Callable[[str], str | None]) -> list[list[str]]:
    """Windows Terminal, else a console: `start` takes what is quoted first for its title, so there is an empty one."""
    console = ["cmd", "/c", "start", "", *argv]
    return [["wt", *argv], console] if which("wt") else [console]
