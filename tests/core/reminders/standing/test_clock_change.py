"""What is forecast over a change of the clocks comes true: to the minute, as a moment and as words, in either zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.core.clock import Reading
from coach.core.reminders import step as reminders
from coach.core.reminders.plan import FollowUp, Planned, ReminderKind
from coach.core.reminders.signals import Command, PauseFor, PauseUntilTomorrow, Stage, Tell
from coach.core.reminders.standing.status import PauseStatus, status
from coach.core.reminders.working_hours import Span, WorkingHours, weekly
from tests.conftest import FakeClock
from tests.core.reminders.test_reminders import PLAIN, Desk

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
SPRING = {BERLIN: datetime(2026, 3, 29, 1, 0, tzinfo=UTC), NEW_YORK: datetime(2026, 3, 8, 7, 0, tzinfo=UTC)}
AUTUMN = {BERLIN: datetime(2026, 10, 25, 1, 0, tzinfo=UTC), NEW_YORK: datetime(2026, 11, 1, 6, 0, tzinfo=UTC)}
DAILY = weekly((Span(9 * 60, 12 * 60 + 30), Span(13 * 60 + 30, 18 * 60)), range(7))
OFFICE = weekly((Span(9 * 60, 17 * 60),))
NIGHTS = weekly((Span(22 * 60, 6 * 60),), range(7))
LATE = weekly((Span(0, 30), Span(4 * 60, 8 * 60)), range(7))
QUARTER_TO_TWO = Planned("desk-reset", (time(1, 45),), frozenset(range(7)))
BEAT = 60.0  # seconds between two looks


class ZonedClock(FakeClock):
    """A clock as the machine gives it: the offset of the moment, and beside it the rules of the zone."""

    def __init__(self, wall: datetime, zone: ZoneInfo) -> None:
        super().__init__(wall.astimezone(UTC))
        self.zone = zone

    def now(self) -> Reading:
        found = Reading(self.mono, self.boot, self.wall, self.zone)
        return replace(found, wall=found.local(self.wall))


class ZonedDesk(Desk):
    """A desk in a zone."""

    def __init__(self, hours: WorkingHours, at: datetime, zone: ZoneInfo) -> None:
        super().__init__(replace(PLAIN, hours=hours), at)
        self.clock = ZonedClock(at, zone)
        self.again()

    def played(self, wanted: str) -> datetime:
        """When it comes to this, with nobody's word: "told" a movement break, or "open", the working hours."""
        for _ in range(5 * 24 * 60):
            self.clock.advance(BEAT)
            events = self.do()
            told = any(
                isinstance(e, Tell) and e.stage is Stage.PROMPT and ReminderKind.MOVEMENT in e.kinds for e in events
            )
            if told if wanted == "told" else not self.state.pauses:
                return self.clock.now().wall
        raise AssertionError("it never comes to this")


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from([BERLIN, NEW_YORK]),
    st.sampled_from([SPRING, AUTUMN]),
    st.sampled_from([DAILY, OFFICE, NIGHTS, LATE]),
    st.integers(-36 * 60, 4 * 60),
    st.sampled_from([None, PauseFor(3600), PauseFor(20 * 3600), PauseUntilTomorrow()]),
)
@example(BERLIN, SPRING, OFFICE, -20 * 60, None)
@example(NEW_YORK, AUTUMN, OFFICE, -20 * 60, None)
@example(BERLIN, AUTUMN, NIGHTS, -30, None)
@example(BERLIN, SPRING, NIGHTS, -30, None)
def test_a_forecast_over_a_change_of_the_clocks_comes_true(
    zone: ZoneInfo, change: dict[ZoneInfo, datetime], hours: WorkingHours, minutes: int, command: Command | None
) -> None:
    desk = ZonedDesk(hours, change[zone] + timedelta(minutes=minutes), zone)
    if command is not None:
        desk.do(command)
    found = status(desk.state, desk.clock.now())
    assert found.next_at is not None
    assert found.in_seconds == round((found.next_at.astimezone(UTC) - desk.clock.wall).total_seconds())
    closed = [pause.until for pause in found.paused if pause.reason == "working-hours"]
    if closed and command is None:
        opened = desk.played("open")
        assert closed[0] is not None
        assert timedelta() <= opened - closed[0] < timedelta(seconds=BEAT)
        assert (closed[0].hour, closed[0].minute) in {
            (span.start // 60, span.start % 60) for day in hours.days for span in day
        }
    came = desk.played("told")
    assert abs(came - found.next_at) <= timedelta(seconds=2 * BEAT)
    assert f"{found.next_at:%z}" == f"{came:%z}", "as the clock shows it then"


@pytest.mark.parametrize("change", [SPRING, AUTUMN], ids=["spring", "autumn"])
@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK], ids=["Berlin", "New York"])
def test_over_the_weekend_of_the_change_they_begin_on_monday_at_nine(
    zone: ZoneInfo, change: dict[ZoneInfo, datetime]
) -> None:
    friday = (change[zone] - timedelta(days=2)).astimezone(zone).replace(hour=18, minute=0)
    monday = (friday + timedelta(days=3)).replace(hour=9).astimezone(UTC)
    desk = ZonedDesk(OFFICE, friday, zone)
    found = status(desk.state, desk.clock.now())
    assert found.paused == (PauseStatus("working-hours", monday),)
    assert found.next_at == monday + timedelta(minutes=45)
    assert found.text == "off until Mon 09:00"


