"""Attacks what comes into the program from outside, and says what broke. By hand, and before a release:

    python tests/attack/run.py [--seed N] [--count N] [--only N] [TARGET...]

Each target has a process of its own, so that its memory can be told; the target `whole` runs whole command lines in
processes of their own (500, unless --count says otherwise). An input that breaks something is kept, and comes again
with the same seed and --only its number.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.attack import whole
from tests.attack.oracle import Given, Verdict, judged, peak
from tests.attack.targets import TARGETS, Patch

COUNT, WHOLE = 10_000, 500
MOST = 20  # broken inputs that are shown


def attack(
    name: str, seed: int, numbers: range, patch: Patch = setattr, *, timed: bool = True
) -> Iterator[tuple[int, Verdict]]:
    """Attack one target with the inputs of these numbers, in the working folder; the verdict on each."""
    with closing(TARGETS[name](Path.cwd(), patch)) as target:
        for number in numbers:

            def once(given: Given, number: int = number) -> None:
                target.attack(random.Random(f"{name} {seed} {number}"), given)

            yield number, judged(once, timed=timed)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", nargs="*", help=f"{', '.join(TARGETS)}, whole; all of them when left out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, help=f"inputs for each target: {COUNT:,}, and {WHOLE} for whole")
    parser.add_argument("--only", type=int, help="this input alone")
    args = parser.parse_args()
    names = args.target or [*TARGETS, "whole"]
    unknown = set(names) - {*TARGETS, "whole"}
    if unknown:
        parser.error(f"there is no target {', '.join(sorted(unknown))}")
    if len(names) == 1:
        return _one(names[0], args)
    options = [word for option in ("seed", "count", "only") if (value := getattr(args, option)) is not None
               for word in (f"--{option}", str(value))]  # fmt: skip
    codes = [subprocess.run([sys.executable, __file__, name, *options], check=False).returncode for name in names]
    return max(codes)


def _one(name: str, args: argparse.Namespace) -> int:
    count = args.count or (WHOLE if name == "whole" else COUNT)
    numbers = range(count) if args.only is None else range(args.only, args.only + 1)
    kept = Path(tempfile.gettempdir()) / "coach-attack"
    with tempfile.TemporaryDirectory(prefix="attack-") as folder:
        _move_in(Path(folder))
        verdicts = whole.attack(args.seed, numbers) if name == "whole" else attack(name, args.seed, numbers)
        broken, slowest, memory = 0, (0.0, 0), 0
        for number, verdict in verdicts:
            slowest, memory = max(slowest, (verdict.seconds, number)), max(memory, verdict.megabytes)
            broken += bool(verdict.faults)
            if verdict.faults and broken <= MOST:
                kept.mkdir(exist_ok=True)
                (kept / f"{name}-{args.seed}-{number}").write_bytes(verdict.given)
                print(f"  {name} {number}: {'; '.join(verdict.faults)[:400]!r}", flush=True)
    print(f"{name}: {len(numbers):,} inputs, {broken} broken, the slowest {slowest[0]:.2f} s (number {slowest[1]}), "
          f"{memory or peak()} MB at most" + (f"; the broken ones are in {kept}" if broken else ""))  # fmt: skip
    return 1 if broken else 0


def _move_in(folder: Path) -> None:
    """A home of nobody: nothing of the person who runs this is read or changed."""
    deep = folder / "a" / "b" / "c" / "d"
    deep.mkdir(parents=True)
    for name in [name for name in os.environ if name.startswith(("COACH", "XDG", "DBUS", "TMUX", "WAYLAND"))]:
        del os.environ[name]
    os.environ |= {"COACH_HOME": str(deep / "home"), "HOME": str(folder), "TERM": "dumb"}
    os.environ.pop("DISPLAY", None)
    os.chdir(deep)


if __name__ == "__main__":
    sys.exit(main())
