"""`coach learn`, and what the other commands say of lessons."""

from __future__ import annotations

import pytest

from coach.exit_codes import ExitCode
from tests.cli.conftest import Shell

DAY = 86_400.0


def test_one_lesson_a_day_and_its_question_two_days_later(shell: Shell) -> None:
    first = shell("learn")
    assert first.lines[0] == "What a knot is"
    assert "From: How to Get Rid of a Back Knot: Causes & Relief" in first.lines
    assert shell("learn").out.startswith("Nothing new to read today.")
    shell.clock.advance(2 * DAY)
    asked = shell("learn", keys=("1",), tty=True)
    assert "You read: What a knot is" in asked.out
    assert "So the sore place is not always the place of the knot." in asked.lines[-1]
    assert not asked.lines[-1].startswith("Yes.")
    assert shell("learn").lines[0] == "Why it comes back"
    assert "asks again from 2026-03-09" in shell("learn", "--list").lines[0]


def test_a_question_left_open_is_asked_again_and_a_script_is_told_how_to_answer(shell: Shell) -> None:
    shell("learn", "stress")
    shell.clock.advance(2 * DAY)
    assert "1: in the feet" in shell("learn", keys=("",), tty=True).out
    told = shell("learn")
    assert told.lines[-1] == "Answer it with: coach learn stress --answer 1"
    assert shell("learn", "stress", "--answer", "2").out.startswith("Yes. When you are tense")
    assert shell("learn", "--plain").lines[0] == "What a knot is"


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (("nope",), "There is no lesson 'nope'."),
        (("stress", "--answer", "3"), "There is no answer 3. Give 1 to 2."),
        (("--answer", "1"), "Which lesson is answered?"),
    ],
)
def test_what_can_not_be_is_said(shell: Shell, argv: tuple[str, ...], says: str) -> None:
    found = shell("learn", *argv)
    assert found.code == ExitCode.WRONG
    assert says in found.err


def test_every_lesson_is_listed_with_what_was_read(shell: Shell) -> None:
    shell("learn", "heat-or-cold")
    lines = shell("learn", "--list").lines
    assert len(lines) == 12
    assert "heat-or-cold: Heat or cold? (read 2026-03-02, asks again from 2026-03-04)" in lines
    assert sum("(new)" in line for line in lines) == 11


def test_under_a_lock_only_help_is_offered(shell: Shell) -> None:
    shell("check", "--answers", shell.file('answers:\n  night-pain: "yes"\nothers: "no"\n'))
    assert shell("learn").lines[0] == "Not every lump is a knot"
    shell.clock.advance(DAY)
    assert shell("learn").lines[0] == "When to get help"


def test_a_lump_that_is_noted_brings_its_lesson_once(shell: Shell) -> None:
    offer = "Two minutes to read: Not every lump is a knot: coach learn not-every-lump"
    assert offer in shell("log", "lump", "--area", "neck", "--size-mm", "8").lines
    shell("learn", "not-every-lump")
    assert offer not in shell("log", "lump", "--area", "shoulder", "--size-mm", "8").lines


def test_a_trigger_noted_three_times_brings_its_line_with_the_article(shell: Shell) -> None:
    said = []
    for _ in range(3):
        said.append(shell("log", "pain", "3", "--area", "neck", "--trigger", "phone-in-neck").out)
        shell.clock.advance(DAY)
    assert "Advice:" not in said[0] + said[1]
    line = "Noted 3 times: phone in neck. Hold the phone in your hand, or use a headset or the speaker."
    assert f"Advice: {line} (Causes of Back Spasms)" in said[2]
    assert f"From what you noted: {line}" in shell("learn", "--plain").out


def test_the_lesson_of_the_day_is_offered_under_the_end_of_a_session(shell: Shell) -> None:
    run = ("run", "calm-breathing", "--plain")
    stress = "Two minutes to read: Stress gets into your shoulders: coach learn stress"
    first = shell(*run, keys=("q", "y"), tty=True)
    assert [line for line in first.lines if "Two minutes to read" in line] == [stress], "the one that fits"
    assert "Two minutes to read" not in shell(*run, keys=("q", "y"), tty=True).out, "not twice on one day"
    shell.clock.advance(DAY)
    shell("learn", "stress")
    shell.clock.advance(DAY)
    knot = "Two minutes to read: What a knot is: coach learn what-a-knot-is"
    assert shell(*run, keys=("q", "y"), tty=True).lines[-1] == knot
    shell("learn")
    assert "Two minutes to read: What" not in shell(*run, keys=("q", "y"), tty=True).out
    shell.clock.advance(2 * DAY)
    assert shell(*run, keys=("q", "y"), tty=True).lines[-1] == "A question from a lesson is due: coach learn"


def test_heat_is_preceded_by_its_lesson_the_first_time_somebody_is_there(shell: Shell) -> None:
    shell.pass_check("moist-heat")
    offer = "Two minutes to read: Heat or cold?: coach learn heat-or-cold"
    assert offer in shell("run", "moist-heat", "--plain", keys=("q",), tty=True).lines
    shell("learn", "heat-or-cold")
    assert offer not in shell("run", "moist-heat", "--plain", keys=("q",), tty=True).lines


def test_the_same_lesson_is_not_offered_twice_within_minutes(shell: Shell) -> None:
    shell.pass_check("moist-heat")
    offer = "Two minutes to read: Heat or cold?"
    first = shell("run", "moist-heat", "--plain", keys=("q",), tty=True)
    assert first.out.count(offer) == 1
    shell.clock.advance(300)
    assert offer not in shell("run", "moist-heat", "--plain", keys=("q",), tty=True).out
    shell.clock.advance(DAY)
    shell.pass_check("moist-heat")
    assert offer in shell("run", "moist-heat", "--plain", keys=("q",), tty=True).out


def test_a_movement_break_ends_with_one_line_of_a_lesson(shell: Shell) -> None:
    shell("learn", "up-every-hour")
    told = shell("run", "movement-break", "--plain", keys=("q", "y"), tty=True)
    assert told.code == 0
    assert "Two minutes to read" not in told.out
    assert ": " in told.lines[-1]
    assert told.lines[-1] != shell("run", "movement-break", "--plain", keys=("q", "y"), tty=True).lines[-1]
