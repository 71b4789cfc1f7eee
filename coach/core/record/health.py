"""Facts about the body that a person enters: pain, complaints, lumps, visits, what was felt in a session, about me.

Moments may be a day alone, which stands for its first minute; `None` and an empty tuple mean that nothing was said.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, ClassVar

from coach.core.frozen import frozen
from coach.core.record import wire
from coach.core.vocabulary import (
    Answer,
    BodyArea,
    ComplaintKind,
    Count,
    EntrySide,
    Feel,
    Feeling,
    FirstNoticed,
    Look,
    LumpChange,
    Moves,
    PainTime,
    RatedWhen,
    SeenBy,
    SizeMethod,
    Tag,
    TechniqueClass,
    Texture,
    Trend,
    Trigger,
    YesNo,
)

if TYPE_CHECKING:
    from datetime import date

LEVELS = (0, 10)  # the numeric rating scale of pain
MAX_MM = 500  # the longest side of a lump; more is a slip
OLDEST = 150  # years
MOST = 1_000_000_000  # seconds


@frozen(kw_only=True)
class PainRated:
    """Pain from 0 to 10. `session`, `techniques` and `before` (the level before it) where a routine was done for it.

    `noted` is when it was written down, where that is later than the moment it is about. `supersedes` names the entry
    that this one takes the place of. `medicine` is a free text: it is kept, and counted.
    """

    kind: ClassVar = "pain"
    level: int = field(metadata=wire.whole(*LEVELS))
    when: RatedWhen | None = field(default=None, metadata=wire.word(RatedWhen))
    area: BodyArea | None = field(default=None, metadata=wire.word(BodyArea, null=True))
    session: str | None = field(default=None, metadata=wire.text())
    techniques: tuple[str, ...] = field(default=(), metadata=wire.texts())
    before: int | None = field(default=None, metadata=wire.whole(*LEVELS))
    complaint: ComplaintKind | None = field(default=None, metadata=wire.word(ComplaintKind, "kind"))
    side: EntrySide | None = field(default=None, metadata=wire.word(EntrySide))
    feel: tuple[Feel, ...] = field(default=(), metadata=wire.words(Feel))
    tags: tuple[Tag, ...] = field(default=(), metadata=wire.words(Tag))
    triggers: tuple[Trigger, ...] = field(default=(), metadata=wire.words(Trigger))
    status: Trend | None = field(default=None, metadata=wire.word(Trend))
    medicine: str | None = field(default=None, metadata=wire.text())
    note: str | None = field(default=None, metadata=wire.text())
    noted: date | None = field(default=None, metadata=wire.moment())
    supersedes: str | None = field(default=None, metadata=wire.text())


@frozen(kw_only=True)
class EpisodeBegan:
    """A complaint began: at `started`, or when it was entered. `ended` where it is over already."""

    kind: ClassVar = "episode"
    complaint: ComplaintKind = field(metadata=wire.word(ComplaintKind, "kind"))
    area: BodyArea | None = field(default=None, metadata=wire.word(BodyArea))
    side: EntrySide | None = field(default=None, metadata=wire.word(EntrySide))
    started: date | None = field(default=None, metadata=wire.moment())
    ended: date | None = field(default=None, metadata=wire.moment())
    triggers: tuple[Trigger, ...] = field(default=(), metadata=wire.words(Trigger))
    tags: tuple[Tag, ...] = field(default=(), metadata=wire.words(Tag))
    note: str | None = field(default=None, metadata=wire.text())
    noted: date | None = field(default=None, metadata=wire.moment())
    supersedes: str | None = field(default=None, metadata=wire.text())


@frozen(kw_only=True)
class EpisodeEnded:
    """The person says that a complaint is over; `episode` is the id of the fact it began with."""

    kind: ClassVar = "episode-ended"
    episode: str = field(metadata=wire.text())
    ended: date | None = field(default=None, metadata=wire.moment())


@frozen(kw_only=True)
class StatusGiven:
    """How a complaint goes, in the person's word."""

    kind: ClassVar = "status"
    episode: str = field(metadata=wire.text())
    value: Trend = field(metadata=wire.word(Trend))


