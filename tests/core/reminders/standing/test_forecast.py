"""What is forecast comes true: played on from there, the next break is told at just that moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.core.reminders import step as reminders
from coach.core.reminders.plan import Planned, ReminderKind
from coach.core.reminders.ports import Busy
from coach.core.reminders.signals import (
    BusyFor,
    Command,
    GotUp,
    PauseFor,
    PauseUntil,
    PauseUntilTomorrow,
    Skip,
    Snooze,
    Stage,
    Tell,
)
from coach.core.reminders.standing.forecast import next_break
from coach.core.reminders.standing.status import PauseStatus, status
from coach.core.reminders.timing.joining import JOIN
from coach.core.reminders.working_hours import Span, WorkingHours, weekly
from tests.core.reminders.test_reminders import MINUTE, PLAIN, Desk

OFFICE = weekly((Span(9 * 60, 12 * 60 + 30), Span(13 * 60 + 30, 18 * 60)))
NIGHTS = weekly((Span(22 * 60, 6 * 60),))
FRIDAY = datetime(2026, 3, 6, 17, 0, tzinfo=UTC)


def at_office(moment: datetime = FRIDAY, hours: WorkingHours = OFFICE) -> Desk:
    return Desk(replace(PLAIN, hours=hours), at=moment)


def foretold(desk: Desk) -> datetime | None:
    return status(desk.state, desk.clock.now()).next_at


def comes(desk: Desk) -> tuple[datetime, int]:
    """When the next movement break is told, alone or beside something else, played on without a word of anybody.

    And how many other prompts came before it.
    """
    others = 0
    for _ in range(500):
        now = desk.clock.now()
        desk.clock.advance((reminders.next_due(desk.state, now) - now.wall).total_seconds())
        for event in desk.do():
            if isinstance(event, Tell) and event.stage is Stage.PROMPT:
                if ReminderKind.MOVEMENT in event.kinds:
                    return desk.clock.now().wall, others
                others += 1
    raise AssertionError("no break ever comes")


COMMANDS: list[Command] = [
    GotUp(), Skip(), Snooze(10), PauseFor(3600), PauseFor(20 * 3600), PauseUntilTomorrow(), BusyFor(90),
    PauseUntil(datetime(2026, 3, 9, 10, 20, tzinfo=UTC)),
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([OFFICE, NIGHTS, weekly((Span(0, 24 * 60),), range(7)), weekly((Span(9 * 60, 10 * 60),), (0,))]),
    st.integers(0, 7 * 24 * 60),
    st.lists(st.tuples(st.sampled_from(COMMANDS), st.integers(0, 120)), max_size=3),
    st.integers(0, 100),
)
@example(OFFICE, 4 * 24 * 60 + 600, [(PauseUntilTomorrow(), 1)], 5)
def test_a_forecast_comes_true(
    hours: WorkingHours, minute: int, commands: Sequence[tuple[Command, int]], after: int
) -> None:
    monday = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
    desk = at_office(monday + timedelta(minutes=minute), hours)
    for command, wait in commands:
        desk.wait(wait)
        desk.do(command)
    desk.wait(after)
    at = foretold(desk)
    if at is None:
        assert desk.state.open is not None
        return
    assert comes(desk)[0] == pytest.approx(at, abs=timedelta(seconds=1))


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([30, 40, 50, 60, 90]),
    st.lists(st.integers(9 * 60, 12 * 60), max_size=2),
    st.lists(st.tuples(st.sampled_from([GotUp(), Snooze(5), Snooze(15), Skip(), PauseFor(1200)]), st.integers(1, 60))),
    st.integers(0, 40),
)
def test_what_else_is_due_within_minutes_is_reckoned_with(
    drink: int, planned: list[int], commands: Sequence[tuple[Command, int]], after: int
) -> None:
    times = tuple(time(*divmod(minute, 60)) for minute in planned)
    routines = (Planned("neck-knot-desk", times),) if times else ()
    desk = Desk(replace(PLAIN, drink_minutes=drink, planned=routines))
    for command, wait in commands[:4]:
        desk.wait(wait)
        desk.do(command)
    desk.wait(after)
    at = foretold(desk)
    if at is None:
        return
    came, others = comes(desk)
    allowed = timedelta(seconds=JOIN if others else 1)  # another prompt in between may take it along, or be taken along
    assert abs(came - at) <= allowed


def test_none_lies_after_the_end_of_the_working_hours() -> None:
    desk = at_office(FRIDAY + timedelta(minutes=30))
    assert foretold(desk) == datetime(2026, 3, 9, 9, 45, tzinfo=UTC)


def test_before_noon_the_count_begins_anew_after_lunch() -> None:
    desk = at_office(datetime(2026, 3, 2, 12, 0, tzinfo=UTC))
    assert foretold(desk) == datetime(2026, 3, 2, 14, 15, tzinfo=UTC)


def test_where_no_working_hours_ever_come_there_is_none() -> None:
    assert foretold(at_office(hours=weekly(()))) is None


def test_a_pause_until_tomorrow_is_over_when_the_day_begins_at_the_desk() -> None:
    desk = at_office()
    desk.do(PauseUntilTomorrow())
    standing = status(desk.state, desk.clock.now())
    assert standing.paused == (PauseStatus("person", datetime(2026, 3, 9, 9, 0, tzinfo=UTC)),)


def test_a_call_has_no_end_and_a_meeting_has_one() -> None:
    desk = at_office()
    desk.wait(1, busy=(Busy("meeting", "microphone"),))
    assert foretold(desk) is None
    end = FRIDAY + timedelta(minutes=50)
    desk.do(busy=(Busy("meeting", "calendar", end),))
    assert foretold(desk) == end, "due at 17:45, held until 17:50"


@pytest.mark.parametrize("asleep", [30, 44, 46, 600])
def test_after_waking_it_is_never_said_that_one_comes_at_once(asleep: float) -> None:
    desk = Desk()
    desk.wait(20)
    desk.sleep(asleep)
    for _ in range(30):
        now = desk.clock.now()
        at = next_break(desk.state, now)
        told = status(desk.state, now).text
        assert told != "break in 0 min"
        assert at is None or at > now.wall or desk.state.open is not None
        desk.clock.advance(10)
        desk.do()


def test_who_is_away_is_told_nothing_that_a_return_would_change() -> None:
    desk = Desk()
    desk.wait(20)
    desk.wait(5, idle=5 * MINUTE)
    assert desk.state.absent
    assert foretold(desk) is None
    assert status(desk.state, desk.clock.now()).text == "away"
