"""The safety check on the screen: a clean day is short, a warning is never lost."""

from __future__ import annotations

import pytest
from textual.command import CommandPalette

from coach.core.catalogue.catalogue import Layer, Level
from coach.core.check.checkup import Checkup
from coach.core.check.sections import Section
from coach.core.coach.door import Coach
from coach.core.record.checks import CheckAnswered
from coach.core.record.facts import of
from coach.core.vocabulary import Answer
from coach.tui.screens.card import CardScreen
from coach.tui.screens.check import CheckScreen
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal
from tests.tui.conftest import SIZES, screen_lines, screen_text, until
from tests.tui.stage import Stage, opened, result, show

SOURCES = {"S3": "An article"}


def check(coach: Coach) -> Stage:
    return show(CheckScreen(coach, coach.checks.checkup(), SOURCES))


FIRST_DAY = ("n",) * 11  # five screens of the day, five of the profile, one of the slow signs
AFTER_THE_DAY = ("n",) * 6


def past_the_week(coach: Coach, clock: FakeClock) -> None:
    """The last full check is over a week old, the slow signs were asked in between: only the day is due, in full."""
    assert coach.catalogue is not None
    clock.advance(4 * 24 * 3600)
    weekly = Section(Layer.WEEKLY, coach.catalogue.groups_of(Layer.WEEKLY))
    between = Checkup(coach.catalogue, sections=(weekly,), day=False)
    while between.screen is not None:
        between = between.answer(between.screen.key, Answer.NO)
    coach.checks.submit(between)
    clock.advance(4 * 24 * 3600)


async def test_a_clean_day_is_five_keys(checked: Coach, fake_clock: FakeClock) -> None:
    past_the_week(checked, fake_clock)
    stage = check(checked)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        await pilot.press("n", "n", "n", "n", "n")
        safety = await result(pilot)
    assert safety.check.valid


async def test_a_clean_first_day_is_eleven_keys(coach: Coach) -> None:
    stage = check(coach)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        await pilot.press(*FIRST_DAY)
        safety = await result(pilot)
    assert safety.check.valid
    assert safety.level is Level.SELF_CARE


async def test_the_day_after_it_is_one_key(repeat_day: Coach) -> None:
    stage = check(repeat_day)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        shown = screen_text(pilot.app)
        assert all(group.ask.split(",")[0] in shown for group in repeat_day.catalogue.groups_of(Layer.TODAY))  # type: ignore[union-attr]
        await pilot.press("n")
        assert (await result(pilot)).check.valid


async def test_a_group_lists_every_sign_it_stands_for(coach: Coach) -> None:
    stage = check(coach)
    async with stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, CheckScreen)
        catalogue = coach.catalogue
        assert catalogue is not None
        for number, group in enumerate(catalogue.groups_of(Layer.TODAY), 1):
            await until(pilot, lambda n=number: f"{n} of 5" in screen_text(pilot.app))  # type: ignore[misc]
            shown = " ".join(screen_text(pilot.app).split())
            for name in group.flags:
                assert catalogue.flags[name].question in shown
            await pilot.press("n")


async def test_where_the_window_is_low_it_says_that_there_is_more_below(coach: Coach) -> None:
    stage = check(coach)
    async with stage.run_test(size=(40, 12)) as pilot:
        await opened(pilot, CheckScreen)
        await pilot.press("n")
        await until(pilot, lambda: "more below" in screen_text(pilot.app))
        await pilot.press(*["down"] * 24)
        await until(pilot, lambda: "like trouble with buttons" in " ".join(screen_text(pilot.app).split()))
        assert "more below" not in screen_text(pilot.app)


async def test_a_short_question_after_a_long_one_does_not_promise_more_below(coach: Coach) -> None:
    stage = check(coach)
    async with stage.run_test(size=(40, 12)) as pilot:
        await opened(pilot, CheckScreen)
        await until(pilot, lambda: "more below" in screen_text(pilot.app))
        await pilot.press("y")
        await until(pilot, lambda: "Have you lost control" in screen_lines(pilot.app)[1])
        await pilot.pause()
        await pilot.pause()
        assert "more below" not in screen_text(pilot.app)


async def test_a_window_made_larger_takes_the_promise_of_more_back(coach: Coach) -> None:
    stage = check(coach)
    async with stage.run_test(size=(40, 12)) as pilot:
        await opened(pilot, CheckScreen)
        await until(pilot, lambda: "more below" in screen_text(pilot.app))
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "more below" not in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_the_three_answers_are_seen_in_every_window(coach: Coach, size: tuple[int, int]) -> None:
    stage = check(coach)
    async with stage.run_test(size=size) as pilot:
        await opened(pilot, CheckScreen)
        answers = [line for line in screen_lines(pilot.app) if "n No" in line and "y Yes" in line]
        assert any("u Not sure" in line for line in answers)


