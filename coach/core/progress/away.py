"""Days that do not count against anybody: away by the person's word, and under a lock."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from coach.core.progress.standing import day_of
from coach.core.record.checks import FlagsLogged
from coach.core.record.facts import of
from coach.core.record.personal import AwayTold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from coach.core.record.facts import Fact

DAY = timedelta(days=1)


def away_spans(facts: Iterable[Fact]) -> list[tuple[date, date]]:
    """From which day to which the person is away, both among them; `facts` are in order."""
    spans: list[tuple[date, date]] = []
    for fact in of(facts, AwayTold):
        day, said = fact.local.date(), fact.body
        if said.until is None:
            spans = [(first, min(last, day - DAY)) for first, last in spans if first < day]
        else:
            spans.append((_day(said.since or day), _day(said.until)))
    return [(first, last) for first, last in spans if first <= last]


def away_until(facts: Iterable[Fact], today: date) -> date | None:
    """The last day of being away, where the person is away today."""
    return max((last for first, last in away_spans(facts) if first <= today <= last), default=None)


def away_days(facts: Iterable[Fact], first: date, last: date) -> frozenset[date]:
    """The days from `first` to `last` on which the person is away."""
    return _days(away_spans(facts), first, last)


def locked_days(facts: Iterable[Fact], locking: Collection[str], device: str, today: date) -> frozenset[date]:
    """The days on which one of these flags was up, by the log of this computer; `facts` are in order.

    Another computer's log is no look of this one, and would stand for ever where that is no longer used.
    """
    spans: list[tuple[date, date]] = []
    since: date | None = None
    for fact in of(facts, FlagsLogged):
        if fact.device != device:
            continue
        up = any(name.partition("/")[0] in locking for name in fact.body.up)
        if up and since is None:
            since = day_of(fact)
        elif not up and since is not None:
            spans.append((since, day_of(fact)))
            since = None
    if since is not None:
        spans.append((since, today))
    return _days(spans, min((first for first, _ in spans), default=today), today)


def _days(spans: Sequence[tuple[date, date]], first: date, last: date) -> frozenset[date]:
    found: set[date] = set()
    for start, end in spans:
        day = max(start, first)
        while day <= min(end, last):
            found.add(day)
            day += DAY
    return frozenset(found)


def _day(value: date) -> date:
    """A day, also of a moment."""
    return date(value.year, value.month, value.day)
