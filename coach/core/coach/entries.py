"""What a person adds to the record by hand: ratings, complaints, lumps, visits, corrections, and who they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from coach.core.check.complaints import AboutMe, about_me, number_of, year_of
from coach.core.errors import BadInput, JournalError
from coach.core.history.corrections import CLOCK, clock_correction, latest_body, newest_ahead
from coach.core.record.facts import Fact, moment
from coach.core.safety import screening

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from coach.core.coach.record import Record
    from coach.core.coach.rules import Rules
    from coach.core.history.history import Lump
    from coach.core.session.run import Run
    from coach.core.vocabulary import BodyArea

_T = TypeVar("_T")

SHORTEST_ID = 4  # characters of an id that are enough to name an entry


class Entries:
    """Reads and writes entries. Each method raises JournalError where the record can't be read or written."""

    def __init__(self, record: Record, rules: Rules) -> None:
        self._record = record
        self._rules = rules

    # --- adding ---------------------------------------------------------------------------------------------------

    def note(self, kind: str, body: Mapping[str, Any], at: datetime | None = None, correct: str | None = None) -> Fact:
        """Add an entry made by hand; `correct` names the entry it takes the place of, by its id or how that begins.

        Raises BadInput where there is no such entry.
        """
        now = self._record.clock.now()
        noted = dict(body)
        if correct is not None:
            entry = self.find_entry(kind, correct)
            noted["supersedes"] = entry.id
            lump = entry.body.get("lump")
            if kind == "lump" and noted.get("lump", lump) != lump:
                raise BadInput("That entry is about another lump.", "Add a look at this one instead.")
        fact = self._record.fact(now, kind, noted)
        if at is not None and correct is None:
            instant, offset = moment(at)
            fact = replace(fact, at=instant, offset=offset)
        self._record.write([fact])
        self._rules.audit()
        return fact

    def rate(
        self,
        level: int,
        when: str,
        area: BodyArea | None = None,
        run: Run | None = None,
        before: int | None = None,
    ) -> None:
        """Record a pain rating, 0 to 10. Raises BadInput for another number."""
        if not 0 <= level <= 10:
            raise BadInput(f"Pain of {level} is not on the scale.", "Give a whole number from 0 to 10.")
        body: dict[str, Any] = {"level": level, "when": when, "area": area and str(area)}
        if run is not None:
            body |= {"session": run.id, "techniques": sorted(run.held), "before": before}
        self.note("pain", body)

    def seen(
        self,
        flags: Iterable[str],
        classes: Iterable[str],
        who: str,
        on: date,
        lumps: Iterable[str] | None = None,
        correct: str | None = None,
    ) -> Fact:
        """Record a visit to a clinician: who, the local day, and which technique classes they said are fine.

        `lumps` are the ids of the lumps it was about; None: of the only one. Raises BadInput.
        """
        names = list(flags)
        catalogue = self._rules.catalogue
        known = catalogue.flags if catalogue is not None else {}
        unknown = [name for name in names if name not in known]
        if unknown:
            raise BadInput(f"There is no flag '{unknown[0]}'.", "See them with: coach check")
        if on > self._record.now().date():
            raise BadInput(f"The visit on {on} is still to come.", "Record it afterwards.")
        body: dict[str, Any] = {"flags": names, "classes": list(classes), "who": who, "on": on.isoformat()}
        if lumps is not None:
            body["lumps"] = list(lumps)
        return self.note("visit", body, None, correct)

    def note_restored(self) -> None:
        """Record that the journal came back from a backup: what was raised since is lost, so the check is due.

        It never raises.
        """
        try:
            self._record.append("restored", {})
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
        taken_back = self._record.fact(now, "withdrawn", {"flags": list(flags)})
        up = {raised.flag.id for raised in screening.raised(facts, catalogue, now.wall)}
        left = {raised.flag.id for raised in screening.raised([*facts, taken_back], catalogue, now.wall)}
        return tuple(name for name in flags if name in up - left)

    def withdraw(self, flags: Iterable[str]) -> None:
        """Take back a slip: answers of the last 10 minutes to these flags. The record keeps both."""
        self.note("withdrawn", {"flags": list(flags)})

    # --- finding --------------------------------------------------------------------------------------------------

    def find_entry(self, kind: str, name: str) -> Fact:
        """The entry of this kind whose id is or begins with `name`. Raises BadInput where it is none, or several."""
        matching = [fact for fact in self._record.facts((kind,)) if _names(name, fact.id)]
        return _only(matching, f"{kind} entry", name, "Give the id that was shown when it was recorded.")

    def as_corrected(self, kind: str, name: str) -> dict[str, Any]:
        """The body of this entry as it stands, with what was corrected of it. Raises like `find_entry`."""
        return latest_body(self.find_entry(kind, name), self._record.facts((kind,)))

    def find_lump(self, name: str) -> Lump:
        """The lump whose id, or that of a look at it, is or begins with `name`. Raises BadInput, CoachError."""
        lumps = self._rules.evaluation().history.lumps
        matching = [one for one in lumps if _names(name, one.id, *(look.id for look in one.checks))]
        return _only(matching, "lump", name, "See their ids with: coach check")

    def pain(self, days: int = 14) -> list[Fact]:
        """The pain entries of the last days, oldest first."""
        return self._record.facts(("pain",), self._record.now() - timedelta(days=days))

    # --- the person and the clock ---------------------------------------------------------------------------------

    def about_me(self) -> AboutMe:
        """The year of birth and the emergency number, as far as told."""
        return about_me(self._record.facts(("profile",)))

    def tell_about_me(self, year: str, number: str) -> None:
        """Record both as typed; empty: not given. Raises BadInput with what is wrong."""
        given = {"year_of_birth": year_of(year, self._record.now()), "emergency_number": number_of(number)}
        self.note("profile", given)

    def clock_ahead(self) -> datetime | None:
        """The newest moment on record where it is still to come: the clock has been set back."""
        return newest_ahead(self._record.facts(), self._record.now())

    def put_clock_right(self) -> None:
        """Record, confirmed by the person, that the clock is right now and was ahead before."""
        body = clock_correction(self._record.facts(), self._record.now())
        if body is not None:
            self.note(CLOCK, body)


def _names(name: str, *ids: str) -> bool:
    return len(name) >= SHORTEST_ID and any(known.startswith(name) for known in ids)


def _only(matching: Sequence[_T], what: str, name: str, mend: str) -> _T:
    if len(matching) != 1:
        how_many = "There is no" if not matching else "There is more than one"
        raise BadInput(f"{how_many} {what} '{name[:60]}'.", mend)
    return matching[0]
