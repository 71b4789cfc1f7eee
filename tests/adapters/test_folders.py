"""Whose folder COACH_HOME names: one that others can write to is no place for a record of somebody's health."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.adapters.folders import folders
from coach.adapters.processes.shared_files import shared_files
from coach.adapters.processes.status_file import write_status
from coach.adapters.settings.settings_file import save_settings
from coach.core.errors import BadInput
from coach.core.settings import DEFAULTS
from tests.cli.conftest import Shell, shell  # noqa: F401 - the fixture

Make = Callable[[Path], object]


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


@pytest.mark.parametrize("rights", [0o777, 0o1777, 0o702, 0o757])
def test_a_folder_that_everybody_can_write_to_is_refused_and_stays_as_it_is(
    shell: Shell,  # noqa: F811
    coach_home: Path,
    rights: int,
) -> None:
    coach_home.mkdir()
    coach_home.chmod(rights)
    for words in ("status", "routines", "check", "remind", "skip", "log pain 3 --area neck", "doctor"):
        result = shell(*words.split())
        assert (result.code, result.out) == (2, "")
        assert result.err.count("\n") == 1
        assert "everybody can write to that folder. Set it to a folder of yours." in result.err
    assert mode(coach_home) == rights
    assert list(coach_home.iterdir()) == []


def test_a_folder_of_somebody_else_is_refused(
    shell: Shell,  # noqa: F811
    coach_home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coach_home.mkdir(mode=0o755)
    monkeypatch.setattr(os, "geteuid", lambda: 54_321)
    result = shell("status")
    assert result.code == 2
    assert "that folder is somebody else's" in result.err
    assert mode(coach_home) == 0o755


def test_a_folder_that_a_group_can_write_to_is_warned_of(shell: Shell, coach_home: Path) -> None:  # noqa: F811
    coach_home.mkdir()
    coach_home.chmod(0o770)
    assert "A group can write to your folder" in folders().warning
    result = shell("log", "pain", "3", "--area", "neck")
    assert result.code == 0
    assert "A group can write to your folder" in result.err
    assert result.err.count("chmod g-w") == 1


def test_a_file_is_no_folder(coach_home: Path) -> None:
    coach_home.write_text("mine")
    with pytest.raises(BadInput, match="not a folder"):
        folders()
    assert coach_home.read_text() == "mine"


def test_what_is_written_into_a_folder_of_the_person_leaves_its_rights(coach_home: Path) -> None:
    coach_home.mkdir()
    coach_home.chmod(0o755)
    where = folders()
    assert where.warning == ""
    files = shared_files(where)
    assert files.reminders_lock.acquire()
    files.reminders_mailbox.send({})
    write_status(files.status, {})
    save_settings(where.settings, DEFAULTS)
    assert mode(coach_home) == 0o755
    assert {mode(path) for path in coach_home.rglob("*")} == {0o600, 0o700}
    files.reminders_lock.release()


def test_each_start_shuts_what_was_left_open(shell: Shell, coach_home: Path) -> None:  # noqa: F811
    (coach_home / "letters" / "reminders").mkdir(parents=True)
    for name in ("settings.yaml", "status.json", "letters/reminders/a.letter", "rules-shown"):
        (coach_home / name).write_text("")
        (coach_home / name).chmod(0o644)
    coach_home.chmod(0o755)
    assert shell("check").code == 3
    assert {mode(path) for path in coach_home.rglob("*")} == {0o600, 0o700}


def test_a_folder_that_is_made_is_private(coach_home: Path) -> None:
    where = folders()
    assert where.warning == ""
    files = shared_files(where)
    assert files.reminders_lock.acquire()
    assert mode(coach_home) == 0o700
    files.reminders_lock.release()
