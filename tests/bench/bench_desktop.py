"""What the reminders cost on a desktop, in every state of the person; Workrave, RSIBreak and Safe Eyes beside them.

Linux only; wants Xvfb, dbus-daemon, dunst, xdotool, pulseaudio and parec. Exits 1 where a limit is broken.
Run: python tests/bench/bench_desktop.py [seconds in each state]
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from coach.adapters.clock import SystemClock
from coach.adapters.journal.journal import open_journal
from coach.core.record.facts import FactOf, moment
from coach.core.record.reminders import StoodUp, StoodUpHow
from tests.bench.bench_remind import memory, wakes

MOST_SHARE, MOST_WAKES = 0.035, 0.6  # per cent of a core, and a second
TICKS = os.sysconf("SC_CLK_TCK")
PEERS = ("workrave", "rsibreak", "safeeyes")
WAIT = threading.Event()
SETTINGS = """reminders:
  interval_minutes: 30
  notice_seconds: 0
  drink_minutes: off
  desk_check: false
"""


def family(pid: int) -> list[int]:
    """A process and its children that are there now."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


def threads(pid: int) -> float:
    """Seconds of processor of all its threads that are there, to the nanosecond, and of ended children."""
    exact = sum(int(path.read_text().split()[0]) for path in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return max(exact, (int(fields[11]) + int(fields[12])) / TICKS) + (int(fields[13]) + int(fields[14])) / TICKS


@dataclass
class Cost:
    """What a program took in one state."""

    share: float
    wakes: float
    megabytes: float


@contextmanager
def desktop(folder: Path) -> Iterator[dict[str, str]]:
    """A screen without a monitor, a bus, a notification server and a sound server of its own."""
    with ExitStack() as stack:

        def start(*argv: str, env: dict[str, str]) -> subprocess.Popen[bytes]:
            child = subprocess.Popen(argv, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            stack.callback(child.wait)
            stack.callback(child.kill)
            return child

        def line(child: subprocess.Popen[bytes]) -> str:
            assert child.stdout is not None
            return child.stdout.readline().decode().strip()

        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        env = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "PYTHONPATH"}}
        env |= {"HOME": str(folder), "XDG_RUNTIME_DIR": str(runtime), "COACH_HOME": str(folder / "coach")}
        env |= {"NO_AT_BRIDGE": "1", "XDG_SESSION_TYPE": "x11"}
        env["DISPLAY"] = f":{line(start('Xvfb', '-displayfd', '1', '-screen', '0', '1280x800x24', env=env))}"
        bus = start("dbus-daemon", "--session", "--nofork", "--print-address=1", env=env)
        env["DBUS_SESSION_BUS_ADDRESS"] = line(bus)
        start("dunst", env=env)
        start("pulseaudio", "-n", "--exit-idle-time=-1", "-L", "module-null-sink", "-L", "module-native-protocol-unix",
              "-L", "module-virtual-source", env=env)  # fmt: skip
        WAIT.wait(2)
        yield env


def typed(env: dict[str, str], seconds: float, stop: threading.Event) -> None:
    """A key every second."""
    while not stop.wait(1.0):
        subprocess.run(["xdotool", "key", "shift"], env=env, check=False)
    del seconds


def touch(env: dict[str, str]) -> None:
    subprocess.run(["xdotool", "mousemove_relative", "1", "1"], env=env, check=False)


def measured(programs: dict[str, int], seconds: float) -> dict[str, Cost]:
    """What each took in these seconds."""
    before = {name: (threads(pid), wakes(pid)) for name, pid in programs.items()}
    WAIT.wait(seconds)
    return {
        name: Cost(
            (threads(pid) - before[name][0]) / seconds * 100,
            (wakes(pid) - before[name][1]) / seconds,
            memory(pid) / 1024,
        )
        for name, pid in programs.items()
    }


