"""What the safety rules say of the record now: the state the door looks at, and its flags."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from coach import __version__
from coach.core.clearance import safety_state
from coach.core.errors import CoachError, JournalError
from coach.core.record.checks import CheckAnswered, FlagsLogged
from coach.core.safety import flag_log, reading, screening

if TYPE_CHECKING:
    from datetime import datetime

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.clearance.locks import Safety
    from coach.core.coach.record import Record
    from coach.core.library import Library
    from coach.core.record.facts import Fact
    from coach.core.safety.raised_flag import RaisedFlag
    from coach.core.safety.screening import Evaluation

DAY = timedelta(days=1)


class Rules:
    """Reads the record and asks the rules of it. Only `audit` writes, and only into the log of flags."""

    def __init__(self, record: Record, library: Library, catalogue: Catalogue | str) -> None:
        self._record = record
        self._library = library
        self._catalogue = catalogue

    @property
    def catalogue(self) -> Catalogue | None:
        """The red-flag catalogue, None where it can't be read."""
        return None if isinstance(self._catalogue, str) else self._catalogue

    def known_catalogue(self) -> Catalogue:
        """The red-flag catalogue. Raises CoachError with the reason where it can't be read."""
        if isinstance(self._catalogue, str):
            raise CoachError(self._catalogue)
        return self._catalogue

    def safety(self, own: str = "", now: datetime | None = None) -> Safety:
        """What the door looks at `now` (local; None: the clock is read); `own` is the session that is gone on with.

        It never raises: what can't be read locks everything.
        """
        now = now or self._record.now()
        if isinstance(self._catalogue, str):
            return safety_state.unreadable(self._catalogue)
        try:
            recent = reading.done_lately(self._record.journal, now)
            facts = reading.read_needed(self._record.journal, now, self._name(self._catalogue), recent)
            checks = self._record.facts((CheckAnswered,), now - DAY)
        except JournalError as error:
            return safety_state.unreadable(f"The record can't be read. {error}", self._catalogue)
        return safety_state.state_of(facts, recent, checks, self._catalogue, now, own)

    def facts(self) -> list[Fact]:
        """All that the rules read of the record. Raises JournalError."""
        return reading.read(self._record.journal, self._record.now())

    def evaluation(self) -> Evaluation:
        """The flags that are up, with their evidence, and the history behind them.

        Raises CoachError where there is no catalogue, JournalError where the record can't be read.
        """
        return screening.evaluate(self.needed(), self.known_catalogue(), self._record.now())

    def needed(self) -> list[Fact]:
        """What the rules still need of the record. Raises CoachError where there is no catalogue, JournalError."""
        return reading.read_needed(self._record.journal, self._record.now(), self._name(self.known_catalogue()))

    @staticmethod
    def _name(catalogue: Catalogue) -> str:
        """These rules: a version of the program, and what it asks."""
        return f"{__version__}/{catalogue.digest}"

    def audit(self, own: str = "") -> Safety:
        """What the door looks at now (`safety`), with the flags written down where they have changed.

        Each computer has a log of its own: what another one saw is no look of this one.
        """
        safety = self.safety(own)
        try:
            rules = safety.catalogue.digest if safety.catalogue is not None else None
            log = [fact for fact in self._record.of(FlagsLogged) if fact.device == self._record.device]
            new = None if safety.fault else flag_log.entry(safety.flags, log, rules)
            if new is not None:
                self._record.append(new)
        except JournalError:
            return safety  # the log is for looking back; no rule needs it
        self.note_needed()
        return safety

    def note_needed(self) -> None:
        """Find out what the rules still need of the past and note it, where it is a month ago, or the past has changed.

        What can't be read or written is read whole the next time, too.
        """
        if not isinstance(self._catalogue, str):
            with suppress(JournalError):
                name = self._name(self._catalogue)
                reading.note_needed(self._record.journal, self._record.now(), name, self._catalogue)

    def flag_changes(self) -> tuple[flag_log.FlagChange, ...]:
        """Which flags rose and went, and when it was seen. Raises JournalError."""
        return flag_log.changes(self._record.of(FlagsLogged))

    def news(self, version: str) -> str:
        """Which signs the rules of this version of Coach read differently, as a sentence; empty where there are none.

        It stays true for a time: whoever shows it remembers that it did. Raises JournalError.
        """
        if isinstance(self._catalogue, str):
            return ""
        from coach.core.safety import rule_news  # noqa: PLC0415 - asked for once after an update

        found = rule_news.rule_news(self.facts(), self._catalogue, self._record.now())
        return rule_news.in_words(found, self._catalogue, version)

    def overdue(self, safety: Safety | None = None) -> tuple[RaisedFlag, ...]:
        """The flags whose time to act has passed with nobody seen (LR15): their card is shown at each start.

        `safety` is what was read just now, read anew when None.
        """
        now = self._record.now()
        return tuple(up for up in (safety or self.safety()).flags if up.overdue(now))
