"""`coach log function`, as it is typed."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Shell, kept, said

DAY = 24 * 3600


def test_an_activity_is_named_and_rated_and_both_ends_are_said(shell: Shell) -> None:
    assert shell("log", "function").lines[0].startswith("Nothing is named yet.")
    assert shell("log", "function", "--new", " sitting  through a meeting ").code == 0
    (line,) = shell("log", "function", "6").lines
    assert line.startswith(
        "Recorded: sitting through a meeting: 6 of 10 (0 = can't do it, 10 = as well as before) (id "
    )
    assert shell("log", "function").lines == [
        "What you can do (0 = can't do it, 10 = as well as before):",
        "sitting through a meeting: 6 of 10.",
        "Up to 3 can be named.",
    ]


def test_there_are_three_and_one_can_make_room(shell: Shell) -> None:
    for name in ("sitting", "lifting a box", "turning the head"):
        shell("log", "function", "--new", name)
        shell.clock.advance(1)
    full = shell("log", "function", "--new", "sleeping")
    assert full.code == 2
    assert "sitting, lifting a box, turning the head" in full.err
    assert shell("log", "function", "5").code == 2  # which one?
    assert shell("log", "function", "5", "--activity", "lift").code == 0
    assert shell("log", "function", "--drop", "sitting").code == 0
    assert shell("log", "function", "--new", "sleeping").code == 0
    (rated,) = kept(shell, "function")
    assert said(rated)["level"] == 5


def test_a_change_is_said_from_two_points_on(shell: Shell) -> None:
    shell("log", "function", "--new", "sitting")
    shell("log", "function", "4")
    shell.clock.advance(7 * DAY)
    shell("log", "function", "5")
    assert "On the whole" not in shell("progress").out
    shell.clock.advance(7 * DAY)
    shell("log", "function", "6")
    told = shell("progress").lines
    assert "sitting: 6 of 10, 4 at first." in told
    assert "On the whole +2.0 points since the first time." in told
    (one,) = json.loads(shell("progress", "--json").out)["function"]
    assert [each["level"] for each in one["levels"]] == [4, 5, 6]


def test_at_a_terminal_each_is_asked_and_enter_skips(shell: Shell) -> None:
    shell("log", "function", "--new", "sitting")
    shell("log", "function", "--new", "lifting")
    asked = shell("log", "function", keys=("", "eleven", "11", "7"), tty=True)
    assert asked.out.count("0 = can't do it, 10 = as well as before. Enter skips") == 4
    assert [said(fact)["level"] for fact in kept(shell, "function")] == [7]


def test_at_a_terminal_what_is_hard_is_named_first_and_rated_at_once(shell: Shell) -> None:
    asked = shell("log", "function", keys=("Sitting long", "w" * 61, "lifting", "", "4", ""), tty=True)
    assert "makes hard?" in asked.out
    assert [said(fact)["words"] for fact in kept(shell, "function-activity")] == ["Sitting long", "lifting"]
    assert [said(fact)["level"] for fact in kept(shell, "function")] == [4]
    assert not kept(shell, "question-skipped")


def test_nothing_is_hard_puts_the_question_away(shell: Shell) -> None:
    assert "Put away until next week." in shell("log", "function", keys=("",), tty=True).out
    assert len(kept(shell, "question-skipped")) == 1


def test_a_rating_is_listed_and_put_right(shell: Shell) -> None:
    shell("log", "function", "--new", "sitting")
    shell("log", "function", "6")
    (rated,) = kept(shell, "function")
    shell.clock.advance(60)
    assert "Can do 6 of 10: sitting" in shell("history").out
    right = shell("log", "function", "4", "--correct", rated.id[:8])
    assert right.out.startswith("Recorded: sitting: 4 of 10")
    listed = shell("history").out
    assert "Can do 4 of 10: sitting (corrected)" in listed
    assert "6 of 10" not in listed
    assert "sitting: 4 of 10." in shell("log", "function").out
    assert shell("log", "function", "--correct", rated.id).code == 2


def test_it_is_asked_once_a_week_after_a_session(shell: Shell) -> None:
    shell("log", "about", "--emergency-number", "112")
    shell.pass_check("neck-rotation")
    first = shell("run", "neck-rotation", "--plain", keys=("5", "", (150.0, "3"), "Sitting", "", "6"), tty=True)
    assert first.code == 0
    assert "Recorded: Sitting: 6 of 10" in first.out
    again = shell("run", "neck-rotation", "--plain", keys=("3", "", (150.0, "2")), tty=True)
    assert again.code == 0
    assert "How well can you do" not in again.out
    shell.clock.advance(7 * DAY)
    shell.pass_check("neck-rotation")
    later = shell("run", "neck-rotation", "--plain", keys=("2", "", (150.0, "1"), "7"), tty=True)
    assert "How well can you do this now: Sitting?" in later.out
    assert [said(fact)["level"] for fact in kept(shell, "function")] == [6, 7]


def test_a_rating_of_what_was_dropped_long_ago_keeps_its_words(shell: Shell) -> None:
    shell("log", "function", "--new", "sitting")
    shell("log", "function", "6")
    shell("log", "function", "--drop", "sitting")
    shell.clock.advance(400 * DAY)
    assert "Can do 6 of 10: sitting" in shell("history").out


@pytest.mark.parametrize(
    "words",
    [
        ["11"],
        ["-1"],
        ["x"],
        ["--new", ""],
        ["--new", "w" * 61],
        ["--drop", "z"],
        ["5", "--new", "a"],
        ["--activity", "a"],
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_written(shell: Shell, words: list[str]) -> None:
    shell("log", "function", "--new", "sitting")
    result = shell("log", "function", *words)
    assert result.code == 2
    assert len(result.err.splitlines()) == 1
    assert len(kept(shell, "function", "function-activity")) == 1