@frozen(kw_only=True)
class LumpSeen:
    """One look at a lump. Without `lump` it is a new one, whose id is the fact's. `size_mm` is its longest side.

    `seen_who` and `seen_on` say who has called self-care fine, and on which day, where `seen_by` says that.
    """

    kind: ClassVar = "lump"
    lump: str | None = field(default=None, metadata=wire.text())
    area: BodyArea | None = field(default=None, metadata=wire.word(BodyArea))
    side: EntrySide | None = field(default=None, metadata=wire.word(EntrySide))
    first_noticed: date | FirstNoticed | None = field(
        default=None, metadata=wire.day_or(FirstNoticed, FirstNoticed.NOT_GIVEN)
    )
    size_mm: float | None = field(default=None, metadata=wire.number(1, MAX_MM))
    size_method: SizeMethod | None = field(default=None, metadata=wire.word(SizeMethod))
    pain: int | None = field(default=None, metadata=wire.whole(*LEVELS))
    pain_time: PainTime | None = field(default=None, metadata=wire.word(PainTime))
    texture: Texture | None = field(default=None, metadata=wire.word(Texture))
    moves: Moves | None = field(default=None, metadata=wire.word(Moves))
    look: Look | None = field(default=None, metadata=wire.word(Look))
    feeling: Feeling | None = field(default=None, metadata=wire.word(Feeling))
    count: Count | None = field(default=None, metadata=wire.word(Count))
    on_spine: Answer | None = field(default=None, metadata=wire.word(Answer))
    after_injury: Answer | None = field(default=None, metadata=wire.word(Answer))
    other_lumps: Answer | None = field(default=None, metadata=wire.word(Answer))
    spasm_or_stiff: YesNo | None = field(default=None, metadata=wire.word(YesNo))
    change_since_last: LumpChange | None = field(default=None, metadata=wire.word(LumpChange))
    seen_by: SeenBy | None = field(default=None, metadata=wire.word(SeenBy))
    seen_who: str | None = field(default=None, metadata=wire.text())
    seen_on: date | None = field(default=None, metadata=wire.moment())
    note: str | None = field(default=None, metadata=wire.text())
    noted: date | None = field(default=None, metadata=wire.moment())
    supersedes: str | None = field(default=None, metadata=wire.text())


@frozen(kw_only=True)
class VisitMade:
    """A clinician was seen about these flags and calls these classes fine. `on` is the day of the visit.

    `lumps` None: whichever is the only one. `second_stage`: nobody was seen now, but a professional had said so before.
    `said` is what was said where it was advice by phone: nobody has looked, so it calls nothing fine and ends doubts
    only. A class that this program does not know opens nothing.
    """

    kind: ClassVar = "visit"
    flags: tuple[str, ...] = field(metadata=wire.texts())
    classes: tuple[TechniqueClass, ...] = field(metadata=wire.known_words(TechniqueClass))
    who: str = field(default="", metadata=wire.text())
    on: date | None = field(default=None, metadata=wire.moment())
    lumps: tuple[str, ...] | None = field(default=None, metadata=wire.texts())
    second_stage: bool = field(default=False, metadata=wire.truth(rare=True))
    said: str | None = field(default=None, metadata=wire.text())
    supersedes: str | None = field(default=None, metadata=wire.text())


@frozen(kw_only=True)
class AnswersWithdrawn:
    """Answers of the last minutes to these flags were a slip."""

    kind: ClassVar = "withdrawn"
    flags: tuple[str, ...] = field(metadata=wire.texts())


@frozen(kw_only=True)
class SignReported:
    """Something was wrong in a session. `gone`: it passed at once. `seconds` into the run; `pressed` s on the spot."""

    kind: ClassVar = "report"
    flag: str = field(metadata=wire.text())
    session: str | None = field(default=None, metadata=wire.text(null=True))
    technique: str | None = field(default=None, metadata=wire.text(null=True))
    area: BodyArea | None = field(default=None, metadata=wire.word(BodyArea, null=True))
    gone: Answer = field(default=Answer.NO, metadata=wire.word(Answer))
    seconds: float | None = field(default=None, metadata=wire.number(0, MOST))
    pressed: float | None = field(default=None, metadata=wire.number(0, MOST))


@frozen(kw_only=True)
class ProfileTold:
    """About the person. The latest one holds whole. `age` in years is told by a written case alone."""

    kind: ClassVar = "profile"
    year_of_birth: int | None = field(default=None, metadata=wire.whole(1, 9999, null=True))
    emergency_number: str = field(default="", metadata=wire.text())
    age: int | None = field(default=None, metadata=wire.whole(0, OLDEST))


@frozen(kw_only=True)
class EarlierStart:
    """A written case tells of a complaint of before, of which only the start is known."""

    kind: ClassVar = "past-start"
    area: BodyArea | None = field(default=None, metadata=wire.word(BodyArea))
    complaint: ComplaintKind | None = field(default=None, metadata=wire.word(ComplaintKind, "kind"))


@frozen(kw_only=True)
class CareTaken:
    """A written case tells that something was done for the body that day."""

    kind: ClassVar = "care"
