"""How long a key takes: every place and window opened from Today, first and second time, and keys that open none.

Milliseconds from the key to the first and to the last of what it changes, and of the program's processor time. The
limits are for processor time: a key that opens no window 50 ms, a window 100 ms when it is opened again. What opening
one for the first time takes has no limit, and is printed. Exits 1 where a limit is broken.

Run: python tests/bench/bench_keys.py
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.terminal import Terminal

KEY_MS, AGAIN_MS = 50, 100
QUIET = 0.08  # s without a change, after which a key is answered
ESCAPE = "\x1b"
OPEN = (  # name, key from Today, the keys back
    ("find anything", "\x10", ESCAPE),
    ("Library", "l", "t"),
    ("History", "h", "t"),
    ("Settings", "o", "t"),
    ("a routine", "i", ESCAPE),
    ("the body", "b", ESCAPE),
    ("note", "e", ESCAPE),
    ("breaks", "a", ESCAPE),
    ("help", "?", ESCAPE),
    ("messages", "\x1bOQ", ESCAPE),
    ("the check", "c", ESCAPE),
)
PRESSED = (("the next row", "\x1b[B"), ("the row before", "\x1b[A"), ("minutes", "m"), ("an area", "5"), ("side", "s"))
TYPED = "heat"  # into the palette and the Library's search


class Taken(NamedTuple):
    """Milliseconds to the first change and to the last, and of processor time."""

    first: float
    last: float
    processor: float


def taken(terminal: Terminal, keys: str) -> Taken:
    """What these keys take; waits until nothing changes any more."""
    terminal.drain(0.4)
    before = terminal.cpu_seconds()
    begun = time.monotonic()
    terminal.press(keys)
    last = answered = 0.0
    while time.monotonic() - begun < 3 and (not answered or time.monotonic() - last < QUIET):
        if terminal.read(QUIET / 4):
            last = time.monotonic()
            answered = answered or last
    return Taken((answered - begun) * 1000, (last - begun) * 1000, (terminal.cpu_seconds() - before) * 1000)


def line(run: Taken) -> str:
    """As a column."""
    return f"{run.first:7.0f} {run.last:7.0f} {run.processor:8.1f}"


def opened(terminal: Terminal) -> bool:
    """Every window, twice."""
    good = True
    print(f"{'opened from Today':20} {'for the first time':>24} {'again':>24}   {Taken.__doc__}")
    for name, key, back in OPEN:
        runs = []
        for _ in range(2):
            runs.append(taken(terminal, key))
            terminal.drain(0.3)  # it takes keys when it stands
            terminal.press(back)
            terminal.drain(0.4)
        print(f"{name:20} " + " ".join(line(run) for run in runs))
        good &= runs[1].processor <= AGAIN_MS
    return good


def pressed(terminal: Terminal) -> bool:
    """Keys that open nothing: on Today, in the palette, in the Library's search."""
    found = [(name, taken(terminal, key)) for name, key in PRESSED]
    for where, way in (("palette", "\x10"), ("search", "l/")):
        for key in way:
            terminal.press(key)
            terminal.drain(0.6)
        found += [(f"{where}: {letter}", taken(terminal, letter)) for letter in TYPED]
        terminal.press(ESCAPE)
        terminal.drain(0.4)
    print("\na key")
    for name, run in found:
        print(f"{name:20} {line(run)}")
    return all(run.processor <= KEY_MS for _, run in found)


def main() -> int:
    """Measure and judge."""
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "settings.yaml").write_text("hearing: silent\n", "utf-8")
        terminal = Terminal([str(Path(sys.executable).with_name("coach"))], {"COACH_HOME": home})
        try:
            terminal.until("Check due")
            terminal.drain(1.5)
            good = [opened(terminal), pressed(terminal)]
        finally:
            terminal.close()
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
