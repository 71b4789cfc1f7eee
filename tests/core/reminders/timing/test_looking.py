"""Nothing is told unlooked: whatever leads a prompt, and whatever made it come due."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from coach.core.reminders import step as reminders
from coach.core.reminders.plan import FollowUp, Lock, Plan, Planned
from coach.core.reminders.signals import NOTHING, Command, PauseFor, Probe, Resume, Signals, Tell
from coach.core.reminders.timing.looking import needed_probes
from tests.conftest import MONDAY_MORNING
from tests.core.reminders.test_reminders import BUSY, PLAIN, Desk

HALF_PAST_TEN = replace(PLAIN, planned=(Planned("neck-knot-desk", (time(10, 30),), seconds=420),), interval_minutes=60)


class Looking(Desk):
    """A desk whose every step looks first, in a call from the beginning to the end."""

    def look(self, *commands: Command, **given: object) -> list[Tell]:
        now = self.clock.now()
        signals = Signals(tuple(commands), **given)  # type: ignore[arg-type]
        looked: frozenset[Probe] = frozenset()
        while wanted := needed_probes(self.state, now, signals, looked):
            looked |= wanted
            signals = replace(signals, busy=BUSY if Probe.BUSY in looked else signals.busy)
        self.state, events = reminders.step(self.state, now, signals)
        return [event for event in events if isinstance(event, Tell)]

    def through(self, minutes: float) -> list[Tell]:
        found = []
        for _ in range(round(minutes * 60 / 10)):
            self.clock.advance(10)
            found += self.look()
        return found


SOON = FollowUp("day-7", MONDAY_MORNING + timedelta(minutes=20), "How is it?", "e1")


@pytest.mark.parametrize(
    ("settings", "more"),
    [
        (PLAIN, {}),
        (replace(PLAIN, notice_seconds=30), {}),
        (HALF_PAST_TEN, {}),
        (replace(HALF_PAST_TEN, notice_seconds=120), {}),
        (replace(PLAIN, interval_minutes=60, drink_minutes=30), {}),
        (replace(PLAIN, interval_minutes=60, drink_minutes=30, notice_seconds=300), {}),
        (PLAIN, {"follow_ups": (SOON,)}),
        (HALF_PAST_TEN, {"lock": Lock.EMERGENCY}),
    ],
)
def test_in_a_call_nothing_is_told_whatever_leads_the_prompt(settings: object, more: dict[str, object]) -> None:
    desk = Looking(settings, **more)  # type: ignore[arg-type]
    assert not desk.through(100)
    desk.clock.advance(10)
    assert desk.do(busy=()), "the same is told once the call is over: this test tells nothing else"


def test_the_weekly_desk_check_looks_first_at_midnight() -> None:
    desk = Looking(replace(PLAIN, desk_check=True))
    assert not desk.through(60 * 17)


def test_a_pause_that_is_ended_in_a_call_tells_nothing() -> None:
    desk = Looking()
    desk.do(PauseFor(6000))
    desk.through(60)
    assert not desk.look(Resume())
    assert desk.state.pauses


def test_settings_that_make_it_due_at_once_and_a_session_that_ends_are_looked_at_first() -> None:
    desk = Looking(replace(PLAIN, interval_minutes=60))
    desk.through(50)
    desk.do(session=True)
    assert not desk.look(plan=Plan(replace(PLAIN, interval_minutes=45)))
    assert not desk.look(session=False)
    assert desk.do(busy=(), session=False)


def test_a_clock_set_forward_over_a_planned_time_is_looked_at_first() -> None:
    desk = Looking(HALF_PAST_TEN)
    desk.through(3)
    desk.clock.advance(60)
    desk.clock.wall += timedelta(hours=2)
    assert not desk.look()
    assert [item.opens for item in desk.state.owed] == ["neck-knot-desk"]


def test_in_a_call_idle_time_is_not_looked_at_and_the_call_seldom() -> None:
    desk = Looking()
    desk.wait(44.9, idle=6.0)
    looks: list[Probe] = []
    for _ in range(10 * 30):
        now, signals, looked = desk.clock.advance(2), NOTHING, frozenset[Probe]()
        while wanted := needed_probes(desk.state, now, signals, looked):
            looked |= wanted
            signals = replace(
                signals,
                idle=6.0 if Probe.IDLE in looked else None,
                busy=BUSY if Probe.BUSY in looked else None,
            )
        looks += looked
        desk.state, events = reminders.step(desk.state, now, signals)
        assert not any(isinstance(event, Tell) for event in events)
    assert looks.count(Probe.IDLE) <= 2
    assert 4 <= looks.count(Probe.BUSY) <= 6
