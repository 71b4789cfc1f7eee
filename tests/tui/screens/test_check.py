"""The safety check on the screen: a clean day is short, a warning is never lost, nothing is answered in haste."""

from __future__ import annotations

import pytest
from textual.command import CommandPalette

from coach.core.catalogue.catalogue import Layer, Level
from coach.core.check.checkup import Checkup
from coach.core.check.pages import READ
from coach.core.check.sections import of_layer
from coach.core.coach.door import Coach
from coach.core.record.checks import CheckAnswered
from coach.core.record.facts import of
from coach.core.vocabulary import Answer, BodyArea
from coach.tui.screens.card import CardScreen
from coach.tui.screens.check import MARKED, TOO_SOON, CheckScreen
from coach.tui.widgets.mark_list import MarkList
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal, all_no
from tests.tui.conftest import SIZES, screen_lines, screen_text, until
from tests.tui.stage import Stage, all_clear, opened, result, safe_page, show

SOURCES = {"S3": "An article"}


def check(coach: Coach, area: BodyArea | None = None) -> Stage:
    return show(CheckScreen(coach, coach.checks.checkup(area=area), SOURCES, area))


def past_the_week(coach: Coach, clock: FakeClock) -> None:
    """The last full check is over a week old, the slow signs were asked in between: only the day is due, in full."""
    assert coach.catalogue is not None
    clock.advance(4 * 24 * 3600)
    coach.checks.submit(
        all_no(Checkup(coach.catalogue, sections=(of_layer(coach.catalogue, Layer.WEEKLY),), day=False))
    )
    clock.advance(4 * 24 * 3600)


async def test_a_clean_day_is_four_keys(checked: Coach, fake_clock: FakeClock) -> None:
    past_the_week(checked, fake_clock)
    stage = check(checked)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        for _ in range(4):
            fake_clock.advance(READ)
            await pilot.press("0")
            await pilot.pause()
        safety = await result(pilot)
    assert safety.check.valid


async def test_a_clean_first_day_is_a_key_a_page(coach: Coach) -> None:
    stage = check(coach)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        assert "1 of 8" in screen_text(pilot.app)
        await all_clear(pilot, 8)
        safety = await result(pilot)
    assert safety.whole
    assert safety.level is Level.SELF_CARE


async def test_the_day_after_it_is_one_key(repeat_day: Coach) -> None:
    stage = check(repeat_day)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        shown = " ".join(screen_text(pilot.app).split())
        lines = [line.say for group in repeat_day.catalogue.groups_of(Layer.TODAY) for line in group.repeat]  # type: ignore[union-attr]
        assert all(line in shown for line in lines)
        await safe_page(pilot)
        assert (await result(pilot)).check.valid


async def test_a_page_lists_the_line_of_every_question_and_says_why_it_asks(coach: Coach) -> None:
    stage = check(coach)
    async with stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, CheckScreen)
        catalogue = coach.catalogue
        assert catalogue is not None
        assert catalogue.reason in " ".join(screen_text(pilot.app).split())
        for number, group in enumerate(catalogue.groups_of(Layer.TODAY), 1):
            await until(pilot, lambda n=number: f"{n} of 8" in screen_text(pilot.app))  # type: ignore[misc]
            shown = " ".join(screen_text(pilot.app).split())
            assert group.ask in shown
            assert "0 None of these" in shown
            for name in group.flags:
                assert catalogue.flags[name].say in shown
            await safe_page(pilot)


async def test_a_list_that_could_not_be_read_yet_takes_no_none(coach: Coach, fake_clock: FakeClock) -> None:
    stage = check(coach)
    async with stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, CheckScreen)
        await pilot.press("0")
        await until(pilot, lambda: TOO_SOON in screen_text(pilot.app))
        assert "1 of 8" in screen_text(pilot.app)
        fake_clock.advance(READ)
        await pilot.press("0")
        await until(pilot, lambda: "2 of 8" in screen_text(pilot.app))


