"""`coach` at a terminal that shows lines and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.cli.outside import Outside
from coach.core.record.sessions import SessionBegan
from coach.core.vocabulary import BodyArea
from tests.cli.conftest import Shell, kept


@pytest.fixture(autouse=True)
def _dumb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.cli.commands.screen.lines_only", lambda *_: True)


def number_of(lines: list[str], routine: str) -> str:
    return next(line.split()[0] for line in lines if f" {routine} " in line)


def test_it_says_how_safety_stands_and_leaves_when_told(shell: Shell) -> None:
    result = shell(keys=("q",), tty=True)
    assert result.code == 0
    assert result.lines[0] == "Safety: Finish the check first."
    assert result.lines[-1] == "Nothing was begun. Begin later with: coach run ID"


def test_a_place_and_a_number_begin_a_session_for_that_place(shell: Shell) -> None:
    shell.pass_check("cold-pack")
    seen = shell(keys=("shoulder", "q"), tty=True).lines
    assert not any(" bridge " in line for line in seen)
    shell(keys=("2", number_of(seen, "cold-pack"), "3"), tty=True)
    (begun,) = kept(shell, "session-begun")
    assert begun.body.choices.area is BodyArea.SHOULDER  # type: ignore[union-attr]


def test_what_was_not_finished_is_named_with_its_command(shell: Shell) -> None:
    with Outside(shell.clock).house() as house:
        house.coach.record.append(SessionBegan(session="one", routine="cat-cow", name="Cat-cow"))
    line = shell(keys=("q",), tty=True).lines[1]
    assert line == "Not finished: Cat-cow, begun 2026-03-02 09:00. Go on: coach run cat-cow"


def test_anywhere_lists_all_and_enter_picks_none(shell: Shell) -> None:
    result = shell(keys=("", ""), tty=True)
    assert result.code == 0
    assert " bridge " in result.out
    assert kept(shell, "session-begun") == []


def test_a_word_that_is_no_place_is_asked_again(shell: Shell) -> None:
    assert "Not understood: give a number, 1 to 5." in shell(keys=("knee", "q"), tty=True).lines


def test_a_record_that_can_not_be_read_says_so(shell: Shell, coach_home: Path) -> None:
    (coach_home / "journal.db").mkdir(parents=True)
    result = shell(keys=("q",), tty=True)
    assert result.lines[0] == "Safety: Locked for now."
    assert "is a folder" in result.lines[1]
