"""Wires the reminders: who keeps them, where letters to them lie, where they tell, and what opens a guided break."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from coach.adapters.mailbox import Mailbox
from coach.adapters.presence import Role
from coach.adapters.status_file import read_status, write_status, written_at

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import date
    from pathlib import Path

    from coach.adapters.folders import Folders
    from coach.adapters.keeper import Keeper
    from coach.cli.wiring import House
    from coach.core.reminder_desk import ReminderDesk
    from coach.core.reminder_facts import Tally
    from coach.core.reminder_signals import Command, Event

MOVEMENT_BREAK = "movement-break"
LOOK, SOON, PATIENCE = 2.0, 0.05, 4.0  # seconds: between two looks, between two for an answer, and for an answer


@dataclass(frozen=True, slots=True)
class Places:
    """The small files by which the processes of one person know of each other."""

    status: Path
    keeper: Role
    letters: Mailbox
    screen: Role
    screen_letters: Mailbox


def places(where: Folders) -> Places:
    """Beside the record; `status.json` is there for status bars, too."""
    home = where.journal.parent
    return Places(
        home / "status.json",
        Role(home / "reminders.lock"),
        Mailbox(home / "letters" / "reminders"),
        Role(home / "screen.lock"),
        Mailbox(home / "letters" / "screen"),
    )


@dataclass(frozen=True, slots=True)
class Reminding:
    """Makes the keeper of the reminders. `terminal`: whether this process may ring the bell of its own terminal.

    With another `speed` than 1 it is a rehearsal: nothing is recorded, and nobody else sees it.
    """

    house: House
    places: Places
    speed: float = 1.0
    terminal: bool = False

    def keeper(
        self, shows: Callable[[Event], None], opens: Callable[[str, str | None], Awaitable[None]] | None = None
    ) -> Keeper:
        """A keeper, to be made and run in one event loop. `opens` is the full screen's own way to open a routine."""
        from coach.adapters.busy import system_business
        from coach.adapters.clock import RehearsalClock
        from coach.adapters.idle import SystemIdle
        from coach.adapters.keeper import Keeper, Outlets
        from coach.adapters.notices import notifier

        house, section = self.house, self.house.settings.reminders
        clock = house.clock if self.speed == 1.0 else RehearsalClock(house.clock, self.speed)
        made: list[Keeper] = []

        def answered(prompt: str, action: str) -> None:
            made[0].answer(prompt, action)

        async def opened(what: str, prompt: str | None) -> None:
            state = made[0].state
            length = state.open.lead.seconds if what == MOVEMENT_BREAK and state.open is not None else None
            await self._open(what, prompt, [] if length is None else ["--seconds", str(length)])

        outlets = Outlets(
            notifier(answered, terminal=self.terminal),
            SystemIdle(clock),
            system_business(section, clock, house.folders.settings.parent),
            opens or opened,
            self._publish,
            shows,
        )
        last = read_status(self.places.status)
        alive = written_at(last) if last is not None else None
        made.append(Keeper(self.desk(), clock, outlets, self.places.letters, alive, self.speed))
        return made[0]

    def desk(self) -> ReminderDesk:
        """What the reminders may ask of the record."""
        from coach.cli.wiring import new_id
        from coach.core.reminder_desk import ReminderDesk
        from coach.core.reminder_plan import settings_of

        house, settings = self.house, settings_of(self.house.settings.reminders)
        rehearsal = self.speed != 1.0
        return ReminderDesk(
            house.coach, house.journal, settings, new_id, house.device, house.presence, rehearsal=rehearsal
        )

    async def _open(self, what: str, prompt: str | None, more: list[str]) -> None:
        """In the full screen where one is open, else in a terminal."""
        if self.places.screen.taken():
            self.places.screen_letters.send({"open": what, "prompt": prompt})
            return
        from coach.adapters.notices import open_terminal

        words = ["check"] if what == "check" else ["run", what, *more]
        await open_terminal([sys.executable, "-m", "coach", *words], self.house.settings.reminders.terminal)

    def _publish(self, document: dict[str, Any]) -> None:
        if self.speed == 1.0:
            write_status(self.places.status, document | self.house.standing())


class ScreenReminders:
    """The reminders for the full screen: kept here where nobody else keeps them, else watched."""

    def __init__(self, own: Reminding) -> None:
        self._own = own
        self._places = own.places
        self._keeper: Keeper | None = None
        self._kept: asyncio.Task[None] | None = None
        self._failed = False

    async def run(self, told: Callable[[], None], opens: Callable[[str, str | None], Awaitable[None]]) -> None:
        """Until cancelled."""
        self._places.screen.take()
        self._places.screen_letters.clear()
        try:
            while True:
                await self._keep(told, opens)
                for _, letter in self._places.screen_letters.take():
                    await opens(str(letter.get("open")), letter.get("prompt"))
                told()
                await asyncio.sleep(LOOK)
        finally:
            if self._kept is not None:
                self._kept.cancel()
                with suppress(asyncio.CancelledError):
                    await self._kept
            self._places.keeper.leave()
            self._places.screen.leave()

    async def _keep(self, told: Callable[[], None], opens: Callable[[str, str | None], Awaitable[None]]) -> None:
        """Take the role where nobody has it; a keeper that failed is not made again here."""
        if self._kept is not None and self._kept.done():
            self._failed, self._kept, self._keeper = True, None, None
            self._places.keeper.leave()
        if self._kept is None and not self._failed and self._places.keeper.take():
            await asyncio.to_thread(import_module, "coach.adapters.keeper")  # 0.1 s that the screen need not wait for
            self._keeper = self._own.keeper(lambda _: told(), opens)
            self._kept = asyncio.get_running_loop().create_task(self._keeper.run())

    async def obey(self, command: Command) -> str:
        """Do what the person asks; gives why it can't be."""
        if self._keeper is not None:
            return await self._keeper.obey(command)
        if not self._places.keeper.taken():
            return "Nobody keeps the reminders now."
        from coach.core.reminder_commands import to_body

        name = self._places.letters.send(to_body(command))
        for _ in range(int(PATIENCE / SOON)):
            answer = self._places.letters.answered(name)
            if answer is not None:
                return str(answer.get("refused", ""))
            await asyncio.sleep(SOON)
        self._places.letters.take_back(name)
        return "The reminders did not answer."

    def status(self) -> dict[str, Any]:
        """Where they stand."""
        from coach.core.reminder_status import status

        if self._keeper is not None:
            return self._keeper.document()
        document = read_status(self._places.status) if self._places.keeper.taken() else None
        return document or status(None, self._own.house.clock.now())

    def tallies(self, first: date, days: int) -> tuple[Tally, ...]:
        """What became of the prompts of these days. Raises JournalError."""
        return self._own.desk().tallies(first, days)
