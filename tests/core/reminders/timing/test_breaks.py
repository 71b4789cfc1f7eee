"""When a break begins and ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.core.reminders.plan import ReminderKind
from coach.core.reminders.signals import BreakBegins, BreakEnds, Finished, GotUp, ReminderEvent, Skip, Start
from tests.core.reminders.test_reminders import PLAIN, Desk


def breaks(events: list[ReminderEvent]) -> list[ReminderEvent]:
    return [event for event in events if isinstance(event, BreakBegins | BreakEnds)]


@pytest.fixture
def due() -> Desk:
    desk = Desk()
    desk.wait(45)
    return desk


def test_who_gets_up_is_away_for_the_length_of_the_break(due: Desk) -> None:
    assert breaks(due.do(GotUp(due.open))) == [BreakBegins(guided=False)]
    assert breaks(due.wait(1.8)) == []
    assert breaks(due.wait(0.2)) == [BreakEnds(guided=False)]
    assert breaks(due.wait(10)) == []


def test_getting_up_unasked_is_a_break_too() -> None:
    desk = Desk()
    desk.wait(5)
    assert breaks(desk.do(GotUp())) == [BreakBegins(guided=False)]
    assert breaks(desk.wait(2)) == [BreakEnds(guided=False)]


def test_a_guided_break_ends_when_its_routine_does_or_is_given_up(due: Desk) -> None:
    assert breaks(due.do(Start(due.open))) == [BreakBegins(guided=True)]
    assert breaks(due.wait(1)) == []
    assert breaks(due.do(Finished(90))) == [BreakEnds(guided=True)]
    assert breaks(due.do(Start())) == [BreakBegins(guided=True)]
    assert breaks(due.wait(9)) == [BreakEnds(guided=True)], "nobody hears of it again"


def test_a_guided_break_takes_the_place_of_the_one_that_goes_on() -> None:
    desk = Desk()
    desk.wait(5)
    desk.do(GotUp())
    assert breaks(desk.do(Start())) == [BreakEnds(guided=False), BreakBegins(guided=True)]
    assert breaks(desk.wait(3)) == []


def test_a_drink_a_question_or_a_skipped_break_is_none(due: Desk) -> None:
    assert breaks(due.do(Skip())) == []
    assert breaks(due.do(Start(kind=ReminderKind.DRINK))) == []
    desk = Desk(replace(PLAIN, drink_minutes=30, interval_minutes=60))
    desk.wait(30)
    assert breaks(desk.do(GotUp(desk.open))) == []
