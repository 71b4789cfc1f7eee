"""What a hold costs in the full screen: processor time and memory. Exits 1 where a limit is broken.

Run: python tests/bench/bench_hold.py [SECONDS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.terminal import Terminal

CPU = 0.5  # percent of one core
RESIDENT = 60  # MB


def main() -> int:
    """Follow heat for a while and measure."""
    wanted = float(sys.argv[1]) if len(sys.argv) > 1 else 40
    with tempfile.TemporaryDirectory() as home:
        answers = Path(home) / "answers.yaml"
        answers.write_text('others: "no"\n', "utf-8")
        coach = str(Path(sys.executable).with_name("coach"))
        terminal = Terminal([coach, "run", "moist-heat", "--answers", str(answers)], {"COACH_HOME": home})
        try:
            terminal.until("pain")
            terminal.drain(0.5)  # a key for what is not yet drawn does nothing
            terminal.press("3")
            terminal.until("Heat on")
            terminal.drain(5)
            begun, cpu = time.monotonic(), terminal.cpu_seconds()
            terminal.drain(wanted)
            share = 100 * (terminal.cpu_seconds() - cpu) / (time.monotonic() - begun)
            resident = terminal.resident_mb()
        finally:
            terminal.close()
    print(f"processor during a hold      {share:5.2f} % of one core (limit {CPU})")
    print(f"resident memory              {resident:5.1f} MB (limit {RESIDENT})")
    return 0 if share <= CPU and resident <= RESIDENT else 1


if __name__ == "__main__":
    sys.exit(main())
