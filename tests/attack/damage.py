"""Damage a record with an emergency up, at random, and see that no routine opens and nothing readable is given up.

Run from the top of the project: python tests/attack/damage.py [TRIALS] [SEED]
or, one bit of each byte of a small record in turn: python tests/attack/damage.py --every FIRST STEP [SEED]
Exit code 1 when anything was lost, hidden or left unsaid.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from contextlib import closing, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from coach.adapters.journal.abridged import read_note
from coach.adapters.journal.journal import open_journal
from coach.adapters.journal.rows import checksum, row_of
from coach.cli.main import run
from coach.cli.outside import Outside
from coach.core.check.written_check import from_answers
from coach.core.errors import JournalError
from coach.core.record.codec import encode
from coach.core.record.facts import Unreadable
from coach.core.vocabulary import Answer
from tests.conftest import FakeClock
from tests.core.conftest import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.core.coach.door import Coach
    from coach.core.record.facts import Fact

PAGE = 4096
FILES = ("journal.db", "journal.db-wal")
EMERGENCY = "answers: {bladder-bowel-loss: 'yes'}\nothers: 'no'\n"


class Home(NamedTuple):
    """A home folder to damage copies of: its facts, the bytes of each row, and the moment it was left at."""

    folder: Path
    facts: tuple[Fact, ...]
    rows: dict[str, bytes]
    wall: object


class Verdict(NamedTuple):
    """What came of one damage: what was wrong with it (nothing, as it should be), and how it was met."""

    wrong: tuple[str, ...]
    met: str


NAMES = ("backed-up", "newer", "crashed", "bare", "long")
DAYS = 10


def home(top: Path, name: str, days: int = DAYS) -> Home:
    """A record of some days: all in a backup, the emergency newer than that, left by a crash, or without backups.

    In the long one the emergency lies so far back that the rules read it by the note of what they need.
    """
    folder = top / name
    folder.mkdir(mode=0o700)
    os.environ["COACH_HOME"] = str(folder)
    clock = FakeClock()
    journal = folder / "journal.db"
    if name == "long":
        _day(clock)
        _say(clock, "check", "--answers", "-", typed=EMERGENCY)
        clock.advance(100 * 86_400)
    for _ in range(days):
        _day(clock)
    if name == "long":
        assert read_note(journal), "nothing is noted"
    elif name == "backed-up":
        _say(clock, "check", "--answers", "-", typed=EMERGENCY)
        clock.advance(86_400)
        _say(clock, "log", "pain", "3", "--area", "neck")  # the start of a day makes a backup
    elif name == "crashed":
        _say(clock, "log", "pain", "3", "--area", "neck")
        other = folder.with_name("crashing")
        with closing(sqlite3.connect(journal, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM fact").fetchone()
            with Outside(clock).house() as house:
                _raise(house.coach)
                shutil.copytree(folder, other)
        shutil.rmtree(folder)
        other.rename(folder)
    else:
        _say(clock, "check", "--answers", "-", typed=EMERGENCY)
    if name == "bare":
        shutil.rmtree(folder / "backups")
    clock.advance(3600)
    kept = folder.with_name(f"{name}-read")
    shutil.copytree(folder, kept)
    with closing(open_journal(kept / "journal.db", now=clock.wall)) as opened:
        facts = tuple(opened.facts())
    data = (folder / "journal.db").read_bytes() + _log(folder)
    rows = {fact.id: _row(data, fact) for fact in facts}
    return Home(folder, facts, rows, clock.wall)


def _raise(coach: Coach) -> None:
    due = coach.checks.checkup(None, None)
    given = {"bladder-bowel-loss": Answer.YES}
    coach.checks.submit(from_answers(due.catalogue, given, frozenset(), others=True, due=due), None)


def _day(clock: FakeClock) -> None:
    clock.advance(86_400)
    with Outside(clock).house() as house:
        clean(house.coach)
    for level in ("2", "3"):
        _say(clock, "log", "pain", level, "--area", "neck", "--note", "stiff " * 40)
    clock.advance(600)


class _Nobody:
    """A keyboard with this text and nothing after it."""

    tty = False
    closed = True

    def wait(self, seconds: float | None = None) -> str | None:
        return None

    def forget(self) -> None:
        return None


def _say(clock: FakeClock, *argv: str, typed: str = "") -> tuple[int, str]:
    out = StringIO()
    before, sys.stdin = sys.stdin, StringIO(typed)
    try:
        with redirect_stdout(out), redirect_stderr(out):
            code = run(list(argv), Outside(clock, _Nobody()))
    finally:
        sys.stdin = before
    return code, out.getvalue()


def _log(folder: Path) -> bytes:
    log = folder / "journal.db-wal"
    return log.read_bytes() if log.exists() else b""


def _row(data: bytes, fact: Fact) -> bytes:
    """The bytes of the fact's record with its checksum; empty where it does not lie in one piece."""
    start = data.index(fact.id.encode()) - 12
    text = encode(fact.body).encode()
    end = data.find(text, start, start + PAGE)
    sealed = checksum(row_of(fact))
    bytes_of_checksum = next(size for size in (1, 2, 3, 4, 6) if sealed < 1 << (8 * size - 1))
    return b"" if end < 0 else data[start : end + len(text) + bytes_of_checksum]


