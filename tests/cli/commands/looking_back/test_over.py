"""A knot that has gone quiet is asked about once, after a session."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Result, Shell, kept

DAY = 24 * 3600
ASKED = "Knot, upper back: nothing was noted of it for two weeks. Is it over?"


def begun(shell: Shell) -> None:
    shell("log", "about", "--emergency-number", "112")
    shell("log", "function", "--new", "sitting")
    shell("log", "episode", "knot", "--area", "upper-back")


def neck(shell: Shell, *more: str) -> Result:
    shell.pass_check("neck-rotation")
    return shell("run", "neck-rotation", "--plain", keys=("2", "", (150.0, "1"), *more), tty=True)


@pytest.mark.parametrize(("answer", "facts"), [("y", ["episode-ended"]), ("n", ["status"]), ("", [])])
def test_it_is_asked_once_after_two_quiet_weeks(shell: Shell, answer: str, facts: list[str]) -> None:
    begun(shell)
    shell.clock.advance(13 * DAY)
    assert ASKED not in neck(shell).out
    shell.clock.advance(DAY)
    before = len(kept(shell, "episode-ended", "status"))
    assert ASKED in neck(shell, answer).out
    new = sorted(fact.kind for fact in kept(shell, "episode-ended", "status"))
    assert len(new) - before == len(facts)
    assert {*facts} <= {*new}
    shell.clock.advance(3600)
    assert ASKED not in neck(shell).out
    assert len(kept(shell, "over-asked")) == 1


def test_pain_there_or_nowhere_in_particular_keeps_it_from_being_asked(shell: Shell) -> None:
    begun(shell)
    shell.clock.advance(10 * DAY)
    shell("log", "pain", "1", "--area", "upper-back")
    shell.clock.advance(10 * DAY)
    assert ASKED not in neck(shell).out
