"""Cards in lines of text: who can help, "I have been seen", the summary, and the card that comes again."""

from __future__ import annotations

import json
import shlex
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Shell, kept

NIGHT = 'answers: {night-pain: "yes"}\nothers: "no"\n'
CLEAN = 'others: "no"\n'
AGAIN = "First: it is time to get this seen. This card comes at each start until you have been."


def overdue(shell: Shell, answers: str = NIGHT) -> None:
    """A sign that was to be seen within a day, two days ago, and today's check passed."""
    shell("check", "--answers", shell.file(answers))
    shell.clock.advance(48 * 3600)
    shell("check", "--answers", shell.file(CLEAN))


def test_a_card_says_who_can_help_and_what_they_may_do(shell: Shell) -> None:
    lines = shell("check", "--answers", shell.file(NIGHT)).lines
    who = [line for line in lines if line.startswith("Who can help: ")]
    assert [line.split(": ")[1] for line in who] == ["Doctor", "Nurse"]
    assert "Note: No clinician has reviewed these rules." in lines
    assert any(line.startswith("Still open: ") for line in lines)


def test_the_command_for_having_been_seen_works_with_two_words_filled_in(shell: Shell) -> None:
    lines = shell("check", "--answers", shell.file(NIGHT)).lines
    (line,) = [line for line in lines if line.startswith("I have been seen: ")]
    shell.clock.advance(60)
    words = shlex.split(line.removeprefix("I have been seen: coach "))
    result = shell(*["Dr Hill" if word == "NAME" else "all" if word == "WHAT-THEY-ALLOW" else word for word in words])
    assert "Nothing is up now." in result.out


# --- the summary --------------------------------------------------------------------------------------------------


