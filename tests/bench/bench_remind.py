"""What the reminders cost while nothing happens: memory, processor, wake-ups; and what asking them costs.

Linux only. Exits 1 where a limit is broken. Run: python tests/bench/bench_remind.py [seconds]
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from coach.adapters.clock import SystemClock
from coach.adapters.keeping.outlets import Outlets
from coach.adapters.processes.mailbox import Mailbox
from coach.adapters.scheduler import ReminderScheduler
from coach.core.clock import Reading
from coach.core.record.facts import Fact, Known
from coach.core.reminders.plan import Plan, ReminderSettings
from coach.core.reminders.ports import Attempt, Busy, Notice
from coach.core.reminders.signals import OpenBreak

MOST_KB = 32 * 1024  # proportional set size
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


class Stand:
    """A record with nothing in it, a person who is there, and a channel that notes when it was asked."""

    def __init__(self) -> None:
        self.told = 0.0

    def plan(self) -> Plan:
        return Plan(ReminderSettings(notice_seconds=0, drink_minutes=None, desk_check=False))

    def facts(self) -> list[Fact]:
        return []

    def changes(self) -> object:
        return None

    def keep(self, written: Iterable[Known], at: Reading) -> None:
        del written, at

    def under_way(self) -> bool:
        return False

    def seconds(self) -> float | None:
        return None

    def busy(self) -> tuple[Busy, ...]:
        return ()

    async def opens(self, wanted: OpenBreak) -> str:
        del wanted
        return ""

    async def show(self, notice: Notice) -> list[Attempt]:
        self.told = SystemClock().now().boot
        return [Attempt(notice.prompt, True)]

    async def tidy(self) -> None:
        return

    async def close(self) -> None:
        return


async def lateness(ahead: float = 4.0) -> float:
    """Milliseconds from the due moment of a break to the channel that tells it."""
    with tempfile.TemporaryDirectory() as folder:
        stand, clock = Stand(), SystemClock()
        outlets = Outlets(lambda _: stand, stand, stand, stand.opens, lambda _: None)
        keeper = ReminderScheduler(stand, clock, outlets, Mailbox(Path(folder)))
        due = clock.now().boot + ahead
        keeper._state = replace(keeper.state, due=due, woke=due - 1000, wake=due, starting=False)
        running = asyncio.create_task(keeper.run())
        await asyncio.sleep(ahead + 1)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return (stand.told - due) * 1000


def main() -> int:
    """Measure and judge."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 300.0
    good = []
    late = [asyncio.run(lateness(3.3 + n / 7)) for n in range(5)]

    def judge(name: str, value: float, limit: float, unit: str) -> None:
        print(f"{name:36} {value:8.3f} {unit} (limit {limit:g})")
        good.append(value <= limit)

    judge("a reminder leaves after its moment", max(late), 100.0, "ms, the worst of 5")
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
