"""Wrong use: one clear line on stderr that names the thing and the mend, exit code 2, nothing written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

REMINDERS = [
    ("pause soon", "Write it as 10m, 1h or 1h30"),
    ("pause until 25:00", "coach pause until 14:00"),
    ("snooze -5", "Write it as 10m, 1h or 1h30"),
    ("pause -5m", "'-5m' lies in the past. Write it as 10m, 1h or 1h30"),
    ("pause \u22125m", "lies in the past"),
    ("busy -5m", "'-5m' lies in the past"),
    ("pause 0m", "'0m' is no time at all"),
    ("pause 999h", "'999h' is too long"),
    ("snooze a week", "coach snooze --help"),
    ("busy 0", "Write it as 10m, 1h or 1h30"),
    ("pause", "This is missing: TIME"),
    ("busy", "This is missing: LENGTH"),
    ("break dance", "movement, desk, drink"),
    ("remind --rehearse 0", "1 to 1000"),
    ("autostart explode", "install, remove, status"),
]
WRONG = [
    ("rutines", "Did you mean 'routines'?"),
    ("show bridg", "Did you mean 'bridge'"),
    ("show nothing-like-it-at-all", "coach routines"),
    ("show", "This is missing: ID"),
    ("timeline cat-cow --area nek", "Did you mean 'neck'?"),
    ("timeline cat-cow --area neck", "upper-back"),
    ("timeline cat-cow --side lft", "Did you mean 'left'?"),
    ("timeline cat-cow --dose hi", "There is no dose 'hi'"),
    ("timeline cat-cow --minutes 0", "1 to 240"),
    ("timeline cat-cow --minutes 241", "1 to 240"),
    ("timeline cat-cow --minutes five", "Give a whole number"),
    ("timeline moist-heat --minutes 1", "16 min at least"),
    ("timeline ball-compression --spots 4", "1 to 3"),
    ("timeline cat-cow --spots 2", "Leave --spots out"),
    ("timeline ball-compression --variant flor-ball", "Did you mean 'floor-ball'?"),
    ("timeline cat-cow --variant x", "Leave --variant out"),
    ("timeline cat-cow --loud", "--loud"),
    ("run cat-co --plain", "Did you mean 'cat-cow'"),
    ("run cat-cow --plain --rehearse 0", "1 to 1000"),
    ("run cat-cow --plain --rehearse 1001", "1 to 1000"),
    ("run cat-cow --plain --rehearse fast", "1 to 1000"),
    ("run cat-cow --plain --rehearse nan", "1 to 1000"),
    ("routines --area xyz", "Choose from: neck"),
    ("routines --position sitt", "Did you mean 'sit'?"),
    ("routines --equipment bal", "There is no equipment 'bal'"),
    ("schema rutine", "Did you mean 'routine'?"),
    ("log", "KIND"),
    ("log visit", "--flag"),
    ("log visit --flag chest-pian --who X", "Did you mean 'chest-pain'?"),
    ("log visit --flag chest-pain --who X --fine het", "Did you mean 'heat'?"),
    ("log visit --flag chest-pain --who X --on 31.12.2025", "Write it as 2026-03-02"),
    ("log visit --flag chest-pain --who X --on 2027-01-01", "in the future"),
    *REMINDERS,
]


@pytest.mark.parametrize(("command", "mend"), WRONG, ids=[command for command, _ in WRONG])
def test_wrong_use_is_one_line_with_the_mend(shell: Shell, command: str, mend: str) -> None:
    result = shell(*command.split())
    assert result.code == 2
    assert result.out == ""
    assert len(result.err.splitlines()) == 1
    assert result.err.startswith("coach: ")
    assert mend in result.err


def test_wrong_use_writes_no_fact_and_no_letter(shell: Shell, coach_home: Path) -> None:
    for command, _ in (*WRONG[:12], *REMINDERS):
        shell(*command.split())
    assert not coach_home.exists()


def test_a_missing_routine_file_is_named(shell: Shell) -> None:
    result = shell("validate", "nowhere.yaml")
    assert result.code == 2
    assert result.err == "nowhere.yaml:1:1: There is no such file. Check the name.\n"


def test_validate_names_every_fault_at_its_place_and_at_most_twenty(shell: Shell) -> None:
    wrong = shell.file("id: x\nname: X\nclass: stretch\n" + "".join(f"key{n}: 1\n" for n in range(30)), "x.yaml")
    result = shell("validate", wrong)
    assert result.code == 2
    lines = result.err.splitlines()
    assert len(lines) == 21
    assert lines[-1].endswith(" more.")
    assert all(line.startswith(f"{wrong}:") for line in lines[:-1])


def test_validate_says_which_files_are_fine(shell: Shell) -> None:
    result = shell("validate", "routines/bridge.yaml", "routines/desk-reset.yaml")
    assert result.code == 0
    assert result.lines == ["routines/bridge.yaml: no faults", "routines/desk-reset.yaml: no faults"]


def test_a_broken_file_of_the_person_is_told_and_keeps_nothing_from_loading(shell: Shell, coach_home: Path) -> None:
    (coach_home / "routines").mkdir(parents=True)
    (coach_home / "routines" / "mine.yaml").write_text("id: [\n")
    result = shell("routines")
    assert result.code == 0
    assert "cat-cow" in result.out
    assert "mine.yaml:" in result.err


BAD_ANSWERS = """\
answers:
  chest-pain: yes
  foot: "maybe"
  meningitis-cluster: "no"
  in-session-dizzy: "no"
  night-pain: true
