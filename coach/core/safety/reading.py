"""Which facts of the record the safety rules are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.history.corrections import in_order
from coach.core.record.sessions import SessionEnded
from coach.core.safety import screening

if TYPE_CHECKING:
    from datetime import datetime

    from coach.core.record.facts import Fact
    from coach.core.record.journal import Journal


def read(journal: Journal, now: datetime) -> list[Fact]:
    """All that the rules read, in order.

    Nothing is left out by age: a flag waits for a clinician however long it takes. Of sessions only those are read
    that a complaint asks about. Whatever lies after `now` tells how far the clock was set back. Raises JournalError.
    """
    facts = journal.facts(screening.KINDS)
    since = screening.care_since(facts, now)
    ended = journal.facts((SessionEnded,), since) if since is not None else []
    every = {fact.id: fact for fact in [*journal.facts(None, now), *ended, *facts]}
    return in_order(every.values())
