"""Countdown, progress, pacer and the line for small windows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.app import App
from textual.geometry import Region

import coach.tui
from coach.tui.theme import COACH_DARK, COACH_LIGHT
from coach.tui.widgets.countdown import GLYPHS, Countdown, big_digits, countdown_rows, time_left_text
from coach.tui.widgets.pacer import Pacer
from coach.tui.widgets.progress import StepProgress, bar_cells
from coach.tui.widgets.small_window import SmallWindow, too_small

if TYPE_CHECKING:
    from rich.style import Style
    from textual.app import ComposeResult
    from textual.widget import Widget


class Stage(App[None]):
    """One widget and nothing else."""

    CSS_PATH = Path(coach.tui.__file__).with_name("app.tcss")

    def __init__(self, shown: Widget) -> None:
        super().__init__()
        self.shown = shown

    def compose(self) -> ComposeResult:
        yield self.shown

    def on_mount(self) -> None:
        self.register_theme(COACH_DARK)
        self.theme = COACH_DARK.name


def screen_text(app: App[None]) -> str:
    """What the window shows, line by line."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (30, "0:30"),
        (30.0000001, "0:30"),
        (29.99, "0:30"),
        (29.0, "0:29"),
        (0.2, "0:01"),
        (0, "0:00"),
        (-0.9, "0:00"),
        (-1, "+0:01"),
        (-65.9, "+1:05"),
        (1200, "20:00"),
        (3600, "1:00:00"),
        (-8 * 3600, "+8:00:00"),
    ],
)
def test_time_left_is_rounded_up_and_over_time_counts_full_seconds(seconds: float, text: str) -> None:
    assert time_left_text(seconds) == text


def test_every_digit_is_five_rows_of_equal_width_and_unlike_the_others() -> None:
    assert all(len({len(row) for row in rows}) == 1 and len(rows) == 5 for rows in GLYPHS.values())
    assert len(set(GLYPHS.values())) == len(GLYPHS)


def test_the_biggest_digits_are_twice_as_high_and_wide() -> None:
    small, big = big_digits("0:30"), big_digits("0:30", 2)
    assert (len(big), len(big[0])) == (2 * len(small), 2 * len(small[0]))


@pytest.mark.parametrize(
    ("width", "height", "rows"),
    [(80, 20, 11), (80, 10, 10), (60, 9, 6), (40, 6, 6), (40, 5, 5), (40, 4, 4), (25, 6, 4), (11, 6, 1), (40, 2, 1)],
)
def test_the_digits_are_as_big_as_the_room_allows(width: int, height: int, rows: int) -> None:
    drawn = countdown_rows("0:30", "", width, height)
    assert len(drawn) == rows
    assert max(map(len, drawn)) <= width


@pytest.mark.parametrize("width", [8, 12, 20, 26, 33, 40, 80])
@pytest.mark.parametrize("height", [1, 3, 4, 5, 6, 12])
def test_the_word_is_never_lost(width: int, height: int) -> None:
    assert "paused" in "".join(countdown_rows("0:30", "paused", width, height))


def test_nothing_jumps_when_a_word_comes_under_the_digits() -> None:
    assert countdown_rows("0:30", "", 40, 6)[:5] == countdown_rows("0:30", "paused", 40, 6)[:5]


async def test_a_countdown_in_a_big_window_shows_block_digits_in_the_middle() -> None:
    async with Stage(Countdown(30)).run_test(size=(80, 24)) as pilot:
        lines = screen_text(pilot.app).split("\n")
        drawn = [line for line in lines if line.strip()]
        assert len(drawn) == 10
        assert all(len(line) - len(line.lstrip()) >= 14 for line in drawn)


async def test_a_countdown_follows_its_own_size() -> None:
    async with Stage(Countdown(30)).run_test(size=(80, 24)) as pilot:
        await pilot.resize_terminal(40, 7)
        assert len([line for line in screen_text(pilot.app).split("\n") if line.strip()]) == 5
        await pilot.resize_terminal(40, 2)
        assert screen_text(pilot.app).split("\n")[0].strip() == "0:30"


async def test_over_time_and_pause_are_said_in_words() -> None:
    countdown = Countdown(-65, paused=True)
    async with Stage(countdown).run_test(size=(60, 8)) as pilot:
        assert "over time, paused" in screen_text(pilot.app)
        assert countdown.has_class("-over", "-paused")
        countdown.show(5)
        await pilot.pause()
        assert not countdown.has_class("-over") | countdown.has_class("-paused")
        assert "over" not in screen_text(pilot.app)


def written(widget: Widget) -> list[tuple[Region, ...]]:
    """Fills with what the widget writes anew from now on."""
    found: list[tuple[Region, ...]] = []
    refresh = widget.refresh

    def noted(*regions: Region, **more: bool) -> Widget:
        found.append(regions)
        return refresh(*regions, **more)

    widget.refresh = noted  # type: ignore[method-assign]
    return found


async def test_a_countdown_draws_only_when_its_text_changes() -> None:
    countdown = Countdown(30)
    async with Stage(countdown).run_test(size=(60, 8)) as pilot:
        await pilot.pause()
        found = written(countdown)
        for left in (29.9, 29.6, 29.3, 29.01):
            countdown.show(left)
            await pilot.pause()
        assert found == []
        countdown.show(28.9)
        await pilot.pause()
        assert len(found) == 1


