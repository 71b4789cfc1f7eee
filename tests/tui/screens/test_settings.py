"""Settings: everything that can be set, by key and by mouse; each change holds at once and is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from coach.adapters.settings.editor import SettingsFileEditor
from coach.adapters.settings.settings_file import load_settings, save_settings
from coach.core.coach.door import Coach
from coach.core.settings import DEFAULTS, ReminderSection, RoutineTimes, Settings
from coach.tui.app import CoachApp
from coach.tui.screens.settings.setting_list import LineList
from coach.tui.screens.settings.settings import SettingsScreen
from coach.tui.screens.settings.words import GROUPS, OTHER, group_of, label_of
from tests.tui.conftest import SIZES, Saved, screen_lines, screen_text, until

OpenApp = Callable[..., CoachApp]
DARK = Settings(theme="dark")


async def opened(pilot: Pilot[None], group: str, line: str = "") -> LineList:
    """Go to the settings, into this group, to this line."""
    app = pilot.app
    if not isinstance(app.screen, SettingsScreen):
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
    while app.focused is not None and app.focused.id != "groups":
        await pilot.press("escape")
    groups = app.screen.query_one("#groups")
    await pilot.press("home", *["down"] * [option.id for option in groups.options].index(group), "enter")  # type: ignore[attr-defined]
    lines = app.screen.query_one(LineList)
    await until(pilot, lambda: lines.has_focus and lines.option_count > 0)
    if line:
        await pilot.press("home", *["down"] * [option.id for option in lines.options].index(line))
        assert lines.at == line
    return lines


def place(app: CoachApp, text: str) -> tuple[int, int]:
    """Where this is shown, the last time it is."""
    line = max(n for n, shown in enumerate(screen_lines(app)) if text in shown)
    return screen_lines(app)[line].index(text) + 1, line


def test_every_setting_has_a_group_and_a_name_of_its_own(saved: Saved) -> None:
    rows = SettingsFileEditor(saved.path, DEFAULTS).rows()
    assert {group_of(row.path) for row in rows} <= {group.name for group in GROUPS} - {OTHER}
    assert len({(group_of(row.path), label_of(row)) for row in rows}) == len(rows)
    assert all(len(label_of(row)) < 21 for row in rows)


@pytest.mark.parametrize("size", [min(SIZES), max(SIZES)])
async def test_every_setting_is_shown_with_its_value_and_what_it_is_for(
    open_app: OpenApp, checked: Coach, size: tuple[int, int]
) -> None:
    app = open_app(checked)
    async with app.run_test(size=size) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        rows = SettingsFileEditor(app._open_editor()._path, DARK).rows()  # type: ignore[attr-defined]
        for group in dict.fromkeys(group_of(row.path) for row in rows):
            lines = await opened(pilot, group)
            for row in (row for row in rows if group_of(row.path) == group):
                assert lines.at == ".".join(map(str, row.path))
                shown = screen_text(app)
                assert label_of(row) in shown
                assert row.what[:20] in shown
                await pilot.press("down")


async def test_a_choice_is_changed_by_keys_and_saved_at_once(open_app: OpenApp, checked: Coach, saved: Saved) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "sound", "hearing")
        await pilot.press("right")
        await until(pilot, lambda: load_settings(saved.path)[0].hearing == "chimes")
        assert app.settings == replace(DARK, hearing="chimes")
        await until(pilot, lambda: "From settings.yaml, line 3. Usual: voice." in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: load_settings(saved.path)[0].hearing == "silent")
        await pilot.press("right", "left")
        await until(pilot, lambda: load_settings(saved.path)[0].hearing == "chimes")


async def test_a_number_is_stepped_or_typed(open_app: OpenApp, checked: Coach, saved: Saved) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "reminders", "reminders.interval_minutes")
        await pilot.press("right", "right")
        await until(pilot, lambda: load_settings(saved.path)[0].reminders.interval_minutes == 55)
        assert "55 min" in screen_text(app)
        await pilot.press("enter", *"33", "enter")
        await until(pilot, lambda: load_settings(saved.path)[0].reminders.interval_minutes == 33)
        await pilot.press("right")
        await until(pilot, lambda: load_settings(saved.path)[0].reminders.interval_minutes == 35)


async def test_what_is_typed_is_checked_while_it_is_typed(open_app: OpenApp, checked: Coach, saved: Saved) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "hours", "quiet_hours")
        await pilot.press("enter", *"22:00")
        await until(pilot, lambda: "! 'quiet_hours' can't be \"22:00\". Write them as 22:00-07:00" in screen_text(app))
        await pilot.press("enter")
        assert isinstance(app.focused, Input)
        await pilot.press(*"-07:00")
        await until(pilot, lambda: "✓" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: load_settings(saved.path)[0].quiet_hours == "22:00-07:00")
        assert isinstance(app.focused, LineList)


async def test_escape_leaves_the_edit_then_the_group_then_the_settings(
    open_app: OpenApp, checked: Coach, saved: Saved
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "calendar", "reminders.calendar")
        await pilot.press("enter", *"~/a.ics", "escape")
        await until(pilot, lambda: isinstance(app.focused, LineList))
        assert load_settings(saved.path)[0].reminders.calendar is None
        assert saved.kept == []
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "groups")
        await pilot.press("escape")
        await until(pilot, lambda: "▸ Today" in screen_lines(app)[0])


async def test_letters_that_are_typed_go_nowhere_else(open_app: OpenApp, checked: Coach, saved: Saved) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "sound", "voice")
        await pilot.press("enter", *"thloau", "enter")
        await until(pilot, lambda: load_settings(saved.path)[0].voice == "thloau")
        assert isinstance(app.screen, SettingsScreen)


async def test_themes_are_all_named_and_seen_while_they_are_chosen(
    open_app: OpenApp, checked: Coach, saved: Saved
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        lines = await opened(pilot, "looks", "theme")
        await pilot.press("enter")
        await until(pilot, lambda: lines.option_count > 20)
        assert {option.id for option in lines.options} >= set(app.available_themes) - {"coach-dark", "coach-light"}
        await pilot.press("home", "down", "down")
        await until(pilot, lambda: app.theme == "coach-light")
        await pilot.press("down", "down", "down")
        await until(pilot, lambda: app.theme == "nord")
        assert saved.kept == []
        await pilot.press("escape")
        await until(pilot, lambda: app.theme == "coach-dark")
        assert lines.at == "theme"
        await pilot.press("enter", "home", "down", "down", "down", "down", "down", "enter")
        await until(pilot, lambda: load_settings(saved.path)[0].theme == "nord")
        assert app.theme == "nord"
        await pilot.press("u")
        await until(pilot, lambda: load_settings(saved.path)[0].theme == "auto")


async def test_everything_is_done_with_the_mouse_too(open_app: OpenApp, checked: Coach, saved: Saved) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await pilot.click(offset=place(app, "Sound"))
        await until(pilot, lambda: "Hear " in screen_text(app))
        await pilot.click(offset=place(app, "Hear "))
        await until(pilot, lambda: "How a session is heard" in screen_text(app))
        await pilot.click(offset=place(app, " silent"))
        await until(pilot, lambda: load_settings(saved.path)[0].hearing == "silent")
        await pilot.click(offset=place(app, "Volume"))
        await until(pilot, lambda: "How loud" in screen_text(app))
        await pilot.click(offset=place(app, "more "))
        await until(pilot, lambda: load_settings(saved.path)[0].volume == 75)
        await pilot.click(offset=place(app, "usual: 70"))
        await until(pilot, lambda: load_settings(saved.path)[0].volume == 70)
        await pilot.click(offset=place(app, "type it"))
        await until(pilot, lambda: isinstance(app.focused, Input))
        await pilot.press("5")
        await pilot.click(offset=place(app, "keep it"))
        await until(pilot, lambda: load_settings(saved.path)[0].volume == 5)
        await pilot.click(offset=place(app, "type it"))
        await until(pilot, lambda: isinstance(app.focused, Input))
        await pilot.click(offset=place(app, "leave it"))
        await until(pilot, lambda: isinstance(app.focused, LineList))


async def test_working_hours_are_set_day_by_day(open_app: OpenApp, checked: Coach, saved: Saved) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "hours", "reminders.working_hours")
        await pilot.press("right")
        await until(pilot, lambda: "Monday" in screen_text(app) and "09:00-17:00" in screen_text(app))
        await pilot.press("down", "enter", *"9-12", "enter")
        await until(pilot, lambda: "! 'monday' can't be \"9-12\"" in screen_text(app))
        await pilot.press("escape", "enter", *"9:00-12:00, 13:00-17:30", "enter")
        hours = ((540, 720), (780, 1050))
        await until(pilot, lambda: (load_settings(saved.path)[0].reminders.working_hours or ((),))[0] == hours)
        assert "Saturday" in screen_text(app)
        await pilot.press("home")
        await pilot.press("down", "down", "down", "down", "down", "down")
        await until(
            pilot, lambda: "Not in settings.yaml." in screen_text(app) or "From settings.yaml" in screen_text(app)
        )


async def test_planned_routines_are_added_and_taken_out(open_app: OpenApp, checked: Coach, saved: Saved) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "routines")
        await pilot.press("enter", *"wall-angle 10:30")
        await until(pilot, lambda: "? 'wall-angle' is not here now. Did you mean 'wall-angel'?" in screen_text(app))
        await pilot.press("escape", "enter", *"wall-an")
        await until(pilot, lambda: "wall-angel" in screen_text(app))
        await pilot.press("right", *" 10:30 mon", "enter")
        await until(pilot, lambda: load_settings(saved.path)[0].reminders.routines != ())
        assert load_settings(saved.path)[0].reminders.routines == (RoutineTimes("wall-angel", (630,), (0,)),)
        await until(pilot, lambda: "wall-angel 10:30 monday" in screen_text(app) and "Add one" in screen_text(app))
        await pilot.press("u")
        await until(pilot, lambda: load_settings(saved.path)[0].reminders.routines == ())


async def test_what_cant_be_saved_is_told_and_holds_until_the_end(
    open_app: OpenApp, checked: Coach, saved: Saved
) -> None:
    saved.fails = OSError("The disk is full.")
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "sound", "hearing")
        await pilot.press("right")
        await until(pilot, lambda: "! Not saved: The disk is full. It holds until you leave." in screen_text(app))
        assert app.settings.hearing == "chimes"
        assert "! chimes" in screen_text(app)
        saved.fails = None
        await pilot.press("down", "down", "right")
        await until(pilot, lambda: load_settings(saved.path)[0] == replace(DARK, hearing="chimes", voice_speed=175))
        assert "! chimes" not in screen_text(app)


async def test_a_file_with_a_fault_is_left_alone_and_its_line_is_named(
    open_app: OpenApp, checked: Coach, saved: Saved
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "sound", "hearing")
        broken = f"{saved.path.read_text()}volume: 101\n"
        saved.path.write_text(broken)
        await pilot.press("right")
        await until(pilot, lambda: "! settings.yaml, line 3: 'volume' can't be 101." in screen_text(app))
        await until(pilot, lambda: "! Not saved: settings.yaml has a fault in line 3." in screen_text(app))
        assert saved.path.read_text() == broken
        assert app.settings.hearing == "chimes"
        saved.path.write_text(broken.replace("101", "10"))
        await pilot.press("t")
        await until(pilot, lambda: "▸ Today" in screen_lines(app)[0])
        await pilot.press("o", "escape")
        await opened(pilot, "sound", "volume")
        await until(pilot, lambda: "10 of 100" in screen_text(app) and "has a fault" not in screen_text(app))
        assert app.settings == replace(DARK, hearing="chimes", volume=10)


@pytest.mark.parametrize("size", [(40, 12), (60, 18), (80, 24)])
async def test_a_fault_of_the_file_can_be_read_to_its_end(
    open_app: OpenApp, checked: Coach, saved: Saved, size: tuple[int, int]
) -> None:
    app = open_app(checked)
    async with app.run_test(size=size) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: "▸ Settings" in screen_lines(app)[0])
        long = "a-name-that-is-no-theme-and-goes-on-for-ever"
        saved.path.write_text(f"theme: dark\nhearing: {long}\n")
        await pilot.press("t", "o")
        await until(pilot, lambda: "! settings.yaml, line 2:" in screen_text(app))
        assert "Until that is mended nothing is written there." in " ".join(screen_text(app).split())
        assert app.screen.query_one("#groups").region.height >= 2


async def test_what_another_window_changed_is_kept(open_app: OpenApp, checked: Coach, saved: Saved) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "sound", "hearing")
        text = f"# mine\n{saved.path.read_text()}reminders:\n  break_minutes: 5  # long\n"
        saved.path.write_text(text)
        await pilot.press("right")
        await until(pilot, lambda: load_settings(saved.path)[0].hearing == "chimes")
        assert "# mine" in saved.path.read_text()
        assert "  break_minutes: 5  # long\n" in saved.path.read_text()
        await until(pilot, lambda: app.settings.reminders.break_minutes == 5)


async def test_a_change_from_the_palette_is_seen_here(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "sound", "hearing")
        assert "voice" in screen_text(app)
        next(offer for offer in app.offers() if offer.title == "Hear: silent").run()
        await until(pilot, lambda: "[silent]" in screen_text(app))


async def test_values_of_the_persons_own_are_shown(open_app: OpenApp, checked: Coach) -> None:
    section = ReminderSection(terminal="foot -e")
    app = open_app(checked, Settings(theme="coach-light", minutes=12, reminders=section))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "looks", "theme")
        assert "coach-light" in screen_text(app)
        await opened(pilot, "session", "minutes")
        assert "12 min" in screen_text(app)
        await pilot.press("right")
        await until(pilot, lambda: app.settings.minutes == 15)
        await opened(pilot, "reminders", "reminders.terminal")
        assert "foot -e" in screen_text(app)


async def test_the_settings_are_written_as_the_person_last_left_them(
    open_app: OpenApp, checked: Coach, saved: Saved
) -> None:
    """Keys that come faster than the disk writes: the last one counts."""
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "sound", "volume")
        await pilot.press(*["right"] * 6, *["left"] * 12)
        await until(pilot, lambda: load_settings(saved.path)[0].volume == 40)
        await until(pilot, lambda: "From settings.yaml" in screen_text(app))
        save_settings(saved.path, replace(app.settings, dose="high"))
        assert load_settings(saved.path)[0] == replace(DARK, volume=40, dose="high")


@dataclass
class Lamp:
    """A tool that is switched."""

    on: str = "off"
    name: str = "lamp"
    group: str = "reminders"
    label: str = "The lamp"
    what: str = "Whether it burns."
    choices: tuple[tuple[str, str], ...] = (("on", "on"), ("off", "off"))

    async def stands(self) -> str:
        return self.on

    async def do(self, choice: str, settings: Settings, told: Callable[[str], None]) -> None:
        self.on = choice
        told(f"It burns at {settings.volume}." if choice == "on" else "It is out.")


@pytest.mark.parametrize("size", SIZES)
async def test_a_tool_is_used_beside_the_settings_and_says_what_it_saw(
    open_app: OpenApp, checked: Coach, size: tuple[int, int]
) -> None:
    lamp = Lamp()
    app = open_app(checked, tools=(lamp, Lamp("/a/file", "place", "record", "It lies in", "A file.", ())))
    async with app.run_test(size=size) as pilot:
        await opened(pilot, "reminders", "tool:lamp")
        await until(pilot, lambda: "[off]" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "[on]" in screen_text(app) and "It burns at 70." in screen_text(app))
        x, y = place(app, "[on]")
        await pilot.click(offset=(x + 4, y))
        await until(pilot, lambda: "[off]" in screen_text(app) and "It is out." in screen_text(app))
        await opened(pilot, "record", "tool:place")
        await until(pilot, lambda: "/a/file" in screen_text(app))
        await pilot.press("enter")
        await opened(pilot, "record", "tool:about-you")
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "AboutScreen")


async def test_a_change_from_the_palette_undoes_nothing_of_another_window(
    open_app: OpenApp, checked: Coach, saved: Saved
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        editor = app._open_editor()
        save_settings(saved.path, replace(DARK, volume=10))
        editor.look()  # as the reminders do when the file has changed
        next(offer for offer in app.offers() if offer.title == "Hear: silent").run()
        await until(pilot, lambda: load_settings(saved.path)[0].hearing == "silent")
    assert load_settings(saved.path)[0] == replace(DARK, volume=10, hearing="silent") == app.settings
