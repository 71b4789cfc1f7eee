"""Which desktops start what lies in the autostart folder, and how the others are told to start something."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# By their names in XDG_CURRENT_DESKTOP.
READ_ENTRIES = frozenset(
    {"budgie", "cinnamon", "cosmic", "dde", "deepin", "enlightenment", "gnome", "gnome-classic", "kde", "lxde", "lxqt"}
    | {"mate", "openbox", "pantheon", "pop", "trinity", "ubuntu", "ukui", "unity", "x-cinnamon", "xfce", "zorin"}
)


def reads_entries(environ: Mapping[str, str]) -> bool | None:
    """Whether this desktop starts what lies in the autostart folder; None where it does not say which it is.

    Window managers such as i3 and sway start nothing but what their own configuration says.
    """
    names = {name.lower() for name in _names(environ)}
    return bool(names & READ_ENTRIES) if names else None


def desktop_name(environ: Mapping[str, str]) -> str:
    """What the desktop calls itself; empty where it does not say."""
    return next(iter(_names(environ)), "")


def _names(environ: Mapping[str, str]) -> list[str]:
    """All its names, its own first, then those of what it is like."""
    return [name for name in environ.get("XDG_CURRENT_DESKTOP", "").split(":") if name]


def start_line(command: Sequence[str], environ: Mapping[str, str]) -> str:
    """The line that starts it from the configuration of a window manager, and where it goes."""
    words = shlex.join(command)
    known = {
        "i3": f"to ~/.config/i3/config: exec --no-startup-id {words}",
        "sway": f"to ~/.config/sway/config: exec {words}",
        "hyprland": f"to ~/.config/hypr/hyprland.conf: exec-once = {words}",
    }
    return f"Add this line {known.get(desktop_name(environ).lower(), f'to what your window manager starts: {words}')}"
