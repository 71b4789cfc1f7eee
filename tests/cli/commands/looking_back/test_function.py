"""`coach log function`, as it is typed."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Shell, kept, said

DAY = 24 * 3600
MIXED = [["5", "--new", "a"], ["--activity", "a"]]


def test_an_activity_is_named_and_rated_and_both_ends_are_said(shell: Shell) -> None:
    assert shell("log", "function").lines[0].startswith("Nothing is named yet.")
    assert shell("log", "function", "--new", " sitting  through a meeting ").code == 0
    assert shell("log", "function", "6").lines == [
        "Recorded: sitting through a meeting: 6 of 10 (0 = can't do it, 10 = as well as before)."
    ]
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
