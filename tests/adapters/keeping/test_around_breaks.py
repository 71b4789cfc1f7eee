"""What sounds at a prompt, and what of the person's own runs round a break."""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from coach.adapters.keeping.around_breaks import AroundBreaks, ended_in_time
from coach.core.reminders.plan import ReminderKind
from coach.core.reminders.ports import Notice
from coach.core.reminders.signals import BreakBegins, BreakEnds, Stage, Tell
from coach.core.settings import BreakCommands, ReminderSection, Settings
from tests.conftest import FakeClock

PROMPT = Tell(Notice("p", "Time to stand up", "Now."), Stage.PROMPT, (ReminderKind.MOVEMENT,))


class Desk:
    def __init__(self, clock: FakeClock, section: ReminderSection, quiet: str | None = None) -> None:
        self.settings = Settings(reminders=section, quiet_hours=quiet)
        self.heard: list[str] = []
        self.around = AroundBreaks(lambda: self.settings, clock, lambda what, _: self.heard.append(what))


def test_a_prompt_and_the_end_of_an_unguided_break_sound_softly(fake_clock: FakeClock) -> None:
    desk = Desk(fake_clock, ReminderSection(sound=True))
    for stage in Stage:
        desk.around.event(replace(PROMPT, stage=stage))
    assert desk.heard == ["prompt", "prompt"], "the prompt, and the same once more"
    desk.around.event(replace(PROMPT, quiet=True))
    desk.around.event(BreakBegins(guided=False))
    desk.around.event(BreakEnds(guided=True))
    assert len(desk.heard) == 2
    desk.around.event(BreakEnds(guided=False))
    assert desk.heard[2:] == ["over"]


def test_nothing_sounds_unasked_nor_in_quiet_hours(fake_clock: FakeClock) -> None:
    silent, night = Desk(fake_clock, ReminderSection()), Desk(fake_clock, ReminderSection(sound=True), "22:00-10:00")
    for desk in (silent, night):
        desk.around.event(PROMPT)
    assert silent.heard + night.heard == []
    fake_clock.wall += timedelta(hours=2)
    night.around.event(PROMPT)
    assert night.heard == ["prompt"]


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads of a test are waited for."""
    monkeypatch.setattr(threading.Thread, "start", threading.Thread.run)


@pytest.mark.usefixtures("followed")
def test_commands_run_at_the_beginning_and_the_end_without_a_shell(fake_clock: FakeClock, tmp_path: Path) -> None:
    note = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(sys.argv[2])"
    file = tmp_path / "said"
    own = BreakCommands(
        (sys.executable, "-c", note, str(file), "$HOME; exit"), (sys.executable, "-c", note, str(file), "over")
    )
    desk = Desk(fake_clock, ReminderSection(on_break=own))
    desk.around.event(BreakBegins(guided=True))
    assert file.read_text() == "$HOME; exit"
    desk.around.event(BreakEnds(guided=True))
    assert file.read_text() == "over"
    assert desk.around.fault() == ""


@pytest.mark.usefixtures("followed")
def test_what_can_not_run_is_told_until_it_is_mended_or_taken_out(fake_clock: FakeClock) -> None:
    desk = Desk(fake_clock, ReminderSection(on_break=BreakCommands(("/nowhere/player", "pause"), ())))
    desk.around.event(BreakEnds(guided=False))
    assert desk.around.fault() == ""
    desk.around.event(BreakBegins(guided=False))
    assert desk.around.fault() == "on_break: /nowhere/player can't be started: No such file or directory."
    desk.settings = replace(desk.settings, reminders=ReminderSection())
    assert desk.around.fault() == ""


def test_a_command_that_fails_or_does_not_end_is_ended_with_its_children() -> None:
    assert ended_in_time([sys.executable, "-c", "raise SystemExit(3)"]) == "failed (exit 3)."
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import signal; signal.pause()'])"
    assert ended_in_time([sys.executable, "-c", child], 0.5) == "took longer than 0.5 s and was ended."
    assert ended_in_time(["a\0b"]).startswith("can't be started")
