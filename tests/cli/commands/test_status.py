"""`coach status` in words: how safety stands and what is open, and what a script reads of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import textstat

from coach.adapters.folders import folders
from coach.adapters.processes.shared_files import shared_files
from coach.core.catalogue.catalogue import Level
from tests.cli.conftest import Shell

HIGHEST = 6.0  # Flesch-Kincaid school grade: an age of about eleven
ANSWERS = {
    Level.EMERGENCY: "chest-pain",
    Level.URGENT: "night-pain",
    Level.CAUTION: "feel-ill-today",
}


def safety_line(shell: Shell) -> str:
    (line,) = (line for line in shell("status").lines if line.startswith("Safety: "))
    return line.removeprefix("Safety: ")


def test_before_the_check_it_says_what_to_do(shell: Shell) -> None:
    assert safety_line(shell) == "Finish the check first. Go on with: coach check"


def test_after_the_check_it_says_good_to_go(shell: Shell) -> None:
    shell.pass_check()
    assert safety_line(shell) == "Good to go."


@pytest.mark.parametrize("level", ANSWERS)
def test_what_is_up_is_said_in_plain_words(shell: Shell, level: Level) -> None:
    shell("check", "--answers", shell.file(f'answers: {{{ANSWERS[level]}: "yes"}}\nothers: "no"\n'))
    said = safety_line(shell)
    assert json.loads(shell("status", "--json").out)["safety"]["level"] == level
    assert not any(name.value in said for name in Level)
    assert said.endswith(" Go on with: coach check")
    assert textstat.flesch_kincaid_grade(said.partition(" Go on")[0]) <= HIGHEST


def test_a_record_that_can_not_be_read_is_no_check_to_answer(shell: Shell, coach_home: Path) -> None:
    (coach_home / "journal.db").mkdir(parents=True)
    assert safety_line(shell) == "Locked for now. Go on with: coach doctor"


def test_scripts_find_what_they_found_before(shell: Shell) -> None:
    found = json.loads(shell("status", "--json").out)
    assert found["safety"]["level"] == "screen-incomplete"
    assert found["safety"]["check_due"] is True
    assert found["session"] is None


def test_where_nobody_can_keep_the_reminders_it_says_so_and_fails(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.adapters.processes.locks.os.access", lambda *_: False)
    result = shell("remind")
    assert result.code == 1
    assert result.err.startswith("coach: The reminders can't be kept: ")
    assert "may only be read" in result.err


@pytest.mark.parametrize("text", ["", "[]", '{"reminders": {"running": true}}', "[" * 9000, "\x00"])
def test_a_status_by_hand_is_told_and_harms_nothing(shell: Shell, coach_home: Path, text: str) -> None:
    where = shared_files(folders())
    assert where.reminders_lock.acquire()
    try:
        (coach_home / "status.json").write_text(text)
        result = shell("status")
    finally:
        where.reminders_lock.release()
    assert result.code == 0
    assert result.lines[0] == "Reminders: they are kept; when the next break comes is not known just now"
    assert "status.json can't be used" in result.err
    assert len(result.err.splitlines()) == 1
