"""The way of a routine: plan, rating, check, door, session, rating; and what was left unfinished."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import coach.tui.app
from coach.adapters.folders import folders
from coach.adapters.processes.locks import SessionLocks
from coach.adapters.settings.settings_file import load_settings
from coach.cli.outside import Outside
from coach.core.session.run import Run
from coach.core.session.tick import Tick
from coach.core.settings import Settings
from coach.core.vocabulary import Answer
from tests.cli.conftest import Shell, kept, said


def history(shell: Shell) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(shell("history", "--json").out)
    return found


def test_with_no_keyboard_a_due_check_refuses_the_run_and_names_the_command(shell: Shell) -> None:
    result = shell("run", "cat-cow", "--plain")
    assert result.code == 3
    assert result.err == "coach: The safety check of today has to be passed first. Answer it with: coach check\n"
    assert "Question:" not in result.out
    assert history(shell) == []


def test_answers_of_a_file_pass_the_check_that_is_due(shell: Shell) -> None:
    answers = shell.file('others: "no"')
    assert shell("run", "cat-cow", "--plain", "--answers", answers).code == 0
    assert history(shell)[0]["outcome"] == "completed"


def test_answers_with_gaps_do_not_pass_and_nobody_is_asked(shell: Shell) -> None:
    answers = shell.file('answers: {night-pain: "no"}')
    result = shell("run", "cat-cow", "--plain", "--answers", answers, keys=("", "n", "n", "n"))
    assert result.code == 3
    assert "Part 1" not in result.out


def test_an_unsafe_answer_is_obeyed_though_its_question_is_not_due(shell: Shell) -> None:
    shell.pass_check("cat-cow")
    answers = shell.file('answers: {night-pain: "yes"}')
    result = shell("run", "cat-cow", "--plain", "--answers", answers)
    assert result.code == 3
    assert "Card: Speak to a doctor or nurse today." in result.lines
    assert json.loads(shell("check", "--json").out)["flags"] == ["night-pain"]


def test_an_unsafe_answer_holds_even_where_the_routine_needs_no_check(shell: Shell) -> None:
    answers = shell.file('answers: {chest-pain: "yes"}')
    assert shell("run", "calm-breathing", "--plain", "--answers", answers).code == 3


def test_rating_comes_first_then_the_check_then_the_session_then_the_rating(shell: Shell) -> None:
    result = shell("run", "cat-cow", "--plain", keys=("6", *["0"] * 7, (200.0, "4")), stays=True)
    lines = result.lines
    before = lines.index("Question: How strong is the pain now, 0 to 10? Enter skips")
    check = lines.index("1 of 7, Today:")
    step = lines.index("Step 1 of 1: Cat-cow. Get ready")
    after = lines.index("Question: How strong is the pain after it, 0 to 10? Enter skips")
    assert before < check < step < after
    done = history(shell)[0]
    assert (done["pain_before"], done["pain_after"]) == (6, 4)


def test_high_pain_before_asks_the_check_again(shell: Shell) -> None:
    shell.pass_check("cat-cow")
    result = shell("run", "cat-cow", "--plain", keys=((1.0, "8"), (2.0, "0"), ""))
    assert "1 of 1, Today:" in result.out
    assert result.code == 0


def test_pain_that_went_up_shows_the_card_afterwards(shell: Shell) -> None:
    shell.pass_check("cat-cow")
    result = shell("run", "cat-cow", "--plain", keys=("2", (200.0, "5")), stays=True)
    assert "Card: Take care." in result.lines


def test_calm_breathing_needs_no_check(shell: Shell) -> None:
    assert shell("run", "calm-breathing", "--plain").code == 0


def test_locked_techniques_are_left_out_with_the_reason_said(shell: Shell) -> None:
    shell.pass_check("shoulder-blade-knot")
    answers = shell.file('answers: {raynauds: "yes"}')
    result = shell("run", "shoulder-blade-knot", "--plain", "--answers", answers)
    assert result.code == 0
    assert any(line.startswith("Left out: Moist heat. Your answer to:") for line in result.lines)
    assert any(line.startswith("Today: ") for line in result.lines), "the run that is left, and how long it is"
    assert "moist-heat" not in [step["technique"] for step in history(shell)[0]["steps"]]


def test_heat_twice_within_two_hours_is_blocked_with_the_card(shell: Shell) -> None:
    shell.pass_check("moist-heat")
    assert shell("run", "moist-heat", "--plain").code == 0
    result = shell("run", "moist-heat", "--plain")
    assert result.code == 3
    assert "Card: Enough for now." in result.lines
    assert "the skin needs 120 min between two" in result.out


def test_what_was_chosen_is_kept_for_the_next_time_and_said(shell: Shell) -> None:
    shell.pass_check("neck-stretch")
    shell("run", "neck-stretch", "--plain", "--side", "left")
    again = shell("run", "neck-stretch", "--plain")
    assert "Note: As last time: side left" in again.lines
    assert "right" not in " ".join(line for line in again.lines if "side" in line)
    assert "As last time" not in shell("timeline", "neck-stretch", "--fresh").out


def test_a_dose_of_the_persons_own_file_is_brought_to_the_cap_and_said(shell: Shell, coach_home: Path) -> None:
    home = coach_home / "routines"
    home.mkdir(parents=True)
    (home / "mine.yaml").write_text(
        "id: long-stretch\nname: Long stretch\nclass: stretch\nareas: [lower-back]\nposition: [sit]\n"
        "dose: {hold: 600, reps: 1}\nsteps: [Sit tall.]\n"
    )
    shell.pass_check("long-stretch")
    out = shell("run", "long-stretch", "--plain", "--rehearse", "1000").out
    assert "Note: long-stretch: hold 600 is over the limit, 30 is used." in out


@pytest.mark.parametrize(("answer", "rests"), [("y", False), ("a", False), ("n", True), ("it hurt more", True)])
def test_a_spot_that_did_not_ease_rests_for_the_day(shell: Shell, answer: str, rests: bool) -> None:
    shell.pass_check("ball-compression")
    result = shell("run", "ball-compression", "--plain", keys=("", (200.0, answer), ""), stays=True)
    assert result.code == 0
    assert ("Noted: no more Ball press and hold today." in result.lines) is rests
    assert ("ball-compression" in json.loads(shell("check", "--json").out)["blocked"]) is rests


# --- unfinished -------------------------------------------------------------------------------------------------------


def crash(shell: Shell, monkeypatch: pytest.MonkeyPatch, at: float = 10.0) -> None:
    """A session that the program goes away from, without a word to the record."""

    def gone(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(Run, "extend", gone)
        assert shell("run", "lower-back-short", "--plain", keys=("", (at, "+"))).code == 1
    monkeypatch.setattr(SessionLocks, "held", lambda *_: False)  # its lock died with it


def test_an_unfinished_session_is_offered_and_can_be_resumed(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.pass_check("cat-cow")
    crash(shell, monkeypatch, 40.0)
    result = shell("run", "cat-cow", "--plain", keys=("r", (200.0, "")))
    assert result.code == 0
    assert any(line.startswith("Unfinished: Lower back, short") for line in result.lines)
    assert [session["routine"] for session in history(shell)] == ["lower-back-short"]
    assert history(shell)[0]["outcome"] == "completed"


@pytest.mark.parametrize(("answer", "left"), [("c", ["cat-cow", "lower-back-short"]), ("d", ["cat-cow"])])
def test_an_unfinished_session_can_be_closed_or_discarded(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, answer: str, left: list[str]
) -> None:
    shell.pass_check("cat-cow")
    crash(shell, monkeypatch)
    shell("run", "cat-cow", "--plain", keys=(answer, ""))
    assert [session["routine"] for session in history(shell)] == left
    assert None not in [session["outcome"] for session in history(shell)]


def test_an_unfinished_session_is_left_for_later_with_enter_or_nobody_there(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.pass_check("cat-cow")
    crash(shell, monkeypatch)
    assert "Unfinished: Lower back, short" in shell("run", "cat-cow", "--plain").out
    shell("run", "cat-cow", "--plain", keys=("", ""))
    assert [s["outcome"] for s in history(shell) if s["routine"] == "lower-back-short"] == [None]


# --- the full screen --------------------------------------------------------------------------------------------------


def test_without_a_terminal_the_full_screen_is_refused_and_plain_is_named(shell: Shell) -> None:
    result = shell("run", "cat-cow")
    assert result.code == 2
    assert result.err.count("\n") == 1
    assert "--plain" in result.err


def test_on_a_terminal_the_full_screen_gets_everything(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    class App:
        exit_code = 3
        return_code = 0

        def __init__(self, settings: Any, open_editor: Any, open_house: Any, start: Any, *more: Any) -> None:
            self.settings, self.open_editor = settings, open_editor
            seen.append((settings, open_house, start))

        def run(self) -> None:
            """Shows nothing; a setting is changed, and is not saved."""
            self.settings = replace(self.settings, volume=10 + len(seen))
            self.open_editor().take(self.settings)

    monkeypatch.setattr("coach.cli.commands.screen.capable", lambda *_: "")
    monkeypatch.setattr(coach.tui.app, "CoachApp", App)
    assert shell("run", "cat-cow", "--side", "left", "--rehearse", "10").code == 3
    (settings, open_house, start) = seen[0]
    assert isinstance(settings, Settings)
    assert open_house().coach.library.find("cat-cow").id == "cat-cow"
    assert start.routine == "cat-cow"
    assert start.choices.side == "left"
    assert start.rehearse().now().mono == shell.clock.mono
    assert load_settings(folders().settings)[0].volume == 11, "what was not saved is, at the end"
    assert shell().code == 3
    assert seen[1][2] is None
    assert load_settings(folders().settings)[0].volume == 12


def test_a_card_that_blocks_never_says_that_one_can_go_on(shell: Shell) -> None:
    shell.pass_check("moist-heat")
    answers = shell.file('answers: {raynauds: "yes"}\n')
    result = shell("run", "moist-heat", "--plain", "--answers", answers)
    assert result.code == 3
    assert "go on" not in result.out
    assert "Do first: Leave this one out for now." in result.out
    assert "Still open: Ball press" in result.out


def test_what_is_raised_in_another_window_stops_it_with_the_card(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.pass_check("cat-cow")
    pause = Run.pause

    def paused(run: Run) -> Tick:
        tick = pause(run)
        with Outside(shell.clock).house() as elsewhere:
            elsewhere.coach.checks.volunteer({"chest-pain": Answer.YES})
        return tick

    monkeypatch.setattr(Run, "pause", paused)
    keys = ("s", "", "", (8.0, "p"), (9.0, "p"))
    result = shell("run", "cat-cow", "--plain", "--area", "mid-back", keys=keys, tty=True)
    assert result.code == 3
    assert result.lines.index("Stopped: rest now.") < result.lines.index("Card: Stop. Get help now.")
    assert result.lines.count("Card: Stop. Get help now.") == 1
    assert history(shell)[0]["outcome"] == "stopped"


# --- what it is for --------------------------------------------------------------------------------------------------


def test_pain_belongs_to_the_only_area_of_the_routine(shell: Shell) -> None:
    shell.pass_check("neck-rotation")
    shell("run", "neck-rotation", "--plain", keys=("5", (200.0, "3")))
    assert [said(fact)["area"] for fact in kept(shell, "pain")] == ["neck", "neck"]


@pytest.mark.parametrize(("typed", "area"), [("2", "mid-back"), ("mid back", "mid-back"), ("", None)])
def test_where_there_are_several_it_is_asked_at_a_terminal(shell: Shell, typed: str, area: str | None) -> None:
    shell.pass_check("cat-cow")
    result = shell("run", "cat-cow", "--plain", keys=("9", typed, "5", "", (200.0, "3")), tty=True)
    assert result.out.count("Where is it for? 1 upper back, 2 mid back, 3 lower back; Enter leaves it open") == 2
    assert "Not understood: give a number, 1 to 3." in result.lines
    assert [said(fact).get("area") for fact in kept(shell, "pain")] == [area, area]
    again = shell("run", "cat-cow", "--plain", keys=("5", "", (200.0, "3")), tty=True)
    assert ("Where is it for?" in again.out) is (area is None)  # it is kept for the next time


def test_the_end_says_how_often_it_was_and_what_pain_did(shell: Shell) -> None:
    shell.pass_check("neck-rotation")
    first = shell("run", "neck-rotation", "--plain", keys=("5", (200.0, "3")))
    assert first.lines[-1] == "Pain 5, then 3."
    assert shell("run", "neck-rotation", "--plain", keys=("", (200.0, ""))).lines[-1] == "Second time this week."


def test_in_a_pipe_nothing_is_asked_and_no_area_guessed(shell: Shell) -> None:
    shell.pass_check("cat-cow")
    result = shell("run", "cat-cow", "--plain", keys=("5", (200.0, "3")))
    assert "Where is it for?" not in result.out
    assert [said(fact).get("area") for fact in kept(shell, "pain")] == [None, None]


# --- ready ------------------------------------------------------------------------------------------------------------

READY = "Question: Enter to begin, q to go back"
FLOOR = ("run", "ball-compression", "--plain", "--variant", "floor-ball", "--area", "lower-back")


def test_before_it_begins_place_kit_and_cautions_are_said_and_enter_begins(shell: Shell) -> None:
    shell.pass_check("ball-compression")
    lines = shell(*FLOOR, keys=("", "", (30.0, "q")), tty=True).lines
    where = lines.index("Where: lying on your back on the floor")
    assert lines[where + 1] == "Needs: tennis ball, mat"
    assert lines[where + 2].startswith("First: Lying on the back, knees bent, a ball under the muscle beside the lower")
    assert lines[where + 3].startswith("Take care, Ball press and hold: ")
    assert "kidney area" in lines[where + 3]
    assert lines[where + 4] == READY
    assert any(line.startswith("How: ") for line in lines[where + 5 :])
    assert len(json.loads(shell("history", "--json").out)) == 1


def test_whoever_goes_back_has_begun_nothing(shell: Shell) -> None:
    shell.pass_check("ball-compression")
    result = shell(*FLOOR, keys=("", "x", "q"), tty=True)
    assert result.code == 0
    assert result.lines.count(READY) == 2
    assert "Not understood: Enter or q." in result.lines
    assert not any(line.startswith("How: ") for line in result.lines)
    assert shell("history", "--json").out == "[]\n"


@pytest.mark.parametrize(
    ("more", "keys", "tty"),
    [
        ((), ("5",), False),  # lines from a script
        ((), (), False),
        (("--rehearse", "1000"), ("", ""), True),
    ],
)
def test_a_script_nobody_and_a_rehearsal_are_not_kept_waiting(
    shell: Shell, more: tuple[str, ...], keys: tuple[str, ...], tty: bool
) -> None:
    shell.pass_check("ball-compression")
    result = shell(*FLOOR, *more, keys=keys, tty=tty)
    assert result.code == 0
    assert READY not in result.lines
    assert "Ease off slowly. All finished" in result.lines


def test_written_answers_are_not_kept_waiting_and_hear_the_cautions(shell: Shell) -> None:
    answers = shell.file('others: "no"\n')
    result = shell("run", "childs-pose", "--plain", "--answers", answers, keys=("", "", ""), tty=True)
    assert READY not in result.lines
    assert "Take care, Child's pose: Comfortable pull only. Not with knee pain or weak bones." in result.lines


def test_a_break_says_nothing_before_it_begins(shell: Shell) -> None:
    lines = shell("run", "movement-break", "--plain", keys=((5.0, "q"),), tty=True).lines
    assert READY not in lines
    assert not any(line.startswith(("Where: ", "Take care")) for line in lines)
