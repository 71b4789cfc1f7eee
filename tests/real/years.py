"""Whole years at simulated desks, one after the other: every promise that does not hold is named with its seed.

Run: python -m tests.real.years 1000 [--from SEED] [--hours H] [--processes N] [--days D]. Of a year that fails the
error and the end of its way there is told; DeskYear(SEED).live(D) lives through it again. Ends with 1 where one failed.
Ctrl+C ends it early, with what came of the years so far.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
import traceback
from contextlib import suppress
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.core.reminders.desk_year import DeskYear

YEAR = 365  # days
CALLS = 3  # of the way to an error that are shown
TOLD = 10  # years between two lines of how far it is


class Lived(NamedTuple):
    """A year that was lived through: its steps and prompts, the seconds it took, and what did not hold."""

    seed: int
    steps: int
    told: int
    seconds: float
    fault: str


def lived(seed: int, days: int) -> Lived:
    """Live through one year and look back at it."""
    began, year = time.process_time(), DeskYear(seed)
    fault = ""
    try:
        year.live(days)
        year.look_back()
        assert year.told > days, "a year in which hardly anything was told proves nothing"
    except Exception as error:  # noqa: BLE001 - whatever it is, the other years go on
        way = traceback.extract_tb(error.__traceback__)[-CALLS:]
        fault = f"{type(error).__name__}: {error} [{' < '.join(f'{c.name}:{c.lineno}' for c in reversed(way))}]"
    return Lived(seed, year.steps, year.told, time.process_time() - began, fault)


def live(years: int, first: int, days: int, hours: float, processes: int) -> int:
    """Live through them and say what did not hold; 0 where all of it did."""
    end, done = time.monotonic() + hours * 3600, list[Lived]()
    with Pool(processes, signal.signal, (signal.SIGINT, signal.SIG_IGN)) as pool, suppress(KeyboardInterrupt):
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        for each in pool.imap_unordered(partial(lived, days=days), range(first, first + years)):
            done.append(each)
            if each.fault:
                print(f"seed {each.seed}: {each.fault}", flush=True)
            if len(done) % TOLD == 0:
                print(summary(done), flush=True)
            if time.monotonic() >= end:
                break
    print(summary(done))
    return int(any(each.fault for each in done))


def summary(done: list[Lived]) -> str:
    """How many years, what came of them, and which they were."""
    if not done:
        return "no year was lived through"
    failed = sum(bool(each.fault) for each in done)
    seconds = sum(each.seconds for each in done) / len(done)
    numbers = f"{sum(each.steps for each in done)} steps, {sum(each.told for each in done)} prompts"
    seeds = f"seeds {min(each.seed for each in done)} to {max(each.seed for each in done)}"
    return f"{len(done)} years, {failed} failed, {numbers}, {seconds:.1f} s of one core a year, {seeds}"


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("years", type=int)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--days", type=int, default=YEAR)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    args = parser.parse_args()
    return live(args.years, args.first, args.days, args.hours, args.processes)


if __name__ == "__main__":
    sys.exit(main())
