"""All of progress at once, of facts as they were read."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.progress import away, breaks, calendar
from coach.core.progress.check_ins import check_ins
from coach.core.progress.followed import followed
from coach.core.progress.function import activities
from coach.core.progress.pain import WINDOW, pain_by_area
from coach.core.progress.standing import day_of, ratings, standing
from coach.core.reminders.break_counts import COUNTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, datetime

    from coach.core.progress.breaks import Breaks
    from coach.core.progress.calendar import Day
    from coach.core.progress.check_ins import CheckIns
    from coach.core.progress.followed import Followed
    from coach.core.progress.function import Activity
    from coach.core.progress.pain import AreaPain
    from coach.core.record.facts import Fact
    from coach.core.vocabulary import BodyArea

WEEK, FOUR_WEEKS = 7, 28


@frozen
class Around:
    """What progress needs beside the facts.

    `areas` gives the area of each routine that is for one alone, `breaks` are the routines that are breaks. `off` says
    which days have no working hours, `at_work` which moments lie in them (local). `locking` are the flags that make a
    day one under a lock, by the log of `device`.
    """

    today: date
    device: str = ""
    areas: Mapping[str, BodyArea] = field(default_factory=dict)
    breaks: frozenset[str] = frozenset()
    locking: frozenset[str] = frozenset()
    off: Callable[[date], bool] = lambda _: False
    at_work: Callable[[datetime], bool] = lambda _: True


@frozen
class Progress:
    """What the record says. `days` are those of the calendar, the last one today; `away_until` where away today.

    `minutes_between`: the middle time between two times of standing up in working hours, of the last four weeks.
    """

    today: date
    areas: tuple[AreaPain, ...]
    followed: tuple[Followed, ...]
    days: tuple[Day, ...]
    check_ins: CheckIns
    week: Breaks
    month: Breaks
    minutes_between: int | None
    away_until: date | None
    activities: tuple[Activity, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing at all was noted."""
        return not (self.areas or self.followed or any(day.checked_in for day in self.days) or self.activities)


def progress(
    facts: Iterable[Fact], around: Around, *, days: int = WINDOW * 2, area: BodyArea | None = None
) -> Progress:
    """All of it. `days` of pain are looked at; `area`: only pain and sessions of this one (all when None)."""
    every = standing(facts, around.areas)
    today = around.today
    first = calendar.first_day(today)
    shown = calendar.days(
        every,
        first,
        today,
        breaks=around.breaks,
        off=around.off,
        away=away.away_days(every, first, today),
        locked=away.locked_days(every, around.locking, around.device, today),
    )
    lately = [fact for fact in every if isinstance(fact.body, COUNTED) and (today - day_of(fact)).days < FOUR_WEEKS]
    return Progress(
        today=today,
        areas=tuple(one for one in pain_by_area(ratings(every), today, days) if area in {None, one.area}),
        followed=followed(every, around.areas, area),
        days=shown,
        check_ins=check_ins(shown),
        week=breaks.kept_in(shown, WEEK),
        month=breaks.kept_in(shown, FOUR_WEEKS),
        minutes_between=breaks.minutes_between(lately, around.at_work),
        away_until=away.away_until(every, today),
        activities=activities(every),
    )
