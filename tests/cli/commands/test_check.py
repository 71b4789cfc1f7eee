"""The safety check on the command line: asked, answered from a file, and what follows."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from coach.adapters.journal.sqlite import SqliteJournal
from coach.adapters.routines.routine_files import load_library
from coach.core.errors import JournalError
from tests.cli.conftest import Shell, Typist

TECHNIQUES = {technique.id for technique in load_library(None).shipped_techniques}
ALL_NO = ("0",) * 8  # four pages of the day, one of the slow signs, three about the person


def state(shell: Shell) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shell("check", "--json").out)
    return found


def test_before_the_check_it_is_incomplete_and_blocked(shell: Shell) -> None:
    result = shell("check", "--json")
    found = json.loads(result.out)
    assert result.code == 3
    assert found["level"] == "screen-incomplete"
    assert found["headline"] == "Finish the check first."
    assert found["flags"] == []
    assert found["act_within"] is None
    assert found["allowed"] == ["movement-break", "posture-check", "calm-breathing", "hydration-check"]
    assert {*found["allowed"], *found["blocked"]} == TECHNIQUES


@pytest.mark.parametrize("answer", ["chest-pain", "night-pain", "raynauds", "diabetes", ""])
def test_the_documents_of_check_and_assess_have_the_same_shape(shell: Shell, answer: str) -> None:
    answers = f'answers: {{{answer}: "yes"}}\n' if answer else ""
    shell("check", "--answers", shell.file(f'{answers}others: "no"\n'))
    checked = state(shell)
    assessed = json.loads(shell("assess", "--json", shell.file(answers, "case.yaml")).out)
    for found in (checked, assessed):
        assert set(found) >= {"level", "flags", "allowed", "blocked", "headline", "act_within"}
        assert sorted([*found["allowed"], *found["blocked"]]) == sorted(TECHNIQUES)
    same = ("level", "flags", "allowed", "blocked", "headline", "act_within")
    assert {name: checked[name] for name in same} == {name: assessed[name] for name in same}


@pytest.mark.parametrize("routine", ["neck-knot-desk", "shoulder-blade-knot", "moist-heat", "cold-pack", "bridge"])
def test_on_a_first_day_one_file_answers_all_that_a_run_asks(shell: Shell, routine: str) -> None:
    result = shell("run", routine, "--plain", "--rehearse", "1000", "--answers", shell.file('others: "no"\n'))
    assert (result.code, result.err) == (0, "")
    assert "Rehearsal over" in result.out


def test_an_unsafe_answer_about_a_technique_is_obeyed_in_the_same_go(shell: Shell) -> None:
    answers = shell.file('answers: {cold-on-bare-skin: "no"}\nothers: "no"\n')
    result = shell("run", "cold-pack", "--plain", "--answers", answers)
    assert result.code == 3
    assert "Card: " in result.out


def test_no_to_everything_passes(shell: Shell) -> None:
    result = shell("check", keys=ALL_NO)
    assert result.code == 0
    assert "Check: Good to go." in result.out
    assert state(shell)["level"] == "self-care"
    assert set(state(shell)["allowed"]) == TECHNIQUES


def test_every_page_lists_the_line_of_each_question(shell: Shell) -> None:
    out = shell("check", keys=ALL_NO).out
    assert "Check: So that nothing is pressed or stretched that a doctor should see first." in out
    assert "1 of 8, Today:" in out
    assert "  3 both legs hurting, tingling, numb or weak" in out
    assert "  1 lost control of pee or poo, even a little" in out
    assert "  0 None of these" in out
    assert "Question: 0, or the numbers that are so: 2 5, ?3" in out


def test_yes_to_an_emergency_ends_the_questions_with_the_card(shell: Shell) -> None:
    result = shell("check", keys=("2", "y", "0", "0"))
    assert result.code == 3
    assert "Card: Stop. Get help now." in result.out
    assert "2 of 8, Today:" not in result.out
    assert state(shell)["level"] == "emergency-now"
    assert state(shell)["allowed"] == []


def test_not_sure_counts_as_yes_and_words_that_mean_nothing_are_asked_again(shell: Shell) -> None:
    result = shell("check", keys=("0", "0", "what?", "9", "n", "?5", *ALL_NO[3:], "maybe", "u"))
    assert result.out.count("Not understood: type 0, or numbers from 1 to 6, like 2 5, ?3.") == 3
    assert "Not understood: answer y, n or u" in result.out
    assert state(shell)["flags"] == ["night-pain"]
    assert state(shell)["act_within"] == 24


def test_several_lines_are_marked_at_once_and_each_has_its_question_at_the_end(shell: Shell) -> None:
    result = shell("check", keys=("5, 6", *ALL_NO[1:], "n", "y"))
    asked = [line for line in result.lines if line.startswith("Question: ") and line.endswith("?")]
    assert [line for line in asked if "walk" in line or "give way" in line]
    assert state(shell)["flags"] == ["walking-trouble"]


def test_a_list_comes_again_after_an_emergency_that_is_not_so_with_its_marks(shell: Shell) -> None:
    result = shell("check", keys=("1 6", "n", "", *ALL_NO[1:], "y"))
    assert "  6 harder to walk than before (marked)" in result.out
    assert "Question: Enter to go on with what is marked, or more numbers" in result.out
    assert state(shell)["flags"] == ["walking-trouble"]


def test_none_of_these_does_not_wipe_a_mark(shell: Shell) -> None:
    result = shell("check", keys=("1 6", "n", "0", "", *ALL_NO[1:], "y"))
    assert "A line is marked. Press Enter to go on with it, or b to go back." in result.out
    assert state(shell)["flags"] == ["walking-trouble"]


def test_a_none_that_came_too_fast_at_a_terminal_is_asked_again(shell: Shell) -> None:
    result = shell("check", keys=((0.5, "0"), (0.6, "0"), (9.0, "0")), tty=True)
    assert result.out.count("That was quick. Read the list, then answer.") == 2
    assert "2 of 8, Today:" in result.out


def test_b_goes_back(shell: Shell) -> None:
    shell("check", keys=("0", "b", *ALL_NO))
    assert state(shell)["level"] == "self-care"


def test_a_no_if_is_shown_as_answer_no_if(shell: Shell) -> None:
    out = shell("check", keys=("6", *ALL_NO[1:], "n")).out
    assert "Answer no if a doctor has checked it and it has not changed since." in out


def test_answers_that_stop_half_way_are_incomplete_but_a_yes_stays(shell: Shell) -> None:
    result = shell("check", keys=("6", "0"))
    assert result.code == 3
    assert "coach check" in result.err
    found = state(shell)
    assert found["flags"]
    assert found["check_due"]


def test_with_no_keyboard_a_due_check_is_3_and_names_the_command(shell: Shell) -> None:
    result = shell("check")
    assert result.code == 3
    assert "coach check" in result.err


def test_a_check_that_is_not_due_is_not_asked_again_unless_wanted(shell: Shell) -> None:
    shell.pass_check()
    assert "1 of " not in shell("check", keys=ALL_NO).out
    assert shell("check").code == 0
    assert "1 of 1, Today:" in shell("check", "--again", keys=("0",)).out


def test_the_day_after_a_clean_full_check_one_screen_serves(shell: Shell) -> None:
    shell.pass_check()
    shell.clock.advance(timedelta(days=1).total_seconds())
    result = shell("check", keys=("0",))
    assert result.code == 0
    assert "1 of 1, Today:" in result.out


def test_the_check_has_to_be_passed_again_the_next_day(shell: Shell) -> None:
    shell.pass_check()
    shell.clock.advance(timedelta(days=1).total_seconds())
    assert state(shell)["level"] == "screen-incomplete"


def test_a_written_check_passes_with_others_no(shell: Shell) -> None:
    result = shell("check", "--answers", shell.file('others: "no"'), "--json")
    assert result.code == 0
    assert json.loads(result.out)["level"] == "self-care"


def test_a_written_check_with_gaps_is_incomplete(shell: Shell) -> None:
    answers = shell.file('answers: {night-pain: "no"}\nunanswered: [chest-pain]\nothers: "no"\n')
    result = shell("check", "--answers", answers, "--json")
    assert result.code == 3
    assert json.loads(result.out)["level"] == "screen-incomplete"


def test_two_signs_together_are_more_than_each_alone(shell: Shell) -> None:
    answers = shell.file('answers: {fever-or-chills: "yes", lasting-headache: "not-sure"}\nothers: "no"\n')
    result = shell("check", "--answers", answers, "--json")
    found = json.loads(result.out)
    assert found["level"] == "emergency-now"
    assert "meningitis-cluster" in found["flags"]
    assert found["act_within"] == 0


def test_an_unsafe_answer_is_recorded_and_obeyed_when_nothing_is_due(shell: Shell) -> None:
    shell.pass_check()
    result = shell("check", "--answers", shell.file('answers: {night-pain: "yes"}\n'), "--json")
    assert result.code == 3
    assert json.loads(result.out)["flags"] == ["night-pain"]


def test_the_question_whose_safe_answer_is_yes_is_read_that_way(shell: Shell) -> None:
    shell.pass_check()
    shell("check", "--answers", shell.file('answers: {cold-on-bare-skin: "yes"}\n'))
    assert state(shell)["flags"] == []
    shell("check", "--answers", shell.file('answers: {cold-on-bare-skin: "no"}\n'))
    found = state(shell)
    assert found["flags"] == ["cold-on-bare-skin"]
    assert found["level"] == "caution"
    assert found["blocked"] == ["cold-pack"]


def test_a_caution_is_exit_0_and_above_it_3(shell: Shell) -> None:
    shell.pass_check()
    assert shell("check", "--answers", shell.file('answers: {raynauds: "yes"}\n')).code == 0
    assert shell("check", "--answers", shell.file('answers: {night-pain: "yes"}\n')).code == 3


def test_a_visit_opens_what_it_says_is_fine(shell: Shell) -> None:
    shell("check", "--answers", shell.file('answers: {night-pain: "yes"}\nothers: "no"\n'))
    shell.clock.advance(60)
    half = shell("log", "visit", "--flag", "night-pain", "--who", "Dr Hill", "--fine", "stretch")
    assert half.code == 0
    assert 'Still up: Your answer to: "Is the pain worse at night, most nights?" It locks' in half.out
    shell.clock.advance(60)
    whole = shell("log", "visit", "--flag", "night-pain", "--who", "Dr Hill", "--fine", "all")
    assert "Nothing is up now." in whole.out
    assert state(shell)["level"] == "self-care"


def test_the_card_says_what_to_do_first_and_never_what_it_might_be(shell: Shell) -> None:
    answers = shell.file('answers: {bladder-bowel-loss: "yes", night-pain: "yes"}\nothers: "no"\n')
    out = shell("run", "cat-cow", "--plain", "--answers", answers).lines
    card = out[out.index("Card: Stop. Get help now.") :]
    assert card[1].startswith("Do first: ")
    assert card[2] == "When: now"
    assert card[3].startswith("Because: Your answer to:")
    assert card[4] == "And 1 more: coach check"
    assert card[5].startswith("Still open: ")
    assert any(line.startswith("I have been seen: coach log visit --flag") for line in card)
    assert card[-1] == "Note: No clinician has reviewed these rules."
    for illness in ("cauda", "tumour", "cancer", "infection", "meningitis"):
        assert illness not in "\n".join(line for line in card if not line.startswith("Where it comes from")).lower()


def test_a_check_that_can_not_be_written_still_warns(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise JournalError("The disk is full.", "Make room.")

    monkeypatch.setattr(SqliteJournal, "append", full)
    result = shell("check", keys=("1", "y"))
    assert result.code == 1
    assert "Card: Stop. Get help now." in result.out
    assert result.err == "coach: The disk is full. Make room.\n"


def test_ctrl_c_in_the_check_keeps_a_yes(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    wait = Typist.wait

    def stopped(self: Typist, seconds: float | None = None) -> str | None:
        line = wait(self, seconds)
        if line == "^C":
            raise KeyboardInterrupt
        return line

    monkeypatch.setattr(Typist, "wait", stopped)
    assert shell("check", keys=("0", "0", "5", "^C")).code == 130
    assert state(shell)["flags"] == ["night-pain"]


def test_what_is_open_is_said_in_short_where_nearly_all_is(shell: Shell) -> None:
    shell.pass_check()
    (line,) = [each for each in shell("check").lines if each.startswith("Open: ")]
    assert line == "Open: all of it" or line.startswith("Open: all but ")
