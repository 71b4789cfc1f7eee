"""The figure in the player: the frame of the moment, drawn off the tick, still when it is to be still."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

import coach.tui.widgets.figure as widget
from coach.core.coach.door import Coach
from coach.core.errors import CoachError
from coach.core.figure.drawing.draw import draw
from coach.core.figure.figure import Frame
from coach.core.figure.motion import shown_at
from coach.core.record.choices import Choices, SideChoice
from coach.core.session.events import SessionPhase
from coach.core.session.run import Run
from coach.core.settings import Settings
from coach.tui.screens.player.player import PlayerScreen
from coach.tui.widgets.figure import FigurePanel
from coach.tui.widgets.pacer import Pacer
from tests.conftest import FakeClock
from tests.tui.conftest import screen_lines, screen_text, until
from tests.tui.stage import opened, run_of, show

READY = 15  # s to get to the floor
BRAILLE = {chr(code) for code in range(0x2801, 0x2900)}


class Played:
    """A player on the stage with its clock and its figure at hand."""

    def __init__(self, coach: Coach, clock: FakeClock, run: Run, settings: Settings) -> None:
        self.coach, self.clock, self.run = coach, clock, run
        self.player = PlayerScreen(run, coach, settings, {})
        self.stage = show(self.player)

    @property
    def panel(self) -> FigurePanel:
        return self.player.query_one(FigurePanel)

    async def after(self, pilot: Pilot[Any], seconds: float, *keys: str) -> Frame | None:
        """The frame that is due after some seconds and these keys, once it is drawn."""
        self.clock.advance(seconds)
        if keys:
            await pilot.press(*keys)
        self.player.wake()
        await pilot.pause()
        return self.panel.frame

    def agrees(self) -> bool:
        """Whether the frame that is due is the one of the session's own position."""
        position = self.run.position()
        plan = self.run.session.plan
        technique = self.coach.library.techniques[plan.segments[position.index].technique or ""]
        figure = self.coach.library.figure_of(technique, plan.choices)
        assert figure is not None
        return self.panel.frame == shown_at(figure, plan, position.index, position.elapsed).frame


Play = Callable[..., Played]


@pytest.fixture
def play(checked: Coach, fake_clock: FakeClock) -> Play:
    def make(routine: str, choices: Choices | None = None, settings: Settings | None = None) -> Played:
        return Played(checked, fake_clock, run_of(checked, routine, choices), settings or Settings())

    return make


def drawn_rows(played: Played, pilot: Pilot[Any]) -> list[str]:
    """What the window shows where the figure stands."""
    region = played.panel.content_region
    lines = screen_lines(pilot.app)[region.y : region.bottom]
    return [line.ljust(region.right)[region.x : region.right].rstrip() for line in lines]


# --- in step --------------------------------------------------------------------------------------------------------


async def test_the_figure_rounds_as_the_voice_says_round(play: Play) -> None:
    played = play("cat-cow")
    async with played.stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, PlayerScreen)
        frame = await played.after(pilot, READY + 3.9)
        assert frame is not None
        assert "Round up" in screen_text(pilot.app)
        assert (frame.start, frame.end) == ("flat", "cat")
        frame = await played.after(pilot, 2)
        assert frame is not None
        assert "and lower" in screen_text(pilot.app)
        assert (frame.start, frame.end) == ("cat", "cow")


async def test_figure_and_session_agree_after_pause_back_other_side_and_a_late_tick(play: Play) -> None:
    played = play("knee-to-chest")
    async with played.stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, PlayerScreen)
        for seconds, keys in (
            *((READY, ()), (1, ()), (0.7, ("space",)), (300, ()), (1, ("space",)), (3.5, ()), (9, ())),
            *((0.2, ("b",)), (2, ()), (1, ("s",)), (2, ()), (9, ()), (1, ("plus",)), (6, ("b",)), (7, ())),
        ):
            frame = await played.after(pilot, seconds, *keys)
            assert played.agrees(), (seconds, keys, frame)
            if played.run.session.segment.side is not None and played.run.session.segment.kind == "hold":
                assert frame is not None
                assert frame.mirrored is (played.run.session.segment.side == "left")


