"""A key counts for what can be seen: what was typed for the screen before, or is held down, does not fall through."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual import events
from textual.geometry import Offset

from coach.core.coach.door import Coach
from coach.tui import frame
from coach.tui.app import CoachApp
from coach.tui.frame import Frame
from coach.tui.screens.begin import DoneScreen
from coach.tui.screens.body import BodyScreen
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.library import LibraryScreen, SearchLine
from coach.tui.screens.player.player import PlayerScreen
from coach.tui.screens.rate import AskScreen, RateScreen
from coach.tui.screens.today import TodayScreen
from coach.tui.widgets.answers import AnswerBar
from coach.tui.widgets.mark_list import MarkList
from coach.tui.widgets.rating import PainRating
from coach.tui.widgets.routine_list import RoutineList
from tests.conftest import FakeClock
from tests.tui.conftest import screen_text, until
from tests.tui.stage import Stage, opened, result

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


async def test_an_answer_of_the_check_is_for_the_page_that_is_seen(
    open_app: OpenApp, coach: Coach, fake_clock: FakeClock
) -> None:
    app = open_app(coach)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c")
        screen = await opened(pilot, CheckScreen)
        assert isinstance(screen, CheckScreen)
        fake_clock.advance(2)
        type_ahead(app, *"000000")
        await until(pilot, lambda: screen._checkup.begun)
        await pilot.pause()
        assert screen._checkup.page is not None
        assert screen._checkup.page.number == 2


async def test_what_was_typed_on_a_page_does_not_act_under_it(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(DoneScreen("Well done.", None, {}, ()))
        await opened(pilot, DoneScreen)
        type_ahead(app, "enter", "enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen), "Enter there would begin a routine"


async def test_what_is_typed_before_a_place_is_there_does_nothing_in_it(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        type_ahead(app, "l", "slash", *"wall")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen) and app.screen.takes_keys)
        assert app.screen.query_one(SearchLine).value == ""
        await pilot.press("slash", *"wall")
        await until(pilot, lambda: app.screen.query_one(SearchLine).value == "wall")
        lit = app.screen.query_one(RoutineList).highlighted_routine
        assert lit is not None
        assert lit.routine.id == "wall-angel"


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


async def test_many_keys_at_once_take_away_no_screen_but_theirs(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b")
        await opened(pilot, BodyScreen)
        type_ahead(app, *["enter"] * 20)
        await opened(pilot, TodayScreen)
        assert app.is_running
        assert "▸ Today" in screen_text(app)


async def test_many_enters_in_the_palette_take_away_no_screen_but_its_own(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", *"progress")
        await until(pilot, lambda: "Go to Progress" in screen_text(app))
        await pilot.press("down")
        type_ahead(app, *["enter"] * 8)
        await until(pilot, lambda: not app.screen.is_modal)
        await pilot.pause()
        assert app.is_running
        assert len(app.screen_stack) == 1


def click(app: Frame, place: Offset, later: float = 0.0) -> None:
    """A click, as a terminal tells it; `later` than now, in seconds."""
    x, y = place
    for kind in (events.MouseDown, events.MouseUp):
        mouse = kind(None, x, y, 0, 0, 1, shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y)
        mouse.time += later
        app.post_message(mouse)


async def test_a_double_click_answers_one_page() -> None:
    async def twice(app: Frame) -> list[object]:
        return [await app.push_screen_wait(RateScreen(f"How bad is number {n}?")) for n in (1, 2)]

    app = Stage(twice)
    async with app.run_test(size=(80, 24)) as pilot:
        rating = (await opened(pilot, RateScreen)).query_one(PainRating)
        middle = rating.content_region.offset + Offset(rating.content_size.width // 2, 1)
        for _ in range(3):
            click(app, middle)
        await until(pilot, lambda: "number 2" in screen_text(app))
        click(app, middle)
        await pilot.pause()
        assert "number 2" in screen_text(app)
        click(app, middle, later=frame.DOUBLE)
        assert await result(pilot) == [5, 5]


async def test_a_double_click_on_an_answer_answers_one_question(open_app: OpenApp, coach: Coach) -> None:
    app = open_app(coach)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("c")
        screen = await opened(pilot, CheckScreen)
        assert isinstance(screen, CheckScreen)
        await pilot.press("1")
        await until(pilot, lambda: "n No" in screen_text(app))
        bar = screen.query_one(AnswerBar)
        no = bar.content_region.offset + Offset(bar._places()[1] + 1, 0)
        click(app, no)
        await until(pilot, lambda: "None of these" in screen_text(app))
        line = screen.query_one(MarkList).content_region.offset + Offset(6, 0)
        click(app, line)
        await pilot.pause()
        assert screen._checkup.marks == {}, "the second half of a double click marks nothing"
        click(app, line, later=frame.DOUBLE)
        await until(pilot, lambda: "n No" in screen_text(app))


async def test_two_quick_clicks_on_one_page_both_count(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        x, y = app.screen.query_one(RoutineList).content_region.offset
        row = Offset(x, y + 1)  # below the heading
        click(app, row)
        click(app, row)
        await opened(pilot, PlayerScreen)
