"""The parts of Progress: tab, the areas, the days, and what Enter shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from coach.core.coach.door import Coach
from coach.core.progress.pain import pain_by_area
from coach.core.progress.standing import ratings
from coach.tui.app import CoachApp
from coach.tui.screens.progress.past import PastRows
from coach.tui.screens.progress.screen import FollowedRows
from coach.tui.widgets.charts.pain_chart import axis, columns_of
from coach.tui.widgets.charts.year_grid import YearGrid
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal
from tests.core.progress.facts import TODAY, at, pain
from tests.tui.conftest import screen_text, until
from tests.tui.screens.progress.people import person

OpenApp = Callable[..., CoachApp]


def listed(app: CoachApp) -> list[str]:
    return [str(option.prompt) for option in app.screen.query_one(PastRows).options]


async def test_enter_on_a_day_shows_its_entries_and_escape_all_of_them(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(person(checked))
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("h")
        await until(pilot, lambda: "Pain, neck" in screen_text(app))
        every = len(listed(app))
        await pilot.press("tab", "left", "enter")
        await until(pilot, lambda: len(listed(app)) < every)
        assert listed(app)[0] == "Monday 23 February 2026"
        assert all("2026" not in line or "23 February" in line for line in listed(app))
        assert "Mon 23 Feb: checked in, breaks kept" in screen_text(app)
        assert isinstance(app.focused, PastRows)
        await pilot.press("escape")
        await until(pilot, lambda: len(listed(app)) == every)
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode == "today")


async def test_enter_on_a_routine_shows_its_sessions(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(person(checked))
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("h", "tab", "tab")
        await until(pilot, lambda: isinstance(app.focused, FollowedRows))
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(app.focused, PastRows))
        sessions = [line for line in listed(app) if "\n" in line]
        assert len(sessions) == 7
        assert all("Cat-cow" in line for line in sessions)


async def test_in_a_low_window_the_entries_are_a_part_of_their_own(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(person(checked))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("h")
        await until(pilot, lambda: "[Pain]" in screen_text(app))
        assert not app.screen.query_one(PastRows).display
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "[Entries]" in screen_text(app))
        assert listed(app)[0] == "Monday 2 March 2026"
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "[Pain]" in screen_text(app))
        assert app.screen.query_one(PastRows).display


async def test_the_next_area_and_more_days(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(person(checked))
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("h")
        await until(pilot, lambda: "Pain, neck, worst of each day, 28 days" in screen_text(app))
        await pilot.press("a")
        await until(pilot, lambda: "Pain, lower back" in screen_text(app))
        await pilot.press("d")
        await until(pilot, lambda: "lower back, worst of each day, 90 days" in screen_text(app))
        await pilot.press("d")
        await until(pilot, lambda: "14 days" in screen_text(app))


async def test_the_cursor_stops_at_the_ends_and_the_mouse_moves_it(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(person(checked))
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("h", "tab", "right", "down")
        grid = app.screen.query_one(YearGrid)
        await until(pilot, lambda: app.focused is grid)
        assert grid.day is not None
        assert grid.day.day == TODAY
        await pilot.press(*["left"] * 30)
        assert grid.day.day == TODAY - timedelta(days=25 * 7)
        await pilot.click(YearGrid, offset=(4 + 2 * 24, 2))
        assert grid.day.day == TODAY - timedelta(days=6)
        await pilot.click(YearGrid, offset=(4 + 2 * 24, 2))
        await until(pilot, lambda: isinstance(app.focused, PastRows))


async def test_one_rating_and_a_record_that_can_not_be_read(
    open_app: OpenApp, checked: Coach, journal: MemoryJournal
) -> None:
    checked.record.write([pain(4, at(0))])
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h")
        await until(pilot, lambda: "Too few ratings to compare: 5 more days are needed." in screen_text(app))
        await pilot.press("tab", "tab")
        await until(pilot, lambda: "once both were rated" in screen_text(app))
        journal.broken = "unreadable"
        app._changed()
        await until(pilot, lambda: "! unreadable" in screen_text(app))


@pytest.mark.parametrize("days", [14, 28, 90, 366])
@pytest.mark.parametrize("width", [20, 36, 56, 76, 108])
def test_every_day_has_its_column_and_none_is_wider_than_the_window(days: int, width: int) -> None:
    (neck,) = pain_by_area(ratings([pain(n % 11, at(n)) for n in range(days)]), TODAY, days)
    columns, step = columns_of(neck, width)
    assert len(columns) * step <= max(width - 4, len(columns))
    assert max(level for _, level in columns if level is not None) == max(v for v in neck.levels if v is not None)
    assert columns[0][0] == neck.first
    assert len(axis([day for day, _ in columns], step)) >= 4 + len(columns) * step


async def test_what_can_be_done_is_named_and_rated_once_a_week(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock
) -> None:
    checked.record.write([pain(4, at(0))])
    app = open_app(checked)
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: "What can you do now? h f" in screen_text(app))
        await pilot.press("h", "f")
        await until(pilot, lambda: "makes hard?" in screen_text(app))
        await pilot.press(*"sitting", "enter")
        await until(pilot, lambda: "Something else that is hard?" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "How well can you do this now: sitting?" in screen_text(app))
        assert "0 = can't do it, 10 = as well as before" in screen_text(app)
        await pilot.press(*"11", "enter")
        await until(pilot, lambda: "A whole number from 0" in screen_text(app))
        await pilot.press("backspace", "backspace", "6", "enter")
        await until(pilot, lambda: "sitting: 6 of 10." in screen_text(app))
        await pilot.press("t")
        app._changed()
        await until(pilot, lambda: "Last pain" in screen_text(app) and "What can you do" not in screen_text(app))
    assert [one.latest for one in checked.looking_back.activities()] == [6]


async def test_the_question_of_the_week_is_put_away_with_one_key(open_app: OpenApp, checked: Coach) -> None:
    checked.record.write([pain(4, at(0))])
    app = open_app(checked)
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("h", "f", "escape")
        await until(pilot, lambda: "Put away until next week." in screen_text(app))
    assert not checked.looking_back.function_asked_for()
