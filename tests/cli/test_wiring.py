"""What is wired together: the settings of the program and of the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from coach.adapters.settings.settings_file import load_settings
from coach.cli.wiring import build


def test_what_the_program_saves_leaves_alone_what_was_changed_in_the_file_meanwhile(coach_home: Path) -> None:
    coach_home.mkdir()
    file = coach_home / "settings.yaml"
    file.write_text("sound: true\n")
    with build() as house:
        loud = house.settings
        house.save_settings(replace(loud, hearing="silent"))
        file.write_text(file.read_text() + "reminders: {interval_minutes: 30}  # by hand\n")
        house.save_settings(loud)
    assert load_settings(file) == (replace(loud, reminders=replace(loud.reminders, interval_minutes=30)), [])
    assert "# by hand" in file.read_text()
