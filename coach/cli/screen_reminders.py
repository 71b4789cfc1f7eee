"""The reminders for the full screen: kept there where nobody else keeps them, else watched."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from coach.adapters.processes.status_file import read_status
from coach.core.errors import CoachError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import date

    from coach.adapters.scheduler import ReminderScheduler
    from coach.cli.reminding import Reminding
    from coach.core.reminders.break_counts import BreakCounts
    from coach.core.reminders.signals import Command, OpenBreak
    from coach.core.reminders.standing.status import ReminderStatus

LOOK, SOON, PATIENCE = 2.0, 0.05, 4.0  # seconds: between two looks, between two for an answer, and for an answer


class ScreenReminders:
    """The reminders for the full screen: kept here where nobody else keeps them, else watched."""

    def __init__(self, own: Reminding) -> None:
        self._own = own
        self._files = own.files
        self._scheduler: ReminderScheduler | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._failed = False
        self.ended = False  # here, with this screen

    async def run(self, told: Callable[[], None], opens: Callable[[OpenBreak], Awaitable[None]]) -> None:
        """Until cancelled."""
        if not self._files.screen_lock.held():  # else they are for the other screen
            self._files.screen_mailbox.clear()
        try:
            while True:
                self._be_written_to()
                await self._keep(told, opens)
                await self._open(opens)
                told()
                await asyncio.sleep(LOOK)
        finally:
            self.ended = self._keeping is not None
            await self._let_go()
            self._files.screen_lock.release()

    def _be_written_to(self) -> None:
        """The keeper in another process opens breaks in one full screen: the first, and when that is left the next."""
        with suppress(CoachError):  # a folder that can't be written to: nobody sends us anything either
            if not self._files.screen_lock.held():
                self._files.screen_lock.acquire()

    async def _let_go(self) -> None:
        """Keep them no longer."""
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.wait([self._keeping])  # awaited itself, its end could not be told from our own
            if not self._keeping.cancelled():
                self._keeping.exception()  # so that nobody misses it
        self._keeping = self._scheduler = None
        self._files.reminders_lock.release()

    async def _open(self, opens: Callable[[OpenBreak], Awaitable[None]]) -> None:
        """Open what the keeper in another process wants opened here."""
        if not self._files.screen_lock.ours():
            return
        for _, letter in self._files.screen_mailbox.take():
            from coach.core.reminders.commands import open_of

            wanted = open_of(letter)
            if wanted is not None:
                await opens(wanted)

    async def _keep(self, told: Callable[[], None], opens: Callable[[OpenBreak], Awaitable[None]]) -> None:
        """Take the role where nobody has it; a keeper that failed is not made again here.

        A `coach remind` that waits for it gets it: that goes on when this screen is left.
        """
        if self._files.next_keeper_lock.held():
            await self._let_go()
            return
        if self._keeping is not None and self._keeping.done():
            with suppress(asyncio.CancelledError):
                self._keeping.exception()  # so that nobody misses it: the foot line says that nobody keeps them
            self._failed, self._keeping, self._scheduler = True, None, None
            self._files.reminders_lock.release()
        if self._keeping is None and not self._failed and self._taken():
            await asyncio.to_thread(
                import_module, "coach.adapters.scheduler"
            )  # 0.1 s that the screen need not wait for
            self._scheduler = self._own.scheduler(lambda _: told(), opens)
            self._keeping = asyncio.get_running_loop().create_task(self._scheduler.run())

    def _taken(self) -> bool:
        """Whether the role is ours now. Where nobody can have it, it is not asked for again."""
        try:
            return self._files.reminders_lock.acquire()
        except CoachError:
            self._failed = True
            return False

    async def obey(self, command: Command) -> str:
        """Do what the person asks; gives why it can't be."""
        if self._scheduler is not None:
            return await self._scheduler.obey(command)
        if not self._files.reminders_lock.held():
            return "Nobody keeps the reminders now."
        from coach.core.reminders.commands import to_body

        try:
            name = self._files.reminders_mailbox.send(to_body(command))
        except CoachError as error:
            return str(error)
        for _ in range(int(PATIENCE / SOON)):
            answer = self._files.reminders_mailbox.answered(name)
            if answer is not None:
                return str(answer.get("refused", ""))
            await asyncio.sleep(SOON)
        return self._files.reminders_mailbox.given_up(name)

    def status(self) -> ReminderStatus | None:
        """Where they stand: from what keeps them here, else from the file of the process that does."""
        if self._scheduler is not None:
            return self._scheduler.status()
        document = read_status(self._files.status) if self._files.reminders_lock.held() else None
        if document is None:
            return None
        from coach.adapters.processes.status_document import status_of

        return status_of(document)

    def break_counts(self, first: date, days: int) -> tuple[BreakCounts, ...]:
        """What became of the prompts of these days. Raises JournalError."""
        return self._own.desk().break_counts(first, days)

    def breaks_elsewhere(self, first: date, days: int) -> tuple[tuple[BreakCounts, ...], ...]:
        """The same of each other computer on record. Raises JournalError."""
        return self._own.desk().breaks_elsewhere(first, days)
