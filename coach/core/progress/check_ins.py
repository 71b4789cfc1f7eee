"""Checking in, without guilt and without cliffs: how many of your last days, and how long it has gone on.

Your days are those on which it could be asked of you: a day off, a day away and a day under a lock are passed over, and
neither break nor add; what was done on one all the same counts. Today counts once something was done. One missed day is
forgiven, two in a row end a streak ("never miss twice").
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.core.progress.calendar import Day

LAST = 14  # of your days
FORGIVEN = 1  # missed days in a row
LONG_AWAY = 7  # days


@frozen
class CheckIns:
    """On `done` of your last `of` days. `streak` in days checked in; `back` after a week or more away."""

    done: int
    of: int
    streak: int
    back: bool = False


def check_ins(days: Sequence[Day]) -> CheckIns:
    """What these days come to, oldest first, the last one today."""
    begun = next((n for n, day in enumerate(days) if day.checked_in), len(days))
    own = [day for day in days[begun:] if day.checked_in or not day.excused]
    if own and own[-1] is days[-1] and not own[-1].checked_in:
        own = own[:-1]  # today is not over
    last = own[-LAST:]
    return CheckIns(sum(day.checked_in for day in last), len(last), _streak(own), _back(days))


def _streak(own: Sequence[Day]) -> int:
    count = missed = 0
    for day in reversed(own):
        missed = 0 if day.checked_in else missed + 1
        if missed > FORGIVEN:
            break
        count += day.checked_in
    return count


def _back(days: Sequence[Day]) -> bool:
    """Whether today is the first day after a week away."""
    if not days or days[-1].away:
        return False
    away = sum(1 for _ in takewhile(lambda day: day.away, reversed(days[:-1])))
    return away >= LONG_AWAY
