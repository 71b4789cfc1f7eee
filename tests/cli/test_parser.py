"""Help for every command, and options that are at the wrong place."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Shell


@pytest.mark.parametrize("words", [[], ["run"], ["log"], ["log", "pain"]])
def test_help_of_a_command_is_its_own_help(shell: Shell, words: list[str]) -> None:
    asked, own = shell("help", *words), shell(*words, "--help")
    assert asked.code == own.code == 0
    assert asked.out == own.out
    assert asked.out.startswith(" ".join(["usage: coach", *words, "[-h]"]))


def test_help_is_named_where_the_commands_are(shell: Shell) -> None:
    assert any(line.split()[:1] == ["help"] for line in shell("--help").lines)


WRONG = [
    ("help rnu", "There is no command 'rnu'. Did you mean 'run'?"),
    (
        "history --dose low",
        "'coach history' has no --dose. --dose belongs to: coach timeline, coach run, coach log visit.",
    ),
    ("history --texture=soft", "'coach history' has no --texture. --texture belongs to: coach log lump."),
    ("log pain 4 --minutes 3", "'coach log pain' has no --minutes. --minutes belongs to: coach timeline, coach run."),
    ("--plain", "'coach' has no --plain. --plain belongs to: coach run, coach learn, coach break."),
    ("pause -x", "'coach pause' has no -x. See: coach pause --help"),
    ("busy --until", "'coach busy' has no --until. See: coach busy --help"),
    ("pause", "This is missing: TIME. See: coach pause --help"),
    ("pause --", "This is missing: TIME. See: coach pause --help"),
    ("history --jsn", "'coach history' has no --jsn. Did you mean '--json'?"),
    ("history --loud", "'coach history' has no --loud. See: coach history --help"),
    ("history yesterday", "'coach history' does not take 'yesterday'. See: coach history --help"),
]


@pytest.mark.parametrize(("command", "says"), WRONG, ids=[command for command, _ in WRONG])
def test_a_word_too_much_points_to_where_it_belongs(shell: Shell, command: str, says: str) -> None:
    result = shell(*command.split())
    assert (result.code, result.out, result.err) == (2, "", f"coach: {says}\n")


def test_an_area_belongs_to_all_commands_that_take_one(shell: Shell) -> None:
    err = shell("status", "--area", "neck").err
    assert "--area belongs to: coach routines, coach show, coach timeline, coach run, coach log pain" in err
