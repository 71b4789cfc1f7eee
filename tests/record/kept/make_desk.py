# mypy: ignore-errors
"""Days at the desk with reminders, by the reminders' own steps; part of `make.py`."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from coach.core import reminder_signals as say
from coach.core import reminders
from coach.core.reminder_desk import ReminderDesk
from coach.core.reminder_facts import rebuild
from coach.core.reminder_plan import FollowUp, Kind, Lock, Plan, Planned, ReminderSettings
from coach.core.working_hours import Span, weekly

HOURS = weekly((Span(8 * 60, 18 * 60),), range(7))
PLANNED = (Planned("neck-knot-desk", (time(10, 30), time(15, 30)), frozenset(range(7)), "Neck knot", 420),)


class Desk:
    """Steps the reminders, answers them, and keeps what they write."""

    def __init__(self, house, clock, settings: ReminderSettings) -> None:
        self.clock = clock
        self.desk = ReminderDesk(house.coach, house.journal, settings, lambda: str(_uuid()), house.device)
        self.plan = Plan(settings)
        self.start()

    def start(self) -> None:
        self.state = rebuild(self.desk.facts(), self.clock.now(), self.plan)
        self.step()

    def step(self, *commands, **signals) -> tuple:
        now = self.clock.now()
        self.state, events = reminders.step(self.state, now, say.Signals(commands, **signals))
        self.desk.keep([(e.kind, e.body) for e in events if isinstance(e, say.Write)], now)
        return events

    def wait(self, minutes: float, *, idle: bool = False) -> None:
        """Time passes at the desk (nobody is there where `idle`), stepping at each due moment."""
        until = self.clock.boot + minutes * 60
        gone = 0.0
        while self.clock.boot < until:
            due = (reminders.next_due(self.state, self.clock.now()) - self.clock.wall.astimezone(UTC)).total_seconds()
            passed = min(max(due, 1.0), 60.0, until - self.clock.boot)
            self.clock.advance(passed)
            gone += passed
            self.step(idle=gone if idle else None)

    def to_prompt(self) -> None:
        for _ in range(400):
            if str(self.state.phase) == "break":
                return
            self.wait(1)
        raise AssertionError(self.state)

    def with_plan(self, **changes) -> None:
        self.plan = replace(self.plan, **changes)
        self.step(plan=self.plan)


def _uuid():
    return uuid.uuid4()


def desk_days(machine, *, short: bool = False) -> None:
    """Two days with all that can become of a prompt; `short`: a morning."""
    clock = machine.clock
    clock.wall = clock.wall.replace(hour=8, minute=0, second=0) + timedelta(days=1)
    settings = ReminderSettings(hours=HOURS, planned=PLANNED, drink_minutes=60, notice_seconds=30)
    with machine.open() as house:
        desk = Desk(house, clock, settings)
        _morning(desk)
        if short:
            return
        _afternoon(desk)
        _next_day(desk)


def _morning(desk: Desk) -> None:
    desk.to_prompt()
    desk.step(say.Snooze(5))
    desk.to_prompt()
    desk.step(say.GotUp())
    desk.to_prompt()
    desk.step(say.Skip())
    desk.to_prompt()
    desk.step(say.PauseFor(1800))  # put off by a pause that runs out
    desk.wait(35)
    desk.to_prompt()
    desk.step(say.BusyFor(30))
    desk.wait(2)
    desk.step(say.Resume())
    desk.wait(1)
    desk.step(say.PauseUntil(desk.clock.wall + timedelta(minutes=20)))
    desk.wait(25)
    desk.step(say.GotUp())  # a break of one's own
    desk.step(say.Start(kind=Kind.DRINK))
    desk.step(say.Finished(30.0, "hydration-check"))
    desk.wait(10)


def _afternoon(desk: Desk) -> None:
    desk.to_prompt()
    desk.wait(12)  # nobody answers
    for _ in range(4):
        desk.to_prompt()
        desk.wait(7)
    desk.to_prompt()
    desk.step(say.Start())
    desk.wait(20)  # begun and never finished: missed, and ignored
    desk.to_prompt()
    desk.wait(4, idle=True)  # an absence answers it
    desk.step(idle=0.0)
    desk.wait(90, idle=True)
    desk.step(idle=0.0)
    desk.clock.wall += timedelta(minutes=30)  # the clock is set ahead, and back
    desk.step()
    desk.clock.wall -= timedelta(minutes=45, seconds=0.5)
    desk.step()


def _next_day(desk: Desk) -> None:
    clock = desk.clock
    morning = datetime.combine(clock.wall.date() + timedelta(days=1), time(7, 30), clock.wall.tzinfo)
    clock.advance(60, asleep=(morning - clock.wall).total_seconds())
    desk.step()
    desk.wait(60)
    desk.plan = replace(desk.plan, settings=replace(desk.plan.settings, ask_return=True))
    desk.step(plan=desk.plan)
    desk.to_prompt()
    desk.step(say.GotUp())
    desk.wait(6)
    desk.step(say.Back())
    follow_up = FollowUp("24h", clock.wall + timedelta(minutes=5), "How is it?", "abc")
    desk.with_plan(follow_ups=(follow_up,))
    desk.to_prompt()
    desk.step(say.Start())
    desk.wait(8)
    desk.to_prompt()
    desk.step(say.Snooze(10))
    desk.with_plan(lock=Lock.EMERGENCY)
    desk.to_prompt()
    desk.wait(6)
    desk.with_plan(lock=Lock.NONE)
    desk.step(say.PauseFor(3600))
    desk.wait(100)  # the planned routine of 10:30 may fall in it: held
    desk.step(say.Finished(400.0, "neck-knot-desk"))
    desk.wait(5)
    desk.start()  # the process begins anew, with a prompt or a pause on record
    desk.wait(30)
    desk.clock.advance(30)
    desk.step(say.PauseUntilTomorrow())
