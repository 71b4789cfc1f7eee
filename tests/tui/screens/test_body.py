"""Body: a place is picked by key or mouse, and Today hears of it."""

from __future__ import annotations

from collections.abc import Callable

from coach.core.coach.door import Coach
from coach.core.vocabulary import BodyArea, RatedWhen, Side
from coach.tui.app import CoachApp
from coach.tui.screens.body import BodyScreen
from coach.tui.screens.today import TodayScreen
from coach.tui.widgets import body_drawing as drawing
from coach.tui.widgets.body_picture import BodyPicture
from tests.core.conftest import MemoryJournal
from tests.tui.conftest import screen_text, until

OpenApp = Callable[..., CoachApp]


async def test_a_digit_picks_at_once_and_goes_back_to_today(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("b", "5")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert "[5 Lower back]" in screen_text(app)


async def test_a_click_on_the_drawn_shoulder_picks_it(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, BodyScreen))
        picture = app.screen.query_one(BodyPicture)
        row = drawing.LABEL_ROW[BodyArea.SHOULDER]
        spots = [(x, y) for y in range(picture.size.height) for x in range(picture.size.width)]
        left = [spot for spot in spots if picture.place_at(*spot) == (BodyArea.SHOULDER, Side.LEFT)]
        assert any(y >= row for _, y in left)
        await pilot.click(BodyPicture, offset=left[0])
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert "shoulder, left side" in screen_text(app)


async def test_escape_changes_nothing(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "b", "down", "escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert "[1 Neck]" in screen_text(app)


async def test_it_opens_on_the_area_that_was_chosen(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("4", "b")
        await until(pilot, lambda: "[4 Mid back, both sides]" in screen_text(app))


async def test_the_last_pain_stands_on_the_picture(open_app: OpenApp, checked: Coach) -> None:
    checked.entries.rate(3, RatedWhen.BEFORE, BodyArea.NECK)
    checked.entries.rate(6, RatedWhen.BEFORE, BodyArea.LOWER_BACK)
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: "5 Lower back pain 6" in screen_text(app))
        assert "pain 3" in screen_text(app)


async def test_a_record_that_cant_be_read_leaves_the_picture_without_numbers(
    open_app: OpenApp, checked: Coach, journal: MemoryJournal
) -> None:
    journal.broken = "unreadable"
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: "5 Lower back" in screen_text(app))
        assert "pain" not in screen_text(app)
