"""The reminders go by the settings that hold now, whoever changed them."""

from __future__ import annotations

from pathlib import Path

from coach.adapters.processes.shared_files import shared_files
from coach.adapters.settings.editor import SettingsFileEditor
from coach.adapters.signals.busy import SystemBusinessAsSet
from coach.cli.reminding import Reminding
from coach.cli.wiring import build
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
