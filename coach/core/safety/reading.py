"""Which facts of the record the safety rules are given."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.history.corrections import in_order
from coach.core.history.unread import DONE
from coach.core.record.facts import Unreadable, of
from coach.core.record.sessions import SessionEnded
from coach.core.safety import abridged, screening

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from coach.core.catalogue.catalogue import Catalogue
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
    return in_order(_with_others(journal, journal.facts(screening.KINDS), now, lately))


def read_needed(journal: Journal, now: datetime, rules: str, lately: Sequence[Fact] | None = None) -> list[Fact]:
    """As `read`, without what `note_needed` found that these rules no longer need: they say the same. In order.

    `rules` names the rules and what they ask. Raises JournalError.
    """
    found = journal.abridged(screening.KINDS, rules)
    if found is not None:
        every = _with_others(journal, [*found.past, *found.since], now, lately)
        past = {fact.id for fact in found.past}
        since = [fact for fact in every if fact.id not in past]
        if not abridged.speaks_of_past(found.past, since, found.until, now):
            return in_order(every)
    return read(journal, now, lately)


def note_needed(journal: Journal, now: datetime, rules: str, catalogue: Catalogue) -> None:
    """Find out which facts of the past the rules still need, where that is not noted, or a month ago.

    It takes as long as a whole reading. Raises JournalError.
    """
    until = abridged.end_of_past(now)
    found = journal.abridged(screening.KINDS, rules)
    if found is not None and until - found.until < abridged.RENEW:
        return
    version = journal.version()
    past = [fact for fact in journal.facts(screening.KINDS) if fact.at < until]
    ids = abridged.needed(past, catalogue, until)
    if ids is not None:
        journal.abridge(rules, until, ids, version)


def _with_others(journal: Journal, facts: Sequence[Fact], now: datetime, lately: Sequence[Fact] | None) -> list[Fact]:
    """These facts of the rules' own kinds with what they read besides, each once."""
    since = screening.care_since(facts, now)
    ended = journal.facts((SessionEnded,), since) if since is not None else []
    broken = of(done_lately(journal, now) if lately is None else lately, Unreadable)
    return list({fact.id: fact for fact in [*journal.facts(None, now), *broken, *ended, *facts]}.values())
