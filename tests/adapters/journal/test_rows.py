"""Facts as they lie in the journal, out and in: all or nothing, whatever goes wrong on the other side."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.adapters.journal.journal import open_journal
from coach.adapters.journal.sqlite import SqliteJournal
from coach.core.errors import BadInput, Differs, JournalError
from coach.core.record.facts import Unreadable
from coach.core.record.health import PainRated
from coach.core.record.recorded import Recorded
from tests.core.conftest import as_recorded
from tests.core.exchange.records import DEVICES, made

NOW = datetime(2026, 7, 31, 9, 0, tzinfo=UTC)


def row(number: int, level: int = 3, minutes: float = 0) -> Recorded:
    return as_recorded(made(PainRated(level=level), NOW + timedelta(minutes=minutes), DEVICES[1], number))


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[SqliteJournal]:
    with closing(open_journal(tmp_path / "journal.db", now=NOW)) as opened:
        yield opened


def rows_of(journal: SqliteJournal) -> list[Recorded]:
    with journal.snapshot() as rows:
        first = list(rows())
        assert list(rows()) == first
        return first


def test_what_comes_in_goes_out_by_moment_and_id(journal: SqliteJournal) -> None:
    given = [row(3), row(1), row(2, minutes=-1)]
    assert journal.take(given) == 3
    assert [kept.id[-1] for kept in rows_of(journal)] == ["2", "1", "3"]
    assert rows_of(journal) == sorted(given, key=lambda kept: kept.place)
    assert journal.known([given[0].id, "nobody"]) == {given[0].id: given[0]}


def _fail_while_reading(journal: SqliteJournal, error: Exception) -> None:
    with journal.snapshot() as rows:
        next(rows())
        raise error


def test_what_is_there_stays_and_only_what_is_new_counts(journal: SqliteJournal) -> None:
    journal.take([row(1), row(2)])
    spaced = replace(row(1), text=row(1).text.replace(":", ": "))
    assert journal.take([spaced, row(2), row(3)]) == 1
    assert rows_of(journal)[0].text == row(1).text


def test_another_content_under_a_known_id_takes_back_all_of_it(journal: SqliteJournal) -> None:
    journal.take([row(1)])
    with pytest.raises(Differs) as differs:
        journal.take([*(row(n) for n in range(2, 3000)), row(1, level=9)])
    assert differs.value.ids == (row(1).id,)
    assert rows_of(journal) == [row(1)]


def test_an_error_on_the_way_takes_back_all_of_it(journal: SqliteJournal) -> None:
    def broken() -> Iterator[Recorded]:
        yield from (row(n) for n in range(1, 3000))
        raise BadInput("The file is cut off.")

    with pytest.raises(BadInput, match="cut off"):
        journal.take(broken())
    assert rows_of(journal) == []
    assert journal.take([row(1)]) == 1


def test_what_goes_wrong_where_it_is_written_is_no_fault_of_the_record(journal: SqliteJournal, tmp_path: Path) -> None:
    journal.take([row(1)])
    for error in (BrokenPipeError("gone"), OSError("full"), ValueError("odd")):
        with pytest.raises(type(error)):
            _fail_while_reading(journal, error)
    assert not (tmp_path / "journal.db.suspect").exists()
    assert rows_of(journal) == [row(1)]


def test_what_was_damaged_elsewhere_is_kept_and_believed_nowhere(journal: SqliteJournal, tmp_path: Path) -> None:
    damaged = replace(row(1, level=9), whole=False)
    assert journal.take([damaged]) == 1
    assert rows_of(journal) == [damaged]
    (fact,) = journal.facts()
    assert isinstance(fact.body, Unreadable)
    assert "sound" in journal.check()


def test_a_whole_copy_mends_what_is_damaged_here(journal: SqliteJournal) -> None:
    damaged = replace(row(1, level=9), whole=False, kind="care", at=row(1).at + timedelta(days=400))
    assert journal.take([damaged, row(2), replace(row(3), whole=False)]) == 3
    assert journal.take([row(1), row(1)]) == 1
    assert rows_of(journal) == [row(1), row(2), replace(row(3), whole=False)]
    assert journal.take([damaged]) == 0, "what is whole stays so"
    assert rows_of(journal)[0] == row(1)
    assert "sound" in journal.check()
    assert len(journal.facts((PainRated,))) == 3


def test_what_is_mended_is_taken_back_with_all_else(journal: SqliteJournal) -> None:
    damaged = replace(row(1), whole=False)
    journal.take([damaged, row(2)])
    with pytest.raises(Differs):
        journal.take([row(1), row(2, level=9)])
    assert rows_of(journal) == [damaged, row(2)]
    assert "sound" in journal.check()


def test_a_row_that_was_changed_goes_nowhere_and_the_record_is_put_right(
    journal: SqliteJournal, tmp_path: Path
) -> None:
    journal.take([row(1), row(2)])
    journal.backup(NOW)
    with closing(sqlite3.connect(tmp_path / "journal.db")) as db:
        db.execute("UPDATE fact SET body = replace(body, '3', '0') WHERE seq = 1")
        db.commit()
    with pytest.raises(JournalError, match="Try again"):
        rows_of(journal)
    assert rows_of(journal) == [row(1), row(2)]


def test_a_fault_of_the_record_is_told_as_one(journal: SqliteJournal, tmp_path: Path) -> None:
    journal.take([row(1)])
    with closing(sqlite3.connect(tmp_path / "journal.db")) as db:
        db.execute("UPDATE fact SET at = 9000000000000000000")
        db.commit()
    with pytest.raises(JournalError, match="damaged"):
        rows_of(journal)


def test_a_record_that_can_only_be_read_takes_nothing_in(journal: SqliteJournal, tmp_path: Path) -> None:
    journal.take([row(1)])
    with closing(open_journal(tmp_path / "journal.db", now=NOW, read_only=True)) as reading:
        with pytest.raises(JournalError, match="can only be read"):
            reading.take([row(2)])
        assert rows_of(reading) == [row(1)]
