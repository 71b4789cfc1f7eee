"""From the record to the page: each part is read once, and laid out in the room there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.clearance.clearance import NO_REVIEW
from coach.core.frozen import frozen
from coach.core.history.corrections import without_slips
from coach.core.progress.function import activities
from coach.core.progress.standing import standing
from coach.core.record.checks import CheckAnswered
from coach.core.record.facts import of
from coach.core.record.health import EpisodeBegan, LumpSeen, PainRated, SignReported, VisitMade
from coach.core.record.personal import FunctionRated
from coach.core.record.sessions import SessionBegan
from coach.core.report import besides, lumps, pain, signs, tried
from coach.core.report.fitting import fitted
from coach.core.report.page import Block, Page, Part
from coach.core.report.span import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.record.facts import Fact
    from coach.core.report.fitting import Room
    from coach.core.report.span import Span
    from coach.core.report.tried import OfLibrary
    from coach.core.safety.screening import Evaluation
    from coach.core.vocabulary import BodyArea

NOTED = (PainRated, EpisodeBegan, LumpSeen, VisitMade, CheckAnswered, SignReported, SessionBegan, FunctionRated)
QUESTIONS = 3  # lines to write on
FILL = ("Name", "Date of birth")


@frozen
class Wanted:
    """What a person asked for. `without` are the parts they leave out, `notes`: their own words, too."""

    span: Span
    area: BodyArea | None = None
    without: frozenset[Part] = frozenset()
    notes: bool = False


@frozen
class Record:
    """What the page is made of. `rules` are the facts that the safety rules read, `lately` all since the days before.

    `always` are those kinds that are told however old they are. `now` is local, `program` the version of Coach.
    """

    evaluation: Evaluation
    rules: Sequence[Fact]
    lately: Sequence[Fact]
    always: Sequence[Fact]
    catalogue: Catalogue
    library: OfLibrary
    now: datetime
    program: str


def page(record: Record, wanted: Wanted) -> Page | None:
    """The page; None where nothing was noted in these days, nothing is up and no complaint is open."""
    return _Writing(record, wanted).page()


class _Writing:
    """The parts, read once."""

    def __init__(self, record: Record, wanted: Wanted) -> None:
        self._record, self._wanted = record, wanted
        self._span = wanted.span
        self._lately = standing(record.lately, record.library.areas, record.always)
        every = {fact.id: fact for fact in (*record.rules, *record.lately, *record.always)}
        self._known = without_slips(standing(every.values(), record.library.areas))
        history = record.evaluation.history
        self._signs = signs.signs(record.evaluation.flags, history, self._known, record.catalogue, self._span)
        self._pain = pain.rated(of(self._lately, PainRated), self._span, wanted.area)
        self._lumps = lumps.on_page(history.lumps, self._span, record.now, wanted.area)
        self._tried = tried.tried(self._lately, record.catalogue, record.library, self._span, wanted.area)
        self._visits = besides.visits(self._known, self._span.last)
        self._function = activities(self._known)

    def page(self) -> Page | None:
        if not self._anything():
            return None
        first, continued = fitted(lambda room: tuple(self._blocks(room)))
        catalogue = self._record.catalogue
        kept_by = f"Coach {self._record.program} (list of {len(catalogue.flags)} signs, version {catalogue.version})"
        return Page(
            title=f"Self-care record, {self._span.words()}",
            fill=FILL,
            noted_by=(f"Noted by the person in {kept_by}. No diagnosis. {NO_REVIEW}",),
            blocks=first,
            continued=continued,
        )

    def _anything(self) -> bool:
        noted = any(isinstance(fact.body, NOTED) and self._span.has(fact.local) for fact in self._lately)
        evaluation = self._record.evaluation
        opened = any(one.open(self._record.now) for one in evaluation.history.episodes)
        return noted or opened or bool(evaluation.flags) or bool(evaluation.unread)

    def _blocks(self, room: Room) -> Iterator[Block]:
        found = (self._block(part, room) for part in Part if part not in self._wanted.without)
        yield from (block for block in found if block is not None)

    def _block(self, part: Part, room: Room) -> Block | None:
        wanted, facts = self._wanted, self._lately
        match part:
            case Part.SHORT:
                history = self._record.evaluation.history
                return besides.short_block(
                    history.episodes,
                    self._signs.lines,
                    self._record.now,
                    wanted.area,
                    room.complaints,
                    seen=bool(self._visits),
                )
            case Part.SIGNS:
                return signs.in_block(self._signs, self._span, room.denied, room.not_asked, self._unread())
            case Part.PAIN:
                return pain.in_block(self._pain, self._span, room.words)
            case Part.FUNCTION:
                return besides.function_block(self._function, room.function)
            case Part.LUMPS:
                return lumps.in_block(self._lumps, self._span, room.lumps)
            case Part.TRIED:
                return tried.in_block(self._tried, room.tried)
            case Part.TRIGGERS:
                return besides.triggers_block(facts, self._span, wanted.area, room.triggers)
            case Part.MEDICINES:
                return besides.medicines_block(facts, self._span, notes=wanted.notes)
            case Part.NOTES:
                return besides.notes_block(facts, self._span, wanted.area, room.notes) if wanted.notes else None
            case Part.SEEN:
                return besides.seen_block(self._visits, room.visits)
            case Part.ASK:
                return Block(Part.ASK, "To ask", blanks=QUESTIONS)

    def _unread(self) -> str:
        """What can't be read is missing here, and may hold a sign."""
        many = len(self._record.evaluation.unread)
        if not many:
            return ""
        return f"{counted(many, 'entry', 'entries')} of this record can't be read. What they say is missing here."
