"""What was read of the journal, kept while nobody else writes: one command asks for the same several times."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.core.record.facts import Fact

MOST = 4  # lists; policy


class Remembered:
    """All facts of some kinds, for the sets of kinds that were asked for last. `version` is the journal's own."""

    def __init__(self) -> None:
        self._version: object = None
        self._lists: dict[frozenset[str], list[Fact]] = {}

    def of(self, kinds: frozenset[str], version: object) -> list[Fact] | None:
        """The facts of these kinds, oldest first; None where they have to be read."""
        found = self._lists.get(kinds) if version == self._version else None
        return None if found is None else list(found)

    def keep(self, kinds: frozenset[str], version: object, facts: Iterable[Fact]) -> None:
        """What was read at this version."""
        if version != self._version or len(self._lists) >= MOST:
            self._lists.clear()
        self._version = version
        self._lists[kinds] = list(facts)

    def written(self, before: object, after: object, new: Iterable[Fact] | None) -> None:
        """We have written these, all of them new; None: not all were. Equal moments stay in the order written."""
        if before != self._version or new is None:
            self._lists.clear()
            return
        self._version = after
        new = list(new)
        for kinds, facts in self._lists.items():
            facts.extend(fact for fact in new if fact.kind in kinds)
            facts.sort(key=attrgetter("at"))
