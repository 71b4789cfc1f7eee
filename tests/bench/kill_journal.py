"""Kill -9 at random moments while a journal is written, backed up, brought up to date or put right.

No acknowledged fact may be lost, what is readable anywhere must be there afterwards, and it must always open.

Run from the top of the project: python tests/bench/kill_journal.py [KILLS]
Exit code 1 when a fact is lost or the journal was not sound.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from coach.adapters.journal.journal import open_journal
from coach.core.record.facts import FactOf
from coach.core.record.health import PainRated
from tests.adapters.journal.test_checksums import old_journal

if TYPE_CHECKING:
    from coach.core.record.facts import Fact

NOW = datetime(2026, 7, 31, 9, 0, tzinfo=UTC)
READY = "ready\n"
FACTS = 3000  # in the records that are brought up to date or put right


def some(count: int, now: datetime, device: str, draw: random.Random) -> list[Fact]:
    """Facts of different sizes."""
    return [
        FactOf(str(uuid.uuid4()), now, 120, device, PainRated(level=3, note="x" * draw.randrange(2000)))
        for _ in range(count)
    ]


def write(path: Path, hour: int) -> None:
    """Append for ever, one to five facts at a time, and print the ids that are on disk."""
    now = NOW + timedelta(hours=hour)
    print(READY, end="", flush=True)
    journal = open_journal(path, now=now)
    draw = random.Random()
    while True:
        facts = some(draw.randrange(1, 6), now, journal.device, draw)
        journal.append(facts)
        if draw.random() < 0.1:
            journal.backup(now)
        print("\n".join(fact.id for fact in facts), flush=True)


def killed(argv: list[str], count: int, longest: float, draw: random.Random) -> set[str]:
    """So many processes, killed one after the other after a random time; the ids they acknowledged."""
    command = [sys.executable, __file__, *argv]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(count)]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == READY
    time.sleep(draw.uniform(0.0, longest))
    for child in children:
        child.kill()
    acknowledged: set[str] = set()
    for child in children:
        out, _ = child.communicate()
        # The last line may be cut short by the kill: an id without its line end was not acknowledged.
        acknowledged.update(line.strip() for line in out.splitlines(keepends=True) if line.endswith("\n"))
    return acknowledged


def writing(folder: Path, number: int, draw: random.Random, before: set[str]) -> set[str]:
    """Two writers of one record, which goes on from kill to kill."""
    path = folder / "written" / "journal.db"
    before |= killed(["--write", str(path), str(number * 5)], 2, 0.4, draw)
    with closing(open_journal(path, now=NOW + timedelta(hours=number * 5))) as journal:
        kept = {fact.id for fact in journal.facts()}
        assert not journal.notices, journal.notices
        assert not journal.restored
        journal.check()
    return before - kept


def opening(folder: Path, made: Path, draw: random.Random, ids: set[str]) -> set[str]:
    """A record that has to be brought up to date or put right: the one who does it is killed, then the next."""
    shutil.rmtree(folder / "opened", ignore_errors=True)
    shutil.copytree(made, folder / "opened")
    path = folder / "opened" / "journal.db"
    for _ in range(draw.randrange(1, 3)):
        killed(["--open", str(path)], 1, 0.7, draw)
    with closing(open_journal(path, now=NOW)) as journal:
        kept = {fact.id for fact in journal.facts()}
        journal.check()
    return ids - kept


def records(folder: Path, draw: random.Random) -> dict[str, tuple[Path, set[str]]]:
    """An older record with a backup, and a damaged one whose newest facts are in it alone."""
    facts = some(FACTS, NOW, "desk", draw)
    old, broken = folder / "old", folder / "broken"
    old_journal(old / "journal.db", facts)
    old_journal(old / "backups" / "journal-20260730T090000Z.db", facts[: FACTS // 2])
    with closing(open_journal(broken / "journal.db", now=NOW)) as journal:
        journal.append(facts[: FACTS // 2])
        journal.backup(NOW)
        journal.append(facts[FACTS // 2 :])
    with (broken / "journal.db").open("r+b") as file:
        file.write(bytes(120))
    ids = {fact.id for fact in facts}
    return {"up to date": (old, ids), "put right": (broken, ids)}


def main(kills: int) -> int:
    """Kills, spread over what may be going on."""
    draw = random.Random(7)
    acknowledged: set[str] = set()
    bad: Counter[str] = Counter()
    done: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name:
        folder = Path(name)
        made = records(folder, draw)
        number = 0
        while sum(done.values()) < kills:
            what = ("written", "up to date", "put right")[number % 3]
            if what == "written":
                lost = writing(folder, number, draw, acknowledged)
            else:
                lost = opening(folder, made[what][0], draw, made[what][1])
            done[what] += 2 if what == "written" else 1
            number += 1
            if lost:
                bad[what] += 1
                print(f"{what}, {number}: lost {len(lost)}", flush=True)
    print(f"kills {dict(done)}, acknowledged {len(acknowledged)}, bad {dict(bad)}")
    return 1 if bad or not acknowledged else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        write(Path(sys.argv[2]), int(sys.argv[3]))
    if sys.argv[1:2] == ["--open"]:
        print(READY, end="", flush=True)
        open_journal(Path(sys.argv[2]), now=NOW).close()
        raise SystemExit(0)
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
