"""The summary as a file: its owner's alone, never over another one."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest

from coach.adapters.summary_file import summary_folder, write_summary
from coach.core.errors import CoachError

DAY = date(2026, 3, 2)


def test_it_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = write_summary("Get this checked.", DAY, tmp_path)
    assert path.read_text("utf-8") == "Get this checked.\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_one_of_the_day_leaves_the_first(tmp_path: Path) -> None:
    first, second = (write_summary(text, DAY, tmp_path) for text in ("one", "two"))
    assert first.read_text("utf-8") == "one\n"
    assert second.name == "coach-summary-2026-03-02-2.txt"


def test_a_folder_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CoachError, match="can't be written"):
        write_summary("text", DAY, tmp_path / "file")


def test_it_goes_to_documents_where_there_is_such_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert summary_folder() == tmp_path
    (tmp_path / "Documents").mkdir()
    assert summary_folder() == tmp_path / "Documents"
    assert summary_folder(tmp_path / "own") == tmp_path / "own"