def keeper(env: dict[str, str], *, sat: float) -> subprocess.Popen[bytes]:
    """`coach remind` of somebody who has sat for so many seconds."""
    home = Path(env["COACH_HOME"])
    home.mkdir(exist_ok=True)
    (home / "settings.yaml").write_text(SETTINGS)
    now = SystemClock().now().wall
    journal = open_journal(home / "journal.db", now=now)
    instant, offset = moment(now - timedelta(seconds=sat))
    journal.append([FactOf(f"bench-{now.timestamp()}", instant, offset, journal.device, StoodUp(how=StoodUpHow.TAKEN))])
    journal.close()
    child = subprocess.Popen([sys.executable, "-m", "coach", "remind"], env=env, stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    return child


def states(
    env: dict[str, str], seconds: float
) -> Iterator[tuple[str, float, Callable[[dict[str, int]], dict[str, Cost]]]]:
    """Each state: its name, how long the person has sat, and what measures it."""

    def typing(programs: dict[str, int]) -> dict[str, Cost]:
        stop = threading.Event()
        hands = threading.Thread(target=typed, args=(env, seconds, stop))
        hands.start()
        found = measured(programs, seconds)
        stop.set()
        hands.join()
        return found

    def pausing(programs: dict[str, int]) -> dict[str, Cost]:
        """Between 60 and 120 seconds without a key; at 120 an absence begins, which is another state."""
        touch(env)
        WAIT.wait(60)
        return measured(programs, 50)

    def nobody(programs: dict[str, int]) -> dict[str, Cost]:
        touch(env)
        WAIT.wait(150)
        return measured(programs, seconds)

    def prompt(programs: dict[str, int]) -> dict[str, Cost]:
        """Told after the two minutes in which nothing is told, and not answered."""
        for second in range(180):
            if second < 125:  # somebody is there, and then stops typing
                touch(env)
            WAIT.wait(1)
            if '"prompt": null' not in (Path(env["COACH_HOME"]) / "status.json").read_text():
                break
        else:
            raise SystemExit("no prompt came")
        stop = threading.Event()
        hands = threading.Thread(target=typed, args=(env, seconds, stop))
        hands.start()
        found = measured(programs, min(seconds, 120))
        stop.set()
        hands.join()
        return found

    def call(programs: dict[str, int]) -> dict[str, Cost]:
        """A program records, and a break waits for the end of it."""
        with subprocess.Popen(["parec", "-d", "1"], env=env, stdout=subprocess.DEVNULL) as recording:
            for _ in range(200):  # until the call was noticed: before that the break waits for the keys to rest
                touch(env)
                WAIT.wait(1)
            stop = threading.Event()
            hands = threading.Thread(target=typed, args=(env, seconds, stop))
            hands.start()
            found = measured(programs, seconds)
            stop.set()
            hands.join()
            recording.kill()
        return found

    yield "typing", 60, typing
    yield "60 to 120 s without a key", 60, pausing
    yield "nobody there", 60, nobody
    yield "a prompt is open", 1790, prompt
    yield "in a call, a break waits", 1790, call


def main() -> int:
    """Measure and judge."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 180.0
    good = True
    print(f"{'':28}{'program':12}{'% of a core':>12}{'wake-ups/s':>12}{'MB':>8}")
    with tempfile.TemporaryDirectory() as folder, desktop(Path(folder)) as env:
        peers = {
            name: subprocess.Popen([name], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for name in PEERS
            if shutil.which(name)
        }
        try:
            for name, sat, measure in states(env, seconds):
                shutil.rmtree(Path(env["COACH_HOME"]), ignore_errors=True)
                touch(env)  # who has been away begins anew
                child = keeper(env, sat=sat)
                WAIT.wait(5)
                there = {peer: one.pid for peer, one in peers.items() if one.poll() is None}
                for n, (program, cost) in enumerate(measure({"coach": child.pid} | there).items()):
                    print(
                        f"{'' if n else name:28}{program:12}{cost.share:12.4f}{cost.wakes:12.3f}{cost.megabytes:8.1f}",
                        flush=True,
                    )
                    if program == "coach":
                        good = good and cost.share <= MOST_SHARE and cost.wakes <= MOST_WAKES
                child.terminate()
                child.wait()
        finally:
            for one in peers.values():
                one.kill()
                one.wait()
    print("within the limits" if good else f"over a limit: {MOST_SHARE} % or {MOST_WAKES} a second")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
