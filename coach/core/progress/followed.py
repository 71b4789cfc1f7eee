"""What followed a routine: pain before and after, in numbers, and words only where chance is unlikely.

A change is before - after: positive is less pain. The interval holds the middle change with at least 90 % by the order
statistics of the sign test: no seed, and it can be checked by hand. Good news needs 8 pairs, bad news 5.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import time, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.history.sessions import sessions
from coach.core.progress.standing import NEW_DAY, ratings, session_area
from coach.core.vocabulary import RatedWhen, SessionOutcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from coach.core.history.sessions import PastSession
    from coach.core.record.facts import Fact, FactOf
    from coach.core.record.health import PainRated
    from coach.core.vocabulary import BodyArea

ROOM = 3  # pain before; below it there is no room to fall
LEAST = 5  # pairs for numbers
ENOUGH = 8  # pairs for an interval and a good word
LEAST_DAYS = 4
ONE_OUTSIDE = 10  # up to so many pairs the interval leaves out a single change on each side
SHARE_RATED = 0.7  # of the sessions
SURE = 0.9  # that the interval holds the middle
LAST, RISES, RISE = 5, 3, 2  # "often higher": 3 of the last 5 rose by 2, and hardly one fell
NOON = time(12)
DAY = timedelta(days=1)


class FollowedWord(StrEnum):
    """What is said of a routine."""

    TOO_FEW = "can't tell yet"
    NUMBERS = "numbers only"
    LOWER = "tends to be lower afterwards"
    HIGHER = "often higher afterwards"


class MorningWord(StrEnum):
    """What is said of the morning after."""

    LOWER = "still lower the next morning"
    BACK = "back to where it was"


@frozen
class Pair:
    """A session with pain before and after, and the next morning where that was rated. `at` is local."""

    session: str
    at: datetime
    area: BodyArea | None
    before: int
    after: int
    morning: int | None = None

    @property
    def change(self) -> int:
        """Points less."""
        return self.before - self.after


@frozen
class Followed:
    """One routine: its pairs, oldest first, out of `sessions` that could have been rated.

    `middle` is the middle change (of two the smaller), `low` and `high` what it lies between: an interval where
    `sure`, else the smallest and largest change. `morning` is what is said of the next mornings, of which `mornings`
    are known.
    """

    routine: str
    name: str
    pairs: tuple[Pair, ...]
    sessions: int
    word: FollowedWord
    middle: int | None = None
    low: int | None = None
    high: int | None = None
    sure: bool = False
    morning: MorningWord | None = None
    mornings: int = 0


def interval(changes: Sequence[int], sure: float = SURE) -> tuple[int, int] | None:
    """The k-th smallest and k-th largest change that hold the median with at least `sure`; None where too few do."""
    place = _place(len(changes), sure)
    ordered = sorted(changes)
    return None if place is None else (ordered[place], ordered[len(ordered) - 1 - place])


@cache
def _place(n: int, sure: float) -> int | None:
    """How many of `n` lie outside on each side: the most at which what is between still holds the median."""
    best, outside, ways = None, 0, 1
    for k in range(n // 2):
        outside += ways
        ways = ways * (n - k) // (k + 1)
        if 1 - 2 * outside / 2**n < sure:
            break
        best = k
    return best


def middle_change(changes: Sequence[int]) -> int:
    """The middle; of two the one with more pain after."""
    return sorted(changes)[(len(changes) - 1) // 2]


def often_higher(changes: Sequence[int]) -> bool:
    """Whether 3 of the last 5 rose by 2 or more and at most one fell, and that by 1; oldest first.

    Rises alone would be said, sooner or later in 16 sessions, to 4.8 % of people whose routine does nothing (half-hours
    correlated at 0.7; 20,000 simulated); with both halves it is 2.9 %. A true rise of 2 is found by both in 95 %.
    """
    last = changes[-LAST:]
    rose, fell = sum(change <= -RISE for change in last), sum(change > 0 for change in last)
    return len(last) == LAST and rose >= RISES and fell <= 1 and max(last) < RISE


def tends_lower(changes: Sequence[int]) -> bool:
    """Whether 8 or more changes have an interval that begins at 1 or more; of the first ten none may have risen by 2.

    The interval of 8 to 10 leaves one change out, be it ever so bad: so a routine that does nothing would earn the word
    at 8 pairs from 3.0 % of people (half-hours correlated at 0.7; 40,000 simulated), and as it is from 2.4 %.
    """
    found = interval(changes) if len(changes) >= ENOUGH else None
    if found is None or found[0] < 1:
        return False
    return len(changes) > ONE_OUTSIDE or min(changes) > -RISE


def followed(
    facts: Sequence[Fact], areas: Mapping[str, BodyArea], area: BodyArea | None = None
) -> tuple[Followed, ...]:
    """What followed each routine that was rated once or more, by name. `facts` are `standing`.

    `area`: only sessions that were done for it (all when None); `areas` gives the area of routines that are for one.
    """
    past = [one for one in sessions(facts) if one.outcome is not SessionOutcome.DISCARDED]
    look = Look(past, ratings(facts), areas)
    by_routine: dict[str, list[PastSession]] = {}
    for one in past:
        if one.outcome in {SessionOutcome.COMPLETED, SessionOutcome.LEFT} and area in {None, look.area(one)}:
            by_routine.setdefault(one.routine, []).append(one)
    found = [_of_routine(routine, own, look) for routine, own in by_routine.items()]
    rated = [one for one in found if one.pairs or any(s.after is not None for s in by_routine[one.routine])]
    return tuple(sorted(rated, key=lambda one: (one.name, one.routine)))


def summed_up(routine: str, name: str, pairs: Sequence[Pair], sessions: int) -> Followed:
    """What these pairs, oldest first, come to."""
    changes = [pair.change for pair in pairs]
    if len(changes) < LEAST:
        return Followed(routine, name, tuple(pairs), sessions, FollowedWord.TOO_FEW)
    days = {(pair.at - NEW_DAY).date() for pair in pairs}
    sure = len(changes) >= ENOUGH and len(days) >= LEAST_DAYS and len(changes) >= SHARE_RATED * sessions
    held = interval(changes) if sure else None
    low, high = held or (min(changes), max(changes))
    word = FollowedWord.NUMBERS
    if often_higher(changes):
        word = FollowedWord.HIGHER
    elif sure and tends_lower(changes):
        word = FollowedWord.LOWER
    kept = [pair.before - pair.morning for pair in pairs if pair.morning is not None]
    return Followed(
        *(routine, name, tuple(pairs), sessions, word, middle_change(changes), low, high),
        sure=held is not None,
        morning=_morning_word(kept),
        mornings=len(kept),
    )


def _morning_word(changes: Sequence[int]) -> MorningWord | None:
    if tends_lower(changes):
        return MorningWord.LOWER
    return MorningWord.BACK if len(changes) >= LEAST and abs(middle_change(changes)) < 1 else None


def _of_routine(routine: str, own: Sequence[PastSession], look: Look) -> Followed:
    every = [one for one in own if one.before is None or one.before >= ROOM]
    pairs = [pair for one in every if (pair := look.pair(one)) is not None]
    name = next((one.name for one in reversed(own)), routine)  # of all: where none had room it has its name, too
    return summed_up(routine, name, pairs, len(every))


class Look:
    """Finds what belongs to one session among all."""

    def __init__(
        self, past: Sequence[PastSession], rated: Sequence[FactOf[PainRated]], areas: Mapping[str, BodyArea]
    ) -> None:
        self._areas = areas
        self._after = {f.body.session: f for f in rated if f.body.session and f.body.when is RatedWhen.AFTER}
        self._by_day: dict[date, list[FactOf[PainRated]]] = {}
        for fact in rated:
            if fact.body.when is not RatedWhen.AFTER:
                self._by_day.setdefault(fact.local.date(), []).append(fact)
        self._begun: dict[BodyArea | None, list[datetime]] = {}
        for one in past:
            self._begun.setdefault(self.area(one), []).append(one.begun.at)

    def area(self, one: PastSession) -> BodyArea | None:
        """What it was done for."""
        after = self._after.get(one.id)
        return session_area(one.begun.body, self._areas) or (after.body.area if after is not None else None)

    def pair(self, one: PastSession) -> Pair | None:
        """The session as a pair; None where it is none, or another of the area came between."""
        after = self._after.get(one.id)
        if after is None or one.before is None or self._another(one, after):
            return None
        area = self.area(one)
        return Pair(one.id, one.begun.local, area, one.before, after.body.level, self.morning(one))

    def _another(self, one: PastSession, until: Fact) -> bool:
        """Whether another session of the area began in between."""
        begun = self._begun[self.area(one)]
        return bisect_right(begun, one.begun.at) < bisect_left(begun, until.at)

    def morning(self, one: PastSession) -> int | None:
        """The first rating of the next morning, or one that is said to be of it."""
        day, area = (one.begun.local - NEW_DAY).date() + DAY, self.area(one)
        of_day = [fact for fact in self._by_day.get(day, ()) if fact.body.area is area and fact.at > one.begun.at]
        for fact in of_day:
            said = fact.body.when is RatedWhen.NEXT_MORNING and fact.body.session in {None, one.id}
            if (said or fact.local.time() < NOON) and not self._another(one, fact):
                return fact.body.level
        return None