async def test_a_low_window_says_too_why_a_key_did_nothing(repeat_day: Coach) -> None:
    stage = check(repeat_day)
    async with stage.run_test(size=(100, 15)) as pilot:
        await opened(pilot, CheckScreen)
        await until(pilot, lambda: "None of these" in screen_text(pilot.app))
        await pilot.press("0")
        await until(pilot, lambda: TOO_SOON in screen_text(pilot.app))


async def test_where_the_window_is_low_none_shows_the_next_part_first(coach: Coach, fake_clock: FakeClock) -> None:
    stage = check(coach)
    async with stage.run_test(size=(40, 12)) as pilot:
        await opened(pilot, CheckScreen)
        await until(pilot, lambda: "more below" in screen_text(pilot.app))
        assert "So that nothing is pressed" in screen_text(pilot.app), "it begins at its beginning"
        seen = screen_text(pilot.app)
        for _ in range(20):
            fake_clock.advance(READ)
            await pilot.press("0")
            await pilot.pause()
            if "2 of 8" in screen_text(pilot.app):
                break
            seen += screen_text(pilot.app)
        assert "2 of 8" in screen_text(pilot.app)
        assert coach.catalogue is not None
        words = " ".join(seen.split())
        for name in coach.catalogue.groups_of(Layer.TODAY)[0].flags:
            assert all(word in words for word in coach.catalogue.flags[name].say.split())


async def test_a_window_made_larger_takes_the_promise_of_more_back(coach: Coach) -> None:
    stage = check(coach)
    async with stage.run_test(size=(40, 12)) as pilot:
        await opened(pilot, CheckScreen)
        await until(pilot, lambda: "more below" in screen_text(pilot.app))
        await pilot.resize_terminal(100, 34)
        await until(pilot, lambda: "more below" not in screen_text(pilot.app))


@pytest.mark.parametrize("size", SIZES)
async def test_the_three_answers_to_a_question_are_seen_in_every_window(coach: Coach, size: tuple[int, int]) -> None:
    stage = check(coach)
    async with stage.run_test(size=size) as pilot:
        await opened(pilot, CheckScreen)
        await pilot.press("1")
        await until(pilot, lambda: "n No" in screen_text(pilot.app))
        answers = [line for line in screen_lines(pilot.app) if "n No" in line and "y Yes" in line]
        assert any("u Not sure" in line for line in answers)


async def test_a_mark_is_seen_taken_back_and_made_unsure(coach: Coach) -> None:
    stage = check(coach)
    async with stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, CheckScreen)
        await pilot.press("6")
        await until(pilot, lambda: "6 [x] harder to walk" in screen_text(pilot.app))
        await pilot.press("0")
        await until(pilot, lambda: MARKED in screen_text(pilot.app))
        await pilot.press("6")
        await until(pilot, lambda: "6 [ ] harder to walk" in screen_text(pilot.app))
        await pilot.press("question_mark")
        await until(pilot, lambda: "not sure of" in screen_text(pilot.app))
        await pilot.press("6")
        await until(pilot, lambda: "6 [?] harder to walk" in screen_text(pilot.app))


async def test_arrows_and_the_mouse_mark_as_the_numbers_do(coach: Coach, fake_clock: FakeClock) -> None:
    stage = check(coach)
    async with stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, CheckScreen)
        await pilot.press(*["down"] * 6, "space")
        await until(pilot, lambda: "6 [x]" in screen_text(pilot.app))
        rows = screen_lines(pilot.app)
        row = next(y for y, line in enumerate(rows) if "7 [ ]" in line)
        await pilot.click(offset=(rows[row].index("7 [ ]"), row))
        await until(pilot, lambda: "7 [x]" in screen_text(pilot.app))
        fake_clock.advance(READ)
        row = next(y for y, line in enumerate(screen_lines(pilot.app)) if "enter Go on" in line)
        await pilot.click(offset=(6, row))
        await until(pilot, lambda: "2 of" in screen_text(pilot.app))


