"""The clock of the machine. The only module that reads the time."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta, tzinfo

from coach.core.clock import Clock, Reading


def _boot() -> float:
    """Seconds on a clock that runs on while the machine sleeps."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)  # counts sleep there; time.monotonic() does not
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only there

        milliseconds = ctypes.windll.kernel32.GetTickCount64
        milliseconds.restype = ctypes.c_ulonglong
        return float(milliseconds()) / 1000
    return time.monotonic()


def _awake() -> float:
    """Seconds on a clock that stands still while the machine sleeps."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only there

        ticks = ctypes.c_ulonglong()
        ctypes.windll.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(ticks))
        return ticks.value / 10_000_000
    return time.monotonic()


def _wall() -> datetime:
    try:
        return datetime.now().astimezone()
    except ValueError:  # a time zone set wrongly, a day or more from UTC
        return datetime.now(UTC)


class LocalZone(tzinfo):
    """The time zone of the machine with its rules, as it is set at the moment it is asked."""

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """The offset at this local time; `fold` says which of an hour that comes twice."""
        found = _in_zone(moment.replace(tzinfo=None)) if moment is not None else _wall()
        return found.utcoffset() or timedelta()

    def dst(self, moment: datetime | None) -> timedelta | None:
        """Nobody asks."""

    def tzname(self, moment: datetime | None) -> str | None:
        """Nobody asks."""

    def fromutc(self, moment: datetime) -> datetime:
        """The local time of a moment in UTC."""
        found = _in_zone(moment.replace(tzinfo=UTC))
        local = found.replace(tzinfo=self)
        return local if local.utcoffset() == found.utcoffset() else local.replace(fold=1)


def _in_zone(moment: datetime) -> datetime:
    try:
        return moment.astimezone()
    except (ValueError, OverflowError, OSError):  # as in `_wall`, or a year that the machine can't reckon
        return moment.replace(tzinfo=UTC)


ZONE = LocalZone()
ZONE_EVERY = 10.0  # seconds between two looks whether the machine's zone is another


class SystemClock:
    """Reads the machine's three clocks, and every few seconds whether it is in another time zone now."""

    def __init__(self) -> None:
        self._zone_at = _boot()

    def now(self) -> Reading:
        """All three readings of this moment."""
        mono, boot = _awake(), _boot()
        if boot - self._zone_at >= ZONE_EVERY:
            self._zone_at = boot
            _read_zone()
        return Reading(mono, boot, _wall(), ZONE)


def _read_zone() -> None:
    """The system library reads the zone once, and anew only where it is told to: who travels with a laptop that is
    never switched off would stay at home."""
    if hasattr(time, "tzset"):
        time.tzset()


class RehearsalClock:
    """A clock that runs `speed` times as fast as another from the moment it is made."""

    def __init__(self, clock: Clock, speed: float) -> None:
        self._clock = clock
        self._start = clock.now()
        self.speed = speed

    def now(self) -> Reading:
        """All three readings, scaled."""
        now, start = self._clock.now(), self._start
        seconds = (now.mono - start.mono) * self.speed
        return Reading(
            start.mono + seconds,
            start.boot + (now.boot - start.boot) * self.speed,
            start.wall + timedelta(seconds=seconds),
            now.zone,
        )


def real_sleep(seconds: float) -> None:
    """Let real time pass, where no event loop does.

    Waiting on a lock or an event with a limit is no way to do that: such a limit is a moment of the clock, which the
    system may never reach where a library fakes it for this process.
    """
    time.sleep(max(0.0, seconds))
