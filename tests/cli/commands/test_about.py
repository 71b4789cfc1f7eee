"""The year of birth and the emergency number: asked once at a terminal, told by a command, shown where they matter."""

from __future__ import annotations

import pytest

from coach.adapters.journal.sqlite import SqliteJournal
from coach.core.errors import JournalError
from tests.cli.conftest import Result, Shell, kept, said

ALL_NO = ("0",) * 8
ASKED = "Which number do you call"
EMERGENCY = 'answers: {chest-pain: "yes"}\nothers: "no"\n'


def test_both_are_recorded_and_an_empty_text_takes_one_away(shell: Shell) -> None:
    told = shell("log", "about", "--birth-year", "1984", "--emergency-number", "112")
    assert told.lines == ["Year of birth: 1984", "Emergency number: 112"]
    assert shell("log", "about", "--emergency-number", "").lines == [
        "Year of birth: 1984",
        "Emergency number: not told",
    ]
    assert shell("log", "about", "--birth-year", " ").lines == ["Year of birth: not told", "Emergency number: not told"]


def test_without_anything_to_record_it_says_what_is_known(shell: Shell) -> None:
    assert shell("log", "about").lines == ["Year of birth: not told", "Emergency number: not told"]
    assert kept(shell, "profile") == []


@pytest.mark.parametrize(
    ("year", "number"), [("84", "nine"), ("1905", "1"), ("2027", "12;34"), ("in 1984", "112" * 9), ("-1984", "+")]
)
def test_both_faults_are_told_at_once_and_nothing_is_recorded(shell: Shell, year: str, number: str) -> None:
    result = shell("log", "about", f"--birth-year={year}", f"--emergency-number={number}")
    assert result.code == 2
    assert len(result.err.splitlines()) == 2
    assert kept(shell, "profile") == []


def session(shell: Shell, *keys: str, tty: bool = True, wrong: bool = False) -> Result:
    """A session of a minute and a half, then what is asked after it. `wrong`: numb in the middle of it."""
    meanwhile = ((30.0, "!"), "n", "y", "n", "n") if wrong else ((200.0, ""),)
    return shell("run", "cat-cow", "--plain", "--area", "mid-back", keys=("3", "", *meanwhile, "2", *keys), tty=tty)


def test_after_the_first_session_at_a_terminal_it_is_asked_once(shell: Shell) -> None:
    shell.pass_check("cat-cow")
    result = session(shell, "112", "84", "1984")
    assert result.code == 0
    assert "Not understood: '84' can't be a year of birth." in result.out
    assert said(kept(shell, "profile")[0]) == {"year_of_birth": 1984, "emergency_number": "112"}
    assert result.out.index("How strong is the pain after it") < result.out.index(ASKED)
    shell.pass_check("cat-cow")
    assert ASKED not in session(shell, "").out


def test_enter_skips_both_for_good(shell: Shell) -> None:
    shell.pass_check("cat-cow")
    assert ASKED in session(shell, "").out
    shell.pass_check("cat-cow")
    assert ASKED not in session(shell, "").out


def test_the_way_in_asks_for_neither(shell: Shell) -> None:
    assert ASKED not in shell("check", keys=(*ALL_NO, "", ""), tty=True).out
    keys = ("3", *ALL_NO, "n", "n", "q")
    assert ASKED not in shell("run", "cat-cow", "--plain", "--fresh", keys=keys, tty=True).out
    assert kept(shell, "profile") == []


def test_nobody_is_asked_in_a_pipe_or_after_a_sign_to_be_seen(shell: Shell) -> None:
    shell.pass_check("cat-cow")
    assert ASKED not in session(shell, "", tty=False).out
    shell.pass_check("cat-cow")
    result = session(shell, "", "", wrong=True)
    assert result.code == 3
    assert ASKED not in result.out


def test_a_terminal_that_goes_away_half_way_records_nothing(shell: Shell) -> None:
    shell.pass_check("cat-cow")
    session(shell, "112")
    assert kept(shell, "profile") == []


def test_where_it_can_not_be_written_the_session_stands(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    append = SqliteJournal.append

    def full(self: SqliteJournal, facts: list[object]) -> None:
        if any(getattr(fact, "kind", "") == "profile" for fact in facts):
            raise JournalError("The disk is full.", "Make room.")
        append(self, facts)  # type: ignore[arg-type]

    monkeypatch.setattr(SqliteJournal, "append", full)
    shell.pass_check("cat-cow")
    result = session(shell, "")
    assert result.code == 0
    assert "Not saved: The disk is full." in result.out


def test_an_emergency_shows_the_number_and_asks_for_none(shell: Shell) -> None:
    out = shell("check", "--answers", shell.file(EMERGENCY)).out
    assert "Your emergency number:" not in out
    assert "Who can help: Your emergency number, or the nearest hospital." in out
    shell("log", "about", "--emergency-number", "0800 12")
    lines = shell("check").lines
    assert lines.index("Your emergency number: 0800 12") == 2


def test_a_card_that_is_no_emergency_asks_for_no_number(shell: Shell) -> None:
    out = shell("check", "--answers", shell.file('answers: {lasting-headache: "yes"}\nothers: "no"\n')).out
    assert "Card:" in out
    assert "Your emergency number:" not in out
