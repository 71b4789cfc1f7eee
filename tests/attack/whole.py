"""Whole command lines in processes of their own, in homes where odd things lie: what a person would really meet."""

from __future__ import annotations

import json
import os
import random
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from coach.adapters.clock import SystemClock
from tests.attack import mutations
from tests.attack.oracle import MEGABYTES, SECONDS, Verdict, faults_of, waited_for_a_turn
from tests.attack.places import emptied, lay
from tests.attack.targets import harmless, odd_line, routines
from tests.attack.words import LETTERS, STATUS

ROOT = Path(__file__).parents[2]
LONGEST = 20.0  # seconds after which a child is ended
HOME = ("settings.yaml", "status.json", "reminders.lock", "screen.lock", "rules-shown", "routines/own.yaml",
        "letters/reminders/odd.letter", "letters", "routines", "session-x.lock", "journal.db.needed")  # fmt: skip


def attack(seed: int, numbers: range) -> Iterator[tuple[int, Verdict]]:
    """Run the command lines of these numbers in the working folder; the verdict on each."""
    for number in numbers:
        yield number, _one(random.Random(f"whole {seed} {number}"))


def _one(rng: random.Random) -> Verdict:
    words, odd = _prepared(rng)
    verdict = _ran(words)
    if any(fault.startswith("takes") for fault in verdict.faults):  # on a busy machine anything may, once
        verdict = _ran(words)
    verdict.given = f"{shlex.join(words)}\n{odd}".encode("utf-8", "surrogateescape")
    return verdict


def _prepared(rng: random.Random) -> tuple[list[str], dict[str, str]]:
    words = odd_line(rng)
    while not harmless(words) or sum(map(len, words)) > 100_000:
        words = odd_line(rng)
    home = emptied(Path("home"))
    home.chmod(0o700)
    odd = {}
    for name in rng.sample(HOME, rng.choice((0, 1, 2))):
        if not (home / name).parent.is_dir() and os.path.lexists((home / name).parent):
            continue
        odd[name] = lay(rng, home / name, _damaged(rng), otherwise=0.5)
    for name in ("answers.yaml", "case.yaml", "settings.yaml"):
        odd[name] = lay(rng, Path(name), _damaged(rng) if rng.random() < 0.7 else b'others: "no"\n')
    return words, odd


def _damaged(rng: random.Random) -> bytes:
    tree = rng.choice((*LETTERS, STATUS, {"others": "no", "answers": {"chest-pain": "no"}}, {"volume": 30}))
    if rng.random() < 0.3:
        return mutations.damaged(rng, *rng.choice(routines()), mutations.as_yaml)
    return mutations.damaged(rng, json.dumps(tree), tree, mutations.as_json)


def _ran(words: list[str]) -> Verdict:
    clock = SystemClock()
    begun = clock.now().mono
    child = subprocess.Popen(
        [sys.executable, "-m", "coach", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    ending = threading.Timer(LONGEST, child.kill)
    ending.start()
    assert child.stdout is not None
    with child.stdout:
        said = child.stdout.read().decode("utf-8", "replace")
    waited = waited_for_a_turn(child.pid)
    _, status, used = os.wait4(child.pid, 0)
    ending.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    verdict = Verdict(faults_of(said), clock.now().mono - begun - waited, said, used.ru_maxrss * 1024 // 1_000_000)
    if verdict.seconds > SECONDS:
        verdict.faults.append(f"takes {verdict.seconds:.1f} s")
    if verdict.megabytes > MEGABYTES:
        verdict.faults.append(f"memory: {verdict.megabytes} MB")
    if child.returncode not in {0, 1, 2, 3}:
        verdict.faults.append(f"exit code {child.returncode}")
    return verdict
