"""What the users of other reminder programs complain of, each as it would be here, by the number of its thread."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from coach.core.reminders.plan import Plan, Planned, ReminderKind
from coach.core.reminders.ports import Busy
from coach.core.reminders.signals import (
    GotUp,
    PauseFor,
    PauseUntilTomorrow,
    Skip,
    Snooze,
    Stage,
    Start,
)
from coach.core.reminders.standing.status import status
from coach.core.reminders.state import PauseReason
from coach.core.reminders.working_hours import Span, weekly
from tests.conftest import MONDAY_MORNING
from tests.core.reminders.test_reminders import BUSY, PLAIN, Desk, outcomes, told

QUIET = (Busy("do-not-disturb", "dunst"),)


@pytest.fixture
def due() -> Desk:
    """A desk at which a break has just been told."""
    desk = Desk()
    desk.wait(45, idle=6.0)
    return desk


def away(desk: Desk, minutes: float) -> None:
    """Nobody touches anything for so long."""
    for tenth in range(1, round(minutes * 6) + 1):
        desk.clock.advance(10)
        desk.do(idle=10.0 * tenth)


def minutes_left(desk: Desk) -> float:
    found = status(desk.state, desk.clock.now()).in_seconds
    assert found is not None
    return found / 60


# --- wishes -------------------------------------------------------------------------------------------------------


def test_stretchly_1248_a_new_interval_holds_at_once() -> None:
    desk = Desk(replace(PLAIN, interval_minutes=30))
    desk.wait(22)
    desk.do(plan=Plan(replace(PLAIN, interval_minutes=60)))
    assert minutes_left(desk) == pytest.approx(38)
    desk.do(plan=Plan(replace(PLAIN, interval_minutes=60, hours=weekly((Span(9 * 60, 9 * 60 + 40),)))))
    desk.wait(20)
    assert desk.state.paused(PauseReason.HOURS)


def test_workrave_335_and_stretchly_177_i_took_one_myself() -> None:
    desk = Desk()
    desk.wait(40)
    desk.do(GotUp())
    assert minutes_left(desk) == pytest.approx(45)
    desk.wait(45)
    assert outcomes(desk.do(GotUp())) == ["taken"], "it answers one that is open, too"
    assert minutes_left(desk) == pytest.approx(45)


@pytest.mark.parametrize("settings", [PLAIN, replace(PLAIN, notice_seconds=30)])
def test_safeeyes_709_and_workrave_199_not_while_typing(settings: object) -> None:
    desk = Desk(settings)  # type: ignore[arg-type]
    desk.wait(44.8, idle=0.2)
    assert not told(desk.wait(0.8, idle=0.2)), "in the middle of a word"
    assert told(desk.wait(0.2, idle=5.5)), "in the first pause"


def test_workrave_188_the_end_of_the_day_is_told() -> None:
    desk = Desk(replace(PLAIN, day_ends=True, hours=weekly((Span(9 * 60, 9 * 60 + 30),))))
    (word,) = told(desk.wait(31), Stage.WORD)
    assert word.kinds == (ReminderKind.DAY_END,)


# --- sleep, locks and absence -------------------------------------------------------------------------------------


def test_workrave_314_404_and_stretchly_1445_asleep_in_a_break(due: Desk) -> None:
    due.do(Start(due.open))
    due.wait(0.5)
    due.sleep(300)
    due.wait(12)
    assert due.state.open is None, "it does not hang in a break of the night"
    assert not told(due.wait(30))


def test_stretchly_1687_a_quick_lock_resets_nothing() -> None:
    desk = Desk()
    desk.wait(30, idle=6.0)
    away(desk, 1)
    desk.do(idle=0.1)
    assert minutes_left(desk) == pytest.approx(14, abs=0.1)


def test_stretchly_1364_and_1025_a_break_goes_on_while_the_screen_is_locked(due: Desk) -> None:
    due.do(GotUp(due.open))
    away(due, 20)
    due.do(idle=0.0)
    assert not told(due.wait(44.8, idle=6.0)), "who was away for twenty minutes begins anew, and is told once"
    assert told(due.wait(0.4, idle=6.0))


def test_workrave_567_hibernated_shortly_before_a_break() -> None:
    desk = Desk(replace(PLAIN, notice_seconds=30))
    desk.wait(44.7)
    desk.sleep(8 * 60)
    events = desk.wait(44.3)
    assert not told(events)
    assert not told(events, Stage.NOTICE), "the night was a break"
    assert told(desk.wait(1))


def test_breaktimer_463_and_88_no_prompt_while_away() -> None:
    desk = Desk(replace(PLAIN, drink_minutes=30, planned=(Planned("desk-reset", (time(9, 30),)),)))
    desk.wait(5, idle=6.0)
    before = len(desk.events)
    away(desk, 60 * 3)
    assert not told(desk.events[before:])


def test_workrave_746_and_646_reading_is_no_absence() -> None:
    desk = Desk()
    for _ in range(18):
        desk.wait(1.8, idle=6.0)
        away(desk, 1.8)
    assert told(desk.events), "a key now and then is enough: nobody was away for two minutes"


def test_workrave_620_idle_time_can_be_left_out_of_it() -> None:
    desk = Desk(replace(PLAIN, idle=False))
    desk.wait(30)
    away(desk, 14.8)
    assert not told(desk.events)
    assert told(desk.wait(0.4, idle=900.0))


# --- prompts that stay, double or come at the wrong time ----------------------------------------------------------


def test_workrave_329_no_prompt_stays_for_ever(due: Desk) -> None:
    assert outcomes(due.wait(5)) == ["missed"]
    assert due.state.open is None


def test_workrave_190_two_at_once_are_one() -> None:
    desk = Desk(replace(PLAIN, drink_minutes=45, planned=(Planned("desk-reset", (time(9, 45),)),)))
    (prompt,) = told(desk.wait(45.2))
    assert set(prompt.kinds) == {ReminderKind.MOVEMENT, ReminderKind.DRINK, ReminderKind.ROUTINE}


def test_stretchly_1557_a_quiet_phase_resets_nothing() -> None:
    desk = Desk()
    desk.wait(40)
    desk.wait(4, busy=QUIET)
    desk.do(busy=())
    assert minutes_left(desk) == pytest.approx(1)


def test_stretchly_1221_starting_anew_resets_nothing() -> None:
    desk = Desk()
    desk.wait(31)
    desk.do(GotUp())
    desk.wait(40)
    desk.again(alive=desk.clock.wall)
    assert minutes_left(desk) == pytest.approx(5)


def test_a_clock_set_back_while_nobody_kept_them_begins_the_count_once_and_not_at_each_start() -> None:
    desk = Desk()
    desk.wait(31)
    desk.do(GotUp())
    lived = desk.clock.wall
    desk.clock.wall -= timedelta(hours=3)
    desk.again(alive=lived)
    assert minutes_left(desk) == pytest.approx(45)
    desk.wait(40)
    desk.again(alive=desk.clock.wall)
    assert minutes_left(desk) == pytest.approx(5)


@pytest.mark.parametrize("pause", [PauseFor(5 * 3600), PauseUntilTomorrow()])
def test_stretchly_742_and_1441_a_pause_outlives_starting_anew(pause: PauseFor | PauseUntilTomorrow) -> None:
    desk = Desk()
    desk.do(pause)
    desk.clock.advance(60, asleep=3600)
    desk.again()
    assert desk.state.paused(PauseReason.PERSON)
    assert not told(desk.wait(120))


def test_breaktimer_65_hours_that_end_before_they_start_go_over_midnight() -> None:
    night = replace(PLAIN, hours=weekly((Span(22 * 60, 6 * 60),), range(7)))
    desk = Desk(night, datetime(2026, 3, 2, 23, 30, tzinfo=MONDAY_MORNING.tzinfo))
    assert told(desk.wait(46))
    assert not told(Desk(night).wait(120)), "at nine in the morning nobody works"


def test_workrave_181_a_film_or_a_presentation_is_left_alone() -> None:
    desk = Desk()
    assert not told(desk.wait(100, busy=(Busy("meeting", "vlc"),)))
    assert told(desk.do(busy=()))


def test_a_planned_time_in_a_call_waits_for_its_end() -> None:
    desk = Desk(replace(PLAIN, interval_minutes=60, planned=(Planned("desk-reset", (time(9, 30),)),)))
    assert not told(desk.wait(40, busy=BUSY))
    assert told(desk.do(busy=()))


# --- answers ------------------------------------------------------------------------------------------------------


def test_putting_off_and_skipping_have_each_one_outcome(due: Desk) -> None:
    assert outcomes(due.do(Snooze(5, due.open))) == ["snoozed"]
    assert told(due.wait(5.2))
    assert outcomes(due.do(Skip(due.open))) == ["skipped"]
    assert due.clock.wall - MONDAY_MORNING < timedelta(hours=1)