async def test_not_sure_opens_the_single_questions(coach: Coach) -> None:
    stage = check(coach)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        await pilot.press("n", "n", "n", "n", "u")
        await until(pilot, lambda: "5 of 5" in screen_text(pilot.app) and "•" not in screen_text(pilot.app))
        await pilot.press(*["n"] * 4)
        await until(pilot, lambda: "Check: About you" in screen_text(pilot.app))
        await pilot.press(*["n"] * 6)
        assert (await result(pilot)).level is Level.SELF_CARE


async def test_a_question_says_when_no_is_right(coach: Coach) -> None:
    stage = check(coach)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        await pilot.press("n", "n", "y")
        for _ in range(6):
            if "Answer no if" in screen_text(pilot.app):
                break
            await pilot.press("n")
            await pilot.pause()
        assert "Answer no if a doctor has checked it" in " ".join(screen_text(pilot.app).split())


async def test_back_takes_the_last_answer_back(coach: Coach) -> None:
    stage = check(coach)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        await pilot.press("n", "n", "backspace")
        await until(pilot, lambda: "2 of 5" in screen_text(pilot.app))


async def test_enter_answers_nothing_that_was_not_chosen(coach: Coach, journal: MemoryJournal) -> None:
    stage = check(coach)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        await pilot.press("enter", "enter", "enter")
        await pilot.pause()
        assert "1 of 5" in screen_text(pilot.app)
    assert journal.kept == []


async def test_leaving_a_check_that_is_clean_so_far_records_nothing(coach: Coach, journal: MemoryJournal) -> None:
    stage = check(coach)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        await pilot.press("n", "n", "escape")
        assert await result(pilot) is None
    assert journal.kept == []


async def test_leaving_after_a_warning_keeps_the_warning(coach: Coach, journal: MemoryJournal) -> None:
    stage = check(coach)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        await pilot.press("n", "n", "y", "n", "y", "escape")
        assert await result(pilot) is None
    assert [fact.body.complete for fact in of(journal.kept, CheckAnswered)] == [False]
    assert coach.rules.safety().flags
    assert not coach.rules.safety().check.valid


async def test_an_emergency_shows_its_card_at_once(coach: Coach, journal: MemoryJournal) -> None:
    stage = check(coach)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        await pilot.press("y", "u")
        card = await opened(pilot, CardScreen)
        assert "!!! EMERGENCY" in screen_text(pilot.app)
        assert "Stop. Get help now." in screen_text(pilot.app)
        assert [f.kind for f in journal.kept if f.kind != "flags"][-1] == "check"
        await pilot.press("backspace", "n")
        await pilot.pause()
        assert pilot.app.screen is card
        await pilot.press("enter")
        assert (await result(pilot)).level is Level.EMERGENCY
        assert len(pilot.app.screen_stack) == 1


async def test_an_emergency_shows_its_card_even_where_nothing_can_be_written(
    coach: Coach, journal: MemoryJournal
) -> None:
    stage = check(coach)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        journal.broken = "The disk is full."
        await pilot.press("y", "y")
        await opened(pilot, CardScreen)
        shown = screen_text(pilot.app)
        assert "Stop. Get help now." in shown
        assert "The disk is full." in shown
        await pilot.press("escape")
        assert not (await result(pilot)).check.valid


async def test_a_check_that_can_not_be_written_opens_nothing_until_it_is(coach: Coach, journal: MemoryJournal) -> None:
    stage = check(coach)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        journal.broken = "The disk is full."
        await pilot.press(*FIRST_DAY)
        await until(pilot, lambda: "The disk is full." in screen_text(pilot.app))
        assert not coach.rules.safety().check.valid
        await pilot.press("enter")
        await pilot.pause()
        assert "nothing is open yet" in screen_text(pilot.app)
        journal.broken = ""
        await pilot.press("enter")
        assert (await result(pilot)).check.valid


async def test_the_programs_own_keys_do_nothing_during_the_check(coach: Coach) -> None:
    stage = check(coach)
    stage.bind("l", "quit")
    async with stage.run_test() as pilot:
        screen = await opened(pilot, CheckScreen)
        await pilot.press("l")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert not isinstance(pilot.app.screen, CommandPalette)
