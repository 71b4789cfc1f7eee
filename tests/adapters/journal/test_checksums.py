"""What is read is what was written: a record that changed by itself, one of the version before, and odd clocks."""

from __future__ import annotations

import os
import sqlite3
import uuid
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.adapters.journal import files as journal_files
from coach.adapters.journal.backups import backups_of
from coach.adapters.journal.journal import open_journal
from coach.adapters.journal.rows import row_of
from coach.adapters.journal.schema import APPLICATION_ID, tables_for_facts, version_of
from coach.core.errors import JournalError
from coach.core.record.facts import Fact, FactOf, Unreadable
from coach.core.record.health import CareTaken, PainRated
from tests.adapters.journal.forging import log_kept, spoil

NOW = datetime(2026, 7, 31, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OLD_INSERT = (
    'INSERT INTO fact (id, at, "offset", device, kind, body) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING'
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "journal.db"


def a_fact(minutes: float = 0, level: int = 6) -> Fact:
    return FactOf(str(uuid.uuid4()), NOW + timedelta(minutes=minutes), 120, "desk", PainRated(level=level))


def old_journal(path: Path, facts: list[Fact]) -> None:
    """A record as version 1 made it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("PRAGMA journal_mode = WAL")
        tables_for_facts(db, ())
        db.execute("PRAGMA user_version = 1")
        db.executemany(OLD_INSERT, [row_of(fact) for fact in facts])


def old_backup(path: Path, days: int, facts: list[Fact]) -> None:
    """A backup that version 1 made so many days ago."""
    folder = path.parent / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    old_journal(folder / f"journal-{NOW - days * DAY:%Y%m%dT%H%M%SZ}.db", facts)


# --- one fact ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["body = '{\"level\":0}'", "at = at - 1000000", "device = 'des'", '"offset" = 60'])
def test_a_changed_fact_is_fetched_back_from_a_backup_at_that_moment(path: Path, change: str) -> None:
    facts = [a_fact(n) for n in range(3)]
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append(facts)
        journal.backup(NOW)
        spoil(path, f"UPDATE fact SET {change} WHERE id = ?", facts[1].id)  # noqa: S608 - the words of this file
        assert journal.facts() == facts
        assert journal.facts([PainRated]) == facts
    with closing(open_journal(path, now=NOW)) as journal:
        assert journal.facts() == facts
        assert "an entry is not what was written" in journal.notices[0]
        assert "3 entries were saved; none is missing" in journal.notices[0]
        assert not journal.restored


def test_a_changed_fact_that_no_backup_holds_is_not_believed_and_stays_named(path: Path) -> None:
    facts = [a_fact(n) for n in range(3)]
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append(facts)
    spoil(path, "UPDATE fact SET body = '{\"level\":0}' WHERE id = ?", facts[1].id)
    for days in (0, 0, 1, 2):
        with closing(open_journal(path, now=NOW + days * DAY)) as journal:
            first, wrong, last = journal.facts()
            assert (first, last, wrong.id) == (facts[0], facts[2], facts[1].id)
            assert isinstance(wrong.body, Unreadable)
            assert [fact.id for fact in journal.facts([PainRated], NOW)] == [fact.id for fact in facts]
            assert not journal.restored


@pytest.mark.parametrize("index", ["fact_kind_at", "fact_at"])
def test_a_fact_that_an_index_hides_is_missed_and_found_again(path: Path, index: str) -> None:
    facts = [a_fact(n) for n in range(400)]
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append(facts)
        journal.backup(NOW)
    with closing(sqlite3.connect(path)) as db:
        page = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (index,)).fetchone()[0]
    data = bytearray(path.read_bytes())
    place = (page - 1) * 4096
    leaf = int.from_bytes(data[place + 12 : place + 14], "big") if data[place] == 2 else 0
    child = int.from_bytes(data[place + leaf : place + leaf + 4], "big") if leaf else page
    head = (child - 1) * 4096
    assert data[head] == 10, "a leaf of an index"
    data[head + 3 : head + 5] = (int.from_bytes(data[head + 3 : head + 5], "big") // 2).to_bytes(2, "big")
    path.write_bytes(data)
    kinds = None if index == "fact_at" else [PainRated]
    with closing(open_journal(path, now=NOW)) as journal:
        with pytest.raises(JournalError, match=r"It is kept as .* none is missing"):
            journal.facts(kinds)
        assert journal.facts(kinds) == facts


def test_a_faulty_index_is_found_by_the_check_of_a_new_day(path: Path) -> None:
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append([a_fact(n) for n in range(40)])
    with closing(sqlite3.connect(path)) as db:
        roots = dict(db.execute("SELECT name, rootpage FROM sqlite_schema WHERE name LIKE 'fact_%at'"))
    data = bytearray(path.read_bytes())
    start = (roots["fact_at"] - 1) * 4096
    data[start + 4095] ^= 1  # the row that the first entry points to
    path.write_bytes(data)
    with closing(open_journal(path, now=NOW + DAY)) as journal:
        assert "index" in journal.notices[0]
        assert "none is missing" in journal.notices[0]


# --- the version before -----------------------------------------------------------------------------------------------


def test_an_older_record_is_sealed_and_reads_the_same(path: Path) -> None:
    facts = [a_fact(n) for n in range(5)]
    old_journal(path, facts)
    with closing(open_journal(path, now=NOW)) as journal:
        assert journal.facts() == facts
        assert (journal.notices, journal.restored) == ((), False)
        assert version_of(journal._db) == 2
        assert journal._db.execute("SELECT count(*) FROM fact WHERE checksum IS NULL").fetchone() == (0,)
    assert [backup.before_change for backup in backups_of(path)] == [True]


def test_what_older_backups_hold_otherwise_is_not_sealed_as_true(path: Path) -> None:
    facts = [a_fact(n) for n in range(4)]
    missing, outvoted, disputed, same = facts
    changed = [replace(fact, body=PainRated(level=0)) for fact in facts]
    old_backup(path, 3, [missing, outvoted, same])
    old_backup(path, 2, [missing, outvoted, same, disputed])
    old_journal(path, [changed[1], changed[2], same])
    with closing(open_journal(path, now=NOW)) as journal:
        found = journal.facts()
        assert [fact.id for fact in found] == [fact.id for fact in facts]
        assert [found[0], found[1], found[3]] == [missing, outvoted, same]
        assert isinstance(found[2].body, Unreadable), "one copy says 6 and one says 0"


def test_a_coach_of_the_version_before_goes_on_writing_meanwhile(path: Path) -> None:
    facts = [a_fact(n) for n in range(4)]
    old_journal(path, facts[:1])
    lock = journal_files.OpeningLock(path)
    lock.share()
    with closing(lock), closing(sqlite3.connect(path, isolation_level=None)) as old:
        old.execute("SELECT count(*) FROM fact").fetchone()
        with closing(open_journal(path, now=NOW)) as journal:
            old.execute(OLD_INSERT, row_of(facts[1]))
            journal.append(facts[2:3])
            assert journal.facts() == facts[:3]
            assert "before the update" in journal.notices[0]
        old.execute(OLD_INSERT, row_of(facts[3]))
        with closing(open_journal(path, now=NOW)) as journal:
            assert journal.facts([PainRated], NOW) == facts
            assert "before the update" in journal.notices[0]
    with closing(open_journal(path, now=NOW)) as journal:
        assert journal.facts() == facts
        assert journal._db.execute("SELECT count(*) FROM fact WHERE checksum IS NULL").fetchone() == (0,)
        assert journal.notices == ()


def test_once_no_older_coach_can_be_there_a_fact_without_a_checksum_is_not_believed(path: Path) -> None:
    facts = [a_fact(n) for n in range(2)]
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append(facts[:1])
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(OLD_INSERT, row_of(facts[1]))
    with closing(open_journal(path, now=NOW)) as journal:
        assert isinstance(journal.facts()[1].body, Unreadable)


@pytest.mark.parametrize("version", [-5, 0, 1, 99])
def test_a_version_that_does_not_fit_the_tables_is_damage(path: Path, version: int) -> None:
    fact = a_fact()
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append([fact])
    spoil(path, f"PRAGMA user_version = {version}")
    with closing(open_journal(path, now=NOW)) as journal:
        assert journal.facts() == [fact]
        assert "none is missing" in journal.notices[0]


# --- what lies beside it ----------------------------------------------------------------------------------------------


def test_noise_in_the_lock_locks_nobody_out(path: Path) -> None:
    open_journal(path, now=NOW).close()
    lock = journal_files.beside(path, ".lock")
    lock.write_bytes(b"\xa5" * 5000)
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append([a_fact()])
        assert journal.notices == ()
        with closing(open_journal(path, now=NOW)) as other:
            assert len(other.facts()) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only where there are named pipes")
@pytest.mark.parametrize("name", ["journal.db", "journal.db.lock", "backups/journal-20260730T090000Z.db"])
def test_a_pipe_in_the_place_of_a_file_hangs_nothing(path: Path, name: str) -> None:
    pipe = path.parent / name
    pipe.parent.mkdir(parents=True)
    os.mkfifo(pipe)
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append([a_fact()])
        journal.backup(NOW)
        assert len(journal.facts()) == 1


def test_a_log_that_lost_its_end_is_told(path: Path) -> None:
    with closing(open_journal(path, now=NOW)) as journal, log_kept(path):
        journal.append([a_fact()])
        journal.append([a_fact(1)])
        copy = path.parent.with_name("copy")
        copy.mkdir()
        for ending in ("", "-wal", "-shm"):
            (copy / f"journal.db{ending}").write_bytes(journal_files.beside(path, ending).read_bytes())
    log = copy / "journal.db-wal"
    os.truncate(log, log.stat().st_size // 2)
    with closing(open_journal(copy / "journal.db", now=NOW)) as journal:
        assert "its log was damaged" in journal.notices[0]
        assert journal.restored


# --- clocks that were wrong -------------------------------------------------------------------------------------------


YEARS = st.sampled_from([0, 0, 0, 0, 0, 0, -56 * 365, 10 * 365, 74 * 365])  # 1970, 2036, 2100


@settings(max_examples=12, deadline=None, database=None)
@given(days=st.lists(st.tuples(YEARS, st.integers(0, 2)), min_size=12, max_size=30))
def test_whatever_the_clock_says_no_backup_that_is_let_go_takes_a_fact_with_it(
    tmp_path_factory: pytest.TempPathFactory, days: list[tuple[int, int]]
) -> None:
    path = tmp_path_factory.mktemp("clock") / "journal.db"
    written = []
    for number, (away, hours) in enumerate(days):
        now = NOW + timedelta(days=number + away, hours=hours)
        with closing(open_journal(path, now=now)) as journal:
            fact = FactOf(str(uuid.uuid4()), now, 0, "desk", CareTaken())
            journal.append([fact])
            written.append(fact)
            journal.backup(now)
    assert len(backups_of(path)) <= 7 + 4
    path.unlink()
    with closing(open_journal(path, now=NOW + timedelta(days=len(days)))) as journal:
        assert {fact.id for fact in journal.facts()} == {fact.id for fact in written}


def test_a_backup_that_alone_holds_a_fact_stays(path: Path) -> None:
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append([a_fact()])
        journal.backup(NOW)
    (only,) = (backup.path for backup in backups_of(path))
    with closing(open_journal(path.with_name("other.db"), now=NOW)) as other:
        other.append([a_fact(1)])
        alone = other.backup(NOW - 300 * DAY)
    assert alone is not None
    alone = alone.rename(only.with_name(alone.name.replace("other", "journal")))
    with closing(open_journal(path, now=NOW)) as journal:
        for day in range(1, 40):
            journal.append([a_fact(day)])
            journal.backup(NOW + day * DAY)
    assert alone.exists()
    assert not only.exists()


def test_what_the_file_knows_of_itself_is_looked_at_each_time(path: Path) -> None:
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append([a_fact()])
        journal.backup(NOW)
        device = journal.device
    spoil(path, "UPDATE meta SET value = 'another' WHERE key = 'device'")
    with closing(open_journal(path, now=NOW)) as journal:
        assert journal.device == device, "a backup knows it"
        assert "none is missing" in journal.notices[0]


def test_a_journal_that_stays_open_is_looked_through_and_backed_up_each_day(path: Path) -> None:
    facts = [a_fact(n) for n in range(50)]
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append(facts)
        for hours in (1, 2, 25, 30, 50):
            journal.look_after(NOW + timedelta(hours=hours))
        assert len(backups_of(path)) == 3
        spoil(path, "UPDATE fact SET body = '{\"level\":0}' WHERE id = ?", facts[20].id)
        journal.look_after(NOW + timedelta(hours=51))
        with pytest.raises(JournalError, match="none is missing"):
            journal.look_after(NOW + timedelta(hours=75))
        assert journal.facts() == facts
