"""A record that is damaged, foreign, missing or old: nothing is deleted, the newest good backup comes back."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import coach
from coach.adapters.journal import restoring
from coach.adapters.journal import schema as journal_schema
from coach.adapters.journal.files import beside
from coach.adapters.journal.journal import open_journal
from coach.core.errors import JournalError
from coach.core.record.checks import RecordRestored
from coach.core.record.facts import FactOf, Unknown
from coach.core.record.health import CareTaken
from tests.adapters.journal.forging import forge, log_kept, spoil

if TYPE_CHECKING:
    from coach.core.record.facts import Body, Fact

NOW = datetime(2026, 7, 31, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ASIDE = "journal.db.damaged-20260731T090000Z"


def a_fact(at: datetime = NOW, body: Body | None = None, **later: Any) -> Fact:
    return FactOf(str(uuid.uuid4()), at, 120, "desk", body or Unknown("later-kind", json.dumps(later)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "journal.db"


def filled(path: Path, count: int = 600, at: datetime = NOW) -> list[Fact]:
    """A journal with facts in several pages, backed up, and then one fact more."""
    facts = [a_fact(at - timedelta(minutes=count - n), n=n, text="x" * 100) for n in range(count)]
    with closing(open_journal(path, now=at)) as journal:
        journal.append(facts)
        journal.backup(at)
        journal.append([a_fact(at, CareTaken())])
    return facts


def names(folder: Path, pattern: str = "*") -> list[str]:
    return sorted(file.name for file in folder.glob(pattern))


def cut_in_half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def fill_with_noise(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 8192))


def spoil_the_head(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\0" * 200)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def write_a_letter(path: Path) -> None:
    path.write_text("Dear diary, today my neck was fine.")


def drop_the_facts(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE fact")


def rename_a_column(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("ALTER TABLE fact RENAME COLUMN body TO words")


def put_another_program_there(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.executescript("CREATE TABLE songs (name TEXT); INSERT INTO songs VALUES ('Morning')")


HARM = [
    cut_in_half,
    fill_with_noise,
    spoil_the_head,
    empty,
    write_a_letter,
    drop_the_facts,
    rename_a_column,
    put_another_program_there,
]


HARMLESS_TO_FACTS = (spoil_the_head, rename_a_column)  # the rows lie in the file as before


@pytest.mark.parametrize("harm", HARM)
def test_a_record_that_can_not_be_used_is_kept_aside_and_what_any_copy_holds_comes_back(path: Path, harm: Any) -> None:
    facts = filled(path, at=NOW - DAY)
    harm(path)
    harmed = path.read_bytes()
    with closing(open_journal(path, now=NOW)) as journal:
        assert journal.facts()[:600] == facts
        newest_is_there = harm in (*HARMLESS_TO_FACTS, fill_with_noise)  # it lies in the last page
        assert len(journal.facts()) == 600 + newest_is_there
        told = " ".join(journal.notices)
        assert str(path.with_name(ASIDE)) in told
        assert journal.restored != ("none is missing" in told)
        assert ("up to 30 July 2026. Some may be missing" in told) == journal.restored
        journal.append([a_fact(body=CareTaken())])
        assert "sound" in journal.check()
    assert path.with_name(ASIDE).read_bytes() == harmed


@pytest.mark.parametrize("harm", HARM)
def test_without_a_backup_what_can_be_read_is_saved_and_the_old_file_kept(path: Path, harm: Any) -> None:
    facts = [a_fact(text="x" * 100) for _ in range(600)]
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append(facts)
        device = journal.device
    harm(path)
    harmed = path.read_bytes()
    with closing(open_journal(path, now=NOW)) as journal:
        saved = journal.facts()
        assert saved == [fact for fact in facts if fact in saved]
        if harm in HARMLESS_TO_FACTS:
            assert saved == facts
        elif harm is cut_in_half:
            assert len(saved) > 200
        else:
            assert (saved, journal.restored) == ([], True)
            assert (journal.device == device) == (harm is drop_the_facts)
            assert "so a new record was started" in journal.notices[0]
    assert path.with_name(ASIDE).read_bytes() == harmed


def test_another_programs_data_can_still_be_read_where_it_was_moved(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    put_another_program_there(path)
    with closing(open_journal(path, now=NOW)) as journal:
        assert "belongs to another program" in journal.notices[0]
    with closing(sqlite3.connect(path.with_name(ASIDE))) as db:
        assert db.execute("SELECT name FROM songs").fetchall() == [("Morning",)]


def test_what_was_moved_aside_before_is_never_overwritten(path: Path) -> None:
    for text in ("one", "two", "three"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        open_journal(path, now=NOW).close()
    assert [path.with_name(ASIDE + end).read_text() for end in ("", "-2", "-3")] == ["one", "two", "three"]


def test_the_log_of_a_damaged_record_is_moved_with_it(path: Path) -> None:
    with closing(open_journal(path, now=NOW)) as journal, log_kept(path):
        journal.append([a_fact()])
        copy = path.parent.with_name("copy")
        shutil.copytree(path.parent, copy)
        written = journal.facts()
    empty(copy / "journal.db")
    log = (copy / "journal.db-wal").read_bytes()
    with closing(open_journal(copy / "journal.db", now=NOW)) as journal:
        assert journal.facts() == written, "the log holds it"
        assert journal.restored
    assert (copy / (ASIDE + "-wal")).read_bytes() == log


def test_a_log_left_without_its_record_is_kept_and_named(path: Path) -> None:
    path.parent.mkdir()
    beside(path, "-wal").write_bytes(b"the last words")
    with closing(open_journal(path, now=NOW)) as journal:
        assert journal.restored
        assert f"only a part of it. That part is kept as {path.with_name(ASIDE)}-wal" in journal.notices[0]
        assert "new record" in journal.notices[0]
    assert path.with_name(ASIDE + "-wal").read_bytes() == b"the last words"


def test_a_missing_record_comes_back_from_its_backup(path: Path) -> None:
    facts = filled(path)
    path.unlink()
    with pytest.raises(JournalError, match=r"not there.*bring it back"):
        open_journal(path, now=NOW, read_only=True)
    with closing(open_journal(path, now=NOW)) as journal:
        assert journal.facts() == facts
        assert journal.restored
        assert journal.notices[0].startswith("The record was not there. ")
        assert "31 July 2026" in journal.notices[0]


def test_what_a_bad_backup_still_holds_is_put_to_what_the_good_ones_hold(path: Path) -> None:
    facts = filled(path, at=NOW - 3 * DAY)
    for days, harm in ((2, cut_in_half), (1, write_a_letter), (0, empty)):
        with closing(open_journal(path, now=NOW - 3 * DAY)) as journal:
            spoiled = journal.backup(NOW - days * DAY)
        assert spoiled is not None
        harm(spoiled)
    newer = path.parent / "backups" / "journal-20260731T100000Z.db"
    shutil.copy(path, newer)
    with closing(sqlite3.connect(newer)) as db:
        db.execute("PRAGMA user_version = 99")
    before = {file: file.read_bytes() for file in (path.parent / "backups").iterdir()}
    empty(path)
    with closing(open_journal(path, now=NOW - 3 * DAY + timedelta(hours=1))) as journal:
        assert journal.facts()[:600] == facts
        assert len(journal.facts()) == 601, "the newest is in one of the bad ones alone"
    assert {file: file.read_bytes() for file in (path.parent / "backups").iterdir()} == before


def test_a_restored_record_is_called_so_until_that_is_noted_in_it(path: Path) -> None:
    filled(path)
    empty(path)
    open_journal(path, now=NOW).close()
    with closing(open_journal(path, now=NOW)) as journal:
        assert journal.restored
        assert journal.notices == ()
        journal.append([a_fact(NOW - DAY, RecordRestored()), a_fact(NOW + DAY, CareTaken())])
        assert journal.restored
        journal.append([a_fact(NOW + timedelta(minutes=1), RecordRestored())])
        assert not journal.restored
    with closing(open_journal(path, now=NOW)) as journal:
        assert not journal.restored


def test_a_full_disk_while_restoring_does_not_end_in_an_empty_record(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = filled(path)
    empty(path)

    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "settle", full)
        with pytest.raises(JournalError, match="the disk is full"):
            open_journal(path, now=NOW)
    with closing(open_journal(path, now=NOW)) as journal:
        assert journal.facts() == facts
    assert names(path.parent, ".coach*") == []


def test_damage_met_while_reading_is_told_and_mended_at_once(path: Path) -> None:
    facts = filled(path)
    with closing(open_journal(path, now=NOW)) as journal:
        fill_with_noise(path)
        harmed = path.read_bytes()
        with pytest.raises(JournalError, match=r"the file was damaged\. It is kept as .*Try again"):
            journal.facts()
        assert journal.facts()[:600] == facts
        assert journal.restored
        assert len(journal.notices) == 1
    assert path.with_name(ASIDE).read_bytes() == harmed
    assert names(path.parent, "*suspect*") == []


def test_damage_met_while_only_reading_is_told_and_left_to_the_next_start(path: Path) -> None:
    filled(path)
    with closing(open_journal(path, now=NOW, read_only=True)) as journal:
        fill_with_noise(path)
        with pytest.raises(JournalError, match=r"is damaged\. Start coach again"):
            journal.facts()
    assert names(path.parent, "*damaged*") == []


def test_a_row_that_sqlite_takes_for_sound_and_that_never_was_one_is_found(path: Path) -> None:
    facts = filled(path)
    spoil(path, "UPDATE fact SET at = ? WHERE seq = 300", -(2**62))
    with closing(open_journal(path, now=NOW)) as journal, pytest.raises(JournalError, match="Try again"):
        journal.facts()
    with closing(open_journal(path, now=NOW)) as journal:
        assert journal.facts()[:600] == facts
        assert not journal.restored


def test_an_entry_that_says_nothing_readable_is_no_reason_to_go_back_to_a_backup(path: Path) -> None:
    facts = filled(path)
    forge(path, "UPDATE fact SET kind = 'pain', body = 'not json' WHERE seq = 300")
    with closing(open_journal(path, now=NOW + DAY)) as journal:
        assert (len(journal.facts()), journal.notices, journal.restored) == (len(facts) + 1, (), False)


def test_a_suspicion_that_proves_wrong_changes_nothing(path: Path) -> None:
    filled(path)
    beside(path, ".suspect").touch()
    with closing(open_journal(path, now=NOW)) as journal:
        assert (len(journal.facts()), journal.notices, journal.restored) == (601, (), False)
    assert not beside(path, ".suspect").exists()


def test_damage_in_the_middle_is_found_by_the_check_of_a_new_day(path: Path) -> None:
    facts = filled(path)
    fill_with_noise(path)
    with closing(open_journal(path, now=NOW + DAY)) as journal:
        assert journal.facts()[:600] == facts
        assert journal.restored


def test_damage_in_the_middle_is_found_after_a_crash(path: Path) -> None:
    filled(path)
    with closing(open_journal(path, now=NOW)) as journal, log_kept(path):
        journal.append([a_fact()])
        copy = path.parent.with_name("copy")
        shutil.copytree(path.parent, copy)  # what a crash leaves: the log is still there
    fill_with_noise(copy / "journal.db")
    with closing(open_journal(copy / "journal.db", now=NOW)) as journal:
        assert "602 entries were saved; none is missing" in journal.notices[0]


def test_check_tells_damage(path: Path) -> None:
    filled(path)
    with closing(open_journal(path, now=NOW)) as journal:
        fill_with_noise(path)
        with pytest.raises(JournalError, match="damaged"):
            journal.check()


def test_a_damaged_record_is_only_told_when_asked_for_reading_only(path: Path) -> None:
    filled(path)
    cut_in_half(path)
    before = path.read_bytes()
    with pytest.raises(JournalError, match=r"damaged\. Start coach again"):
        open_journal(path, now=NOW, read_only=True)
    assert path.read_bytes() == before
    assert names(path.parent, "*damaged*") == []


OPENER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from coach.adapters.journal.journal import open_journal

print("ready", flush=True)
sys.stdin.readline()
journal = open_journal(Path(sys.argv[1]), now=datetime(2026, 7, 31, 9, 0, tzinfo=UTC))
print(len(journal.facts()), len(journal.notices))
journal.close()
"""


