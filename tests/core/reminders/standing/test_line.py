"""The few words for a status bar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from coach.core.reminders.plan import FollowUp, Lock, Planned, ReminderSettings
from coach.core.reminders.ports import Busy
from coach.core.reminders.signals import (
    BusyFor,
    Command,
    GotUp,
    PauseFor,
    PauseUntil,
    PauseUntilTomorrow,
    Signals,
    Start,
)
from coach.core.reminders.standing.moment_words import moment_words
from coach.core.reminders.standing.status import status
from coach.core.reminders.working_hours import Span, weekly
from tests.core.reminders.test_reminders import PLAIN, Desk

OFFICE = weekly((Span(9 * 60, 18 * 60),))
FRIDAY = datetime(2026, 3, 6, 17, 30, tzinfo=UTC)
NIGHT = datetime(2026, 3, 6, 18, 30, tzinfo=UTC)


def text(desk: Desk) -> str:
    return status(desk.state, desk.clock.now()).text


@pytest.mark.parametrize(("minutes", "said"), [(0, "45 min"), (33, "12 min"), (44, "1 min"), (44.8, "1 min")])
def test_it_counts_down(minutes: float, said: str) -> None:
    desk = Desk()
    desk.wait(minutes)
    assert text(desk) == f"break in {said}"


def test_a_break_is_due_until_it_is_answered_and_then_taken() -> None:
    desk = Desk(replace(PLAIN, ask_return=True))
    desk.wait(45)
    assert text(desk) == "break due"
    desk.do(Start())
    assert text(desk) == "on a break"
    desk.do(GotUp())
    assert text(desk) == "are you back?"


def test_who_got_up_is_on_a_break_until_it_is_asked() -> None:
    desk = Desk(replace(PLAIN, ask_return=True))
    desk.wait(45)
    desk.do(GotUp())
    assert text(desk) == "on a break"
    desk.wait(3)
    assert text(desk) == "are you back?"


@pytest.mark.parametrize(
    ("more", "busy", "said"),
    [
        ((), (Busy("meeting", "microphone: zoom"),), "in a call"),
        ((), (Busy("meeting", "Impress"),), "in a meeting"),
        ((), (Busy("meeting", "calendar", FRIDAY + timedelta(minutes=20)),), "in a meeting until 17:50"),
        ((), (Busy("meeting", "calendar", FRIDAY + timedelta(minutes=50)),), "off until Mon 09:00"),
        ((), (Busy("do-not-disturb", "dunst"),), "do not disturb"),
        ((BusyFor(15),), (), "in a meeting until 17:45"),
        ((PauseFor(600),), (), "paused until 17:40"),
        ((PauseFor(3600),), (), "off until Mon 09:00"),
        ((PauseUntilTomorrow(),), (), "off until Mon 09:00"),
        ((PauseUntil(datetime(2026, 3, 10, 14, 0, tzinfo=UTC)),), (), "paused until Tue 14:00"),
        ((PauseFor(600),), (Busy("meeting", "microphone"),), "in a call"),
    ],
)
def test_a_pause_says_why_and_until_when(more: tuple[Command, ...], busy: tuple[Busy, ...], said: str) -> None:
    desk = Desk(replace(PLAIN, hours=OFFICE), at=FRIDAY)
    desk.do(*more, busy=busy)
    assert text(desk) == said


def test_in_a_session_nothing_is_told() -> None:
    desk = Desk()
    desk.do(session=True)
    assert text(desk) == "in a session"


def test_in_the_night_it_names_the_day_that_begins() -> None:
    assert text(Desk(replace(PLAIN, hours=OFFICE), at=NIGHT)) == "off until Mon 09:00"
    assert text(Desk(replace(PLAIN, hours=weekly(())), at=NIGHT)) == "off"


def test_a_break_that_only_comes_after_the_working_hours_is_named_with_its_day() -> None:
    assert text(Desk(replace(PLAIN, hours=OFFICE), at=FRIDAY)) == "break Mon 09:45"
    lunch = weekly((Span(9 * 60, 12 * 60), Span(14 * 60, 18 * 60)))
    assert text(Desk(replace(PLAIN, hours=lunch), at=FRIDAY.replace(hour=11, minute=30))) == "break at 14:45"


def test_what_is_due_is_called_what_it_is() -> None:
    drinks = Desk(ReminderSettings(interval_minutes=60, drink_minutes=30, notice_seconds=0, desk_check=False))
    drinks.wait(30)
    assert text(drinks) == "time for some water"
    planned = Planned("neck-knot-desk", (time(9, 20),), seconds=600)
    routine = Desk(replace(PLAIN, planned=(planned,)))
    routine.wait(20)
    assert text(routine) == "break due"
    asked = Desk(follow_ups=(FollowUp("recovery", datetime(2026, 3, 2, 8, 5, tzinfo=UTC), "How is it?"),))
    asked.wait(6)
    assert text(asked) == "a question waits"


def test_under_a_lock_it_is_a_question_that_comes() -> None:
    seen = FollowUp("seen", datetime(2026, 3, 2, 8, 0, tzinfo=UTC), "Have you been seen?")
    desk = Desk(lock=Lock.URGENT, follow_ups=(seen,))
    assert text(desk) == "question in 45 min"
    desk.wait(45)
    assert text(desk) == "a question waits"


def test_the_words_stay_true_as_long_as_they_say() -> None:
    desk = Desk()
    for _ in range(60):
        standing = status(desk.state, desk.clock.now())
        steady = min(standing.steady, 60.0)
        desk.clock.advance(steady - 0.01)
        assert status(desk.state, desk.clock.now()).text == standing.text
        desk.clock.advance(0.02)
        desk.do(*Signals().commands)
    assert steady == pytest.approx(60.0, abs=0.1)


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "09:00"), (1, "Tue 09:00"), (6, "Sun 09:00"), (7, "Mon 9 Mar 09:00"), (-1, "Sun 1 Mar 09:00")],
)
def test_a_moment_names_its_day_where_that_is_not_today(days: int, said: str) -> None:
    monday = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert moment_words(monday + timedelta(days=days), monday) == said
