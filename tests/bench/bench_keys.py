"""How long a key takes: every place and window opened from Today, first and second time, and keys that open none.

Milliseconds from the key to the first answer to be seen (of a window: its own words; of a key that opens none: words
that are written anew), and of the program's processor time until then; and processor time until nothing changes any
more. Each is the median of so many runs of the program, and the worst beside it. The limits: the median of each
answer 50 ms; what else the machine does counts, so look at the processor time as well. Exits 1 where it is broken.

Run: python tests/bench/bench_keys.py [RUNS]
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
import time
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY_MS = 50
QUIET = 0.08  # s without a change, after which a key is answered
ESCAPE = "\x1b"
UNSEEN = re.compile(r"\x1b(\[[0-9;?<>=$]*[ -/]*[A-Za-z]|\][^\x07]*\x07)")  # how it is written, and not what
OPEN = (  # name, key from Today, words of its own, the keys back
    ("find anything", "\x10", "A routine, a place", ESCAPE),
    ("Library", "l", "▸ Library", "t"),
    ("Progress", "h", "▸ Progress", "t"),
    ("Settings", "o", "▸ Settings", "t"),
    ("a routine", "i", "Press Enter", ESCAPE),
    ("the body", "b", "Where does it hurt?", ESCAPE),
    ("note", "e", "Where does it hurt?", ESCAPE),
    ("breaks", "a", "Today", ESCAPE),
    ("the week", "p", "What may grow", ESCAPE),
    ("help", "?", "arrows scroll", ESCAPE),
    ("messages", "\x1bOQ", "Nothing was told yet", ESCAPE),
    ("the check", "c", "Check: ", ESCAPE),
)
PRESSED = (("the next row", "\x1b[B"), ("the row before", "\x1b[A"), ("minutes", "m"), ("an area", "5"), ("side", "s"))
TYPED = "heat"  # into the palette and the Library's search


class Taken(NamedTuple):
    """Milliseconds: until it is answered, of processor time until then, and of processor time in all."""

    answered: float
    until: float
    processor: float


def taken(terminal: Terminal, keys: str, words: str = "") -> Taken:
    """What these keys take until these words are seen, or any; waits until nothing changes any more."""
    terminal.drain(0.4)
    cpu, seen = terminal.cpu_seconds(), ""
    begun = last = time.monotonic()
    answer: tuple[float, float] | None = None
    terminal.press(keys)
    while last - begun < 3 and (answer is None or time.monotonic() - last < QUIET):
        if chunk := terminal.read(QUIET / 4):
            last, seen = time.monotonic(), seen + chunk
            told = UNSEEN.sub("", seen)
            if answer is None and (words in told if words else told.strip()):
                answer = last - begun, terminal.cpu_seconds() - cpu
        elif answer is None:
            last = time.monotonic()
    if answer is None:
        raise TimeoutError(f"{keys!r} was not answered with {words!r}: {seen!r}")
    return Taken(*(1000 * each for each in (*answer, terminal.cpu_seconds() - cpu)))


def opened(terminal: Terminal) -> Iterator[tuple[str, Taken]]:
    """Every window, twice."""
    for name, key, words, back in OPEN:
        for time_of in ("first", "again"):
            yield f"{name}, {time_of}", taken(terminal, key, words)
            terminal.drain(0.3)  # it takes keys when it stands
            terminal.press(back)
            terminal.drain(0.4)


def pressed(terminal: Terminal) -> Iterator[tuple[str, Taken]]:
    """Keys that open nothing: on Today, in the palette, in the Library's search."""
    for name, key in PRESSED:
        yield name, taken(terminal, key)
    for where, way in (("palette", "\x10"), ("search", "l/")):
        for key in way:
            terminal.press(key)
            terminal.drain(0.6)
        for letter in TYPED:
            yield f"{where}: {letter}", taken(terminal, letter)
        terminal.press(ESCAPE)
        terminal.drain(0.4)


def run() -> dict[str, Taken]:
    """One run of the program."""
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "settings.yaml").write_text("hearing: silent\n", "utf-8")
        terminal = Terminal([str(Path(sys.executable).with_name("coach"))], {"COACH_HOME": home})
        try:
            terminal.until("Check due")
            terminal.drain(3)  # what is built ahead is built by then
            return dict(chain(opened(terminal), pressed(terminal)))
        finally:
            terminal.close()


def main() -> int:
    """Measure and judge."""
    runs = [run() for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 5)]
    good = True
    print(f"{'ms: median (worst)':24} {'answered':>16} {'processor until':>16} {'in all':>16}")
    for name in runs[0]:
        columns = [[getattr(each[name], column) for each in runs] for column in Taken._fields]
        print(f"{name:24} " + " ".join(f"{statistics.median(each):8.0f} ({max(each):5.0f})" for each in columns))
        good &= statistics.median(columns[0]) <= KEY_MS
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
