"""One look at the clock: three readings of the same moment."""

from __future__ import annotations

from dataclasses import field
from datetime import UTC, timedelta, timezone
from typing import TYPE_CHECKING, Protocol

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

NEAR = 0.001  # seconds: how closely the moment of a change of the offset is told


@frozen
class Reading:
    """One look at the clock: three readings of the same moment.

    `mono` counts seconds while the machine is awake (holds). `boot` counts seconds asleep too (heat, cold, rests).
    `wall` is an aware local time (days, working hours, what is written in the record). `zone` has the rules by which
    its offset changes in the year; None: it never does, other than the zone of `wall` says.
    """

    mono: float
    boot: float
    wall: datetime
    zone: tzinfo | None = field(default=None, compare=False, repr=False)

    def since(self, earlier: Reading, *, asleep_too: bool) -> float:
        """Seconds from `earlier` to this reading, never negative."""
        return max(0.0, self.boot - earlier.boot if asleep_too else self.mono - earlier.mono)

    def local(self, moment: datetime) -> datetime:
        """This (aware) moment as the clock on the wall shows it, with the offset of then."""
        shown = moment.astimezone(self._rules)
        return shown.replace(tzinfo=timezone(shown.utcoffset() or timedelta()), fold=0)

    def when(self, local: datetime, after: datetime) -> datetime:
        """The moment at which the clock on the wall shows `local` (without an offset), with the offset of then.

        Of an hour that comes twice it is the first that lies after the (aware) moment `after`. A time that is left out
        is as long after the change as it is after the beginning of what is left out.
        """
        found = local.replace(tzinfo=self._rules, fold=0).astimezone(UTC)
        if found <= after:
            found = local.replace(tzinfo=self._rules, fold=1).astimezone(UTC)
        return self.local(found)

    @property
    def _rules(self) -> tzinfo:
        return self.zone or self.wall.tzinfo or UTC

    def offset_change(self, seconds: float) -> float | None:
        """Seconds until the offset of the clock on the wall changes by the rules of its zone.

        None where it does not within `seconds`.
        """
        instant, offset = self.wall.astimezone(UTC), self.wall.utcoffset()

        def before(after: float) -> bool:
            return (instant + timedelta(seconds=after)).astimezone(self.zone).utcoffset() == offset

        if self.zone is None or before(seconds) or not before(0.0):
            return None
        low, high = 0.0, seconds
        while high - low > NEAR:
            middle = (low + high) / 2
            low, high = (middle, high) if before(middle) else (low, middle)
        return high

    def asleep_since(self, earlier: Reading) -> float:
        """Seconds the machine slept between `earlier` and this reading."""
        return max(0.0, (self.boot - earlier.boot) - (self.mono - earlier.mono))


class Clock(Protocol):
    """Reads the time. The only implementation that asks the machine is `adapters/clock.py`."""

    def now(self) -> Reading:
        """All three readings of this moment."""
