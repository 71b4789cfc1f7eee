"""A simulated desk: three clocks, a person who comes and goes, a machine that sleeps, and settings that change."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from functools import partial

from coach.adapters.routines.routine_files import load_library
from coach.core.clock import Reading
from coach.core.reminders.plan import FollowUp, Lock, Plan, Planned, ReminderKind, ReminderSettings
from coach.core.reminders.ports import Busy
from coach.core.reminders.signals import (
    Back,
    BusyFor,
    Command,
    Finished,
    GotUp,
    PauseFor,
    PauseUntil,
    PauseUntilTomorrow,
    Probe,
    Resume,
    Signals,
    Skip,
    Snooze,
    Start,
)
from coach.core.reminders.working_hours import ALWAYS, Span, weekly
from tests.core.reminders.desk_zones import DAY, EPOCH, YEAR, ZONES

HOUR = 3600.0
POWERED = 50.0  # seconds: what the machine's clocks show when it has started
BOUT, TYPES = 20.0, 0.6  # seconds of typing at a time, and in how many of them somebody types
NIGHT_SHIFT = weekly((Span(22 * 60, 6 * 60),), range(7))
OFFICE = weekly((Span(9 * 60, 12 * 60 + 30), Span(13 * 60, 17 * 60 + 30)))
PLANNED = (
    Planned("neck-knot-desk", (time(10, 30), time(15, 30)), name="Neck knot at the desk", seconds=420),
    Planned("desk-reset", (time(2, 30), time(23, 55)), frozenset(range(7)), "Desk reset", 200),
)
MOVEMENTS = tuple(m for technique in load_library(None).shipped_techniques for m in technique.movements)
GAPS = {  # mean seconds between two of a kind
    "leave": 2.5 * HOUR,
    "suspend": 5 * HOUR,
    "meet": 12 * HOUR,
    "hush": 90 * HOUR,
    "train": 30 * HOUR,
    "ask": 8 * HOUR,
    "set_clock": 6 * DAY,
    "travel": 10 * DAY,
    "crash": 2 * DAY,
    "lock": 30 * DAY,
    "reset": 10 * DAY,
    "server": 12 * HOUR,
}


STURDY = (1, 6, 30)  # times as rarely as every other day: a keeper that dies daily is never one that ran for months


class World:
    """What happens to machine and person, from one seed. `t` is true time in seconds since the epoch."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - a simulation, no secret
        self.todo: list[tuple[float, int, Callable[[], None]]] = []
        self.count = itertools.count()
        self.commands: list[Command] = []
        self._machine()
        self._person()
        self.plan = Plan(self._settings(), movements=MOVEMENTS)
        self.fresh_plan = False  # the keeper has still to be given it

    def _machine(self) -> None:
        self.t = self.woke = self.booted = self.rng.random() * YEAR * DAY
        self.asleep = 0.0  # seconds that it slept, of all
        self.slept_before = 0.0  # seconds of them before it was started last
        self.error = 0.0  # seconds by which the clock on the wall is wrong
        self.unseen = False  # it was set, and no step has seen that
        self.zone = self.rng.choice(ZONES)
        self.idle_works = self.rng.random() < 0.6
        self.sturdy = self.rng.choice(STURDY)

    def _person(self) -> None:
        self.away = self.meeting = self.quiet = self.session = False
        self.touched = self.t  # awake seconds at the last touch
        self.here = 0.0  # awake seconds at which the person came back
        self.reply = self.rng.choice((0.2, 0.7, 0.95))

    def _settings(self) -> ReminderSettings:
        rng = self.rng
        return ReminderSettings(
            interval_minutes=rng.choice((30, 45, 60)),
            notice_seconds=rng.choice((0, 30, 120)),
            drink_minutes=rng.choice((None, 90, 120)),
            hours=rng.choice((ALWAYS, OFFICE, NIGHT_SHIFT)),
            planned=rng.choice(((), PLANNED)),
            snooze_minutes=rng.choice(((5, 10, 15), (10,), (15, 30))),
            ask_return=rng.random() < 0.25,
            eyes_minutes=rng.choice((None, 20)),
            day_ends=rng.random() < 0.5,
            insist=rng.random() < 0.5,
        )

    # --- time -----------------------------------------------------------------------------------------------------

    def boot(self) -> float:
        """What the clock shows that counts sleep."""
        return self.t - self.booted + POWERED

    def now(self) -> Reading:
        instant = self.t + self.error
        wall = (EPOCH + timedelta(seconds=instant)).astimezone(self.zone.offset_at(instant))
        boot = self.boot()
        return Reading(boot - (self.asleep - self.slept_before), boot, wall, self.zone)

    def at(self, seconds: float, do: Callable[[], None]) -> None:
        """Let this happen in so many seconds."""
        self.todo.append((self.t + seconds, next(self.count), do))
        self.todo.sort(reverse=True)

    def begin(self) -> None:
        """Let everything happen again and again."""
        for name in GAPS:
            self.at(self._gap(name), partial(self._happen, name))

    def _happen(self, name: str) -> None:
        getattr(self, name)()
        self.at(self._gap(name), partial(self._happen, name))

    def _gap(self, name: str) -> float:
        return self.rng.expovariate(1 / GAPS[name]) * (self.sturdy if name == "crash" else 1)

    def length(self, shortest: float, longest: float) -> float:
        """Any length, short ones as often as long ones."""
        return float(shortest * (longest / shortest) ** self.rng.random())

    def pass_to(self, when: float) -> None:
        self.t = max(self.t, when)
        if not self.away:
            self.touched = self.t - self.asleep

    def step(self) -> None:
        """The keeper looks."""

    # --- the person -----------------------------------------------------------------------------------------------

    def leave(self) -> None:
        if not self.away:
            self.away = True
            self.at(self.length(20, 3 * HOUR), self._come_back)

    def _come_back(self) -> None:
        self.away = False
        self.touched = self.here = self.t - self.asleep

    def meet(self) -> None:
        self.meeting = True
        self.at(self.length(60, 2 * HOUR), lambda: setattr(self, "meeting", False))

    def hush(self) -> None:
        self.quiet = True
        self.at(self.length(60, 2 * HOUR), lambda: setattr(self, "quiet", False))

    def train(self) -> None:
        """A guided routine in another window."""
        if self.session:
            return
        self.session = True
        seconds = self.length(20, 900)

        def end() -> None:
            self.session = False
            self.commands.append(Finished(seconds, self.rng.choice(("neck-knot-desk", "calm-breathing"))))

        self.at(seconds, end)

    def ask(self) -> None:
        """The person asks for something of their own accord."""
        if self.away:
            return
        wall = self.now().wall
        self.commands.append(
            self.rng.choice(
                (
                    PauseFor(int(self.length(60, 30 * HOUR))),
                    PauseUntil(wall + timedelta(seconds=self.length(60, 30 * HOUR))),
                    PauseUntilTomorrow(),
                    *(Resume(), Resume(), BusyFor(self.rng.choice((30, 60, 90)))),
                    *(GotUp(), Start(), Start(kind=ReminderKind.DESK), Back(), Snooze(10), Skip()),
                    *(Snooze(999), PauseFor(-3)),  # what can't be done
                )
            )
        )

    def idle(self) -> float:
        """Seconds without a key. Who is there types in bouts of twenty seconds, and reads for some between them."""
        awake = self.t - self.asleep
        if self.away:
            return max(0.0, awake - self.touched)
        bout = int(awake // BOUT)
        reads = next((back for back in range(4) if (bout - back) * 2654435761 % 2**32 < TYPES * 2**32), 4)
        return min(max(0.0, awake - self.here), 0.2 if reads == 0 else awake - (bout - reads + 1) * BOUT)

    def looked(self, looks: frozenset[Probe], given: Signals) -> Signals:
        """The signals, with what is seen of the person."""
        if Probe.IDLE in looks and self.idle_works:
            given = replace(given, idle=self.idle())
        if Probe.BUSY in looks:
            found = [Busy("meeting", "microphone")] if self.meeting else []
            found += [Busy("do-not-disturb", "desktop")] if self.quiet else []
            given = replace(given, busy=tuple(found))
        return given

    # --- the machine ----------------------------------------------------------------------------------------------

    def suspend(self) -> None:
        self.step()
        seconds = self.length(3, 14 * HOUR)
        self.t += seconds
        self.asleep += seconds
        self.woke = self.t
        if not self.away:
            self.touched = self.here = self.t - self.asleep
        for index, (when, number, do) in enumerate(self.todo):
            if when < self.t:
                self.todo[index] = (self.t + self.rng.random() * 3, number, do)
        self.todo.sort(reverse=True)
        self.step()

    def restart(self) -> None:
        """The machine is started anew: its clocks begin at nothing."""
        self.booted, self.slept_before = self.t, self.asleep

    def set_clock(self) -> None:
        self.error += self.rng.choice((-1, 1)) * self.length(3, 6 * HOUR)
        if self.rng.random() < 0.4:
            self.error = 0.0
        self.unseen = True

    def travel(self) -> None:
        self.zone = self.rng.choice(ZONES)

    # --- settings and record --------------------------------------------------------------------------------------

    def lock(self) -> None:
        """A sign is noted or cleared, and the rules want something asked."""
        new = Lock.NONE if self.rng.random() < 0.6 else self.rng.choice(tuple(Lock))
        now = self.now().wall
        asked = FollowUp("day-7", now + timedelta(hours=self.rng.random() * 40), "How is it?", f"e{now:%m%d}")
        follow_ups = (asked,) if self.rng.random() < 0.5 else ()
        self.replan(replace(self.plan, lock=new, follow_ups=follow_ups))

    def reset(self) -> None:
        """Other settings, of which some stay as they were."""
        old, new, rng = self.plan.settings, self._settings(), self.rng
        hours = old.hours if rng.random() < 0.25 else new.hours
        planned = old.planned if rng.random() < 0.5 else new.planned
        self.replan(replace(self.plan, settings=replace(new, hours=hours, planned=planned)))

    def replan(self, plan: Plan) -> None:
        self.plan, self.fresh_plan = plan, True
