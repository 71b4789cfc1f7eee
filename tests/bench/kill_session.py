"""Kills real sessions with SIGKILL at random moments: is every fact there that the session had shown, and does the
journal open?

A line of plain mode is printed only after the facts of its moment are on disk, so each printed question of the desk
set-up check must be found in the journal. Exits 1 on a loss. Run: python tests/bench/kill_session.py [ROUNDS]
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from coach.core.record.facts import of
from coach.core.record.sessions import SegmentReached, SessionBegan

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from coach.adapters.clock import SystemClock, real_sleep
from coach.adapters.journal.journal import open_journal

ROUTINE = "posture-check"
QUESTIONS = 9
QUESTION = " of 9: "


def one(home: Path, draw: random.Random, *, first: bool) -> tuple[int, int]:
    """Kill one session after a random number of keys. Gives (questions shown, of these missing on disk)."""
    argv = [str(Path(sys.executable).with_name("coach")), "run", ROUTINE, "--plain"]
    child = subprocess.Popen(
        argv,
        env=os.environ | {"COACH_HOME": str(home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        bufsize=1,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    wanted = draw.randrange(1, QUESTIONS)
    shown = 0
    child.stdin.write("\n" if first else "d\n\n")  # discard what the last kill left; no rating
    for line in child.stdout:
        if "Get ready" in line or QUESTION in line:
            shown += QUESTION in line
            if shown >= wanted:
                break
            child.stdin.write("n\n")
    child.stdin.write("n\n" * draw.randrange(3))
    real_sleep(draw.random() * 0.02)
    child.send_signal(signal.SIGKILL)
    rest, _ = child.communicate()
    shown += rest.count(QUESTION)
    journal = open_journal(home / "journal.db", now=SystemClock().now().wall.astimezone(UTC))
    facts = of(journal.facts((SegmentReached,), datetime(2020, 1, 1, tzinfo=UTC)), SegmentReached)
    sessions = of(journal.facts((SessionBegan,)), SessionBegan)
    last = sessions[-1].body.session
    kept = {fact.body.index for fact in facts if fact.body.session == last and fact.body.work}
    journal.close()
    return shown, len(set(range(1, shown + 1)) - kept)


def main() -> int:
    """All rounds in one record, so that each start finds what the last kill left."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    draw = random.Random(7)
    shown = lost = 0
    with tempfile.TemporaryDirectory() as name:
        for n in range(rounds):
            seen, missing = one(Path(name), draw, first=n == 0)
            shown += seen
            lost += missing
    print(f"{rounds} sessions killed, {shown} questions shown, {lost} of them not in the record")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
