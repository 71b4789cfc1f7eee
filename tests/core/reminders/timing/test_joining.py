"""Two interruptions within minutes become one."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from coach.core.record.reminders import PromptShown
from coach.core.reminders.plan import FollowUp, Planned, ReminderKind
from coach.core.reminders.signals import GotUp, Skip, Snooze, Write
from tests.conftest import MONDAY_MORNING
from tests.core.reminders.test_reminders import PLAIN, Desk, told

# The first drink is due after 100 minutes, the second break after 102: at 10:40 and 10:42.
CLOSE = replace(PLAIN, interval_minutes=51, drink_minutes=100)


def test_a_drink_and_a_break_two_minutes_later_are_told_as_one() -> None:
    desk = Desk(CLOSE)
    desk.wait(51)
    desk.do(GotUp(desk.open))
    (prompt,) = told(desk.wait(49.2))
    assert prompt.kinds == (ReminderKind.MOVEMENT, ReminderKind.DRINK), "the longer of the two leads"
    desk.do(GotUp(desk.open))
    assert not told(desk.wait(50))


def test_what_leads_though_it_was_early_counts_as_told_and_is_not_told_again_in_two_minutes() -> None:
    for answer in (Skip(), None):
        desk = Desk(CLOSE)
        desk.wait(51)
        desk.do(GotUp(desk.open))
        desk.wait(49.2)
        shown = [e.body for e in desk.events if isinstance(e, Write) and isinstance(e.body, PromptShown)][-1]
        assert (shown.keys, shown.early) == (("movement", "drink"), ())
        if answer is not None:
            desk.do(answer)
        assert not told(desk.wait(40))


def test_what_comes_eleven_minutes_later_is_told_by_itself() -> None:
    desk = Desk(replace(PLAIN, interval_minutes=51, drink_minutes=40))
    (prompt,) = told(desk.wait(40.2))
    assert prompt.kinds == (ReminderKind.DRINK,)


def test_a_planned_routine_within_ten_minutes_rides_along_and_has_had_its_turn() -> None:
    desk = Desk(replace(PLAIN, interval_minutes=51, planned=(Planned("desk-reset", (time(9, 58),), seconds=90),)))
    (prompt,) = told(desk.wait(51.2))
    assert prompt.kinds == (ReminderKind.MOVEMENT, ReminderKind.ROUTINE)
    desk.do(Skip(desk.open))
    assert not told(desk.wait(20))
    assert desk.state.owed == ()


def test_what_was_put_off_is_not_told_before_its_time_and_what_is_due_waits_for_it() -> None:
    desk = Desk(replace(PLAIN, interval_minutes=45, drink_minutes=57))
    desk.wait(45)
    desk.do(Snooze(15, desk.open))
    assert not told(desk.wait(14.8)), "the drink is due after 12 minutes"
    (prompt,) = told(desk.wait(0.4))
    assert prompt.kinds == (ReminderKind.MOVEMENT, ReminderKind.DRINK)


def test_a_drink_does_not_wait_for_what_was_put_off_for_longer() -> None:
    desk = Desk(replace(PLAIN, interval_minutes=45, drink_minutes=56))
    desk.wait(45)
    desk.do(Snooze(30, desk.open))
    (prompt,) = told(desk.wait(11.2))
    assert prompt.kinds == (ReminderKind.DRINK,)


def test_a_question_of_the_safety_rules_waits_for_nothing_that_was_put_off() -> None:
    asked = FollowUp("day-7", MONDAY_MORNING + timedelta(minutes=57), "How is it?", "e1")
    desk = Desk(follow_ups=(asked,))
    desk.wait(45)
    desk.do(Snooze(15, desk.open))
    (prompt,) = told(desk.wait(12.2))
    assert prompt.kinds == (ReminderKind.FOLLOW_UP,)
