"""A record with facts laid over it that are not on it: what would be, were they taken in."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, cast

from coach.core.record.codec import is_damaged

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from coach.core.record.facts import Fact, Known
    from coach.core.record.journal import Abridged, Journal


class Overlay:
    """Only to be read."""

    def __init__(self, journal: Journal, over: Sequence[Fact]) -> None:
        self._journal, self._over = journal, over

    def facts(self, kinds: Collection[type[Known]] | None = None, since: datetime | None = None) -> list[Fact]:
        """As the journal, with those that lie over it."""
        names = {kind.kind for kind in kinds or ()}
        over = [
            fact
            for fact in self._over
            if (kinds is None or fact.kind in names or is_damaged(fact.kind)) and (since is None or fact.at >= since)
        ]
        return sorted([*self._journal.facts(kinds, since), *over], key=attrgetter("at"))

    def abridged(self, kinds: Collection[type[Known]], rules: str) -> Abridged | None:
        """As the journal, with those that lie over it; None where one lies over the past."""
        found = self._journal.abridged(kinds, rules)
        if found is None or any(fact.at < found.until for fact in self._over):
            return None
        return found._replace(since=self.facts(kinds, found.until))


def overlaid(journal: Journal, over: Sequence[Fact]) -> Journal:
    """A journal to read from: nothing else is asked of it by whoever only asks the rules."""
    return cast("Journal", Overlay(journal, over))
