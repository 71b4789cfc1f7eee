"""The two facts that are asked once: optional, never guessed, and shown where they matter."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

from textual.pilot import Pilot

from coach.core.coach.door import Coach
from coach.core.coach.guided import Request
from coach.core.errors import CoachError
from coach.core.settings import Settings
from coach.core.vocabulary import SessionOutcome
from coach.tui.app import CoachApp
from coach.tui.flows.session import guided
from coach.tui.screens.about import AboutScreen
from coach.tui.screens.begin import DoneScreen
from coach.tui.screens.card import CardScreen
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.rate import RateScreen
from coach.tui.screens.settings.settings import SettingsScreen
from coach.tui.screens.today import TodayScreen
from tests.conftest import FakeClock
from tests.core.conftest import clean
from tests.tui.conftest import ReadyApp, screen_text, until
from tests.tui.stage import Stage, all_clear, answered_yes, opened, result, to_player

OpenApp = Callable[..., CoachApp]


async def to_the_end(stage: Stage, clock: FakeClock) -> AsyncIterator[Pilot[Any]]:
    """A session, until its look back has been left."""
    async with stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("s")
        player = await to_player(pilot)
        clock.advance(500)
        player.wake()
        await opened(pilot, RateScreen)
        await pilot.press("s")
        await opened(pilot, DoneScreen)
        await pilot.press("enter")
        yield pilot


async def test_after_the_first_session_it_is_asked_once_and_may_be_left_empty(
    coach: Coach, sources: dict[str, str], fake_clock: FakeClock
) -> None:
    clean(coach)

    def stage() -> Stage:
        return Stage(lambda app: guided(app, coach, Settings(), sources, Request("cat-cow")))

    async for pilot in to_the_end(stage(), fake_clock):
        await opened(pilot, AboutScreen)
        await pilot.press("enter", "enter")
        assert await result(pilot) is SessionOutcome.COMPLETED
    assert coach.entries.about_me().asked
    assert coach.entries.about_me().emergency_number == ""
    async for pilot in to_the_end(stage(), fake_clock):
        assert await result(pilot) is SessionOutcome.COMPLETED


async def test_the_check_asks_for_neither(open_app: OpenApp, coach: Coach) -> None:
    app = open_app(coach)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c")
        await opened(pilot, CheckScreen)
        await all_clear(pilot)
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    assert not coach.entries.about_me().asked


async def test_the_number_stands_on_the_card_of_an_emergency(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await pilot.press("a")
        await opened(pilot, AboutScreen)
        await pilot.press(*"0118 999", "tab", *"1980", "enter")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
    assert checked.entries.about_me().year_of_birth == 1980
    answered_yes(checked, "chest-pain")
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("w")
        await opened(pilot, CardScreen)
        assert "Your emergency number: 0118 999" in screen_text(app)


async def test_without_a_number_none_is_guessed(open_app: OpenApp, checked: Coach) -> None:
    answered_yes(checked, "chest-pain")
    app = open_app(checked)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("w")
        await opened(pilot, CardScreen)
        assert not {"999", "911", "112"} & set(screen_text(app).split())


async def test_what_can_not_be_is_said_and_nothing_is_kept(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", "a")
        await opened(pilot, AboutScreen)
        await pilot.press(*"help", "enter", "enter")
        await until(pilot, lambda: "can't be a phone number" in screen_text(app))
        await pilot.press("up", *["backspace"] * 4, "tab", *"1066", "enter")
        await until(pilot, lambda: "can't be a year of birth" in screen_text(app))
    assert checked.entries.about_me().year_of_birth is None


async def test_the_summary_goes_to_a_file_and_its_place_is_told(open_app: OpenApp, checked: Coach) -> None:
    answered_yes(checked, "night-pain")
    kept: list[str] = []
    app = open_app(checked)
    assert isinstance(app, ReadyApp)

    def keep(text: str) -> str:
        kept.append(text)
        if len(kept) > 1:
            raise CoachError("The disk is full.", "Copy it with y instead.")
        return "/home/me/summary.txt"

    async with app.run_test(size=(80, 24)) as pilot:
        app._keep = keep
        await pilot.press("w")
        await opened(pilot, CardScreen)
        await pilot.press("f")
        await until(pilot, lambda: "/home/me/summary.txt" in screen_text(app))
        await pilot.press("f")
        await until(pilot, lambda: "The disk is full." in screen_text(app))
    assert "Speak to a doctor or nurse today." in kept[0]
