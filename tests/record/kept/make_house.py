# mypy: ignore-errors
"""One machine, and the ways to use it; part of `make.py`."""

from __future__ import annotations

import itertools
import os
import uuid
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime, timedelta, timezone
from io import StringIO
from pathlib import Path

from coach.cli.main import run
from coach.cli.outside import Outside
from coach.core.catalogue import Answer
from coach.core.checkup import from_answers
from coach.core.routine import BodyArea
from tests.cli.conftest import Typist
from tests.conftest import FakeClock, Listener

BERLIN, NEW_YORK = timezone(timedelta(hours=1)), timezone(timedelta(hours=-5))
FIRST = datetime(2026, 3, 2, 9, tzinfo=BERLIN)


class House:
    """One machine: a home folder, a clock, and the ways to use it."""

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        self.folder, self.clock = folder, clock

    def say(self, *argv: str, keys: tuple[str, ...] = (), tty: bool = False, code: int | None = 0) -> str:
        """A command; gives what it printed."""
        out, err = StringIO(), StringIO()
        os.environ["COACH_HOME"] = str(self.folder)
        with redirect_stdout(out), redirect_stderr(err):
            typist = Typist(self.clock, *keys, tty=tty)
            found = run(list(argv), Outside(self.clock, typist, lambda _: Listener(works=False)))
        assert code is None or found == code, (argv, found, out.getvalue(), err.getvalue())
        self.clock.advance(60)
        return out.getvalue()

    def open(self):
        """The house of the program, to be used in a `with`."""
        os.environ["COACH_HOME"] = str(self.folder)
        return Outside(self.clock).house()

    def facts(self) -> list:
        with self.open() as house:
            return house.journal.facts()

    def log(self, *argv: str) -> str:
        """`coach log`; gives the id of what was recorded."""
        said = self.say("log", *argv)
        ids = [line.rpartition("(id ")[2].partition(")")[0] for line in said.splitlines() if "(id " in line]
        return ids[0]

    def clean(self, routine: str | None = None, area: BodyArea | None = None, **answers: str) -> None:
        """Answer what is due: these answers, and the safe one to all else."""
        with self.open() as house:
            due = house.coach.checkup(routine, area)
            if due.screen is not None:
                given = {name.replace("_", "-"): Answer(value) for name, value in answers.items()}
                house.coach.submit(from_answers(due.catalogue, given, frozenset(), others=True, due=due), area)
        self.clock.advance(60)


def fixed_ids() -> Callable[[], uuid.UUID]:
    numbers = itertools.count(1)
    return lambda: uuid.UUID(f"{next(numbers) * 2654435761 % 2**32:08x}-0000-4000-8000-000000000000")
