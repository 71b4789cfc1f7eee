"""`coach validate` of a piece of the settings: what it was taken for, and its faults at their lines."""

from __future__ import annotations

from tests.cli.conftest import Shell

BELOW = "taken for a piece of settings.yaml, what stands there below"


def test_a_piece_without_a_fault_says_what_it_was_taken_for(shell: Shell) -> None:
    file = shell.file("interval_minutes: 30\n", "mine.yaml")
    result = shell("validate", file)
    assert (result.code, result.out, result.err) == (0, f"{file}: no faults; {BELOW} reminders:\n", "")


def test_its_faults_stand_at_their_lines_here_and_it_says_what_it_was_taken_for(shell: Shell) -> None:
    file = shell.file(
        '# hours\nmonday: ["09:00-08:00"]\ntuesday: ["10:00-12:00", "11:00-13:00"]\nmoonday: []\n', "h.yaml"
    )
    result = shell("validate", file)
    assert result.code == 2
    *faults, last = result.err.splitlines()
    assert [fault.removeprefix(f"{file}:").split(":")[0] for fault in faults] == ["4"]
    assert last == f"coach: {file}: {BELOW} reminders: working_hours:"
    mended = shell("validate", shell.file('monday: ["09:00-08:00"]\n', "h.yaml"))
    assert mended.err.startswith(f"{file}:1:")


def test_a_file_called_settings_and_a_routine_are_what_they_were(shell: Shell) -> None:
    file = shell.file("hearing: silent\n", "settings.yaml")
    assert shell("validate", file).out == f"{file}: no faults\n"
    routine = shell("validate", shell.file("id: mine\n", "mine.yaml"))
    assert routine.code == 2
    assert "taken for" not in routine.err
