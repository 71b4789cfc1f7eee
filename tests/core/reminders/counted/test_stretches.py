"""Minutes between standing up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.core.reminders.counted.stretches import minutes_between, stretches
from coach.core.reminders.signals import Back, GotUp, Skip
from tests.conftest import MONDAY_MORNING
from tests.core.reminders.test_reminders import PLAIN, Desk

TODAY = MONDAY_MORNING.date()


def minutes(desk: Desk) -> list[int]:
    return [round(stretch.seconds / 60) for stretch in stretches(desk.facts)]


def test_each_break_ends_a_stretch_and_what_was_skipped_ends_none() -> None:
    desk = Desk()
    desk.wait(45)
    desk.do(GotUp())
    desk.wait(45)
    desk.do(Skip())
    desk.wait(15)
    desk.do(GotUp())
    assert minutes(desk) == [45, 60]
    assert minutes_between(desk.facts, TODAY) == 52
    assert minutes_between(desk.facts, TODAY + timedelta(days=1)) is None
    assert minutes_between([], TODAY) is None


def test_an_absence_ends_one_where_it_began_and_the_next_begins_where_it_ended() -> None:
    desk = Desk()
    desk.wait(30)
    desk.sleep(20)
    desk.wait(40)
    desk.do(GotUp())
    assert minutes(desk) == pytest.approx([30, 40], abs=2)


def test_a_prompt_that_an_absence_answered_ends_one_stretch_and_not_two() -> None:
    desk = Desk()
    desk.wait(45, idle=6.0)
    for seconds in range(10, 300, 10):
        desk.clock.advance(10)
        desk.do(idle=float(seconds))
    desk.wait(30, idle=0.0)
    desk.do(GotUp())
    assert minutes(desk) == pytest.approx([45, 30], abs=1)


def test_the_time_on_ones_feet_is_not_sat() -> None:
    desk = Desk(replace(PLAIN, ask_return=True))
    desk.wait(45)
    desk.do(GotUp())
    desk.wait(10)
    desk.do(Back())
    desk.wait(20)
    desk.do(GotUp())
    assert minutes(desk) == [45, 20]


def test_a_night_is_no_stretch() -> None:
    desk = Desk()
    desk.wait(30)
    desk.do(GotUp())
    desk.clock.advance(0, asleep=14 * 3600)
    desk.again()
    desk.wait(20)
    desk.do(GotUp())
    assert minutes(desk) == [30, 20]
