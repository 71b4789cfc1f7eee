"""Words in passing: a rest for the eyes, and the end of the working day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from coach.core.record.reminders import PromptShown
from coach.core.reminders.plan import Lock, Plan, ReminderKind, ReminderSettings
from coach.core.reminders.signals import Close, Command, GotUp, PauseFor, ReminderEvent, Stage, Tell, Write
from coach.core.reminders.working_hours import Span, weekly
from tests.core.reminders.test_reminders import BUSY, PLAIN, Desk, told

EYES = replace(PLAIN, eyes_minutes=20, interval_minutes=60)
TO_TEN = replace(PLAIN, day_ends=True, interval_minutes=60, hours=weekly((Span(9 * 60, 10 * 60),)))


def words(events: list[ReminderEvent]) -> list[Tell]:
    return told(events, Stage.WORD)


def closed(events: list[ReminderEvent]) -> list[str]:
    return [event.prompt for event in events if isinstance(event, Close)]


def test_the_eyes_rest_every_twenty_minutes_for_twenty_seconds_and_no_click_is_asked_for() -> None:
    desk = Desk(EYES)
    assert not words(desk.wait(19.8))
    (word,) = words(desk.wait(0.2))
    assert (word.kinds, word.notice.actions, word.quiet) == ((ReminderKind.EYES,), (), True)
    assert closed(desk.wait(0.2)) == []
    assert closed(desk.wait(0.2)) == [word.notice.prompt]
    assert len(words(desk.wait(20))) == 1


def test_nobody_is_told_to_rest_the_eyes_who_did_not_ask_for_it() -> None:
    desk = Desk(replace(PLAIN, interval_minutes=60))
    assert not words(desk.wait(59))


def test_the_eyes_wait_for_a_break_within_ten_minutes_which_is_a_rest_for_them() -> None:
    desk = Desk(replace(EYES, interval_minutes=45))
    assert len(words(desk.wait(44.8))) == 1, "at 20 minutes, and at 40 the break is near"
    assert told(desk.wait(0.4))
    desk.do(GotUp(desk.open))
    assert not words(desk.wait(19.8))


def test_a_word_in_passing_is_no_prompt_and_stays_off_the_record() -> None:
    desk = Desk(EYES)
    desk.wait(25)
    assert not [e for e in desk.events if isinstance(e, Write) and isinstance(e.body, PromptShown)]
    assert (desk.state.open, desk.state.unanswered) == (None, 0)


def test_nothing_is_said_in_passing_in_a_call_a_pause_after_hours_while_away_typing_or_in_an_emergency() -> None:
    cases: tuple[tuple[ReminderSettings, tuple[Command, ...], dict[str, Any]], ...] = (
        (EYES, (), {"busy": BUSY}),
        (EYES, (PauseFor(3600),), {}),
        (replace(EYES, hours=weekly((Span(12 * 60, 18 * 60),))), (), {}),
        (EYES, (), {"session": True}),
        (EYES, (), {"plan": Plan(EYES, lock=Lock.EMERGENCY)}),
    )
    for settings, commands, signals in cases:
        desk = Desk(settings)
        desk.do(*commands, **signals)
        assert not words(desk.wait(30, **signals)), (settings, commands, signals)
    desk = Desk(EYES)
    desk.wait(19.9)
    assert not words(desk.wait(0.5, idle=0.1))
    assert words(desk.wait(0.2, idle=6.0))


def test_what_is_told_meanwhile_takes_the_place_of_the_word_and_is_not_closed_by_it() -> None:
    desk = Desk(EYES)
    desk.wait(20)
    desk.state = replace(desk.state, due=desk.clock.boot, wake=desk.clock.boot)
    (prompt,) = told(desk.do())
    events = desk.wait(1)
    assert prompt.notice.prompt not in closed(events)
    assert closed(events) == []


def test_the_end_of_the_working_day_is_told_once_with_when_work_begins_again() -> None:
    desk = Desk(TO_TEN)
    assert not words(desk.wait(59.8))
    (word,) = words(desk.wait(0.4))
    assert word.kinds == (ReminderKind.DAY_END,)
    assert word.notice.text == "Time to stop. Reminders rest until Tue 09:00."
    events = desk.wait(120)
    assert closed(events) == [word.notice.prompt]
    assert not words(events)


def test_a_lunch_break_is_no_end_of_the_day_and_the_night_shift_has_one_in_the_morning() -> None:
    lunch = weekly((Span(9 * 60, 10 * 60), Span(11 * 60, 17 * 60)))
    assert not words(Desk(replace(TO_TEN, hours=lunch)).wait(100))
    night = weekly((Span(22 * 60, 10 * 60),), range(7))
    assert len(words(Desk(replace(TO_TEN, hours=night)).wait(100))) == 1


def test_the_end_of_the_day_waits_for_a_call_to_end_but_not_for_long() -> None:
    desk = Desk(TO_TEN)
    assert not words(desk.wait(90, busy=BUSY))
    assert words(desk.wait(1, busy=()))
    desk = Desk(TO_TEN)
    desk.wait(125, busy=BUSY)
    assert not words(desk.wait(10, busy=()))


def test_who_has_gone_asleep_or_switched_on_later_is_not_told_that_the_day_is_over() -> None:
    desk = Desk(TO_TEN)
    desk.wait(50, idle=6.0)
    for tenth in range(6 * 20):
        desk.clock.advance(10)
        desk.do(idle=10.0 * tenth)
    assert not words(desk.events + desk.wait(10, idle=6.0))
    desk = Desk(TO_TEN)
    desk.wait(50)
    assert not words(desk.sleep(30) + desk.wait(30))
    desk = Desk(TO_TEN)
    desk.clock.advance(3700)
    desk.again()
    assert not words(desk.wait(30))
