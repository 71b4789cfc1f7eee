"""How fast coach starts, as ratios to bare Python on the same machine. Exits 1 where a limit is broken.

Run: python tests/bench/bench_start.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.terminal import Terminal

RUNS = 15
EMPTY_APP = """
from textual.app import App
from textual.widgets import Label
class Empty(App):
    def compose(self):
        yield Label("ready")
Empty().run()
"""


def seconds(argv: list[str], env: dict[str, str]) -> float:
    """Whole-process seconds of one run."""
    begun = time.perf_counter()
    subprocess.run(argv, env=env, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    return time.perf_counter() - begun


def paired(name: str, argv: list[str], bare: list[str], limit: float, env: dict[str, str]) -> bool:
    """Print the median of the ratios, pair by pair, and say whether it is inside the limit."""
    seconds(argv, env)
    pairs = [(seconds(argv, env), seconds(bare, env)) for _ in range(RUNS)]
    ratio = statistics.median(a / b for a, b in pairs)
    mine = statistics.median(a for a, _ in pairs) * 1000
    print(f"{name:28} {mine:7.1f} ms   {ratio:5.2f} times bare Python (limit {limit})")
    return ratio <= limit


def first_frame(argv: list[str], text: str, env: dict[str, str]) -> float:
    """Seconds until `text` stands on the screen."""
    terminal = Terminal(argv, env)
    try:
        return float(terminal.until(text))
    finally:
        terminal.close()


def frames(limit: float, env: dict[str, str]) -> bool:
    """The first frame of coach against that of an empty Textual app."""
    empty = [sys.executable, "-c", EMPTY_APP]
    coach = [str(Path(sys.executable).with_name("coach"))]
    first_frame(coach, "Today", env)
    pairs = [(first_frame(coach, "Today", env), first_frame(empty, "ready", env)) for _ in range(RUNS)]
    ratio = statistics.median(a / b for a, b in pairs)
    mine, other = (statistics.median(p[n] for p in pairs) * 1000 for n in (0, 1))
    print(f"{'first frame':28} {mine:7.1f} ms   {ratio:5.2f} times an empty app's {other:.1f} ms (limit {limit})")
    return ratio <= limit


def main() -> int:
    """Measure and judge."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    with tempfile.TemporaryDirectory() as home:
        env = dict(os.environ) | {"COACH_HOME": home}
        coach = str(Path(sys.executable).with_name("coach"))
        bare = [sys.executable, "-c", "pass"]
        good = [
            paired("coach --version", [coach, "--version"], bare, 2, env),
            paired("coach routines --json", [coach, "routines", "--json"], bare, 20, env),
            frames(1.4, env),
        ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
