"""Facts of what a person says of their days and things: days away, what they can do, the week, kit, favourites.

No safety rule reads any of them.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, ClassVar

from coach.core.frozen import frozen
from coach.core.record import wire
from coach.core.vocabulary import WeekWord

if TYPE_CHECKING:
    from datetime import date

FUNCTION = (0, 10)  # "can't do it" to "as well as before" (Stratford 1995)
WORDS = 60  # characters of an activity
MOST = 100  # notches, days
MOST_SAID = 1000  # repeats or seconds; the dose of the technique holds besides
STRENGTH_DAYS = (0, 4)  # of a week


@frozen(kw_only=True)
class AwayTold:
    """These days do not count: from `since` (None: the day of the fact) to `until`, both days among them.

    `until` None: the person is back on the day of the fact, and no day from then on is away by what was told before.
    """

    kind: ClassVar = "away"
    since: date | None = field(default=None, metadata=wire.moment())
    until: date | None = field(default=None, metadata=wire.moment())


@frozen(kw_only=True)
class ActivityTold:
    """Something that is hard to do. Without `activity` it is a new one, whose id is the fact's; `dropped`: no longer
    asked for.
    """

    kind: ClassVar = "function-activity"
    words: str = field(metadata=wire.text())
    activity: str | None = field(default=None, metadata=wire.text())
    dropped: bool = field(default=False, metadata=wire.truth(rare=True))


@frozen(kw_only=True)
class FunctionRated:
    """How well an activity can be done: 0 can't do it, 10 as well as before. The other way round than pain.

    `supersedes` names the rating that this one takes the place of.
    """

    kind: ClassVar = "function"
    activity: str = field(metadata=wire.text())
    level: int = field(metadata=wire.whole(*FUNCTION))
    supersedes: str | None = field(default=None, metadata=wire.text())


@frozen(kw_only=True)
class FunctionSkipped:
    """The question how well things can be done was shown and put away."""

    kind: ClassVar = "question-skipped"


@frozen(kw_only=True)
class StepTaken:
    """The person takes a technique to a notch of its plan: `to` is its place, 1 the first."""

    kind: ClassVar = "step"
    technique: str = field(metadata=wire.text())
    to: int = field(metadata=wire.whole(1, MOST))


@frozen(kw_only=True)
class WeekJudged:
    """What last week was, in the person's word."""

    kind: ClassVar = "week-word"
    value: WeekWord = field(metadata=wire.word(WeekWord))


@frozen(kw_only=True)
class DoseSaid:
    """A professional said how much of a technique: `most` of its `dose` ("reps", "hold" in seconds), from now on.

    It sets the notch and is its ceiling; `most` None: that word is taken away again.
    """

    kind: ClassVar = "dose-word"
    technique: str = field(metadata=wire.text())
    dose: str = field(default="reps", metadata=wire.text())
    most: int | None = field(default=None, metadata=wire.whole(1, MOST_SAID))
    who: str = field(default="", metadata=wire.text())


@frozen(kw_only=True)
class StrengthDaysPicked:
    """On how many days of a week the person means to do strength; 0: there is no such aim."""

    kind: ClassVar = "strength-days"
    days: int = field(metadata=wire.whole(0, MOST))  # what is sensible is checked where it is picked


@frozen(kw_only=True)
class OverAsked:
    """The person was asked once whether a complaint is over, since nothing was noted of it for a while."""

    kind: ClassVar = "over-asked"
    episode: str = field(metadata=wire.text())


@frozen(kw_only=True)
class KitTold:
    """Whether a thing is at hand at this computer; the name is that of the routines."""

    kind: ClassVar = "kit"
    thing: str = field(metadata=wire.text())
    there: bool = field(metadata=wire.truth())


@frozen(kw_only=True)
class FavouriteMarked:
    """A routine is a favourite from now on, or no longer."""

    kind: ClassVar = "favourite"
    routine: str = field(metadata=wire.text())
    on: bool = field(default=True, metadata=wire.truth(rare=True))