def test_two_processes_that_find_the_damage_at_once_rescue_it_once(path: Path) -> None:
    filled(path)
    cut_in_half(path)
    openers = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(coach.__file__).parents[1])},
        )
        for _ in range(3)
    ]
    for opener in openers:
        assert opener.stdout is not None
        assert opener.stdout.readline() == "ready\n"
    for opener in openers:
        assert opener.stdin is not None
        opener.stdin.write("go\n")
        opener.stdin.flush()
    assert sorted(opener.communicate()[0] for opener in openers) == ["600 0\n", "600 0\n", "600 1\n"]
    assert len(names(path.parent, "*damaged*[zZ]")) == 1


def test_a_copy_without_its_log_opens_and_a_backup_holds_everything(path: Path) -> None:
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append([a_fact() for _ in range(5)])
        alone = path.parent.with_name("copy") / "journal.db"
        alone.parent.mkdir()
        shutil.copy(path, alone)
        whole = journal.backup(NOW)
    with closing(open_journal(alone, now=NOW)) as copy:
        assert copy.notices == ()
        assert "sound" in copy.check()
    assert whole is not None
    with closing(open_journal(whole, now=NOW, read_only=True)) as backup:
        assert len(backup.facts()) == 5


def test_opening_makes_a_backup_once_a_day_and_none_of_an_empty_record(path: Path) -> None:
    folder = path.parent / "backups"
    open_journal(path, now=NOW).close()
    assert not folder.exists()
    with closing(open_journal(path, now=NOW)) as journal:
        assert journal.backup(NOW) is None
        journal.append([a_fact()])
    for hours in (0, 5, 23.9, 24, 30):
        open_journal(path, now=NOW + timedelta(hours=hours)).close()
    assert names(folder) == ["journal-20260731T090000Z.db", "journal-20260801T090000Z.db"]


