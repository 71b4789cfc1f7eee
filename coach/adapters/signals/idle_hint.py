"""What logind knows of idle time: the hint that a desktop, or swayidle, gives it. The last resort on Wayland."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.adapters.clock import SystemClock
from coach.adapters.signals.asking import NotYet, Unknown
from coach.adapters.signals.desktop_bus import system_bus

if TYPE_CHECKING:
    from coach.core.clock import Clock

PATIENCE = 0.3  # seconds
LOGIN, USER, INTERFACE = "org.freedesktop.login1", "/org/freedesktop/login1/user/self", "org.freedesktop.login1.User"
MEND = "On sway, river and other Wayland desktops: run swayidle -w idlehint 60."


class IdleHint:
    """Seconds since the hint was given, which is some time after the last touch: too little, never too much.

    Without the hint nobody knows how long ago the last touch was. Only just after it was taken back somebody has
    certainly touched something: that is told once.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()  # logind counts by the clock that stands still while the machine sleeps
        self._idle = False

    def read(self) -> float:
        """Seconds."""
        with system_bus(PATIENCE) as bus:
            idle = bus.get(LOGIN, USER, INTERFACE, "IdleHint")
            since = bus.get(LOGIN, USER, INTERFACE, "IdleSinceHintMonotonic") if idle is True else 0
        if idle is True and isinstance(since, int) and since > 0:
            self._idle = True
            return max(0.0, self._clock.now().mono - since / 1_000_000)
        if idle is not False:
            raise Unknown("logind does not tell idle time.")
        if self._idle:
            self._idle = False
            return 0.0
        raise NotYet("logind was not told that anybody is idle.", MEND)
