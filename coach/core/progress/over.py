"""Whether a knot may be over: it is asked once, after two weeks in which nothing was noted of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.record.facts import of
from coach.core.record.health import PainRated
from coach.core.record.personal import OverAsked
from coach.core.vocabulary import ComplaintKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from coach.core.history.history import Episode
    from coach.core.record.facts import Fact

QUIET = timedelta(days=14)  # policy


def may_be_over(episodes: Iterable[Episode], facts: Sequence[Fact], now: datetime) -> Episode | None:
    """The first open knot without pain above 0 and without a word for so long that was not asked about since.

    `facts` are the ratings of the last `QUIET`, and all that was asked. Pain that names no place may be of any.
    """
    hurts = {fact.body.area for fact in of(facts, PainRated) if fact.body.level}
    asked = {fact.body.episode: fact.at for fact in of(facts, OverAsked)}
    for one in episodes:
        if one.kind is not ComplaintKind.KNOT or not one.open(now) or hurts & {one.area, None}:
            continue
        noted = [one.known_at, one.started, *(word.at for word in one.statuses)]
        last = max([*noted, *(rating.at for rating in one.pain if rating.level)])
        if now - last >= QUIET and not (one.id in asked and asked[one.id] >= last):
            return one
    return None
