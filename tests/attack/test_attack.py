"""A short attack in the suite, always the same; the long one is `tests/attack/run.py`."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.attack.mutations import as_json, damaged
from tests.attack.oracle import Given, faults_of, judged
from tests.attack.run import attack
from tests.attack.targets import TARGETS, harmless, odd_line
from tests.attack.words import STATUS

SEED, COUNT = 12, 60


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_from_outside_breaks_anything(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = list(attack(name, SEED, range(COUNT), monkeypatch.setattr, timed=False))
    assert [(number, verdict.faults, verdict.given) for number, verdict in found if verdict.faults] == []
    assert len({verdict.given for _, verdict in found}) > COUNT / 2


def test_every_way_in_is_attacked() -> None:
    assert set(TARGETS) >= {
        "routines",
        "settings",
        "answers",
        "cases",
        "calendars",
        "letters",
        "status",
        "lines",
        "imports",
    }


def test_the_same_numbers_give_the_same_damage() -> None:
    once, again = (damaged(random.Random("x 1"), "{}", STATUS, as_json) for _ in range(2))
    assert once == again
    lines = [odd_line(random.Random(f"lines {n}")) for n in range(400)]
    assert lines == [odd_line(random.Random(f"lines {n}")) for n in range(400)]
    assert sum(map(harmless, lines)) > 300


def test_what_must_not_happen_is_seen() -> None:
    def broken(_: Given) -> None:
        raise ZeroDivisionError("oh")

    assert judged(lambda _: print("all is well"), timed=False).faults == []
    assert judged(broken, timed=False).faults[0].startswith("ZeroDivisionError: oh")
    assert judged(lambda _: print("\x1b[31m"), timed=False).faults == [r"raw: '\x1b[31m'"]
    assert len(faults_of("coach: A fault in coach: KeyError\n\u202e")) == 2
    for sign in "\x00\x07\t\r\x7f\x9b\u200b\u200e\u2028\u2066\ufeff":
        assert faults_of(f"a{sign}b"), sign
