"""What the settings offer beside themselves: nothing is said that was not seen."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from coach.cli.settings_tools import Autostart, NotificationTest, SoundTest, settings_tools
from coach.cli.wiring import build
from coach.core.reminders.ports import Attempt, Notice
from coach.core.settings import Settings
from coach.tui.screens.settings.tools import Tool
from tests.conftest import FakeClock

Answers = Callable[[str, str], None]

SHOWN = Attempt("desktop", True, "Handed to the desktop.")
PERHAPS = Attempt("plyer", None, "Handed over; plyer does not say whether it was shown.")
NONE = Attempt("desktop", False, "There is no session bus.", "Start coach within the desktop.")
NOR = Attempt("tmux", False, "Nobody is in tmux here.")


@dataclass
class Channels:
    """A notifier that does as it is told; `clicks`: somebody clicks at once."""

    attempts: list[Attempt]
    clicks: bool = False
    shown: list[Notice] = field(default_factory=list)
    closed: int = 0
    answers: Answers = lambda *_: None

    def __call__(self, answers: Answers) -> Channels:
        self.answers = answers
        return self

    async def show(self, notice: Notice) -> list[Attempt]:
        self.shown.append(notice)
        if self.clicks:
            self.answers(notice.prompt, "got-up")
        return self.attempts

    async def tidy(self) -> None:
        return

    async def close(self) -> None:
        self.closed += 1


async def told_by(tool: Tool, choice: str = "try", settings: Settings | None = None) -> list[str]:
    told: list[str] = []
    await tool.do(choice, settings or Settings(), told.append)
    return told


@pytest.mark.parametrize(
    ("attempts", "clicks", "said"),
    [
        ([SHOWN], True, ["✓ Shown by D-Bus: Handed to the desktop.", "Your click came back."]),
        ([SHOWN], False, ["✓ Shown by D-Bus: Handed to the desktop.", "No click came back."]),
        ([NONE, PERHAPS], False, ["? Perhaps shown by plyer: Handed over; plyer does not say whether it was shown."]),
        (
            [NONE, NOR],
            False,
            ["! No channel could show it. D-Bus: There is no session bus. Start coach within the desktop."],
        ),
    ],
)
async def test_a_notification_is_called_shown_where_its_channel_says_so(
    attempts: list[Attempt], clicks: bool, said: Sequence[str]
) -> None:
    channels = Channels(attempts, clicks)
    told = await told_by(NotificationTest(channels, patience=0.01))
    assert len(told) == len(said)
    assert told[0].startswith(said[0])
    assert told[-1].endswith(said[-1]) or len(said) == 1
    assert (len(channels.shown), channels.closed) == (1, 1)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Puts a program of shell lines where only such are found."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "sleep", "cat"):
        (folder / name).symlink_to(str(shutil.which(name)))
    monkeypatch.setenv("PATH", str(folder))

    def make(name: str, lines: str) -> None:
        (folder / name).write_text(f"#!/bin/sh\n{lines}\n")
        (folder / name).chmod(0o755)

    return make


@pytest.mark.parametrize(("kind", "program_name"), [("player", "paplay"), ("voice", "espeak-ng")])
async def test_a_sound_is_called_heard_by_nobody_but_the_person(
    program: Callable[[str, str], None], kind: str, program_name: str
) -> None:
    tool = SoundTest("sound", "", "", kind, patience=5.0)
    (none,) = await told_by(tool)
    assert none.startswith("! No ")
    assert "On Linux install" in none
    program(program_name, "read words; exec sleep 0.1")  # a voice waits for its words, and a player has none
    (ran,) = await told_by(tool)
    assert ran.startswith("✓ ")
    assert f"{program_name} ran. If you heard nothing, look at the volume" in ran
    (silent,) = await told_by(tool, settings=Settings(volume=0))
    assert silent.endswith("device. The volume is 0.")
    program(program_name, "exit 1")
    (broken,) = await told_by(tool)
    assert broken.startswith("!")
    assert f"{program_name} is there, but does not run." in broken


async def test_a_player_that_never_comes_back_is_not_said_to_have_run(program: Callable[[str, str], None]) -> None:
    program("paplay", "exec sleep 60")
    (hung,) = await told_by(SoundTest("sound", "", "", "player", patience=0.5))
    assert hung.startswith("!")
    assert "paplay was started, and did not come back." in hung


async def test_the_start_with_the_session_is_switched_and_said_as_it_is_on_disk(
    tmp_path: Path, coach_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":77")
    file = tmp_path / ".config" / "autostart" / "coach-remind.desktop"
    tool = Autostart()
    assert await tool.stands() == "off"
    (done,) = await told_by(tool, "on")
    assert done == f"The reminders start with your session: {file} From your next login on. For now: coach remind"
    assert (await tool.stands(), file.exists()) == ("on", True)
    (gone,) = await told_by(tool, "off")
    assert gone == f"The reminders no longer start with your session: {file} is gone."
    assert (await tool.stands(), file.exists()) == ("off", False)
    file.parent.rmdir()
    file.parent.write_text("a file where the folder should be")
    (failed,) = await told_by(tool, "on")
    assert failed.startswith("! ")
    assert "can't be written" in failed


async def test_the_record_says_where_it_lies_how_much_it_holds_and_when_it_was_copied(coach_home: Path) -> None:
    clock = FakeClock()
    with build(clock=clock) as house:
        looks = {tool.name: tool for tool in settings_tools(house) if tool.group == "record"}
        assert [await looks[name].stands() for name in ("where", "entries", "backup")] == [
            str(coach_home / "journal.db"),
            "0",
            "none yet",
        ]
        house.coach.entries.tell_about_me("1984", "112")
        assert await looks["entries"].stands() == "1"
    clock.advance(86_400)
    with build(clock=clock) as house:
        looks = {tool.name: tool for tool in settings_tools(house) if tool.group == "record"}
        made = await looks["backup"].stands()
        assert f"{house.clock.now().wall:%H:%M}" in made
        assert f"{house.clock.now().wall:%B %Y}" in made


@pytest.fixture
def no_record(coach_home: Path) -> None:
    (coach_home / "journal.db").mkdir(parents=True)


async def test_a_record_that_cant_be_read_says_why(no_record: None) -> None:
    with build() as house:
        looks = {tool.name: tool for tool in settings_tools(house) if tool.group == "record"}
        assert (await looks["entries"].stands()).startswith("! ")