# --- damages ----------------------------------------------------------------------------------------------------------


def _bit(data: bytearray, draw: random.Random) -> None:
    data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)


def _byte(data: bytearray, draw: random.Random) -> None:
    data[draw.randrange(len(data))] = draw.randrange(256)


def _burst(data: bytearray, draw: random.Random) -> None:
    start = draw.randrange(len(data))
    for place in range(start, min(start + draw.randrange(1, 600), len(data))):
        data[place] = draw.randrange(256)


def _head(data: bytearray, draw: random.Random) -> None:
    for _ in range(draw.randrange(1, 4)):
        data[draw.randrange(min(100, len(data)))] ^= 1 << draw.randrange(8)


def _swap(data: bytearray, draw: random.Random) -> None:
    pages = len(data) // PAGE
    a, b = draw.randrange(pages) * PAGE, draw.randrange(pages) * PAGE
    data[a : a + PAGE], data[b : b + PAGE] = data[b : b + PAGE], data[a : a + PAGE]


def _double(data: bytearray, draw: random.Random) -> None:
    pages = len(data) // PAGE
    a, b = draw.randrange(pages) * PAGE, draw.randrange(pages) * PAGE
    data[a : a + PAGE] = data[b : b + PAGE]


def _blank(data: bytearray, draw: random.Random) -> None:
    start = draw.randrange(max(1, len(data) // PAGE)) * PAGE
    data[start : start + PAGE] = bytes(len(data[start : start + PAGE]))


def _cut(data: bytearray, draw: random.Random) -> None:
    del data[draw.randrange(len(data)) :]


def _version(data: bytearray, draw: random.Random) -> None:
    data[60:64] = draw.choice([-5, -1, 0, 1, 3, 99, 2**31 - 1]).to_bytes(4, "big", signed=True)


DAMAGES: list[Callable[[bytearray, random.Random], None]] = [
    *(_bit, _byte, _burst, _head, _swap, _double, _blank, _cut, _version),
]


def damage(folder: Path, draw: random.Random) -> str:
    """Damage one or two files of the home; what was done, in words."""
    done = []
    for _ in range(1 if draw.random() < 0.8 else 2):
        files = [
            file for file in (folder / "journal.db", folder / "journal.db-wal") if file.exists() and file.stat().st_size
        ]
        backups = sorted((folder / "backups").glob("*.db")) if (folder / "backups").exists() else []
        target = draw.choice(backups) if backups and draw.random() < 0.15 else draw.choice(files)
        how = draw.choice(DAMAGES)
        data = bytearray(target.read_bytes())
        if len(data) < 2 * PAGE and how in (_swap, _double):
            how = _burst
        how(data, draw)
        target.write_bytes(data)
        done.append(f"{how.__name__.strip('_')} {target.name}")
    if draw.random() < 0.1:
        (folder / "journal.db.lock").write_bytes(draw.randbytes(draw.randrange(1, 9000)))
        done.append("noise in the lock")
    return ", ".join(done)


# --- what must be so afterwards ---------------------------------------------------------------------------------------


def judge(undamaged: Home, folder: Path) -> Verdict:
    """Use the damaged record as a person would, and hold what is there then against what could be read before."""
    os.environ["COACH_HOME"] = str(folder)
    clock = FakeClock(undamaged.wall)  # type: ignore[arg-type]
    before = {name: path.read_bytes() for name in FILES if (path := folder / name).exists()}
    copies = [before.get("journal.db", b"") + before.get("journal.db-wal", b"")]
    copies += [path.read_bytes() for path in sorted((folder / "backups").glob("*.db"))]
    readable = {name for name, row in undamaged.rows.items() if row and any(row in data for data in copies)}
    wrong, told = [], ""
    code, said = _say(clock, "run", "cat-cow", "--plain", "--speed", "60")
    told += said
    if code == 0:
        wrong.append(f"a routine ran: {said[-200:]}")
    if "Traceback" in said or "fault in coach" in said:
        wrong.append(f"a fault: {said[-300:]}")
    facts = _facts(folder, clock, wrong)
    whole = {fact.id: fact for fact in facts if not isinstance(fact.body, Unreadable)}
    lost = [fact for fact in undamaged.facts if fact.id in readable and whole.get(fact.id) != fact]
    if lost:
        wrong.append(f"given up: {Counter(fact.kind for fact in lost)}")
    clock.advance(60)
    try:
        _clean(clock)
    except JournalError as error:
        told += str(error)
        _clean(clock)
    clock.advance(60)
    code, said = _say(clock, "run", "cat-cow", "--plain", "--speed", "60")
    raised = {fact.id for fact in undamaged.facts if fact.kind == "flags"} & readable
    if code == 0 and raised:
        wrong.append("a routine ran after a check without the emergency")
    aside = {
        ending: path
        for path in folder.glob("journal.db.damaged-*")
        for ending in ("", "-wal")
        if path.name.endswith(f"Z{ending}")
    }
    changed = [fact for fact in undamaged.facts if whole.get(fact.id) != fact]
    if changed and not aside and "damaged" not in told:
        wrong.append(f"nothing was said, and {len(changed)} facts are missing or changed")
    for ending, path in aside.items():
        if path.read_bytes() != before.get(f"journal.db{ending}", b""):
            wrong.append(f"{path.name} is not what the damaged file was")
    return Verdict(tuple(wrong), "set aside" if aside else "changed" if changed else "harmless")


def _clean(clock: FakeClock) -> None:
    with Outside(clock).house(quiet=True) as house:
        clean(house.coach)


def _facts(folder: Path, clock: FakeClock, wrong: list[str]) -> list[Fact]:
    for _ in range(3):
        try:
            with closing(open_journal(folder / "journal.db", now=clock.wall)) as journal:
                return journal.facts()
        except JournalError as error:
            last = str(error)
    wrong.append(f"it can't be read: {last}")
    return []


def trial(undamaged: Home, folder: Path, draw: random.Random) -> tuple[str, Verdict]:
    """Damage a copy of the home and judge it."""
    shutil.copytree(undamaged.folder, folder)
    done = damage(folder, draw)
    verdict = judge(undamaged, folder)
    shutil.rmtree(folder)
    return done, verdict


def main(trials: int, seed: int) -> int:
    """So many damages, spread over the homes."""
    bad = 0
    met: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as top:
        every = [home(Path(top), name) for name in NAMES]
        for number in range(trials):
            draw = random.Random(f"{seed} {number}")
            damaged = every[number % len(every)]
            done, verdict = trial(damaged, Path(top) / "trial", draw)
            met[f"{damaged.folder.name}: {verdict.met}"] += 1
            if verdict.wrong:
                bad += 1
                print(f"{number} {damaged.folder.name}: {done}: {'; '.join(verdict.wrong)}", flush=True)
    print(f"{trials} damages, seed {seed}: {bad} wrong; {dict(sorted(met.items()))}")
    return 1 if bad else 0


def each_byte(first: int, step: int, seed: int) -> int:
    """One bit of each byte of a record's file, from `first` on in steps; spread over several runs it is every byte."""
    bad = 0
    met: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as top:
        small = home(Path(top), "newer", days=2)
        data = (small.folder / "journal.db").read_bytes()
        places = range(first, len(data), step)
        for place in places:
            flipped = data[place] ^ 1 << random.Random(f"{seed} {place}").randrange(8)
            folder = Path(top) / "trial"
            shutil.copytree(small.folder, folder)
            (folder / "journal.db").write_bytes(data[:place] + bytes([flipped]) + data[place + 1 :])
            verdict = judge(small, folder)
            shutil.rmtree(folder)
            met[verdict.met] += 1
            if met.total() % 250 == 0:
                print(f"at byte {place}, step {step}: {met.total()} damages, {bad} wrong; {dict(met)}", flush=True)
            if verdict.wrong:
                bad += 1
                print(f"byte {place}: {data[place]:#x} to {flipped:#x}: {'; '.join(verdict.wrong)}", flush=True)
    print(f"{len(places)} of {len(data)} bytes, seed {seed}: {bad} wrong; {dict(sorted(met.items()))}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--every"]:
        raise SystemExit(each_byte(int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else 1))
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 400, int(sys.argv[2]) if len(sys.argv) > 2 else 1))
