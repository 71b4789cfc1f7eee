"""Pain by area: the worst of each day, two windows held side by side, and a word only where chance is unlikely.

A day without a rating is a gap, never 0. The rule for a word: medians 2 points apart (the smallest real change, Childs
2005), and 80 % of the pairs of one day of each window point that way. With nothing changed it still says one in 3 to 22
of a hundred fortnights, so it is told as a fact about two fortnights and never as a forecast.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.vocabulary import BodyArea

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from coach.core.record.facts import FactOf
    from coach.core.record.health import PainRated

WINDOW = 14  # days
LEAST_RATED = 5  # days of a window
REAL_CHANGE = 2  # points (Childs 2005)
SHARE = 0.8  # of the pairs of days; ties count half
BAD = 7  # and more
SPANS = (14, 28, 90)  # days that can be looked at
LONGEST = 366


class WindowWord(StrEnum):
    """What two windows come to."""

    TOO_FEW = "too few ratings to compare"
    LOWER = "lower"
    HIGHER = "higher"
    SAME = "about the same"


@frozen
class Window:
    """The day values of some days: how many were rated, the middle (of two the higher), the worst, and those at 7+."""

    days: int
    rated: int
    middle: int | None
    worst: int | None
    bad: int


@frozen
class Compared:
    """The last window beside the one before. `missing`: how many rated days more the poorer one needs for a word.

    `medicine` is on how many of these days a medicine was noted.
    """

    last: Window
    before: Window
    word: WindowWord
    missing: int = 0
    medicine: int = 0


@frozen
class AreaPain:
    """One area: the worst rating of each day up to `until`, oldest first (None: not rated), and two windows."""

    area: BodyArea | None
    until: date
    levels: tuple[int | None, ...]
    compared: Compared

    @property
    def unrated_for(self) -> int:
        """Days since the last rating."""
        return next(n for n, level in enumerate(reversed(self.levels)) if level is not None)

    @property
    def first(self) -> date:
        """The day of the first level."""
        return self.until - timedelta(days=len(self.levels) - 1)


def day_values(rated: Iterable[FactOf[PainRated]]) -> dict[date, int]:
    """The worst rating of each local day: what clinicians and people rank first (Stone 2020)."""
    found: dict[date, int] = {}
    for fact in rated:
        day = fact.local.date()
        found[day] = max(fact.body.level, found.get(day, 0))
    return found


def window(values: Mapping[date, int], until: date, days: int = WINDOW) -> Window:
    """What the days up to `until` come to."""
    own = _levels(values, until, days)
    return Window(
        days, len(own), upper_median(own) if own else None, max(own, default=None), sum(v >= BAD for v in own)
    )


def upper_median(values: Sequence[int]) -> int:
    """The middle; of two the higher."""
    return sorted(values)[len(values) // 2]


def window_word(before: Sequence[int], last: Sequence[int]) -> WindowWord:
    """The word for two windows of day values; the order within each does not matter."""
    if min(len(before), len(last)) < LEAST_RATED:
        return WindowWord.TOO_FEW
    pairs = len(before) * len(last)
    lower = sum((y < x) + 0.5 * (y == x) for x in before for y in last) / pairs
    change = upper_median(last) - upper_median(before)
    if change <= -REAL_CHANGE and lower >= SHARE:
        return WindowWord.LOWER
    if change >= REAL_CHANGE and 1 - lower >= SHARE:
        return WindowWord.HIGHER
    return WindowWord.SAME


def compared(rated: Sequence[FactOf[PainRated]], until: date, days: int = WINDOW) -> Compared:
    """The last `days` beside as many before."""
    values = day_values(rated)
    turn = until - timedelta(days=days)
    before, last = _levels(values, turn, days), _levels(values, until, days)
    first = turn - timedelta(days=days)
    medicine = {fact.local.date() for fact in rated if fact.body.medicine}
    return Compared(
        window(values, until, days),
        window(values, turn, days),
        window_word(before, last),
        max(0, LEAST_RATED - min(len(before), len(last))),
        sum(first < day <= until for day in medicine),
    )


def pain_by_area(rated: Iterable[FactOf[PainRated]], until: date, days: int = WINDOW * 2) -> tuple[AreaPain, ...]:
    """Each area with a rating in these days, in the order of the body, what names no area last."""
    days = min(days, LONGEST)
    by_area: dict[BodyArea | None, list[FactOf[PainRated]]] = {}
    for fact in rated:
        by_area.setdefault(fact.body.area, []).append(fact)
    found = []
    for area in (*BodyArea, None):
        own = by_area.get(area, [])
        values = day_values(own)
        shown = tuple(values.get(until - timedelta(days=n)) for n in range(days - 1, -1, -1))
        if any(level is not None for level in shown):
            found.append(AreaPain(area, until, shown, compared(own, until)))
    return tuple(found)


def _levels(values: Mapping[date, int], until: date, days: int) -> list[int]:
    every = (values.get(until - timedelta(days=n)) for n in range(days))
    return [level for level in every if level is not None]
