"""A place or a word in the place of a routine's id: what fits is offered, and nothing begins by guess."""

from __future__ import annotations

import json

import pytest

from coach.core.clearance.listed_routine import BUT_FIRST, NOTHING_ASKED
from coach.core.vocabulary import BodyArea
from tests.cli.conftest import Shell, kept


def of_the_neck(shell: Shell) -> set[str]:
    return {entry["id"] for entry in json.loads(shell("routines", "--area", "neck", "--json").out)}


@pytest.mark.parametrize("plain", [["--plain"], []])
def test_in_a_pipe_all_of_the_neck_is_named_and_nothing_begins(shell: Shell, plain: list[str]) -> None:
    result = shell("run", "neck", *plain)
    assert (result.code, result.out) == (2, "")
    said, ids = result.err.rstrip(".\n").split(" These fit: ")
    assert said == "coach: There is no routine 'neck'."
    assert set(ids.split(", ")) >= of_the_neck(shell)
    assert kept(shell, "session-begun") == []


def test_a_word_with_one_routine_is_asked_back_not_begun(shell: Shell) -> None:
    result = shell("run", "bridg", "--plain")
    assert (result.code, result.err) == (2, "coach: There is no routine 'bridg'. Did you mean 'bridge'?\n")


def test_at_a_terminal_a_number_picks_and_the_place_goes_along(shell: Shell) -> None:
    shell.pass_check()
    ids = shell("run", "neck", "--plain").err.rstrip(".\n").split(" These fit: ")[1].split(", ")
    number = ids.index("moist-heat") + 1
    result = shell("run", "neck", "--plain", "--rehearse", "1000", keys=("77", str(number)), tty=True)
    assert f"{number:>3}  moist-heat " in result.out
    assert f"Not understood: give a number, 1 to {len(ids)}." in result.lines
    assert any(line.startswith("Routine: Moist heat") for line in result.lines)


def test_what_asks_nothing_comes_first_with_when_not_to_start(shell: Shell) -> None:
    lines = shell("run", "neck", "--plain", keys=("q",), tty=True).lines
    at = lines.index(f"{NOTHING_ASKED}. {BUT_FIRST}")
    assert lines[at + 1].endswith("Stand and move (nothing asked)")
    assert sum(line.endswith("(nothing asked)") for line in lines) == 4


def test_the_place_that_was_said_is_the_one_of_the_session(shell: Shell) -> None:
    shell.pass_check("cold-pack")
    ids = shell("run", "shoulder", "--plain").err.rstrip(".\n").split(" These fit: ")[1].split(", ")
    shell("run", "shoulder", "--plain", keys=(str(ids.index("cold-pack") + 1), "3"), tty=True)
    (begun,) = kept(shell, "session-begun")
    assert begun.body.choices.area is BodyArea.SHOULDER  # type: ignore[union-attr]


@pytest.mark.parametrize("key", ["", "q"])
def test_whoever_picks_none_begins_nothing(shell: Shell, key: str) -> None:
    shell.pass_check()
    result = shell("run", "lower back", "--plain", keys=(key,), tty=True)
    assert result.code == 0
    assert result.lines[-1] == "Nothing was begun. Begin later with: coach run ID"
    assert kept(shell, "session-begun") == []


def test_a_word_that_fits_nothing_names_the_nearest_place_too(shell: Shell) -> None:
    assert "'neck'" in shell("run", "nekc", "--plain").err
