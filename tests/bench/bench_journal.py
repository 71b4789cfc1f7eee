"""How fast the journal is with ten years in it: 100,000 facts. Prints figures; exit code 1 when a limit is broken.

Run from the top of the project: python tests/bench/bench_journal.py
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from coach.core.record.checks import CheckAnswered
from coach.core.record.codec import decode
from coach.core.record.facts import Known
from coach.core.record.health import PainRated
from coach.core.record.sessions import SessionBegan, SessionEnded

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from coach.adapters.journal.journal import SqliteJournal, open_journal
from coach.core.record.facts import Fact

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 7, 31, 9, 0, tzinfo=UTC)
DAYS = 3650


def a_fact(kind: str, at: datetime, draw: random.Random) -> Fact:
    """A fact with a body of the usual size."""
    session = str(uuid.UUID(int=draw.getrandbits(128)))
    groups = {f"group-{n}": "no" for n in range(5)}
    bodies: dict[str, dict[str, object]] = {
        "check": {
            "layer": "today",
            "complete": True,
            "catalogue": "1.0",
            "groups": groups,
            "answers": {},
        },
        "session-begun": {"session": session, "routine": "upper-back-release"},
        "segment": {
            "session": session,
            "index": 3,
            "technique": "cat-cow",
            "held": 45.5,
        },
        "session-ended": {"session": session, "outcome": "completed"},
        "pain": {"area": "upper-back", "level": draw.randrange(11), "when": "after"},
    }
    return Fact(str(uuid.UUID(int=draw.getrandbits(128))), at, 120, "bench", decode(kind, json.dumps(bodies[kind])))


def ten_years(draw: random.Random) -> list[Fact]:
    """Ten years of one or two sessions a day: 100,000 facts."""
    facts: list[Fact] = []
    for day in range(DAYS):
        at = NOW - timedelta(days=DAYS - 1 - day, minutes=200 + draw.randrange(300))
        kinds = ["check", *(["session-begun", "pain", *["segment"] * 10, "pain", "session-ended"] * 2)]
        for kind in kinds[: 28 if day % 5 else 25]:
            at += timedelta(seconds=draw.randrange(5, 60))
            facts.append(a_fact(kind, at, draw))
    return facts[-100_000:]


def milliseconds(work: Callable[[], object], rounds: int = 9) -> float:
    """The middle of some runs."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return sorted(times)[rounds // 2]


def shown(name: str, value: float, limit: float | None = None) -> bool:
    """Print one figure; False when it is over its limit."""
    broken = limit is not None and value > limit
    verdict = "" if limit is None else f"  limit {limit:g}  {'BROKEN' if broken else 'ok'}"
    print(f"{name:<52}{value:9.2f} ms{verdict}")
    return not broken


def main() -> int:
    """Fill, open, read and append."""
    draw = random.Random(1)
    fine = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"

        def opened(now: datetime = NOW) -> SqliteJournal:
            journal = open_journal(path, now=now)
            journal.close()
            return journal

        journal = open_journal(path, now=NOW)
        facts = ten_years(draw)
        journal.append(facts)
        journal.close()
        print(f"{len(facts)} facts, {path.stat().st_size / 1e6:.1f} MB")
        shown("first start of a day: whole check and backup", milliseconds(opened, 1))
        days = iter(range(1, 100))
        shown("the same again", milliseconds(lambda: opened(NOW + timedelta(days=next(days))), 3))
        now = NOW + timedelta(days=next(days) - 1, hours=1)
        fine.append(shown("open", milliseconds(lambda: opened(now)), 100))
        journal = open_journal(path, now=now)
        day, fortnight = NOW - timedelta(hours=24), NOW - timedelta(days=14)
        some: list[type[Known]] = [CheckAnswered, SessionBegan, SessionEnded, PainRated]
        fine.extend(
            (
                shown("facts(4 kinds, 24 hours)", milliseconds(lambda: journal.facts(some, day)), 100),
                shown("facts(4 kinds, 14 days)", milliseconds(lambda: journal.facts(some, fortnight)), 100),
                shown("facts(all kinds, 14 days)", milliseconds(lambda: journal.facts(None, fortnight)), 100),
                shown("facts(check, ever)", milliseconds(lambda: journal.facts([CheckAnswered])), 100),
            )
        )
        shown("facts() of ten years", milliseconds(journal.facts, 3))
        times = []
        for _ in range(3000):
            fact = a_fact(draw.choice([*[kind.kind for kind in some], "segment"]), now, draw)
            begun = time.perf_counter()
            journal.append([fact])
            times.append((time.perf_counter() - begun) * 1000)
        times.sort()
        shown("append, median", times[1500])
        fine.append(shown("append, 99th percentile", times[2970], 10))
        shown("append, longest", times[-1])
        journal.close()
    return 0 if all(fine) else 1


if __name__ == "__main__":
    raise SystemExit(main())
