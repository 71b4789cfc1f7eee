"""The journal when all is well, when it is held by others, and when it may not be touched."""

from __future__ import annotations

import ctypes
import json
import math
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coach
from coach.adapters.journal import files as journal_files
from coach.adapters.journal import rows
from coach.adapters.journal import schema as journal_schema
from coach.adapters.journal.journal import open_journal
from coach.core.errors import JournalError
from coach.core.record.checks import RecordRestored
from coach.core.record.codec import encode
from coach.core.record.facts import FactOf, Unknown, Unreadable
from coach.core.record.health import CareTaken, LumpSeen, PainRated, StatusGiven
from coach.core.record.reminders import StoodUp, StoodUpHow
from coach.core.vocabulary import Tag, Trend
from tests.adapters.journal.forging import forge, log_kept
from tests.core.record.bodies import EVERY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.core.record.facts import Body, Fact, Known
    from coach.core.record.journal import Journal

NOW = datetime(2026, 7, 31, 9, 0, tzinfo=UTC)


def a_fact(body: Body | None = None, minutes: float = 0, **later: Any) -> Fact:
    """A pain of 3, or what a later version says."""
    body = body or (Unknown("later-kind", json.dumps(later)) if later else PainRated(level=3))
    return FactOf(str(uuid.uuid4()), NOW + timedelta(minutes=minutes), 120, "desk", body)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "journal.db"


@pytest.fixture
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_files, "BUSY_SECONDS", 0.05)


@contextmanager
def bound_by_rights() -> Iterator[None]:
    """Root passes every check of rights on Linux: lay that power down for a while."""
    if not (sys.platform == "linux" and os.geteuid() == 0):
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    before = (ctypes.c_uint32 * 6)()
    assert libc.capget(header, before) == 0
    less = (ctypes.c_uint32 * 6)(*before)
    less[0] &= ~0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH
    assert libc.capset(header, less) == 0
    try:
        yield
    finally:
        assert libc.capset(header, before) == 0


def child(script: str, *arguments: str) -> subprocess.Popen[str]:
    """Another process that has coach at hand."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(coach.__file__).parents[1])},
    )


WRITER = """
import sys, uuid
from datetime import UTC, datetime
from pathlib import Path
from coach.adapters.journal.journal import open_journal
from coach.core.record.facts import FactOf, Unknown

now = datetime(2026, 7, 31, 9, 0, tzinfo=UTC)
journal = open_journal(Path(sys.argv[1]), now=now)
print("ready", flush=True)
sys.stdin.readline()
for n in range(int(sys.argv[2])):
    pair = [FactOf(str(uuid.uuid4()), now, 0, journal.device, Unknown("later-kind", f"{n}")) for _ in range(2)]
    journal.append(pair)
    print(*[fact.id for fact in pair], flush=True)
