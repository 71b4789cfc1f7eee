"""Wires the reminders: where they tell, what they look at, and what opens a guided break."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from coach.adapters.processes.status_file import read_status, write_status, written_at
from coach.core.errors import CoachError
from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coach.adapters.keeping.outlets import Outlets
    from coach.adapters.processes.shared_files import SharedFiles
    from coach.adapters.scheduler import ReminderScheduler
    from coach.cli.wiring import House
    from coach.core.clock import Clock
    from coach.core.coach.reminder_desk import ReminderDesk
    from coach.core.errors import Problem
    from coach.core.reminders.signals import OpenBreak, ReminderEvent
    from coach.core.reminders.standing.status import ReminderStatus
    from coach.core.settings import ReminderSection, Settings


async def _here(opens: Callable[[OpenBreak], Awaitable[None]], wanted: OpenBreak) -> str:
    """The full screen itself always opens what it is asked to."""
    await opens(wanted)
    return ""


def _never() -> bool:
    return False


def _nothing() -> None:
    return None


def chime(what: str, settings: Settings) -> None:
    """A soft chime, of a child process that goes by itself."""
    from coach.adapters.sound.loudspeaker import SystemLoudspeaker
    from coach.adapters.sound.player import find_player
    from coach.core.routine.segments import Sound
    from coach.core.session.ports import Heard

    speaker = SystemLoudspeaker(find_player(), None, settings.volume)
    speaker.sound(Heard("", Sound.READY if what == "prompt" else Sound.END))
    speaker.close()


@frozen
class Reminding:
    """Makes what keeps the reminders. `terminal`: whether this process may ring the bell of its own terminal.

    `settings` gives those that hold now, `fault` the first of their file; without it those of the start do. With
    another `speed` than 1 it is a rehearsal: nothing is recorded, and nobody else sees it. `replaced`: whether another
    version of the program is there to keep them.
    """

    house: House
    files: SharedFiles
    speed: float = 1.0
    terminal: bool = False
    settings: Callable[[], Settings] | None = None
    fault: Callable[[], Problem | None] = _nothing
    leaves: Callable[[], bool] = _never

    def _settings_fault(self) -> str:
        found = self.fault()
        if found is None:
            return ""
        place = f"{Path(found.file).name}:{found.line}"
        return f"{place}: {found.message} {found.hint} Until it is mended, nothing changes."

    def section(self) -> ReminderSection:
        """The settings of the reminders that hold now."""
        return self._all().reminders

    def _all(self) -> Settings:
        return self.house.settings if self.settings is None else self.settings()

    def scheduler(
        self, shows: Callable[[ReminderEvent], None], opens: Callable[[OpenBreak], Awaitable[None]] | None = None
    ) -> ReminderScheduler:
        """What keeps them, to be made and run in one event loop. `opens` is the full screen's own way to a routine."""
        from coach.adapters.clock import RehearsalClock
        from coach.adapters.scheduler import ReminderScheduler

        clock = self.house.clock if self._real else RehearsalClock(self.house.clock, self.speed)
        last = read_status(self.files.status)
        alive = written_at(last) if last is not None else None
        mailbox = self.files.reminders_mailbox if self._real else self.files.rehearsal_mailbox
        outlets = self._outlets(clock, shows, self._open if opens is None else partial(_here, opens))
        return ReminderScheduler(self.desk(), clock, outlets, mailbox, alive, self.speed)

    @property
    def _real(self) -> bool:
        return self.speed == 1.0

    def _outlets(
        self, clock: Clock, shows: Callable[[ReminderEvent], None], opens: Callable[[OpenBreak], Awaitable[str]]
    ) -> Outlets:
        from coach.adapters.keeping.around_breaks import AroundBreaks
        from coach.adapters.keeping.outlets import Outlets
        from coach.adapters.notices import notifier
        from coach.adapters.signals.busy import SystemBusinessAsSet
        from coach.adapters.signals.idle import SystemIdle

        around = AroundBreaks(self._all, clock, chime)
        business = SystemBusinessAsSet(self.section, clock, self.house.folders.settings.parent)
        note = self.files.notice if self._real else None

        def faults() -> tuple[str, ...]:
            return tuple(fault for fault in (self._settings_fault(), business.fault(), around.fault()) if fault)

        def shown(event: ReminderEvent) -> None:
            if self._real:
                around.event(event)
            shows(event)

        return Outlets(
            partial(notifier, terminal=self.terminal, note=note, hushed=around.hushed, silent=around.silent),
            SystemIdle(clock),
            business,
            opens,
            self._publish,
            shown,
            self.files.reminders_lock.ours if self._real else lambda: True,
            self.leaves if self._real else _never,
            faults,
            self._set_interval,
        )

    def desk(self) -> ReminderDesk:
        """What the reminders may ask of the record."""
        from coach.core.coach.reminder_desk import ReminderDesk
        from coach.core.reminders.plan import settings_of

        house, coach = self.house, self.house.coach
        made = lru_cache(maxsize=1)(settings_of)
        return ReminderDesk(
            coach.record,
            coach.rules,
            coach.library,
            lambda: made(self.section()),
            house.presence,
            rehearsal=not self._real,
        )

    async def _open(self, wanted: OpenBreak) -> str:
        """In the full screen where one is open, else in a terminal; why it did not open, empty where it did."""
        what, seconds = wanted.what, wanted.seconds
        if self.files.screen_lock.held():
            with suppress(CoachError):
                self.files.screen_mailbox.send({"open": what, "prompt": wanted.prompt, "seconds": seconds})
                return ""
        from coach.adapters.notices import open_terminal
        from coach.adapters.processes.program import coach_words

        words = (
            ["check"] if what == "check" else ["run", what, *(() if seconds is None else ("--seconds", str(seconds)))]
        )
        attempt = await open_terminal(coach_words(*words), self.section().terminal)
        return "" if attempt.worked else f"{attempt.why} {attempt.mend}"

    async def _set_interval(self, minutes: int) -> str:
        """Into the settings file, beside what the person wrote there; why it can't be, empty where it is done."""
        import asyncio

        from coach.adapters.settings.editor import SettingsFileEditor

        def written() -> str:
            editor = SettingsFileEditor(self.house.folders.settings, self.house.settings)
            fault = editor.look()
            if fault is not None:
                return f"{fault}"
            try:
                editor.change(("reminders", "interval_minutes"), str(minutes))
                editor.save()
            except CoachError as error:
                return str(error)
            return ""

        return await asyncio.to_thread(written) if self._real else ""

    def _publish(self, status: ReminderStatus | None) -> None:
        from coach.adapters.processes.status_document import document_of

        if self._real:
            write_status(self.files.status, document_of(status) | self.house.standing())
