"""From the settings as written down to what the reminders go by: one table of defaults, nothing lost on the way."""

from __future__ import annotations

from datetime import time

from coach.core.reminders.plan import DEFAULTS, settings_of
from coach.core.reminders.working_hours import Span
from coach.core.settings import PauseSources, ReminderSection, RoutineTimes


def test_the_defaults_of_the_file_are_those_of_the_rules() -> None:
    assert settings_of(ReminderSection()) == DEFAULTS
    assert DEFAULTS.faults() == ()


def test_everything_that_is_written_down_arrives() -> None:
    week = (((540, 750), (810, 1080)), (), (), (), ((1320, 360),), (), ())
    section = ReminderSection(
        interval_minutes=30,
        break_minutes=3,
        notice_seconds=0,
        snooze_minutes=(7,),
        ask_return=True,
        working_hours=week,
        drink_minutes=None,
        desk_check=False,
        routines=(RoutineTimes("neck-knot-desk", (630, 930), (0, 2)),),
        pause_for=PauseSources(idle=False),
    )
    found = settings_of(section)
    assert (found.interval_minutes, found.break_minutes, found.notice_seconds) == (30, 3, 0)
    assert (found.snooze_minutes, found.ask_return, found.drink_minutes) == ((7,), True, None)
    assert (found.desk_check, found.idle) == (False, False)
    assert found.hours.days[0] == (Span(540, 750), Span(810, 1080))
    assert found.hours.days[4] == (Span(1320, 360),)
    (planned,) = found.planned
    assert (planned.routine, planned.times) == ("neck-knot-desk", (time(10, 30), time(15, 30)))
    assert planned.days == {0, 2}
