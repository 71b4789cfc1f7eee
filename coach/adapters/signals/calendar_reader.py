"""Reads the busy times out of an .ics file: a program of its own, so that a file without end can be ended.

Run as `python calendar_reader.py FILE START END EMAIL SECONDS`; prints JSON. Needs the extra "calendar", nothing of
coach and no network, and never prints what a meeting is about.
"""

import contextlib
import json
import os
import re
import stat
import sys
from datetime import date, datetime, time
from typing import Any

MOST = 1000  # busy times; more in two days is no calendar of a person
MEMORY = 200_000_000  # bytes; a calendar of 10 MB takes 150 MB
MAX_BYTES = 10_000_000  # ten years of a full calendar
LINE = re.compile(rb"[ \t]|[A-Za-z0-9-]+[;:]")
ENDLESS = re.compile(rb"^RRULE[^\r\n]*FREQ=(SECONDLY|MINUTELY)", re.IGNORECASE | re.MULTILINE)


def main(argv: list[str]) -> int:
    """Print {"busy": [[start, end], ...]} in order, joined where they touch, or {"error": why}."""
    path, start, end, email, seconds = argv
    _limit(int(seconds))
    try:
        import icalendar  # noqa: PLC0415 - its absence is an answer
        import recurring_ical_events  # noqa: PLC0415
    except ImportError:
        return _say(error="missing")
    raw = b""
    try:
        raw = _read(path)
        if ENDLESS.search(raw):
            return _say(error="endless")
        calendars = icalendar.Calendar.from_ical(raw, multiple=True)
        if not calendars:
            return _say(error="empty")
        span = (datetime.fromisoformat(start), datetime.fromisoformat(end))
        found: list[tuple[datetime, datetime]] = []
        for calendar in calendars:
            mine = _owner(calendar, email)
            events = recurring_ical_events.of(calendar, skip_bad_series=True).between(*span)
            found += [(_local(one["DTSTART"].dt), _local(one["DTEND"].dt)) for one in events if _counts(one, mine)]
    except (MemoryError, RecursionError):
        return _say(error="endless")
    except Exception as error:  # noqa: BLE001 - a broken file makes the libraries raise anything
        return _say(error="broken", why=type(error).__name__, line=_first_odd(raw))
    joined = [[one.isoformat(), other.isoformat()] for one, other in _joined(found)]
    return _say(busy=joined[:MOST])


def _first_odd(raw: bytes) -> int:
    """The first line that is neither `NAME:value` nor goes on with the one before; 0 where every one is."""
    lines = raw.removeprefix(b"\xef\xbb\xbf").splitlines()
    return next((number for number, line in enumerate(lines, 1) if line and not LINE.match(line)), 0)


def _read(path: str) -> bytes:
    """What is in a plain file, never waited for: what was looked at before may be another by now."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ValueError(path)
        return file.read(MAX_BYTES)


def _say(**answer: Any) -> int:
    print(json.dumps(answer))  # its one line of output
    return 0


def _limit(seconds: int) -> None:
    """Take no more time and memory than that, even if nobody is left to end this."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _owner(calendar: Any, email: str) -> str:
    """The address of the person: as set, or the calendar's name where that is one, as in Google's."""
    name = str(calendar.get("X-WR-CALNAME", ""))
    return (email or (name if "@" in name else "")).strip().lower()


def _counts(event: Any, mine: str) -> bool:
    """Whether an event takes the person's time: not free, cancelled or declined.

    A whole day counts only where it is marked as busy: a birthday, a holiday or "project week" is no meeting.
    """
    free = str(event.get("TRANSP", "")).upper()
    shown = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    if free == "TRANSPARENT" or shown == "FREE" or str(event.get("STATUS", "")).upper() == "CANCELLED":
        return False
    if mine and _answer(event, mine) == "DECLINED":
        return False
    whole_day = not isinstance(event["DTSTART"].dt, datetime)
    return not whole_day or free == "OPAQUE" or shown in {"BUSY", "OOF"}


def _answer(event: Any, mine: str) -> str:
    people = event.get("ATTENDEE", [])
    for person in people if isinstance(people, list) else [people]:
        address = str(person).lower().removeprefix("mailto:").strip()
        if address == mine:
            return str(person.params.get("PARTSTAT", "")).upper()
    return ""


def _local(moment: date | datetime) -> datetime:
    """An aware moment; a day begins at midnight here, a time without a zone is the time here."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time.min)
    return moment.astimezone()


def _joined(found: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    joined: list[tuple[datetime, datetime]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif end > start:
            joined.append((start, end))
    return joined


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
