"""The week on the screen: what it tells, the question of Monday, steps up and back."""

from __future__ import annotations

from collections.abc import Callable

from coach.core.coach.door import Coach
from coach.core.record.personal import WeekJudged
from coach.core.vocabulary import WeekWord
from coach.tui.app import CoachApp
from coach.tui.screens.today import TodayScreen
from coach.tui.screens.week import WeekScreen
from tests.cli.commands.looking_back.test_plan import bridges
from tests.conftest import FakeClock
from tests.tui.conftest import screen_text, until
from tests.tui.stage import opened

OpenApp = Callable[..., CoachApp]
LAST_WEEK = "Last week: too much, right, or too little?"


def reps(coach: Coach) -> int:
    return dict(coach.plans.find("bridge").now)["reps"]


async def test_on_monday_today_asks_for_last_week_and_the_page_takes_the_word_once(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock
) -> None:
    checked.record.write(bridges(checked.clock.now().wall))
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: f"{LAST_WEEK} p: say it" in screen_text(app))
        await pilot.press("p")
        await opened(pilot, WeekScreen)
        assert "1 Too much   2 Right   3 Too little" in screen_text(app)
        await pilot.press("1")
        await until(pilot, lambda: "everything goes one notch back" in screen_text(app))
        await pilot.press("2")  # it is not asked any more
        await pilot.press("escape")
        await opened(pilot, TodayScreen)
        assert LAST_WEEK not in screen_text(app)
    assert [fact.body.value for fact in checked.record.of(WeekJudged)] == [WeekWord.TOO_MUCH]
    fake_clock.advance(24 * 3600)
    assert not checked.plans.asked_for()


async def test_a_new_person_is_asked_for_no_week(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        assert LAST_WEEK not in screen_text(app)
        await pilot.press("p")
        await opened(pilot, WeekScreen)
        assert "The plan is empty yet" in screen_text(app)
        await pilot.press("1", "f", "x")  # there is nothing to say yes to, and nothing to take back
    assert not checked.record.of(WeekJudged)


async def test_a_step_is_taken_back_with_one_key(open_app: OpenApp, checked: Coach, fake_clock: FakeClock) -> None:
    checked.record.write(bridges(checked.clock.now().wall))
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        await opened(pilot, WeekScreen)
        assert "Bridge: 5 repeats now, up to 30 repeats." in screen_text(app)
        await pilot.press("f")
        await until(pilot, lambda: "Bridge: 7 repeats now" in screen_text(app))
        assert reps(checked) == 7
        fake_clock.advance(60)
        await pilot.press("x")
        await until(pilot, lambda: "One step back is part of the plan." in screen_text(app))
        assert reps(checked) == 5


async def test_no_step_is_taken_that_can_not_be_read(open_app: OpenApp, checked: Coach) -> None:
    checked.record.write(bridges(checked.clock.now().wall))
    app = open_app(checked)
    async with app.run_test(size=(40, 12)) as pilot:
        assert "Next time" not in screen_text(app)
        await pilot.press("f")
        await pilot.pause()
    assert reps(checked) == 5
