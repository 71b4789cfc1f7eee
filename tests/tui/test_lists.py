"""One click selects, a second click (or Enter) opens: in every list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import ListView, OptionList

from coach.core.coach.door import Coach
from coach.tui.app import CoachApp
from coach.tui.screens.body import BodyScreen
from coach.tui.screens.library import LibraryScreen
from coach.tui.screens.rate import AskScreen, RateScreen
from coach.tui.screens.report import ReportScreen
from coach.tui.screens.routine import RoutineScreen
from coach.tui.screens.today import TodayScreen
from coach.tui.widgets.picks import Picks
from coach.tui.widgets.rows import Rows
from tests.tui.conftest import screen_lines, screen_text, until
from tests.tui.stage import opened, to_player

OpenApp = Callable[..., CoachApp]


class Listing(App[None]):
    """A list, and what was opened in it."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[int] = []

    def compose(self) -> ComposeResult:
        yield Rows("one", "two", "three", id="rows")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.opened.append(event.option_index)


async def click(pilot: Pilot[None], *rows: int) -> None:
    for row in rows:
        await pilot.click("#rows", offset=(4, row + 1))


@pytest.mark.parametrize(
    ("clicks", "opened"),
    [((0,), []), ((0, 0), [0]), ((1, 2), []), ((1, 2, 1), []), ((1, 2, 2), [2]), ((2, 2, 2), [2, 2])],
)
async def test_only_a_second_click_on_the_same_row_opens(clicks: tuple[int, ...], opened: list[int]) -> None:
    app = Listing()
    async with app.run_test() as pilot:
        app.query_one(Rows).highlighted = 0  # as a list opens: the person has selected nothing
        await click(pilot, *clicks)
        assert app.opened == opened
        assert app.query_one(Rows).highlighted == clicks[-1]


async def test_a_key_in_between_forgets_the_click() -> None:
    app = Listing()
    async with app.run_test() as pilot:
        await click(pilot, 1)
        await pilot.press("down", "up")
        await click(pilot, 1)
        assert app.opened == []
        await pilot.press("enter")
        assert app.opened == [1]


async def test_new_rows_forget_the_click() -> None:
    app = Listing()
    async with app.run_test() as pilot:
        await click(pilot, 0)
        app.query_one(Rows).set_options(["other", "rows"])
        app.query_one(Rows).highlighted = 0
        await pilot.pause()
        await click(pilot, 0)
        assert app.opened == []


async def test_enter_opens_nothing_that_is_not_highlighted() -> None:
    app = Listing()
    async with app.run_test() as pilot:
        app.query_one(Rows).highlighted = None
        await pilot.press("enter")
        assert (app.opened, app.query_one(Rows).highlighted) == ([], 0)
        await pilot.press("enter")
        assert app.opened == [0]


async def on_text(pilot: Pilot[None], text: str) -> None:
    """Click where this is written."""
    lines = screen_lines(pilot.app)
    line = next(n for n, words in enumerate(lines) if text in words)
    await pilot.click(offset=(lines[line].index(text) + 1, line))
    await pilot.pause()


async def test_on_today_a_click_on_the_first_row_selects(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        for name in ("Upper back, short", "Stiff upper back"):
            await on_text(pilot, name)
            assert isinstance(app.screen, TodayScreen)
        await on_text(pilot, "Stiff upper back")
        await opened(pilot, RateScreen)


async def test_in_the_library_too(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l")
        await pilot.pause()
        name = next(option for option in app.screen.query_one(Rows).options).id
        words = checked.library.routines[str(name)].name
        await on_text(pilot, words[:20])
        assert isinstance(app.screen, LibraryScreen)
        await on_text(pilot, words[:20])
        await opened(pilot, RoutineScreen)


async def test_an_answer_is_not_given_by_one_click(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e")
        await opened(pilot, BodyScreen)
        await pilot.press("2")
        await opened(pilot, AskScreen)
        await on_text(pilot, "4  A spasm")
        assert "What do you feel?" in screen_text(app)
        await on_text(pilot, "4  A spasm")
        await until(pilot, lambda: "When did it begin?" in screen_text(app))


async def test_a_sign_in_a_session_is_not_reported_by_one_click(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "s")
        await to_player(pilot)
        await pilot.press("exclamation_mark")
        await opened(pilot, ReportScreen)
        await on_text(pilot, "1  ")
        assert isinstance(app.screen, ReportScreen)
        assert app.screen._chosen is None
        assert not checked.rules.safety().flags


def test_every_list_of_the_program_is_of_this_kind() -> None:
    """Ticks are the exception: there a click ticks, and nothing opens."""
    known: list[type[object]] = [OptionList, ListView]
    found: set[type[object]] = set()
    while known:
        below = [kind for kind in known.pop().__subclasses__() if kind.__module__.startswith("coach.")]
        found.update(below)
        known += below
    assert {kind for kind in found if not issubclass(kind, Rows)} <= {Picks, *Picks.__subclasses__()}


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_a_name_on_the_body_means_both_sides(open_app: OpenApp, checked: Coach, size: tuple[int, int]) -> None:
    app = open_app(checked)
    async with app.run_test(size=size) as pilot:
        await pilot.press("5", "s", "s", "b")  # the right side
        await opened(pilot, BodyScreen)
        await until(pilot, lambda: "right" in screen_text(app))
        await on_text(pilot, "Lower back")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert app.screen.chosen().side is None  # type: ignore[attr-defined]
