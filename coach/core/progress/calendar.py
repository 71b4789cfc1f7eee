"""The days of some weeks: checked in, breaks kept, a session, away, locked, off. More never counts more."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.progress.standing import day_of
from coach.core.record.checks import CheckAnswered
from coach.core.record.facts import of
from coach.core.record.health import EpisodeBegan, LumpSeen, PainRated, StatusGiven
from coach.core.record.personal import FunctionRated
from coach.core.record.reminders import PromptEnded, StoodUp, StoodUpHow
from coach.core.record.sessions import SessionBegan, SessionEnded
from coach.core.reminders.break_counts import counts_by_day
from coach.core.reminders.evolve import KEPT_BREAKS
from coach.core.vocabulary import SessionOutcome

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date

    from coach.core.record.facts import Fact

WEEKS = 26
FEW_WEEKS = 13
DAY = timedelta(days=1)
WEEK = 7
NATURALS = 3  # natural breaks that count as a day of breaks
HALF = 0.5  # of the day's prompted breaks
STOOD = frozenset({StoodUpHow.NATURAL, StoodUpHow.TAKEN})
TOLD = frozenset({PainRated, CheckAnswered, LumpSeen, StatusGiven, EpisodeBegan, FunctionRated, SessionBegan})


class Mark(StrEnum):
    """What a day shows."""

    NOTHING = "nothing noted"
    CHECKED_IN = "checked in"
    BREAK = "break"
    SESSION = "session"
    BOTH = "both"
    AWAY = "away"
    LOCK = "lock"
    OFF = "off"


@frozen
class Day:
    """One day, which ends at 04:00. `sessions` are those that are no break; `kept` of `prompted` breaks."""

    day: date
    checked_in: bool = False
    sessions: int = 0
    prompted: int = 0
    kept: int = 0
    natural: int = 0
    off: bool = False
    away: bool = False
    locked: bool = False

    @property
    def breaks(self) -> bool:
        """Whether half of its prompted breaks were kept, or three came by themselves."""
        return (self.prompted > 0 and self.kept >= HALF * self.prompted) or self.natural >= NATURALS

    @property
    def level(self) -> int:
        """0 nothing, 1 checked in, 2 breaks or a session, 3 both: whatever more is done adds nothing."""
        return 1 + self.breaks + (self.sessions > 0) if self.checked_in else 0

    @property
    def excused(self) -> bool:
        """Whether it is asked of nobody."""
        return self.off or self.away or self.locked

    @property
    def mark(self) -> Mark:
        """A lock before all; then what was done, then why it was not."""
        if self.locked:
            return Mark.LOCK
        if self.checked_in:
            done = {(True, True): Mark.BOTH, (True, False): Mark.BREAK, (False, True): Mark.SESSION}
            return done.get((self.breaks, self.sessions > 0), Mark.CHECKED_IN)
        return Mark.AWAY if self.away else Mark.OFF if self.off else Mark.NOTHING


def first_day(today: date, weeks: int = WEEKS) -> date:
    """The Monday on which a calendar of so many weeks begins."""
    return today - timedelta(days=today.weekday() + WEEK * (weeks - 1))


def days(
    facts: Sequence[Fact],
    first: date,
    today: date,
    *,
    breaks: Collection[str] = (),
    off: Callable[[date], bool] = lambda _: False,
    away: Collection[date] = (),
    locked: Collection[date] = (),
) -> tuple[Day, ...]:
    """Each day from `first` to `today`. `facts` are `standing`; `breaks` are the routines that are breaks.

    `off` says which days have no working hours, `away` and `locked` are days on which the person was that.
    """
    told, sessions = _told(facts, frozenset(breaks))
    counts = counts_by_day(facts, first, (today - first).days + 1, day_of)
    return tuple(
        Day(
            *(count.day, count.day in told, sessions[count.day], count.prompted, count.kept, count.natural),
            off=off(count.day),
            away=count.day in away,
            locked=count.day in locked,
        )
        for count in counts
    )


def weeks(of: Sequence[Day]) -> list[tuple[Day, ...]]:
    """The days by week, Monday first; the last one may be short."""
    return [tuple(of[n : n + WEEK]) for n in range(0, len(of), WEEK)]


def checks_in(fact: Fact) -> bool:
    """Whether a fact makes a check-in of its day."""
    body = fact.body
    if isinstance(body, PromptEnded):
        return body.outcome in KEPT_BREAKS
    return type(body) in TOLD or (isinstance(body, StoodUp) and body.how in STOOD)


def _told(facts: Sequence[Fact], breaks: frozenset[str]) -> tuple[set[date], Counter[date]]:
    """The days with a check-in, and the sessions of each day."""
    ends = of(facts, SessionEnded)
    discarded = {end.body.session for end in ends if end.body.outcome is SessionOutcome.DISCARDED}
    told: set[date] = set()
    sessions: Counter[date] = Counter()
    for fact in facts:
        if not checks_in(fact):
            continue
        body, day = fact.body, day_of(fact)
        if isinstance(body, SessionBegan):
            if body.session in discarded:
                continue
            sessions[day] += body.routine not in breaks
        told.add(day)
    return told, sessions
