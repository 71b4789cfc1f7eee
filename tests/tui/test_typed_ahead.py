"""A key counts for what can be seen: what was typed for the screen before, or is held down, does not fall through."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual import events

from coach.core.coach.door import Coach
from coach.tui import frame
from coach.tui.app import CoachApp
from coach.tui.screens.begin import DoneScreen
from coach.tui.screens.body import BodyScreen
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.library import LibraryScreen
from coach.tui.screens.rate import AskScreen, RateScreen
from coach.tui.screens.today import TodayScreen
from tests.tui.conftest import screen_text, until
from tests.tui.stage import opened

OpenApp = Callable[..., CoachApp]


def type_ahead(app: CoachApp, *keys: str) -> None:
    """All at once, while the program is busy with the first."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def test_a_key_typed_before_a_question_can_be_seen_does_not_answer_it(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        type_ahead(app, "enter", "3", "3", "3")
        await opened(pilot, RateScreen)
        await pilot.pause()
        assert isinstance(app.screen, RateScreen)
        await pilot.press("3")  # and now it can
        await until(pilot, lambda: not isinstance(app.screen, RateScreen))


async def test_note_does_not_take_the_enter_of_the_screen_before(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        type_ahead(app, "e", "enter", "enter", "enter")
        await opened(pilot, BodyScreen)
        await pilot.press("enter")  # highlights the first place, where none is
        assert isinstance(app.screen, BodyScreen)
        assert "[1 Neck, both sides]" in screen_text(app)
        await pilot.press("enter")
        await opened(pilot, AskScreen)


async def test_an_answer_of_the_check_is_for_the_question_that_is_seen(open_app: OpenApp, coach: Coach) -> None:
    app = open_app(coach)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c")
        screen = await opened(pilot, CheckScreen)
        assert isinstance(screen, CheckScreen)
        type_ahead(app, *"nnnnnn")
        await until(pilot, lambda: screen._checkup.begun)
        await pilot.pause()
        assert screen._checkup.screen is not None
        assert screen._checkup.screen.number == 2


async def test_what_was_typed_on_a_page_does_not_act_under_it(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(DoneScreen("Well done.", None, {}, ()))
        await opened(pilot, DoneScreen)
        type_ahead(app, "enter", "enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen), "Enter there would begin a routine"


async def test_between_places_nothing_typed_is_lost(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        type_ahead(app, "l", "slash", *"wall")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen) and "Wall angels" in screen_text(app))
        assert "wall" in screen_text(app)


@pytest.mark.parametrize(("gap", "falls"), [(10.0, False), (0.0, True)], ids=["held", "pressed anew"])
async def test_a_key_held_down_stops_at_the_next_screen(
    open_app: OpenApp, checked: Coach, monkeypatch: pytest.MonkeyPatch, gap: float, falls: bool
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down")
        monkeypatch.setattr(frame, "HELD", gap)
        await pilot.press("question_mark")
        await pilot.pause()
        await pilot.press("question_mark")  # would close the help again
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen) is falls


async def test_the_way_out_is_never_held_back(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        type_ahead(app, "enter", "ctrl+q")
        await until(pilot, lambda: app._exit)
    assert app.exit_code == 0
