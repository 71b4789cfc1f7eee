"""One fold for what happens and for what is read again: after any history both give the same state."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.core.clock import Reading
from coach.core.record.codec import decode, encode
from coach.core.record.facts import Fact, FactOf, Unreadable, moment, of
from coach.core.record.reminders import PromptEnded, PromptSpared, RemindersPaused, RemindersResumed, StoodUp
from coach.core.reminders.due import item_of
from coach.core.reminders.plan import FollowUp, Lock, Plan, Planned, ReminderKind, ReminderSettings
from coach.core.reminders.ports import Busy
from coach.core.reminders.rebuild import rebuild
from coach.core.reminders.signals import (
    Back,
    BusyFor,
    Command,
    Dismissed,
    Finished,
    GotUp,
    PauseFor,
    PauseUntil,
    PauseUntilTomorrow,
    Resume,
    Signals,
    Skip,
    Snooze,
    Start,
    Tell,
    Untold,
    Write,
)
from coach.core.reminders.state import PauseReason, Prompt, ReminderPhase, ReminderState
from coach.core.reminders.step import step
from coach.core.vocabulary import PromptOutcome
from tests.conftest import MONDAY_MORNING, FakeClock

CLOSE = 0.01  # seconds: facts keep microseconds, a clock that was set is on record in milliseconds
MINUTE = 60
PLAIN = ReminderSettings(notice_seconds=0, drink_minutes=None, desk_check=False)
PLANNED = (
    Planned("neck-knot-desk", (time(10, 30), time(11, 0), time(15, 30)), seconds=420),
    Planned("desk-reset", (time(9, 40), time(23, 55)), frozenset(range(7)), seconds=200),
)
QUESTION = FollowUp("day-7", MONDAY_MORNING + timedelta(minutes=70), "How is it?", "e1")


class Desk:
    """Reminders with a journal, on a machine that may be switched off and on."""

    def __init__(self, plan: Plan) -> None:
        self.clock = FakeClock()
        self.plan = plan
        self.facts: list[Fact] = []
        self.told: list[Tell] = []
        self.state = rebuild([], self.clock.now(), plan)
        self.do()

    def do(self, *commands: Command, idle: float | None = None, busy: tuple[Busy, ...] | None = None) -> None:
        now = self.clock.now()
        plan = self.plan if self.plan != self.state.plan else None
        signals = Signals(commands, idle=idle, busy=busy, plan=plan)
        self.state, events = step(self.state, now, signals)
        for event in events:
            if isinstance(event, Write):
                body = decode(event.body.kind, encode(event.body))
                self.facts.append(FactOf(f"f{len(self.facts)}", *moment(now.wall), "here", body))
            elif isinstance(event, Tell):
                self.told.append(event)

    def wait(self, minutes: float, idle: float | None = None) -> None:
        self.clock.advance(minutes * MINUTE)
        self.do(idle=idle)

    def again(self) -> ReminderState:
        """The state as another process would begin with it."""
        now = self.clock.now()
        return rebuild(self.facts, now, self.plan, alive=now.wall)

    def crash(self, *, boots: bool) -> None:
        """Another process takes over; where the machine `boots`, its boot clock begins at nothing."""
        if boots:
            self.clock.wall += timedelta(seconds=30)
            self.clock.mono = self.clock.boot = 7.0
        self.state = self.again()
        self.do()


def on_record(state: ReminderState, now: Reading) -> dict[str, object]:
    """What of a state is told by facts, moments as seconds from now."""

    def ago(moment: float) -> float:
        return moment - now.boot

    own = state.open if state.open is not None and state.open.voluntary else None
    shown = state.open if state.phase is ReminderPhase.BREAK and own is None else None
    return {
        "sat": ago(state.sat),
        "due": ago(state.due),
        "drink": ago(state.drink) if state.plan.settings.drink_minutes is not None else None,
        "desk": state.desk,
        "return": (ago(state.ask_at), ago(state.back_by)) if state.phase is ReminderPhase.RETURN else None,
        "open": None if shown is None else prompt_on_record(shown, now),
        "pauses": {p.reason: (p.until, None if p.ends is None else ago(p.ends)) for p in state.pauses if p.own},
        "owed": {
            item.key: (item.opens, item.name, ago(item.not_before))
            for item in state.owed
            if item_of(item.key, state.plan) is not None  # what is planned no more is not owed after a start
        },
        "asked": {each.key: (each.day, ago(each.at)) for each in state.asked},
        "came due": state.came_due,
        "snoozed": dict(state.snoozed),
        "row": (state.unanswered, state.questioned),
        "written": state.written,
    }


def prompt_on_record(prompt: Prompt, now: Reading) -> tuple[object, ...]:
    flags = (prompt.seen, prompt.asks, prompt.quiet, prompt.dismissed)
    items = tuple((item.kind, item.key, item.opens) for item in prompt.items)
    return prompt.id, items, prompt.told - now.boot, prompt.seconds, prompt.snoozes, prompt.early, *flags


def same(one: object, other: object) -> bool:
    """Equal, numbers to within a few milliseconds."""
    if isinstance(one, float) and isinstance(other, float):
        return one == other or abs(one - other) < CLOSE
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def assert_rebuilt(desk: Desk) -> None:
    now = desk.clock.now()
    live, again = on_record(desk.state, now), on_record(desk.again(), now)
    assert {name: (live[name], again[name]) for name in live if not same(live[name], again[name])} == {}


COMMANDS: tuple[Command, ...] = (
    *(GotUp(), Start(), Start(kind=ReminderKind.DESK), Start(kind=ReminderKind.DRINK), Snooze(5), Snooze(15), Skip()),
    *(Finished(300), Finished(20), Finished(400, "neck-knot-desk"), PauseFor(20 * 60), PauseFor(3 * 3600)),
    *(PauseUntil(MONDAY_MORNING + timedelta(hours=3)), PauseUntilTomorrow(), BusyFor(30), Resume(), Back()),
)
WAIT = st.tuples(st.just("wait"), st.sampled_from((0.2, 1.0, 2.5, 6.0, 14.0, 31.0, 45.0, 46.0)))
ACTIONS = st.one_of(
    WAIT,
    WAIT,
    st.sampled_from(COMMANDS),
    st.sampled_from(COMMANDS),
    st.tuples(st.just("sleep"), st.sampled_from((1.0, 3.0, 50.0, 700.0))),
    st.tuples(st.just("away"), st.sampled_from((1.0, 4.0, 50.0))),
    st.tuples(st.just("meet"), st.booleans()),
    st.tuples(st.just("set clock"), st.sampled_from((-7000.0, -40.0, 40.0, 7000.0))),
    st.tuples(st.just("travel"), st.sampled_from((-60, 60, 330))),
    st.tuples(st.just("lock"), st.sampled_from(tuple(Lock))),
    st.tuples(st.just("asked"), st.booleans()),
    st.tuples(st.just("crash"), st.booleans()),
    st.just(("dismiss", "")),
)
PLANS = st.builds(
    ReminderSettings,
    interval_minutes=st.sampled_from((30, 45)),
    notice_seconds=st.sampled_from((0, 60)),
    drink_minutes=st.sampled_from((None, 50, 90)),
    desk_check=st.booleans(),
    planned=st.sampled_from(((), PLANNED)),
    ask_return=st.booleans(),
).map(lambda settings: Plan(settings, follow_ups=(QUESTION,)))


def act(desk: Desk, name: str, value: object) -> None:
    """Let this happen at the desk."""
    match name, value:
        case "wait", float():
            desk.wait(value)
        case "sleep", float():
            desk.clock.advance(0, asleep=value * MINUTE)
            desk.do()
        case "away", float():
            desk.do(idle=0.0)
            for minute in range(1, int(value) + 1):
                desk.wait(1, idle=minute * 60.0)
            desk.wait(0.1, idle=0.0)
        case "meet", bool():
            desk.do(busy=(Busy("meeting", "microphone"),) if value else ())
        case "set clock", float():
            desk.clock.wall += timedelta(seconds=value)
            desk.do()
        case "travel", int():
            desk.clock.wall = desk.clock.wall.astimezone(timezone(timedelta(minutes=value)))
            desk.do()
        case "dismiss", str() if desk.state.open is not None:
            desk.do(Dismissed(desk.state.open.id))
        case "lock", Lock():
            desk.plan = replace(desk.plan, lock=value)
            desk.do()
        case "asked", bool():
            desk.plan = replace(desk.plan, follow_ups=(QUESTION,) if value else ())
            desk.do()
        case "crash", bool():
            desk.crash(boots=value)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan=PLANS, history=st.lists(ACTIONS, min_size=5, max_size=60))
def test_at_any_moment_the_facts_tell_the_state_there_is(
    plan: Plan, history: list[Command | tuple[str, object]]
) -> None:
    desk = Desk(plan)
    for action in history:
        match action:
            case (str(name), value):
                act(desk, name, value)
            case command:
                desk.do(command)
        assert_rebuilt(desk)


# --- what each fact says ------------------------------------------------------------------------------------------


def test_im_back_is_waited_for_after_a_break_that_was_taken_and_after_nothing_else() -> None:
    back = replace(PLAIN, ask_return=True)
    desk = Desk(Plan(back))
    desk.wait(45)
    desk.do(GotUp())
    assert of(desk.facts, PromptEnded)[-1].body.back_in == 120
    assert desk.state.phase is ReminderPhase.RETURN
    slept = Desk(Plan(back))
    slept.wait(45)
    slept.clock.advance(0, asleep=5 * MINUTE)
    slept.do()
    (ended,) = of(slept.facts, PromptEnded)
    assert (ended.body.outcome, ended.body.stood, ended.body.back_in) == (PromptOutcome.NATURAL, True, None)
    assert slept.state.phase is ReminderPhase.WAITING
    asked = Desk(Plan(back, follow_ups=(replace(QUESTION, at=MONDAY_MORNING),)))
    asked.wait(3)
    assert asked.state.open is not None
    asked.do(GotUp(asked.state.open.id))
    (ended,) = of(asked.facts, PromptEnded)
    assert (ended.body.outcome, ended.body.stood, ended.body.back_in) == (PromptOutcome.TAKEN, False, None)
    assert asked.state.phase is ReminderPhase.WAITING, "nobody stands up to answer a question"


@pytest.mark.parametrize(
    ("command", "there"),
    [(PauseFor(600), True), (Resume(), True), (Finished(30), False), (Untold("nothing"), False)],
)
def test_who_asks_for_anything_is_there_but_a_routine_that_ends_by_itself_says_nothing(
    command: Command, there: bool
) -> None:
    desk = Desk(Plan(PLAIN))
    desk.wait(1, idle=0.0)
    desk.wait(5, idle=300.0)
    desk.clock.advance(1)
    desk.do(command, idle=301.0)
    stood_up = of(desk.facts, StoodUp)[1:]
    assert [(fact.body.how, fact.body.seconds) for fact in stood_up] == ([("natural", 300)] if there else [])
    assert desk.state.absent is not there


def test_a_drink_of_one_s_own_that_the_person_went_away_with_is_a_drink_after_a_crash_too() -> None:
    desk = Desk(Plan(replace(PLAIN, drink_minutes=60)))
    desk.wait(30)
    desk.do(Start(kind=ReminderKind.DRINK))
    desk.clock.advance(0, asleep=5 * MINUTE)
    desk.do()
    assert [fact.body.keys for fact in of(desk.facts, PromptSpared)] == [("drink",)]
    assert desk.state.drink == desk.clock.boot + 60 * MINUTE
    assert_rebuilt(desk)


@pytest.mark.parametrize("crash", [False, True])
def test_what_no_channel_could_ask_is_asked_with_the_next_prompt(crash: bool) -> None:
    desk = Desk(Plan(PLAIN))
    for _ in range(3 * 45 + 45):
        desk.wait(1)
    assert desk.state.open is not None
    assert desk.state.open.asks
    desk.do(Untold(desk.state.open.id))
    for _ in range(10):
        desk.wait(1)
    if crash:
        desk.crash(boots=False)
    for _ in range(35):
        desk.wait(1)
    assert [tell.notice.title.startswith("Is this a good time") for tell in desk.told] == [False] * 3 + [True] * 2


# --- facts that can't be read -------------------------------------------------------------------------------------


def spoilt(desk: Desk, kind: str) -> None:
    """The last fact of this kind can't be read any more."""
    index = max(n for n, fact in enumerate(desk.facts) if fact.kind == kind)
    broken = Unreadable(kind, encode(desk.facts[index].body)[:-3], "cut off")
    desk.facts[index] = replace(desk.facts[index], body=broken)


