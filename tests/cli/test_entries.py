"""`coach log`: what is entered by hand is checked whole, recorded once, and acted on at once."""

from __future__ import annotations

import json
import re

import pytest

from tests.cli.conftest import Result, Shell, kept


def recorded(result: Result) -> str:
    """The id that was told."""
    assert result.code == 0, result.err
    found = re.search(r"\(id ([0-9a-f-]{36})\)", result.out)
    assert found is not None
    return found[1]


def test_a_rating_is_recorded_with_all_that_was_said(shell: Shell) -> None:
    recorded(shell("log", "pain", "6", "--area", "neck", "--tags", "night", "morning", "--medicine", "yes"))
    (fact,) = kept(shell, "pain")
    assert fact.body == {
        "area": "neck",
        "tags": ["night", "morning"],
        "medicine": "yes",
        "level": 6,
        "when": "any time",
    }


def test_a_rating_of_an_earlier_moment_keeps_that_moment_and_when_it_was_noted(shell: Shell) -> None:
    recorded(shell("log", "pain", "4", "--area", "neck", "--at", "2026-03-01 22:15"))
    (fact,) = kept(shell, "pain")
    assert f"{fact.local:%Y-%m-%d %H:%M}" == "2026-03-01 22:15"
    assert fact.body["noted"].startswith("2026-03-02T09:00")


def test_bad_pain_of_an_earlier_moment_ends_the_check_that_came_before_it_was_noted(shell: Shell) -> None:
    shell.pass_check()
    shell.clock.advance(60)
    result = shell("log", "pain", "8", "--area", "neck", "--at", "2026-03-01 22:15")
    assert "Next: coach check. Your pain was high after the last check." in result.out


@pytest.mark.parametrize("kind", ["spasm", "lump"])
def test_a_new_spasm_or_lump_ends_the_check_at_once(shell: Shell, kind: str) -> None:
    shell.pass_check()
    shell.clock.advance(60)
    what = ("episode", "spasm") if kind == "spasm" else ("lump",)
    assert f"A {kind} was added after the last check." in shell("log", *what, "--area", "neck").out


def test_a_complaint_gets_words_and_an_end(shell: Shell) -> None:
    name = recorded(shell("log", "episode", "spasm", "--area", "neck", "--started", "2026-02-28"))
    assert "Up: no-better-24h" in shell("log", "episode", "--id", name[:8], "--status", "same").out
    shell.clock.advance(60)
    assert "no-better-24h" not in shell("log", "episode", "--id", name, "--status", "better").out
    shell.clock.advance(60)
    recorded(shell("log", "episode", "--id", name, "--gone"))
    assert [fact.kind for fact in kept(shell, "episode", "status", "episode-ended")] == [
        "episode",
        "status",
        "status",
        "episode-ended",
    ]


def test_a_lump_is_looked_at_again_and_seen(shell: Shell) -> None:
    name = recorded(shell("log", "lump", "--area", "shoulder", "--size-mm", "10", "--texture", "soft"))
    shell.clock.advance(8 * 24 * 3600)
    result = shell("log", "lump", "--id", name, "--size-mm", "15")
    assert "Up: lump-growing" in result.out
    shell.clock.advance(60)
    flags = ("lump-growing", "lump-new-unassessed")
    seen = shell("log", "visit", "--flag", *flags, "--fine", "all", "--who", "GP", "--lump", name)
    assert "Still up: solid-lump-no-direct-pressure" in seen.out
    assert "up: lump-growing" not in seen.out


def test_a_correction_takes_the_place_of_its_entry(shell: Shell) -> None:
    name = recorded(shell("log", "pain", "9", "--area", "neck"))
    shell.clock.advance(60)
    recorded(shell("log", "pain", "3", "--area", "neck", "--correct", name[:8]))
    assert len(kept(shell, "pain")) == 2, "nothing is ever changed"
    assert kept(shell, "pain")[1].body["supersedes"] == name


@pytest.mark.parametrize(
    "command",
    [
        "log pain 3 --correct abcd",
        "log lump --id 1234 --size-mm 3",
        "log episode --id 1234 --gone",
        "log pain 3 --correct x",
    ],
)
def test_an_entry_that_is_not_there_can_not_be_named(shell: Shell, command: str) -> None:
    result = shell(*command.split())
    assert result.code == 2
    assert "There is no" in result.err
    assert kept(shell, "pain", "lump", "episode") == []


WRONG = [
    ("log pain 11", ["level can't be '11'"]),
    ("log pain six --area nek --tags nite", ["Did you mean 'neck'?", "Did you mean 'night'?", "level can't be 'six'"]),
    ("log pain 3 --at 2027-01-01", ["in the future"]),
    ("log pain 3 --at yesterday", ["Write it as 2026-03-02"]),
    ("log pain 3 --feel sore", ["feel can't be 'sore'"]),
    ("log pain 3 --triggers stres", ["Did you mean 'stress'?"]),
    ("log episode", ["What it is is missing", "Where it is is missing"]),
    ("log episode nut --area neck", ["kind can't be 'nut'"]),
    ("log episode knot --area neck --started 2026-03-01 --ended 2026-02-01", ["ended is before started"]),
    ("log episode knot --area neck --ended 2026-04-01", ["in the future"]),
    ("log episode --id 123456", ["nothing to record"]),
    ("log lump", ["Where it is is missing"]),
    ("log lump --area neck --size-mm 9999 --texture hard", ["from 1 to 500", "texture can't be 'hard'"]),
    ("log lump --area neck --size-mm -1", ["-1"]),
    ("log lump --area neck --first-noticed 2026-03-02 --at 2026-02-01", ["at is before first-noticed"]),
    ("log lump --area neck --seen-by me", ["seen-by can't be 'me'"]),
    ("log lump --id 123456", ["nothing to record"]),
    ("log pain", ["LEVEL"]),
]


@pytest.mark.parametrize(("command", "words"), WRONG, ids=[command for command, _ in WRONG])
def test_every_fault_is_told_and_nothing_recorded(shell: Shell, command: str, words: list[str]) -> None:
    result = shell(*command.split())
    assert result.code == 2
    assert all(word in result.err for word in words), result.err
    assert kept(shell, "pain", "lump", "episode") == []


def test_what_is_logged_locks_at_once(shell: Shell) -> None:
    shell.pass_check()
    shell.clock.advance(60)
    shell("log", "lump", "--area", "neck")
    found = json.loads(shell("check", "--json").out)
    assert "lump-new-unassessed" in found["flags"]
    assert {"moist-heat", "ball-compression", "gentle-massage"} <= set(found["blocked"])
