"""What becomes of a prompt and of standing up: the events, and the facts that go on record, one call at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from coach.core.record.reminders import PromptEnded, PromptShown, PromptSpared, PutOffBy, StoodUp, StoodUpHow
from coach.core.reminders import outcomes
from coach.core.reminders.plan import Plan, ReminderKind, ReminderSettings
from coach.core.reminders.rebuild import rebuild
from coach.core.reminders.signals import Close, ReminderEvent, Write
from coach.core.reminders.state import Absence, Item, Prompt, ReminderPhase, ReminderState
from coach.core.vocabulary import PromptOutcome
from tests.conftest import FakeClock

NOW = FakeClock().now()
ITEMS = {
    kind: Item(kind, f"{kind}:", seconds, str(kind))
    for kind, seconds in ((ReminderKind.MOVEMENT, 120), (ReminderKind.DESK, 60), (ReminderKind.DRINK, 30))
}


def prompt(*kinds: ReminderKind, voluntary: bool = False, started: float | None = None) -> Prompt:
    items = tuple(ITEMS[kind] for kind in kinds or (ReminderKind.MOVEMENT,))
    return Prompt("p", items, NOW.boot - 5.26, 2700, items[0].seconds, started=started, voluntary=voluntary)


def state(phase: ReminderPhase, open_one: Prompt | None = None, *, asks_return: bool = False) -> ReminderState:
    found = rebuild([], NOW, Plan(ReminderSettings(ask_return=asks_return)))
    return replace(found, phase=phase, open=open_one, number=3, written=0)


def facts(out: list[ReminderEvent]) -> list[object]:
    return [replace(event.body, n=0) for event in out if isinstance(event, Write)]


# --- prompts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("by", "count"), [(PutOffBy.SNOOZE, 1), (PutOffBy.MEETING, 0)])
def test_what_is_put_off_is_taken_away_and_on_record_with_who_put_it_off(by: PutOffBy, count: int) -> None:
    out: list[ReminderEvent] = []
    open_one = prompt()
    outcomes.put_off(state(ReminderPhase.BREAK, open_one), open_one, NOW, 600, out, by)
    assert out[0] == Close("p")
    assert facts(out) == [
        PromptEnded(
            prompt="p",
            outcome=PromptOutcome.SNOOZED,
            keys=open_one.keys,
            ago=5.3,
            stood=True,
            seconds=600,
            snoozes=count,
            by=by,
        )
    ]


def test_what_was_only_announced_is_told_first_when_it_is_put_off() -> None:
    out: list[ReminderEvent] = []
    open_one = replace(prompt(), quiet=True)
    after = outcomes.put_off(state(ReminderPhase.NOTICE, open_one), open_one, NOW, 600, out)
    told, over = facts(out)
    assert isinstance(told, PromptShown)
    assert (told.prompt, told.kinds, told.sat, told.break_seconds) == ("p", ("movement",), 2700, 120)
    assert told.quiet
    assert isinstance(over, PromptEnded)
    assert (over.by, over.snoozes) == (PutOffBy.SNOOZE, 1)
    assert (after.phase, after.open) == (ReminderPhase.WAITING, None)


@pytest.mark.parametrize(("started", "back_in"), [(None, 120), (NOW.boot - 1, 0)])
def test_are_you_back_is_asked_after_the_break_and_at_once_where_a_guided_one_is_over(
    started: float | None, back_in: int
) -> None:
    out: list[ReminderEvent] = []
    open_one = prompt(started=started)
    outcomes.ended(state(ReminderPhase.BREAK, open_one, asks_return=True), open_one, PromptOutcome.TAKEN, NOW, out)
    (over,) = facts(out)
    assert isinstance(over, PromptEnded)
    assert over.back_in == back_in


@pytest.mark.parametrize(
    ("more", "outcome", "ignored"),
    [
        ({}, PromptOutcome.MISSED, False),
        ({"untold": True}, PromptOutcome.MISSED, True),
        ({"seen": True}, PromptOutcome.MISSED, True),
        ({"started": NOW.boot}, PromptOutcome.MISSED, True),
        ({"seen": True}, PromptOutcome.SKIPPED, False),
    ],
)
def test_that_nobody_answers_says_nothing_where_nobody_was_told_or_it_had_begun(
    more: dict[str, Any], outcome: PromptOutcome, ignored: bool
) -> None:
    out: list[ReminderEvent] = []
    open_one = replace(prompt(), **more)
    outcomes.ended(state(ReminderPhase.BREAK, open_one), open_one, outcome, NOW, out)
    (over,) = facts(out)
    assert isinstance(over, PromptEnded)
    assert (over.ignored, over.outcome, over.ago) == (ignored, outcome, 5.3)


@pytest.mark.parametrize(("outcome", "stood"), [(PromptOutcome.NATURAL, True), (PromptOutcome.TAKEN, False)])
def test_nobody_stands_up_to_look_over_the_desk_but_who_went_away_did(outcome: PromptOutcome, stood: bool) -> None:
    out: list[ReminderEvent] = []
    open_one = prompt(ReminderKind.DESK)
    outcomes.ended(state(ReminderPhase.BREAK, open_one), open_one, outcome, NOW, out)
    (over,) = facts(out)
    assert isinstance(over, PromptEnded)
    assert over.stood is stood


MOVE, DESK, DRINK = ReminderKind.MOVEMENT, ReminderKind.DESK, ReminderKind.DRINK


@pytest.mark.parametrize(
    ("kinds", "outcome", "stood", "spared"),
    [
        ((MOVE,), PromptOutcome.TAKEN, StoodUpHow.TAKEN, False),
        ((MOVE,), PromptOutcome.NATURAL, StoodUpHow.NATURAL, False),
        ((MOVE, DRINK), PromptOutcome.TAKEN, StoodUpHow.TAKEN, False),
        ((MOVE, DRINK), PromptOutcome.NATURAL, StoodUpHow.NATURAL, True),
        ((MOVE, DRINK), PromptOutcome.SKIPPED, None, False),
        ((DESK,), PromptOutcome.TAKEN, None, True),
        ((DESK,), PromptOutcome.NATURAL, StoodUpHow.NATURAL, False),
        ((DRINK,), PromptOutcome.MISSED, None, False),
    ],
)
def test_a_break_of_ones_own_is_on_record_as_what_it_came_to(
    kinds: tuple[ReminderKind, ...], outcome: PromptOutcome, stood: StoodUpHow | None, spared: bool
) -> None:
    out: list[ReminderEvent] = []
    own = prompt(*kinds, voluntary=True)
    after = outcomes.ended(state(ReminderPhase.BREAK, own), own, outcome, NOW, out)
    expected: list[object] = [StoodUp(how=stood)] if stood is not None else []
    assert facts(out) == expected + ([PromptSpared(keys=own.keys)] if spared else [])
    assert out[0] == Close("p")
    assert (after.phase, after.open) == (ReminderPhase.WAITING, None)


# --- sitting and standing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("asks", "back_in"), [(True, 90), (False, None)])
def test_who_stands_up_is_asked_about_coming_back_only_where_that_is_wanted(asks: bool, back_in: int | None) -> None:
    out: list[ReminderEvent] = []
    outcomes.stood_up(state(ReminderPhase.WAITING, asks_return=asks), NOW, 90, out)
    assert facts(out) == [StoodUp(how=StoodUpHow.TAKEN, back_in=back_in)]


@pytest.mark.parametrize(("phase", "closes"), [(ReminderPhase.RETURN, True), (ReminderPhase.WAITING, False)])
def test_who_is_counted_again_is_no_longer_asked_whether_they_are_back(phase: ReminderPhase, closes: bool) -> None:
    out: list[ReminderEvent] = []
    outcomes.counted_from_now(state(phase, asks_return=True), NOW, out, StoodUpHow.BACK)
    assert [event for event in out if isinstance(event, Close)] == ([Close("return-3")] if closes else [])


def test_an_absence_of_an_interval_begins_afresh_and_its_end_is_kept_to_a_tenth_of_a_second() -> None:
    at_desk = state(ReminderPhase.WAITING)
    interval = at_desk.plan.settings.interval
    for seconds, how in ((interval, StoodUpHow.AFRESH), (interval - 1, StoodUpHow.NATURAL)):
        out: list[ReminderEvent] = []
        until = NOW.boot - 4.26
        outcomes.returned(at_desk, NOW, Absence(until - seconds, until), out)
        assert facts(out) == [StoodUp(how=how, ago=4.3, seconds=round(seconds))]
