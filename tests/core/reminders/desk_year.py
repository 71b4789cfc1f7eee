"""A simulated desk with a keeper of the reminders that crashes, notices that get lost, and openers that fail.

`DeskYear(seed).live(days)` lets it pass, every step held against the books; `look_back` checks the record as a whole.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from coach.core.record.facts import Fact, FactOf, moment
from coach.core.reminders import step as reminders
from coach.core.reminders.absence import next_look
from coach.core.reminders.plan import Plan
from coach.core.reminders.rebuild import WINDOW, rebuild
from coach.core.reminders.signals import (
    AnotherInterval,
    Finished,
    Lost,
    NotOpened,
    OpenBreak,
    Probe,
    ReminderEvent,
    SetInterval,
    Signals,
    Tell,
    Untold,
    Write,
)
from coach.core.reminders.state import ReminderPhase, ReminderState
from coach.core.reminders.timing.looking import Stepped, tried
from coach.core.reminders.words import command_of
from tests.core.reminders.desk_books import Books, Screen
from tests.core.reminders.desk_world import HOUR, POWERED, World
from tests.core.reminders.desk_zones import DAY

LATELY = 4000  # facts: more than come together in the window that a state is rebuilt from
MINUTE = 60.0
DIES = 0.004  # of the steps at which anything happens, where it dies every other day


class DeskYear(World):
    """One desk from one seed."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.books = Books(self)
        self.facts: list[Fact] = []
        self.steps = 0
        self.exact = True  # whether the clock was left alone while no keeper ran
        self.exact_from = self.t  # from when what is on record lies behind the clock again, as far as it matters
        self.alive: datetime | None = None  # when one last ran, by the clock on the wall
        self.state: ReminderState | None = None
        self._keep()

    @property
    def told(self) -> int:
        """How many prompts were told."""
        return self.books.told

    def live(self, days: int) -> None:
        """Let so many days pass."""
        self.begin()
        end = self.t + days * DAY
        while self.t < end:
            self._tick()

    def look_back(self) -> None:
        """The record as a whole."""
        state = self.state
        self.books.closed(self.facts, None if state is None else state.open.id if state.open is not None else "")

    def _tick(self) -> None:
        """On to whatever is next: something happens, or the keeper has to be called."""
        when, state = self.todo[-1][0], self.state
        if state is not None:
            started = self.booted - POWERED
            wake = state.wake + started + self.rng.random() * 2
            if self.away and self.idle_works:  # heartbeats look when it is worth it
                wake = min(wake, max(self.t + 1.9, next_look(state) + started) + self.rng.random() * 2)
            if wake < when:
                self.pass_to(wake)
                self.step()
                return
        _, _, do = self.todo.pop()
        self.pass_to(when)
        do()
        self.step()

    # --- the keeper's life ----------------------------------------------------------------------------------------

    def _keep(self) -> None:
        """A keeper begins, with what is on record."""
        self.books.begun()
        now = self.now()
        since = now.wall - WINDOW
        recent = sorted((fact for fact in self.facts[-LATELY:] if fact.at >= since), key=lambda fact: fact.at)
        self.state = rebuild(recent, now, self.plan, self.alive)
        self.fresh_plan = False
        self.woke = self.t  # a start is a waking

    def crash(self) -> None:
        """The keeper dies, or the machine with it; another begins later."""
        if self.state is None:
            return
        before, self.state, self.exact = self.state, None, not self.unseen
        self.books.screen.dead = True
        down = self.length(1, 10 * HOUR) if self.rng.random() < 0.3 else self.length(1, MINUTE)
        boots = self.rng.random() < 0.3
        if boots:
            self.books.screen = Screen()
        if self.rng.random() < 0.1:  # another program of ours changes what the rules say
            self.at(down / 2, self.lock)
        then = (self.asleep, self.error, self.booted)
        self.at(down, partial(self._again, before, then, down, boots=boots))

    def _again(self, before: ReminderState, then: tuple[float, float, float], down: float, *, boots: bool) -> None:
        asleep, error, booted = then
        if not self.exact or error != self.error:
            self.exact_from = self.t + DAY
        self.exact = self.t >= self.exact_from
        if boots:
            self.restart()
        if self.rng.random() < 0.3:
            self.alive = None  # what said so is lost
        self._keep()
        after = self.state
        assert after is not None
        self.books.drop(before, after.plan)
        if not self.exact:
            self.books.unclear(after)
        elif asleep == self.asleep and down <= MINUTE and self._told_of(before, after):
            self.books.rebuilt(before, after, booted - self.booted, self.now().wall.date())

    def _told_of(self, before: ReminderState, after: ReminderState) -> bool:
        """Whether all that the dead keeper knew is told by facts."""
        unsaid = before.starting or after.starting or before.absent or before.phase is ReminderPhase.BREAK
        away = before.absence is not None and before.absence.seconds > MINUTE
        return not unsaid and not away and before.plan is self.plan

    def replan(self, plan: Plan) -> None:
        drinks = plan.settings.drink_minutes != self.plan.settings.drink_minutes
        if plan.settings is not self.plan.settings:
            self.books.reset(drinks=drinks)
        super().replan(plan)

    # --- one step -------------------------------------------------------------------------------------------------

    def step(self) -> None:
        """The keeper looks, and what it does is held against the books."""
        state = self.state
        if state is None:
            self.commands.clear()
            return
        now = self.now()
        given = Signals(tuple(self.commands), session=self.session, plan=self.plan if self.fresh_plan else None)
        self.commands.clear()
        self.fresh_plan = False
        given, after, events = self._opened(state, *self._stepped(state, given))
        self.steps += 1
        if events and self._dies():  # before any of this is on disk
            self.crash()
            return
        self.books.planned(state, now, after)
        self.state, self.unseen, self.alive = after, False, now.wall
        for event in events:
            if isinstance(event, Write):
                self.facts.append(FactOf(f"f{len(self.facts)}", *moment(now.wall), "here", event.body))
        self.books.book(now, state, given, events)
        self.books.check(now, state, after, given, events)
        if events and self._dies():  # with all of it on disk, and nothing told
            self.books.screen = Screen()
            self.crash()
            return
        for event in events:
            self._carry_out(event)

    def _dies(self) -> bool:
        return self.rng.random() * self.sturdy < DIES

    def _stepped(self, state: ReminderState, given: Signals) -> tuple[Signals, Stepped]:
        """The step, with all that it wants to be looked at."""
        now = self.now()
        looked: frozenset[Probe] = frozenset()
        while True:
            wanted, stepped = tried(state, now, given, looked)
            if not wanted:
                return given, stepped or reminders.step(state, now, given)
            looked |= wanted
            given = self.looked(wanted, given)

    def _opened(
        self, state: ReminderState, given: Signals, stepped: Stepped
    ) -> tuple[Signals, ReminderState, tuple[ReminderEvent, ...]]:
        """Some of what the step opens does not open, as where no terminal is found."""
        if any(isinstance(event, OpenBreak) for event in stepped[1]) and self.rng.random() < 0.2:
            open_now = state.open.id if state.open is not None else None
            instead = (NotOpened(open_now, "There is no terminal to open."),)
            given, stepped = self._stepped(state, replace(given, commands=instead))
            assert not any(isinstance(event, OpenBreak) for event in stepped[1])
        return given, *stepped

    def _carry_out(self, event: ReminderEvent) -> None:
        match event:
            case Tell():
                self._deliver(event)
            case OpenBreak() if event.prompt is not None and self.rng.random() < 0.8:
                seconds = self.length(10, 400)
                self.at(seconds, partial(self.commands.append, Finished(seconds)))
            case SetInterval():
                self.replan(replace(self.plan, settings=replace(self.plan.settings, interval_minutes=event.minutes)))

    # --- who shows it ---------------------------------------------------------------------------------------------

    def _deliver(self, event: Tell) -> None:
        """It is shown, or nothing can show it, or what says it did lies; the person answers, or doesn't."""
        name, fate = event.notice.prompt, self.rng.random()
        if fate < 0.1:
            self.books.screen = Screen()
            self.at(self.rng.random() * 5, partial(self.commands.append, Untold(name)))
        elif fate < 0.2 or self.rng.random() > self.reply or self.away:
            return
        else:
            self.at(self.length(1, 500), partial(self._answer, name))

    def _answer(self, name: str) -> None:
        """A click on a button that is still there, or the notice is taken away."""
        screen = self.books.screen
        if screen.prompt != name or screen.dead:
            return
        self.books.screen = Screen()
        action = self.rng.choice((*screen.answers, *screen.answers, "dismissed"))
        command = command_of(name, action)
        assert command is not None, f"{action} is a button that does nothing"
        self.commands.append(command)
        if not isinstance(command, AnotherInterval):  # which may have been set meanwhile
            self.books.clicked = command

    def server(self) -> None:
        """What shows notices is started anew: what it showed is gone, and it is told what of it was lost."""
        shown, self.books.screen = self.books.screen, Screen()
        if shown.prompt and not shown.dead and self.state is not None:
            if shown.prompt in self.books.prompts:
                self.books.prompts[shown.prompt].lost = True
            self.commands.append(Lost(shown.prompt))
