"""200 own routine files: opening the Library, and a keystroke of its search, as the person sees them.

Exits 1 where a limit is broken. Run: python tests/bench/bench_library.py
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.terminal import Terminal

FILES = 200
OPEN_MS = 500
KEY_MS = 50
WORD = "cat-cow"
NAMES = "abcdefghij"


def write_routines(folder: Path) -> None:
    """Own routines with names that a search tells apart."""
    folder.mkdir(parents=True)
    for n in range(FILES):
        name = f"{NAMES[n % 10]}{NAMES[n // 10 % 10]} routine {n}"
        text = f"format: 1\nid: own-{n}\nname: {name}\nclass: sequence\nareas: [neck]\nsteps: [neck-rotation]\n"
        (folder / f"own-{n}.yaml").write_text(text, "utf-8")


def shown_after(terminal: Terminal, keys: str, seconds: float = 5) -> float:
    """Milliseconds from a key to the last of what it changes on the screen (quiet for 60 ms)."""
    terminal.drain(0.3)
    begun = last = time.monotonic()
    terminal.press(keys)
    while time.monotonic() - begun < seconds:
        if terminal.read(0.06):
            last = time.monotonic()
        elif last > begun:
            break
    return (last - begun) * 1000


def main() -> int:
    """Measure and judge."""
    with tempfile.TemporaryDirectory() as home:
        write_routines(Path(home) / "routines")
        coach = str(Path(sys.executable).with_name("coach"))
        terminal = Terminal([coach], {"COACH_HOME": home})
        try:
            started = terminal.until("Check due") * 1000
            opened = shown_after(terminal, "l")
            terminal.until("searches:")
            terminal.press("/")
            terminal.drain(0.5)
            keys = [shown_after(terminal, letter) for letter in WORD]
        finally:
            terminal.close()
    slowest, median = max(keys), statistics.median(keys)
    print(f"start with {FILES} own files      {started:6.0f} ms")
    print(f"the Library open              {opened:6.0f} ms (limit {OPEN_MS})")
    print(f"a keystroke of search         {median:6.0f} ms, slowest {slowest:.0f} (limit {KEY_MS})")
    return 0 if opened <= OPEN_MS and slowest <= KEY_MS else 1


if __name__ == "__main__":
    sys.exit(main())
