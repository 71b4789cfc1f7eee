"""Keeps the reminders: asks the rules when they are due, looks at what they want to know, writes, tells and opens.

The same for `coach remind` and for the full screen. The rules decide (`core/reminders/step.py`); APScheduler wakes it
at the next due moment; a heartbeat on the event loop's own timer notices sleep, a clock that was set, commands of
other processes and changes of the record, none of which a scheduler sees (it waits on the monotonic clock).
"""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from apscheduler.events import EVENT_JOB_ERROR
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from coach.adapters.keeping.faults import ToldFaults
from coach.adapters.keeping.looking import Looks
from coach.adapters.keeping.telling import Telling
from coach.core.errors import BadInput, CoachError, JournalError
from coach.core.frozen import replace
from coach.core.reminders import step as reminders
from coach.core.reminders.commands import from_body
from coach.core.reminders.ports import Notice
from coach.core.reminders.rebuild import rebuild
from coach.core.reminders.signals import (
    NOTHING,
    Close,
    CommandRefused,
    NotOpened,
    OpenBreak,
    SetInterval,
    Signals,
    Tell,
    Untold,
    Write,
)
from coach.core.reminders.standing.status import status
from coach.core.reminders.words import command_of

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from apscheduler.events import JobExecutionEvent

    from coach.adapters.keeping.outlets import Outlets, Record
    from coach.adapters.processes.mailbox import Mailbox
    from coach.core.clock import Clock, Reading
    from coach.core.record.facts import OfReminders
    from coach.core.reminders.signals import Command, ReminderEvent
    from coach.core.reminders.standing.status import ReminderStatus
    from coach.core.reminders.state import ReminderState
    from coach.core.reminders.timing.looking import Stepped

HEARTBEAT = 1.98  # seconds; a command acts within 2 s, and 0.6 wake-ups a second are not passed
REPLAN = 600.0  # seconds after which the rules of the safety check are asked anew although nothing was written
PUBLISH = 60.0  # seconds between two writings of the status while nothing changes
FAULTS = 10.0  # seconds between two looks at the files that the person writes
UNSAVED = 200  # facts kept while the record can't be written


class RoleLostError(CoachError):
    """Another keeps the reminders now, or nobody can: the folder that says so is gone."""


