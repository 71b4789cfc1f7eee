"""Escape goes back and starts nothing; q leaves and asks while a session runs; Ctrl+C does as q."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coach.core.coach.door import Coach
from coach.core.vocabulary import BodyArea
from coach.tui.app import CoachApp
from coach.tui.screens.begin import BeginScreen
from coach.tui.screens.body import BodyScreen
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.library import LibraryScreen
from coach.tui.screens.notes.tick import TickScreen
from coach.tui.screens.player.player import PlayerScreen
from coach.tui.screens.progress.screen import ProgressScreen
from coach.tui.screens.rate import AskScreen, RateScreen
from coach.tui.screens.routine import RoutineScreen
from coach.tui.screens.today import TodayScreen
from tests.core.conftest import MemoryJournal
from tests.tui.conftest import screen_lines, screen_text, until
from tests.tui.stage import all_clear, opened, safe_page, to_player

OpenApp = Callable[..., CoachApp]
LEAVES = ("q", "ctrl+c")


def facts(journal: MemoryJournal) -> list[str]:
    return [fact.kind for fact in journal.kept]


@pytest.mark.parametrize("key", ["escape", *LEAVES])
async def test_back_from_the_first_rating_starts_nothing(
    open_app: OpenApp, checked: Coach, journal: MemoryJournal, key: str
) -> None:
    before = facts(journal)
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "enter")
        await opened(pilot, RateScreen)
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    assert facts(journal) == before


async def test_back_from_a_rating_that_was_asked_for_from_a_routine_is_back_at_the_routine(
    open_app: OpenApp, checked: Coach
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l", "enter")
        await opened(pilot, RoutineScreen)
        await pilot.press("enter")
        await opened(pilot, RateScreen)
        await pilot.press("escape")
        await opened(pilot, RoutineScreen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen))


@pytest.mark.parametrize("key", ["escape", *LEAVES])
@pytest.mark.parametrize("answered", [0, 2])
async def test_back_from_the_check_records_no_answer_and_starts_nothing(
    open_app: OpenApp, coach: Coach, journal: MemoryJournal, key: str, answered: int
) -> None:
    app = open_app(coach)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "enter", "s")
        await opened(pilot, CheckScreen)
        await pilot.press(*["n"] * answered, key)
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    assert facts(journal) == []


async def test_back_from_ready_starts_nothing(open_app: OpenApp, coach: Coach, journal: MemoryJournal) -> None:
    app = open_app(coach)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "enter", "s")
        await opened(pilot, CheckScreen)
        await all_clear(pilot)
        await opened(pilot, BeginScreen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    assert set(facts(journal)) == {"check"}


async def test_in_a_note_escape_goes_one_question_back_and_writes_nothing(
    open_app: OpenApp, checked: Coach, journal: MemoryJournal
) -> None:
    before = facts(journal)
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e")
        await opened(pilot, BodyScreen)
        await pilot.press("2")
        await opened(pilot, AskScreen)
        await pilot.press("4")
        await until(pilot, lambda: "When did it begin?" in screen_text(app))
        await pilot.press("1")
        await opened(pilot, RateScreen)
        await pilot.press("s")
        await opened(pilot, TickScreen)
        await pilot.press("escape")
        await opened(pilot, RateScreen)
        await pilot.press("escape")
        await until(pilot, lambda: "When did it begin?" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "What do you feel?" in screen_text(app))
        await pilot.press("escape")
        await opened(pilot, BodyScreen)
        assert "[2 Shoulder, both sides]" in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    assert facts(journal) == before


async def test_escape_leads_to_the_place_before(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h", "l")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ProgressScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.press("escape", "escape")
        assert isinstance(app.screen, TodayScreen)
        assert app.is_running


@pytest.mark.parametrize("key", LEAVES)
@pytest.mark.parametrize("place", ["", "l", "h", "o"])
async def test_q_leaves_from_every_place_and_stands_in_the_footer(
    open_app: OpenApp, checked: Coach, place: str, key: str
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*place)
        await pilot.pause()
        assert "q Quit" in screen_lines(app)[-1]
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert "q Quit" in screen_lines(app)[-1]
        await pilot.press(key)
        await until(pilot, lambda: app._exit)
    assert (app.exit_code, app.return_code) == (0, 0)


@pytest.mark.parametrize("key", LEAVES)
async def test_while_a_session_runs_it_is_asked_first(open_app: OpenApp, checked: Coach, key: str) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "enter", "s")
        player = await to_player(pilot)
        await pilot.press(key)
        await until(pilot, lambda: "Leave? What you did is kept." in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Leave? What you did is kept." not in screen_text(app))
        assert player._run.ended is None
        assert isinstance(app.screen, PlayerScreen)


async def test_in_a_narrow_window_each_key_stands_beside_its_word(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("1", "enter", "s")
        await to_player(pilot)
        await pilot.press("q")
        await until(pilot, lambda: "y leave   n stay" in screen_text(app))


async def test_escape_on_today_goes_back_to_anywhere(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        assert "esc Anywhere" in screen_lines(app)[-1]
        await pilot.press("escape")
        assert isinstance(app.screen, TodayScreen)
        assert app.screen.chosen().area is None
        assert "esc" not in screen_lines(app)[-1]


async def test_after_a_note_the_place_is_chosen(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e")
        await opened(pilot, BodyScreen)
        await pilot.press("2")
        await opened(pilot, AskScreen)
        await pilot.press("1")
        await until(pilot, lambda: "pinch it" in " ".join(screen_text(app).split()))
        await pilot.press("1")
        await until(pilot, lambda: "When did it begin?" in screen_text(app))
        await pilot.press("1")
        await opened(pilot, RateScreen)
        await pilot.press("s")
        await opened(pilot, TickScreen)
        await pilot.press("enter")
        for _ in range(10):
            await pilot.pause()
            if isinstance(app.screen, TodayScreen):
                break
            if isinstance(app.screen, CheckScreen):
                await safe_page(pilot)
            else:
                await pilot.press("escape")
        assert isinstance(app.screen, TodayScreen)
        assert app.screen.chosen().area is BodyArea.SHOULDER
        assert "What helps for your shoulder" in screen_text(app)
