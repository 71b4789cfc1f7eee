"""What the command line's tests share: a keyboard with a script, and running a command in this process."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.adapters.folders import folders
from coach.adapters.journal.journal import open_journal
from coach.adapters.routines import routine_files
from coach.cli.main import run
from coach.cli.outside import Outside
from coach.core.record.codec import encode
from coach.core.record.facts import Fact
from tests.conftest import FakeClock, Listener
from tests.core.conftest import clean, just_before

READS = 2  # s that a person at a terminal takes before a line


class Typist:
    """A keyboard that types a script. An entry is a line for the next wait, or (seconds since the start, line).

    Time passes only while it waits. After the script it is closed, unless `stays`: then waiting for ever is a fault.
    """

    def __init__(
        self, clock: FakeClock, *script: str | tuple[float, str], stays: bool = False, tty: bool = False
    ) -> None:
        self.tty = tty
        self.waits = 0
        self._clock = clock
        self._script = list(script)
        self._stays = stays
        self._start = clock.mono

    @property
    def closed(self) -> bool:
        return not self._script and not self._stays

    def forget(self) -> None:
        """Nothing is typed ahead."""

    def wait(self, seconds: float | None = None) -> str | None:
        self.waits += 1
        if not self._script:
            assert seconds is not None or self.closed, "it waits for a key that nobody will press"
            self._clock.advance(seconds or 0.0)
            return None
        entry = self._script[0]
        if isinstance(entry, str):
            self._clock.advance(READS if self.tty else 0)
            return str(self._script.pop(0))
        in_seconds = max(0.0, entry[0] - (self._clock.mono - self._start))
        if seconds is not None and in_seconds > seconds:
            self._clock.advance(seconds)
            return None
        self._clock.advance(in_seconds)
        self._script.pop(0)
        return entry[1]


@dataclass
class Result:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@dataclass
class Shell:
    """Runs commands with a fake clock."""

    clock: FakeClock
    capsys: pytest.CaptureFixture[str]
    folder: Path
    typist: Typist | None = field(default=None)
    listener: Listener = field(default_factory=lambda: Listener(works=False))

    def __call__(
        self, *argv: str, keys: tuple[str | tuple[float, str], ...] = (), stays: bool = False, tty: bool = False
    ) -> Result:
        self.typist = Typist(self.clock, *keys, stays=stays, tty=tty)
        self.capsys.readouterr()
        code = run(list(argv), Outside(self.clock, self.typist, lambda _: self.listener))
        out, err = self.capsys.readouterr()
        assert "Traceback" not in err
        return Result(code, out, err)

    def file(self, text: str, name: str = "answers.yaml") -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def pass_check(self, routine: str | None = None) -> None:
        """Give the safe answer to all that is due, and to what is asked just before this routine."""
        with Outside(self.clock).house() as house:
            clean(house.coach)
            if routine is not None:
                just_before(house.coach, routine)
            assert house.coach.rules.safety().check.valid


_yaml = cache(yaml.load)
_shipped = cache(routine_files.load_shipped)


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes with the program is read once in this process, not once for each command.

    The catalogue goes by its bytes, so a damaged one is still seen; the routines by their folder.
    """
    monkeypatch.setattr(yaml, "load", _yaml)
    monkeypatch.setattr(routine_files, "load_shipped", lambda folder: dict(_shipped(folder)))


@pytest.fixture
def shell(fake_clock: FakeClock, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    return Shell(fake_clock, capsys, tmp_path)


def kept(shell: Shell, *kinds: str) -> list[Fact]:
    """The facts of these kinds on record."""
    with closing(open_journal(folders().journal, now=shell.clock.now().wall)) as journal:
        return [fact for fact in journal.facts() if fact.kind in kinds]


def said(fact: Fact) -> dict[str, Any]:
    """What the journal keeps of it, as any version reads it."""
    body: dict[str, Any] = json.loads(encode(fact.body))
    return body
