"""Busy times from a local .ics file. The file is read by a program of its own, with a time limit."""

from __future__ import annotations

import json
import stat
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.adapters.signals.asking import Aside, NotYet, Unknown, ask_program
from coach.core.errors import CoachError
from coach.core.frozen import frozen
from coach.core.reminders.ports import Busy

if TYPE_CHECKING:
    from coach.core.clock import Clock

MAX_BYTES = 10_000_000  # ten years of a full calendar have that
SECONDS = 10  # the most that reading may take; 15,000 events take three
PATIENCE = 0.8  # seconds that a look waits for a reading
AHEAD = timedelta(hours=36)
READ_AGAIN = timedelta(hours=12)  # before the end of what was read
CHANGED = 20.0  # seconds between two looks whether the file changed
TRY_AGAIN = timedelta(hours=1)  # after a fault, where the file did not change
INSTALL = 'Install it with: pip install "knot-coach[calendar]"'
_FAULTS = {
    "missing": ("The libraries that read a calendar are not installed.", INSTALL),
    "empty": ("There is no calendar in this file.", "Export it anew as .ics (iCalendar)."),
    "broken": ("This is not a calendar that can be read.", "Export it anew as .ics (iCalendar)."),
    "endless": ("This calendar has no end.", "Look for an event that repeats every second or minute."),
}

Span = tuple[datetime, datetime]
Stamp = tuple[int, int, int]


def busy_times(path: Path, now: datetime, horizon: timedelta = AHEAD, email: str | None = None) -> tuple[Span, ...]:
    """When the calendar in `path` says the person is busy from `now` (aware) to `now + horizon`, joined, in order.

    `email` is the address the person is invited by: what it declined is free. Whole days count only where they are
    marked as busy. Raises CoachError, naming the file and the mend, where it can't be read in time.
    """
    _stamp(path)
    command = [sys.executable, "-P", str(Path(__file__).with_name("calendar_reader.py"))]
    end = now + horizon
    try:
        said = ask_program(
            [*command, str(path), now.isoformat(), end.isoformat(), email or "", str(ceil(SECONDS))], SECONDS
        )
        answer: dict[str, Any] = json.loads(said)
    except Unknown as unknown:
        ended = "within" in unknown.why or "failed" in unknown.why  # by the clock, or by its own limit of time
        raise _fault(path, *(_FAULTS["endless"] if ended else (unknown.why, unknown.mend))) from None
    except ValueError:
        raise _fault(path, *_FAULTS["broken"]) from None
    if "error" in answer:
        why, mend = _FAULTS[answer["error"]]
        raise _fault(path, why, mend, answer.get("line") or 0)
    return tuple((datetime.fromisoformat(one), datetime.fromisoformat(other)) for one, other in answer["busy"])


class CalendarTimes:
    """A calendar as a source of business. The file is read again when it changed, or when a day has gone."""

    def __init__(self, path: Path, clock: Clock, email: str | None = None) -> None:
        self._path = path
        self._clock = clock
        self._email = email
        self._reading: Aside[_Read] = Aside(self._read)
        self._last: _Read | None = None
        self._look_again = clock.now().boot

    def look(self) -> Busy | None:
        """The meeting that goes on now, with its end. Raises Unknown where the calendar can't be read.

        While a changed file is being read, or where it has a fault, what was read before still holds.
        """
        now = self._clock.now().wall
        try:
            stamp = _stamp(self._path)
        except CoachError as error:
            raise Unknown(error.message, error.hint) from error
        last = self._last
        if last is None or last.stamp != stamp or not last.start <= now < last.stale:
            try:
                last = self._reading.result(PATIENCE)
            except Unknown:
                if last is None or not last.start <= now < last.end:
                    raise NotYet("The calendar is still being read.") from None
        if last.fault is not None and not last.times:
            raise Unknown(last.fault.message, last.fault.hint)
        return next((Busy("meeting", "calendar", end) for start, end in last.times if start <= now < end), None)

    def fault(self) -> str:
        """What is wrong with the file as it was last read, empty where nothing is. One that changed is read aside."""
        now = self._clock.now()
        if now.boot >= self._look_again:
            self._look_again = now.boot + CHANGED
            try:
                stamp: Stamp | None = _stamp(self._path)
            except CoachError as error:
                return self._said(error)
            if self._last is None or self._last.stamp != stamp:
                self._reading.begin()
        fault = self._last.fault if self._last is not None else None
        return self._said(fault) if fault is not None else ""

    def _said(self, fault: CoachError) -> str:
        return f"{fault.message} {fault.hint}".replace(str(self._path), self._path.name)

    def _read(self) -> _Read:
        self._last = found = self._before_a_fault(self._read_anew())
        return found

    def _before_a_fault(self, found: _Read) -> _Read:
        """What was read before goes on where the file has a fault now."""
        last = self._last
        if found.fault is None or last is None or not last.times:
            return found
        return replace(found, times=last.times, end=last.end)

    def _read_anew(self) -> _Read:
        start = self._clock.now().wall - timedelta(minutes=1)
        stamp: Stamp = (0, 0, 0)
        try:
            stamp = _stamp(self._path)
            times = busy_times(self._path, start, AHEAD, self._email)
        except CoachError as error:
            return _Read(stamp, start, start + TRY_AGAIN, start + TRY_AGAIN, fault=error)
        return _Read(stamp, start, start + AHEAD - READ_AGAIN, start + AHEAD, times)


@frozen
class _Read:
    """What one reading gave: of which file, from when on it holds, until when it is fresh, until when it holds."""

    stamp: Stamp
    start: datetime
    stale: datetime
    end: datetime
    times: tuple[Span, ...] = ()
    fault: CoachError | None = None


def _stamp(path: Path) -> Stamp:
    """What tells whether a file changed. Raises CoachError where it is no file to be read."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not a plain file"
            raise _fault(path, f"This is {kind}.", "Name an .ics file in the settings.")
        if status.st_size > MAX_BYTES:
            raise _fault(path, f"It is over {MAX_BYTES // 1_000_000} MB.", "Export only this year.")
        with path.open("rb"):
            pass
    except FileNotFoundError:
        raise _fault(path, "There is no such file.", "Mend the path in the settings, or write null.") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no path"
        raise _fault(path, f"It can't be read: {why}.", "Check the file.") from error
    return status.st_mtime_ns, status.st_size, status.st_ino


def _fault(path: Path, why: str, mend: str, line: int = 0) -> CoachError:
    return CoachError(f"The calendar {path}:{f'{line}:' if line else ''} {why}", mend)
