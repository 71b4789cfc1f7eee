"""A simulated desk: three clocks, a person, a machine that sleeps, a process that crashes, notifiers that fail or lie.

It keeps its own books, apart from what the reminders believe, and holds every step against them.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, timezone
from functools import partial

from coach.adapters.routines.routine_files import load_library
from coach.core.clock import Reading
from coach.core.record.facts import Fact, FactOf, OfReminders, moment
from coach.core.record.reminders import PromptEnded, PromptHeld, PromptShown, PromptSpared, StoodUp, StoodUpHow
from coach.core.reminders import step as reminders
from coach.core.reminders.absence import next_look
from coach.core.reminders.plan import FollowUp, Lock, Plan, Planned, ReminderKind, ReminderSettings
from coach.core.reminders.ports import Busy
from coach.core.reminders.probes import WAITED
from coach.core.reminders.rebuild import WINDOW, rebuild
from coach.core.reminders.signals import (
    Back,
    BreakBegins,
    BreakEnds,
    BusyFor,
    Close,
    Command,
    CommandRefused,
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
    Signals,
    Skip,
    Snooze,
    Stage,
    Start,
    Tell,
    Untold,
    Write,
)
from coach.core.reminders.state import PauseReason, ReminderPhase, ReminderState
from coach.core.reminders.timing.looking import needed_probes
from coach.core.reminders.working_hours import ALWAYS, Span, WorkingHours, weekly
from coach.core.vocabulary import PromptOutcome

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
HOUR, DAY = 3600.0, 86400.0
BOUT, TYPES = 20.0, 0.6  # seconds of typing at a time, and in how many of them somebody types
JOIN, TYPING = 600.0, 60.0  # seconds: what is nearly due rides along, and the longest that the keys are waited for
NOT_OPENED = "Nothing could be opened"
SLACK = 6.0  # seconds: heartbeats come late


@dataclass(frozen=True)
class Zone:
    """Minutes east of UTC, minutes of summer time, and the days of the year (UTC) on which it begins and ends."""

    base: int
    summer: int = 0
    begins: float = 0.0
    ends: float = 0.0

    def offset(self, t: float) -> timezone:
        day = t / DAY % 365
        summer = self.begins <= day < self.ends
        if self.begins > self.ends:
            summer = not self.ends <= day < self.begins
        return _zone(self.base + (self.summer if summer else 0))


_ZONES: dict[int, timezone] = {}


def _zone(minutes: int) -> timezone:
    return _ZONES.setdefault(minutes, timezone(timedelta(minutes=minutes)))


ZONES = (
    Zone(0),
    Zone(60, 60, 87 + 1 / 24, 297 + 1 / 24),  # Berlin: at 02:00 and back at 03:00
    Zone(-300, 60, 66 + 7 / 24, 304 + 6 / 24),  # New York
    Zone(630, 30, 277 - 8.5 / 24, 94 - 9 / 24),  # Lord Howe: half an hour, summer over the new year
    Zone(330),  # Kolkata
    Zone(-210, 60, 66 + 5.5 / 24, 304 + 4.5 / 24),  # St John's
)
NIGHT_SHIFT = weekly((Span(22 * 60, 6 * 60),), range(7))
OFFICE = weekly((Span(9 * 60, 12 * 60 + 30), Span(13 * 60, 17 * 60 + 30)))
EVERY_DAY = frozenset(range(7))
PLANNED = (
    Planned("neck-knot-desk", (time(10, 30), time(15, 30)), name="Neck knot at the desk", seconds=420),
    Planned("desk-reset", (time(2, 30), time(23, 55)), EVERY_DAY, "Desk reset", 200),
)

GAPS = {  # mean seconds between two of a kind
    "leave": 2.5 * HOUR,
    "suspend": 5 * HOUR,
    "meet": 12 * HOUR,
    "hush": 90 * HOUR,
    "train": 30 * HOUR,
    "ask": 8 * HOUR,
    "set_clock": 6 * DAY,
    "travel": 20 * DAY,
    "crash": 2 * DAY,
    "lock": 30 * DAY,
    "reset": 10 * DAY,
    "server": 12 * HOUR,
}


@dataclass
class Told:
    """A prompt in the books: when it was told, and what became of it."""

    at: float
    shown: PromptShown
    outcome: PromptOutcome | None = None
    again: int = 0
    lost: bool = False


MOVEMENTS = tuple(m for technique in load_library(None).shipped_techniques for m in technique.movements)


class DeskYear:
    """One year from one seed. `live` lets it pass; every step is checked; `look_back` checks the record as a whole."""

    def __init__(self, seed: int) -> None:
        self.rng = rng = random.Random(seed)  # noqa: S311 - a simulation, no secret
        self.t = rng.random() * 365 * DAY  # true seconds since the epoch
        self.asleep = 0.0  # seconds of them the machine slept
        self.error = 0.0  # seconds by which the clock on the wall is wrong
        self.zone = rng.choice(ZONES)
        self.hours: WorkingHours = rng.choice((ALWAYS, OFFICE, NIGHT_SHIFT))
        self.plan = Plan(
            ReminderSettings(
                interval_minutes=rng.choice((30, 45, 60)),
                notice_seconds=rng.choice((0, 30, 120)),
                drink_minutes=rng.choice((None, 90, 120)),
                hours=self.hours,
                planned=rng.choice(((), PLANNED)),
                ask_return=rng.random() < 0.25,
                eyes_minutes=rng.choice((None, 20)),
                day_ends=rng.random() < 0.5,
                insist=rng.random() < 0.5,
            ),
            movements=MOVEMENTS,
        )
        self.idle_works = rng.random() < 0.6
        self.touched = self.t  # awake seconds at the last touch
        self.here = 0.0  # awake seconds at which the person came back
        self.away = False
        self.meeting = self.quiet = self.session = False
        self.todo: list[tuple[float, int, Callable[[], None]]] = []
        self.count = itertools.count()
        self.commands: list[Command] = []
        self.facts: list[Fact] = []
        self.reply = rng.choice((0.2, 0.7, 0.95))
        self.resting = False  # whether a break goes on, by what was said of it
        self.word = ""  # what is being said in passing
        # the books
        self.told = 0
        self.steps = 0
        self.woke = self.t
        self.mine: tuple[float | None, datetime | None] | None = (
            None  # my pause: its end in true seconds, or on the wall
        )
        self.busy_until = -1.0
        self.was_busy = -1000.0
        self.anchor = self.t
        self.free_since: float | None = None
        self.soonest = 0.0  # before this no movement prompt may come
        self.exact = True  # whether the clock was left alone while no process ran
        self.prompts: dict[str, Told] = {}
        self.expected: set[str] = set()
        self.alive = self.t
        self.state: ReminderState | None = None
        self.start(alive=False)

    # --- the clocks ---------------------------------------------------------------------------------------------

    def now(self) -> Reading:
        instant = self.t + self.error
        wall = (EPOCH + timedelta(seconds=instant)).astimezone(self.zone.offset(instant))
        return Reading(self.t - self.asleep + 50.0, self.t + 50.0, wall)

    def at(self, seconds: float, do: Callable[[], None]) -> None:
        self.todo.append((self.t + seconds, next(self.count), do))
        self.todo.sort(reverse=True)

    def live(self, days: int) -> None:
        for name in GAPS:
            self.at(self.gap(name), partial(self.happen, name))
        end = self.t + days * DAY
        while self.t < end:
            self.tick()

    def gap(self, name: str) -> float:
        return self.rng.expovariate(1 / GAPS[name])

    def length(self, shortest: float, longest: float) -> float:
        """Any length, short ones as often as long ones."""
        return float(shortest * (longest / shortest) ** self.rng.random())

    def happen(self, name: str) -> None:
        getattr(self, name)()
        self.at(self.gap(name), partial(self.happen, name))

    def tick(self) -> None:
        """On to whatever is next: something happens, or the reminders have to be called."""
        when = self.todo[-1][0]
        state = self.state
        if state is not None:
            wake = state.wake - 50.0 + self.rng.random() * 2
            if self.away and self.idle_works:  # heartbeats look when it is worth it
                wake = min(wake, max(self.t + 1.9, next_look(state) - 50.0) + self.rng.random() * 2)
            if wake < when:
                self.pass_to(wake)
                self.step()
                return
        _, _, do = self.todo.pop()
        self.pass_to(when)
        do()
        self.step()

    def pass_to(self, when: float) -> None:
        self.t = max(self.t, when)
        if not self.away:
            self.touched = self.t - self.asleep

    # --- what happens to machine and person ---------------------------------------------------------------------

    left = 0.0

    def leave(self) -> None:
        if not self.away:
            self.away, self.left = True, self.t
            self.at(self.length(20, 3 * HOUR), self.come_back)

    def come_back(self) -> None:
        self.away = False
        self.touched = self.here = self.t - self.asleep

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
        if self.state is not None:
            self.step()

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

    def set_clock(self) -> None:
        self.error += self.rng.choice((-1, 1)) * self.length(3, 6 * HOUR)
        if self.rng.random() < 0.4:
            self.error = 0.0
        self.unseen = True
        if self.state is None:
            self.exact = False

    def travel(self) -> None:
        self.zone = self.rng.choice(ZONES)

    def lock(self) -> None:
        self.plan = replace(self.plan, lock=self.rng.choice(tuple(Lock)))
        if self.rng.random() < 0.6:
            self.plan = replace(self.plan, lock=Lock.NONE)
        now = self.now().wall
        asked = FollowUp("day-7", now + timedelta(hours=self.rng.random() * 40), "How is it?", f"e{now:%m%d}")
        self.plan = replace(self.plan, follow_ups=(asked,) if self.rng.random() < 0.5 else ())
        self.fresh_plan = True

    fresh_plan = unseen = False
    drinks_anew = False  # counted from a change of the settings on, which is not on record, until the next drink is
    blurred = ""  # a prompt of before a clock was set unseen: nobody knows how long ago it was told

    def reset(self) -> None:
        rng = self.rng
        self.hours = rng.choice((self.hours, ALWAYS, OFFICE, NIGHT_SHIFT))
        settings = replace(
            self.plan.settings,
            interval_minutes=rng.choice((30, 45, 60)),
            hours=self.hours,
            notice_seconds=rng.choice((0, 30, 120)),
            drink_minutes=rng.choice((None, 90, 120)),
            eyes_minutes=rng.choice((None, 20)),
            day_ends=rng.random() < 0.5,
            insist=rng.random() < 0.5,
        )
        self.free_since = None  # what is due by a shorter interval is due from now on
        self.drinks_anew = self.drinks_anew or settings.drink_minutes != self.plan.settings.drink_minutes
        self.plan = replace(self.plan, settings=settings)
        self.soonest = min(self.soonest, self.t)  # a shorter interval may bring the next one nearer
        self.fresh_plan = True

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
                    Resume(),
                    Resume(),
                    BusyFor(self.rng.choice((30, 60, 90))),
                    GotUp(),
                    Start(),
                    Start(kind=ReminderKind.DESK),
                    Back(),
                    Snooze(10),
                    Skip(),
                    Snooze(999),
                    PauseFor(-3),
                )
            )
        )

    # --- the process --------------------------------------------------------------------------------------------

    def start(self, *, alive: bool) -> None:
        self.resting, self.word = False, ""
        for told in self.prompts.values():
            told.again, told.lost = 0, told.outcome is None  # what the dead one told is not known to the next
        now = self.now()
        since = now.wall - WINDOW
        recent = sorted((fact for fact in self.facts[-4000:] if fact.at >= since), key=lambda fact: fact.at)
        seen = EPOCH + timedelta(seconds=self.alive + self.error) if alive else None
        old, self.state = self.state, rebuild(recent, now, self.plan, seen)
        del old
        self.fresh_plan = False
        self.woke = self.t  # a start is a waking
        self.free_since = None

    def crash(self) -> None:
        if self.state is None:
            return
        before, self.state, self.exact = self.state, None, not self.unseen
        down = self.length(1, 10 * HOUR) if self.rng.random() < 0.3 else self.length(1, 60)
        asleep, error = self.asleep, self.error

        def again() -> None:
            self.exact = self.exact and error == self.error
            self.start(alive=self.rng.random() < 0.7)
            if self.exact and asleep == self.asleep:
                self.same(before, down)
            if not self.exact:
                self.soonest = 0.0
                self.blurred = self.state.open.id if self.state is not None and self.state.open is not None else ""
                self.mine = None if not self.paused_by(PauseReason.PERSON) else self.mine
                self.busy_until = -1.0
                if self.paused_by(PauseReason.PERSON) and self.mine and self.mine[0] is not None:
                    self.mine = None
                    self.commands.append(Resume())

        self.at(down, again)

    def paused_by(self, reason: PauseReason) -> bool:
        return self.state is not None and self.state.paused(reason)

    def same(self, before: ReminderState, down: float) -> None:
        """What was rebuilt is what was lost."""
        after = self.state
        assert after is not None
        if before.starting or after.starting or down > 60 or before.absent or before.phase is ReminderPhase.BREAK:
            return
        if before.plan is not self.plan or (before.absence is not None and before.absence.seconds > 60):
            return
        assert abs(after.sat - before.sat) < 2, (after.sat, before.sat)
        assert abs(after.due - before.due) < 2 or max(after.due, before.due) < self.t, (after.due, before.due)
        assert {item.key for item in after.owed} == {item.key for item in before.owed}
        assert after.desk == before.desk or max(after.desk, before.desk) <= self.now().wall.date()
        passed = max(after.drink, before.drink) < self.t
        assert abs(after.drink - before.drink) < 2 or passed or self.drinks_anew or not self.drinks()
        assert dict(after.snoozed) == dict(before.snoozed)
        assert (after.unanswered, after.questioned) == (before.unanswered, before.questioned)
        assert (after.phase is ReminderPhase.RETURN) == (before.phase is ReminderPhase.RETURN), (
            after.phase,
            before.phase,
        )
        for mine, theirs in ((after.ask_at, before.ask_at), (after.back_by, before.back_by)):
            assert mine == theirs or abs(mine - theirs) < 2, (mine, theirs)

    def drinks(self) -> bool:
        return self.plan.settings.drink_minutes is not None

    def idle(self) -> float:
        """Seconds without a key. Who is there types in bouts of twenty seconds, and reads for some between them."""
        awake = self.t - self.asleep
        if self.away:
            return max(0.0, awake - self.touched)
        bout = int(awake // BOUT)
        reads = next((back for back in range(4) if (bout - back) * 2654435761 % 2**32 < TYPES * 2**32), 4)
        return min(max(0.0, awake - self.here), 0.2 if reads == 0 else awake - (bout - reads + 1) * BOUT)

    def signals(self, looks: frozenset[Probe], given: Signals) -> Signals:
        if Probe.IDLE in looks and self.idle_works:
            given = replace(given, idle=self.idle())
        if Probe.BUSY in looks:
            found = [Busy("meeting", "microphone")] if self.meeting else []
            found += [Busy("do-not-disturb", "desktop")] if self.quiet else []
            given = replace(given, busy=tuple(found))
        return given

    def step(self) -> None:
        state = self.state
        if state is None:
            self.commands.clear()
            return
        now = self.now()
        given = Signals(tuple(self.commands), session=self.session, plan=self.plan if self.fresh_plan else None)
        self.commands.clear()
        self.fresh_plan = False
        looked: frozenset[Probe] = frozenset()
        while wanted := needed_probes(state, now, given, looked):
            looked |= wanted
            given = self.signals(wanted, given)
        after, events = reminders.step(state, now, given)
        if any(isinstance(event, OpenBreak) for event in events) and self.rng.random() < 0.2:  # no terminal is found
            open_now = state.open.id if state.open is not None else None
            given = replace(given, commands=(NotOpened(open_now, "There is no terminal to open."),))
            after, events = reminders.step(state, now, given)
            assert not any(isinstance(event, OpenBreak) for event in events)
        self.steps += 1
        if events and self.rng.random() < 0.004:  # it dies before any of this is on disk
            self.state = state
            self.crash()
            return
        self.expect_planned(state, now, after)
        self.state = after
        self.unseen = False
        self.alive = self.t
        self.book(now, given, events)
        self.check(now, state, given, events)
        if events and self.rng.random() < 0.004:  # it dies with all of it on disk, and nothing told
            self.crash()
            return
        for event in events:
            if isinstance(event, Tell):
                self.deliver(event)
            elif isinstance(event, OpenBreak) and event.prompt is not None and self.rng.random() < 0.8:
                seconds = self.length(10, 400)
                self.at(seconds, partial(self.commands.append, Finished(seconds)))

    def deliver(self, event: Tell) -> None:
        """The notifier shows it, or fails, hangs, or lies; the person answers, or doesn't."""
        rng, name = self.rng, event.notice.prompt
        fate = rng.random()
        if event.stage is Stage.WORD:
            return
        if fate < 0.1:
            self.at(rng.random() * 5, lambda: self.commands.append(Untold(name)))
            return
        if fate < 0.2 or rng.random() > self.reply or self.away:
            return
        answer: Command = rng.choice(
            (GotUp(name), GotUp(name), Start(name), Snooze(None, name), Snooze(15, name), Skip(name))
        )
        if event.stage is Stage.RETURN:
            answer = Back()
        self.at(self.length(1, 500), lambda: self.commands.append(answer))

    def server(self) -> None:
        """The notification server is started anew: what it showed is gone."""
        name = self.state.open.id if self.state is not None and self.state.open is not None else ""
        if name in self.prompts:
            self.prompts[name].lost = True
            self.commands.append(Lost(name))

    # --- the books ----------------------------------------------------------------------------------------------

    def expect_planned(self, before: ReminderState, now: Reading, after: ReminderState) -> None:
        """Which planned times went by while the process was there to see."""
        last, local = before.seen.wall.replace(tzinfo=None), now.wall.replace(tzinfo=None)
        if after is before or local <= last or (local - last) > timedelta(hours=7) or self.woke >= self.t - 1:
            return
        for planned in self.plan.settings.planned:
            latest = None
            for day in {last.date(), local.date()}:
                for each in planned.times:
                    at = datetime.combine(day, each)
                    if last < at <= local and at.weekday() in planned.days and (latest is None or at > latest):
                        latest = at
            if latest is not None:
                self.expected.add(f"routine:{planned.routine}@{latest:%Y-%m-%dT%H:%M}")

    def book(self, now: Reading, given: Signals, events: tuple[ReminderEvent, ...]) -> None:
        refused = [event.command for event in events if isinstance(event, CommandRefused)]
        for command in given.commands:
            if command in refused:
                continue
            if isinstance(command, PauseFor):
                self.mine = (self.t + command.seconds, None)
            elif isinstance(command, PauseUntil):
                self.mine = (None, command.until)
            elif isinstance(command, PauseUntilTomorrow):
                early = now.wall.hour < 4
                day = now.wall.date() + timedelta(days=0 if early else 1)
                self.mine = (None, datetime.combine(day, time(4), now.wall.tzinfo))
            elif isinstance(command, BusyFor):
                self.busy_until = self.t + command.minutes * 60
            elif isinstance(command, Resume):
                self.mine, self.busy_until = None, -1.0
        for event in events:
            if isinstance(event, Write):
                self.facts.append(FactOf(f"f{len(self.facts)}", *moment(now.wall), "here", event.body))
                self.read(event.body)

    def read(self, body: OfReminders) -> None:
        interval = self.plan.settings.interval
        match body:
            case StoodUp():
                self.anchor = self.t
                self.drinks_anew = self.drinks_anew and body.how not in {StoodUpHow.START, StoodUpHow.AFRESH}
                self.soonest = max(self.soonest, self.t - body.ago + interval)
            case PromptShown():
                assert body.prompt not in self.prompts, "the same prompt was told twice"
                if "movement" in body.keys:
                    self.anchor = self.t
                self.prompts[body.prompt] = Told(self.t, body)
                assert body.snoozes <= 2
            case PromptEnded():
                prompt = self.prompts[body.prompt]
                assert prompt.outcome is None, "a prompt has one outcome"
                prompt.outcome = body.outcome
                done = body.outcome in {PromptOutcome.TAKEN, PromptOutcome.NATURAL}
                restarts = "drink" in body.keys and (done or "drink" not in body.early)
                self.drinks_anew = self.drinks_anew and not restarts
                if body.outcome != PromptOutcome.MISSED:
                    self.anchor = self.t
                if "movement" in body.keys:
                    self.next_allowed(body, prompt.at)

    def next_allowed(self, body: PromptEnded, told: float) -> None:
        interval, outcome = self.plan.settings.interval, body.outcome
        if outcome is PromptOutcome.SNOOZED:
            assert body.seconds is not None
            self.soonest = self.t + body.seconds
        elif outcome is PromptOutcome.NATURAL:
            self.soonest = self.t
        elif outcome is PromptOutcome.MISSED and body.prompt == self.blurred:
            self.soonest = 0.0
        elif outcome is PromptOutcome.MISSED and body.keys[0] == "movement":
            self.soonest = told + interval
        elif outcome in {PromptOutcome.TAKEN, PromptOutcome.SKIPPED} and body.keys[0] == "movement":
            self.soonest = self.t + interval

    def my_pause(self, now: Reading) -> bool:
        if self.mine is None:
            return False
        end, until = self.mine
        over = self.t >= end - 0.01 if end is not None else until is not None and now.wall >= until
        if over:
            self.mine = None
        return not over

    def check(self, now: Reading, before: ReminderState, given: Signals, events: tuple[ReminderEvent, ...]) -> None:
        state = self.state
        assert state is not None
        paused = self.my_pause(now)
        assert state.paused(PauseReason.PERSON) == paused, "my pause ends when I said, and not before"
        open_now = self.hours.open_at(now.wall.replace(tzinfo=None))
        assert state.wake > now.boot
        if state.open is not None:
            longest = 1500 if state.open.started is not None else 600 if self.plan.settings.insist else 300
            waited = now.boot - (state.open.started or state.open.told)
            assert waited <= longest + SLACK, f"a prompt hangs on for {waited:.0f} s"
        known_busy = (given.busy is not None and bool(given.busy)) or self.t < self.busy_until - 0.01
        if self.meeting or self.quiet:
            self.was_busy = self.t
        for event in events:
            if isinstance(event, BreakBegins | BreakEnds):
                assert self.resting is isinstance(event, BreakEnds), "a break begins, ends, and begins again"
                self.resting = isinstance(event, BreakBegins)
            if isinstance(event, Close):
                self.word = self.word if event.prompt != self.word else ""
            if isinstance(event, Tell):
                self.told += event.stage is Stage.PROMPT
                if event.notice.title == NOT_OPENED:  # the answer to what the person asked for just now
                    assert state.open is not None, "the prompt stays where nothing could be opened"
                    assert state.open.id == event.notice.prompt
                    continue
                words = (self.t, event.notice)
                assert not paused, f"told in my pause: {words}"
                assert not known_busy, f"told in a meeting: {words}"
                assert not self.meeting, f"told unlooked, in a call: {words}"
                assert not self.quiet, f"told unlooked, in do-not-disturb: {words}"
                assert not self.session, f"told in a session: {words}"
                assert self.t - self.woke >= 120 - 0.01, f"told at waking: {words}"
                assert open_now or not {*event.kinds} & {
                    ReminderKind.MOVEMENT,
                    ReminderKind.DRINK,
                    ReminderKind.DESK,
                    ReminderKind.EYES,
                }, f"after hours: {words}"
                assert 0 < len(event.notice.title) <= 63
                assert 0 < len(event.notice.text) <= 255
                if event.stage is Stage.WORD:
                    assert not event.notice.actions, "a word in passing asks for nothing"
                    assert state.open is None
                    assert ReminderKind.EYES not in event.kinds or not self.soon(state, now), "shortly before a prompt"
                self.word = event.notice.prompt if event.stage is Stage.WORD else ""
                if event.stage is Stage.AGAIN:
                    self.check_again(event)
                if event.stage is Stage.PROMPT:
                    self.check_prompt(event, now)
                if event.stage in {Stage.PROMPT, Stage.AGAIN, Stage.WORD}:
                    waited = now.boot - before.patient
                    assert given.idle is None or given.idle >= 5 or waited >= TYPING - 0.01, f"while typing: {words}"
        self.check_alive(now, state, open_now, held=paused or known_busy)

    def check_again(self, event: Tell) -> None:
        """Told once more: it is a prompt that was told, is still open, and was not told too often."""
        prompt = self.prompts[event.notice.prompt]
        assert prompt.outcome is None
        insists = self.plan.settings.insist and self.t - prompt.at >= 300 - 0.01
        assert insists or prompt.lost, "told again without a reason"
        prompt.again += insists and not prompt.lost
        prompt.lost = False
        assert prompt.again <= 1, "told again too often"

    def soon(self, state: ReminderState, now: Reading) -> set[str]:
        """What comes due within ten minutes, that nothing holds and nobody put off."""
        moments = {ReminderKind.MOVEMENT: state.due, ReminderKind.DRINK: state.drink}
        put_off = dict(state.snoozed)
        off = {ReminderKind.DRINK} if not self.drinks() else set()
        near = {kind for kind, at in moments.items() if at <= now.boot + JOIN and kind not in put_off}
        return {str(kind) for kind in near - off if not state.held(kind) and not state.turned(kind)}

    def check_prompt(self, event: Tell, now: Reading) -> None:
        prompt = self.prompts[event.notice.prompt]
        assert prompt.at == self.t
        keys = prompt.shown.keys
        lock = self.plan.lock
        if lock is Lock.EMERGENCY:
            assert event.kinds == (ReminderKind.SEEN,)
        if lock is Lock.URGENT:
            assert not {*event.kinds} & {ReminderKind.MOVEMENT, ReminderKind.ROUTINE}
        state = self.state
        assert state is not None
        alone = self.soon(state, now) - set(keys) if not prompt.shown.seen else set()
        assert not alone, f"{alone} comes within ten minutes by itself: {event.notice}"
        if "movement" in keys:
            early = keys[0] != "movement" and not prompt.shown.seen
            joins = len(keys) > 1 and not prompt.shown.seen and self.t >= self.soonest - JOIN
            assert early or joins or self.t >= self.soonest - 2, (
                f"two prompts for one break, at {self.t}, not before {self.soonest}"
            )

    def check_alive(self, now: Reading, state: ReminderState, open_now: bool, *, held: bool) -> None:
        """Awake, in working hours and unpaused, nobody waits longer than the interval."""
        settled = now.boot - state.woke > 120 + SLACK
        free = settled and open_now and not held and not self.session and not state.absent
        free = free and self.t - self.was_busy > WAITED + SLACK and state.phase is ReminderPhase.WAITING
        if not free:
            self.free_since = None
            return
        if self.free_since is None:
            self.free_since = self.t
        longest = self.plan.settings.interval
        if self.plan.settings.ask_return:
            longest = 2 * longest + 600
        waits = TYPING * self.idle_works + (JOIN if state.snoozed else 0)
        late = self.t - max(self.anchor + longest, self.free_since) - waits
        assert late <= SLACK, f"nothing was told for {self.t - self.anchor:.0f} s, {late:.0f} too long, at {self.t}"

    def look_back(self) -> None:
        """The record as a whole: one outcome each, no planned time twice, none lost."""
        open_id = self.state.open.id if self.state is not None and self.state.open is not None else None
        for name, prompt in self.prompts.items():
            last = name == open_id or self.state is None
            assert (prompt.outcome is not None) or last, f"{name} has no outcome"
        said: dict[str, int] = {}
        for prompt in self.prompts.values():
            for key in prompt.shown.keys:
                if key.startswith("routine:") and prompt.outcome is not PromptOutcome.SNOOZED:
                    said[key] = said.get(key, 0) + 1
        assert all(count == 1 for count in said.values()), {key: n for key, n in said.items() if n > 1}
        about = (PromptShown, PromptEnded, PromptHeld, PromptSpared)
        kept = {key for fact in self.facts if isinstance(fact.body, about) for key in fact.body.keys}
        assert self.expected <= kept, sorted(self.expected - kept)[:5]
