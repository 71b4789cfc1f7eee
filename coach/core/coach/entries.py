"""What a person adds to the record by hand: ratings, complaints, lumps, visits, corrections, and who they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from coach.core.check.complaints import AboutMe, about_me, number_of, year_of
from coach.core.errors import BadInput, JournalError
from coach.core.history.corrections import clock_corrections, corrected, newest_ahead
from coach.core.record.checks import ClockCorrected, RecordRestored
from coach.core.record.facts import FactOf, Known, moment, of
from coach.core.record.health import AnswersWithdrawn, LumpSeen, PainRated, ProfileTold, VisitMade
from coach.core.safety import screening
from coach.core.safety.scope import of_lump

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, datetime

    from coach.core.coach.record import Record
    from coach.core.coach.rules import Rules
    from coach.core.history.history import Lump
    from coach.core.record.facts import Entry, Fact
    from coach.core.session.run import Run
    from coach.core.vocabulary import BodyArea, RatedWhen, TechniqueClass

E = TypeVar("E", bound="Entry")
T = TypeVar("T")

SHORTEST_ID = 4  # characters of an id that are enough to name an entry


class Entries:
    """Reads and writes entries. Each method raises JournalError where the record can't be read or written."""

    def __init__(self, record: Record, rules: Rules) -> None:
        self._record = record
        self._rules = rules

    # --- adding ---------------------------------------------------------------------------------------------------

    def note(self, body: Known, at: datetime | None = None) -> Fact:
        """Add an entry made by hand, of the moment `at` (local; None: now)."""
        fact = self._of(body, at)
        self._record.write([fact])
        self._rules.audit()
        return fact

    def _of(self, body: Known, at: datetime | None) -> Fact:
        """A new fact of this moment, not yet written."""
        fact: Fact = self._record.fact(self._record.clock.now(), body)
        if at is None:
            return fact
        instant, offset = moment(at)
        return replace(fact, at=instant, offset=offset)

    def put_right(self, name: str, body: E) -> Fact:
        """Add an entry that takes the place of the one of its kind whose id is or begins with `name`.

        Raises BadInput where there is no such entry.
        """
        entry = self.find_entry(type(body), name)
        if isinstance(body, LumpSeen) and isinstance(entry.body, LumpSeen) and body.lump not in {None, entry.body.lump}:
            raise BadInput("That entry is about another lump.", "Add a look at this one instead.")
        if (
            isinstance(body, VisitMade)
            and isinstance(entry.body, VisitMade)
            and bool(body.said) != bool(entry.body.said)
        ):
            raise BadInput("Advice by phone is no visit, and a visit no advice.", "Record the other one as well.")
        return self.note(replace(body, supersedes=entry.id), self.clock_ahead())

    def rate(
        self,
        level: int,
        when: RatedWhen,
        area: BodyArea | None = None,
        run: Run | None = None,
        before: int | None = None,
    ) -> None:
        """Record a pain rating, 0 to 10. Raises BadInput for another number."""
        if not 0 <= level <= 10:
            raise BadInput(f"Pain of {level} is not on the scale.", "Give a whole number from 0 to 10.")
        body = PainRated(level=level, when=when, area=area)
        if run is not None:
            body = replace(body, session=run.id, techniques=tuple(sorted(run.held)), before=before)
        self.note(body)

    def seen(
        self,
        flags: Iterable[str],
        classes: Iterable[TechniqueClass],
        who: str,
        on: date,
        lumps: Iterable[str] | None = None,
        correct: str | None = None,
    ) -> Fact:
        """Record a visit to a clinician: who, the local day, and which technique classes they said are fine.

        `lumps` are the ids of the lumps it was about; None: of the only one. Raises BadInput.
        """
        body = self._visit(tuple(flags), tuple(classes), who, on, tuple(lumps) if lumps is not None else None)
        return self.note(body) if correct is None else self.put_right(correct, body)

    def _visit(
        self,
        flags: tuple[str, ...],
        classes: tuple[TechniqueClass, ...],
        who: str,
        on: date,
        lumps: tuple[str, ...] | None,
    ) -> VisitMade:
        catalogue = self._rules.catalogue
        known = catalogue.flags if catalogue is not None else {}
        unknown = [name for name in flags if name not in known]
        if unknown:
            raise BadInput(f"There is no flag '{unknown[0]}'.", "See them with: coach check")
        if on > self._record.now().date():
            raise BadInput(f"The visit on {on} is still to come.", "Record it afterwards.")
        return VisitMade(flags=flags, classes=classes, who=who, on=on, lumps=lumps)

    def advice(self, flags: Iterable[str], who: str, on: date, said: str, correct: str | None = None) -> Fact:
        """Record advice by phone: who, the local day, and what was said. It ends doubts and opens nothing by itself.

        Raises BadInput.
        """
        if not said.strip():
            raise BadInput("What was said is missing.", "Say it in a few words.")
        body = self._visit(tuple(flags), (), who, on, None)
        body = replace(body, said=said)
        return self.note(body) if correct is None else self.put_right(correct, body)

    def note_restored(self) -> None:
        """Record that the journal came back from a backup: what was raised since is lost, so the check is due.

        It never raises.
        """
        try:
            self._record.append(RecordRestored())
        except JournalError:
            return  # then nothing can be read or begun either, and the door says so

    # --- taking back ----------------------------------------------------------------------------------------------

    def slips(self, flags: Collection[str]) -> tuple[str, ...]:
        """Those of these flags that would go, were their answers of the last 10 minutes taken back.

        Raises CoachError where there is no catalogue.
        """
        now = self._record.clock.now()
        catalogue = self._rules.known_catalogue()
        facts = self._rules.facts()
        taken_back = self._of(AnswersWithdrawn(flags=tuple(flags)), self.clock_ahead())
        up = {raised.flag.id for raised in screening.raised(facts, catalogue, now.wall)}
        left = {raised.flag.id for raised in screening.raised([*facts, taken_back], catalogue, now.wall)}
        return tuple(name for name in flags if name in up - left)

    def withdraw(self, flags: Iterable[str]) -> None:
        """Take back a slip: answers of the last 10 minutes to these flags. The record keeps both.

        The time is that of the newest moment on record: a clock that was set back opens it for nothing of before.
        """
        self.note(AnswersWithdrawn(flags=tuple(flags)), self.clock_ahead())

    # --- finding --------------------------------------------------------------------------------------------------

    def find_entry(self, kind: type[E], name: str) -> FactOf[E]:
        """The entry of this kind whose id is or begins with `name`. Raises BadInput where it is none, or several."""
        facts = self._record.of(kind)
        matching = [fact for fact in facts if fact.id == name] or [fact for fact in facts if _names(name, fact.id)]
        return _only(matching, f"{kind.kind} entry", name, "Give the id that was shown when it was recorded.")

    def find_lump(self, name: str) -> Lump:
        """The lump whose id, or that of a look at it, is or begins with `name`. Raises BadInput, CoachError."""
        lumps = self._rules.evaluation().history.lumps
        matching = [one for one in lumps if _names(name, one.id, *(look.id for look in one.checks))]
        return _only(matching, "lump", name, "See their ids with: coach check")

    def find_seen_lump(self, name: str) -> str:
        """The id of the lump of this name that a visit was about, raising like `find_lump`.

        It may be one whose entries can't be read: a sign of it is up all the same, and a visit has to clear it.
        """
        lumps = {lump.id for lump in self._rules.evaluation().history.lumps}
        kept = {up.subject for up in self._rules.safety().flags if of_lump(up.flag)} - lumps
        matching = [one for one in sorted(kept) if _names(name, one)]
        return matching[0] if len(matching) == 1 else self.find_lump(name).id

    def pain(self, days: int = 14) -> list[FactOf[PainRated]]:
        """The pain entries of the last days, oldest first, with what was corrected of them."""
        since = self._record.now() - timedelta(days=days)
        standing, _ = corrected(self._record.facts((PainRated, ClockCorrected)))
        return [fact for fact in of(standing, PainRated) if fact.at >= since]

    # --- the person and the clock ---------------------------------------------------------------------------------

    def about_me(self) -> AboutMe:
        """The year of birth and the emergency number, as far as told."""
        return about_me(self._record.of(ProfileTold))

    def tell_about_me(self, year: str, number: str) -> None:
        """Record both as typed; empty: not given. Raises BadInput with what is wrong."""
        now = self._record.now()
        self.note(ProfileTold(year_of_birth=year_of(year, now), emergency_number=number_of(number)))

    def clock_ahead(self) -> datetime | None:
        """The newest moment that this computer has on record where it is still to come: its clock has been set back."""
        return newest_ahead(self._record.facts(), self._record.now()).get(self._record.device)

    def others_ahead(self) -> datetime | None:
        """The newest moment that another computer has on record where it is still to come: one clock is wrong."""
        found = newest_ahead(self._record.facts(), self._record.now())
        return max((at for device, at in found.items() if device != self._record.device), default=None)

    def put_clock_right(self) -> None:
        """Record, confirmed by the person, that the clock is right now and what is still to come was dated ahead."""
        now = self._record.clock.now()
        facts = [self._record.fact(now, body) for body in clock_corrections(self._record.facts(), now.wall)]
        if facts:
            self._record.write(facts)
            self._rules.audit()


def _names(name: str, *ids: str) -> bool:
    return len(name) >= SHORTEST_ID and any(known.startswith(name) for known in ids)


def _only(matching: Sequence[T], what: str, name: str, mend: str) -> T:
    if len(matching) != 1:
        how_many = "There is no" if not matching else "There is more than one"
        raise BadInput(f"{how_many} {what} '{name[:60]}'.", mend)
    return matching[0]
