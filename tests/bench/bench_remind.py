"""What the reminders cost while nothing happens: memory, processor, wake-ups; and what asking them costs.

Linux only. Exits 1 where a limit is broken. Run: python tests/bench/bench_remind.py [seconds]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

MOST_KB, AIM_KB = 28 * 1024, 24 * 1024  # proportional set size
MOST_SHARE, MOST_WAKES, MOST_TIMES = 0.05, 0.6, 8.0  # per cent of a core, a second, times bare Python
SETTLE = 5.0  # seconds until the start is over


def memory(pid: int) -> int:
    """Proportional set size in KB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("Pss:")))


def processor(pid: int) -> float:
    """Seconds of processor so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wakes(pid: int) -> int:
    """How often its threads have gone to sleep by themselves, so often they woke."""
    found = 0
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        found += int(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("voluntary")))
    return found


def median(argv: list[str], env: dict[str, str], runs: int = 15) -> float:
    """Milliseconds of a whole process."""
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        subprocess.run(argv, env=env, stdout=subprocess.DEVNULL, check=True)
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def main() -> int:
    """Measure and judge."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 300.0
    good = []

    def judge(name: str, value: float, limit: float, unit: str) -> None:
        print(f"{name:36} {value:8.3f} {unit} (limit {limit:g})")
        good.append(value <= limit)

    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"COACH_HOME": folder}
        coach = [sys.executable, "-m", "coach"]
        with subprocess.Popen([*coach, "remind"], env=env, stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            child.stdout.readline()
            waiting = threading.Event()
            waiting.wait(SETTLE)
            before = (processor(child.pid), wakes(child.pid))
            waiting.wait(seconds)
            used, woken = processor(child.pid) - before[0], wakes(child.pid) - before[1]
            judge("proportional set size", memory(child.pid) / 1024, MOST_KB / 1024, "MB")
            judge("share of a core", used / seconds * 100, MOST_SHARE, "%")
            judge("wake-ups", woken / seconds, MOST_WAKES, "a second")
            bare = median([sys.executable, "-c", "pass"], env)
            judge("status --json", median([*coach, "status", "--json"], env) / bare, MOST_TIMES, "times bare Python")
            child.terminate()
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
