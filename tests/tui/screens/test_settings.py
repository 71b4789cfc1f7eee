"""Settings: each change holds at once and is saved; what can't be saved is told."""

from __future__ import annotations

from collections.abc import Callable

from coach.core.coach.door import Coach
from coach.core.settings import Settings
from coach.tui.app import CoachApp
from coach.tui.widgets.choice_row import ChoiceRow
from tests.tui.conftest import Saved, screen_lines, screen_text, until

OpenApp = Callable[..., CoachApp]


async def test_every_setting_is_changed_by_keys_and_saved_at_once(
    open_app: OpenApp, checked: Coach, saved: Saved
) -> None:
    app = open_app(checked, Settings(theme="dark"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", "right", "down", "right", "down", "right")
        await pilot.press("down", "left", "down", "right", "down", "left")
        await until(pilot, lambda: len(saved.kept) == 6)
        assert saved.kept[-1] == Settings(
            theme="light", hearing="chimes", volume=100, minutes=20, dose="high", wait=True
        )
        assert app.settings == saved.kept[-1]
        assert "✓ Saved." in screen_text(app)


async def test_the_theme_changes_at_once(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked, Settings(theme="dark"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", "right")
        await until(pilot, lambda: app.theme == "coach-light")
        await pilot.press("left", "left")
        await until(pilot, lambda: app.theme == "coach-dark")
        assert app.settings.theme == "auto"


async def test_a_click_chooses(open_app: OpenApp, checked: Coach, saved: Saved) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: "▸ Settings" in screen_lines(app)[0])
        line = next(n for n, text in enumerate(screen_lines(app)) if text.strip().startswith("Hear"))
        await pilot.click(offset=(screen_lines(app)[line].index("silent") + 1, line))
        await until(pilot, lambda: "[silent]" in screen_text(app))
    assert [settings.hearing for settings in saved.kept] == ["silent"]


async def test_what_cant_be_saved_is_told_and_holds_until_the_end(
    open_app: OpenApp, checked: Coach, saved: Saved
) -> None:
    saved.fails = OSError("The disk is full.")
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", "right")
        await until(pilot, lambda: "! Not saved: The disk is full." in screen_text(app))
        assert app.theme == "coach-light"
        assert "[light]" in screen_text(app)
        saved.fails = None
        await pilot.press("down", "right")
        await until(pilot, lambda: "✓ Saved." in screen_text(app))
    assert saved.kept == [Settings(theme="light", hearing="chimes")]


async def test_a_theme_and_minutes_of_the_persons_own_are_shown(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked, Settings(theme="nord", minutes=12))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: "[nord]" in screen_text(app))
        assert "[12]" in screen_text(app)


async def test_a_change_from_the_palette_is_seen_here(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: "▸ Settings" in screen_lines(app)[0])
        next(c for c in app.get_system_commands(app.screen) if c.title == "Hear: silent").callback()
        await until(pilot, lambda: app.screen.query_one("#hearing", ChoiceRow).chosen == "silent")


async def test_the_figure_is_told_to_stand_still_here(open_app: OpenApp, checked: Coach, saved: Saved) -> None:
    app = open_app(checked, Settings(theme="dark"))
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("o", *["down"] * 6, "right")
        await until(pilot, lambda: bool(saved.kept))
        assert saved.kept[-1].motion is False
        assert "Moving figure" in screen_text(app)
