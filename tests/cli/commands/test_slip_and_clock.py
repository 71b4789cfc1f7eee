"""Taking back a slip within ten minutes, and confirming a clock that was set back."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.cli.conftest import Shell, kept, said

NIGHT = 'answers: {night-pain: "yes"}\nothers: "no"\n'
YEAR = timedelta(days=400)


def flags(shell: Shell) -> list[str]:
    found: list[str] = json.loads(shell("check", "--json").out)["flags"]
    return found


@pytest.mark.parametrize(("minutes", "gone"), [(0, True), (10, True), (11, False)])
def test_a_slip_can_be_taken_back_for_ten_minutes(shell: Shell, minutes: int, gone: bool) -> None:
    shell("check", "--answers", shell.file(NIGHT))
    shell.clock.advance(minutes * 60)
    result = shell("log", "slip", "night-pain", "--yes")
    assert result.code == (0 if gone else 1)
    assert ("Taken back: night-pain. The record keeps both." in result.out) is gone
    assert ("more than 10 minutes ago" in result.err) is not gone
    assert (flags(shell) == []) is gone
    assert len(kept(shell, "withdrawn")) == int(gone)


def test_after_a_slip_the_check_is_asked_again(shell: Shell) -> None:
    shell("check", "--answers", shell.file(NIGHT))
    shell.clock.advance(60)
    result = shell("log", "slip", "night-pain", "--yes")
    assert result.lines[-1] == "Next: coach check. An answer was taken back after the last check."
    assert shell("run", "cat-cow", "--plain", "--rehearse", "1000").code == 3
    shell.clock.advance(60)
    assert shell("check", "--answers", shell.file('others: "no"\n')).code == 0


def test_the_card_names_the_way_to_take_it_back_while_there_is_one(shell: Shell) -> None:
    line = "It was a slip: coach log slip night-pain (within 10 minutes)"
    assert line in shell("check", "--answers", shell.file(NIGHT)).lines
    shell.clock.advance(601)
    assert "It was a slip" not in shell("check").out


def test_what_is_not_up_can_not_be_taken_back(shell: Shell) -> None:
    shell("check", "--answers", shell.file(NIGHT))
    result = shell("log", "slip", "chest-pain", "--yes")
    assert result.code == 1
    assert "chest-pain is not up" in result.err
    assert flags(shell) == ["night-pain"]


def test_what_follows_from_the_record_can_not_be_taken_back_by_itself(shell: Shell) -> None:
    shell("log", "lump", "--area", "neck")
    result = shell("log", "slip", "lump-new-unassessed", "--yes")
    assert result.code == 1
    assert "follows from what is on record" in result.err
    assert kept(shell, "withdrawn") == []


def test_of_several_only_those_that_can_go_go(shell: Shell) -> None:
    shell("check", "--answers", shell.file(NIGHT))
    result = shell("log", "slip", "night-pain", "chest-pain", "--yes")
    assert result.code == 1
    assert flags(shell) == []
    assert said(kept(shell, "withdrawn")[0]) == {"flags": ["night-pain"]}


def test_a_slip_of_an_unknown_sign_names_the_nearest(shell: Shell) -> None:
    result = shell("log", "slip", "nigt-pain", "--yes")
    assert (result.code, result.err) == (2, "coach: There is no sign 'nigt-pain'. Did you mean 'night-pain'?\n")


@pytest.mark.parametrize(("key", "code"), [("y", 0), ("n", 1), ("", 1)])
def test_a_slip_is_confirmed_first(shell: Shell, key: str, code: int) -> None:
    shell("check", "--answers", shell.file(NIGHT))
    result = shell("log", "slip", "night-pain", keys=(key,))
    assert result.code == code
    assert (flags(shell) == []) is (code == 0)


def test_where_nobody_can_confirm_nothing_happens(shell: Shell) -> None:
    shell("check", "--answers", shell.file(NIGHT))
    result = shell("log", "slip", "night-pain")
    assert result.code == 2
    assert "--yes" in result.err
    assert flags(shell) == ["night-pain"]


def ahead(shell: Shell) -> None:
    """Two checks, answered while the clock was more than a year ahead; now it is right."""
    shell.clock.advance(YEAR.total_seconds())
    shell.pass_check()
    shell("check", "--answers", shell.file(NIGHT))
    shell.clock.advance(-YEAR.total_seconds())


def test_the_doctor_names_a_clock_that_was_set_back_and_the_way_to_put_it_right(shell: Shell) -> None:
    ahead(shell)
    result = shell("doctor")
    assert result.code == 1
    assert "MEND  clock: It was set back" in result.out
    assert "coach log clock" in result.out
    assert shell("log", "clock", "--yes").code == 0
    assert "ok    clock" in shell("doctor").out


def test_a_second_or_two_back_is_nothing(shell: Shell) -> None:
    shell.pass_check()
    shell.clock.advance(-2)
    assert "ok    clock" in shell("doctor").out


def test_a_clock_that_is_right_needs_no_word(shell: Shell) -> None:
    shell.pass_check()
    result = shell("log", "clock")
    assert result.code == 0
    assert "Nothing to put right" in result.out
    assert kept(shell, "clock-corrected") == []


def test_once_confirmed_everything_works_as_if_it_had_been_told_today(shell: Shell) -> None:
    ahead(shell)
    everyday = shell.file('others: "no"\n')
    assert shell("check", "--answers", everyday).code == 3
    assert shell("log", "clock", keys=("y",)).code == 0
    assert flags(shell) == ["night-pain"], "the clock takes no sign back"
    shell.clock.advance(60)
    shell("log", "visit", "--flag", "night-pain", "--who", "Dr Hill", "--fine", "all")
    shell.clock.advance(60)
    assert shell("check", "--again", "--answers", everyday).code == 0
    assert shell("run", "cat-cow", "--plain", "--answers", everyday).code == 0


def test_heat_used_under_the_wrong_clock_rests_its_time_and_no_longer(shell: Shell) -> None:
    shell.clock.advance(YEAR.total_seconds())
    shell.pass_check("moist-heat")
    assert shell("run", "moist-heat", "--plain").code == 0
    shell.clock.advance(-YEAR.total_seconds())
    shell("log", "clock", "--yes")
    shell.clock.advance(5 * 3600)
    shell("check", "--again", "--answers", shell.file('others: "no"\n'))
    listed = {entry["id"]: entry["reasons"] for entry in json.loads(shell("routines", "--json").out)}
    assert listed["moist-heat"] == []


@pytest.mark.parametrize("key", ["n", ""])
def test_a_clock_that_is_not_right_changes_nothing(shell: Shell, key: str) -> None:
    ahead(shell)
    assert shell("log", "clock", keys=(key,)).code == 1
    assert shell("log", "clock").code == 2
    assert kept(shell, "clock-corrected") == []


def test_a_clock_set_back_again_after_it_was_put_right_is_told_again(shell: Shell) -> None:
    ahead(shell)
    shell("log", "clock", "--yes")
    shell.clock.advance(timedelta(days=20).total_seconds())
    shell("check", "--again", "--answers", shell.file('others: "no"\n'))
    shell.clock.advance(-timedelta(days=10).total_seconds())
    assert "night-pain" in flags(shell)
    assert "MEND  clock" in shell("doctor").out
