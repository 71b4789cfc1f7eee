"""What the rules cost: one written case (3 ms, the command 250 ms), and a record of ten years (50 ms).

Exits 1 where a limit is broken. Run: python tests/bench/bench_rules.py
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.routines.routine_files import load_library
from coach.core.check.check_facts import of_person
from coach.core.check.written_check import from_answers
from coach.core.clearance.cases import assess
from coach.core.clearance.locks import Safety, open_techniques
from coach.core.record.codec import decode
from coach.core.record.facts import Body, Fact, Known, Unreadable, moment
from coach.core.safety import screening

DAYS, A_DAY = 3710, 27  # a little over ten years; 27 facts on a day with a session: 100,170
NOW = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=1)))
TECHNIQUES = {t.id: t for t in load_library(None).shipped_techniques}
CATALOGUE = load_catalogue({name: t.cls for name, t in TECHNIQUES.items()})

CASE: dict[str, Any] = {
    "person": {"age": 51},
    "area": "lower-back",
    "kind": "knot",
    "answers": {"night-pain": "not-sure", "diabetes": "yes", "knot-may-be-lump": "yes"},
    "history": {
        "episode": {"kind": "knot", "started": {"d": -16}, "status": [{"d": -1, "v": "same"}]},
        "pain": [{"d": -d, "level": 4 + d % 3, "tags": ["night"] if d % 2 else []} for d in range(16)],
        "lump": {"size_mm": [{"d": -15, "v": 12}, {"d": -1, "v": 18}], "texture": "firm"},
        "visits": [{"d": -9, "who": "GP", "classes": ["heat"], "flags": ["diabetes"]}],
    },
}
WRITTEN = """\
person: {age: 51}
area: lower-back
kind: knot
answers: {night-pain: "not-sure"}
history:
  episode: {kind: knot, started: {d: -3}}
  pain: [{d: -3, level: 6}, {d: 0, level: 5}]
"""


def day(number: int, clean: Known) -> list[Fact]:
    """The facts of one day: the check, the session with its parts, two ratings; at times a complaint, a word, a visit.

    A person like that has a knot every three months, a lump once that somebody has seen, and a headache now and then.
    """
    at, offset = moment(NOW - timedelta(days=DAYS - number))
    rows: list[tuple[str, dict[str, Any] | Known]] = [
        ("check", clean),
        ("pain", {"level": 2 + number % 3, "area": "neck"}),
    ]
    if number % 90 == 0:
        start = (at + timedelta(minutes=1)).isoformat()
        rows.append(("episode", {"kind": "knot", "area": "neck", "started": start, "triggers": ["long-sitting"]}))
    if number % 90 == 12:
        rows.append(("episode-ended", {"episode": f"{number - 12:05}-02", "ended": at.isoformat()}))
    if number % 180 == 30:
        rows.append(("check", {"layer": "today", "complete": True, "answers": {"lasting-headache": "yes"}}))
    if number % 180 == 32:
        rows.append(("visit", {"flags": ["lasting-headache"], "classes": ["heat", "stretch"], "who": "GP"}))
    if number in range(1000, 1030, 7):
        lump = {"lump": "lump-1"} | ({"area": "shoulder", "texture": "soft"} if number == 1000 else {"size_mm": 9})
        rows.append(("lump", lump))
    if number == 1031:
        rows.append(("visit", {"flags": ["lump-new-unassessed"], "classes": ["stretch"], "who": "GP"}))
    while len(rows) < A_DAY - 1:
        rows.append(
            (
                "reached" if len(rows) % 2 else "segment",
                {"session": "s", "index": len(rows), "technique": "neck-stretch"},
            )
        )
    rows.append(("pain", {"level": 2, "before": 2, "area": "neck", "session": "s", "techniques": ["neck-stretch"]}))
    return [
        Fact(f"{number:05}-{n:02}", at + timedelta(seconds=n), offset, "", read(kind, body))
        for n, (kind, body) in enumerate(rows)
    ]


def read(kind: str, body: dict[str, Any] | Known) -> Body:
    """A body from what the journal would keep of it."""
    return decode(kind, json.dumps(body)) if isinstance(body, dict) else body


def timed(name: str, limit: float, work: Callable[[], object], runs: int) -> bool:
    """Median milliseconds of `work` against its limit."""
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    median, best = statistics.median(taken), min(taken)
    print(f"{name:44} {median:8.2f} ms, best {best:8.2f} (limit {limit:.0f})")
    return median <= limit


def main() -> int:
    """Measure and judge."""
    good = [timed("assess: the rules of a full case", 3, lambda: assess(CASE, CATALOGUE, TECHNIQUES, NOW), 200)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.yaml"
        path.write_text(WRITTEN, "utf-8")
        argv = [sys.executable, "-m", "coach", "assess", str(path), "--json"]
        env = os.environ | {"COACH_HOME": folder}
        command = subprocess.run(argv, env=env, capture_output=True, check=False)
        if b"night-pain" not in command.stdout:
            print(command.stdout, command.stderr)
            return 1
        run = lambda: subprocess.run(argv, env=env, capture_output=True, check=False)  # noqa: E731
        good.append(timed("assess: the whole command", 250, run, 9))
        bare = [sys.executable, "-c", "pass"]
        timed("  (bare Python)", 250, lambda: subprocess.run(bare, check=True), 5)
    clean = of_person(from_answers(CATALOGUE, {}, frozenset(), others=True))
    facts = [fact for number in range(DAYS) for fact in day(number, clean)]
    assert not any(isinstance(fact.body, Unreadable) for fact in facts)
    read = [fact for fact in facts if type(fact.body) in screening.KINDS]
    print(f"{len(facts)} facts in ten years, of which the rules read {len(read)}")

    def rules() -> object:
        flags = screening.raised(read, CATALOGUE, NOW)
        check = screening.passed(read, CATALOGUE, NOW)
        return open_techniques(
            Safety(flags, check, CATALOGUE, (), "", known=frozenset(CATALOGUE.flags)), None, NOW, TECHNIQUES
        )

    good.append(timed("all rules over ten years", 50, rules, 7))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
