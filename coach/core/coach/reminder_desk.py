"""What the reminders may ask of the record and of the safety rules: what the keeper of them uses of `Coach`."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.clearance.locks import borrowed
from coach.core.errors import BadInput, CoachError, JournalError
from coach.core.history.sessions import SESSION_KINDS, sessions
from coach.core.record.checks import CheckAnswered
from coach.core.record.choices import Choices
from coach.core.record.reminders import StoodUp, StoodUpHow
from coach.core.reminders.break_counts import COUNTED, counts_by_day
from coach.core.reminders.follow_ups import follow_ups, lock_of
from coach.core.reminders.plan import Plan
from coach.core.reminders.rebuild import KINDS, WINDOW
from coach.core.routine.routine import is_guided
from coach.core.session.ports import Alone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from coach.core.clock import Reading
    from coach.core.coach.record import Record
    from coach.core.coach.rules import Rules
    from coach.core.library import Library
    from coach.core.record.facts import Fact, OfReminders
    from coach.core.reminders.break_counts import BreakCounts
    from coach.core.reminders.plan import Planned, ReminderSettings
    from coach.core.session.ports import Presence

DAYS_BACK = timedelta(days=3)  # sessions that a follow-up may be about
WEEK = timedelta(days=8)


class ReminderDesk:
    """Reads what the reminders go by, and writes what became of them. Only `facts`, `keep` and
    what counts breaks raise.

    `settings` gives those that hold now, the same value as long as they do. A `rehearsal` begins with nothing and
    leaves nothing.
    """

    def __init__(
        self,
        record: Record,
        rules: Rules,
        library: Library,
        settings: Callable[[], ReminderSettings],
        presence: Presence | None = None,
        *,
        rehearsal: bool = False,
    ) -> None:
        self._settings = settings
        self._record, self._rules, self._library = record, rules, library
        self._windows = presence or Alone()
        self._rehearsal = rehearsal

    def plan(self) -> Plan:
        """The settings, and what the record adds: the lock that stands, what is to be asked, what is open."""
        settings = self._settings()
        settings = replace(settings, planned=tuple(self._known(planned) for planned in settings.planned))
        reading = self._record.clock.now()
        now = reading.wall
        with suppress(JournalError):  # then the rules, which read it next, lock everything
            self._record.journal.look_after(now)
            self._rules.note_needed()
        safety = self._rules.safety()
        techniques = self._library.techniques
        movements = tuple(m for t in techniques.values() if is_guided(t) for m in t.movements)
        plan = Plan(settings, movements=movements)
        if safety.fault:
            return plan
        try:
            said = self._rules.evaluation()
            asked = self._record.of(CheckAnswered)
            past = sessions(self._record.facts(SESSION_KINDS, now - DAYS_BACK))
        except CoachError:
            return replace(plan, lock=lock_of(safety.flags))
        opened = frozenset(borrowed(safety, now, techniques))
        asks = follow_ups(asked, said, past, reading)
        return replace(plan, lock=lock_of(safety.flags), follow_ups=asks, open_techniques=opened)

    def _known(self, planned: Planned) -> Planned:
        """A planned routine with its name and length; one that is not there any more keeps its id."""
        from coach.core.routine.planning import plan  # only where one is planned: memory

        try:
            routine = self._library.find(planned.routine)
            seconds = plan(routine, self._library.techniques_of(routine), Choices()).seconds
        except BadInput:
            return planned
        return replace(planned, name=routine.name, seconds=seconds)

    def facts(self) -> list[Fact]:
        """This machine's facts that the state is rebuilt from. Raises JournalError."""
        if self._rehearsal:
            return []
        since = self._record.now() - WINDOW
        return [fact for fact in self._record.facts(KINDS, since) if fact.device == self._record.device]

    def changes(self) -> object:
        """Another value once anybody has written to the record, or changed a setting; cheap."""
        settings = self._settings()
        try:
            return self._record.journal.version(), settings
        except JournalError:
            return None, settings

    def keep(self, written: Iterable[OfReminders], at: Reading) -> None:
        """Append these facts in one transaction; a rehearsal counts as nothing. Raises JournalError."""
        if self._rehearsal:
            return
        self._record.write([self._record.fact(at, body) for body in written])

    def stood_up(self) -> None:
        """A break was taken while nobody keeps the reminders: it counts, behind all that is on record here.

        Raises JournalError. Whoever calls holds the place of the keeper meanwhile.
        """
        last = max((fact.body.n for fact in self.facts() if isinstance(fact.body, KINDS)), default=0)
        self.keep([StoodUp(n=last + 1, how=StoodUpHow.TAKEN)], self._record.clock.now())

    def under_way(self) -> bool:
        """Whether a guided session is under way in any window."""
        return self._windows.any()

    def break_counts(self, first: date, days: int = 7) -> tuple[BreakCounts, ...]:
        """What became of the prompts of these days on this computer. Raises JournalError."""
        own = [fact for fact in self._counted(days) if fact.device == self._record.device]
        return counts_by_day(own, first, days)

    def minutes_between(self, first: date, days: int = 7) -> tuple[int | None, ...]:
        """Minutes between standing up on each of these days on this computer. Raises JournalError."""
        from coach.core.reminders.counted.stretches import minutes_between  # only where it is asked for: memory

        own = [fact for fact in self._counted(days) if fact.device == self._record.device]
        return tuple(minutes_between(own, first + timedelta(days=n)) for n in range(days))

    def breaks_elsewhere(self, first: date, days: int = 7) -> tuple[tuple[BreakCounts, ...], ...]:
        """The same of each other computer on record that prompted in these days. Raises JournalError."""
        others: dict[str, list[Fact]] = {}
        for fact in self._counted(days):
            if fact.device != self._record.device:
                others.setdefault(fact.device, []).append(fact)
        weeks = [counts_by_day(facts, first, days) for _, facts in sorted(others.items())]
        return tuple(week for week in weeks if any(day.prompted or day.taken or day.natural for day in week))

    def _counted(self, days: int) -> list[Fact]:
        return self._record.facts(COUNTED, self._record.now() - WEEK - timedelta(days=days))
