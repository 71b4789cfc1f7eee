"""The player: what people do in a session, and what they see."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from coach.core.coach.door import Coach
from coach.core.record.choices import Choices
from coach.core.record.facts import of
from coach.core.record.health import SignReported
from coach.core.record.sessions import SegmentEnded
from coach.core.session.events import SessionPhase
from coach.core.session.hearing import Ear
from coach.core.session.run import Run
from coach.core.settings import Settings
from coach.core.vocabulary import SegmentKind, SessionOutcome
from coach.tui.palette.offers import actions
from coach.tui.screens.card import CardScreen
from coach.tui.screens.player.player import PlayerScreen
from coach.tui.screens.rate import RateScreen
from coach.tui.screens.report import ReportScreen
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.pacer import Pacer
from coach.tui.widgets.progress import StepProgress
from tests.conftest import FakeClock, Listener, counted
from tests.core.conftest import MemoryJournal
from tests.tui.conftest import SIZES, screen_lines, screen_text, until
from tests.tui.stage import opened, result, run_of, show

BLOCKS = set("█▀▄")


class Session:
    """A player on the stage, with its clock at hand."""

    def __init__(
        self, coach: Coach, clock: FakeClock, run: Run, settings: Settings, listener: Listener | None = None
    ) -> None:
        self.run = run
        self.clock = clock
        self.player = PlayerScreen(run, coach, settings, {"S3": "An article"}, Ear(settings, listener))
        self.stage = show(self.player)

    async def after(self, pilot: Pilot[Any], *seconds: float) -> str:
        """What the window shows after that many seconds, one look for each number."""
        for some in seconds:
            self.clock.advance(some)
            self.player.wake()
            await pilot.pause()
        return screen_text(pilot.app)

    async def press(self, pilot: Pilot[Any], *keys: str) -> str:
        """What the window shows after these keys."""
        await opened(pilot, PlayerScreen)
        await pilot.press(*keys)
        await pilot.pause()
        return screen_text(pilot.app)


@pytest.fixture
def play(checked: Coach, fake_clock: FakeClock) -> Callable[..., Session]:
    def make(
        routine: str,
        choices: Choices | None = None,
        settings: Settings | None = None,
        listener: Listener | None = None,
        **more: Any,
    ) -> Session:
        run = run_of(checked, routine, choices, **more)
        return Session(checked, fake_clock, run, settings or Settings(motion=False), listener)

    return make


Play = Callable[..., Session]


# --- what is shown --------------------------------------------------------------------------------------------------


async def test_the_time_what_to_do_the_side_and_the_step_are_shown(play: Play) -> None:
    session = play("ball-compression")
    async with session.stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, PlayerScreen)
        shown = await session.after(pilot, 5, 12)
        assert "Step 1 of 1" in shown
        assert "LEFT side" in shown
        assert "Left side: Lean in gently" in shown
        assert "Next: Ball press and hold, right side" in shown
        beside = session.player.query_one("#main").region
        words = " ".join(line[beside.x : beside.right] for line in shown.split("\n")).split()
        assert "Roll slowly until you find the tight spot." in " ".join(words)
        assert "Routine 0:58 left" in shown


@pytest.mark.parametrize("size", SIZES)
async def test_the_time_is_five_rows_high_or_more_in_every_window(play: Play, size: tuple[int, int]) -> None:
    session = play("ball-compression")
    async with session.stage.run_test(size=size) as pilot:
        await opened(pilot, PlayerScreen)
        shown = await session.after(pilot, 5, 12)
        assert sum(bool(BLOCKS & set(line)) for line in screen_lines(pilot.app)) >= 5
        assert "LEFT side" in shown
        assert "Lean in gently" in shown
        assert "left" in screen_lines(pilot.app)[-3]  # of the routine, over messages and keys
        assert all(len(line) <= size[0] for line in screen_lines(pilot.app))


async def test_below_40x12_one_line_says_so_with_the_time_left_and_the_session_goes_on(play: Play) -> None:
    session = play("ball-compression")
    async with session.stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 12)
        await pilot.resize_terminal(39, 11)
        shown = await session.after(pilot, 1)
        assert "Window too small. 0:17 left." in " ".join(shown.split())
        await pilot.resize_terminal(80, 24)
        assert "Left side: Lean in gently" in await session.after(pilot, 1)


async def test_the_bar_breathes_with_the_time_of_the_session(play: Play) -> None:
    session = play("calm-breathing")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 1)
        pacer = session.player.query_one(Pacer)
        assert (pacer.phase, round(pacer.fraction, 2)) == ("in", 0.2)
        shown = await session.after(pilot, 6)
        assert (pacer.phase, round(pacer.fraction, 2)) == ("out", 0.4)
        assert "Breathe out" in shown


async def test_a_second_look_at_the_same_moment_writes_nothing(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    session = play("ball-compression")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 12)
        written: list[object] = []
        monkeypatch.setattr(Static, "update", lambda _, text="", **__: written.append(text))
        monkeypatch.setattr(Static, "refresh", lambda *_, **__: written.append("drawn"))
        session.player.wake()
        session.player.wake()
        assert written == []


async def test_each_look_and_each_key_reads_the_clock_once(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    session = play("shoulder-blade-knot", Choices(wait=False))
    async with session.stage.run_test() as pilot:
        player = await opened(pilot, PlayerScreen)
        assert isinstance(player, PlayerScreen)
        await session.after(pilot, 5, 12)
        readings = counted(session.clock, monkeypatch)
        looks = (player.wake, player.action_pause, player.action_go_on, player.action_next, player.action_again)
        for look in (*looks, player.action_other_side, partial(player.action_extend, 10), player.action_leave_now):
            readings.clear()
            look()
            assert len(readings) == 1, look


async def test_a_rehearsal_says_so_and_writes_nothing(
    play: Play, journal: MemoryJournal, fake_clock: FakeClock
) -> None:
    kinds = [fact.kind for fact in journal.kept]
    session = play("hydration-check", rehearsal=True, clock=fake_clock)
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        assert "REHEARSAL" in await session.after(pilot, 5)
        await session.after(pilot, 30)
        assert await result(pilot) is SessionOutcome.COMPLETED
    assert [fact.kind for fact in journal.kept][len(kinds) :] == []


# --- keys -----------------------------------------------------------------------------------------------------------


async def test_space_stops_the_time_and_goes_on_with_what_was_left(play: Play) -> None:
    session = play("ball-compression")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 10)
        assert "Paused. Press space to go on." in await session.press(pilot, "space")
        await session.after(pilot, 600)
        assert session.run.position().left == 20
        assert "Get ready: going on in 3" in await session.press(pilot, "space")
        await session.after(pilot, 3, 5)
        assert session.run.position().left == 15


async def test_next_back_and_other_side_move_through_the_parts(play: Play) -> None:
    session = play("ball-compression")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 10)
        assert "RIGHT side" in await session.press(pilot, "s")
        await session.after(pilot, 3, 5)
        assert "LEFT side" in await session.press(pilot, "s")
        await session.press(pilot, "n")
        assert "Other side: right" in await session.press(pilot, "b", "n")


async def test_what_is_said_and_stands_there_anyway_is_shown_once(play: Play) -> None:
    session = play("ball-compression")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        cue = session.player.query_one("#cue", Static)
        assert cue.content == "Step 1 of 1: Ball press and hold. Get ready"
        assert (await session.after(pilot, 6)).count("Left side: Lean in gently") == 1
        assert cue.content == ""
        await session.after(pilot, 15)
        assert cue.content == "Half way: Breathe out"


async def test_what_was_said_of_one_part_is_not_shown_for_the_next(play: Play) -> None:
    session = play("ball-compression")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        assert "Half way: Breathe out" in await session.after(pilot, 5, 16)
        assert "Half way" not in await session.press(pilot, "s")


async def test_the_bar_of_the_whole_routine_never_goes_back_to_nothing_when_a_part_is_made_longer(play: Play) -> None:
    session = play("ball-compression")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 10)
        before = session.player.query_one(StepProgress).whole
        await session.press(pilot, "plus", "plus", "plus")
        assert 0.5 * before < session.player.query_one(StepProgress).whole <= before


async def test_in_the_smallest_window_the_key_for_something_wrong_is_still_in_sight(play: Play) -> None:
    session = play("moist-heat")
    async with session.stage.run_test(size=(40, 12)) as pilot:
        await opened(pilot, PlayerScreen)
        assert "! Wrong" in screen_lines(pilot.app)[-1]
        await session.after(pilot, 5, 1000)
        assert screen_lines(pilot.app)[-1].strip() == "enter It is off  ! Wrong  ^p…  q Leave"


async def test_plus_and_minus_change_the_time_inside_its_limit(play: Play) -> None:
    session = play("ball-compression")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5)
        await session.press(pilot, "plus", "plus", "plus")
        assert session.run.position().length == 60
        assert "That is the longest that is safe here." in await session.press(pilot, "equals_sign")
        await session.press(pilot, "minus")
        assert session.run.position().length == 50


async def test_leaving_is_asked_once_while_the_time_runs(play: Play, checked: Coach) -> None:
    session = play("ball-compression")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 10)
        assert "Leave?" in await session.press(pilot, "q")
        await session.after(pilot, 2)
        assert session.run.position().left == 18
        assert "Leave?" not in await session.press(pilot, "n")
        assert session.run.ended is None
        await session.press(pilot, "q", "y")
        assert await result(pilot) is SessionOutcome.LEFT
    assert checked.listing.today().done[0].outcome == "left"
    assert checked.listing.today().done[0].seconds == 12


async def test_ctrl_q_leaves_the_program_at_once_and_keeps_what_was_done(play: Play, checked: Coach) -> None:
    session = play("ball-compression")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 10)
        await pilot.press("ctrl+q")
        await pilot.pause()
    assert session.stage.return_code == 0
    assert checked.listing.today().done[0].outcome == "left"


async def test_the_mouse_does_what_the_keys_do(play: Play) -> None:
    session = play("ball-compression")
    async with session.stage.run_test(size=(120, 40)) as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 10)
        keys = screen_lines(pilot.app)[-1]
        await pilot.click(KeyLine, offset=(keys.index("n Next"), 0))
        await until(pilot, lambda: session.run.session.index == 2)


async def test_the_palette_does_what_the_keys_do(play: Play) -> None:
    session = play("ball-compression")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 10)
        offered = {offer.title: offer for offer in actions(session.stage, session.player)}
        assert {"Pause", "Something is wrong", "Leave"} <= offered.keys()
        assert "Go on" not in offered
        assert offered["10 seconds more"].text == "Lengthen this part, inside its limit"
        await offered["10 seconds more"].run()
        assert session.run.position().length == 40


async def test_the_palette_answers_the_question_of_leaving_too(play: Play) -> None:
    session = play("ball-compression")
    async with session.stage.run_test() as pilot:
        await session.press(pilot, "q")
        offered = {offer.title for offer in actions(session.stage, session.player)}
        assert {"Leave now", "Stay"} <= offered
        assert "Leave" not in offered


async def test_a_wait_before_a_step_is_answered_with_enter(play: Play) -> None:
    session = play("shoulder-blade-desk", Choices(wait=True))
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 200)
        assert "Press Enter when you are ready." in await session.after(pilot, 60)
        await session.press(pilot, "enter")
        assert session.run.session.phase is SessionPhase.RUNNING


# --- heat and cold --------------------------------------------------------------------------------------------------


async def test_the_alarm_rings_every_two_seconds_until_it_is_answered(play: Play, checked: Coach) -> None:
    session = play("moist-heat")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 899)
        before = session.stage.bells
        shown = await session.after(pilot, 1)
        assert "Take the heat off now" in shown
        assert session.stage.bells == before + 1
        shown = await session.after(pilot, 1, 1, 1, 1, 1, 1)
        assert session.stage.bells == before + 4
        assert "over time" in shown
        await session.press(pilot, "enter")
        assert await result(pilot) is SessionOutcome.COMPLETED
    assert checked.listing.today().done[0].steps[0].over == 6


async def test_an_alarm_takes_the_question_of_leaving_back(play: Play) -> None:
    session = play("moist-heat")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 890)
        assert "Leave?" in await session.press(pilot, "q")
        shown = await session.after(pilot, 12)
        assert "Leave?" not in shown
        assert "Take the heat off now" in shown


async def test_paused_heat_runs_on_until_it_is_off_the_skin(play: Play) -> None:
    session = play("moist-heat")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 100)
        assert "Take it off. Press Enter when it is off." in await session.press(pilot, "space")
        await session.after(pilot, 30)
        assert session.run.position().left == 770
        assert "Paused" in await session.press(pilot, "enter")
        await session.after(pilot, 600)
        assert session.run.position().left == 770


@pytest.mark.parametrize("keys", [("n",), ("q", "y")])
async def test_heat_that_is_left_early_is_said_to_come_off(play: Play, keys: tuple[str, ...]) -> None:
    session = play("moist-heat")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 100)
        await pilot.press(*keys)
        await result(pilot)
        await until(pilot, lambda: "Take the heat off now." in screen_text(pilot.app))


async def test_heat_that_is_off_the_skin_is_not_said_to_come_off_again(play: Play) -> None:
    session = play("moist-heat")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 100)
        await session.press(pilot, "space", "enter", "q", "y")
        await result(pilot)
        await pilot.pause()
        assert "Take the heat off" not in screen_text(pilot.app)


async def test_during_the_alarm_only_keys_that_do_something_are_shown(play: Play) -> None:
    session = play("moist-heat")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        assert "10 s" in screen_lines(pilot.app)[-1]
        await session.after(pilot, 5, 1000)
        assert (
            screen_lines(pilot.app)[-1].strip() == "enter It is off  ! Wrong  n Next  b Back  v Hear  ? Help  q Leave"
        )


async def test_when_silent_nothing_rings_but_the_alarm(play: Play) -> None:
    session = play("moist-heat", settings=Settings(hearing="silent"))
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 300, 300, 299)
        assert session.stage.bells == 0
        await session.after(pilot, 1, 2)
        assert session.stage.bells == 2, "the end of heat is never without a sound"


async def test_it_speaks_is_silent_on_pause_and_v_goes_round(play: Play) -> None:
    listener = Listener()
    session = play("ball-compression", listener=listener)
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5)
        assert listener.words == ["Step 1 of 1: Ball press and hold. Get ready", "Left side: Lean in gently"]
        await session.press(pilot, "space")
        assert listener.told[-1] == "hush"
        await session.press(pilot, "space", "v")
        await session.after(pilot, 3, 15)
        assert listener.words[-1] == "[half]"
        assert [note.text for note in session.stage.messages.kept] == ["Heard now: chimes"]
        assert session.stage.bells == 0
        await session.press(pilot, "q", "y")
        await result(pilot)
    assert listener.told[-1] == "close"


async def test_a_hold_that_slept_is_paused_and_says_so(play: Play, fake_clock: FakeClock) -> None:
    session = play("ball-compression")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 10)
        fake_clock.advance(asleep=3600)
        session.player.wake()
        await pilot.pause()
        assert "The computer was asleep, so this is paused." in screen_text(pilot.app)
        assert session.run.position().left == 20


async def test_a_session_runs_to_its_end_by_itself(play: Play) -> None:
    session = play("ball-compression")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 1000)
        assert await result(pilot) is SessionOutcome.COMPLETED


# --- something is wrong ---------------------------------------------------------------------------------------------


async def test_something_wrong_stops_the_time_and_asks_what_it_is(play: Play) -> None:
    session = play("neck-rotation")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 4)
        await pilot.press("exclamation_mark")
        await opened(pilot, ReportScreen)
        left = session.run.position().left
        shown = await session.after(pilot, 60)
        assert session.run.position().left == left
        for words in (
            "sharp pain",
            "numb, tingly",
            "dizzy",
            "skin",
            "It hurts more",
            "Short of breath",
            "None of these",
        ):
            assert words in shown
        await pilot.press("0")
        await opened(pilot, PlayerScreen)
        assert session.run.session.phase is SessionPhase.PAUSED


async def test_a_sharp_pain_takes_the_technique_out_and_the_rest_waits(play: Play, journal: MemoryJournal) -> None:
    session = play("neck-knot-desk")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 4)
        technique = session.run.session.segment.technique
        await pilot.press("exclamation_mark")
        await opened(pilot, ReportScreen)
        await pilot.press("1")
        await opened(pilot, PlayerScreen)
        await until(pilot, lambda: "Left out now:" in screen_text(pilot.app))
        assert session.run.session.phase is SessionPhase.PAUSED
        assert session.run.session.segment.technique != technique
    report = of(journal.kept, SignReported)[0]
    assert (report.body.flag, report.body.technique) == ("in-session-sharp-pain", technique)


async def test_numb_ends_the_session_with_the_card(play: Play) -> None:
    session = play("neck-rotation")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 4)
        await pilot.press("exclamation_mark")
        await opened(pilot, ReportScreen)
        await pilot.press("2")
        await opened(pilot, CardScreen)
        assert session.stage.result == "still open"
        await pilot.press("escape")
        assert await result(pilot) is SessionOutcome.STOPPED


@pytest.mark.parametrize(("answer", "level"), [("y", "~ TAKE CARE"), ("u", "! SEE SOMEONE")])
async def test_dizzy_asks_whether_it_has_gone(play: Play, answer: str, level: str) -> None:
    session = play("neck-rotation")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 4)
        await pilot.press("exclamation_mark")
        await opened(pilot, ReportScreen)
        await pilot.press("3")
        await pilot.pause()
        assert "Sit for a minute. Has it gone?" in screen_text(pilot.app)
        await pilot.press(answer)
        await opened(pilot, CardScreen)
        assert level in screen_text(pilot.app)


async def test_every_answer_is_whole_in_the_dialog_of_a_small_window(play: Play) -> None:
    session = play("ball-compression")
    async with session.stage.run_test(size=(40, 12)) as pilot:
        await session.press(pilot, "exclamation_mark")
        await opened(pilot, ReportScreen)
        await pilot.press("3")
        await pilot.pause()
        assert "u Not sure" in screen_text(pilot.app)
        assert "┗━" not in screen_text(pilot.app)
        await pilot.press("left")
        await pilot.pause()
        assert "┗━" in screen_text(pilot.app)  # said by more than a colour
        assert "u Not sure" in screen_text(pilot.app)


@pytest.mark.parametrize(("key", "flag"), [("6", "chest-pain"), ("a", "bladder-bowel-loss")])
async def test_an_emergency_ends_it_with_its_card(play: Play, journal: MemoryJournal, key: str, flag: str) -> None:
    session = play("neck-rotation")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 4)
        await pilot.press("exclamation_mark")
        await opened(pilot, ReportScreen)
        await pilot.press(key)
        await opened(pilot, CardScreen)
        assert "Stop. Get help now." in screen_text(pilot.app)
    assert of(journal.kept, SignReported)[0].body.flag == flag


@pytest.mark.parametrize(("level", "goes_on"), [("1", True), ("7", False)])
async def test_more_pain_is_rated_first(play: Play, journal: MemoryJournal, level: str, goes_on: bool) -> None:
    session = play("neck-rotation", before=0)
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 4)
        await pilot.press("exclamation_mark")
        await opened(pilot, ReportScreen)
        await pilot.press("5")
        await opened(pilot, RateScreen)
        await pilot.press(level)
        await opened(pilot, PlayerScreen if goes_on else CardScreen)
    assert (of(journal.kept, SignReported) == []) is goes_on


async def test_left_before_anybody_answered_it_counts_as_so(play: Play, journal: MemoryJournal) -> None:
    session = play("neck-rotation")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 4)
        await pilot.press("exclamation_mark")
        await opened(pilot, ReportScreen)
    assert {fact.body.flag for fact in of(journal.kept, SignReported)} >= {"in-session-dizzy", "in-session-numb-tingle"}


async def test_with_heat_on_the_skin_taking_it_off_comes_first(play: Play, journal: MemoryJournal) -> None:
    session = play("heat-then-cold")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 100)
        await pilot.press("exclamation_mark")
        await opened(pilot, ReportScreen)
        assert "Take it off first." in screen_text(pilot.app)
        await pilot.press("4", "0")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ReportScreen)
        await session.after(pilot, 900)  # nobody took it off: the alarm
        await pilot.press("enter")
        await pilot.pause()
        assert "Take it off first." not in screen_text(pilot.app)
        await pilot.press("4")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ReportScreen))
    report = of(journal.kept, SignReported)[0]
    assert report.body.technique == "moist-heat"


# --- the record -----------------------------------------------------------------------------------------------------


async def test_a_record_that_fails_is_shown_and_the_session_goes_on(play: Play, journal: MemoryJournal) -> None:
    session = play("ball-compression")
    async with session.stage.run_test() as pilot:
        await opened(pilot, PlayerScreen)
        await session.after(pilot, 5, 10)
        journal.broken = "The disk is full."
        shown = await session.press(pilot, "n")
        assert "Not saved yet: The disk is full." in shown
        assert session.run.session.index == 2
        journal.broken = ""
        shown = await session.after(pilot, 10)
        assert "Not saved" not in shown
    held = [part.body.held for part in of(journal.kept, SegmentEnded) if part.body.segment is SegmentKind.HOLD]
    assert held == [10]