journal.close()
"""


def test_a_fact_comes_back_as_it_was_written(path: Path) -> None:
    body = PainRated(level=7, note="höher 🦴 \ud800", tags=(Tag.NIGHT, Tag.SPREADS))
    at = datetime(2026, 7, 31, 11, 0, 0, 123457, tzinfo=timezone(timedelta(hours=2)))
    fact = FactOf(str(uuid.uuid4()), at, 120, "desk", body)
    with closing(open_journal(path, now=NOW)) as journal:
        port: Journal = journal
        port.append([fact])
    with closing(open_journal(path, now=NOW)) as journal:
        assert journal.facts() == [fact]
        assert journal.facts()[0].at.utcoffset() == timedelta()


@settings(max_examples=50, deadline=None, database=None)
@given(body=EVERY, at=st.datetimes(timezones=st.just(UTC)), offset=st.integers(-1439, 1439))
def test_any_body_and_any_moment_survive_the_way_to_a_row_and_back(body: Known, at: datetime, offset: int) -> None:
    fact = FactOf("an-id", at.replace(fold=0), offset, "desk", body)
    (again,) = [rows.fact_of(rows.row_of(fact), {})]
    assert repr(again) == repr(fact)


def test_facts_are_ordered_by_moment_then_by_the_order_written(path: Path) -> None:
    late, first = a_fact(CareTaken(), 10), a_fact(PainRated(level=1), 5)
    second, early = a_fact(CareTaken(), 5), a_fact(PainRated(level=1), 1)
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append([late, first])
        journal.append([second, early])
        assert journal.facts() == [early, first, second, late]
        assert journal.facts([CareTaken, PainRated], NOW + timedelta(minutes=5)) == [first, second, late]


def test_facts_are_chosen_by_kind_and_by_moment(path: Path) -> None:
    facts = [a_fact(CareTaken(), 0), a_fact(minutes=1), a_fact(RecordRestored(), 2), a_fact(minutes=3)]
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append(facts)
        assert journal.facts({PainRated}) == [facts[1], facts[3]]
        assert journal.facts([PainRated, CareTaken], NOW + timedelta(minutes=1)) == [facts[1], facts[3]]
        assert journal.facts(None, NOW + timedelta(minutes=2)) == facts[2:]
        assert journal.facts(since=(NOW + timedelta(minutes=3)).astimezone(timezone(timedelta(hours=-5)))) == facts[3:]
        assert journal.facts([]) == []
        assert journal.facts([LumpSeen]) == []


def test_choosing_facts_uses_the_indexes(path: Path) -> None:
    with closing(open_journal(path, now=NOW)) as journal:
        by_kind = journal._db.execute("EXPLAIN QUERY PLAN " + journal_schema.SELECT_KINDS, ('["a"]', 0)).fetchall()
        by_time = journal._db.execute("EXPLAIN QUERY PLAN " + journal_schema.SELECT_ALL, (0,)).fetchall()
    assert any("fact_kind_at (kind=? AND at>?)" in row[3] for row in by_kind)
    assert any("fact_at (at>?)" in row[3] for row in by_time)


def test_the_same_fact_twice_is_there_once_and_stays_as_it_was(path: Path) -> None:
    fact = a_fact(rating=3)
    changed = replace(fact, body=CareTaken())
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append([fact, fact])
        journal.append([changed, a_fact(minutes=1)])
        assert [f.kind for f in journal.facts()] == ["later-kind", "pain"]
        assert journal.facts()[0] == fact


@pytest.mark.parametrize(
    "body",
    [
        PainRated(level=11),
        PainRated(level=3, area="nek"),  # type: ignore[arg-type]
        PainRated(level=True),
        StoodUp(how=StoodUpHow.BACK, ago=math.nan),
        StoodUp(how=StoodUpHow.BACK, ago=math.inf),
        StatusGiven(episode=7, value=Trend.SAME),  # type: ignore[arg-type]
        Unknown("later-kind", "\ud800"),
    ],
)
def test_a_body_that_can_not_be_read_again_is_refused_before_anything_is_written(path: Path, body: Body) -> None:
    good, bad = a_fact(), a_fact(body)
    with closing(open_journal(path, now=NOW)) as journal:
        with pytest.raises(JournalError, match=r"can't be saved.*Nothing was written"):
            journal.append([good, bad])
        assert journal.facts() == []


@pytest.mark.parametrize(
    "fact",
    [
        FactOf("", NOW, 0, "desk", CareTaken()),
        FactOf("id", NOW, 0, "desk", Unknown("", "{}")),
        FactOf("id\udc00", NOW, 0, "desk", CareTaken()),
        FactOf("id", NOW.replace(tzinfo=None), 0, "desk", CareTaken()),
    ],
)
def test_a_fact_without_id_kind_or_time_zone_is_refused(path: Path, fact: Fact) -> None:
    with closing(open_journal(path, now=NOW)) as journal:
        with pytest.raises(JournalError, match="can't be saved"):
            journal.append([fact])
        assert journal.facts() == []


def test_a_new_journal_is_quiet_and_keeps_its_device(path: Path) -> None:
    with closing(open_journal(path, now=NOW)) as journal:
        assert (journal.notices, journal.restored, journal.facts()) == ((), False, [])
        device = journal.device
        assert uuid.UUID(device).version == 4
        assert journal.path == path
    with closing(open_journal(path, now=NOW)) as journal:
        assert journal.device == device
        assert journal.notices == ()
        assert "sound" in journal.check()


def test_commits_wait_for_the_disk_and_for_others_up_to_five_seconds(path: Path) -> None:
    with closing(open_journal(path, now=NOW)) as journal:
        asked = {name: journal._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
        assert asked == {"journal_mode": "wal", "synchronous": 2}
        assert journal._db.execute("PRAGMA busy_timeout").fetchone()[0] == 5000


def test_other_threads_may_write_too(path: Path) -> None:
    with closing(open_journal(path, now=NOW)) as journal, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: journal.append([a_fact(n=n), a_fact(n=n)]), range(100)))
        said = [json.loads(encode(fact.body))["n"] for fact in journal.facts()]
        assert sorted(said) == sorted([*range(100), *range(100)])


def test_two_processes_write_at_once_and_nothing_is_lost(path: Path) -> None:
    writers = [child(WRITER, str(path), "150") for _ in range(2)]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    outputs = [writer.communicate()[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    acknowledged = " ".join(outputs).split()
    assert len(acknowledged) == 600
    with closing(open_journal(path, now=NOW)) as journal:
        assert {fact.id for fact in journal.facts()} == set(acknowledged)
        assert len({fact.device for fact in journal.facts()}) == 1
        assert journal.notices == ()


def test_killed_writers_lose_nothing_they_acknowledged(path: Path) -> None:
    acknowledged: set[str] = set()
    for lines in (1, 7, 30, 90, 150):
        with child(WRITER, str(path), "100000") as writer:
            assert writer.stdin is not None
            assert writer.stdout is not None
            writer.stdin.write("go\n")
            writer.stdin.flush()
            assert writer.stdout.readline() == "ready\n"
            for _ in range(lines):
                acknowledged.update(writer.stdout.readline().split())
            writer.kill()
            rest = writer.stdout.read().splitlines(keepends=True)
            acknowledged.update(" ".join(line for line in rest if line.endswith("\n")).split())
        with closing(open_journal(path, now=NOW)) as journal:
            kept = [fact.id for fact in journal.facts()]
            assert acknowledged <= set(kept)
            assert len(kept) % 2 == 0  # two facts in one append: both or none
            assert (journal.notices, journal.restored) == ((), False)


def test_a_journal_held_by_another_is_named_and_left_alone(path: Path, short_wait: None) -> None:
    with closing(open_journal(path, now=NOW)) as journal, closing(sqlite3.connect(path)) as other:
        journal.append([a_fact()])
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match=r"Another program is holding the record.*try again"):
            journal.append([a_fact()])
        with pytest.raises(JournalError, match="Another program is holding"):
            open_journal(path, now=NOW + timedelta(days=2))
        other.rollback()
        journal.append([a_fact()])
        assert len(journal.facts()) == 2
    assert not list(path.parent.glob("*damaged*"))


def test_opening_waits_for_another_that_is_just_opening(path: Path, short_wait: None) -> None:
    open_journal(path, now=NOW).close()
    with closing(journal_files.OpeningLock(path)) as opening:
        assert opening.alone
        with pytest.raises(JournalError, match="Another program"):
            open_journal(path, now=NOW)
    open_journal(path, now=NOW).close()


def test_a_full_disk_is_told_and_leaves_nothing_half_written(path: Path) -> None:
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append([a_fact()])
        before = journal.facts()
        pages = journal._db.execute("PRAGMA page_count").fetchone()[0]
        journal._db.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(JournalError, match="the disk is full"):
            journal.append([a_fact(text="x" * 3000) for _ in range(20)])
        assert journal.facts() == before
        journal._db.execute("PRAGMA max_page_count = 100000")
        journal.append([a_fact(text="x" * 3000) for _ in range(20)])
        assert len(journal.facts()) == 21


def test_a_record_on_a_full_disk_can_still_be_opened_and_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append([a_fact()])

    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr("coach.adapters.journal.daily.write_meta", full)
    monkeypatch.setattr("coach.adapters.journal.backups.write_backup", full)
    with closing(open_journal(path, now=NOW + timedelta(days=2))) as journal:
        assert len(journal.facts()) == 1
        assert journal.notices == ("No backup of the record could be made today (database or disk is full).",)


def test_a_newer_journal_is_refused_and_stays_byte_for_byte(path: Path) -> None:
    open_journal(path, now=NOW).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("ALTER TABLE fact ADD COLUMN mood TEXT")
        db.execute("PRAGMA user_version = 99")
        journal_schema.write_meta(db, "version", "99")
        db.commit()
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(JournalError, match=r"newer version of coach\. Update coach"):
            open_journal(path, now=NOW, read_only=read_only)
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*damaged*"))


def test_a_folder_in_the_place_of_the_record_is_refused(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(JournalError, match="is a folder"):
        open_journal(path, now=NOW)
    assert list(path.parent.iterdir()) == [path]


def test_a_file_in_the_place_of_the_folder_is_refused(path: Path) -> None:
    path.parent.write_text("mine")
    with pytest.raises(JournalError, match="can't be read or written"):
        open_journal(path, now=NOW)
    assert path.parent.read_text() == "mine"


def test_a_record_we_may_not_read_is_refused_and_left(path: Path) -> None:
    open_journal(path, now=NOW).close()
    path.chmod(0)
    with bound_by_rights(), pytest.raises(JournalError, match="no right"):
        open_journal(path, now=NOW)
    path.chmod(0o600)
    assert not list(path.parent.glob("*damaged*"))
    with closing(open_journal(path, now=NOW)) as journal:
        assert journal.notices == ()


def test_a_folder_we_may_not_enter_is_refused(path: Path) -> None:
    open_journal(path, now=NOW).close()
    path.parent.chmod(0)
    with bound_by_rights(), pytest.raises(JournalError, match="no right"):
        open_journal(path, now=NOW)
    path.parent.chmod(0o700)


@pytest.mark.parametrize("what", ["file", "folder", "both"])
def test_a_record_we_may_only_read_can_be_read_and_says_so(path: Path, what: str) -> None:
    fact = a_fact()
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append([fact])
        journal.backup(NOW)
    if what != "folder":
        path.chmod(0o400)
    if what != "file":
        path.parent.chmod(0o500)
    with bound_by_rights(), closing(open_journal(path, now=NOW)) as journal:
        assert journal.facts() == [fact]
        assert "can only be read" in journal.notices[0]
        with pytest.raises(JournalError, match="can only be read, so nothing can be saved"):
            journal.append([a_fact()])
        with pytest.raises(JournalError, match="can only be read"):
            journal.backup(NOW)
    path.parent.chmod(0o700)


def test_a_read_only_folder_after_a_crash_still_shows_the_newest_fact(path: Path) -> None:
    with closing(open_journal(path, now=NOW)) as journal, log_kept(path):
        journal.append([a_fact()])
        shutil.copytree(path.parent, path.parent.with_name("copy"))
    copy = path.parent.with_name("copy")
    assert (copy / "journal.db-wal").stat().st_size > 0
    copy.chmod(0o500)
    with bound_by_rights(), closing(open_journal(copy / "journal.db", now=NOW, read_only=True)) as journal:
        assert len(journal.facts()) == 1
    copy.chmod(0o700)


def test_on_a_full_disk_the_record_can_still_be_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append([a_fact()])
    tried = []

    def full(path: Path, mode: Literal["rw", "ro", "frozen"] = "rw") -> sqlite3.Connection:
        tried.append(mode)
        if mode != "frozen":
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
            raise error
        return journal_files.connect(path, mode)

    monkeypatch.setattr("coach.adapters.journal.journal.connect", full)
    with closing(open_journal(path, now=NOW, read_only=True)) as journal:
        assert len(journal.facts()) == 1
    assert tried == ["ro", "frozen"]


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0o500)
    with bound_by_rights(), pytest.raises(JournalError, match="no right"):
        open_journal(tmp_path / "shut" / "home" / "journal.db", now=NOW)


def test_asked_for_reading_only_a_missing_journal_is_an_empty_one_and_none_is_made(path: Path) -> None:
    with closing(open_journal(path, now=NOW, read_only=True)) as journal:
        assert (journal.facts(), journal.restored, journal.notices) == ([], False, ())
        with pytest.raises(JournalError, match="can only be read"):
            journal.append([a_fact()])
    assert not path.parent.exists()


def test_asked_for_reading_only_the_facts_of_a_writer_are_seen(path: Path) -> None:
    with closing(open_journal(path, now=NOW)) as writer, closing(open_journal(path, now=NOW, read_only=True)) as reader:
        writer.append([a_fact()])
        assert reader.facts() == writer.facts()
        assert reader.device == writer.device


def open_to_others(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode) & 0o077 if os.name == "posix" else 0


def test_only_the_owner_can_read_what_is_kept(path: Path) -> None:
    before = os.umask(0)
    try:
        with closing(open_journal(path, now=NOW)) as journal:
            journal.append([a_fact()])
            journal.backup(NOW)
            kept = [path.parent, *path.parent.rglob("*")]
            assert {"journal.db", "journal.db-wal", "journal.db-shm", "backups"} <= {file.name for file in kept}
            assert [file for file in kept if open_to_others(file)] == []
    finally:
        os.umask(before)


def test_a_record_others_could_read_is_closed_to_them(path: Path) -> None:
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append([a_fact()])
        path.parent.chmod(0o755)
        for file in path.parent.glob("journal.db*"):
            file.chmod(0o644)
        open_journal(path, now=NOW).close()
        watched = (path, journal_files.beside(path, "-wal"), journal_files.beside(path, "-shm"))
        assert [file for file in watched if open_to_others(file)] == []
        assert path.parent.stat().st_mode & 0o777 == 0o755, "the folder is the person's own"


def test_a_closed_journal_says_so_and_may_be_closed_twice(path: Path) -> None:
    journal = open_journal(path, now=NOW)
    journal.close()
    journal.close()
    with pytest.raises(JournalError, match="is closed"):
        journal.facts()
    assert not journal_files.beside(path, "-wal").exists()


def test_a_record_that_was_moved_while_open_takes_no_more_facts(path: Path) -> None:
    with closing(open_journal(path, now=NOW)) as journal:
        path.rename(path.with_name("elsewhere.db"))
        with pytest.raises(JournalError, match="moved or replaced"):
            journal.append([a_fact()])
        with pytest.raises(JournalError, match="moved or replaced"):
            journal.facts()
        assert not path.exists()


def test_a_record_that_another_put_right_goes_on_in_the_new_file(path: Path) -> None:
    before, after = a_fact(), a_fact(minutes=1)
    with closing(open_journal(path, now=NOW)) as journal, closing(open_journal(path, now=NOW)) as other:
        journal.append([before])
        forge(path, "UPDATE fact SET at = ?", 2**62)
        with pytest.raises(JournalError, match=r"is kept as .*Try again"):
            other.facts()
        version = journal.version()
        journal.append([after])
        assert journal.version() != version
        assert [fact.id for fact in other.facts()] == [fact.id for fact in journal.facts()]
        assert after in other.facts()


def test_a_time_without_zone_is_refused_when_opening_and_when_asking(path: Path) -> None:
    with pytest.raises(ValueError, match="time zone"):
        open_journal(path, now=NOW.replace(tzinfo=None))
    assert not path.parent.exists()
    with closing(open_journal(path, now=NOW)) as journal, pytest.raises(JournalError, match="time zone"):
        journal.facts(since=NOW.replace(tzinfo=None))


@pytest.mark.parametrize(
    "bodies", [("{}, {}", ""), ('{"a": 1}, {"b": 2}', "[]"), ("{}, {}", "{}"), ("[{}]", "{}"), ("{", "}")]
)
def test_bodies_that_only_look_right_together_can_not_be_read(bodies: tuple[str, str]) -> None:
    kept = [(f"id-{n}", 1_000_000 + n, 0, "here", "care", body) for n, body in enumerate(bodies)]
    typed = [rows.fact_of(row, {}).body for row in kept]
    whole = [CareTaken() if text == "{}" else Unreadable for text in bodies]
    assert [body if isinstance(body, CareTaken) else type(body) for body in typed] == whole


# --- entries that can't be read ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "body = '{}'",
        "body = 'not json'",
        "body = ''",
        'body = \'{"level": "6"}\'',
        "kind = 'pait'",
        "kind = 'pa'",
        "kind = 'PAIN'",
        "kind = ''",
        '"offset" = 99999',
        '"offset" = -1440',
    ],
)
def test_an_entry_that_can_not_be_read_comes_in_its_place_whatever_is_asked_for(path: Path, change: str) -> None:
    before, wrong, after = a_fact(minutes=1), a_fact(PainRated(level=6), 2), a_fact(minutes=3)
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append([wrong, before, after])
    forge(path, f"UPDATE fact SET {change} WHERE id = ?", wrong.id)  # noqa: S608 - the words of this file
    with closing(open_journal(path, now=NOW + timedelta(days=2))) as journal:
        assert journal.notices == (), "the file is sound: no backup takes its place"
        assert "sound" in journal.check()
        for kinds in (None, [PainRated], [PainRated, CareTaken]):
            first, read, last = journal.facts(kinds)
            assert (first, last) == (before, after)
            assert (read.id, read.at) == (wrong.id, wrong.at)
            assert isinstance(read.body, Unreadable)
            assert read.local
        others = [fact.id for fact in journal.facts([CareTaken])]
        assert others == ([wrong.id] if "kind" in change else []), "who knows what a damaged kind was"


def test_a_kind_of_a_later_version_comes_only_where_all_is_asked_for(path: Path) -> None:
    later = a_fact(Unknown("days-away", '{"from": "2026-07-01"}'))
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append([later])
        assert journal.facts() == [later]
        assert journal.facts([PainRated]) == []


def test_what_can_not_be_read_is_written_again_as_it_was(path: Path) -> None:
    facts = [a_fact(Unreadable("pain", '{"lev":6 }', "level is missing")), a_fact(Unknown("days-away", "[ 1]"))]
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append(facts)
        assert journal._db.execute("SELECT body FROM fact ORDER BY seq").fetchall() == [('{"lev":6 }',), ("[ 1]",)]


def test_looking_for_damaged_kinds_steps_through_the_index(path: Path) -> None:
    with closing(open_journal(path, now=NOW)) as journal:
        plan = journal._db.execute("EXPLAIN QUERY PLAN " + journal_schema.SELECT_NAMES).fetchall()
    assert not [row[3] for row in plan if "SCAN" in row[3] and "fact" in row[3] and "INDEX" not in row[3]]
    assert any("fact_kind_at (kind>?)" in row[3] for row in plan)


def test_what_was_read_before_is_given_again_only_while_it_is_so(path: Path) -> None:
    first, late, early, same, foreign = (a_fact(minutes=n) for n in (5, 9, 1, 5, 3))
    with closing(open_journal(path, now=NOW)) as journal, closing(open_journal(path, now=NOW)) as other:
        journal.append([first, late])
        assert journal.facts([PainRated]) == [first, late]
        journal.append([early, same, a_fact(CareTaken(), 2)])
        given = journal.facts([PainRated])
        assert given == [early, first, same, late]
        given.clear()  # what one caller does to its list is no other's business
        journal.append([late])  # there already
        assert journal.facts([PainRated]) == [early, first, same, late]
        other.append([foreign])
        assert journal.facts([PainRated]) == [early, foreign, first, same, late] == other.facts([PainRated])
        assert [fact.kind for fact in journal.facts([CareTaken])] == ["care"]
