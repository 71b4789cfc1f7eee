"""How long the person sat between two times of standing up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.record.reminders import PromptEnded, StoodUp, StoodUpHow
from coach.core.vocabulary import PromptOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from coach.core.record.facts import Fact

LONGEST = timedelta(hours=16)  # nobody sits for longer: a clock was set, or nothing was written down


@frozen
class Stretch:
    """Somebody sat from `since` to `until` (aware, local), and then stood up."""

    since: datetime
    until: datetime

    @property
    def seconds(self) -> float:
        """How long it was."""
        return (self.until - self.since).total_seconds()


def stretches(facts: Iterable[Fact]) -> tuple[Stretch, ...]:
    """Every stretch of sitting that ended with standing up, by this machine's facts, oldest first."""
    found: list[Stretch] = []
    since: datetime | None = None
    for fact in sorted(facts, key=lambda each: each.at):
        ended, begun = _edges(fact)
        if ended is not None and since is not None and timedelta() < ended - since <= LONGEST:
            found.append(Stretch(since, ended))
        since = begun or since
    return tuple(found)


def minutes_between(facts: Iterable[Fact], day: date) -> int | None:
    """The mean length of the stretches that ended on this local day, in whole minutes; None where there was none."""
    lengths = [stretch.seconds for stretch in stretches(facts) if stretch.until.date() == day]
    return round(sum(lengths) / len(lengths) / 60) if lengths else None


def _edges(fact: Fact) -> tuple[datetime | None, datetime | None]:
    """When sitting ended by this fact, and when it began anew."""
    body = fact.body
    if isinstance(body, PromptEnded) and body.outcome is PromptOutcome.TAKEN and body.stood:
        return fact.local, fact.local
    if not isinstance(body, StoodUp):
        return None, None
    begun = fact.local - timedelta(seconds=body.ago)
    if body.seconds is not None:  # an absence
        return begun - timedelta(seconds=body.seconds), begun
    stood = body.how in {StoodUpHow.TAKEN, StoodUpHow.NATURAL}
    return begun if stood else None, begun
