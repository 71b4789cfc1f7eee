"""Which facts of the record the safety rules are given."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.history.corrections import in_order
from coach.core.history.unread import DONE
from coach.core.record.facts import Unreadable, of
from coach.core.record.sessions import SessionEnded
from coach.core.safety import screening

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from coach.core.record.facts import Fact
    from coach.core.record.journal import Journal


WEEK = timedelta(days=7)


def done_lately(journal: Journal, now: datetime) -> list[Fact]:
    """What sessions and reminders wrote in the last week. Raises JournalError."""
    return journal.facts(DONE, now - WEEK)


def read(journal: Journal, now: datetime, lately: Sequence[Fact] | None = None) -> list[Fact]:
    """All that the rules read, in order. `lately` is what `done_lately` gave, read anew when None.

    Nothing is left out by age: a flag waits for a clinician however long it takes. Of sessions only those are read
    that a complaint asks about, and of the last week what can't be read: it makes the check due. Whatever lies after
    `now` tells how far the clock was set back. Raises JournalError.
    """
    facts = journal.facts(screening.KINDS)
    since = screening.care_since(facts, now)
    ended = journal.facts((SessionEnded,), since) if since is not None else []
    broken = of(done_lately(journal, now) if lately is None else lately, Unreadable)
    every = {fact.id: fact for fact in [*journal.facts(None, now), *broken, *ended, *facts]}
    return in_order(every.values())