@pytest.mark.parametrize(
    ("fraction", "done"), [(0, ""), (0.05, "╸"), (0.5, "━━━━━"), (1, "━" * 10), (7, "━" * 10), (-1, "")]
)
def test_a_bar_grows_by_half_cells_and_keeps_its_width(fraction: float, done: str) -> None:
    assert bar_cells(fraction, 10) == (done, "┄" * (10 - len(done)))


@pytest.mark.parametrize(
    ("width", "label"), [(80, "Routine 4:10 left"), (40, "Routine 4:10 left"), (30, "All 4:10 left")]
)
async def test_progress_shows_both_bars_with_their_labels(width: int, label: str) -> None:
    async with Stage(StepProgress(0.5, 0.25, 250)).run_test(size=(width, 12)) as pilot:
        first, second = screen_text(pilot.app).split("\n")[:2]
        assert first.startswith("This part ")
        assert second.startswith(f"{label} ")
        assert len(first) == len(second) == width
        assert first.count("━") > second.count("━") > 0


async def test_progress_draws_only_when_a_cell_changes() -> None:
    progress = StepProgress(0.5, 0.5, 250)
    async with Stage(progress).run_test(size=(60, 8)) as pilot:
        await pilot.pause()
        found = written(progress)
        progress.show(0.5001, 0.5001, 249.9)
        await pilot.pause()
        assert found == []
        progress.show(0.7, 0.5, 250)
        await pilot.pause()
        assert found == [(Region(0, 0, 60, 1),)]


async def test_colours_are_looked_up_once_until_they_are_others(monkeypatch: pytest.MonkeyPatch) -> None:
    progress = StepProgress(0.5, 0.5, 250)
    async with Stage(progress).run_test(size=(60, 8)) as pilot:
        rows = Region(0, 0, 60, 2)
        dark = progress.render_lines(rows)
        looked: list[str] = []
        look = StepProgress.get_component_rich_style

        def noted(of: StepProgress, *names: str) -> Style:
            looked.extend(names)
            return look(of, *names)

        monkeypatch.setattr(StepProgress, "get_component_rich_style", noted)
        progress.show(0.6, 0.6, 200)
        progress.render_lines(rows)
        assert looked == []
        pilot.app.register_theme(COACH_LIGHT)
        pilot.app.theme = COACH_LIGHT.name
        await pilot.pause()
        progress.show(0.5, 0.5, 250)
        assert progress.render_lines(rows) != dark
        assert sorted(looked) == ["step-progress--done", "step-progress--label", "step-progress--rest"]


@pytest.mark.parametrize(
    ("phase", "fraction", "word", "full"),
    [
        ("in", 0, "Breathe in", 0),
        ("in", 1, "Breathe in", 40),
        ("out", 0, "Breathe out", 40),
        ("out", 1, "Breathe out", 0),
    ],
)
async def test_the_pacer_fills_on_breathing_in_and_empties_on_breathing_out(
    phase: str, fraction: float, word: str, full: int
) -> None:
    pacer = Pacer("out" if phase == "out" else "in", fraction)
    async with Stage(pacer).run_test(size=(40, 12)) as pilot:
        lines = screen_text(pilot.app).split("\n")
        assert lines[0].strip() == word
        assert lines[1].count("█") == full


async def test_the_pacer_fits_in_one_row() -> None:
    pacer = Pacer("in", 0.5)
    pacer.styles.height = 1
    async with Stage(pacer).run_test(size=(40, 12)) as pilot:
        line = screen_text(pilot.app).split("\n")[0]
        assert "Breathe in" in line
        assert line.count("█") == 14


async def test_the_pacer_draws_only_when_a_cell_changes() -> None:
    pacer = Pacer("in", 0.5)
    async with Stage(pacer).run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        found = written(pacer)
        pacer.show("in", 0.501)
        await pilot.pause()
        assert found == []
        pacer.show("out", 0.1)
        await pilot.pause()
        assert len(found) == 1


@pytest.mark.parametrize(
    ("width", "height", "small"), [(40, 12, False), (39, 12, True), (40, 11, True), (80, 24, False)]
)
def test_a_window_is_too_small_below_40_by_12(width: int, height: int, small: bool) -> None:
    assert too_small(width, height) is small


async def test_a_small_window_says_the_time_left_and_what_to_do() -> None:
    small = SmallWindow(83)
    async with Stage(small).run_test(size=(60, 3)) as pilot:
        assert screen_text(pilot.app).split("\n")[0] == "Window too small. 1:23 left. Make it 40x12."
        small.show(-70)
        await pilot.pause()
        assert "1:10 over time." in screen_text(pilot.app)
        small.show(None)
        await pilot.pause()
        assert screen_text(pilot.app).strip() == "Window too small. Make it 40x12."


async def test_the_smallest_window_keeps_the_time() -> None:
    async with Stage(SmallWindow(83)).run_test(size=(20, 1)) as pilot:
        assert "1:23 left." in screen_text(pilot.app)
