"""What comes in with `coach import`: exports with something wrong in them, half of them under a sum that fits."""

from __future__ import annotations

import hashlib
import json
import random
from argparse import Namespace
from contextlib import suppress
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any, cast

from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.exchange import source
from coach.adapters.routines.routine_files import load_library
from coach.cli.commands.record import importing
from coach.cli.outside import Outside
from coach.cli.say import tell, tell_faults
from coach.cli.wiring import House
from coach.core.coach.door import Coach
from coach.core.errors import CoachError
from coach.core.exchange.incoming import Refused
from coach.core.exchange.reading import Reading
from tests.attack import mutations
from tests.attack.places import lay
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal
from tests.core.exchange.records import DEVICES, exported, made
from tests.core.exchange.test_merging import SAID


def lines_of(data: bytes) -> list[Any]:
    return [json.loads(line) for line in data.splitlines()]


def as_lines(rng: random.Random, tree: Any) -> bytes:
    """The values as JSON Lines; half of the time with an end that fits them."""
    lines = tree if isinstance(tree, list) else [tree]
    raw = [_line(rng, each) for each in lines]
    if rng.random() < 0.5:
        whole = b"".join(raw[:-1])
        end = {"end": True, "facts": len(raw) - 2, "sha256": hashlib.sha256(whole).hexdigest()}
        raw[-1:] = [_line(rng, end)]
    return b"".join(raw)


def _line(rng: random.Random, value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=rng.random() < 0.5, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


class Imports:
    """A file that is taken in, or refused whole: then the record is as it was. What came in goes out again."""

    def __init__(self, folder: Path, patch: Any) -> None:
        self._path = folder / "theirs.jsonl"
        self._home = folder
        patch(source, "PATIENCE", 0.02)
        patch(source, "MOST_BYTES", 5_000_000)
        self._library = load_library(None)
        self._catalogue = load_catalogue({t.id: t.cls for t in self._library.shipped_techniques})

    def attack(self, rng: random.Random, given: list[bytes]) -> None:
        clock = FakeClock()
        there = [
            made(rng.choice(SAID), clock.wall - timedelta(hours=n), DEVICES[1], n + 1) for n in range(rng.randint(1, 8))
        ]
        data = exported(there, DEVICES[1])
        raw = mutations.damaged(rng, data.decode(), lines_of(data), as_lines)
        given.append(raw)
        lay(rng, self._path, raw)
        ids = (f"00000000-0000-4000-8000-{n:012x}" for n in count())
        journal = MemoryJournal(there[: rng.randint(0, 1)])
        coach = Coach(self._library, self._catalogue, journal, clock, lambda: next(ids), DEVICES[0])
        house = cast("House", Namespace(coach=coach))
        before = list(journal.kept)
        file = source.FileSource(self._path, self._home)
        try:
            args = Namespace(clock=rng.choice((None, "theirs", "mine")))
            assert importing._take(args, Outside(clock), house, [file]) == 0
        except Refused as refused:
            tell_faults(refused.faults)
            assert journal.kept == before
        except CoachError as error:
            tell(error)
            assert journal.kept == before
        finally:
            file.close()
        with coach.exchange.going_out("0.9.0") as out:
            again = Reading("again")
            assert sum(1 for _ in again.rows(out.lines())) == out.facts
            assert again.faults == []

    def close(self) -> None:
        with suppress(OSError):
            self._path.unlink()
