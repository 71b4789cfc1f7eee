"""The record out and in again: what a front end may ask, whether it is a command, a folder in step, or a screen."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING

from coach.core.coach.record import Record
from coach.core.coach.rules import Rules
from coach.core.errors import BadInput, CoachError, Differs, Problem
from coach.core.exchange.incoming import Incoming, Looking, Refused
from coach.core.exchange.news import changed_for_safety, twice_noted
from coach.core.exchange.overlay import overlaid
from coach.core.exchange.reading import Reading
from coach.core.exchange.writing import Outgoing
from coach.core.frozen import frozen
from coach.core.history.corrections import clock_corrections
from coach.core.record.codec import encode
from coach.core.record.health import LumpSeen
from coach.core.record.recorded import Recorded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.core.clearance.locks import Safety
    from coach.core.exchange.incoming import Source
    from coach.core.exchange.tables import Table
    from coach.core.history.history import Lump
    from coach.core.library import Library
    from coach.core.record.checks import ClockCorrected


class ClockAsked(CoachError):  # noqa: N818 - a question to the person
    """Entries are dated ahead: one of the two clocks is wrong, and nobody has said which. Nothing was taken."""

    def __init__(self, found: Incoming, question: str) -> None:
        super().__init__(question)
        self.found = found


@frozen
class Taken:
    """What came in: `found` of it is `new`. `news` is what that changed for safety, in sentences."""

    found: Incoming
    new: int
    news: tuple[str, ...] = ()


class Exchange:
    """Each method raises JournalError where the record can't be read or written."""

    def __init__(self, record: Record, rules: Rules, library: Library) -> None:
        self._record = record
        self._rules = rules
        self._library = library

    @property
    def device(self) -> str:
        """The id of this computer."""
        return self._record.device

    @contextmanager
    def going_out(self, program: str) -> Iterator[Outgoing]:
        """The record as it stands now, to be written by this version of the program; it is held meanwhile."""
        with self._record.journal.snapshot() as rows:
            yield Outgoing(rows, program, self._record.device)

    def tables(self) -> tuple[Table, ...]:
        """The record as tables for a spreadsheet."""
        from coach.core.exchange.tables import tables  # noqa: PLC0415 - nothing else needs them

        return tables(self._record.facts(), self._rules.catalogue)

    def look(self, sources: Sequence[Source]) -> Incoming:
        """What these files would bring; nothing is written. Raises Refused."""
        return Looking(self._record.journal, self._record.device, self._record.now()).look(sources)

    def would_take(self, sources: Sequence[Source]) -> Taken:
        """What taking these files in would bring and change; nothing is written. Raises Refused."""
        looking = Looking(self._record.journal, self._record.device, self._record.now(), wanted=True)
        found = looking.look(sources)
        now = self._record.clock.now()
        over = [*looking.kept, *(self._record.fact(now, body) for body in clock_corrections(found.ahead, now.wall))]
        record = Record(overlaid(self._record.journal, over), self._record.clock, self._record.new_id, "")
        rules = Rules(record, self._library, self._rules.catalogue or "")
        if not found.new or self._rules.catalogue is None:
            return Taken(found, found.new)
        return Taken(found, found.new, self._news(self._state(self._rules), self._state(rules), record))

    def take(self, sources: Sequence[Source], *, theirs: bool = False) -> Taken:
        """Take all of these files in, or nothing: after a backup, in one transaction.

        What is dated ahead comes in only where the person says that it is `theirs`, the clock that was wrong: then it
        counts from now. Raises Refused, ClockAsked.
        """
        found = self.look(sources)
        if found.ahead and not theirs:
            raise ClockAsked(found, self.clock_question(found))
        if not found.new:
            return Taken(found, 0)
        before = self._state(self._rules)
        now = self._record.clock.now()
        corrections = clock_corrections(found.ahead, now.wall)
        self._record.journal.backup(now.wall)
        try:
            new = self._record.journal.take(chain(self._rows(sources, found), self._put_right(corrections)))
        except Differs as error:
            raise BadInput("Two of the files contradict each other. Nothing was taken.", str(error)) from error
        news = self._news(before, self._state(self._rules), self._record)
        self._rules.note_needed()
        return Taken(found, new - len(corrections), news)

    def clock_question(self, found: Incoming) -> str:
        """What is to be asked where entries are dated ahead."""
        by = max(fact.at for fact in found.ahead) - self._record.now()
        many = f"{len(found.ahead):,} entries are" if len(found.ahead) > 1 else "1 entry is"
        days, minutes = by.days, int(by.total_seconds() // 60)
        far = (
            f"{days} day{'s' if days > 1 else ''}"
            if days
            else f"{minutes // 60} h {minutes % 60} min"
            if minutes >= 60
            else f"{minutes} min"
        )
        return f"{many} dated up to {far} ahead. Is that computer's clock wrong, or this one's?"

    def _rows(self, sources: Sequence[Source], found: Incoming) -> Iterator[Recorded]:
        """All of them again. A file that is not what it was a moment ago ends it."""
        for source, known in zip(sources, found.sums, strict=True):
            reading = Reading(source.name)
            for _, kept in reading.rows(source.lines()):
                yield kept
            if reading.faults or reading.sum != known:
                raise Refused(reading.faults or [Problem(source.name, 1, 1, "The file changed while it was read.")])

    def _put_right(self, corrections: Sequence[ClockCorrected]) -> Iterator[Recorded]:
        now = self._record.clock.now()
        for body in corrections:
            fact = self._record.fact(now, body)
            yield Recorded(fact.id, fact.at, fact.offset, fact.device, fact.kind, encode(body))

    def _state(self, rules: Rules) -> tuple[Safety, tuple[Lump, ...]]:
        try:
            return rules.safety(), rules.evaluation().history.lumps
        except CoachError:  # no catalogue: all is locked, and that is told
            return rules.safety(), ()

    def _news(
        self, before: tuple[Safety, tuple[Lump, ...]], after: tuple[Safety, tuple[Lump, ...]], record: Record
    ) -> tuple[str, ...]:
        now = self._record.now()
        told = changed_for_safety(before[0], after[0], self._library.techniques, now)
        new = frozenset(lump.id for lump in after[1]) - {lump.id for lump in before[1]}
        return (*told, *twice_noted(after[1], record.of(LumpSeen), new, now)) if new else told