async def test_the_lungs_fill_as_the_bar_fills(play: Play) -> None:
    played = play("calm-breathing")
    async with played.stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, PlayerScreen)
        await played.after(pilot, READY)
        for _ in range(12):
            frame = await played.after(pilot, 0.9)
            pacer = played.player.query_one(Pacer)
            assert frame is not None
            if frame.done:
                assert frame.end == {"in": "full", "out": "empty"}[pacer.phase]
                assert abs(frame.done / frame.parts - pacer.fraction) < 0.06


async def test_a_paused_figure_stands_still_and_nothing_looks_at_the_clock_for_it(play: Play) -> None:
    played = play("cat-cow")
    async with played.stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, PlayerScreen)
        await played.after(pilot, READY + 1)
        assert played.panel._next_look is not None
        before = await played.after(pilot, 0.5, "space")
        assert played.run.session.phase is SessionPhase.PAUSED
        assert await played.after(pilot, 60) == before
        assert played.panel._next_look is None


async def test_a_held_pose_costs_no_look_at_all(play: Play) -> None:
    played = play("childs-pose")
    async with played.stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, PlayerScreen)
        assert await played.after(pilot, READY + 8) == Frame("fold", "fold")
        assert played.panel._next_look is None


async def test_a_moving_figure_looks_by_itself_and_paints_what_the_core_draws(play: Play) -> None:
    played = play("cat-cow")
    async with played.stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, PlayerScreen)
        await played.after(pilot, READY + 2)
        played.clock.advance(0.3)
        frame = played.panel.frame
        await until(pilot, lambda: played.panel.frame != frame)  # its own timer, no key and no wake
        assert played.agrees()
        figure = played.coach.library.figure_of(played.coach.library.techniques["cat-cow"], Choices())
        assert figure is not None
        assert played.panel.frame is not None
        picture = draw(figure, played.panel.frame, *played.panel.content_size).text.split("\n")
        await until(pilot, lambda: drawn_rows(played, pilot) == picture)


async def test_the_left_side_is_drawn_mirrored(play: Play) -> None:
    played = play("knee-to-chest", Choices(side=SideChoice.LEFT))
    async with played.stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, PlayerScreen)
        frame = await played.after(pilot, READY + 6)
        assert frame == Frame("hug", "hug", mirrored=True)


# --- drawing --------------------------------------------------------------------------------------------------------


async def test_no_frame_is_drawn_on_a_tick_and_each_is_drawn_once(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[tuple[Frame, tuple[int, ...]]] = []
    ticking: list[bool] = []

    def counted(figure: Any, frame: Frame, *size: int) -> Any:
        assert not ticking, "drawn while the player or the figure looked at the clock"
        drawn.append((frame, size))
        return draw(figure, frame, *size)

    def watched(method: Callable[[Any], None]) -> Callable[[Any], None]:
        def call(self: Any) -> None:
            ticking.append(True)
            method(self)
            ticking.pop()

        return call

    monkeypatch.setattr(widget, "draw", counted)
    monkeypatch.setattr(FigurePanel, "look", watched(FigurePanel.look))
    monkeypatch.setattr(PlayerScreen, "wake", watched(PlayerScreen.wake))
    played = play("cat-cow")
    async with played.stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, PlayerScreen)
        await played.after(pilot, READY)
        due = [await played.after(pilot, 1 / 12) for _ in range(60)]
        assert len(drawn) == len(set(drawn))
        shown = {frame for frame, _ in drawn}
        assert set(due) < shown  # and more, drawn ahead


