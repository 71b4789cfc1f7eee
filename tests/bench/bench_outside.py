"""How long what is asked of the machine may hold Coach up: sources that hang, programs that hang, a full calendar.

Exits 1 where a limit is broken. Run: python tests/bench/bench_outside.py
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from coach.adapters.clock import SystemClock
from coach.adapters.signals.busy import BusySource, SystemBusiness
from coach.adapters.signals.calendar_file import busy_times
from coach.adapters.signals.idle import IdleSource, SystemIdle
from coach.adapters.sound.loudspeaker import SystemLoudspeaker
from coach.core.routine.segments import Sound
from coach.core.session.ports import Heard

MOST_IDLE, MOST_BUSY, MOST_SOUND, MOST_CALENDAR = 0.4, 1.2, 0.020, 5.0  # seconds
MEETINGS = 1500


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def sound(folder: Path) -> float:
    """The longest call while the player hangs."""
    program = folder / "player"
    program.write_text("#!/bin/sh\nexec sleep 600\n")
    program.chmod(0o755)
    speaker = SystemLoudspeaker((str(program),), None, 50)
    taken = [seconds(lambda: speaker.sound(Heard("", Sound.START))) for _ in range(40)]
    return max(*taken, seconds(speaker.hush), seconds(speaker.close))


def calendar(folder: Path) -> float:
    """A year of meetings, some of them weekly."""
    events = []
    for n in range(MEETINGS):
        start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * (n * 7919 % 35_000))
        repeat = "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261231T000000Z\r\n" if n % 20 == 0 else ""
        events.append(
            f"BEGIN:VEVENT\r\nUID:{n}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:{start:%Y%m%dT%H%M%S}Z\r\n"
            f"DURATION:PT30M\r\nSUMMARY:meeting {n}\r\n{repeat}END:VEVENT\r\n"
        )
    path = folder / "work.ics"
    path.write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{''.join(events)}END:VCALENDAR\r\n")
    return seconds(lambda: busy_times(path, datetime(2026, 6, 1, 8, tzinfo=UTC)))


def main() -> int:
    """Measure and judge."""
    stuck = threading.Event()

    def hang() -> None:
        stuck.wait()

    def hang_idle() -> float:
        stuck.wait()
        return 0.0

    idle = SystemIdle(SystemClock(), [IdleSource("hangs", hang_idle)])
    business = SystemBusiness([BusySource("one", hang), BusySource("two", hang)])
    with tempfile.TemporaryDirectory() as name:
        rows = [
            ("idle time with a source that hangs", seconds(idle.seconds), MOST_IDLE),
            ("busy with two sources that hang", seconds(business.busy), MOST_BUSY),
            ("a sound with a player that hangs", sound(Path(name)), MOST_SOUND),
            (f"a calendar with {MEETINGS} meetings", calendar(Path(name)), MOST_CALENDAR),
        ]
    stuck.set()
    for what, value, limit in rows:
        print(f"{what:36} {value:8.3f} s (limit {limit:g})")
    return 0 if all(value <= limit for _, value, limit in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
