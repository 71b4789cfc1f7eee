"""The days on which something was done for the body, which LR6 alone asks for: only as far back as it can."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.history.history import REOPEN_DAYS, instant_of
from coach.core.record.facts import of
from coach.core.record.health import CareTaken, EpisodeBegan, EpisodeEnded, PainRated
from coach.core.record.sessions import SessionEnded
from coach.core.vocabulary import EPISODE_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.core.history.history import Episode
    from coach.core.record.facts import Fact, FactOf

LONG = timedelta(days=11)  # LR6 asks for 14 local days; no change of clocks or zone takes more than 2 off them
ZONES = timedelta(days=2)  # nor moves a local day by more


def days(facts: Sequence[Fact], episodes: Sequence[Episode]) -> frozenset[date]:
    """The local days within long complaints with a session that ended or was rated, or with care noted by hand.

    `facts` are in order.
    """
    cared: set[date] = set()
    for episode in episodes:
        if episode.ended is None or episode.ended - episode.started > LONG:
            first = bisect_left(facts, episode.started - ZONES, key=_instant)
            last = len(facts) if episode.ended is None else bisect_right(facts, episode.ended + ZONES, key=_instant)
            cared |= {fact.local.date() for fact in facts[first:last] if _is_care(fact)}
    return frozenset(cared)


def since(facts: Sequence[Fact], now: datetime) -> datetime | None:
    """From when on sessions may count, for any complaint that is open at `now` or after; None where none is.

    `facts` are in order and corrected. What follows on within the days that re-open a complaint counts as one.
    """
    ends = {fact.body.episode: fact for fact in of(facts, EpisodeEnded)}
    begun = [fact for fact in of(facts, EpisodeBegan) if fact.body.complaint in EPISODE_KINDS]
    first: datetime | None = None
    last: datetime | None = None  # the end of all so far; None while one is open
    for fact in sorted(begun, key=_started):
        started = _started(fact)
        end = _ended(fact, ends)
        over = end + timedelta(days=REOPEN_DAYS) + ZONES if end is not None else None
        if first is None or (last is not None and last < started):
            first, last = started, over
        elif last is not None:
            last = max(last, over) if over is not None else None
    return first - ZONES if first is not None and (last is None or last >= now) else None


def _instant(fact: Fact) -> datetime:
    return fact.at


def _started(fact: FactOf[EpisodeBegan]) -> datetime:
    return instant_of(fact.body.started, fact)


def _ended(begun: FactOf[EpisodeBegan], ends: dict[str, FactOf[EpisodeEnded]]) -> datetime | None:
    if begun.body.ended is not None:
        return instant_of(begun.body.ended, begun)
    end = ends.get(begun.id)
    return instant_of(end.body.ended, end) if end is not None else None


def _is_care(fact: Fact) -> bool:
    body = fact.body
    return isinstance(body, (CareTaken, SessionEnded)) or (isinstance(body, PainRated) and bool(body.session))