unanswered: [night-pain, chest-pian]
others: no
extra: 1
"""


@pytest.mark.parametrize("command", ["check --answers {}", "run cat-cow --plain --answers {}"])
def test_every_fault_of_an_answer_file_is_told_and_nothing_is_recorded(
    shell: Shell, command: str, coach_home: Path
) -> None:
    file = shell.file(BAD_ANSWERS, "bad.yaml")
    result = shell(*command.format(file).split())
    assert result.code == 2
    assert [line.removeprefix(file).split(": ")[0] for line in result.err.splitlines()] == [
        ":2:15",
        ":3:3",
        ":3:9",
        ":4:3",
        ":5:3",
        ":6:15",
        ":7:14",
        ":7:26",
        ":8:9",
        ":9:1",
    ]
    assert "Did you mean 'chest-pain'?" in result.err
    assert shell("check", "--json").out.count("chest-pain") == 0


@pytest.mark.parametrize(
    "text", ["", "[]", "just words", "answers: [chest-pain]", "unanswered: chest-pain", 'others: "yes"', "a: [1"]
)
def test_an_answer_file_of_the_wrong_shape_is_refused(shell: Shell, text: str) -> None:
    result = shell("check", "--answers", shell.file(text))
    assert result.code == 2
    assert len(result.err.splitlines()) == 1


def test_an_answer_file_that_is_not_there_is_refused(shell: Shell) -> None:
    result = shell("check", "--answers", "nowhere.yaml")
    assert result.code == 2
    assert "no such file" in result.err


def test_a_pain_of_eleven_is_refused_and_asked_again(shell: Shell) -> None:
    shell.pass_check()
    result = shell("run", "cat-cow", "--plain", keys=("11", "-1", "4.5", "3"))
    assert result.code == 0
    assert result.out.count("Give a whole number from 0 to 10.") == 3
    assert '"pain_before": 3' in shell("history", "--json").out


def test_a_record_that_can_not_be_opened_locks_and_says_so(shell: Shell, coach_home: Path) -> None:
    (coach_home / "journal.db").mkdir(parents=True)
    result = shell("run", "cat-cow", "--plain", "--rehearse", "1000")
    assert result.code == 3
    assert "journal.db is a folder" in result.err
    listed = shell("routines", "--json")
    assert listed.code == 0
    assert '"locked": false' not in listed.out
    assert shell("history").code == 1


def test_wrong_settings_are_told_and_the_usual_ones_serve(shell: Shell, coach_home: Path) -> None:
    coach_home.mkdir()
    (coach_home / "settings.yaml").write_text("thème: dark\n", encoding="utf-8")
    result = shell("timeline", "cat-cow")
    assert result.code == 0
    assert "settings.yaml:1:1" in result.err


def test_a_fault_of_ours_is_one_line_too(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("coach.cli.commands.history.history", broken)
    result = shell("history")
    assert result.code == 1
    assert result.err.startswith("coach: A fault in coach: ZeroDivisionError: oh.")
    assert len(result.err.splitlines()) == 1


def test_a_missing_part_is_named(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "coach.cli.commands.history", None)
    result = shell("history")
    assert result.code == 1
    assert result.err == "coach: A part that coach needs is missing: coach.cli.commands.history. Install coach again.\n"


def test_ctrl_c_is_130_and_silent(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("coach.cli.commands.history.history", stopped)
    assert shell("history").code == 130


def test_a_record_that_can_not_be_opened_is_told_once(shell: Shell, coach_home: Path) -> None:
    (coach_home / "journal.db").mkdir(parents=True)
    answers = shell.file('others: "no"\n')
    for command in ("history", "history --json", f"check --answers {answers}", "check", "run cat-cow --plain"):
        result = shell(*command.split())
        assert result.code == (3 if command in {"check", "run cat-cow --plain"} else 1)
        assert result.err.count("\n") == 1
        assert "is a folder" in result.err


def test_where_the_record_can_not_be_read_nobody_is_sent_to_a_check_that_can_not_be_kept(
    shell: Shell, coach_home: Path
) -> None:
    (coach_home / "journal.db").mkdir(parents=True)
    for command in ("check", "run cat-cow --plain", "run calm-breathing --plain"):
        result = shell(*command.split())
        assert "coach check" not in result.out + result.err
        assert "Locked for now." in result.out
        assert "is a folder" in result.out


@pytest.mark.parametrize(
    ("named", "why"), [("~nobody-of-this-name/coach", "no such person"), ("x" * 5000, "too long for a name")]
)
def test_a_home_that_can_not_be_is_one_clear_line(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, named: str, why: str
) -> None:
    monkeypatch.setenv("COACH_HOME", named)
    for command in ("routines", "run calm-breathing --plain", "doctor", "validate x.yaml"):
        result = shell(*command.split())
        assert result.code == 2
        assert result.out == ""
        assert result.err.count("\n") == 1
        assert result.err.startswith("coach: COACH_HOME is ")
        assert why in result.err
        assert len(result.err) < 200


def test_one_fault_is_not_called_faults(shell: Shell, coach_home: Path) -> None:
    (coach_home / "routines").mkdir(parents=True)
    (coach_home / "routines" / "mine.yaml").write_text("id: [\n")
    assert shell("routines").err.startswith("coach: A fault in your own files: ")


def test_doctor_stands_before_a_folder_that_may_not_be_looked_into(
    shell: Shell, coach_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exists = Path.exists

    def shut(self: Path, **more: bool) -> bool:
        if self.parent == coach_home:
            raise PermissionError(13, "Permission denied")
        return exists(self, **more)

    monkeypatch.setattr(Path, "exists", shut)
    result = shell("doctor")
    assert "fault in coach" not in result.err
    assert "folders" in result.out
