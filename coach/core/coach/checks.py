"""What is to be asked now, what becomes of the answers, and the card for what is up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Layer, Level
from coach.core.check import cadence, check_facts, sections
from coach.core.check.checkup import Checkup
from coach.core.check.complaints import Complaints, open_at
from coach.core.check.needs import profile_needs
from coach.core.clearance import clearance
from coach.core.clearance.locks import needs_check
from coach.core.clearance.summary import summary
from coach.core.errors import CoachError
from coach.core.progress import over
from coach.core.record.health import EpisodeBegan, EpisodeEnded, LumpSeen, PainRated, StatusGiven
from coach.core.record.personal import OverAsked
from coach.core.safety import screening
from coach.core.safety.daily_check import goes_with_a_check
from coach.core.vocabulary import LUMP_KINDS, Trend

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from coach.core.clearance.clearance import Blocked
    from coach.core.clearance.locks import Safety
    from coach.core.coach.record import Record
    from coach.core.coach.rules import Rules
    from coach.core.history.history import Episode, Lump
    from coach.core.library import Library
    from coach.core.record.facts import Body, Known
    from coach.core.safety.raised_flag import RaisedFlag
    from coach.core.vocabulary import Answer, BodyArea


class Checks:
    """Asks what is due and records the answers."""

    def __init__(self, record: Record, rules: Rules, library: Library) -> None:
        self._record = record
        self._rules = rules
        self._library = library

    def checkup(self, routine_id: str | None = None, area: BodyArea | None = None, *, again: bool = False) -> Checkup:
        """All that is to be asked now: the day, what else is due, and what is asked just before `routine_id`.

        Of the person it asks what this routine needs, all where none is named. It has no page where nothing is due, or
        where the routine needs no questions (the calm ones). `again` asks the day anew. Raises CoachError where there
        is no catalogue, BadInput for an unknown routine.
        """
        catalogue = self._rules.known_catalogue()
        safety, due = self._rules.safety(), self.due()
        if safety.fault:
            return Checkup(catalogue)
        wanted, before = None, None
        if routine_id is not None:
            resolved = [t for t in self._library.techniques_of(self._library.find(routine_id)) if needs_check(t)]
            if not resolved:
                return Checkup(catalogue, day=False)
            if not due.unread:
                wanted = profile_needs(catalogue, resolved, lump=safety.lump)
            if not sections.asked_before(catalogue, resolved) <= safety.answered:
                before = sections.of_techniques(catalogue, resolved, area)
        parts = sections.of_due(catalogue, due, wanted)
        if safety.check.lost:
            parts = (sections.of_layer(catalogue, Layer.LOST), *parts)
        day = again or not safety.check.valid
        doubts = dict.fromkeys(up.flag.id for up in safety.flags if up.again and up.flag.question)
        if day and doubts:
            parts = (*parts, sections.of_doubts(doubts))
        return Checkup(
            catalogue,
            safety.check.quick,
            sections=parts if before is None else (*parts, before),
            day=day,
            grows=True,
            ask_changed=due.changed,
            still=tuple(up.flag.id for up in safety.flags if goes_with_a_check(up.flag)),
            near=area,
            unread=due.unread,
        )

    def questions_of(self, subjects: Collection[str], *, status_given: bool = False) -> Checkup | None:
        """The questions due of these complaints and lumps, by themselves; None where there are none.

        `status_given`: the person has just said whether it is better, so that is not asked again. Raises CoachError
        where there is no catalogue, JournalError.
        """
        catalogue = self._rules.known_catalogue()
        parts = [part for part in sections.of_due(catalogue, self.due()) if part.subject in subjects]
        if status_given:
            parts = [replace(part, alone=()) for part in parts]
        return Checkup(catalogue, sections=tuple(parts), day=False) if parts else None

    def subjects_of(self, name: str, body: Body) -> set[str]:
        """The complaints and lumps that an entry (its id and body) is about. Raises like `questions_of`.

        A swollen gland, or something that may be a lump, puts a lump on record in its place.
        """
        match body:
            case LumpSeen():
                return {body.lump or name}
            case EpisodeBegan():
                hinted = self.complaints().lumps if body.complaint in LUMP_KINDS else ()
                return {name, *(lump.id for lump in hinted if lump.area == body.area)}
            case _:
                return set()

    def complaints(self) -> Complaints:
        """The open complaints and lumps, and what is due of them. Raises like `questions_of`."""
        catalogue, now = self._rules.known_catalogue(), self._record.now()
        facts = self._rules.needed()
        evaluation = screening.evaluate(facts, catalogue, now)
        return open_at(evaluation, cadence.due(facts, evaluation, catalogue, now), now)

    def may_be_over(self) -> Episode | None:
        """A knot of which nothing was noted for a while, to be asked about once. Raises like `complaints`."""
        now = self._record.now()
        said = [*self._record.facts((OverAsked,)), *self._record.facts((PainRated,), now - over.QUIET)]
        return over.may_be_over(self.complaints().episodes, said, now)

    def say_over(self, episode: Episode, *, gone: bool | None) -> None:
        """What the person answered: it is over, still there, or nothing (None). Raises JournalError."""
        said: list[Known] = [OverAsked(episode=episode.id)]
        if gone is not None:
            said.append(EpisodeEnded(episode=episode.id) if gone else StatusGiven(episode=episode.id, value=Trend.SAME))
        now = self._record.clock.now()
        self._record.write([self._record.fact(now, body) for body in said])
        self._rules.audit()

    def submit(self, checkup: Checkup, area: BodyArea | None = None, by: str = "person") -> Safety:
        """Record a check, finished or not, and say what follows. Raises JournalError: then nothing was passed."""
        now = self._record.clock.now()
        written = check_facts.of_check(checkup, area, by, now.wall.date())
        self._record.write([self._record.fact(now, body) for body in written])
        return self._rules.audit()

    def volunteer(self, answers: Mapping[str, Answer]) -> None:
        """Record unsafe answers that nobody asked for; safe ones are dropped. Raises JournalError."""
        body = check_facts.of_unasked(answers, self._rules.catalogue)
        if body is not None:
            self._record.append(body)
            self._rules.audit()

    def standing(self, unsaved: Checkup | None = None) -> Blocked | None:
        """The card for what is up now, with no routine in mind; None where nothing is up.

        What `unsaved` answers counts too: a check that could not be written still warns.
        """
        now = self._record.clock.now()
        safety = self._rules.safety()
        if unsaved is not None and self._rules.catalogue is not None:
            bodies = (check_facts.of_person(unsaved), *check_facts.of_subjects(unsaved))
            facts = [self._record.fact(now, body) for body in bodies]
            flags = screening.raised(facts, self._rules.catalogue, now.wall)
            safety = replace(safety, flags=(*safety.flags, *flags), fault="", catalogue=self._rules.catalogue)
        return clearance.standing(safety, now.wall, self._library.techniques)

    def summary(self, blocked: Blocked, number: str) -> str:
        """The card as plain text, to take along, with what is open and which answers are up."""
        try:
            there = self.complaints()
            about: tuple[Episode | Lump, ...] = (*there.episodes, *there.lumps)
        except CoachError:  # what can't be read is on the card
            about = ()
        now, flags = self._record.now(), self._rules.safety().flags
        return summary(blocked, number, self._library.techniques, now, flags, about)

    def news(self, before: Iterable[RaisedFlag]) -> Blocked | None:
        """The card where something asks for somebody to look that did not `before`: another sign, place or level.

        It is shown too where the record can't be read any more.
        """
        known = {_sign(up) for up in before}
        safety = self._rules.safety()
        new = any(up.level.rank >= Level.CLINICIAN.rank and _sign(up) not in known for up in safety.flags)
        return self.standing() if new or safety.fault else None

    def due(self) -> cadence.DueQuestions:
        """What is to be asked beside the check of the day. Raises like `Rules.evaluation`."""
        catalogue, evaluation = self._rules.known_catalogue(), self._rules.evaluation()
        return cadence.due(self._rules.needed(), evaluation, catalogue, self._record.now())


def _sign(up: RaisedFlag) -> tuple[str, str, BodyArea | None, Level]:
    return up.flag.id, up.subject, up.area, up.level
