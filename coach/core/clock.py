"""One look at the clock: three readings of the same moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from datetime import datetime


@frozen
class Reading:
    """One look at the clock: three readings of the same moment.

    `mono` counts seconds while the machine is awake (holds). `boot` counts seconds asleep too (heat, cold, rests).
    `wall` is an aware local time (days, working hours, what is written in the record).
    """

    mono: float
    boot: float
    wall: datetime

    def since(self, earlier: Reading, *, asleep_too: bool) -> float:
        """Seconds from `earlier` to this reading, never negative."""
        return max(0.0, self.boot - earlier.boot if asleep_too else self.mono - earlier.mono)

    def asleep_since(self, earlier: Reading) -> float:
        """Seconds the machine slept between `earlier` and this reading."""
        return max(0.0, (self.boot - earlier.boot) - (self.mono - earlier.mono))


class Clock(Protocol):
    """Reads the time. The only implementation that asks the machine is `adapters/clock.py`."""

    def now(self) -> Reading:
        """All three readings of this moment."""