def test_a_pause_whose_end_cant_be_read_lasts_to_its_time() -> None:
    desk = Desk(Plan(PLAIN))
    desk.do(PauseFor(3600))
    desk.wait(10)
    desk.do(Resume())
    spoilt(desk, RemindersResumed.kind)
    desk.crash(boots=False)
    assert desk.state.paused(PauseReason.PERSON)
    desk.wait(51)
    assert not desk.state.paused(PauseReason.PERSON)


def test_a_pause_that_cant_be_read_pauses_nothing_and_the_others_go_on() -> None:
    desk = Desk(Plan(PLAIN))
    desk.do(BusyFor(60))
    desk.do(PauseFor(3600))
    spoilt(desk, RemindersPaused.kind)
    desk.crash(boots=False)
    assert {pause.reason for pause in desk.state.pauses} == {PauseReason.MEETING}


@pytest.mark.parametrize("kind", ["prompt", "prompt-over", "stood-up"])
def test_whatever_cant_be_read_the_next_break_comes(kind: str) -> None:
    desk = Desk(Plan(PLAIN))
    desk.wait(45)
    desk.do(GotUp())
    spoilt(desk, kind)
    desk.crash(boots=False)
    before = len(desk.told)
    for _ in range(60):
        desk.wait(1)
    assert len(desk.told) > before
