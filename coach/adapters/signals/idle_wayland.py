"""Idle time of a Wayland desktop that tells it (ext-idle-notify-v1): KDE, sway since 1.8, and most but GNOME.

The desktop says only that nobody touched anything for so long, and that somebody did: events without a time of their
own. A thread sleeps until one comes, and notes when; it wakes for nothing else.
"""

from __future__ import annotations

import atexit
import os
import select
import threading
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from coach.adapters.clock import SystemClock
from coach.adapters.signals.asking import Counting, Unknown

if TYPE_CHECKING:
    from coach.core.clock import Clock

TIMEOUT = 5.0  # seconds without a touch until the desktop tells; less wakes us at every pause of the keys
SLACK = 1.0  # seconds that its event may take to come
INSTALL = 'Install it with: pip install "knot-coach[wayland]"'


class WaylandIdle:
    """Listens from the first look on. Where the desktop goes away it is unknown, and the next look connects anew."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()  # stands still while the machine sleeps, as the desktop's timers do
        self._listener: _Listener | None = None

    def read(self) -> float:
        """Seconds since the last touch, exact from 5 s on; 0 while it is less. At first too little, never too much.

        A desktop of version 1 counts a playing video (an inhibitor) as a touch; of version 2 the keys alone count.
        """
        if self._listener is not None and self._listener.gone:
            self.close()
        if self._listener is None:
            self._listener = _Listener(self._clock)
        return self._listener.seconds()

    def close(self) -> None:
        """End the connection, if there is one."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()


class _Listener:
    """One connection, and the thread that waits for its events. Raises Unknown where it can't be made."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since: float | None = None  # `mono` of the last touch, while nobody is there
        self._touched = False  # whether a touch was ever told
        self.gone = False
        self._notifier: Any = None
        self._version = 0  # of the notifier
        self._seat: Any = None
        self._notice: Any = None
        self._wayland, self._protocol = _library()
        self._display = self._wayland.Display()
        try:
            self._display.connect()
        except ValueError:
            raise Unknown("The Wayland desktop can't be reached.") from None
        try:
            self._subscribe()
        except BaseException:
            self._disconnect()
            raise
        self._begun = clock.now().mono
        self._stop, self._stopper = os.pipe()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        atexit.register(self.close)  # what is still connected when Python ends makes the library crash

    def seconds(self) -> float:
        """Seconds since the last touch."""
        now, since = self._clock.now().mono, self._since
        if self.gone:
            raise Unknown("The Wayland desktop went away.")
        if since is not None:
            return max(0.0, now - since)
        if self._touched or now - self._begun >= TIMEOUT + SLACK:
            return 0.0
        raise Counting(f"It counts from now on, and is known after {TIMEOUT:g} s.")

    def close(self) -> None:
        """End the thread, then the connection."""
        atexit.unregister(self.close)
        os.write(self._stopper, b".")
        self._thread.join(SLACK)
        if not self._thread.is_alive():
            self._disconnect()
            os.close(self._stop)
            os.close(self._stopper)

    def _subscribe(self) -> None:
        registry = self._display.get_registry()
        registry.dispatcher["global"] = self._offered
        self._roundtrip()
        if self._notifier is None or self._seat is None:
            raise Unknown("This desktop does not tell idle time over Wayland (ext-idle-notify-v1).")
        ask = "get_idle_notification" if self._version < 2 else "get_input_idle_notification"
        self._notice = getattr(self._notifier, ask)(round(TIMEOUT * 1000), self._seat)
        self._notice.dispatcher["idled"] = self._idled
        self._notice.dispatcher["resumed"] = self._resumed
        self._roundtrip()

    def _roundtrip(self) -> None:
        if self._display.roundtrip() < 0:
            raise Unknown("The Wayland desktop went away.")

    def _offered(self, registry: Any, name: int, interface: str, version: int) -> None:
        kind = self._protocol.ExtIdleNotifierV1
        if interface == kind.name and self._notifier is None:
            self._version = min(version, kind.version)
            self._notifier = registry.bind(name, kind, self._version)
        elif interface == "wl_seat" and self._seat is None:
            self._seat = registry.bind(name, import_module("pywayland.protocol.wayland").WlSeat, 1)

    def _idled(self, _notice: Any) -> None:
        self._since = self._clock.now().mono - TIMEOUT

    def _resumed(self, _notice: Any) -> None:
        self._touched = True
        self._since = None

    def _listen(self) -> None:
        waiting = select.poll()
        waiting.register(self._display.get_fd(), select.POLLIN)
        waiting.register(self._stop, select.POLLIN)
        with suppress(Exception):  # of the library: whatever it is, nothing more will be heard
            self._display.dispatch(block=False)
            while self._stop not in dict(waiting.poll()):
                self._display.read()
                self._display.dispatch(block=False)
        self.gone = True

    def _disconnect(self) -> None:
        for thing in (self._notice, self._notifier, self._seat):
            if thing is not None:
                thing.destroy()
        self._display.disconnect()


def _library() -> tuple[Any, Any]:
    if not os.environ.get("XDG_RUNTIME_DIR") and not os.environ.get("WAYLAND_DISPLAY", "").startswith("/"):
        raise Unknown("XDG_RUNTIME_DIR is not set.")  # the library would say so on stderr
    try:
        return import_module("pywayland.client"), import_module("pywayland.protocol.ext_idle_notify_v1")
    except ImportError:
        raise Unknown("The library that reads idle time on Wayland is not installed.", INSTALL) from None
