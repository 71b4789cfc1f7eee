"""Builds the adapters and hands them to a `Coach`."""

from __future__ import annotations

import uuid
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from coach import __version__
from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.clock import RehearsalClock, SystemClock
from coach.adapters.folders import Folders, folders
from coach.adapters.journal.journal import SqliteJournal, open_journal
from coach.adapters.machine import machine_note
from coach.adapters.own_folders import shut, shut_all
from coach.adapters.processes.locks import SessionLocks
from coach.adapters.routines.routine_files import load_library, load_sources
from coach.adapters.settings.settings_file import load_settings
from coach.core.catalogue.catalogue import CatalogueError, Level
from coach.core.coach.door import Coach
from coach.core.errors import CoachError, JournalError
from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime
    from types import TracebackType
    from typing import Self

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.clock import Clock
    from coach.core.errors import Problem
    from coach.core.lessons.lesson import Lessons
    from coach.core.record.facts import Fact, Known
    from coach.core.record.journal import Abridged, Journal
    from coach.core.record.recorded import Recorded
    from coach.core.session.run import Run
    from coach.core.settings import Settings


class ClosedJournal:
    """Stands in for a record that can't be opened: every call says why, so the door stays locked."""

    device = ""

    def __init__(self, error: JournalError) -> None:
        self._error = error

    def append(self, facts: Iterable[Fact]) -> None:
        """Never writes."""
        del facts
        raise self._error

    def facts(self, kinds: Collection[type[Known]] | None = None, since: datetime | None = None) -> list[Fact]:
        """Never reads."""
        del kinds, since
        raise self._error

    def abridged(self, kinds: Collection[type[Known]], rules: str) -> Abridged | None:
        """Never reads."""
        del kinds, rules
        raise self._error

    def abridge(self, rules: str, until: datetime, ids: Collection[str], version: object) -> None:
        """Never writes."""
        del rules, until, ids, version

    def version(self) -> object:
        """Never changes."""
        return None

    def snapshot(self) -> AbstractContextManager[Callable[[], Iterator[Recorded]]]:
        """Never reads."""
        raise self._error

    def known(self, ids: Collection[str]) -> dict[str, Recorded]:
        """Never reads."""
        del ids
        raise self._error

    def take(self, rows: Iterable[Recorded]) -> int:
        """Never writes."""
        del rows
        raise self._error

    def backwards(self) -> Iterator[list[Fact]]:
        """Never reads."""
        raise self._error

    def look_after(self, now: datetime) -> None:
        """Nothing to look after."""

    def backup(self, now: datetime) -> object:
        """Never copies."""
        del now
        raise self._error


@frozen
class House:
    """Everything a command needs; use it in a `with`, which closes the record.

    `notices` are sentences the person should see once.
    """

    coach: Coach
    clock: Clock
    folders: Folders
    journal: Journal
    notices: tuple[str, ...]
    sources: Mapping[str, str]
    settings: Settings
    settings_problems: tuple[Problem, ...] = ()
    device: str = ""
    presence: SessionLocks | None = None

    def __enter__(self) -> Self:
        """Nothing more to open."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the record."""
        if isinstance(self.journal, SqliteJournal):
            self.journal.close()

    def standing(self) -> dict[str, Any]:
        """How the safety check stands and which session is open, as `coach status` shows it."""
        from coach.core.clearance import clearance

        safety = self.coach.rules.safety()
        fine = safety.level is Level.SELF_CARE and safety.check.valid
        past = self.coach.listing.unfinished()
        session = None
        if past is not None:
            session = {"id": past.id, "routine": past.routine, "name": past.name, "begun": past.begun.local.isoformat()}
        return {
            "safety": {
                "level": str(safety.level),
                "headline": clearance.headline(safety),
                "check_due": not safety.check.valid,
                "next": "coach doctor" if safety.fault else "" if fine else "coach check",
            },
            "session": session,
        }

    def news(self) -> str:
        """What an update of the rules reads differently; once they were asked for it here, there is none any more."""
        catalogue, folder = self.coach.catalogue, self.folders.journal.parent
        if catalogue is None:
            return ""
        from coach.adapters.news_shown import news_shown, remember_shown

        if news_shown(folder) == catalogue.digest:
            return ""
        try:
            news = self.coach.rules.news(__version__)
        except JournalError:
            return ""
        remember_shown(folder, catalogue.digest)
        return news


def build(*, clock: Clock | None = None, read_only: bool = False) -> House:
    """Open everything. What can't be opened is told, not raised: the door then stays locked.

    `clock` stands in for the machine's. Raises CoachError where the shipped routines can't be read.
    """
    where = folders()
    clock = clock or SystemClock()
    library = load_library(where.routines)
    settings, wrong = load_settings(where.settings)
    journal: Journal
    notices: tuple[str, ...] = ()
    device = ""
    restored = False
    try:
        opened = open_journal(where.journal, now=clock.now().wall, read_only=read_only)
        journal, notices, device, restored = opened, tuple(opened.notices), opened.device, opened.restored
    except JournalError as error:
        journal, notices = ClosedJournal(error), (str(error),)
    if not read_only:
        if isinstance(journal, SqliteJournal):
            with suppress(JournalError):
                journal.remember_machine(machine_note())
        shut(where.settings)
        shut_all(where.journal.parent)
    presence = SessionLocks(where.journal.parent)
    try:
        catalogue: Catalogue | str = load_catalogue({t.id: t.cls for t in library.shipped_techniques})
    except CatalogueError as error:
        catalogue = str(error)
        notices += (catalogue,)
    when_over = partial(_tell_keeper, where)
    coach = Coach(library, catalogue, journal, clock, new_id, device, presence, when_over, _lessons)
    if restored:
        coach.entries.note_restored()
    if where.warning:
        notices += (where.warning,)
    if wrong:
        notices += (f"The settings file has a fault, so the usual settings serve: {wrong[0]}",)
    return House(coach, clock, where, journal, notices, load_sources(), settings, tuple(wrong), device, presence)


def _lessons() -> Lessons:
    from coach.adapters.lessons.lesson_file import load_lessons

    return load_lessons()


def _tell_keeper(where: Folders, run: Run) -> None:
    """Tell whoever keeps the reminders that a session has ended: a break of at least half its length counts."""
    from coach.adapters.processes.shared_files import shared_files
    from coach.core.reminders.commands import to_body, what_ended

    there = shared_files(where)
    if there.reminders_lock.held():
        with suppress(CoachError):
            there.reminders_mailbox.send(to_body(what_ended(run)))


def new_id() -> str:
    """A fresh fact id."""
    return str(uuid.uuid4())


def clock_of_rehearsal(house: House, speed: float) -> Callable[[], Clock]:
    """Makes the clock of a rehearsal that runs so many times faster."""
    return lambda: RehearsalClock(house.clock, speed)
