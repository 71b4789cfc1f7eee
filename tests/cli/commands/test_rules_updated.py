"""After an update of the rules the person is told once what is read differently, wherever they look first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import coach.tui.app
from coach import __version__
from coach.core.vocabulary import Answer
from tests.cli.conftest import Shell
from tests.core.situations import CATALOGUE

ILL = CATALOGUE.flags["feel-ill-today"]
RULES = replace(
    CATALOGUE,
    digest="next",
    flags={**CATALOGUE.flags, ILL.id: replace(ILL, rule=replace(ILL.rule, must_be=Answer.YES))},
)
NEWS = f'Note: One sign is read differently since version {__version__}: "{ILL.question}" is no longer up.'


@pytest.fixture
def updated(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A record with a sign that the rules of now read otherwise."""
    shell("check", "--answers", shell.file(f'answers: {{{ILL.id}: "yes"}}\nothers: "no"\n'))
    assert "read differently" not in shell("check").out
    monkeypatch.setattr("coach.cli.wiring.load_catalogue", lambda _: RULES)
    return shell


def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.adapters.terminal.is_tty", lambda _: True)


def test_the_check_tells_it_once(updated: Shell) -> None:
    assert "read differently" not in updated("check", "--json").out
    assert updated("check").lines[0] == NEWS
    assert "read differently" not in updated("check").out


def test_answering_the_check_anew_tells_it_too(updated: Shell) -> None:
    answers = updated.file('others: "no"\n')
    assert updated("check", "--answers", answers).lines[0] == NEWS


def test_the_status_tells_it_at_a_terminal_and_takes_it_from_nobody_in_a_pipe(
    updated: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "read differently" not in updated("status").out
    at_a_terminal(monkeypatch)
    assert updated("status").lines[-1] == NEWS
    assert "read differently" not in updated("status").out
    assert "read differently" not in updated("check").out


def test_lines_tell_it(updated: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.cli.commands.screen.lines_only", lambda *_: True)
    assert NEWS in updated(keys=("q",), tty=True).lines
    assert NEWS not in updated(keys=("q",), tty=True).lines


def test_today_tells_it_at_one_start(updated: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    class App:
        exit_code, return_code = 0, 0

        def __init__(self, settings: Any, save: Any, open_house: Any, *more: Any) -> None:
            seen.append(open_house)

        def run(self) -> None:
            seen[-1] = seen[-1]().notices

    monkeypatch.setattr("coach.cli.commands.screen.capable", lambda *_: "")
    monkeypatch.setattr(coach.tui.app, "CoachApp", App)
    for _ in range(2):
        updated()
    assert seen == [(NEWS.removeprefix("Note: "),), ()]


def test_where_it_can_not_be_remembered_it_is_told_again(
    updated: Shell, coach_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("coach.adapters.news_shown.write_whole", full)
    for _ in range(2):
        assert updated("check").lines[0] == NEWS


def test_a_folder_in_the_place_of_the_word_is_set_aside(updated: Shell, coach_home: Path) -> None:
    (coach_home / "rules-shown").unlink()
    (coach_home / "rules-shown").mkdir()
    assert updated("check").lines[0] == NEWS
    assert updated("check").lines[0] != NEWS
    assert len(list(coach_home.glob("rules-shown.set-aside*"))) == 1


def test_while_the_record_can_not_be_read_the_news_waits(
    updated: Shell, coach_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, away = coach_home / "journal.db", coach_home / "away.db"
    journal.rename(away)
    journal.mkdir()
    at_a_terminal(monkeypatch)
    assert "read differently" not in updated("status").out
    journal.rmdir()
    away.rename(journal)
    assert updated("status").lines[-1] == NEWS