def test_a_backup_from_a_clock_that_was_wrong_does_not_stop_the_others(path: Path) -> None:
    filled(path, 3, at=NOW + 1000 * DAY)
    open_journal(path, now=NOW).close()
    assert "journal-20260731T090000Z.db" in names(path.parent / "backups")


def test_seven_days_and_four_weeks_of_backups_are_kept(path: Path) -> None:
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append([a_fact()])
        for day in range(60):
            journal.backup(NOW + day * DAY)
            journal.backup(NOW + day * DAY + timedelta(hours=2))
    dates = " ".join(name[12:16] for name in names(path.parent / "backups"))
    # The last day is Monday 28 September 2026: seven days back, then the Sundays that end the weeks before.
    assert dates == "0913 0920 0922 0923 0924 0925 0926 0927 0928"


def test_other_files_among_the_backups_are_left_alone(path: Path) -> None:
    filled(path)
    mine = path.parent / "backups" / "journal-of-my-own.db"
    mine.write_text("mine")
    with closing(open_journal(path, now=NOW)) as journal:
        for day in range(20):
            journal.backup(NOW + day * DAY)
    assert mine.read_text() == "mine"


def test_a_damaged_record_never_takes_the_place_of_a_good_backup(path: Path) -> None:
    filled(path)
    folder = path.parent / "backups"
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with closing(open_journal(path, now=NOW)) as journal:
        fill_with_noise(path)
        with pytest.raises(JournalError, match="damaged"):
            journal.backup(NOW)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_what_stands_in_the_place_of_the_backups_is_set_aside(path: Path) -> None:
    filled(path, 3)
    shutil.rmtree(path.parent / "backups")
    (path.parent / "backups").write_text("in the way")
    with closing(open_journal(path, now=NOW)) as journal:
        assert len(journal.facts()) == 4
        assert journal.notices == ()
    assert len(names(path.parent / "backups")) == 1
    assert (path.parent / "backups.set-aside").read_text() == "in the way"


