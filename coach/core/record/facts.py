"""A fact: one thing that happened, with what is known of it. Never changed; what corrects it is a later fact."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from coach.core.frozen import frozen
from coach.core.record.checks import CheckAnswered, ClockCorrected, FlagsLogged, RecordRestored
from coach.core.record.health import (
    AnswersWithdrawn,
    CareTaken,
    EarlierStart,
    EpisodeBegan,
    EpisodeEnded,
    LumpSeen,
    PainRated,
    ProfileTold,
    SignReported,
    StatusGiven,
    VisitMade,
)
from coach.core.record.lessons import LessonAnswered, LessonOffered, LessonRead
from coach.core.record.personal import (
    ActivityTold,
    AwayTold,
    DoseSaid,
    FavouriteMarked,
    FunctionRated,
    FunctionSkipped,
    KitTold,
    OverAsked,
    StepTaken,
    StrengthDaysPicked,
    WeekJudged,
)
from coach.core.record.reminders import (
    ClockSet,
    PromptDismissed,
    PromptEnded,
    PromptHeld,
    PromptShown,
    PromptSpared,
    RemindersPaused,
    RemindersResumed,
    ReturnAsked,
    StoodUp,
)
from coach.core.record.sessions import (
    SegmentEnded,
    SegmentReached,
    SessionBegan,
    SessionContinued,
    SessionEnded,
    SessionPaused,
    SessionResumed,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


@frozen
class Unknown:
    """A kind of a later version, kept as it is."""

    kind: str
    text: str


@frozen
class Unreadable:
    """What this program should understand and can't: `text` as it lies in the journal, and why it can't be read."""

    kind: str
    text: str
    why: str


Entry = (  # what a person can put right: `supersedes` names what it takes the place of
    PainRated | EpisodeBegan | LumpSeen | VisitMade | FunctionRated
)
Health = Entry | EpisodeEnded | StatusGiven | AnswersWithdrawn | SignReported | ProfileTold | EarlierStart | CareTaken
OfCheck = CheckAnswered | FlagsLogged | RecordRestored | ClockCorrected
OfSession = (
    SessionBegan | SessionResumed | SessionPaused | SessionContinued | SegmentReached | SegmentEnded | SessionEnded
)
OfReminders = (
    PromptShown
    | PromptEnded
    | PromptDismissed
    | PromptHeld
    | PromptSpared
    | StoodUp
    | RemindersPaused
    | RemindersResumed
    | ReturnAsked
    | ClockSet
)
OfPerson = AwayTold | ActivityTold | FunctionSkipped | OverAsked | KitTold | FavouriteMarked
OfPlan = StepTaken | WeekJudged | DoseSaid | StrengthDaysPicked
OfLessons = LessonRead | LessonAnswered | LessonOffered
Known = Health | OfCheck | OfSession | OfReminders | OfPerson | OfPlan | OfLessons
Body = Known | Unknown | Unreadable

B = TypeVar("B", bound=Body)
B_co = TypeVar("B_co", bound=Body, covariant=True)


@cache
def _zone(offset: int) -> timezone:
    return timezone(timedelta(minutes=offset))


@frozen
class FactOf(Generic[B_co]):
    """One thing that happened.

    `id` is a UUID made by the writer, so that writing twice is writing once. `at` is an instant in UTC;
    `offset` is the local offset in minutes east of UTC at that moment, so that the local day is known for ever.
    """

    id: str
    at: datetime
    offset: int
    device: str
    body: B_co

    @property
    def kind(self) -> str:
        """The name of its kind in the journal."""
        return self.body.kind

    @property
    def local(self) -> datetime:
        """The moment as the person's clock showed it."""
        return self.at.astimezone(_zone(self.offset))


if TYPE_CHECKING:
    Fact = FactOf[Body]
else:
    Fact = FactOf  # the same without its parameter, so that making one costs no more


def of(facts: Iterable[Fact], kind: type[B]) -> list[FactOf[B]]:
    """Those of one kind, in their order."""
    return [cast("FactOf[B]", fact) for fact in facts if type(fact.body) is kind]


def as_a(fact: Fact, kind: type[B]) -> FactOf[B]:
    """The fact as one of this kind. Raises TypeError where its body is of another."""
    if type(fact.body) is not kind:
        raise TypeError(f"{fact.kind} is no {kind.__name__}")
    return cast("FactOf[B]", fact)


def moment(wall: datetime) -> tuple[datetime, int]:
    """An aware local time as (instant in UTC, offset in minutes)."""
    offset = wall.utcoffset() or timedelta()
    return wall.astimezone(UTC), int(offset.total_seconds() // 60)
