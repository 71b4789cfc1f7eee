"""The rules of the reminders, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone
from typing import Any

import pytest

from coach.adapters.routines.routine_files import load_library
from coach.core.catalogue.catalogue import Catalogue
from coach.core.record.codec import decode, encode
from coach.core.record.facts import Fact, FactOf, moment, of
from coach.core.record.reminders import PromptDismissed, PromptEnded, PromptShown, StoodUp
from coach.core.reminders import step as reminders
from coach.core.reminders.break_counts import counts_by_day
from coach.core.reminders.plan import (
    DEFAULTS,
    LONGEST,
    SHORTEST,
    FollowUp,
    Lock,
    Plan,
    Planned,
    ReminderKind,
    ReminderSettings,
)
from coach.core.reminders.ports import Busy
from coach.core.reminders.rebuild import KINDS, rebuild
from coach.core.reminders.signals import (
    NOTHING,
    AnotherInterval,
    Back,
    BusyFor,
    Close,
    Command,
    CommandRefused,
    Dismissed,
    Finished,
    GotUp,
    Lost,
    NotOpened,
    OpenBreak,
    PauseFor,
    PauseUntil,
    PauseUntilTomorrow,
    Probe,
    ReminderEvent,
    Resume,
    SetInterval,
    Signals,
    Skip,
    Snooze,
    Stage,
    Start,
    Tell,
    Untold,
    Write,
)
from coach.core.reminders.standing.status import PauseStatus, status
from coach.core.reminders.state import PauseReason, ReminderPhase, ReminderState
from coach.core.reminders.timing.looking import needed_probes
from coach.core.reminders.words import command_of
from coach.core.reminders.working_hours import Span, weekly
from coach.core.routine.movement import choose
from coach.core.vocabulary import PromptOutcome
from tests.conftest import MONDAY_MORNING, FakeClock

MOVEMENTS = tuple(m for technique in load_library(None).shipped_techniques for m in technique.movements)
MINUTE = 60
PLAIN = ReminderSettings(notice_seconds=0, drink_minutes=None, desk_check=False)
BUSY = (Busy("meeting", "microphone"),)


class Desk:
    """A person at a desk, with a clock that moves when told to: what was told, and what was written."""

    def __init__(
        self, settings: ReminderSettings = PLAIN, at: datetime = MONDAY_MORNING, facts: Sequence[Fact] = (), **plan: Any
    ) -> None:
        self.clock = FakeClock(at)
        self.plan = Plan(settings, **{"movements": MOVEMENTS, **plan})
        self.facts = list(facts)
        self.events: list[ReminderEvent] = []
        self.state: ReminderState = rebuild(self.facts, self.clock.now(), self.plan)
        self.do()

    def do(self, *commands: Command, **signals: Any) -> list[ReminderEvent]:
        now = self.clock.now()
        self.state, events = reminders.step(self.state, now, Signals(tuple(commands), **signals))
        for event in events:
            if isinstance(event, Write):
                self.facts.append(FactOf(f"f{len(self.facts)}", *moment(now.wall), "here", event.body))
        self.events += events
        return list(events)

    def wait(self, minutes: float, **signals: Any) -> list[ReminderEvent]:
        """Let time pass at heartbeats of ten seconds; the events of it."""
        before = len(self.events)
        for _ in range(round(minutes * 6)):
            self.clock.advance(10)
            self.do(**signals)
        return self.events[before:]

    def sleep(self, minutes: float) -> list[ReminderEvent]:
        self.clock.advance(0, asleep=minutes * MINUTE)
        return self.do()

    def again(self, **more: Any) -> None:
        """The process was killed; another takes over."""
        self.state = rebuild(self.facts, self.clock.now(), self.plan, **more)
        self.do()

    @property
    def open(self) -> str:
        assert self.state.open is not None
        return self.state.open.id


def told(events: Sequence[ReminderEvent], stage: Stage = Stage.PROMPT) -> list[Tell]:
    return [event for event in events if isinstance(event, Tell) and event.stage is stage]


def outcomes(events: Sequence[ReminderEvent]) -> list[str]:
    return [e.body.outcome for e in events if isinstance(e, Write) and isinstance(e.body, PromptEnded)]


def titles(events: Sequence[ReminderEvent]) -> list[str]:
    return [tell.notice.title for tell in told(events)]


# --- movement breaks ----------------------------------------------------------------------------------------------


def test_a_movement_break_is_due_after_45_minutes_with_nothing_set_or_answered() -> None:
    desk = Desk(ReminderSettings(notice_seconds=0))
    assert not told(desk.wait(44.9))
    (prompt,) = told(desk.wait(0.2))
    assert prompt.kinds == (ReminderKind.MOVEMENT,)
    assert prompt.notice.text == MOVEMENTS[0].prompt


@pytest.mark.parametrize("minutes", [30, 45, 60])
def test_the_interval_is_the_persons(minutes: int) -> None:
    desk = Desk(replace(PLAIN, interval_minutes=minutes))
    assert not told(desk.wait(minutes - 0.5))
    assert told(desk.wait(0.5))


@pytest.mark.parametrize(("minutes", "seconds"), [(30, 120), (45, 120), (50, 180), (55, 240), (60, 300)])
def test_a_break_grows_as_the_gap_nears_an_hour(minutes: int, seconds: int) -> None:
    assert replace(PLAIN, interval_minutes=minutes).break_seconds == seconds
    assert PLAIN.break_after(minutes * 60) == max(120, seconds)


def test_the_nudge_of_the_history_rules_is_held_by_the_movement_break(catalogue: Catalogue) -> None:
    assert catalogue.longitudinal["LR17"] == ""
    assert (SHORTEST, LONGEST) == (30, 60)
    assert SHORTEST <= DEFAULTS.interval_minutes <= LONGEST
    desk = Desk()
    desk.wait(31)
    desk.do(GotUp())
    desk.wait(12)
    desk.again()
    assert status(desk.state, desk.clock.now()).sitting_seconds == 12 * MINUTE


def test_movements_take_turns_and_those_of_a_technique_wait_for_its_check() -> None:
    free = [movement for movement in MOVEMENTS if movement.technique is None]
    assert [choose(MOVEMENTS, turn, ()) for turn in range(len(free))] == free
    assert 0 < len(free) < len(MOVEMENTS)
    techniques = {movement.technique for movement in MOVEMENTS if movement.technique}
    assert [choose(MOVEMENTS, turn, techniques) for turn in range(len(MOVEMENTS))] == list(MOVEMENTS)


# --- answers ------------------------------------------------------------------------------------------------------


@pytest.fixture
def due() -> Desk:
    """A desk at which a break has just been told."""
    desk = Desk()
    desk.wait(45)
    assert desk.state.phase is ReminderPhase.BREAK
    return desk


def test_getting_up_is_a_break_taken(due: Desk) -> None:
    assert outcomes(due.do(GotUp(due.open))) == ["taken"]
    assert not told(due.wait(44.8))
    assert told(due.wait(0.4))


def test_skipping_counts_as_skipped_and_begins_the_next_interval(due: Desk) -> None:
    assert outcomes(due.do(Skip(due.open))) == ["skipped"]
    assert not told(due.wait(44.8))
    assert titles(due.wait(0.4)) == ["90 minutes since you last stood up"]


def test_a_break_can_be_put_off_twice_and_the_count_is_shown(due: Desk) -> None:
    assert outcomes(due.do(Snooze(10, due.open))) == ["snoozed"]
    assert not told(due.wait(9.8))
    (second,) = told(due.wait(0.4))
    assert "Put off 1 of 2 times." in second.notice.text
    due.do(Snooze(None, due.open))
    (third,) = told(due.wait(5.1))
    assert "snooze" not in dict(third.notice.actions)
    (refused,) = due.do(Snooze(5))
    assert isinstance(refused, CommandRefused)
    assert "Put off 2 times" in refused.why
    assert due.state.phase is ReminderPhase.BREAK


def test_an_unanswered_prompt_is_missed_once_and_taken_away(due: Desk) -> None:
    name = due.open
    events = due.wait(6)
    assert outcomes(events) == ["missed"]
    assert Close(name) in events
    assert not told(due.wait(38))
    assert told(due.wait(2)), "the next comes an interval after the one that was missed"


def test_an_answer_to_a_prompt_that_is_over_changes_nothing(due: Desk) -> None:
    old = due.open
    due.do(Skip(old))
    before = due.state
    assert due.do(GotUp(old)) == []
    assert (due.state.due, due.state.sat) == (before.due, before.sat)


@pytest.mark.parametrize(("seconds", "outcome"), [(60, "taken"), (59, "skipped")])
def test_a_guided_break_counts_from_half_of_it_on(due: Desk, seconds: float, outcome: str) -> None:
    events = due.do(Start(due.open))
    assert OpenBreak("movement-break", due.open, 120) in events
    due.wait(seconds / 60)
    assert outcomes(due.do(Finished(seconds))) == [outcome]


def test_a_guided_break_that_nobody_hears_of_again_is_missed_not_taken(due: Desk) -> None:
    due.do(Start(due.open))
    assert outcomes(due.wait(10)) == ["missed"]


@pytest.mark.parametrize("crash", [False, True])
def test_the_break_that_opens_is_as_long_as_its_prompt_says(crash: bool) -> None:
    desk = Desk(replace(PLAIN, interval_minutes=30))
    desk.wait(20)
    desk.do(PauseFor(35 * MINUTE))
    desk.wait(36)
    assert desk.state.open is not None
    if crash:
        desk.again()
    assert OpenBreak("movement-break", desk.open, desk.state.open.seconds) in desk.do(Start(desk.open))
    assert desk.state.open.seconds == 120 + 10 * 12, "55 minutes of sitting"


def test_a_break_can_be_taken_before_it_is_due() -> None:
    desk = Desk()
    desk.wait(20)
    assert OpenBreak("movement-break", "own-1", 120) in desk.do(Start())
    desk.wait(2)
    desk.do(Finished(120))
    assert counts_by_day(desk.facts, MONDAY_MORNING.date(), 1)[0].taken == 1
    assert not told(desk.wait(44.8))


@pytest.mark.parametrize(
    "command", [Snooze(), Skip(), Resume(), PauseFor(0), PauseFor(8 * 86400), BusyFor(0), Snooze(99)]
)
def test_what_cant_be_done_is_refused_in_one_line_and_changes_nothing(command: Command) -> None:
    desk = Desk()
    (refused,) = desk.do(command)
    assert isinstance(refused, CommandRefused)
    assert refused.why.endswith(".")
    assert "\n" not in refused.why
    assert len(desk.facts) == 1


# --- "I got up", "I'm back", seen and not answered ----------------------------------------------------------------


@pytest.mark.parametrize("minutes", [20, 44.9, 45])
def test_who_got_up_has_taken_a_break_prompted_or_not_and_the_count_begins_again(minutes: float) -> None:
    desk = Desk(replace(PLAIN, notice_seconds=30))
    desk.wait(minutes)
    desk.do(GotUp())
    assert desk.state.open is None
    counts = counts_by_day(desk.facts, MONDAY_MORNING.date(), 1)[0]
    assert (counts.taken, counts.missed) == (1, 0)
    assert not told(desk.wait(44.8))
    assert told(desk.wait(0.4))


def test_who_got_up_at_a_drink_has_drunk_and_stood_up() -> None:
    desk = Desk(replace(PLAIN, drink_minutes=30))
    desk.wait(30)
    assert outcomes(desk.do(GotUp())) == ["taken"]
    assert desk.state.due == pytest.approx(desk.clock.boot + 45 * MINUTE)
    assert desk.state.drink == pytest.approx(desk.clock.boot + 30 * MINUTE)


def test_who_got_up_has_not_answered_a_question_of_the_safety_rules() -> None:
    desk = Desk(follow_ups=(FollowUp("recovery", MONDAY_MORNING, "How is it?"),))
    desk.wait(10)
    asked = Desk(follow_ups=(FollowUp("recovery", MONDAY_MORNING, "How is it?"),))
    asked.wait(3)
    assert outcomes(asked.do(GotUp())) == []
    assert asked.state.open is not None
    assert asked.state.due == pytest.approx(asked.clock.boot + 45 * MINUTE)


@pytest.mark.parametrize(("minutes", "ended"), [(0, []), (20, []), (44.9, []), (45, ["taken"])])
def test_who_is_back_is_counted_from_now_whatever_was(minutes: float, ended: list[str]) -> None:
    desk = Desk(replace(PLAIN, notice_seconds=30))
    desk.wait(minutes)
    events = desk.do(Back())
    assert not [event for event in events if isinstance(event, CommandRefused)]
    assert outcomes(events) == ended
    assert (desk.state.phase, desk.state.open) == (ReminderPhase.WAITING, None)
    assert not told(desk.wait(44.8))
    assert told(desk.wait(0.4))


def test_who_is_back_from_a_break_of_their_own_has_taken_it() -> None:
    desk = Desk(replace(PLAIN, ask_return=True))
    desk.wait(20)
    desk.do(Start())
    desk.wait(2)
    desk.do(Back())
    assert (desk.state.phase, desk.state.open) == (ReminderPhase.WAITING, None)
    assert counts_by_day(desk.facts, MONDAY_MORNING.date(), 1)[0].taken == 1


def test_what_was_taken_away_without_an_answer_was_seen_and_not_missed() -> None:
    desk = Desk()
    for _ in range(4):
        while desk.state.open is None:
            desk.wait(1 / 6)
        desk.do(Dismissed(desk.open))
        assert outcomes(desk.wait(4.8)) == [], "it can still be answered, or walked away from"
        assert outcomes(desk.wait(0.4)) == ["skipped"]
    counts = counts_by_day(desk.facts, MONDAY_MORNING.date(), 1)[0]
    assert (counts.skipped, counts.missed, desk.state.unanswered) == (4, 0, 0)


def test_what_was_taken_away_before_a_crash_stays_away_and_is_not_missed() -> None:
    desk = Desk(replace(PLAIN, insist=True))
    desk.wait(45)
    desk.do(Dismissed(desk.open))
    desk.do(Dismissed(desk.open))
    assert sum(isinstance(fact.body, PromptDismissed) for fact in desk.facts) == 1
    desk.again()
    assert outcomes(desk.wait(4)) == []
    assert not told(desk.events, Stage.AGAIN)
    assert outcomes(desk.wait(1.2)) == ["skipped"]
    assert not told(desk.events, Stage.AGAIN)


def test_a_crash_for_longer_than_an_answer_is_waited_for_keeps_that_it_was_seen() -> None:
    desk = Desk()
    desk.wait(45)
    desk.do(Dismissed(desk.open))
    desk.clock.advance(20 * MINUTE)
    desk.again()
    assert outcomes(desk.events) == ["skipped"]
    assert counts_by_day(desk.facts, MONDAY_MORNING.date(), 1)[0].missed == 0


def test_a_version_that_does_not_know_of_it_goes_on_with_the_rest_of_the_record() -> None:
    desk = Desk()
    desk.wait(45)
    desk.do(Dismissed(desk.open))
    desk.facts = [fact for fact in desk.facts if not isinstance(fact.body, PromptDismissed)]
    desk.again()
    assert outcomes(desk.wait(5.2)) == ["missed"]
    assert told(desk.wait(40))


def test_the_end_of_the_server_brings_back_nothing_that_was_taken_away() -> None:
    desk = Desk()
    desk.wait(45)
    desk.do(Dismissed(desk.open))
    desk.do(Lost(desk.open))
    assert not told(desk.wait(4), Stage.AGAIN)


def test_who_takes_it_away_and_walks_off_has_taken_a_break() -> None:
    desk = Desk()
    desk.wait(45, idle=6.0)
    desk.do(Dismissed(desk.open))
    for seconds in range(10, 180, 10):
        desk.clock.advance(10)
        desk.do(idle=float(seconds))
    assert outcomes(desk.events) == ["natural"]


def test_an_announcement_that_was_taken_away_changes_nothing() -> None:
    desk = Desk(replace(PLAIN, notice_seconds=30))
    desk.wait(44.6)
    desk.do(Dismissed(desk.open))
    assert told(desk.wait(0.5))
    assert outcomes(desk.wait(5.2)) == ["missed"]


@pytest.mark.parametrize(("longer", "minutes"), [(True, 60), (False, 30)])
def test_another_interval_is_for_the_settings_and_answers_the_prompt(longer: bool, minutes: int) -> None:
    desk = Desk()
    desk.wait(45)
    events = desk.do(AnotherInterval(longer=longer, prompt=desk.open))
    assert SetInterval(minutes) in events
    assert outcomes(events) == ["skipped"]


def test_no_interval_is_longer_than_the_longest() -> None:
    desk = Desk(replace(PLAIN, interval_minutes=LONGEST))
    (refused,) = desk.do(AnotherInterval(longer=True))
    assert isinstance(refused, CommandRefused)


def test_every_button_has_its_command() -> None:
    assert command_of("p", "got-up") == GotUp("p")
    assert command_of("p", "start") == Start("p")
    assert command_of("p", "less-often") == AnotherInterval(longer=True, prompt="p")
    assert command_of("p", "more-often") == AnotherInterval(longer=False, prompt="p")
    assert command_of("p", "dismissed") == Dismissed("p")
    assert command_of("p", "snooze") == Snooze(prompt="p")
    assert command_of("p", "skip") == Skip("p")
    assert command_of("p", "back") == Back()
    assert command_of("p", "nonsense") is None


def test_the_notice_comes_before_the_break_and_the_break_can_be_skipped_from_it() -> None:
    desk = Desk(replace(PLAIN, notice_seconds=30))
    (notice,) = told(desk.wait(44.5), Stage.NOTICE)
    assert notice.notice.title == "Time to stand up in 30 seconds"
    name = desk.open
    (prompt,) = told(desk.wait(0.5))
    assert prompt.notice.prompt == name, "the break takes the place of its notice"
    desk.do(GotUp(name))
    desk.wait(44.6)
    assert outcomes(desk.do(Skip())) == ["skipped"]
    assert not told(desk.wait(44.8))


def test_the_next_countdown_waits_for_im_back_where_that_is_wanted() -> None:
    desk = Desk(replace(PLAIN, ask_return=True))
    desk.wait(45)
    desk.do(GotUp())
    assert desk.state.phase is ReminderPhase.RETURN
    assert told(desk.wait(3), Stage.RETURN)
    desk.wait(20)
    desk.do(Back())
    assert not told(desk.wait(44.8))
    assert told(desk.wait(0.4))


def test_who_never_says_im_back_is_reminded_all_the_same() -> None:
    desk = Desk(replace(PLAIN, ask_return=True))
    desk.wait(45)
    desk.do(GotUp())
    assert told(desk.wait(2 * 45 + 3))


# --- pauses: held, not dropped ------------------------------------------------------------------------------------


def test_what_falls_into_a_pause_is_told_once_when_it_ends() -> None:
    desk = Desk()
    desk.wait(30)
    desk.do(PauseFor(32 * MINUTE))
    assert not told(desk.wait(31.8))
    assert titles(desk.wait(0.4)) == ["62 minutes since you last stood up"]
    assert not told(desk.wait(10))


def test_a_pause_ends_when_the_clock_says_so_or_when_the_person_does() -> None:
    desk = Desk()
    desk.do(PauseUntil(MONDAY_MORNING + timedelta(hours=5)))
    assert not told(desk.wait(299.8))
    assert told(desk.wait(0.4))
    desk.do(PauseUntilTomorrow())
    (pause,) = desk.state.pauses
    assert pause.until == MONDAY_MORNING.replace(day=3, hour=4)
    desk.wait(60)
    assert told(desk.do(Resume()))


def test_a_pause_of_the_person_outlives_sleep_crash_and_a_clock_that_is_set() -> None:
    desk = Desk()
    desk.do(PauseFor(3 * 3600))
    desk.wait(5)
    desk.clock.wall += timedelta(hours=6)
    desk.wait(5)
    desk.sleep(60)
    desk.again()
    assert desk.state.paused(PauseReason.PERSON)
    assert not told(desk.wait(109))
    assert desk.state.paused(PauseReason.PERSON)
    desk.wait(2)
    assert not desk.state.paused(PauseReason.PERSON)


def test_a_meeting_and_do_not_disturb_hold_a_prompt_until_a_look_finds_them_over() -> None:
    desk = Desk()
    desk.wait(44, busy=BUSY)
    assert not told(desk.wait(5, busy=BUSY))
    assert titles(desk.do(busy=())) == ["49 minutes since you last stood up"]
    desk = Desk()
    assert not told(desk.wait(50, busy=(Busy("do-not-disturb", "desktop"),)))
    assert [str(pause.reason) for pause in desk.state.pauses] == ["do-not-disturb"]


def test_busy_for_an_hour_is_a_meeting_that_ends_by_itself_and_no_look_ends_it() -> None:
    desk = Desk()
    desk.do(BusyFor(60))
    assert not told(desk.wait(59.8, busy=()))
    assert told(desk.wait(0.4, busy=()))


def test_another_session_holds_prompts_and_counts_as_a_break() -> None:
    desk = Desk()
    desk.wait(40)
    assert not told(desk.wait(10, session=True))
    assert not told(desk.do(Finished(600, "neck-knot-desk"), session=False))
    assert not told(desk.wait(44.8))


def test_idle_hands_in_a_meeting_are_no_absence() -> None:
    desk = Desk()
    desk.wait(1, idle=0.0)
    for minute in range(46):
        desk.clock.advance(60)
        desk.do(busy=BUSY, idle=60.0 * minute)
    assert told(desk.do(busy=(), idle=2760.0))


def test_reasons_to_pause_have_each_its_own_end() -> None:
    desk = Desk()
    desk.do(PauseFor(3600), busy=BUSY)
    assert {pause.reason for pause in desk.state.pauses} == {PauseReason.PERSON, PauseReason.MEETING}
    desk.do(Resume())
    assert {pause.reason for pause in desk.state.pauses} == {PauseReason.MEETING}
    desk.do(busy=())
    assert not desk.state.pauses


# --- absence ------------------------------------------------------------------------------------------------------


def away(desk: Desk, minutes: float) -> list[ReminderEvent]:
    """Nobody touches anything for so long, then somebody does."""
    before = len(desk.events)
    for tenth in range(1, round(minutes * 6) + 1):
        desk.clock.advance(10)
        desk.do(idle=10.0 * tenth)
    desk.clock.advance(10)
    desk.do(idle=0.0)
    return desk.events[before:]


@pytest.mark.parametrize(
    ("minutes", "how", "left"), [(1.5, None, 23.3), (2.1, "natural", 45), (30, "natural", 45), (46, "afresh", 45)]
)
def test_an_absence_counts_by_its_length(minutes: float, how: str | None, left: float) -> None:
    desk = Desk()
    desk.wait(20, idle=0.0)
    events = away(desk, minutes)
    found = [e.body.how for e in events if isinstance(e, Write) and isinstance(e.body, StoodUp)]
    assert found == ([how] if how else [])
    assert not told(desk.wait(left - 0.6, idle=0.0))
    assert told(desk.wait(1, idle=6.0))


def test_going_away_answers_an_open_prompt_as_a_natural_break(due: Desk) -> None:
    due.do(idle=0.0)
    events = away(due, 3)
    assert outcomes(events) == ["natural"]
    day = counts_by_day(due.facts, MONDAY_MORNING.date(), 1)[0]
    assert (day.natural, day.prompted, day.kept) == (1, 1, 1)


def test_nothing_is_told_to_an_empty_chair() -> None:
    desk = Desk(replace(PLAIN, planned=(Planned("desk-reset", (time(9, 10),)),)))
    desk.wait(5, idle=0.0)
    assert not told(away(desk, 12))
    assert not told(desk.wait(1.8, idle=0.0)), "nor to somebody who just sits down"
    assert told(desk.wait(0.4, idle=6.0))


def test_unknown_idle_is_unknown_and_never_an_absence() -> None:
    desk = Desk()
    assert told(desk.wait(45, idle=None))


def test_idle_that_stops_being_known_does_not_hold_reminders_for_ever() -> None:
    desk = Desk()
    for seconds in range(0, 600, 30):
        desk.clock.advance(30)
        desk.do(idle=float(seconds))
    assert desk.state.absent
    assert told(desk.wait(48, idle=None))


def test_sleep_counts_like_an_absence_and_nothing_is_told_in_the_two_minutes_after_it() -> None:
    desk = Desk()
    desk.wait(44)
    assert not told(desk.sleep(1.5))
    assert not told(desk.wait(1.9))
    assert told(desk.wait(0.3)), "a short sleep resets nothing"
    desk.do(GotUp())
    desk.wait(30)
    desk.sleep(480)
    assert not told(desk.wait(44.8))
    assert told(desk.wait(0.4)), "a long one begins anew"


def test_asleep_in_the_middle_of_a_break_does_not_leave_it_stuck(due: Desk) -> None:
    due.do(Start(due.open))
    due.wait(0.5)
    assert outcomes(due.sleep(90)) == ["natural"]
    assert due.state.phase is ReminderPhase.WAITING
    assert told(due.wait(46))


# --- several kinds ------------------------------------------------------------------------------------------------


def test_two_that_are_due_make_one_prompt_and_the_longer_satisfies_the_shorter() -> None:
    desk = Desk(replace(PLAIN, drink_minutes=50))
    (prompt,) = told(desk.wait(45))
    assert prompt.kinds == (ReminderKind.MOVEMENT, ReminderKind.DRINK)
    assert prompt.notice.text.endswith("Have some water.")
    desk.do(GotUp())
    assert not told(desk.wait(44.8))


def test_what_rode_along_early_keeps_its_time_when_the_longer_was_not_done() -> None:
    desk = Desk(replace(PLAIN, drink_minutes=50))
    desk.wait(45)
    desk.do(Skip())
    (prompt,) = told(desk.wait(5.2))
    assert prompt.kinds == (ReminderKind.DRINK,)


def test_deadlines_are_independent_a_drink_comes_although_breaks_are_taken() -> None:
    desk = Desk(replace(PLAIN, drink_minutes=120))
    kinds: set[ReminderKind] = set()
    for _ in range(4):
        for tell in told(desk.wait(40)):
            kinds.update(tell.kinds)
        desk.do(GotUp())
    assert ReminderKind.DRINK in kinds


def test_the_desk_check_comes_a_week_after_it_was_done_and_a_day_after_it_was_not() -> None:
    desk = Desk(replace(PLAIN, desk_check=True))
    for _ in range(12):
        desk.sleep(23 * 60)
        desk.wait(3)
        if desk.state.open is not None:
            desk.do(GotUp() if desk.clock.now().wall.day == 3 else Skip())
        desk.wait(57)
    told_on = [f.local.day for f in of(desk.facts, PromptShown) if "desk-check" in f.body.keys]
    assert told_on == [3, 10, 11, 12, 13, 14]


PLANNED = replace(PLAIN, planned=(Planned("neck-knot-desk", (time(10, 30), time(15, 30)), name="Neck", seconds=420),))


def prompted(desk: Desk, key: str = "routine:") -> list[str]:
    return [k for f in of(desk.facts, PromptShown) for k in f.body.keys if k.startswith(key)]


def test_a_planned_routine_comes_at_its_time_on_its_weekdays_and_opens_by_its_name() -> None:
    desk = Desk(PLANNED)
    desk.wait(80)
    desk.do(GotUp())
    (prompt,) = [t for t in told(desk.wait(11)) if ReminderKind.ROUTINE in t.kinds]
    assert prompt.notice.title == "Planned now: Neck"
    assert OpenBreak("neck-knot-desk", desk.open) in desk.do(Start(desk.open))
    saturday = Desk(PLANNED, MONDAY_MORNING.replace(day=7))
    saturday.wait(120)
    assert not prompted(saturday)


def test_two_planned_times_of_one_routine_held_by_a_pause_are_told_as_one() -> None:
    desk = Desk(PLANNED)
    desk.do(PauseUntil(MONDAY_MORNING.replace(hour=16)))
    assert len(prompted(desk)) == 0
    desk.wait(421)
    assert prompted(desk) == ["routine:neck-knot-desk@2026-03-02T15:30"]


def test_a_planned_time_that_passed_in_the_day_s_sleep_is_told_two_minutes_after_waking() -> None:
    desk = Desk(PLANNED)
    desk.wait(10)
    desk.sleep(100)
    assert not told(desk.wait(1.9))
    assert ReminderKind.ROUTINE in told(desk.wait(0.3))[0].kinds


def test_half_past_two_on_the_night_the_clocks_go_back_comes_once() -> None:
    summer, winter = timezone(timedelta(hours=2)), timezone(timedelta(hours=1))
    planned = Planned("desk-reset", (time(2, 30),), frozenset(range(7)))
    desk = Desk(replace(PLAIN, planned=(planned,)), datetime(2026, 10, 25, 1, 55, tzinfo=summer))
    desk.wait(64.9)
    desk.clock.wall = desk.clock.wall.astimezone(winter)
    desk.wait(90)
    assert prompted(desk) == ["routine:desk-reset@2026-10-25T02:30"]


def test_half_past_two_on_the_night_that_has_none_comes_at_three() -> None:
    winter, summer = timezone(timedelta(hours=1)), timezone(timedelta(hours=2))
    planned = Planned("desk-reset", (time(2, 30),), frozenset(range(7)))
    desk = Desk(replace(PLAIN, planned=(planned,)), datetime(2026, 3, 29, 1, 50, tzinfo=winter))
    desk.wait(9.9)
    desk.clock.wall = desk.clock.wall.astimezone(summer)
    desk.wait(0.4)
    assert prompted(desk) == ["routine:desk-reset@2026-03-29T02:30"]


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_clock_that_is_set_neither_loses_nor_doubles_anything(hours: int) -> None:
    desk = Desk(PLANNED)
    desk.wait(30)
    desk.clock.wall += timedelta(hours=hours)
    first = desk.wait(15.2)
    assert len([t for t in told(first) if ReminderKind.MOVEMENT in t.kinds or ReminderKind.ROUTINE in t.kinds]) >= 1
    desk.wait(600)
    assert len(prompted(desk)) == len(set(prompted(desk))) == 2


# --- working hours ------------------------------------------------------------------------------------------------


OFFICE = weekly((Span(9 * 60, 12 * 60), Span(13 * 60, 17 * 60)))


def test_breaks_come_in_working_hours_only_and_count_from_their_beginning() -> None:
    desk = Desk(replace(PLAIN, hours=OFFICE), MONDAY_MORNING.replace(hour=7))
    assert not told(desk.wait(164.8))
    assert told(desk.wait(0.4))
    (pause,) = Desk(replace(PLAIN, hours=OFFICE), MONDAY_MORNING.replace(hour=7)).state.pauses
    assert pause.until == MONDAY_MORNING


def test_a_time_set_by_hand_and_a_question_of_the_safety_rules_are_told_after_hours_too() -> None:
    planned = Planned("desk-reset", (time(20, 0),))
    asked = FollowUp("24h", MONDAY_MORNING.replace(hour=18, minute=30), "How is it?", "e1")
    desk = Desk(replace(PLAIN, hours=OFFICE, planned=(planned,)), MONDAY_MORNING.replace(hour=18), follow_ups=(asked,))
    kinds = [tell.kinds for tell in told(desk.wait(130))]
    assert kinds == [(ReminderKind.FOLLOW_UP,), (ReminderKind.ROUTINE,)]


# --- safety -------------------------------------------------------------------------------------------------------


def test_in_an_urgent_lock_movement_and_routines_become_have_you_been_seen() -> None:
    settings = replace(PLANNED, drink_minutes=100)
    desk = Desk(settings, lock=Lock.URGENT)
    prompts = told(desk.wait(105))
    assert [p.kinds for p in prompts if ReminderKind.DRINK not in p.kinds] == [(ReminderKind.SEEN,)] * 2
    assert prompts[0].notice.title == "Have you been seen?"
    assert any(p.kinds == (ReminderKind.DRINK,) for p in prompts)
    assert {pause.reason for pause in desk.state.pauses} == {PauseReason.SAFETY}


def test_in_an_emergency_everything_does() -> None:
    asked = FollowUp("day-7", MONDAY_MORNING, "How is it?", "e1")
    desk = Desk(replace(PLANNED, drink_minutes=100, desk_check=True), lock=Lock.EMERGENCY, follow_ups=(asked,))
    assert {p.kinds for p in told(desk.wait(200))} == {(ReminderKind.SEEN,)}


@pytest.mark.parametrize("lock", [Lock.URGENT, Lock.EMERGENCY])
def test_no_break_is_announced_where_a_lock_has_taken_its_place(lock: Lock) -> None:
    desk = Desk(replace(PLAIN, notice_seconds=30), lock=lock)
    events = desk.wait(46)
    assert [(tell.stage, tell.notice.title) for tell in events if isinstance(tell, Tell)] == [
        (Stage.PROMPT, "Have you been seen?")
    ]
    assert desk.state.open is not None
    assert abs(desk.state.open.told - desk.clock.now().boot) <= 70, "told when the break was due"


@pytest.mark.parametrize("lock", [Lock.URGENT, Lock.EMERGENCY])
@pytest.mark.parametrize("dismissed", [True, False])
def test_a_lock_that_came_while_nobody_kept_them_takes_away_what_was_told_before(lock: Lock, dismissed: bool) -> None:
    desk = Desk()
    desk.wait(45)
    first = desk.open
    if dismissed:
        desk.do(Dismissed(first))
    desk.plan = replace(desk.plan, lock=lock)
    before = len(desk.events)
    desk.again()
    assert outcomes(desk.events[before:]) == ["skipped" if dismissed else "missed"]
    assert counts_by_day(desk.facts, MONDAY_MORNING.date(), 1)[0].missed == (not dismissed)
    assert desk.state.unanswered == 0, "it was no longer there to be answered"
    desk.wait(50)
    assert {tell.notice.title for tell in desk.events[before:] if isinstance(tell, Tell)} == {"Have you been seen?"}


def test_a_lock_that_went_while_nobody_kept_them_answers_have_you_been_seen() -> None:
    desk = Desk(lock=Lock.URGENT)
    desk.wait(45)
    desk.plan = replace(desk.plan, lock=Lock.NONE)
    desk.again()
    assert outcomes(desk.events) == ["taken"]
    assert not told(desk.wait(10), Stage.AGAIN)


def test_a_question_that_was_answered_while_nobody_kept_them_is_not_asked_again() -> None:
    question = FollowUp("day-7", MONDAY_MORNING + timedelta(minutes=5), "How is it?", "e1")
    desk = Desk(follow_ups=(question,))
    assert titles(desk.wait(6)) == ["How is it going?"]
    desk.plan = replace(desk.plan, follow_ups=())
    before = len(desk.events)
    desk.again()
    assert outcomes(desk.events[before:]) == ["taken"]
    assert not told(desk.wait(10), Stage.AGAIN)


def test_a_question_that_still_waits_is_asked_again_by_the_next_keeper_in_its_own_words() -> None:
    question = FollowUp("day-7", MONDAY_MORNING + timedelta(minutes=5), "How is it?", "e1")
    desk = Desk(follow_ups=(question,))
    desk.wait(6)
    desk.again()
    (again,) = told(desk.wait(3), Stage.AGAIN)
    assert again.notice.text == "How is it?"


def test_who_starts_at_the_last_moment_and_nothing_opens_has_time_for_another_answer() -> None:
    desk = Desk()
    desk.wait(45)
    desk.clock.advance(299.9)
    events = desk.do(NotOpened(desk.open, "There is no terminal to open."))
    assert titles(events) == ["Nothing could be opened"]
    assert outcomes(desk.wait(4.8)) == []
    assert outcomes(desk.wait(0.4)) == ["missed"]


def test_who_starts_what_is_announced_as_a_call_begins_and_nothing_opens_is_told_why_and_can_answer() -> None:
    desk = Desk(replace(PLAIN, notice_seconds=30))
    desk.wait(44.6)
    assert desk.state.phase is ReminderPhase.NOTICE
    events = desk.do(NotOpened(desk.open, "There is no terminal to open."), busy=BUSY)
    assert titles(events) == ["Nothing could be opened"]
    assert not [event for event in events if isinstance(event, Close)]
    assert told(desk.wait(3, busy=BUSY)) == []
    assert desk.state.open is not None
    assert outcomes(desk.do(GotUp(desk.open))) == ["taken"]


def test_where_coach_does_not_open_have_you_been_seen_keeps_its_own_answers() -> None:
    desk = Desk(lock=Lock.URGENT)
    first = told(desk.wait(46))[0].notice
    (again, refused) = desk.do(NotOpened(desk.open, "There is no terminal to open."))
    assert isinstance(again, Tell)
    assert isinstance(refused, CommandRefused)
    assert again.notice.actions == first.actions == (("start", "Open Coach"), ("skip", "Not yet"))


def test_have_you_been_seen_cant_be_put_off_and_leads_to_the_check_not_to_a_routine() -> None:
    desk = Desk(lock=Lock.URGENT)
    (prompt,) = told(desk.wait(45))
    assert [name for name, _ in prompt.notice.actions] == ["start", "skip"]
    assert isinstance(desk.do(Snooze())[0], CommandRefused)
    assert [e.what for e in desk.do(Start(desk.open)) if isinstance(e, OpenBreak)] == ["check"]


def test_a_lock_takes_an_open_prompt_away(due: Desk) -> None:
    name = due.open
    events = due.do(plan=replace(due.plan, lock=Lock.EMERGENCY))
    assert Close(name) in events
    assert outcomes(events) == ["missed"]


def test_what_the_record_answers_meanwhile_is_answered() -> None:
    desk = Desk(lock=Lock.URGENT)
    desk.wait(45)
    assert outcomes(desk.do(plan=replace(desk.plan, lock=Lock.NONE))) == ["taken"]
    asked = FollowUp("day-7", MONDAY_MORNING, "How is it?", "e1")
    desk = Desk(follow_ups=(asked,))
    desk.wait(2.2)
    assert outcomes(desk.do(plan=replace(desk.plan, follow_ups=()))) == ["taken"]


def test_a_follow_up_is_asked_once_a_day_until_the_record_answers_it() -> None:
    asked = FollowUp("day-7", MONDAY_MORNING + timedelta(minutes=10), "How is it?", "e1")
    desk = Desk(follow_ups=(asked,))
    desk.wait(600)
    desk.sleep(14 * 60)
    desk.wait(120)
    assert len(prompted(desk, "follow-up:")) == 2
    desk.do(plan=replace(desk.plan, follow_ups=()))
    desk.sleep(24 * 60)
    desk.wait(60)
    assert len(prompted(desk, "follow-up:")) == 2


# --- unanswered ---------------------------------------------------------------------------------------------------


def test_after_three_without_an_answer_it_asks_once_and_then_goes_on_quietly() -> None:
    desk = Desk()
    prompts = told(desk.wait(45 * 6 + 1))
    assert [p.notice.title.startswith("Is this a good time") for p in prompts] == [False] * 3 + [True, False, False]
    assert [p.quiet for p in prompts] == [False] * 4 + [True, True]
    desk.do(GotUp())
    assert not told(desk.wait(46))[0].quiet


def test_a_prompt_no_channel_could_tell_does_not_count_as_unanswered() -> None:
    desk = Desk()
    for _ in range(4):
        desk.wait(41)
        desk.wait(4)
        desk.do(Untold(desk.open) if desk.state.open else Back())
    assert desk.state.unanswered == 0


# --- what is looked at --------------------------------------------------------------------------------------------


def test_meetings_are_looked_for_only_when_something_is_about_to_be_told() -> None:
    desk = Desk()
    looked = []
    for tenth in range(6 * 45):
        now = desk.clock.advance(10)
        looks = needed_probes(desk.state, now)
        looks |= needed_probes(desk.state, now, Signals(idle=6.0), looks)
        looked += [tenth] if Probe.BUSY in looks else []
        desk.do(idle=6.0 if Probe.IDLE in looks else None)
    assert looked == [6 * 45 - 1]


def test_idle_that_looks_like_an_absence_makes_it_look_for_a_meeting() -> None:
    desk = Desk()
    desk.wait(5, idle=0.0)
    now = desk.clock.advance(150)
    assert Probe.BUSY in needed_probes(desk.state, now, Signals(idle=150.0))
    assert Probe.BUSY not in needed_probes(desk.state, now, Signals(idle=20.0))


def test_the_next_moment_is_the_one_at_which_something_happens() -> None:
    desk = Desk()
    desk.wait(10)
    now = desk.clock.now()
    assert (reminders.next_due(desk.state, now) - now.wall).total_seconds() == pytest.approx(35 * MINUTE)
    now = desk.clock.advance(35 * MINUTE)
    assert told(desk.do())


def test_a_heartbeat_with_nothing_due_gives_the_same_state_back() -> None:
    desk = Desk()
    desk.wait(5)
    state, events = reminders.step(desk.state, desk.clock.advance(2), NOTHING)
    assert state is desk.state
    assert events == ()


# --- rebuilt from the record --------------------------------------------------------------------------------------


def test_a_crash_in_mid_countdown_costs_nothing() -> None:
    desk = Desk()
    desk.wait(40)
    desk.again()
    assert not told(desk.wait(4.8))
    assert told(desk.wait(0.4))


def test_a_crash_between_prompt_and_answer_neither_doubles_the_prompt_nor_loses_its_outcome(due: Desk) -> None:
    name = due.open
    due.again()
    assert not told(due.wait(2))
    assert outcomes(due.do(GotUp(name))) == ["taken"]
    ended = [f.body.prompt for f in of(due.facts, PromptEnded)]
    assert ended == [name]


def test_snoozes_and_what_they_hold_outlive_a_crash(due: Desk) -> None:
    due.do(Snooze(10))
    due.wait(1)
    due.again()
    (prompt,) = told(due.wait(9.2))
    assert "Put off 1 of 2 times." in prompt.notice.text


@pytest.mark.parametrize("how", [(GotUp(),), (Start(), Finished(150)), (Finished(150),)])
@pytest.mark.parametrize("minutes", [44, 46])
def test_a_crash_while_im_back_is_waited_for_does_not_begin_the_countdown(
    how: tuple[Command, ...], minutes: int
) -> None:
    desk = Desk(replace(PLAIN, ask_return=True))
    desk.wait(minutes)
    for command in how:
        desk.do(command)
    desk.wait(1)
    assert desk.state.phase is ReminderPhase.RETURN
    ask, by = desk.state.ask_at, desk.state.back_by
    desk.again()
    assert desk.state.phase is ReminderPhase.RETURN
    assert (desk.state.ask_at, desk.state.back_by) == pytest.approx((ask, by), abs=0.1)
    assert status(desk.state, desk.clock.now()).in_seconds is None
    desk.wait(20)
    desk.do(Back())
    assert not told(desk.wait(44.8))
    assert told(desk.wait(0.4))


def test_are_you_back_is_asked_once_whatever_crashes() -> None:
    desk = Desk(replace(PLAIN, ask_return=True))
    desk.wait(45)
    desk.do(GotUp())
    desk.wait(1)
    desk.again()
    assert len(told(desk.wait(3), Stage.RETURN)) == 1
    desk.again()
    assert desk.state.phase is ReminderPhase.RETURN
    assert not told(desk.wait(30), Stage.RETURN)
    desk.again()
    assert not told(desk.wait(45))
    assert told(desk.wait(20)), "who never says so is reminded all the same"


def test_who_came_back_before_the_crash_is_not_waited_for_again() -> None:
    desk = Desk(replace(PLAIN, ask_return=True))
    desk.wait(45)
    desk.do(GotUp())
    desk.wait(10)
    desk.do(Back())
    desk.wait(20)
    desk.again()
    assert desk.state.phase is ReminderPhase.WAITING
    assert not told(desk.wait(24.8))
    assert told(desk.wait(0.4))


def test_an_absence_is_no_im_back_before_a_crash_or_after_it() -> None:
    desk = Desk(replace(PLAIN, ask_return=True))
    desk.wait(45)
    desk.do(GotUp())
    desk.sleep(10)
    desk.wait(5)
    assert desk.state.phase is ReminderPhase.RETURN
    desk.again()
    assert desk.state.phase is ReminderPhase.RETURN
    assert status(desk.state, desk.clock.now()).in_seconds is None


def test_who_begins_another_break_has_come_back() -> None:
    desk = Desk(replace(PLAIN, ask_return=True))
    desk.wait(45)
    desk.do(GotUp())
    desk.wait(5)
    desk.do(Start())
    desk.wait(1)
    desk.do(Skip())
    assert desk.state.phase is ReminderPhase.WAITING
    desk.again()
    assert desk.state.phase is ReminderPhase.WAITING
    assert not told(desk.wait(43.8))
    assert told(desk.wait(0.4))


def test_a_journal_that_says_nothing_of_coming_back_counts_from_the_break_on() -> None:
    desk = Desk(replace(PLAIN, ask_return=True))
    desk.wait(45)
    desk.do(GotUp())
    desk.wait(10)
    desk.facts = [
        replace(fact, body=replace(fact.body, back_in=None)) if isinstance(fact.body, PromptEnded) else fact
        for fact in desk.facts
    ]
    desk.again()
    assert not told(desk.wait(34.8))
    assert told(desk.wait(0.4))


def test_who_no_longer_wants_to_be_asked_is_counted_as_back() -> None:
    desk = Desk(replace(PLAIN, ask_return=True))
    desk.wait(45)
    desk.do(GotUp())
    desk.do(plan=Plan(PLAIN))
    assert desk.state.phase is ReminderPhase.WAITING
    assert told(desk.wait(45.2))


def test_a_prompt_left_open_by_a_crash_does_not_cut_the_count_that_begins_anew(due: Desk) -> None:
    due.clock.advance(8 * 3600)
    due.again(alive=due.clock.now().wall - timedelta(hours=8))
    assert outcomes(due.events) == ["missed"]
    due.again()
    assert not told(due.wait(44.8))
    assert told(due.wait(0.4))


def test_a_pause_that_is_over_does_not_come_back_with_a_clock_set_back() -> None:
    desk = Desk()
    desk.do(PauseUntil(MONDAY_MORNING.replace(hour=10)))
    desk.wait(61)
    desk.clock.wall -= timedelta(hours=1)
    desk.wait(1)
    desk.again()
    assert not desk.state.paused(PauseReason.PERSON)


def test_a_clock_set_back_while_no_process_ran_is_not_taken_for_standing_up() -> None:
    desk = Desk()
    desk.wait(45)
    desk.do(GotUp())
    desk.clock.wall -= timedelta(hours=5)
    desk.again()
    desk.wait(45.2)
    desk.do(Snooze(10))
    before = desk.state.sat
    desk.wait(5)
    desk.again()
    assert desk.state.sat == pytest.approx(before, abs=2)


def held() -> Desk:
    """Half past three has come in a pause that goes on."""
    desk = Desk(PLANNED)
    desk.do(PauseUntil(MONDAY_MORNING.replace(hour=16)))
    desk.wait(400)
    return desk


def test_two_planned_times_that_were_held_are_told_as_one_after_a_crash_too() -> None:
    desk = held()
    desk.again()
    desk.wait(25)
    assert prompted(desk) == ["routine:neck-knot-desk@2026-03-02T15:30"]


def test_a_planned_routine_that_was_done_in_the_pause_is_not_told_after_a_crash() -> None:
    desk = held()
    desk.do(Finished(400, "neck-knot-desk"))
    desk.again()
    desk.wait(40)
    assert prompted(desk) == []


def test_a_planned_routine_that_was_put_off_and_done_meanwhile_is_put_off_no_more() -> None:
    desk = Desk(PLANNED)
    desk.wait(45)
    desk.do(Skip())
    desk.wait(45.2)
    desk.do(Snooze(15))
    desk.do(Finished(400, "neck-knot-desk"))
    assert status(desk.state, desk.clock.now()).snoozed == 0
    desk.again()
    assert status(desk.state, desk.clock.now()).snoozed == 0


def test_a_planned_routine_that_was_put_off_stays_put_off_after_a_crash() -> None:
    desk = Desk(PLANNED)
    desk.wait(45)
    desk.do(Skip())
    desk.wait(45.2)
    (first,) = prompted(desk)
    desk.do(Snooze(15))
    desk.again()
    assert prompted(desk) == [first]
    desk.wait(14.7)
    assert prompted(desk) == [first]
    desk.wait(0.5)
    assert prompted(desk) == [first, first]


def test_a_desk_check_of_one_s_own_counts_and_one_that_came_to_nothing_does_not() -> None:
    desk = Desk(replace(PLAIN, desk_check=True))
    tomorrow = desk.state.desk
    desk.do(Start(kind=ReminderKind.DESK))
    desk.do(Skip())
    assert desk.state.desk == tomorrow
    desk.do(Start(kind=ReminderKind.DESK))
    desk.do(Finished(70))
    week = MONDAY_MORNING.date() + timedelta(days=7)
    assert desk.state.desk == week
    desk.again()
    assert desk.state.desk == week


def test_have_you_been_seen_is_no_desk_check() -> None:
    desk = Desk(replace(PLAIN, desk_check=True), lock=Lock.EMERGENCY)
    desk.sleep(23 * 60)
    desk.wait(3)
    assert desk.state.open is not None
    assert "desk-check" in desk.state.open.keys
    desk.do(Start())
    tomorrow = desk.state.desk
    desk.again()
    assert desk.state.desk == tomorrow == desk.clock.now().wall.date() + timedelta(days=1)


def test_a_machine_that_was_off_for_an_interval_begins_anew() -> None:
    desk = Desk()
    desk.wait(40)
    desk.clock.advance(8 * 3600)
    desk.again(alive=desk.clock.now().wall - timedelta(hours=8))
    assert not told(desk.wait(44.8))


def test_facts_are_told_apart_by_their_number_when_the_clock_was_set_back(due: Desk) -> None:
    due.do(GotUp())
    due.wait(1)
    due.clock.wall -= timedelta(hours=5)
    due.wait(44.2)
    due.facts.sort(key=lambda fact: fact.at)
    name = due.open
    due.again()
    assert due.open == name


def test_every_fact_can_be_written_and_read_again_and_has_its_number() -> None:
    desk = Desk(replace(PLANNED, ask_return=True, drink_minutes=60))
    for command in (GotUp(), PauseFor(60), BusyFor(1), Resume(), Start(), Finished(300), Snooze(5), Skip()):
        desk.wait(50)
        desk.do(command)
    bodies = [fact.body for fact in desk.facts]
    assert [decode(body.kind, encode(body)) for body in bodies] == bodies
    assert [body.n for body in bodies if isinstance(body, KINDS)] == list(range(1, len(bodies) + 1))


# --- telling of it ------------------------------------------------------------------------------------------------


def test_the_status_names_state_next_moment_and_pauses() -> None:
    desk = Desk()
    desk.wait(10)
    shown = status(desk.state, desk.clock.now())
    assert (shown.state, shown.in_seconds) == ("waiting", 35 * MINUTE)
    assert shown.next_at == datetime(2026, 3, 2, 8, 45, tzinfo=UTC)
    desk.do(PauseFor(3600))
    shown = status(desk.state, desk.clock.now())
    assert shown.paused == (PauseStatus("person", datetime(2026, 3, 2, 9, 10, tzinfo=UTC)),)
    assert shown.in_seconds == 3600


def test_a_day_tells_what_became_of_its_prompts_and_how_many_were_kept() -> None:
    desk = Desk()
    for command in (GotUp(), Skip(), Snooze(5)):
        desk.wait(45)
        desk.do(command)
    desk.wait(11)
    (day,) = counts_by_day(desk.facts, MONDAY_MORNING.date(), 1)
    assert (day.taken, day.skipped, day.snoozed, day.missed) == (1, 1, 1, 1)
    assert (day.kept, day.prompted) == (1, 3)
    assert [t.taken for t in counts_by_day(desk.facts, MONDAY_MORNING.date() - timedelta(days=1), 3)] == [0, 1, 0]


# --- settings -----------------------------------------------------------------------------------------------------


def test_the_defaults_have_no_fault_and_what_is_out_of_range_has_one_line_each() -> None:
    assert DEFAULTS.faults() == ()
    wrong = ReminderSettings(
        interval_minutes=29, break_minutes=0, notice_seconds=-1, drink_minutes=5, most_snoozes=3, snooze_minutes=(0,)
    )
    assert [name for name, _ in wrong.faults()] == [
        "interval_minutes",
        "break_minutes",
        "notice_seconds",
        "drink_minutes",
        "most_snoozes",
        "snooze_minutes",
    ]
    assert [name for name, _ in replace(PLAIN, planned=(Planned("x", ()),)).faults()] == ["planned"]


def test_outcomes_are_these_five() -> None:
    assert set(PromptOutcome) == {"taken", "natural", "snoozed", "skipped", "missed"}
