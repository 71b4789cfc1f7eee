"""Ten years of record (140,000 facts) and 200 routine files: what commands, the first screen and the library cost.

Exits 1 where a limit is broken. Run: python tests/bench/bench_record.py [CHECKOUT of an older version, measured beside]
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from coach.adapters.journal.journal import open_journal
from coach.adapters.report.html import as_html
from coach.adapters.routines.routine_files import load_library
from coach.core.check import check_facts
from coach.core.check.written_check import from_answers
from coach.core.record.codec import decode, encode
from coach.core.record.facts import Fact, moment
from coach.core.report.page import Page
from coach.core.report.span import span_of
from coach.core.report.writing import Wanted

FACTS = 140_000
DAYS = 5200  # of one session each; ten years have a few of two
NONE = Page("", (), (), ())
COMMANDS = (  # milliseconds, MB
    ("status", 150, 80),
    ("log pain 3 --area neck", 200, 80),
    ("check --json", 300, 80),
    ("report", 300, 100),
    ("report --text", 300, 80),
    ("history --json", 2000, 80),
)


def day(wall: datetime, check: dict[str, object]) -> list[Fact]:
    """The facts of one ordinary day: a check, pain, and a session with its parts (28 in all)."""
    session = str(uuid4())
    common = {"session": session, "technique": "childs-pose", "kind": "hold", "work": True, "planned": 20}
    rows: list[tuple[str, dict[str, object]]] = [
        ("check", check),
        ("pain", {"level": 3, "when": "before", "area": "neck"}),
        ("session-begun", {"session": session, "routine": "childs-pose", "planned": {}, "choices": {}}),
    ]
    for index in range(11):
        rows += [
            ("reached", common | {"index": index}),
            ("segment", common | {"index": index, "held": 20, "done": True}),
        ]
    rows += [
        ("session-ended", {"session": session, "outcome": "completed"}),
        ("pain", {"level": 2, "when": "after", "area": "neck", "session": session, "before": 3}),
    ]
    at, offset = moment(wall)
    return [
        Fact(str(uuid4()), at + timedelta(seconds=n), offset, "here", decode(kind, json.dumps(body)))
        for n, (kind, body) in enumerate(rows)
    ]


def fill(home: Path) -> None:
    """Write the record."""
    os.environ["COACH_HOME"] = str(home)
    from coach.cli.wiring import build  # noqa: PLC0415 - after the folder is named

    with build() as house:
        assert house.coach.catalogue is not None
        due = house.coach.checks.checkup()
        passed = check_facts.of_person(from_answers(due.catalogue, {}, frozenset(), others=True, due=due))
        check = json.loads(encode(passed))
        now = house.clock.now().wall
    with closing(open_journal(home / "journal.db", now=now)) as journal:
        facts = [fact for n in range(DAYS) for fact in day(now - timedelta(days=DAYS - n), check)]
        journal.append(facts)
    print(f"{len(facts)} facts written")
    assert len(facts) >= FACTS


def commands(home: Path, checkout: Path) -> bool:
    """Whole commands of one version on a record that it filled itself: seconds and the most memory they take."""
    env = os.environ | {"COACH_HOME": str(home), "PYTHONPATH": str(checkout)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, __file__, "--fill", str(home)], env=env, check=True)
    good = []
    subprocess.run([sys.executable, "-m", "coach", "log", "pain", "3"], env=env, cwd=checkout, check=True)  # in use
    for words, limit, room in COMMANDS:
        argv = [sys.executable, "-m", "coach", *words.split()]
        taken, most = [], 0.0
        for _ in range(6):
            begun = time.perf_counter()
            child = subprocess.Popen(argv, env=env, cwd=checkout, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _, _, used = os.wait4(child.pid, 0)
            taken.append((time.perf_counter() - begun) * 1000)
            most = max(most, used.ru_maxrss / 1024)
        median = statistics.median(taken[1:])  # the first makes the day's backup
        print(f"  coach {words:26} {median:7.1f} ms (limit {limit})   {most:5.0f} MB (limit {room})")
        good.append(median <= limit and most <= room)
    return all(good)


def timed(name: str, limit: float, work: object, runs: int = 7) -> bool:
    """Median milliseconds of `work` against its limit."""
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()  # type: ignore[operator]
        taken.append((time.perf_counter() - begun) * 1000)
    median = statistics.median(taken)
    print(f"{name:28} {median:7.1f} ms (limit {limit:.0f})")
    return median <= limit


def routines(folder: Path, count: int = 200) -> None:
    """Write own routine files."""
    folder.mkdir()
    for n in range(count):
        text = f"format: 1\nid: own-{n}\nname: Own {n}\nclass: sequence\nareas: [neck]\nsteps: [neck-rotation]\n"
        (folder / f"own-{n}.yaml").write_text(text, "utf-8")


def main(older: Path | None) -> int:
    """Measure and judge."""
    with tempfile.TemporaryDirectory() as name:
        if older is not None:
            print("the older version, for comparison")
            commands(Path(name) / "older", older)
        home = Path(name) / "home"
        print("this version")
        good = [commands(home, Path(__file__).resolve().parents[2])]
        os.environ["COACH_HOME"] = str(home)
        from coach.cli.wiring import build  # noqa: PLC0415

        with build() as house:
            wanted = Wanted(span_of(house.clock.now().wall.date()))
            good += [
                timed("the page for a clinician", 300, lambda: as_html(house.coach.reports.page(wanted) or NONE)),
                timed("Today's data", 60, house.coach.listing.today),
                timed("the safety state", 30, house.coach.rules.safety),
            ]
        routines(home / "routines")
        code = "from pathlib import Path; from coach.adapters.routines.routine_files import load_library; "
        argv = [
            sys.executable,
            "-c",
            code + f"assert len(load_library(Path({str(home / 'routines')!r})).routines) > 200",
        ]
        bare = [sys.executable, "-c", "pass"]
        good.append(timed("200 routine files, whole process", 500, lambda: subprocess.run(argv, check=True)))
        timed("  (bare Python)", 500, lambda: subprocess.run(bare, check=True))
        library = load_library(home / "routines")
        good.append(timed("a keystroke of search", 50, lambda: library.search("own 1")))
    return 0 if all(good) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--fill"]:
        fill(Path(sys.argv[2]))
        sys.exit(0)
    sys.exit(main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None))
