"""The clock of the machine. The only module that reads the time."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta

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


class SystemClock:
    """Reads the machine's three clocks."""

    def now(self) -> Reading:
        """All three readings of this moment."""
        return Reading(_awake(), _boot(), _wall())


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
        )


def real_sleep(seconds: float) -> None:
    """Let real time pass (plain mode between two cues where nobody can press a key)."""
    time.sleep(max(0.0, seconds))
