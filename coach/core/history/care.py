"""The days on which something was done for the body, which LR6 alone asks for: only as far back as it can."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.history.history import REOPEN_DAYS, instant_of
from coach.core.vocabulary import EPISODE_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.core.history.history import Episode
    from coach.core.record.facts import Fact

CARE = frozenset({"care", "session-ended"})
LONG = timedelta(days=11)  # LR6 asks for 14 local days; no change of clocks or zone takes more than 2 off them
ZONES = timedelta(days=2)  # nor moves a local day by more


def days(facts: Sequence[Fact], episodes: Sequence[Episode]) -> frozenset[date]:
    """The local days within long complaints with a session that ended or was rated, or with care noted by hand.

    `facts` are in order.
    """
    found: set[date] = set()
    for episode in episodes:
        if episode.ended is None or episode.ended - episode.started > LONG:
            first = bisect_left(facts, episode.started - ZONES, key=_instant)
            last = len(facts) if episode.ended is None else bisect_right(facts, episode.ended + ZONES, key=_instant)
            found |= {fact.local.date() for fact in facts[first:last] if _cared(fact)}
    return frozenset(found)


def since(facts: Sequence[Fact], now: datetime) -> datetime | None:
    """From when on sessions may count, for any complaint that is open at `now` or after; None where none is.

    `facts` are in order and corrected. What follows on within the days that re-open a complaint counts as one.
    """
    ends = {str(fact.body.get("episode")): fact for fact in facts if fact.kind == "episode-ended"}
    begun = [fact for fact in facts if fact.kind == "episode" and fact.body.get("kind") in EPISODE_KINDS]
    first: datetime | None = None
    last: datetime | None = None  # the end of all so far; None while one is open
    for fact in sorted(begun, key=_started):
        started = _started(fact)
        end = fact if fact.body.get("ended") is not None else ends.get(fact.id)
        over = instant_of(end.body.get("ended"), end) + timedelta(days=REOPEN_DAYS) + ZONES if end is not None else None
        if first is None or (last is not None and last < started):
            first, last = started, over
        elif last is not None:
            last = max(last, over) if over is not None else None
    return first - ZONES if first is not None and (last is None or last >= now) else None


def _instant(fact: Fact) -> datetime:
    return fact.at


def _started(fact: Fact) -> datetime:
    return instant_of(fact.body.get("started"), fact)


def _cared(fact: Fact) -> bool:
    return fact.kind in CARE or (fact.kind == "pain" and bool(fact.body.get("session")))
