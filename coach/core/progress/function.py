"""What a person can do: up to three own activities, each rated once a week from 0 to 10.

0 is "can't do it", 10 "as well as before" (Stratford 1995): the other way round than pain, and never added to it. A
change is said from 2 points on the mean, or 3 on one activity.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.record.facts import of
from coach.core.record.personal import ActivityTold, FunctionRated, FunctionSkipped
from coach.core.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from coach.core.record.facts import Fact

MOST = 3  # activities
MEAN_CHANGE, ONE_CHANGE = 2, 3  # points
WEEK = timedelta(days=7)
SKIPS = 2  # in a row; then it is asked every two weeks
FUNCTION_KINDS = (ActivityTold, FunctionRated, FunctionSkipped)
WORST, BEST = "can't do it", "as well as before"


@frozen
class Activity:
    """One activity in the person's words, and its ratings as (local day, level), oldest first, one a day."""

    id: str
    words: str
    levels: tuple[tuple[date, int], ...] = ()

    @property
    def first(self) -> int | None:
        """The first rating."""
        return self.levels[0][1] if self.levels else None

    @property
    def latest(self) -> int | None:
        """The latest rating."""
        return self.levels[-1][1] if self.levels else None

    @property
    def change(self) -> int:
        """From the first to the latest; 0 where there are no two."""
        return self.levels[-1][1] - self.levels[0][1] if self.levels else 0


def names(facts: Iterable[Fact]) -> dict[str, str]:
    """The words of every activity that was ever named, by its id; `facts` are in order."""
    return {told.body.activity or told.id: shown(told.body.words) for told in of(facts, ActivityTold)}


def activities(facts: Sequence[Fact]) -> tuple[Activity, ...]:
    """Those that are asked for, in the order in which they were named; `facts` are in order."""
    words: dict[str, str] = {}
    for told in of(facts, ActivityTold):
        name = told.body.activity or told.id
        if told.body.dropped:
            words.pop(name, None)
        elif told.body.activity is None or name in words:
            words[name] = shown(told.body.words)
    levels: dict[str, dict[date, int]] = {name: {} for name in words}
    for rated in of(facts, FunctionRated):
        if rated.body.activity in levels:
            levels[rated.body.activity][rated.local.date()] = rated.body.level
    return tuple(Activity(name, said, tuple(sorted(levels[name].items()))) for name, said in words.items())


def mean_change(of_all: Sequence[Activity]) -> float | None:
    """How far the mean of those rated on two days or more has moved; None where there are none."""
    own = [one.change for one in of_all if len(one.levels) > 1]
    return sum(own) / len(own) if own else None


def said_changed(of_all: Sequence[Activity]) -> bool:
    """Whether the change is large enough to be said."""
    mean = mean_change(of_all)
    return (mean is not None and abs(mean) >= MEAN_CHANGE) or any(abs(one.change) >= ONE_CHANGE for one in of_all)


def asked_for(facts: Sequence[Fact], today: date) -> bool:
    """Whether the question of the week is due; `facts` are in order. Answered or put away, it rests for a week."""
    weeks = 1
    last: date | None = None
    skipped = 0
    for fact in facts:
        if isinstance(fact.body, FUNCTION_KINDS):
            skipped = skipped + 1 if isinstance(fact.body, FunctionSkipped) else 0
            last = fact.local.date()
    if skipped >= SKIPS:
        weeks = 2
    return last is None or today - last >= weeks * WEEK
