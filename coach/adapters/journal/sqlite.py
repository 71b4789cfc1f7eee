"""The journal once it is open: facts in one SQLite file, each on disk before `append` returns."""

from __future__ import annotations

import contextlib
from operator import attrgetter
from typing import TYPE_CHECKING

from coach.adapters.journal import abridged, backups, exchange
from coach.adapters.journal.checking import State, one_moment, read, read_backwards, verify
from coach.adapters.journal.daily import keep_safe, look_through
from coach.adapters.journal.held_file import HeldFile
from coach.adapters.journal.remembered import Remembered
from coach.adapters.journal.rows import EARLIEST, Bodies, checksum, damaged_fact, fact_of, microseconds, row_of
from coach.adapters.journal.schema import INSERT, read_meta, write_meta
from coach.core.errors import JournalError
from coach.core.record.checks import RecordRestored
from coach.core.record.journal import Abridged
from coach.core.record.spans import begins, span_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from coach.adapters.journal.held_file import Opened
    from coach.adapters.journal.rows import Row
    from coach.core.record.facts import Fact, Known
    from coach.core.record.recorded import Recorded

MOST_BODIES = 20_000  # policy: what is kept of what was read, about 10 MB; the record of ten years has 6,000 to look at


class SqliteJournal(HeldFile):
    """An open journal. May be used from any thread; every method raises JournalError when the file fails."""

    def __init__(self, path: Path, opened: Opened, reopen: Callable[[], Opened] | None = None) -> None:
        super().__init__(path, opened, reopen)
        self._bodies: Bodies = {}
        self._remembered = Remembered()
        self.device = read_meta(self._db, "device") or ""

    @property
    def restored(self) -> bool:
        """True from the loss of a record until a fact of kind `restored` says so: what was flagged may be missing."""
        with self._using() as db:
            return read_meta(db, "restored") is not None

    @property
    def machine(self) -> str:
        """The note of the computer that this record belongs to; empty where none was made yet."""
        with self._using() as db:
            return read_meta(db, "machine") or ""

    def remember_machine(self, note: str) -> None:
        """Note which computer this record belongs to, where that was never noted."""
        if note and not self.read_only and not self.machine:
            with self._using() as db:
                write_meta(db, "machine", note)

    def new_device(self, name: str, note: str) -> None:
        """From now on this is another computer's record: the copy of one that goes on elsewhere."""
        self._may_write()
        with self._using() as db:
            db.execute("BEGIN IMMEDIATE")
            write_meta(db, "device", name)
            write_meta(db, "machine", note)
            db.execute("COMMIT")
        self.device = name

    def append(self, facts: Iterable[Fact]) -> None:
        """Write all of `facts` in one transaction; on return they are on disk. A fact already there stays as it is."""
        facts = list(facts)
        rows = [row_of(fact) for fact in facts]
        self._may_write()
        with self._using() as db:
            if not rows:
                return
            db.execute("BEGIN IMMEDIATE")
            self._same()  # while we waited for our turn, another may have put the file right
            before = self._version(db)
            new = db.executemany(INSERT, [(*row, checksum(row)) for row in rows]).rowcount
            noted = [microseconds(fact.at) for fact in facts if isinstance(fact.body, RecordRestored)]
            if noted:
                db.execute("DELETE FROM meta WHERE key = 'restored' AND CAST(value AS INTEGER) <= ?", (max(noted),))
            db.execute("COMMIT")
            written = [fact_of(row, self._bodies) for row in rows] if new == len(rows) else None
            self._remembered.written(before, self._version(db), written)

    def _may_write(self) -> None:
        if self.read_only:
            raise JournalError(
                f"The record at {self.path} can only be read, so nothing can be saved.",
                "Check that you may write to the file and its folder.",
            )

    def facts(self, kinds: Collection[type[Known]] | None = None, since: datetime | None = None) -> list[Fact]:
        """The facts of these kinds (all when None) at or after `since`: oldest first, equal ones in order written.

        Each is what was written, by its checksum; one that is not comes from a backup, or else is `Unreadable`, as is
        all of a damaged kind.
        """
        try:
            first = EARLIEST if since is None else microseconds(since)
        except ValueError as error:
            raise JournalError("The record was asked for a time without a time zone.") from error
        names = None if kinds is None else frozenset(kind.kind for kind in kinds)
        with self._using() as db:
            if names is None or since is not None:
                return self._read(db, names, first)[0]
            version = self._version(db)
            found = self._remembered.of(names, version)
            if found is None:
                found, sound = self._read(db, names, first)
                if sound:
                    self._remembered.keep(names, version, found)
            return found

    def abridged(self, kinds: Collection[type[Known]], rules: str) -> Abridged | None:
        """What these rules need of the facts of these kinds; None where that isn't noted, or no longer holds."""
        with self._using() as db:
            note = abridged.read_note(self.path)
            found = abridged.rows_of(db, note, [kind.kind for kind in kinds]) if note and note.rules == rules else None
            if note is None or found is None:
                return None
            past = [fact_of(row, self._bodies) for row in found[0]]
            return Abridged(begins(note.span), sorted(past, key=attrgetter("at")), self._facts_of(found[1])[0])

    def abridge(self, rules: str, until: datetime, ids: Collection[str], version: object) -> None:
        """Note what these rules need of the time before `until`, unless anybody has written since `version`."""
        if self.read_only:
            return
        with self._using() as db, one_moment(db):
            counted = abridged.counted_before(db, span_of(until))
            if self._version(db) == version:
                abridged.write_note(self.path, abridged.Note(rules, span_of(until), *counted, tuple(ids)))

    def backwards(self) -> Iterator[list[Fact]]:
        """All facts in pieces of some days, the newest piece first, each oldest first."""
        with self._using() as db:
            pieces = read_backwards(db)
        while True:
            with self._using():
                piece = next(pieces, None)
                if piece is None:
                    return
                facts = self._facts_of(piece)[0]
            yield facts

    def _read(self, db: sqlite3.Connection, names: Collection[str] | None, first: int) -> tuple[list[Fact], bool]:
        return self._facts_of(read(db, names, first))

    def _facts_of(self, rows: Iterable[tuple[Row, State]]) -> tuple[list[Fact], bool]:
        """The facts, and whether all were what was written."""
        facts: list[Fact] = []
        changed: dict[int, Row] = {}
        for row, state in rows:
            if state is State.CHANGED:
                changed[len(facts)] = row
            facts.append(fact_of(row, self._bodies) if state is State.WHOLE else damaged_fact(row))
        if changed:
            self._fetch_back(facts, changed)
        if len(self._bodies) > MOST_BODIES:
            self._bodies.clear()
        return facts, not changed

    def _fetch_back(self, facts: list[Fact], changed: dict[int, Row]) -> None:
        """Put the facts of a backup in the place of those that are not what was written."""
        self._suspect()
        whole = backups.whole_in_backups(self.path, {row[0] for row in changed.values()})
        for place, row in changed.items():
            if row[0] in whole:
                facts[place] = fact_of(whole[row[0]], self._bodies)
        facts.sort(key=lambda fact: fact.at)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Callable[[], Iterator[Recorded]]]:
        """All facts as they lie there, by (at, id), as often as asked and each time the same."""
        elsewhere: Exception | None = None  # what went wrong where it is written to is no fault of the record
        with self._using() as db:
            db.execute("BEGIN")
            try:
                yield lambda: self._in_order(db)
            except (OSError, ValueError) as error:
                elsewhere = error
        if elsewhere is not None:
            raise elsewhere

    def _in_order(self, db: sqlite3.Connection) -> Iterator[Recorded]:
        with self._faults_told():
            yield from exchange.in_order(db)

    def known(self, ids: Collection[str]) -> dict[str, Recorded]:
        """Those of these ids that are there, as they lie there."""
        with self._using() as db:
            return exchange.known(db, ids)

    def take(self, rows: Iterable[Recorded]) -> int:
        """Write these in one transaction and say how many are new; after `Differs`, or an error of `rows`, none is."""
        self._may_write()
        with self._using() as db:
            db.execute("BEGIN IMMEDIATE")
            self._same()
            new = exchange.take(db, rows)
            db.execute("COMMIT")
            return new

    def version(self) -> object:
        """Another value once anybody has written: other connections by SQLite's own counter, this one by its rows."""
        with self._using() as db:
            return self._version(db)

    def backup(self, now: datetime) -> Path | None:
        """Make a backup now and let old ones go; returns where it is, None when there are no facts to keep."""
        if self.read_only:
            raise JournalError(f"The record at {self.path} can only be read, so no backup is made.")
        with self._using() as db:
            if db.execute("SELECT 1 FROM fact LIMIT 1").fetchone() is None:
                return None
            verify(db)
            made = backups.write_backup(db, self.path, now)
            backups.prune(self.path)
            return made

    def look_after(self, now: datetime) -> None:
        """Once a day look through the whole file and make a backup; next to nothing in between."""
        if self.read_only:
            return
        with self._using() as db:
            look_through(db, self.path, now)
            self.notices += tuple(keep_safe(db, self.path, now, alone=False))

    def check(self) -> str:
        """Look through the whole file: a sentence that says it is sound, or a JournalError."""
        with self._using() as db:
            verify(db)
            count = db.execute("SELECT count(*) FROM fact").fetchone()[0]
        return f"The record is sound: entries {count}, backups {len(backups.backups_of(self.path))}."
