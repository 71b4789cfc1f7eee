"""A movement break on the screen: it begins at once, one key says that it is taken, and nothing is asked."""

from __future__ import annotations

import pytest

from coach.core.coach.door import Coach
from coach.core.coach.guided import Request
from coach.core.record.choices import Choices
from coach.core.settings import Settings
from coach.core.vocabulary import SessionOutcome
from coach.tui.flows.session import guided, resume
from coach.tui.screens.card import CardScreen
from coach.tui.screens.player.player import PlayerScreen
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal
from tests.tui.conftest import SIZES, screen_text
from tests.tui.stage import Stage, answered_yes, opened, result, run_of, show


def break_of(coach: Coach, sources: dict[str, str], choices: Choices | None = None) -> Stage:
    request = Request("movement-break", choices or Choices())
    return Stage(lambda app: guided(app, coach, Settings(), sources, request))


async def test_it_begins_with_no_question_and_ends_with_none(
    coach: Coach, sources: dict[str, str], journal: MemoryJournal, fake_clock: FakeClock
) -> None:
    stage = break_of(coach, sources)
    async with stage.run_test() as pilot:
        player = await opened(pilot, PlayerScreen)
        assert isinstance(player, PlayerScreen)
        assert "Get ready: Stand and move" in screen_text(pilot.app)
        fake_clock.advance(40)
        player.wake()
        await pilot.pause()
        shown = screen_text(pilot.app)
        assert "Step 2 of 5" in shown
        assert "Stand and look at something far away." in shown
        assert "Next: Walk" in shown
        fake_clock.advance(90)
        player.wake()
        assert await result(pilot) is SessionOutcome.COMPLETED
        assert len(pilot.app.screen_stack) == 1
    assert not {fact.kind for fact in journal.kept} & {"pain", "check"}


@pytest.mark.parametrize("size", SIZES)
async def test_one_key_says_that_it_is_taken(
    coach: Coach, sources: dict[str, str], size: tuple[int, int], fake_clock: FakeClock
) -> None:
    stage = break_of(coach, sources)
    async with stage.run_test(size=size) as pilot:
        await opened(pilot, PlayerScreen)
        assert "g I got up" in screen_text(pilot.app)
        fake_clock.advance(9)
        await pilot.press("g")
        assert await result(pilot) is SessionOutcome.GOT_UP
    assert coach.listing.today().done[-1].outcome == "got-up"
    assert coach.listing.today().unfinished is None


async def test_neck_turns_are_shown_for_standing_and_not_for_a_chair(
    checked: Coach, sources: dict[str, str], fake_clock: FakeClock
) -> None:
    stage = break_of(checked, sources, Choices(turn=2))
    async with stage.run_test(size=(120, 40)) as pilot:
        player = await opened(pilot, PlayerScreen)
        assert isinstance(player, PlayerScreen)
        fake_clock.advance(8)
        player.wake()
        await pilot.pause()
        shown = screen_text(pilot.app)
        assert "Turn your head slowly left, then right" in shown
        assert "Sitting" not in shown
        assert "chair" not in shown


async def test_other_routines_have_no_such_key(checked: Coach, fake_clock: FakeClock) -> None:
    run = run_of(checked, "neck-rotation")
    async with show(PlayerScreen(run, checked, Settings(), {})).run_test() as pilot:
        await opened(pilot, PlayerScreen)
        fake_clock.advance(10)
        await pilot.press("g")
        await pilot.pause()
        assert run.ended is None
        assert "I got up" not in screen_text(pilot.app)


async def test_an_urgent_lock_shows_its_card_instead(coach: Coach, sources: dict[str, str]) -> None:
    answered_yes(coach, "night-pain")
    stage = break_of(coach, sources)
    async with stage.run_test() as pilot:
        await opened(pilot, CardScreen)
        await pilot.press("enter")
        assert await result(pilot) is None
    assert coach.listing.today().done == ()


async def test_what_a_sign_on_record_advises_is_said_beside_it_and_holds_nothing_up(
    coach: Coach, sources: dict[str, str]
) -> None:
    answered_yes(coach, "pregnant")
    stage = break_of(coach, sources)
    async with stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        assert any("Ask your midwife" in notice.text for notice in stage.messages.kept)


async def test_an_interrupted_break_goes_on_and_ends_without_a_question(
    coach: Coach, sources: dict[str, str], fake_clock: FakeClock
) -> None:
    run = run_of(coach, "movement-break", Choices(turn=1))
    fake_clock.advance(40)
    run.tick()
    past = coach.listing.today().unfinished
    assert past is not None
    stage = Stage(lambda app: resume(app, coach, Settings(), sources, past))
    async with stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await pilot.press("g")
        assert await result(pilot) is SessionOutcome.GOT_UP


async def test_a_break_that_could_not_be_written_down_says_so(
    coach: Coach, sources: dict[str, str], journal: MemoryJournal
) -> None:
    stage = break_of(coach, sources)
    async with stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        journal.broken = "The disk is full."
        await pilot.press("g")
        assert await result(pilot) is SessionOutcome.GOT_UP
        assert any("may be missing" in notice.text for notice in stage.messages.kept)
