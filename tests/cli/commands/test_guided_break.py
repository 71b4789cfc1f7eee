"""A movement break in lines of text: it begins at once, one key says that it is taken, and nothing is asked."""

from __future__ import annotations

import json

import pytest

from coach.adapters.processes.locks import SessionLocks
from coach.cli.outside import Outside
from coach.core.session.run import Run
from coach.core.vocabulary import Answer
from tests.cli.conftest import Shell, kept

BREAK = ("run", "movement-break", "--plain")


def test_it_begins_with_no_question_and_ends_with_none(shell: Shell) -> None:
    result = shell(*BREAK, keys=((300.0, ""),), stays=True)
    assert result.code == 0
    assert "Question:" not in result.out
    assert "Routine: Stand and move, 5 steps, 2:05" in result.lines
    assert "Step 3 of 5: Walk to the next room and back. Let your arms swing" in result.lines
    assert result.lines[-2:] == ["Done. All finished", "Finished: the whole routine."]
    assert kept(shell, "pain", "check") == []


def test_g_says_that_it_is_taken(shell: Shell) -> None:
    result = shell(*BREAK, keys=((1.0, "?"), (20.0, "g")), stays=True)
    assert result.code == 0
    assert "Keys: g: I got up, the break is taken" in result.lines
    assert result.lines[-1] == "Taken: you got up."
    (done,) = json.loads(shell("history", "--json").out)
    assert done["outcome"] == "got-up"
    told = shell("history").out
    assert "got up" in told
    assert "Skipped" not in told


def test_other_routines_have_no_such_key(shell: Shell) -> None:
    result = shell("run", "calm-breathing", "--plain", keys=("", (20.0, "g"), (30.0, "?"), (40.0, "q"), ""))
    assert "Not understood: g" in result.lines
    assert "I got up" not in result.out


def test_the_next_one_takes_its_turn_and_the_length_is_not_kept(shell: Shell) -> None:
    first = shell(*BREAK, "--seconds", "180")
    assert "Routine: Stand and move, 7 steps, 3:05" in first.lines
    second = shell(*BREAK)
    assert "Routine: Stand and move, 5 steps, 2:05" in second.lines
    assert "Now: Up you get. Stand and look at something far away. Let your arms hang loose" in second.lines
    assert "As last time" not in second.out


def test_after_the_check_neck_turns_are_among_them(shell: Shell) -> None:
    chosen = (*BREAK, "--turn", "2")
    assert "Turn your head" not in shell(*chosen).out
    shell.pass_check()
    assert "Now: Up you get. Turn your head slowly left, then right, only as far as is easy" in shell(*chosen).lines


def test_an_unfinished_session_waits_until_after_the_break(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(Run, "extend", gone)
        assert shell("run", "calm-breathing", "--plain", keys=("", (20.0, "+"))).code == 1
    monkeypatch.setattr(SessionLocks, "held", lambda *_: False)  # its lock died with it
    result = shell(*BREAK, keys=((300.0, ""),), stays=True)
    assert result.code == 0
    assert "Unfinished" not in result.out
    assert "Unfinished: Calm breathing" in shell("run", "posture-check", "--plain").out


def test_an_urgent_lock_holds_it(shell: Shell) -> None:
    answers = shell.file('answers: {night-pain: "yes"}')
    assert shell("check", "--answers", answers).code == 3
    result = shell(*BREAK)
    assert result.code == 3
    assert "Card: Speak to a doctor or nurse today." in result.lines


def test_the_timeline_keeps_its_shape(shell: Shell) -> None:
    plan = json.loads(shell("timeline", "movement-break", "--seconds", "204", "--turn", "3", "--json").out)
    assert plan["seconds"] == 209 == sum(segment["seconds"] for segment in plan["segments"])
    assert [segment["kind"] for segment in plan["segments"]] == ["prepare", *["move"] * 6, "check"]
    assert {segment["technique"] for segment in plan["segments"]} == {"movement-break"}
    (listed,) = [r for r in json.loads(shell("routines", "--json").out) if r["id"] == "movement-break"]
    assert (listed["seconds"], listed["techniques"]) == (125, ["movement-break"])


@pytest.mark.parametrize(
    ("argv", "mend"),
    [
        (("movement-break", "--seconds", "5"), "Choose from 60 to 600."),
        (("movement-break", "--turn", "-2"), "Choose 0 or more."),
        (("cat-cow", "--seconds", "90"), "Leave --seconds out."),
        (("movement-break", "--turn", "x"), "Give a whole number."),
    ],
)
def test_what_means_nothing_is_refused_in_one_line(shell: Shell, argv: tuple[str, ...], mend: str) -> None:
    result = shell("run", *argv, "--plain")
    assert result.code == 2
    assert result.err.endswith(f"{mend}\n")
    assert len(result.err.splitlines()) == 1


def test_a_break_under_a_lock_shows_the_card_and_opens_nothing(shell: Shell) -> None:
    with Outside(shell.clock).house() as house:
        house.coach.checks.volunteer({"night-pain": Answer.YES})
    locked = shell("break")
    assert locked.code == 3
    assert "Card: Speak to a doctor or nurse today." in locked.lines
    assert "Opening the break." not in locked.out
    drink = shell("break", "drink")
    assert (drink.code, drink.err) == (1, "coach: Nobody keeps the reminders now. Start them with: coach remind\n")
