"""The journal, as the core sees it: facts on disk, appended and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime

    from coach.core.record.facts import Fact, Known
    from coach.core.record.recorded import Recorded


class Abridged(NamedTuple):
    """The facts that are needed of the time before `until`, and all that came since then, oldest first."""

    until: datetime
    past: list[Fact]
    since: list[Fact]


class Journal(Protocol):
    """Facts on disk, appended and never changed.

    Every method raises `JournalError` when the file can't be read or written; nothing half-done remains.
    """

    def append(self, facts: Iterable[Fact]) -> None:
        """Write all of `facts` in one transaction; on return they are on disk.

        A fact that is already there is left as it is.
        """

    def facts(self, kinds: Collection[type[Known]] | None = None, since: datetime | None = None) -> list[Fact]:
        """The facts of these kinds (all when None) at or after `since`, oldest first, equal moments as written.

        One that can't be read is among them in its place, as `Unreadable`, and so is one of a damaged kind, whichever
        kinds are asked for. Those of a later version (`Unknown`) come only where all are asked for.
        """

    def abridged(self, kinds: Collection[type[Known]], rules: str) -> Abridged | None:
        """What these rules need of the facts of these kinds, all read at one moment.

        None where nothing is noted for these rules, or anything has come into that past since.
        """

    def abridge(self, rules: str, until: datetime, ids: Collection[str], version: object) -> None:
        """Note the ids of the facts that these rules need of the time before `until`, which begins a span (`spans`).

        `version` is the journal's when they were read: where anybody has written since, or it can't be noted, nothing
        is, and nothing is raised for that.
        """

    def backwards(self) -> Iterator[list[Fact]]:
        """All facts in pieces of some days, the newest piece first, each oldest first: room for one piece is enough."""

    def look_after(self, now: datetime) -> None:
        """What a journal that is open for months needs once a day; next to nothing in between."""

    def version(self) -> object:
        """Another value once anybody, here or in another process, has written; cheap."""

    def snapshot(self) -> AbstractContextManager[Callable[[], Iterator[Recorded]]]:
        """All facts as they lie there, by (at, id), each time anew the same; nothing is written meanwhile."""

    def known(self, ids: Collection[str]) -> dict[str, Recorded]:
        """Those of these ids that are there, as they lie there."""

    def take(self, rows: Iterable[Recorded]) -> int:
        """Write these in one transaction, as they lie elsewhere, and say how many are new; on return they are on disk.

        One that is there already stays as it is, but for a damaged row that comes in whole. Raises `Differs` for an id
        that is there with another content, and the CoachError that `rows` raises; then nothing is written.
        """

    def backup(self, now: datetime) -> object:
        """Make a backup now, where there is anything to keep."""