def test_the_summary_is_a_file_of_its_owner_alone(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "take-along.txt"
    shell("log", "about", "--emergency-number", "112")
    result = shell("check", "--answers", shell.file('answers: {chest-pain: "yes"}\n'), "--summary", str(path))
    assert result.code == 3
    assert f"Summary: {path}" in result.lines
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text("utf-8")
    assert text.startswith("Coach, 2026-03-02 09:00\nStop. Get help now. Act now.\n")
    assert "Your emergency number: 112\n" in text
    assert text.endswith("No clinician has reviewed these rules.\n")


def test_a_summary_is_never_written_over_a_file_and_that_is_said_before_anything_is_asked(
    shell: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear aunt", "utf-8")
    result = shell("check", "--answers", shell.file(NIGHT), "--summary", str(path))
    assert result.code == 2
    assert result.err == f"coach: {path} is there already, and stays as it is. Give a new name.\n"
    assert path.read_text("utf-8") == "Dear aunt"
    assert kept(shell, "check") == []


def test_into_a_folder_each_summary_is_a_new_file(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "doctor"
    folder.mkdir()
    shell("check", "--answers", shell.file(NIGHT))
    for _ in range(2):
        shell("check", "--summary", str(folder))
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["coach-summary-2026-03-02-2.txt", "coach-summary-2026-03-02.txt"]


def test_with_nothing_up_there_is_no_summary(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "none.txt"
    result = shell("check", "--answers", shell.file(CLEAN), "--summary", str(path))
    assert result.code == 0
    assert "Nothing is up" in result.err
    assert not path.exists()


def test_beside_json_stdout_stays_one_document(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "take-along.txt"
    result = shell("check", "--json", "--answers", shell.file(NIGHT), "--summary", str(path))
    assert json.loads(result.out)["flags"] == ["night-pain"]
    assert path.exists()


def test_a_summary_that_can_not_be_written_is_one_line(shell: Shell, tmp_path: Path) -> None:
    shell("check", "--answers", shell.file(NIGHT))
    result = shell("check", "--summary", str(tmp_path / "no" / "such" / "folder.txt"))
    assert result.code == 1
    assert result.err.startswith("coach: The summary can't be written to ")
    assert len(result.err.splitlines()) == 1


# --- the time to act has passed -----------------------------------------------------------------------------------


def test_a_run_begins_with_the_card_though_the_routine_is_open(shell: Shell) -> None:
    overdue(shell)
    result = shell("run", "calm-breathing", "--plain", "--rehearse", "1000")
    assert result.code == 0
    assert result.lines[0] == AGAIN
    assert result.lines[1].startswith("Card: ")
    assert "All finished" in result.out


def test_where_it_is_locked_the_card_is_not_shown_twice(shell: Shell) -> None:
    overdue(shell)
    result = shell("run", "cat-cow", "--plain")
    assert result.code == 3
    assert sum(line.startswith("Card: ") for line in result.lines) == 1
    assert "Locked: the card above says why, and what to do first." in result.lines


def test_a_check_that_asks_begins_with_the_card(shell: Shell) -> None:
    overdue(shell)
    assert shell("check", "--again", keys=("n",)).lines[0] == AGAIN
    assert AGAIN not in shell("check").lines, "nothing is asked, and the card comes anyway"


@pytest.mark.parametrize(("command", "lines"), [("routines", 1), ("routines --json", 0), ("check --json", 0)])
def test_a_listing_says_it_in_one_line_and_a_document_not_at_all(shell: Shell, command: str, lines: int) -> None:
    overdue(shell)
    result = shell(*command.split())
    assert result.err.count("time to get something seen") == lines
    assert AGAIN not in result.out


def test_after_a_visit_or_before_its_time_there_is_no_card_again(shell: Shell) -> None:
    shell("check", "--answers", shell.file(NIGHT))
    assert AGAIN not in shell("run", "calm-breathing", "--plain", "--rehearse", "1000").out
    overdue(shell)
    shell("log", "visit", "--flag", "night-pain", "--who", "Dr Hill", "--fine", "all")
    assert AGAIN not in shell("run", "calm-breathing", "--plain", "--rehearse", "1000").out
    assert shell("routines").err == ""


def test_after_a_visit_that_opened_only_a_part_the_card_does_not_come_again(shell: Shell) -> None:
    overdue(shell)
    shell("log", "visit", "--flag", "night-pain", "--who", "Dr Hill", "--fine", "heat")
    result = shell("run", "calm-breathing", "--plain", "--rehearse", "1000")
    assert (result.code, AGAIN in result.out) == (0, False)
    assert "night-pain" in json.loads(shell("check", "--json").out)["flags"]


# --- the words ----------------------------------------------------------------------------------------------------

MENINGES = 'answers: {fever-or-chills: "yes", neck-too-stiff: "yes", pregnant: "not-sure"}\nothers: "no"\n'


def test_no_line_of_a_card_holds_an_id_but_the_commands_to_copy(shell: Shell) -> None:
    out = shell("check", "--answers", shell.file(MENINGES)).lines
    told = [line for line in out if not line.startswith(("I have been seen: ", "It was a slip: "))]
    assert not [line for line in told if "fever-or" in line or "neck-too" in line or "urgent-same" in line]
    because = [line for line in out if line.startswith("Because: ")]
    assert because[0].endswith('chin on your chest?" Stop. Get help now. Act now.')
    assert any(line.endswith("Speak to a doctor or nurse today. Act within 24 hours.") for line in because)


def test_an_emergency_says_nothing_of_the_check(shell: Shell) -> None:
    result = shell("check", keys=("1", "y"))
    assert "Card: Stop. Get help now." in result.lines
    assert "not finished" not in result.out + result.err
    assert result.err == ""
    assert result.code == 3
    assert "not finished" not in shell("run", "cat-cow", "--plain").out
    assert "not finished" not in shell("routines").out


def test_sources_are_told_when_they_are_asked_for(shell: Shell) -> None:
    shell("check", "--answers", shell.file(NIGHT))
    (hint,) = [line for line in shell("check").lines if line.startswith("Where it comes from: ")]
    assert hint == "Where it comes from: coach check --sources"
    titles = [line for line in shell("check", "--sources").lines if line.startswith("Where it comes from: ")]
    assert hint not in titles
    assert any("Back Knot" in line for line in titles)


def test_the_summary_names_the_complaint_its_days_and_each_answer(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "take-along.txt"
    shell("log", "episode", "knot", "--area", "lower-back")
    shell("log", "pain", "6", "--area", "lower-back")
    shell("check", "--answers", shell.file('answers: {night-pain: "not-sure"}\nothers: "no"\n'), "--summary", str(path))
    text = path.read_text("utf-8")
    assert "- Knot, lower back, since 2026-03-02. Pain 6 on 2026-03-02." in text
    assert '- 2026-03-02: "Is the pain worse at night, most nights?" Answer: not sure.' in text


def test_an_entry_under_an_emergency_sends_nobody_to_the_check(shell: Shell) -> None:
    assert "Next: coach check" in shell("log", "pain", "8", "--area", "neck").out
    shell("check", "--answers", shell.file('answers: {chest-pain: "yes"}\n'))
    assert "Next: coach check" not in shell("log", "pain", "9", "--area", "neck").out
