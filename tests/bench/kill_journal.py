"""Kill -9 writers of one journal at random moments: no acknowledged fact may be lost, and it must always open.

Run from the top of the project: python tests/bench/kill_journal.py [ROUNDS]
Exit code 1 when a fact is lost or the journal was not sound.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from coach.core.record.facts import FactOf
from coach.core.record.health import PainRated

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from coach.adapters.journal.journal import open_journal

NOW = datetime(2026, 7, 31, 9, 0, tzinfo=UTC)


def write(path: Path, hour: int) -> None:
    """Append for ever, one to five facts at a time, and print the ids that are on disk."""
    now = NOW + timedelta(hours=hour)
    journal = open_journal(path, now=now)
    draw = random.Random()
    while True:
        facts = [
            FactOf(str(uuid.uuid4()), now, 120, journal.device, PainRated(level=3, note="x" * draw.randrange(2000)))
            for _ in range(draw.randrange(1, 6))
        ]
        journal.append(facts)
        if draw.random() < 0.02:
            journal.backup(now)
        print("\n".join(fact.id for fact in facts), flush=True)


def one_round(path: Path, hour: int, draw: random.Random) -> set[str]:
    """Two writers, killed one after the other after a random time; the ids they acknowledged."""
    command = [sys.executable, __file__, "--write", str(path), str(hour)]
    writers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    time.sleep(draw.uniform(0.0, 0.6))
    for writer in writers:
        writer.kill()
    acknowledged: set[str] = set()
    for writer in writers:
        out, _ = writer.communicate()
        # The last line may be cut short by the kill: an id without its line end was not acknowledged.
        acknowledged.update(line.strip() for line in out.splitlines(keepends=True) if line.endswith("\n"))
    return acknowledged


def main(rounds: int) -> int:
    """Some rounds on one journal, looked through after each."""
    draw = random.Random(7)
    acknowledged: set[str] = set()
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        for number in range(rounds):
            acknowledged |= one_round(path, number * 5, draw)
            journal = open_journal(path, now=NOW + timedelta(hours=number * 5))
            kept = {fact.id for fact in journal.facts()}
            lost = acknowledged - kept
            if lost or journal.notices or journal.restored:
                bad += 1
                print(f"round {number}: lost {len(lost)}, {journal.notices}")
            journal.check()
            journal.close()
        extra = len(kept - acknowledged)
        print(f"{rounds} rounds, {len(acknowledged)} acknowledged, {extra} more on disk, {bad} bad rounds")
    return 1 if bad or not acknowledged else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        write(Path(sys.argv[2]), int(sys.argv[3]))
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
