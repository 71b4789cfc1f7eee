"""The journal as every part uses it: each new fact gets its id, its moment and the name of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from coach.core.record.facts import FactOf, Known, moment, of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import datetime

    from coach.core.clock import Clock, Reading
    from coach.core.record.facts import Fact
    from coach.core.record.journal import Journal

B = TypeVar("B", bound=Known)


class Record:
    """Reads and writes facts. `fact` and `now` alone never raise; all else raises JournalError."""

    def __init__(self, journal: Journal, clock: Clock, new_id: Callable[[], str], device: str) -> None:
        self.journal = journal
        self.clock = clock
        self.new_id = new_id
        self.device = device

    def now(self) -> datetime:
        """The local time."""
        return self.clock.now().wall

    def facts(self, kinds: Collection[type[Known]] | None = None, since: datetime | None = None) -> list[Fact]:
        """The facts of these kinds (all when None) at or after `since`, oldest first, and what can't be read."""
        return self.journal.facts(kinds, since)

    def of(self, kind: type[B], since: datetime | None = None) -> list[FactOf[B]]:
        """The facts of one kind at or after `since`, oldest first; what can't be read is left out."""
        return of(self.journal.facts((cast("type[Known]", kind),), since), kind)

    def fact(self, now: Reading, body: B) -> FactOf[B]:
        """A new fact, not yet written."""
        at, offset = moment(now.wall)
        return FactOf(self.new_id(), at, offset, self.device, body)

    def write(self, facts: Iterable[Fact]) -> None:
        """Append these in one transaction."""
        self.journal.append(facts)

    def append(self, body: Known) -> None:
        """Write one fact of now."""
        self.write([self.fact(self.clock.now(), body)])
