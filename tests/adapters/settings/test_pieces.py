"""A piece of the settings in a file of another name: what it is taken for."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.adapters.settings.pieces import piece_of
from coach.adapters.yaml_file import parse_yaml

ROUTINES = sorted((Path(__file__).parents[3] / "routines").glob("*.yaml"))


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("hearing: silent\n", ()),
        ("reminders:\n  interval_minutes: 30\n", ()),
        ("minutes: 5\ndose: low\n", ()),
        ("interval_minutes: 30\nworking_hours: null\n", ("reminders",)),
        ("intervall_minutes: 30\n", ("reminders",)),
        ("microphone: false\n", ("reminders", "pause_for")),
        ('monday: ["09:00-12:30"]\n', ("reminders", "working_hours")),
        ('"today.note": x\n', ("keys",)),
        ("id: mine\nminutes: 5\n", None),
        ("dose: {hold: 5}\nsteps: [a]\n", None),
        ("answers: {}\n", None),
        ("sides: left\n", None),
        ("- 1\n", None),
        ("", None),
    ],
)
def test_the_keys_say_what_it_is(text: str, piece: tuple[str, ...] | None) -> None:
    assert piece_of(parse_yaml(text, "").data) == piece


@pytest.mark.parametrize("path", ROUTINES, ids=lambda path: path.stem)
def test_no_routine_is_taken_for_settings(path: Path) -> None:
    assert piece_of(parse_yaml(path.read_text("utf-8"), "").data) is None
