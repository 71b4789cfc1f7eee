"""Busy times from an .ics file: repeats, exceptions, what does not count, and files that are wrong or never end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest

from coach.adapters.signals import calendar_file
from coach.adapters.signals.asking import Unknown
from coach.adapters.signals.calendar_file import CalendarTimes, busy_times
from coach.core.errors import CoachError
from coach.core.reminders.ports import Busy
from tests.conftest import MONDAY_MORNING, FakeClock

NOW = MONDAY_MORNING  # Monday 2026-03-02 09:00 +01:00
DAY = timedelta(hours=24)
ME = "me@example.org"
ZONE = """\
BEGIN:VTIMEZONE
TZID:Somewhere
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
"""
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def make(*events: str, head: str = "") -> Path:
        body = "".join(
            f"BEGIN:VEVENT\nUID:{n}@x\nDTSTAMP:20260101T000000Z\n{event}\nEND:VEVENT\n"
            for n, event in enumerate(events)
        )
        return raw(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x\n{head}{body}END:VCALENDAR\n")

    def raw(text: str) -> Path:
        path = tmp_path / "Kalender für die Arbeit.ics"
        path.write_bytes(text.replace("\n", "\r\n").encode())
        return path

    return make


def shown(path: Path, now: datetime = NOW, horizon: timedelta = DAY, email: str | None = None) -> list[str]:
    zone = now.tzinfo
    return [
        f"{one.astimezone(zone):%a %H:%M}-{other.astimezone(zone):%H:%M}"
        for one, other in busy_times(path, now, horizon, email)
    ]


def at(start: str, end: str, *more: str) -> str:
    return "\n".join([f"DTSTART:202603{start}00Z", f"DTEND:202603{end}00Z", *more])


TEN = at("02T0900", "02T0930")  # 10:00 to 10:30 where the person is


def test_a_meeting_is_busy_and_meetings_that_touch_are_one(write: Write) -> None:
    assert shown(write(TEN)) == ["Mon 10:00-10:30"]
    assert shown(write(TEN, at("02T0930", "02T1000"), at("02T0945", "02T0950"))) == ["Mon 10:00-11:00"]


def test_only_what_lies_in_the_horizon_counts(write: Write) -> None:
    path = write(TEN, at("02T0700", "02T0815"), at("03T1200", "03T1300"), at("01T0900", "01T1000"))
    assert shown(path) == ["Mon 08:00-09:15", "Mon 10:00-10:30"]


def test_a_meeting_that_repeats_comes_again_with_its_exceptions(write: Write) -> None:
    zone = "TZID=Somewhere"
    daily = (
        f"DTSTART;{zone}:20260223T140000\nDTEND;{zone}:20260223T150000\n"
        f"RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR\nEXDATE;{zone}:20260303T140000"
    )
    moved = f"RECURRENCE-ID;{zone}:20260304T140000\nDTSTART;{zone}:20260304T160000\nDTEND;{zone}:20260304T163000"
    path = write(daily, moved, head=ZONE)
    path.write_bytes(path.read_bytes().replace(b"UID:1@x", b"UID:0@x"))
    assert shown(path, horizon=4 * DAY) == ["Mon 14:00-15:00", "Wed 16:00-16:30", "Thu 14:00-15:00"]


def test_a_repeat_keeps_its_hour_over_the_change_to_summer_time(write: Write) -> None:
    weekly = "DTSTART;TZID=Somewhere:20260105T100000\nDTEND;TZID=Somewhere:20260105T110000\nRRULE:FREQ=WEEKLY"
    path = write(weekly, head=ZONE)
    summer = datetime(2026, 3, 30, 0, 0, tzinfo=timezone(timedelta(hours=2)))  # the day after the change
    assert shown(path, summer) == ["Mon 10:00-11:00"]


def test_a_time_without_a_zone_is_the_time_here(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "XXX-3")  # three hours east of Greenwich
    assert shown(write("DTSTART:20260302T120000\nDTEND:20260302T130000")) == ["Mon 10:00-11:00"]


FREE = [
    "TRANSP:TRANSPARENT",
    "STATUS:CANCELLED",
    "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
    f"ATTENDEE;PARTSTAT=DECLINED:mailto:{ME}",
    f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:boss@example.org\nATTENDEE;CN=Me;PARTSTAT=DECLINED:MAILTO:{ME.upper()}",
]
BUSY = [
    "TRANSP:OPAQUE",
    "STATUS:TENTATIVE",
    f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}",
    "ATTENDEE;PARTSTAT=DECLINED:mailto:other@example.org",
]


@pytest.mark.parametrize(("mark", "busy"), [*((mark, False) for mark in FREE), *((mark, True) for mark in BUSY)])
def test_what_is_free_cancelled_or_declined_does_not_count(write: Write, mark: str, busy: bool) -> None:
    assert bool(shown(write(f"{TEN}\n{mark}"), email=ME)) is busy


def test_a_calendar_named_by_an_address_says_whose_it_is(write: Write) -> None:
    declined = f"{TEN}\nATTENDEE;PARTSTAT=DECLINED:mailto:{ME}"
    assert shown(write(declined, head=f"X-WR-CALNAME:{ME}\n")) == []
    assert shown(write(declined, head="X-WR-CALNAME:Work\n")) == ["Mon 10:00-10:30"]


ALL_DAY = "DTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260303"


def test_a_whole_day_counts_only_where_it_is_marked_as_busy(write: Write) -> None:
    assert shown(write(ALL_DAY)) == []
    assert shown(write(f"{ALL_DAY}\nX-MICROSOFT-CDO-BUSYSTATUS:OOF")) != []
    assert shown(write(f"{ALL_DAY}\nTRANSP:OPAQUE")) != []
    assert shown(write(f"{ALL_DAY}\nTRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY")) == []


def test_a_year_of_meetings_is_read_and_what_overlaps_is_one(write: Write) -> None:
    events = []
    for n in range(1500):
        start = datetime(2026, 1, 1) + timedelta(minutes=15 * (n * 7919 % 35_000))  # noqa: DTZ001 - written as UTC
        repeat = "\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261231T000000Z" if n % 20 == 0 else ""
        events.append(f"DTSTART:{start:%Y%m%dT%H%M%S}Z\nDURATION:PT30M\nSUMMARY:meeting {n}{repeat}")
    found = busy_times(write(*events), NOW)
    assert len(found) > 3
    assert all(one[1] < other[0] for one, other in pairwise(found))


# --- what can't be read -----------------------------------------------------------------------------------------------

WRONG = [
    (b"hello\n", "not a calendar"),
    (b"", "no calendar"),
    (b"BEGIN:VCALENDAR\r\n", "no calendar"),
    (b"\x00\xff\xfe" * 1000, "not a calendar"),
    (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "not a calendar"),
    (b"BEGIN:VCALENDAR\r\n" * 20_000, "no calendar"),
]


@pytest.mark.parametrize(("content", "words"), WRONG)
def test_a_file_that_is_no_calendar_is_one_clear_error(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.ics"
    path.write_bytes(content)
    with pytest.raises(CoachError, match=words) as told:
        busy_times(path, NOW)
    assert str(path) in str(told.value)
    assert "\n" not in str(told.value)
    assert told.value.hint


def test_a_missing_file_a_folder_and_a_device_without_end_are_told(tmp_path: Path) -> None:
    for path, words in [
        (tmp_path / "none.ics", "no such file"),
        (tmp_path, "a folder"),
        (Path("/dev/zero"), "plain file"),
    ]:
        with pytest.raises(CoachError, match=words):
            busy_times(path, NOW)


def test_a_file_that_is_too_big_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.ics"
    with path.open("wb") as file:
        file.truncate(calendar_file.MAX_BYTES + 1)
    with pytest.raises(CoachError, match="over 10 MB"):
        busy_times(path, NOW)


SINCE_1970 = "DTSTART:19700101T000000Z\nDTEND:19700101T000001Z\nRRULE:FREQ="
EACH = ",".join(map(str, range(60)))
ENDLESS = f"{SINCE_1970}DAILY;BYMINUTE={EACH};BYSECOND={EACH};BYHOUR={','.join(map(str, range(24)))}"
READER = str(Path(calendar_file.__file__).with_name("calendar_reader.py"))


def test_a_calendar_without_end_is_given_up_in_time(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_file, "SECONDS", 0.4)
    with pytest.raises(CoachError, match="has no end"):
        busy_times(write(ENDLESS), NOW)


@pytest.mark.parametrize("rule", ["SECONDLY", "MINUTELY;INTERVAL=2", "secondly"])
def test_what_repeats_each_second_or_minute_is_not_even_begun(write: Write, rule: str) -> None:
    with pytest.raises(CoachError, match="has no end"):
        busy_times(write(f"{SINCE_1970}{rule}"), NOW)


def test_a_pipe_is_never_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.ics")
    with pytest.raises(CoachError, match="not a plain file"):
        busy_times(tmp_path / "a.ics", NOW)
    command = [sys.executable, READER, str(tmp_path / "a.ics"), NOW.isoformat(), (NOW + DAY).isoformat(), "", "1"]
    done = subprocess.run(command, capture_output=True, timeout=20, check=True)
    assert json.loads(done.stdout)["error"] == "broken"


def test_reading_without_end_ends_by_itself_though_nobody_waits_for_it(write: Write) -> None:
    command = [sys.executable, READER, str(write(ENDLESS)), NOW.isoformat(), (NOW + DAY).isoformat(), "", "1"]
    done = subprocess.run(command, capture_output=True, timeout=20, check=False)
    assert done.returncode < 0
    assert done.stdout == b""


def test_without_the_extra_it_says_what_to_install(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "icalendar.py").write_text("raise ModuleNotFoundError('icalendar')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "lib"))
    with pytest.raises(CoachError, match="not installed") as told:
        busy_times(write(TEN), NOW)
    assert "knot-coach[calendar]" in told.value.hint


def test_reading_a_calendar_opens_no_connection_and_tells_no_titles(write: Write, tmp_path: Path) -> None:
    watch = (
        "import runpy, sys\n"
        "def hook(event, args):\n"
        "    if event.startswith(('socket.', 'urllib.', 'subprocess.', 'os.system')): raise SystemExit(event)\n"
        "sys.addaudithook(hook)\n"
        "sys.argv = sys.argv[1:]\n"
        "runpy.run_path(sys.argv[0], run_name='__main__')\n"
    )
    path = write("DTSTART;TZID=Europe/Vienna:20260302T100000\nDURATION:PT1H\nSUMMARY:Secret\nURL:https://example.org/")
    command = [sys.executable, "-c", watch, READER, str(path), NOW.isoformat(), (NOW + DAY).isoformat(), "", "5"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert '"busy": [["2026-03-02T' in done.stdout
    assert "Secret" not in done.stdout


# --- as a source ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("patient")
def test_the_meeting_that_goes_on_now_is_told_with_its_end(write: Write, fake_clock: FakeClock) -> None:
    calendar = CalendarTimes(write(TEN), fake_clock)
    assert calendar.look() is None
    fake_clock.advance(3600)
    assert calendar.look() == Busy("meeting", "calendar", NOW + timedelta(minutes=90))
    fake_clock.advance(1800)
    assert calendar.look() is None


def test_the_file_is_read_once_until_it_changes_or_a_day_has_gone(
    write: Write, fake_clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[datetime] = []

    def busy(path: Path, now: datetime, *more: object) -> tuple[tuple[datetime, datetime], ...]:
        read.append(now)
        return ((now, now + timedelta(hours=1)),)

    monkeypatch.setattr(calendar_file, "busy_times", busy)
    path = write(TEN)
    calendar = CalendarTimes(path, fake_clock)
    for _ in range(10):
        assert calendar.look() is not None
        fake_clock.advance(60)
    assert len(read) == 1
    path.write_bytes(path.read_bytes() + b"\r\n")
    calendar.look()
    assert len(read) == 2
    fake_clock.advance(asleep=25 * 3600)
    calendar.look()
    assert len(read) == 3
    fake_clock.wall -= timedelta(days=3)  # the clock was set back
    calendar.look()
    assert len(read) == 4


@pytest.mark.usefixtures("patient")
def test_a_wrong_file_is_not_read_again_at_each_look_and_mending_it_helps(
    write: Write, fake_clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(at("02T0700", "02T0830"))
    sound = path.read_bytes()
    path.write_bytes(b"oh")
    calendar = CalendarTimes(path, fake_clock)
    with pytest.raises(Unknown, match="not a calendar"):
        calendar.look()
    with monkeypatch.context() as patch:
        patch.setattr(calendar_file, "ask_program", None)  # would raise
        with pytest.raises(Unknown, match="not a calendar"):
            calendar.look()
    path.write_bytes(sound)
    assert calendar.look() is not None
    path.unlink()
    with pytest.raises(Unknown, match="no such file"):
        calendar.look()


def test_while_a_changed_file_is_read_what_was_known_before_holds(
    write: Write, fake_clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(at("02T0700", "02T0830"))
    slow = CalendarTimes(path, fake_clock)
    monkeypatch.setattr(calendar_file, "PATIENCE", 0.0)
    with pytest.raises(Unknown, match="still being read"):
        slow.look()
    monkeypatch.setattr(calendar_file, "PATIENCE", 10.0)
    assert slow.look() is not None
    monkeypatch.setattr(calendar_file, "PATIENCE", 0.0)
    path.write_bytes(path.read_bytes() + b"\r\n")
    assert slow.look() is not None


@pytest.mark.usefixtures("patient")
def test_a_file_that_is_broken_by_an_edit_names_its_line_and_the_meetings_before_it_go_on(
    write: Write, fake_clock: FakeClock
) -> None:
    path = write(at("02T0700", "02T0830"))
    sound = path.read_bytes()
    calendar = CalendarTimes(path, fake_clock)
    assert calendar.look() is not None
    assert calendar.fault() == ""
    path.write_bytes(sound.replace(b"VERSION:2.0\r\n", b"VERSION:2.0\r\nhalf a line\r\n"))
    assert calendar.look() is not None, "what was read before holds"
    assert calendar.fault().startswith(f"The calendar {path.name}:3: This is not a calendar")
    path.write_bytes(sound)
    assert calendar.look() is not None
    assert calendar.fault() == ""
    path.unlink()
    fake_clock.advance(30)
    assert "no such file" in calendar.fault()


def test_a_changed_file_is_read_aside_without_being_asked_for_a_meeting(write: Write, fake_clock: FakeClock) -> None:
    path = write(at("02T0700", "02T0830"))
    calendar = CalendarTimes(path, fake_clock)
    assert calendar.fault() == "", "it waits for nothing"
    assert calendar._reading.result(20).times
    path.write_bytes(b"oh")
    assert calendar.fault() == "", "it was looked at this moment"
    fake_clock.advance(30)
    calendar.fault()
    assert calendar._reading.result(20).fault is not None
    assert ":1: This is not a calendar" in calendar.fault()
