"""The reminders go by the settings that hold now, whoever changed them."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from coach.adapters.notices.chain import Chain
from coach.adapters.notices.channel import Channel
from coach.adapters.notices.dbus import DesktopChannel
from coach.adapters.notices.terminal import BellChannel, TmuxChannel
from coach.adapters.processes.shared_files import shared_files
from coach.adapters.settings.editor import SettingsFileEditor
from coach.adapters.signals.busy import SystemBusinessAsSet
from coach.cli import reminding
from coach.cli.reminding import Reminding
from coach.cli.wiring import build
from coach.core.reminders.signals import BreakBegins, BreakEnds, ReminderEvent
from coach.core.settings import PauseSources, ReminderSection
from tests.conftest import FakeClock


def test_a_changed_setting_is_seen_and_asks_for_a_new_plan(coach_home: Path) -> None:
    coach_home.mkdir()
    file = coach_home / "settings.yaml"
    with build() as house:
        editor = SettingsFileEditor(house.folders.settings, house.settings)
        own = Reminding(house, shared_files(house.folders), settings=editor.watch)
        desk = own.desk()
        before = desk.changes()
        assert desk.changes() == before
        assert desk.plan().settings.interval_minutes == 45
        file.write_text("reminders: {interval_minutes: 30, terminal: foot -e}\n")
        assert desk.changes() != before
        assert desk.plan().settings.interval_minutes == 30
        assert own.section().terminal == "foot -e"
        file.write_text("reminders: {interval_minutes: 3}\n")
        assert desk.plan().settings.interval_minutes == 30, "a file with a fault changes nothing"
        editor.change(("reminders", "interval_minutes"), "50")
        assert desk.plan().settings.interval_minutes == 50, "what can't be saved holds all the same"


def test_what_may_hold_a_reminder_back_is_switched_while_they_run(tmp_path: Path) -> None:
    section = ReminderSection(pause_for=PauseSources(False, False, False), calendar="here.ics")
    business = SystemBusinessAsSet(lambda: section, FakeClock(), tmp_path)
    assert business.busy() == ()
    made = business._made
    business.busy()
    assert business._made is made, "nothing was changed"
    section = ReminderSection(pause_for=PauseSources(False, False, False))
    business.busy()
    assert [name for name, _ in made._sources] == ["calendar"]
    assert business._made._sources == []


def test_a_changed_calendar_is_another_one_at_once_and_its_fault_is_said_without_waiting(tmp_path: Path) -> None:
    clock = FakeClock()
    section = ReminderSection(pause_for=PauseSources(False, False, False), calendar="here.ics")
    business = SystemBusinessAsSet(lambda: section, clock, tmp_path)
    assert business.fault() == (
        "The calendar here.ics: There is no such file. Mend the path in the settings, or write null."
    )
    section = ReminderSection(pause_for=PauseSources(False, False, False))
    assert business.fault() == ""


@pytest.mark.parametrize(("speed", "runs"), [(1.0, True), (60.0, False)])
def test_what_is_set_round_a_break_sounds_and_runs_but_in_no_rehearsal(
    coach_home: Path, monkeypatch: pytest.MonkeyPatch, speed: float, runs: bool
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(reminding, "chime", lambda what, _: heard.append(what))
    monkeypatch.setattr(threading.Thread, "start", threading.Thread.run)  # what runs aside is waited for
    coach_home.mkdir()
    began = coach_home / "began"
    (coach_home / "settings.yaml").write_text(
        f"reminders: {{sound: true, on_break: {{begin: [touch, {began}], end: [/nowhere/x]}}}}\n"
    )
    seen: list[ReminderEvent] = []

    async def one() -> tuple[str, ...]:
        with build() as house:
            editor = SettingsFileEditor(house.folders.settings, house.settings)
            own = Reminding(house, shared_files(house.folders), speed, settings=editor.watch)
            outlets = own.scheduler(seen.append)._out
            outlets.shows(BreakBegins(guided=False))
            outlets.shows(BreakEnds(guided=False))
            return outlets.faults()

    faults = asyncio.run(one())
    assert len(seen) == 2
    assert (began.exists(), heard) == (runs, ["over"] if runs else [])
    assert faults == (("on_break: /nowhere/x can't be started: No such file or directory.",) if runs else ())


@pytest.mark.parametrize(("hours", "hushed"), [('"08:00-09:00"', True), ('"22:00-07:00"', False), ("null", False)])
@pytest.mark.parametrize("sound", [True, False])
def test_no_bell_rings_in_the_hours_of_quiet_and_the_desktop_sounds_only_where_sound_is_wanted(
    coach_home: Path, fake_clock: FakeClock, hours: str, hushed: bool, sound: bool
) -> None:
    coach_home.mkdir()
    (coach_home / "settings.yaml").write_text(f"quiet_hours: {hours}\nreminders: {{sound: {str(sound).lower()}}}\n")
    fake_clock.wall = fake_clock.wall.replace(hour=8, minute=30)

    async def channels() -> list[Channel]:
        with build(clock=fake_clock) as house:
            keeper = Reminding(house, shared_files(house.folders), terminal=True).scheduler(lambda _: None)
            chain = keeper._telling._notifier
            assert isinstance(chain, Chain)
            return list(chain._channels)

    found = asyncio.run(channels())
    assert [channel._hushed() for channel in found if isinstance(channel, (TmuxChannel, BellChannel))] == [hushed] * 2
    desktop = [channel for channel in found if isinstance(channel, DesktopChannel)]
    assert [channel._silent() for channel in desktop] == ([True] if not sound else [hushed])[: len(desktop)]


def test_a_fault_of_the_settings_is_said_with_its_line(coach_home: Path) -> None:
    coach_home.mkdir()
    file = coach_home / "settings.yaml"
    with build() as house:
        editor = SettingsFileEditor(house.folders.settings, house.settings)
        own = Reminding(house, shared_files(house.folders), settings=editor.watch, fault=lambda: editor.fault)
        file.write_text("theme: dark\nreminders: {insist: loud}\n")
        own.section()
        assert own._settings_fault() == (
            "settings.yaml:2: 'insist' can't be \"loud\". Write quiet or again. Until it is mended, nothing changes."
        )
        file.write_text("theme: dark\n")
        own.section()
        assert own._settings_fault() == ""