async def test_a_theme_or_a_size_that_changes_draws_anew(play: Play) -> None:
    played = play("childs-pose")
    async with played.stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, PlayerScreen)
        await played.after(pilot, READY + 8)
        before = played.panel._shown
        pilot.app.theme = "coach-light"
        await until(pilot, lambda: played.panel._shown is not before and bool(played.panel._shown))
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: len(played.panel._shown) == played.panel.content_size.height > 16)
        assert any(BRAILLE & set(row) for row in drawn_rows(played, pilot))


# --- where and whether ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "seen"), [((80, 24), True), ((120, 40), True), ((60, 18), True), ((60, 20), True), ((40, 12), False)]
)
async def test_the_figure_is_there_where_there_is_room(play: Play, size: tuple[int, int], seen: bool) -> None:
    played = play("childs-pose")
    async with played.stage.run_test(size=size) as pilot:
        await opened(pilot, PlayerScreen)
        await played.after(pilot, READY + 8)
        await pilot.pause()
        shown = screen_text(pilot.app)
        assert bool(BRAILLE & set(shown)) is seen
        assert "Sink back" in shown
        assert all(len(line) <= size[0] for line in screen_lines(pilot.app))


async def test_a_damaged_figure_leaves_the_session_without_a_picture(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> None:
        raise CoachError("The figure childs-pose is damaged.", "Install coach again.")

    monkeypatch.setattr("coach.core.library.Library.figure_of", damaged)
    played = play("childs-pose")
    async with played.stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, PlayerScreen)
        assert await played.after(pilot, READY + 8) is None
        assert "Sink back" in screen_text(pilot.app)


@pytest.mark.parametrize("size", [(80, 24), (100, 24), (100, 30), (120, 40), (100, 18)])
async def test_beside_the_figure_every_step_is_still_there(play: Play, size: tuple[int, int]) -> None:
    played = play("ball-compression")
    async with played.stage.run_test(size=size) as pilot:
        await opened(pilot, PlayerScreen)
        await played.after(pilot, READY + 8)
        await pilot.pause()
        shown = screen_text(pilot.app)
        assert "1. Stand with your back to a wall." in shown
        assert "5. Ease off slowly when the timer ends." in shown
        assert "Next: Ball press and hold" in shown


async def test_in_a_rest_between_two_techniques_somebody_sits_and_waits(play: Play) -> None:
    played = play("heat-then-cold")
    async with played.stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, PlayerScreen)
        segments = played.run.session.plan.segments
        rest = next(i for i, segment in enumerate(segments) if segment.technique is None)
        while played.run.session.index < rest:
            await played.after(pilot, 1, *("n",))
        assert await played.after(pilot, 1) == Frame("sit", "sit")


async def test_without_motion_only_key_poses_are_shown_and_no_timer_runs(play: Play) -> None:
    played = play("cat-cow", settings=Settings(motion=False))
    async with played.stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, PlayerScreen)
        seen = [await played.after(pilot, seconds) for seconds in (READY + 0.5, 1, 1, 1, 1, 1)]
        assert [frame.end for frame in seen if frame] == ["cat", "cat", "cat", "cat", "cow", "cow"]
        assert all(frame is not None and frame.start == frame.end for frame in seen)


async def test_a_terminal_that_asks_for_no_animations_gets_a_still_figure(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    played = play("cat-cow")
    async with played.stage.run_test(size=(80, 24)) as pilot:
        pilot.app.animation_level = "none"
        await opened(pilot, PlayerScreen)
        assert await played.after(pilot, READY + 1) == Frame("cat", "cat")


async def test_what_acts_is_bold_so_it_stands_out_without_colour(play: Play) -> None:
    played = play("knee-to-chest")
    async with played.stage.run_test(size=(80, 24)) as pilot:
        await opened(pilot, PlayerScreen)
        await played.after(pilot, READY + 6)
        await until(pilot, lambda: bool(played.panel._shown))
        styles = {segment.style for strip in played.panel._shown for segment in strip if BRAILLE & set(segment.text)}
        assert {style.bold for style in styles if style} >= {True}
        assert any(not style.bold for style in styles if style)
