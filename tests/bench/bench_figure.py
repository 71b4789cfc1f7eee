"""What the moving figure costs: the first drawing of a frame, a frame that is kept, and the screen while it moves.

Run: python tests/bench/bench_figure.py [SECONDS]
Limits: first drawing 20 ms, kept frame 1 ms, 3 % of a core while it moves, nothing more than the player when still.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from coach.adapters.routines.routine_files import load_library
from coach.core.figure.drawing.draw import draw
from coach.core.figure.motion import RATE, frames_of
from coach.core.library import Library
from coach.core.record.choices import Choices
from coach.core.routine.planning import plan
from coach.core.settings import Settings
from coach.tui.screens.player.player import PlayerScreen
from coach.tui.widgets.figure import FigurePanel
from tests.bench.terminal import Terminal
from tests.gallery.export import person
from tests.tui.conftest import pass_check
from tests.tui.stage import opened, run_of, show

ROOT = Path(__file__).resolve().parents[2]
FIRST_MS, KEPT_MS, MOVING_PERCENT = 20.0, 1.0, 3.0
SIZES = ((40, 16), (52, 20), (80, 32))
MOVES = "cat-cow"  # never stands still in its reps
STILL = "moist-heat"
NOISE_PERCENT = 0.4  # what two measurements of the same thing may differ


def first_ms(library: Library, columns: int, rows: int) -> list[float]:
    """How long every frame of every shipped figure takes to draw, in ms."""
    found = []
    for technique in library.shipped_techniques:
        figure = library.figure_of(technique, Choices())
        if figure is None:
            continue
        run = plan(technique, (technique,), Choices())
        for index in range(min(4, len(run.segments))):
            for frame in frames_of(figure, run, index):
                before = time.thread_time()
                draw(figure, frame, columns, rows)
                found.append((time.thread_time() - before) * 1000)
    return found


async def kept_ms() -> list[float]:
    """How long a look takes when its frame is kept, in ms, on a real screen."""
    coach, clock = person()
    pass_check(coach)
    run = run_of(coach, MOVES)
    player = PlayerScreen(run, coach, Settings(hearing="silent"), {})
    found = []
    async with show(player).run_test(size=(80, 24)) as pilot:
        await opened(pilot, PlayerScreen)
        panel = player.query_one(FigurePanel)
        for _ in range(260):
            clock.advance(0.1)
            await pilot.pause(0.01)
            before = time.perf_counter()
            panel.look()
            found.append((time.perf_counter() - before) * 1000)
    return found[60:]  # by then everything is drawn


def on_screen(routine: str, said: str, columns: int, seconds: float) -> float:
    """Percent of a core that the program takes in this routine."""
    with tempfile.TemporaryDirectory() as home:
        answers = Path(home) / "answers.yaml"
        answers.write_text('others: "no"\n', "utf-8")
        argv = [sys.executable, "-m", "coach", "run", routine, "--dose", "high", "--answers", str(answers)]
        terminal = Terminal(argv, {"COACH_HOME": home, "PYTHONPATH": str(ROOT)}, columns=columns)
        try:
            terminal.until("pain")
            terminal.drain(0.5)  # a key for what is not yet drawn does nothing
            terminal.press("3")
            terminal.until(said)
            terminal.drain(3)
            begun, cpu = time.monotonic(), terminal.cpu_seconds()
            terminal.drain(seconds)
            return 100 * (terminal.cpu_seconds() - cpu) / (time.monotonic() - begun)
        finally:
            terminal.close()


def main() -> int:
    """Measure, print, and fail where a limit is broken."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    library = load_library(None)
    worst = 0.0
    for columns, rows in SIZES:
        every = first_ms(library, columns, rows)
        worst = max(worst, *every)
        sizes = f"{columns}x{rows}, {len(every)} frames"
        print(
            f"first drawing, {sizes:<20} {median(every):6.2f} ms median, {max(every):6.2f} at most (limit {FIRST_MS})"
        )
    kept = asyncio.run(kept_ms())
    late = sorted(kept)[int(len(kept) * 0.95)]
    print(
        f"a look at a kept frame              {median(kept):6.2f} ms median, {late:6.2f} in 95 of 100 (limit {KEPT_MS})"
    )
    moving = on_screen(MOVES, "Round up", 80, seconds)
    print(f"processor, figure moving {RATE} times a second {moving:5.2f} % of a core (limit {MOVING_PERCENT})")
    still = on_screen(STILL, "Heat on", 80, seconds)
    without = on_screen(STILL, "Heat on", 59, seconds)
    print(f"processor, figure still {still:5.2f} %, no figure {without:5.2f} % of a core")
    fine = worst <= FIRST_MS and late <= KEPT_MS and moving <= MOVING_PERCENT and still - without <= NOISE_PERCENT
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
