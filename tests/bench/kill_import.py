"""Kill -9 an import at random moments: the record holds all of the file or nothing of it, and always opens.

Run from the top of the project: python tests/bench/kill_import.py [ROUNDS]
Exit code 1 where a round left a part, or a record that was not sound.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from coach.adapters.journal.journal import open_journal
from coach.core.exchange.writing import Outgoing
from coach.core.record.recorded import Recorded

START = datetime(2026, 1, 1, tzinfo=UTC)
FACTS = 4000
FRESH = 4  # rounds on one record
DEVICE = str(uuid.UUID(int=11))


def a_file(path: Path, seed: int) -> set[str]:
    """An export of another computer, other facts for each seed; their ids."""
    draw = random.Random(seed)
    ids = sorted(str(uuid.UUID(int=draw.getrandbits(128))) for _ in range(FACTS))
    text = '{"level":3,"note":"%s"}' % ("x" * 200)
    rows = [Recorded(name, START + timedelta(seconds=n), 60, DEVICE, "pain", text) for n, name in enumerate(ids)]
    path.write_bytes(b"".join(Outgoing(lambda: iter(rows), "0.9.0", DEVICE).lines()))
    return set(ids)


def one_round(home: Path, file: Path, after: float | None) -> bool:
    """Import, killed after so many seconds (None: never); whether it said that it had taken all."""
    env = {**os.environ, "COACH_HOME": str(home)}
    command = [sys.executable, "-m", "coach", "import", str(file)]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as importing:
        if after is not None:
            time.sleep(after)
            importing.kill()
        out, _ = importing.communicate()
    return out.startswith("Taken:")


def main(rounds: int) -> int:
    """Some rounds on one record, looked through after each."""
    draw = random.Random(5)
    bad = whole = none = told = 0
    with tempfile.TemporaryDirectory() as folder:
        home, file = Path(folder) / "home", Path(folder) / "their.jsonl"
        a_file(file, 0)
        begun = time.monotonic()
        one_round(Path(folder) / "first", file, None)
        usual = time.monotonic() - begun
        kept: set[str] = set()
        for number in range(1, rounds + 1):
            ids = a_file(file, number)
            if number % FRESH == 1:  # a record that grows makes each import longer
                home, kept = Path(folder) / f"home-{number}", set()
            acknowledged = one_round(home, file, draw.uniform(0.5, 1.1) * usual)
            journal = open_journal(home / "journal.db", now=datetime.now(UTC))
            there = {fact.id for fact in journal.facts()}
            found = there & ids
            if found not in (set(), ids) or (acknowledged and found != ids) or not kept <= there or journal.restored:
                bad += 1
                print(f"round {number}: {len(found)} of {len(ids)} there, told {acknowledged}, {journal.notices}")
            journal.check()
            journal.close()
            kept |= found
            whole, none, told = whole + bool(found), none + (not found), told + acknowledged
            left = [path.name for path in home.iterdir() if path.name.startswith("tmp")]
            if left:
                bad += 1
                print(f"round {number}: left behind {left}")
    print(f"{rounds} rounds: whole {whole}, nothing {none}, told {told}, bad {bad}")
    return 1 if bad or not whole or not none else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
