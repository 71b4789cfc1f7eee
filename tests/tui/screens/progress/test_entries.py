"""The entries of Progress: by day, newest first, skipped never called done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.widgets import OptionList

from coach.core.clearance.clearance import Cleared
from coach.core.coach.door import Coach
from coach.core.record.choices import Choices
from coach.core.record.sessions import SessionBegan, SessionEnded
from coach.core.session.events import SessionPhase
from coach.core.session.ports import Alone
from coach.core.vocabulary import RatedWhen, SessionOutcome
from coach.tui.app import CoachApp
from tests.conftest import FakeClock
from tests.core.conftest import just_before
from tests.tui.conftest import pass_check, screen_text, until

OpenApp = Callable[..., CoachApp]
DAY = 24 * 3600


def do(coach: Coach, clock: FakeClock, routine: str, *, skip_after: int | None = None, late: float = 0) -> None:
    """Follow a routine; leave a part after so many seconds, acknowledge an alarm late."""
    just_before(coach, routine)
    cleared = coach.sessions.ask(routine, Choices())
    assert isinstance(cleared, Cleared)
    area = coach.library.find(routine).areas[0]
    run = coach.sessions.begin(cleared, Choices(area=area))
    coach.entries.rate(5, RatedWhen.BEFORE, area, run)
    elapsed = 0
    while run.ended is None:
        clock.advance(1)
        elapsed += 1
        run.tick()
        if elapsed == skip_after:
            run.next()
        if run.session.phase is SessionPhase.ALARM:
            clock.advance(late)
            run.acknowledge()
    coach.entries.rate(3, RatedWhen.AFTER, area, run, before=5)


async def test_an_empty_record_is_said_kindly(open_app: OpenApp, coach: Coach) -> None:
    app = open_app(coach)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("h")
        await until(pilot, lambda: "Nothing here yet." in screen_text(app))


async def test_days_stand_newest_first_with_outcome_time_and_pain(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock
) -> None:
    do(checked, fake_clock, "cat-cow")
    fake_clock.advance(DAY)
    pass_check(checked)
    do(checked, fake_clock, "childs-pose")
    app = open_app(checked)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("h")
        await until(pilot, lambda: "Cat-cow" in screen_text(app))
        text = screen_text(app)
        assert text.index("Tuesday 3 March 2026") < text.index("Child's pose") < text.index("Monday 2 March 2026")
        assert "✓ done, 24 s, pain 5 → 3, less" in text


async def test_a_session_that_was_left_at_once_says_so_and_one_in_another_window_is_running(
    open_app: OpenApp, checked: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked.record.append(SessionBegan(session="one", routine="cat-cow", name="Cat-cow"))
    checked.record.append(SessionEnded(session="one", outcome=SessionOutcome.LEFT))
    checked.record.append(SessionBegan(session="two", routine="bridge", name="Bridge"))
    monkeypatch.setattr(Alone, "held", lambda _, name: name == "two")
    app = open_app(checked)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("h")
        await until(pilot, lambda: "◐ left early, before anything was done" in screen_text(app))
        assert "▶ running now" in screen_text(app)
        assert "0 s" not in screen_text(app)


async def test_a_skipped_step_is_never_called_done(open_app: OpenApp, checked: Coach, fake_clock: FakeClock) -> None:
    do(checked, fake_clock, "lower-back-short", skip_after=22)
    app = open_app(checked)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("h")
        await until(pilot, lambda: "◐ Child's pose 0:07 of 0:40" in screen_text(app))
        assert "✓ Knee to chest 1:20" in screen_text(app)
        assert "✓ Child's pose" not in screen_text(app)


async def test_over_time_is_told(open_app: OpenApp, checked: Coach, fake_clock: FakeClock) -> None:
    do(checked, fake_clock, "moist-heat", late=45)
    app = open_app(checked)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("h")
        await until(pilot, lambda: "Moist heat 15:00, 0:45 too long" in screen_text(app))


async def test_what_was_done_meanwhile_stands_there_when_it_is_gone_to_again(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock
) -> None:
    do(checked, fake_clock, "cat-cow")
    app = open_app(checked)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("h", "t")
        do(checked, fake_clock, "childs-pose")
        app._changed()
        await pilot.press("h")
        await until(pilot, lambda: "Child's pose" in screen_text(app))


async def test_many_sessions_come_a_hundred_at_first_and_e_shows_the_older(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock
) -> None:
    for _ in range(103):
        cleared = checked.sessions.ask("calm-breathing", Choices())
        assert isinstance(cleared, Cleared)
        checked.sessions.begin(cleared, Choices()).leave()
        fake_clock.advance(60)
    app = open_app(checked)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("h")
        sessions = app.screen.query_one(OptionList)
        await until(pilot, lambda: any(option.prompt == "Older ones: press e" for option in sessions.options))
        await pilot.press("e")
        await until(pilot, lambda: sum(option.id is not None for option in sessions.options) == 103)
