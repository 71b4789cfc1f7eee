"""The note of what is still needed of the past: believed only while it is whole and nothing came into that past."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from coach.adapters.journal.abridged import ENDING, MOST, Note, read_note, write_note
from coach.adapters.journal.files import beside
from coach.adapters.journal.journal import open_journal
from coach.adapters.journal.rows import row_of
from coach.adapters.journal.schema import INSERT
from coach.adapters.journal.sqlite import SqliteJournal
from coach.core.errors import JournalError
from coach.core.record.facts import Fact, FactOf
from coach.core.record.health import CareTaken, PainRated
from coach.core.record.journal import Abridged
from coach.core.record.recorded import Recorded
from coach.core.record.spans import begins, span_of
from tests.adapters.journal.forging import spoil
from tests.adapters.journal.test_checksums import DAY, NOW

KINDS = (PainRated,)
UNTIL = begins(span_of(NOW - 20 * DAY))
RULES = "the rules"


def rated(days: float, level: int = 6) -> Fact:
    return FactOf(str(uuid.uuid4()), NOW - days * DAY, 120, "desk", PainRated(level=level))


OLD = [rated(200 - n, n % 5) for n in range(100)]
NEW = [rated(3), rated(1)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[SqliteJournal]:
    """A record whose note names two facts of the past."""
    with closing(open_journal(path, now=NOW)) as journal:
        journal.append([*OLD, *NEW])
        journal.abridge(RULES, UNTIL, [OLD[7].id, OLD[3].id], journal.version())
        yield journal


def test_what_is_needed_of_the_past_is_read_and_all_since(journal: SqliteJournal) -> None:
    assert journal.abridged(KINDS, RULES) == Abridged(UNTIL, [OLD[3], OLD[7]], NEW)
    assert beside(journal.path, ENDING).stat().st_mode & 0o777 == 0o600


def test_what_comes_since_is_read_and_leaves_the_note_as_it_is(journal: SqliteJournal) -> None:
    later = rated(0)
    journal.append([later])
    found = journal.abridged(KINDS, RULES)
    assert found is not None
    assert found.since == [*NEW, later]


@pytest.mark.parametrize("kind", ["pain", "care"])
def test_whatever_comes_into_the_past_ends_the_note(journal: SqliteJournal, kind: str) -> None:
    body = PainRated(level=1) if kind == "pain" else CareTaken()
    at = UNTIL - timedelta(seconds=1)
    assert journal.take([Recorded(str(uuid.uuid4()), at, 0, "there", body.kind, row_of(rated(0))[5])]) == 1
    assert journal.abridged(KINDS, RULES) is None


def test_another_process_may_write_into_the_past_too(journal: SqliteJournal) -> None:
    with closing(open_journal(journal.path, now=NOW)) as other:
        other.append([rated(100)])
    assert journal.abridged(KINDS, RULES) is None


def test_other_rules_have_a_note_of_their_own(journal: SqliteJournal) -> None:
    assert journal.abridged(KINDS, "other rules") is None


def test_nothing_is_noted_of_what_was_read_before_somebody_wrote(journal: SqliteJournal) -> None:
    before = journal.version()
    with closing(open_journal(journal.path, now=NOW)) as other:
        other.append([rated(100)])
    journal.abridge(RULES, UNTIL, [], before)
    assert journal.abridged(KINDS, RULES) is None
    before = journal.version()
    journal.append([rated(0)])
    journal.abridge(RULES, UNTIL, [], before)
    assert journal.abridged(KINDS, RULES) is None


def test_a_record_that_may_only_be_read_reads_the_note_and_writes_none(journal: SqliteJournal) -> None:
    with closing(open_journal(journal.path, now=NOW, read_only=True)) as reader:
        reader.abridge(RULES, UNTIL, [], reader.version())
        found = reader.abridged(KINDS, RULES)
    assert found is not None
    assert found.past == [OLD[3], OLD[7]]


def test_a_fact_that_the_note_names_and_that_is_not_what_was_written_has_all_read(journal: SqliteJournal) -> None:
    spoil(journal.path, "UPDATE fact SET body = '{}' WHERE id = ?", OLD[7].id)
    assert journal.abridged(KINDS, RULES) is None


def test_a_fact_that_the_note_names_and_that_is_not_there_has_all_read(journal: SqliteJournal) -> None:
    counted = sum(fact.at < UNTIL for fact in OLD)
    note = read_note(journal.path)
    assert note is not None
    assert note.facts == counted
    write_note(journal.path, Note(RULES, note.span, note.facts, note.checksums, (*note.ids, str(uuid.uuid4()))))
    assert journal.abridged(KINDS, RULES) is None


def test_a_byte_that_changed_in_the_note_has_all_read(journal: SqliteJournal) -> None:
    file = beside(journal.path, ENDING)
    good = file.read_bytes()
    for place in range(len(good)):
        for bit in (0, 3, 6):
            file.write_bytes(good[:place] + bytes([good[place] ^ 1 << bit]) + good[place + 1 :])
            found = journal.abridged(KINDS, RULES)
            assert found is None or found.past == [OLD[3], OLD[7]], place


@pytest.mark.parametrize(
    "text",
    [b"", b"null", b"[]", b"[1,2,3,4,5,6]", b'{"a":1}', b'[1,"r",2,3,4,"abc"]', b"\xff\x00", b"[" * 100_000],
)
def test_anything_else_in_the_place_of_the_note_has_all_read(journal: SqliteJournal, text: bytes) -> None:
    beside(journal.path, ENDING).write_bytes(text)
    assert journal.abridged(KINDS, RULES) is None


@pytest.mark.parametrize("what", ["folder", "pipe", "link", "gone", "big"])
def test_what_is_no_plain_file_has_all_read(journal: SqliteJournal, tmp_path: Path, what: str) -> None:
    file = beside(journal.path, ENDING)
    good = file.read_bytes()
    file.unlink()
    match what:
        case "folder":
            file.mkdir()
        case "pipe":
            os.mkfifo(file)
        case "link":
            (tmp_path / "elsewhere").write_bytes(good)
            file.symlink_to(tmp_path / "elsewhere")
        case "big":
            file.write_bytes(good + b" " * MOST)
    assert journal.abridged(KINDS, RULES) is None
    journal.abridge(RULES, UNTIL, [OLD[3].id], journal.version())
    found = journal.abridged(KINDS, RULES)
    assert found is not None
    assert found.past == [OLD[3]]


def test_a_new_fact_that_is_gone_is_missed_all_the_same(journal: SqliteJournal) -> None:
    spoil(journal.path, "DELETE FROM fact WHERE id = ?", NEW[0].id)  # its count still tells of it
    with pytest.raises(JournalError, match="missing"):
        journal.abridged(KINDS, RULES)


def test_a_row_that_another_program_put_into_the_past_ends_the_note(journal: SqliteJournal) -> None:
    with closing(sqlite3.connect(journal.path, isolation_level=None)) as db:
        db.execute(INSERT, (*row_of(rated(100)), 0))
    assert journal.abridged(KINDS, RULES) is None