async def test_a_mark_opens_its_own_question_after_the_last_page_with_when_no_is_right(
    coach: Coach, fake_clock: FakeClock
) -> None:
    stage = check(coach)
    async with stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, CheckScreen)
        await pilot.press("6")
        fake_clock.advance(READ)
        await pilot.press("enter")
        await until(pilot, lambda: "2 of" in screen_text(pilot.app))
        await all_clear(pilot, 7)
        await until(pilot, lambda: "Is it harder to walk than before?" in screen_text(pilot.app))
        assert "Answer no if a doctor has checked it" in " ".join(screen_text(pilot.app).split())
        await pilot.press("n")
        safety = await result(pilot)
    assert safety.level is Level.SELF_CARE


async def test_back_takes_the_last_answer_back(coach: Coach) -> None:
    stage = check(coach)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        await all_clear(pilot, 2)
        await until(pilot, lambda: "3 of 8" in screen_text(pilot.app))
        await pilot.press("backspace")
        await until(pilot, lambda: "2 of 8" in screen_text(pilot.app))


async def test_enter_answers_nothing_that_was_not_chosen(
    coach: Coach, journal: MemoryJournal, fake_clock: FakeClock
) -> None:
    stage = check(coach)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        fake_clock.advance(READ)
        await pilot.press("enter", "enter", "enter")
        await pilot.pause()
        assert "1 of 8" in screen_text(pilot.app)
    assert journal.kept == []


async def test_leaving_a_check_that_is_clean_so_far_records_nothing(coach: Coach, journal: MemoryJournal) -> None:
    stage = check(coach)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        await all_clear(pilot, 2)
        await pilot.press("escape")
        assert await result(pilot) is None
    assert journal.kept == []


async def test_leaving_with_a_mark_keeps_the_warning(coach: Coach, journal: MemoryJournal) -> None:
    stage = check(coach)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        await pilot.press("6")
        await until(pilot, lambda: "6 [x]" in screen_text(pilot.app))
        await pilot.press("escape")
        assert await result(pilot) is None
    assert [fact.body.complete for fact in of(journal.kept, CheckAnswered)] == [False]
    assert [up.flag.id for up in coach.rules.safety().flags] == ["walking-trouble"]
    assert not coach.rules.safety().check.valid


async def test_what_was_so_yesterday_is_asked_after_the_page_of_the_day(
    repeat_day: Coach, fake_clock: FakeClock
) -> None:
    assert repeat_day.catalogue is not None
    ill = repeat_day.checks.checkup().mark("all/2", Answer.YES).close()
    ill = ill.mark("feel-ill-today", Answer.YES).close().answer("feel-ill-today", Answer.YES)
    repeat_day.checks.submit(all_no(ill))
    fake_clock.advance(24 * 3600)
    stage = check(repeat_day)
    async with stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, CheckScreen)
        await safe_page(pilot)
        await until(pilot, lambda: "Last time: ill with a cold or flu. Still so?" in screen_text(pilot.app))
        shown = screen_text(pilot.app)
        assert all(words in shown for words in ("y Still so", "n Gone", "w Worse"))
        assert "Not sure" not in shown
        await pilot.press("w")
        await until(pilot, lambda: "Today or last night:" in screen_text(pilot.app))
        await pilot.press("escape")
        assert await result(pilot) is None


async def test_an_emergency_shows_its_card_at_once(coach: Coach, journal: MemoryJournal) -> None:
    stage = check(coach, BodyArea.LOWER_BACK)
    async with stage.run_test() as pilot:
        await opened(pilot, CheckScreen)
        await pilot.press("1")
        await until(pilot, lambda: "Have you lost control" in screen_text(pilot.app))
        await pilot.press("u")
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
        await pilot.press("1")
        await until(pilot, lambda: "y Yes" in screen_text(pilot.app))
        await pilot.press("y")
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
        await all_clear(pilot)
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
        assert isinstance(pilot.app.focused, MarkList)
        await pilot.press("l")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert not isinstance(pilot.app.screen, CommandPalette)
