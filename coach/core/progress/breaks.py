"""Breaks kept of those prompted, and how long it takes between two times of standing up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.record.reminders import PromptEnded, StoodUp, StoodUpHow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from coach.core.progress.calendar import Day
    from coach.core.record.facts import Fact

SHORTEST = timedelta(minutes=1)  # less is the same standing up, told twice
STOOD = frozenset({StoodUpHow.NATURAL, StoodUpHow.TAKEN})


@frozen
class Breaks:
    """Of some days: breaks kept of those prompted, and breaks that came by themselves."""

    days: int
    kept: int
    prompted: int
    natural: int


def kept_in(days: Sequence[Day], last: int) -> Breaks:
    """What the last so many of these days come to."""
    own = days[-last:]
    return Breaks(last, sum(d.kept for d in own), sum(d.prompted for d in own), sum(d.natural for d in own))


def minutes_between(facts: Iterable[Fact], at_work: Callable[[datetime], bool] = lambda _: True) -> int | None:
    """The middle of the minutes between two times of standing up on one day, both in working hours; None without any.

    `facts` are in order. Each computer counts by itself: what it saw is one person at one desk.
    """
    last: dict[str, datetime] = {}
    found: list[timedelta] = []
    for fact in facts:
        body = fact.body
        if isinstance(body, StoodUp):
            stands = body.how in STOOD and body.prompt is None
        elif isinstance(body, PromptEnded) and body.stood:
            stands = True
        else:
            continue
        moment = fact.local - timedelta(seconds=body.ago)
        before = last.get(fact.device)
        if stands and before is not None and before.date() == moment.date() and at_work(before) and at_work(moment):
            found.append(moment - before)
        last[fact.device] = moment if before is None else max(before, moment)
    whole = sorted(span for span in found if span >= SHORTEST)
    return round(whole[len(whole) // 2].total_seconds() / 60) if whole else None
