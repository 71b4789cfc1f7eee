"""Beside a list in a wide window stands what the highlighted routine is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.widgets import Static

from coach.core.coach.door import Coach
from coach.core.errors import CoachError
from coach.core.figure.figure import Figure
from coach.tui.app import CoachApp
from coach.tui.widgets.preview import RoutinePreview
from coach.tui.widgets.routine_list import RoutineList
from tests.tui.conftest import lock, until

OpenApp = Callable[..., CoachApp]
BRAILLE = {chr(code) for code in range(0x2801, 0x2900)}


def words(app: CoachApp) -> str:
    return str(app.screen.query_one(RoutinePreview).query_one(Static).content)


def shown(app: CoachApp) -> bool:
    return bool(app.screen.query_one(RoutinePreview).display)


@pytest.mark.parametrize("key", ["t", "l"], ids=["today", "library"])
async def test_a_wide_window_shows_figure_place_kit_and_cautions(open_app: OpenApp, checked: Coach, key: str) -> None:
    for name in ("moist-heat", "ball-compression"):
        checked.looking_back.mark_favourite(name)  # else Today leaves single techniques to the Library
    app = open_app(checked)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press(key)
        listed = app.screen.query_one(RoutineList)
        for name in ("moist-heat", "ball-compression"):
            listed.highlighted = listed.get_option_index(name)
            await until(pilot, lambda name=name: checked.library.find(name).name in words(app))  # type: ignore[misc]
            technique = checked.library.techniques[name]
            assert set(words(app)) & BRAILLE
            assert all(caution.say in words(app) for caution in technique.cautions)
        assert "Needs  wall, tennis ball" in words(app)
        assert "Moist heat" not in words(app)


async def test_it_comes_and_goes_with_the_room(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(119, 36)) as pilot:
        assert not shown(app)
        await pilot.resize_terminal(120, 36)
        await until(pilot, lambda: shown(app))
        listed = app.screen.query_one(RoutineList).highlighted_routine
        assert listed is not None
        assert listed.routine.name in words(app)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: not shown(app))


async def test_it_says_what_is_locked_and_why(open_app: OpenApp, coach: Coach) -> None:
    lock(coach)
    app = open_app(coach)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("l")
        listed = app.screen.query_one(RoutineList)
        listed.highlighted = listed.get_option_index("moist-heat")
        await until(pilot, lambda: "Moist heat" in words(app))
        found = listed.highlighted_routine
        assert found is not None
        assert "✗ Locked" in words(app)
        assert found.reasons[0].text in words(app)


async def test_a_damaged_picture_hides_no_words(open_app: OpenApp, checked: Coach) -> None:
    def damaged(name: str, given: tuple[str, ...]) -> Figure | None:
        raise CoachError(f"{name} {given}")

    checked.library = replace(checked.library, figures=damaged)
    app = open_app(checked)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("l")
        listed = app.screen.query_one(RoutineList)
        listed.highlighted = listed.get_option_index("moist-heat")
        await until(pilot, lambda: "Moist heat" in words(app))
        assert not set(words(app)) & BRAILLE
        assert "Take care" in words(app)
