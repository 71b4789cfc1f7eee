"""The journal as every part uses it: each new fact gets its id, its moment and the name of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.core.record.facts import Fact, moment

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import datetime

    from coach.core.clock import Clock, Reading
    from coach.core.record.journal import Journal


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

    def facts(self, kinds: Collection[str] | None = None, since: datetime | None = None) -> list[Fact]:
        """The facts of these kinds (all when None) at or after `since`, oldest first."""
        return self.journal.facts(kinds, since)

    def fact(self, now: Reading, kind: str, body: dict[str, Any]) -> Fact:
        """A new fact, not yet written."""
        at, offset = moment(now.wall)
        return Fact(self.new_id(), at, offset, self.device, kind, body)

    def write(self, facts: Iterable[Fact]) -> None:
        """Append these in one transaction."""
        self.journal.append(facts)

    def append(self, kind: str, body: dict[str, Any]) -> None:
        """Write one fact of now."""
        self.write([self.fact(self.clock.now(), kind, body)])