class ReminderScheduler:
    """Made and run in one event loop. `speed` is how many times as fast as the machine's its clock runs."""

    def __init__(
        self,
        record: Record,
        clock: Clock,
        outlets: Outlets,
        mailbox: Mailbox,
        alive: datetime | None = None,
        speed: float = 1.0,
    ) -> None:
        self._record, self._clock, self._out, self._mailbox = record, clock, outlets, mailbox
        self._telling = Telling(outlets.notifier(self._answered), self._begin, self._untold)
        self._faults, self._faults_at = ToldFaults(self._telling), clock.now().boot
        self._over = False  # the role is lost
        self._speed = speed
        self._turning = asyncio.Lock()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._unsaved: deque[OfReminders] = deque(maxlen=UNSAVED)
        self._published: tuple[float, object] | None = None  # until when (boot) its words hold, and what it was of
        now = clock.now()
        plan = record.plan()
        try:
            facts = record.facts()
        except JournalError:
            facts = []
        self._state = rebuild(facts, now, plan, alive)
        self._planned = (now, record.changes())
        self._session: bool | None = None
        self._looks = Looks(clock, outlets.idle, outlets.business)
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._scheduler.add_listener(self._failed, EVENT_JOB_ERROR)

    @property
    def state(self) -> ReminderState:
        """Where the reminders stand."""
        return self._state

    def status(self) -> ReminderStatus:
        """Where they stand now, with the notice that is out."""
        return status(self._state, self._clock.now(), self._telling.notice)

    # --- its life -------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Keep the reminders until cancelled; then nothing of it is left, and the status says so.

        Raises RoleLostError once they are not ours to keep any more, or it is time to leave.
        """
        self._mailbox.clear()
        self._scheduler.start()
        try:
            await self._guarded(self._telling.tidy())
            await self._guarded(self._turn())
            while not self._over:
                await asyncio.sleep(HEARTBEAT)
                await self._guarded(self._heartbeat())
            raise RoleLostError("The folder of the record is gone or is another's now.", "The reminders end here.")
        finally:
            self._scheduler.shutdown(wait=False)
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await self._telling.close()
            if self._out.ours():
                self._out.publishes(None)

    async def _guarded(self, work: Awaitable[object]) -> None:
        """A fault in one beat must not end the reminders: the next steps again. It is told where faults go."""
        try:
            await work
        except Exception as error:  # noqa: BLE001 - whatever it is
            self._fault(error)

    async def obey(self, command: Command) -> str:
        """Do what the person asks; gives why it can't be, empty where it can."""
        return await self._turn(command)

    def _answered(self, prompt: str, action: str) -> None:
        """A button of a notice was pressed."""
        command = command_of(prompt, action)
        if command is not None:
            self._begin(self._turn(command))

    def _untold(self, prompt: str) -> None:
        """No channel could tell it."""
        self._begin(self._turn(Untold(prompt)))

    def _begin(self, work: Any) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _heartbeat(self) -> None:
        if not self._out.ours() or self._out.leaves():
            self._over = True
            return
        commands = list(self._mailbox.take())
        for name, body in commands:
            try:
                why = await self._turn(from_body(body))
            except BadInput as error:
                why = str(error)
            self._mailbox.answer(name, {"refused": why, "text": self.status().text})
        if not commands:
            async with self._turning:
                await self._looked(())
        now = self._clock.now()
        if now.boot >= self._faults_at:
            self._faults_at = now.boot + FAULTS
            self._faults.now(self._out.faults(), self._state)

    # --- one turn -------------------------------------------------------------------------------------------------

    async def _turn(self, *commands: Command) -> str:
        """One step of the rules, and what follows from it; why the command was refused, empty where it was not.

        Where the role is lost nothing is done: whoever has it now does it.
        """
        async with self._turning:
            if not self._out.ours():
                return "Nobody keeps the reminders now."
            return await self._looked(commands)

    async def _looked(self, commands: tuple[Command, ...]) -> str:
        before = self._state
        now, (self._state, events) = await self._stepped(self._signals(commands))
        if self._state is before and not self._unsaved and self._published is not None:
            self._publish(now, changed=False)
            return ""
        self._save([event.body for event in events if isinstance(event, Write)], now)
        for event in events:
            await self._carry_out(event)
        self._schedule(now)
        self._publish(now, changed=bool(events))
        return next((e.why for e in events if isinstance(e, CommandRefused)), "")

    async def _stepped(self, signals: Signals) -> tuple[Reading, Stepped]:
        """The step of the rules, and its moment. Where what it opens does not open, nothing of that holds.

        Then the prompt stays, and what may be told instead is looked at as at any step.
        """
        signals, now, stepped = await self._looks.before(self._state, signals)
        for event in stepped[1]:
            if isinstance(event, OpenBreak) and (why := await self._out.opens(event)):
                prompt = self._state.open.id if self._state.open is not None else None
                instead = replace(signals, commands=(NotOpened(prompt, why),))
                _, now, stepped = await self._looks.before(self._state, instead)
                break
        return now, stepped

    def _signals(self, commands: tuple[Command, ...]) -> Signals:
        """What is known without looking; NOTHING itself where nothing is new, which makes a step next to free."""
        now = self._clock.now()
        planned, seen = self._planned
        changes = self._record.changes()
        stale = changes != seen or now.since(planned, asleep_too=True) >= REPLAN
        plan = None
        if stale or now.wall.date() != planned.wall.date():
            plan = self._record.plan()
            self._planned = (now, changes)
            plan = plan if plan != self._state.plan else None
        session = self._record.under_way()
        if not commands and plan is None and session == self._session:
            return NOTHING
        self._session = session
        return Signals(commands, session=session, plan=plan)

    def _save(self, written: list[OfReminders], now: Reading) -> None:
        """Put it on record before anything is told; what can't be written now is tried again at the next step."""
        if not written and not self._unsaved:
            return
        self._unsaved.extend(written)
        before = self._record.changes()
        try:
            self._record.keep(list(self._unsaved), now)
        except JournalError:
            return
        self._unsaved.clear()
        if before == self._planned[1]:  # our own facts ask for no new plan, what came in meanwhile does
            self._planned = (self._planned[0], self._record.changes())

    async def _carry_out(self, event: ReminderEvent) -> None:
        self._out.shows(event)
        match event:
            case Tell():
                self._telling.tell(replace(event.notice, quiet=event.quiet))
            case Close():
                self._telling.tell(None)
            case SetInterval():
                if why := await self._out.sets_interval(event.minutes):
                    self._telling.word(Notice("settings", "The interval stays as it is", why))
            case _:
                return

    def _schedule(self, now: Reading) -> None:
        at = reminders.next_due(self._state, now)
        if self._speed != 1.0:
            at = now.wall + (at - now.wall) / self._speed
        self._scheduler.add_job(self._turn, DateTrigger(at, timezone=UTC), id="next", replace_existing=True)

    def _failed(self, event: JobExecutionEvent) -> None:
        self._fault(event.exception)

    def _fault(self, error: BaseException) -> None:
        asyncio.get_running_loop().call_exception_handler(
            {"message": "a step of the reminders failed", "exception": error}
        )

    def _publish(self, now: Reading, *, changed: bool) -> None:
        """Write how they stand: at each change, at the latest each minute, and when its words would be others."""
        state = self._state
        shown = state.phase, state.pauses, state.open, state.absent, state.due, state.woke, state.plan
        if self._published is not None and not changed:
            until, last = self._published
            if now.boot < until and last == shown:
                return
        standing = self.status()
        self._published = (now.boot + min(PUBLISH, standing.steady), shown)
        self._out.publishes(standing)