def test_an_hour_that_comes_twice_is_the_one_that_is_still_to_come() -> None:
    half = datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001 - as the wall shows it
    now = Reading(0, 0, datetime(2026, 10, 25, 0, 0, tzinfo=UTC), BERLIN)
    assert now.when(half, now.wall) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert now.when(half, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_an_hour_that_is_left_out_is_after_the_change() -> None:
    now = Reading(0, 0, datetime(2026, 3, 28, 12, 0, tzinfo=UTC), BERLIN)
    assert now.when(datetime(2026, 3, 29, 2, 30), now.wall) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # noqa: DTZ001


def test_without_rules_the_offset_of_now_holds() -> None:
    now = Reading(0, 0, datetime(2026, 3, 28, 12, 0, tzinfo=UTC))
    assert now.when(datetime(2026, 3, 30, 9, 0), now.wall) == datetime(2026, 3, 30, 9, 0, tzinfo=UTC)  # noqa: DTZ001


def test_until_tomorrow_is_four_in_the_morning_by_the_clock_of_tomorrow() -> None:
    desk = ZonedDesk(weekly((Span(0, 24 * 60),), range(7)), SPRING[BERLIN] - timedelta(hours=6), BERLIN)
    desk.do(PauseUntilTomorrow())
    assert status(desk.state, desk.clock.now()).paused == (
        PauseStatus("person", datetime(2026, 3, 29, 2, 0, tzinfo=UTC)),
    )


def test_what_was_planned_before_the_change_while_nobody_kept_them_is_not_lost() -> None:
    desk = ZonedDesk(LATE, SPRING[BERLIN] - timedelta(minutes=60), BERLIN)
    desk.plan = replace(desk.plan, settings=replace(desk.plan.settings, planned=(QUARTER_TO_TWO,)))
    desk.do(plan=desk.plan)
    desk.clock.advance(30 * 60)
    desk.do()
    died = desk.clock.wall
    desk.clock.advance(40 * 60)  # at ten past three
    desk.again(alive=died)
    assert [item.key for item in desk.state.owed] == ["routine:desk-reset@2026-03-29T01:45"]


# --- woken by the next moment alone -------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [SPRING, AUTUMN], ids=["spring", "autumn"])
@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK], ids=["Berlin", "New York"])
def test_a_change_of_the_offset_is_told_ahead(zone: ZoneInfo, change: dict[ZoneInfo, datetime]) -> None:
    for minutes in (1, 30, 59):
        now = ZonedClock(change[zone] - timedelta(minutes=minutes), zone).now()
        assert now.offset_change(3600) == pytest.approx(minutes * 60, abs=0.01)
        assert now.offset_change(minutes * 60 - 1) is None
        assert replace(now, zone=None).offset_change(3600) is None
    assert ZonedClock(change[zone], zone).now().offset_change(3600) is None


class Woken(ZonedDesk):
    """A desk that is looked at when its next moment has come, and at no other time."""

    def through(self, hours: float) -> dict[str, datetime]:
        """When each was told first, by its key."""
        end, found = self.clock.wall + timedelta(hours=hours), dict[str, datetime]()
        while self.clock.wall < end:
            now = self.clock.now()
            self.clock.advance((reminders.next_due(self.state, now) - now.wall).total_seconds())
            for event in self.do():
                if isinstance(event, Tell) and event.stage is Stage.PROMPT and self.state.open is not None:
                    found |= {key: self.clock.wall for key in self.state.open.keys if key not in found}
        return found


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([BERLIN, NEW_YORK]),
    st.sampled_from([SPRING, AUTUMN]),
    st.integers(0, 239),
    st.integers(-90, 150),
    st.integers(10, 170),
)
@example(BERLIN, SPRING, 150, 45, 100)  # 02:30, which is left out
@example(BERLIN, AUTUMN, 150, 45, 100)  # 02:30, which comes twice
@example(NEW_YORK, SPRING, 200, 75, 170)
def test_over_a_change_of_the_clocks_nothing_wakes_late(
    zone: ZoneInfo, change: dict[ZoneInfo, datetime], at: int, asked: int, before: int
) -> None:
    """A planned time, when the wall first shows it or one later, and a question at its moment."""
    begun, moment = change[zone] - timedelta(minutes=before), change[zone] + timedelta(minutes=asked)
    desk = Woken(LATE, begun, zone)
    night = begun.astimezone(zone).date()
    routine = Planned("desk-reset", (time(at // 60, at % 60),), frozenset(range(7)))
    question = FollowUp("day-7", moment, "How is it?", "e")
    plan = replace(desk.plan, settings=replace(desk.plan.settings, planned=(routine,), hours=NIGHTS))
    desk.plan = replace(plan, follow_ups=(question,))
    desk.do(plan=desk.plan)
    told = desk.through(7)
    shown = datetime.combine(night, time(at // 60, at % 60))
    came = next(
        begun + timedelta(seconds=second)
        for second in range(0, 7 * 3600, 30)
        if (begun + timedelta(seconds=second)).astimezone(zone).replace(tzinfo=None) >= shown
    )
    if came > begun + timedelta(minutes=2):
        assert told.get(f"routine:desk-reset@{shown:%Y-%m-%dT%H:%M}", datetime.max.replace(tzinfo=UTC)) <= (
            came + timedelta(minutes=11)
        ), "where something was told just before, it waits for that"
    late = told[question.key] - max(moment, begun + timedelta(minutes=2))
    assert timedelta() <= late <= timedelta(minutes=11)
