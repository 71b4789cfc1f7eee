"""How long nobody has touched keyboard or mouse, as far as the machine can say."""

from __future__ import annotations

import ctypes
import os
import re
import sys
from typing import TYPE_CHECKING, Any

from coach.adapters.signals.asking import Aside, NotYet, Unknown, ask_program
from coach.adapters.signals.desktop_bus import session_bus
from coach.adapters.signals.idle_hint import IdleHint
from coach.adapters.signals.idle_wayland import WaylandIdle
from coach.adapters.signals.idle_x11 import X11Idle
from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from coach.core.clock import Clock

PATIENCE = 0.3  # seconds: the most that one look may take
AGAIN = 600.0  # seconds until a source that did not work is tried again
ABSURD = 10 * 365 * 86_400  # seconds; a source that says more than ten years is broken

MUTTER = ("org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core")
SAVER = "org.freedesktop.ScreenSaver"


@frozen
class IdleSource:
    """One way to know: its name, and a look that gives seconds or raises Unknown."""

    name: str
    read: Callable[[], float]


class SystemIdle:
    """Asks the first source that works, and one that did not work only now and then."""

    def __init__(self, clock: Clock, sources: Sequence[IdleSource] | None = None) -> None:
        self._clock = clock
        self._sources = [(source, Aside(source.read)) for source in (idle_sources() if sources is None else sources)]
        self._failed: dict[str, tuple[float, Unknown]] = {}  # by name: when, and why
        self._not_yet: dict[str, Unknown] = {}
        self.source = ""

    def seconds(self) -> float | None:
        """Seconds since the last touch; None where it is not known. Takes at most 0.3 s."""
        start = now = self._clock.now()
        self.source = ""
        for source, look in self._sources:
            failed = self._failed.get(source.name)
            if failed and now.boot - failed[0] < AGAIN:
                continue
            left = PATIENCE - (now.mono - start.mono)
            if left <= 0:
                return None
            try:
                found = look.result(left)
            except NotYet as unknown:
                self._not_yet[source.name] = unknown
                now = self._clock.now()
                continue
            except Unknown as unknown:
                self._failed[source.name] = (now.boot, unknown)
                now = self._clock.now()
                continue
            self._failed.pop(source.name, None)
            self._not_yet.pop(source.name, None)
            if 0 <= found < ABSURD:
                self.source = source.name
                return found
            self._failed[source.name] = (now.boot, Unknown(f"It says {found:g} s, which can't be."))
        return None

    def failures(self) -> dict[str, Unknown]:
        """What did not work when it was last tried, by the name of the source."""
        return {name: why for name, (_, why) in self._failed.items()} | self._not_yet


def idle_sources(platform: str = sys.platform, environ: Mapping[str, str] | None = None) -> list[IdleSource]:
    """What can be asked here, the best first."""
    environ = os.environ if environ is None else environ
    if platform == "darwin":
        return [IdleSource("ioreg", macos_idle)]
    if platform == "win32":
        return [IdleSource("last input", windows_idle)]
    if platform != "linux":
        return []
    wayland = environ.get("XDG_SESSION_TYPE") == "wayland" or bool(environ.get("WAYLAND_DISPLAY"))
    display = bool(environ.get("DISPLAY"))
    if not wayland and not display and environ.get("SSH_CONNECTION"):
        return []  # the bus would tell of the desktop over there, at which nobody needs to sit
    found = [IdleSource("Mutter", mutter_idle), IdleSource("screen saver", ScreenSaverIdle().read)]
    if wayland:
        found.append(IdleSource("logind", IdleHint().read))
    if environ.get("WAYLAND_DISPLAY"):  # after GNOME's, which does not tell it this way
        found.insert(1, IdleSource("Wayland", WaylandIdle().read))
    if display and not wayland:  # under Wayland X11 sees only the keys pressed in X11 windows
        found.insert(0, IdleSource("X11", X11Idle().read))
    return found


def mutter_idle() -> float:
    """Seconds, of the window manager of GNOME."""
    name, path = MUTTER
    with session_bus(PATIENCE) as bus:
        return float(bus.call(name, path, f"{name}.GetIdletime")[0]) / 1000


class ScreenSaverIdle:
    """Asks org.freedesktop.ScreenSaver, which means seconds; KDE's gives milliseconds.

    Some services always say 0 because they don't know: a 0 is believed only after another number was seen.
    """

    def __init__(self) -> None:
        self._alive = False

    def read(self) -> float:
        """Seconds."""
        with session_bus(PATIENCE) as bus:
            found = float(bus.call(SAVER, "/org/freedesktop/ScreenSaver", f"{SAVER}.GetSessionIdleTime")[0])
            kde = bus.call(
                "org.freedesktop.DBus",
                "/org/freedesktop/DBus",
                "org.freedesktop.DBus.NameHasOwner",
                "s",
                "org.kde.screensaver",
            )[0]
        self._alive = self._alive or found > 0
        if not self._alive:
            raise NotYet("The screen saver says 0, which may mean that it does not know.")
        return found / 1000 if kde else found


def macos_idle() -> float:
    """Seconds, of the system's record of input devices. Needs no permission."""
    text = ask_program(["ioreg", "-c", "IOHIDSystem", "-d", "4"], PATIENCE)
    found = re.search(r'"HIDIdleTime" = (\d+)', text)
    if found is None:
        raise Unknown("ioreg does not tell idle time.")
    return int(found[1]) / 1e9


class _LastInput(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint), ("time", ctypes.c_uint))


def windows_idle(dll: Any = None) -> float:
    """Seconds, of this session. `dll` stands in for ctypes.windll."""
    dll = dll or getattr(ctypes, "windll", None)
    if dll is None:
        raise Unknown("This is not Windows.")
    info = _LastInput(ctypes.sizeof(_LastInput), 0)
    if not dll.user32.GetLastInputInfo(ctypes.byref(info)):
        raise Unknown("Windows does not tell the last input.")
    ticks = dll.kernel32.GetTickCount() & 0xFFFFFFFF
    return float((ticks - info.time) & 0xFFFFFFFF) / 1000  # both counters start anew every 49 days