def test_a_backup_is_one_plain_file_that_is_left_unchanged_by_a_restore(path: Path) -> None:
    filled(path)
    (backup,) = (path.parent / "backups").iterdir()
    before = backup.read_bytes()
    path.unlink()
    open_journal(path, now=NOW).close()
    assert backup.read_bytes() == before
    assert names(backup.parent) == [backup.name]


def test_half_made_copies_of_a_killed_process_are_swept_away(path: Path) -> None:
    filled(path, 3)
    left = [path.with_name(".coach-1f.tmp"), path.parent / "backups" / ".coach-2e.tmp-wal"]
    for file in left:
        file.touch()
    with closing(open_journal(path, now=NOW)):
        assert not any(file.exists() for file in left)


def test_a_file_of_version_nought_is_brought_up_to_date(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA application_id = {journal_schema.APPLICATION_ID}")
        db.execute("PRAGMA user_version = 0")
        db.execute("VACUUM")
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append([a_fact()])
        assert (len(journal.facts()), journal.notices, journal.restored) == (1, (), False)
        assert journal_schema.version_of(journal._db) == len(journal_schema.MIGRATIONS)


def add_mood(db: sqlite3.Connection, _: object) -> None:
    db.execute("ALTER TABLE fact ADD COLUMN mood TEXT")
    db.execute("UPDATE fact SET mood = 'fine'")


def add_mood_and_fail(db: sqlite3.Connection, _: object) -> None:
    add_mood(db, ())
    db.execute("INSERT INTO no_such_table VALUES (1)")


def use_migrations(monkeypatch: pytest.MonkeyPatch, *more: Any) -> None:
    steps = (*journal_schema.MIGRATIONS, *more)
    for module in ("journal", "schema", "copies"):
        monkeypatch.setattr(f"coach.adapters.journal.{module}.MIGRATIONS", steps)


@pytest.mark.parametrize("read_only", [False, True])
def test_an_older_record_is_copied_then_brought_up_to_date(
    path: Path, monkeypatch: pytest.MonkeyPatch, read_only: bool
) -> None:
    filled(path, 5)
    shutil.rmtree(path.parent / "backups")
    use_migrations(monkeypatch, add_mood)
    with closing(open_journal(path, now=NOW, read_only=read_only)) as journal:
        assert len(journal.facts()) == 6
        assert journal._db.execute("SELECT DISTINCT mood FROM fact").fetchall() == [("fine",)]
        assert journal.notices == ()
    (copy,) = (path.parent / "backups").glob("*before*")
    assert copy.name == "journal-20260731T090000Z-before-v3.db"
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (2,)
        assert db.execute("SELECT count(*) FROM fact").fetchone() == (6,)


def test_an_older_backup_is_brought_up_to_date_when_it_comes_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = filled(path, 5)
    path.unlink()
    use_migrations(monkeypatch, add_mood)
    with closing(open_journal(path, now=NOW)) as journal:
        assert journal.facts() == facts
        assert journal_schema.version_of(journal._db) == 3


def test_a_change_that_fails_leaves_the_record_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path, 5)
    with monkeypatch.context() as patch:
        use_migrations(patch, add_mood_and_fail)
        with pytest.raises(JournalError, match="could not be brought up to date"):
            open_journal(path, now=NOW)
    assert names(path.parent, "*damaged*") == []
    with closing(open_journal(path, now=NOW)) as journal:
        assert (len(journal.facts()), journal.notices, journal.restored) == (6, (), False)
        assert "mood" not in str(journal._db.execute("SELECT sql FROM sqlite_schema").fetchall())
