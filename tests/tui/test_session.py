"""The whole way of one routine: from the first question to the summary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from coach.core.coach.door import Coach
from coach.core.coach.guided import Request
from coach.core.record.choices import Choices
from coach.core.record.health import EpisodeBegan
from coach.core.settings import Settings
from coach.core.vocabulary import BodyArea, ComplaintKind, SessionOutcome
from coach.tui.flows.session import guided, resume
from coach.tui.screens.about import AboutScreen
from coach.tui.screens.begin import BeginScreen, DoneScreen
from coach.tui.screens.card import CardScreen
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.notes.typed import TypeScreen
from coach.tui.screens.player.player import PlayerScreen
from coach.tui.screens.rate import AskScreen, RateScreen
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal, clean, just_before
from tests.tui.conftest import screen_text, until
from tests.tui.stage import Stage, all_clear, answered_yes, opened, result, run_of, to_player

Way = Callable[..., Stage]


@pytest.fixture
def way(coach: Coach, sources: dict[str, str]) -> Way:
    """A stage on which this routine is walked through."""

    def make(routine: str, choices: Choices | None = None, settings: Settings | None = None, **more: Any) -> Stage:
        request = Request(routine, choices or Choices(), **more)
        return Stage(lambda app: guided(app, coach, settings or Settings(), sources, request))

    return make


@pytest.fixture
def again(coach: Coach, sources: dict[str, str]) -> Callable[[], Stage]:
    """A stage on which the interrupted session goes on."""

    def make() -> Stage:
        past = coach.listing.today().unfinished
        assert past is not None
        return Stage(lambda app: resume(app, coach, Settings(), sources, past))

    return make


async def play_out(pilot: Pilot[Any], clock: FakeClock, seconds: float) -> None:
    """Let a session run for so long."""
    player = await to_player(pilot)
    clock.advance(seconds)
    player.wake()
    await pilot.pause()


async def test_the_whole_way_of_a_new_person(way: Way, coach: Coach, fake_clock: FakeClock) -> None:
    stage = way("neck-rotation", Choices(area=BodyArea.NECK))
    async with stage.run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("6")
        await opened(pilot, CheckScreen)
        await play_out(pilot, fake_clock, 500)
        await opened(pilot, RateScreen)
        await pilot.press("4")
        await opened(pilot, DoneScreen)
        shown = screen_text(pilot.app)
        assert "Well done." in shown
        assert "Neck turns: done, 1:06" in shown
        assert "Pain: 6 before, 4 after - less." in shown
        await pilot.press("enter")
        await opened(pilot, AboutScreen)
        await pilot.press("ctrl+n")
        assert await result(pilot) is SessionOutcome.COMPLETED
    past = coach.listing.today().done[0]
    assert (past.before, past.after, past.outcome) == (6, 4, "completed")


async def test_on_a_repeat_day_three_keys_lead_to_the_first_cue(way: Way, repeat_day: Coach) -> None:
    async with way("neck-rotation").run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("5")
        await opened(pilot, CheckScreen)
        await all_clear(pilot)
        await opened(pilot, BeginScreen)
        await pilot.press("enter")
        await opened(pilot, PlayerScreen)
        assert "Get ready: Neck turns" in screen_text(pilot.app)


async def test_a_rating_can_be_skipped(way: Way, checked: Coach, journal: MemoryJournal, fake_clock: FakeClock) -> None:
    async with way("hydration-check").run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("s")
        await play_out(pilot, fake_clock, 100)
        await opened(pilot, RateScreen)
        await pilot.press("escape")
        await opened(pilot, DoneScreen)
        await pilot.press("enter")
        assert await result(pilot) is SessionOutcome.COMPLETED
    assert not [fact for fact in journal.kept if fact.kind == "pain"]


async def test_high_pain_asks_for_the_check_anew(way: Way, checked: Coach) -> None:
    async with way("neck-rotation").run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("8")
        await opened(pilot, CheckScreen)


async def test_a_locked_routine_shows_its_card_and_nothing_else(way: Way, coach: Coach) -> None:
    answered_yes(coach, "night-pain")
    stage = way("neck-rotation")
    async with stage.run_test() as pilot:
        await opened(pilot, CardScreen)
        await pilot.press("enter")
        assert await result(pilot) is None
    assert coach.listing.today().unfinished is None
    assert coach.listing.today().done == ()


async def test_an_emergency_in_the_check_leads_to_its_card_once_and_to_the_start(way: Way, coach: Coach) -> None:
    stage = way("neck-rotation")
    async with stage.run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("s")
        await opened(pilot, CheckScreen)
        await pilot.press("3", "y")
        await opened(pilot, CardScreen)
        assert "!!! EMERGENCY" in screen_text(pilot.app)
        await pilot.press("enter")
        assert await result(pilot) is None
        assert len(pilot.app.screen_stack) == 1


async def test_a_check_that_was_left_begins_nothing(way: Way, coach: Coach) -> None:
    async with way("neck-rotation").run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("s")
        await opened(pilot, CheckScreen)
        await pilot.press("escape")
        assert await result(pilot) is None


async def test_what_is_left_out_is_said_before_it_begins(way: Way, checked: Coach, fake_clock: FakeClock) -> None:
    run = run_of(checked, "moist-heat")
    fake_clock.advance(500)
    run.tick()
    run.leave()
    stage = way("shoulder-blade-knot")
    async with stage.run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("s")
        await opened(pilot, CheckScreen)
        await all_clear(pilot)
        await opened(pilot, BeginScreen)
        shown = screen_text(pilot.app)
        assert "Left out this time" in shown
        assert "Moist heat" in shown
        await pilot.press("enter")
        await opened(pilot, PlayerScreen)
        assert "Ball press and hold" in screen_text(pilot.app)


async def test_what_was_said_may_be_declined(way: Way, checked: Coach) -> None:
    stage = way("shoulder-blade-knot", Choices(minutes=17))
    async with stage.run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("s")
        await opened(pilot, CheckScreen)
        await all_clear(pilot)
        await opened(pilot, BeginScreen)
        assert "To fit 17 min" in screen_text(pilot.app)
        await pilot.press("escape")
        assert await result(pilot) is None
    assert checked.listing.today().unfinished is None


@pytest.mark.parametrize(("key", "rests"), [("1", False), ("2", False), ("3", True), ("4", True)])
async def test_a_spot_that_did_not_ease_rests_for_the_day(
    way: Way, checked: Coach, fake_clock: FakeClock, key: str, rests: bool
) -> None:
    async with way("ball-compression").run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("5")
        await play_out(pilot, fake_clock, 500)
        await opened(pilot, AskScreen)
        assert "Did the spot ease?" in screen_text(pilot.app)
        await pilot.press(key)
        await opened(pilot, RateScreen)
        await pilot.press("4")
        await opened(pilot, DoneScreen)
        assert ("Ball press and hold: not again today." in screen_text(pilot.app)) is rests
        await pilot.press("enter")
        await opened(pilot, TypeScreen)
        assert "makes hard?" in screen_text(pilot.app)
        await pilot.press("escape")
        assert await result(pilot) is SessionOutcome.COMPLETED
    flags = {raised.flag.id for raised in checked.rules.safety().flags}
    assert ("ball-no-release-2-min" in flags) is rests
    assert checked.listing.today().done[0].outcome == "completed"


async def test_a_knot_that_has_gone_quiet_is_asked_about_once(
    way: Way, coach: Coach, fake_clock: FakeClock, journal: MemoryJournal
) -> None:
    coach.entries.tell_about_me("", "112")
    coach.entries.note(EpisodeBegan(complaint=ComplaintKind.KNOT, area=BodyArea.UPPER_BACK))
    fake_clock.advance(15 * 24 * 3600)
    clean(coach)
    just_before(coach, "neck-rotation")
    async with way("neck-rotation", Choices(area=BodyArea.NECK)).run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("2")
        await play_out(pilot, fake_clock, 500)
        await opened(pilot, RateScreen)
        await pilot.press("1")
        await opened(pilot, DoneScreen)
        await pilot.press("enter")
        await opened(pilot, AskScreen)
        assert "Is it over?" in " ".join(screen_text(pilot.app).split())
        await pilot.press("1")
        assert await result(pilot) is SessionOutcome.COMPLETED
    assert [fact.kind for fact in journal.kept if fact.kind in {"over-asked", "episode-ended"}] == [
        "over-asked",
        "episode-ended",
    ]


async def test_what_rests_is_explained_with_the_own_answer_and_never_with_what_it_might_be(
    way: Way, checked: Coach, fake_clock: FakeClock
) -> None:
    async with way("ball-compression").run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("5")
        await play_out(pilot, fake_clock, 500)
        await opened(pilot, AskScreen)
        await pilot.press("3")
        await opened(pilot, RateScreen)
        await pilot.press("4")
        await opened(pilot, DoneScreen)
        shown = " ".join(screen_text(pilot.app).split())
        raised = next(up for up in checked.rules.safety().flags if up.flag.id == "ball-no-release-2-min")
        assert f'not again today. Your answer to: "{raised.flag.question}"' in shown
        assert raised.flag.sources[0].says not in shown


async def test_an_end_with_parts_left_out_is_not_called_all_of_it(
    way: Way, checked: Coach, fake_clock: FakeClock
) -> None:
    async with way("lower-back-short").run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("s")
        await play_out(pilot, fake_clock, 85)
        await pilot.press("n", "n", "n")
        await opened(pilot, RateScreen)
        await pilot.press("s")
        await opened(pilot, DoneScreen)
        shown = screen_text(pilot.app)
        assert "Knee to chest: in part" in shown
        assert "That is the end." in shown
        assert "That is all of it." not in shown


async def test_what_could_not_be_written_in_the_session_is_written_once_there_is_room(
    way: Way, checked: Coach, journal: MemoryJournal, fake_clock: FakeClock
) -> None:
    async with way("calm-breathing").run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("s")
        await play_out(pilot, fake_clock, 65)
        journal.broken = "The disk is full."
        await pilot.press("q", "y")
        await opened(pilot, RateScreen)
        journal.broken = ""
        await pilot.press("s")
        await opened(pilot, DoneScreen)
        assert "The disk is full." not in screen_text(pilot.app)
    assert checked.listing.today().done[0].outcome == "left"


async def test_more_pain_afterwards_says_what_rests(way: Way, checked: Coach, fake_clock: FakeClock) -> None:
    async with way("neck-rotation").run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("3")
        await play_out(pilot, fake_clock, 500)
        await opened(pilot, RateScreen)
        await pilot.press("6")
        await opened(pilot, DoneScreen)
        shown = screen_text(pilot.app)
        assert "Pain: 3 before, 6 after - more." in shown
        assert "Neck turns: not again today." in shown


async def test_leaving_early_says_what_was_done_in_part(way: Way, checked: Coach, fake_clock: FakeClock) -> None:
    async with way("calm-breathing").run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("s")
        await play_out(pilot, fake_clock, 65)
        await pilot.press("q", "y")
        await opened(pilot, RateScreen)
        await pilot.press("s")
        await opened(pilot, DoneScreen)
        shown = screen_text(pilot.app)
        assert "You left early." in shown
        assert "Calm breathing: in part, 1:00 of 3:00" in shown


async def test_leaving_before_anything_was_done_asks_nothing_more(way: Way, checked: Coach) -> None:
    async with way("calm-breathing").run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("s")
        await to_player(pilot)
        await pilot.press("q", "y")
        assert await result(pilot) is SessionOutcome.LEFT


async def test_a_beginning_that_can_not_be_written_is_said_and_nothing_begins(
    way: Way, checked: Coach, journal: MemoryJournal
) -> None:
    async with way("calm-breathing").run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("s")
        await opened(pilot, BeginScreen)
        journal.broken = "The disk is full."
        await pilot.press("enter")
        assert await result(pilot) is None
        await until(pilot, lambda: "The disk is full." in screen_text(pilot.app))


async def test_a_rating_that_can_not_be_written_is_said_and_the_way_goes_on(
    way: Way, checked: Coach, journal: MemoryJournal, fake_clock: FakeClock
) -> None:
    async with way("calm-breathing").run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("s")
        await play_out(pilot, fake_clock, 500)
        await opened(pilot, RateScreen)
        journal.broken = "The disk is full."
        await pilot.press("4")
        await opened(pilot, DoneScreen)
        await until(pilot, lambda: "The disk is full." in screen_text(pilot.app))


async def test_an_unknown_routine_is_said_with_the_nearest(way: Way) -> None:
    async with way("neck-rotatoin").run_test() as pilot:
        assert await result(pilot) is None
        await until(pilot, lambda: "There is no routine 'neck-rotatoin'." in screen_text(pilot.app))
        await pilot.press("f2")
        await until(pilot, lambda: "Did you mean 'neck-rotation'" in " ".join(screen_text(pilot.app).split()))


async def test_a_rehearsal_asks_for_no_rating_and_counts_as_nothing(
    way: Way, checked: Coach, journal: MemoryJournal, fake_clock: FakeClock
) -> None:
    facts = len(journal.kept)
    async with way("calm-breathing", rehearse=lambda: fake_clock).run_test() as pilot:
        await play_out(pilot, fake_clock, 500)
        await opened(pilot, DoneScreen)
        assert "It counts as nothing." in screen_text(pilot.app)
        await pilot.press("enter")
        assert await result(pilot) is SessionOutcome.COMPLETED
    assert len(journal.kept) == facts


async def test_the_settings_wait_between_steps(way: Way, checked: Coach) -> None:
    async with way("shoulder-blade-desk", settings=Settings(wait=True)).run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("s")
        await to_player(pilot)
    assert checked.listing.today().unfinished is not None
    assert checked.listing.today().unfinished.begun.body.choices.wait is True  # type: ignore[union-attr]


async def test_an_interrupted_session_goes_on_where_it_was(
    again: Callable[[], Stage], checked: Coach, fake_clock: FakeClock
) -> None:
    run = run_of(checked, "desk-reset")
    fake_clock.advance(150)
    run.tick()
    reached = run.session.index
    fake_clock.advance(300)
    async with again().run_test() as pilot:
        player = await opened(pilot, PlayerScreen)
        assert isinstance(player, PlayerScreen)
        assert "Get ready: going on in 3" in screen_text(pilot.app)
        assert player._run.session.index == reached
        await pilot.press("q", "y")
        await opened(pilot, RateScreen)


async def test_an_interrupted_session_passes_the_same_door(
    again: Callable[[], Stage], checked: Coach, fake_clock: FakeClock
) -> None:
    run = run_of(checked, "neck-rotation")
    fake_clock.advance(20)
    run.tick()
    fake_clock.advance(timedelta(days=1).total_seconds())
    async with again().run_test() as pilot:
        await opened(pilot, CheckScreen)
        await to_player(pilot)


async def test_an_interrupted_session_that_is_locked_now_shows_the_card(
    again: Callable[[], Stage], checked: Coach, fake_clock: FakeClock
) -> None:
    run = run_of(checked, "neck-rotation")
    fake_clock.advance(20)
    run.tick()
    answered_yes(checked, "night-pain")
    async with again().run_test() as pilot:
        await opened(pilot, CardScreen)
        await pilot.press("escape")
        assert await result(pilot) is None


async def test_what_is_raised_in_another_window_stops_it_with_the_card(
    way: Way, checked: Coach, fake_clock: FakeClock
) -> None:
    async with way("neck-rotation").run_test() as pilot:
        await opened(pilot, RateScreen)
        await pilot.press("s")
        player = await to_player(pilot)
        fake_clock.advance(5)
        player.wake()
        await pilot.press("space")
        answered_yes(checked, "chest-pain")
        await pilot.press("space")
        await opened(pilot, CardScreen)
        assert "Stop. Get help now." in screen_text(pilot.app)
        await pilot.press("escape")
        assert await result(pilot) is SessionOutcome.STOPPED
    assert checked.listing.today().unfinished is None
