"""The lessons are refused whole where their file is damaged: nothing else of the program waits for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.adapters.catalogue.catalogue_file import content_folder
from coach.adapters.lessons.lesson_file import LESSONS, load_lessons
from coach.core.errors import CoachError

TEXT = (content_folder() / LESSONS).read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("right: 2, line: 4}", "right: 3, line: 4}"),
        ("right: 2, line: 4}", "right: 2, line: 40}"),
        ("id: stress", "id: stretch"),
        ("basis: seed", "basis: rumour"),
        ("trigger: stress", "trigger: weather"),
        ("noted: [knot]", "noted: [weather]"),
        ("lessons:", "lesons:"),
        ("format: 1", "format: ["),
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, old: str, new: str) -> None:
    assert old in TEXT
    (tmp_path / LESSONS).write_text(TEXT.replace(old, new, 1), "utf-8")
    with pytest.raises(CoachError, match="The lessons can't be read"):
        load_lessons(tmp_path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CoachError, match="Install coach again"):
        load_lessons(tmp_path)


def test_what_is_there_is_read(tmp_path: Path) -> None:
    (tmp_path / LESSONS).write_text(TEXT, "utf-8")
    assert load_lessons(tmp_path) == load_lessons()
