"""Ten years of record: what Progress costs, from the journal to its lines. Exits 1 where the limit is broken.

Run: python tests/bench/bench_progress.py
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from coach.adapters.journal.journal import open_journal
from coach.cli.wiring import build
from coach.core.progress import whole, words
from coach.core.record.facts import Fact
from coach.core.record.reminders import PromptEnded, PromptShown, StoodUp, StoodUpHow
from coach.core.vocabulary import PromptOutcome
from tests.bench.bench_record import timed
from tests.core.conftest import wrote
from tests.core.progress.facts import pain, session

if TYPE_CHECKING:
    from datetime import datetime

DAYS = 3653
LIMIT = 100.0  # ms
PROMPTS = 9  # a day


def day(wall: datetime, n: int) -> list[Fact]:
    """A day of somebody who uses everything: two sessions, ratings, nine breaks."""
    facts = session(f"a{n}", wall, 6, 4 - n % 3)
    facts += session(f"b{n}", wall + timedelta(hours=5), 5, 3 + n % 4, routine="cat-cow", area=None)
    facts += [pain(n % 8, wall - timedelta(hours=1)), pain(n % 5, wall + timedelta(hours=9))]
    for hour in range(PROMPTS):
        at = wall + timedelta(hours=hour)
        facts += [
            wrote(at, PromptShown(prompt=f"{n}-{hour}", sat=2700)),
            wrote(at + timedelta(minutes=1), PromptEnded(prompt=f"{n}-{hour}", outcome=PromptOutcome.TAKEN)),
            wrote(at + timedelta(minutes=2), StoodUp(how=StoodUpHow.TAKEN, prompt=f"{n}-{hour}")),
        ]
    return facts


def main() -> int:
    """Measure and judge."""
    with tempfile.TemporaryDirectory() as name:
        os.environ["COACH_HOME"] = name
        with build() as house:
            now = house.clock.now().wall.replace(hour=8)
        facts = [fact for n in range(DAYS) for fact in day(now - timedelta(days=n), n)]
        with closing(open_journal(Path(name) / "journal.db", now=now)) as journal:
            journal.append(facts)
        print(f"{len(facts)} facts in {DAYS} days")
        with build() as house:
            desk = house.coach.looking_back
            read = desk.facts()
            around = desk.around(house.settings)
            print(f"{len(read)} of them are read")
            found = desk.progress(house.settings)
            good = [
                timed("from the journal", LIMIT, lambda: desk.progress(house.settings)),
                timed("  of it the numbers", LIMIT, lambda: whole.progress(read, around)),
                timed("its lines", LIMIT, lambda: words.lines(found)),
                timed("what Today suggests by", LIMIT, lambda: desk.known(house.settings, None)),
                timed("the plan", LIMIT, house.coach.plans.offer),
                timed("the newest entries", LIMIT, lambda: house.coach.listing.everything(100)),
            ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
