"""A home folder with a journal of given rows, a clock that stands still, and a way to run commands in it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
from contextlib import closing, redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from tests.versions.where import place

KEPT = Path(__file__).parent / "kept" / "journal.db"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Plain = dict[str, Any]


class Clock:
    """Tells one moment until it is moved."""

    def __init__(self, wall: datetime) -> None:
        self.mono = self.boot = 1_000_000.0
        self.wall = wall

    def now(self) -> Any:
        return place("Reading")(self.mono, self.boot, self.wall)

    def advance(self, seconds: float) -> None:
        self.mono += seconds
        self.boot += seconds
        self.wall += timedelta(seconds=seconds)


class Keys:
    """A keyboard that types these lines and is then closed; time passes while it waits."""

    def __init__(self, clock: Clock, lines: tuple[str, ...] = (), *, tty: bool = False) -> None:
        self.clock, self.lines, self.tty = clock, list(lines), tty

    @property
    def closed(self) -> bool:
        return not self.lines

    def forget(self) -> None:
        """Nothing is typed ahead."""

    def wait(self, seconds: float | None = None) -> str | None:
        if self.lines:
            self.clock.advance(1.0)
            return self.lines.pop(0)
        self.clock.advance(seconds or 0.0)
        return None


class Silent:
    """A loudspeaker that sounds nothing."""

    def prepare(self) -> None:
        """Nothing to prepare."""

    def sound(self, heard: object) -> bool:
        return heard is None

    def hush(self) -> None:
        """Nothing sounds."""

    def close(self, wait: float = 0.0) -> None:
        """Nothing to close."""


class Home:
    """One home folder with a journal of these rows, looked at by one version of coach at one moment."""

    def __init__(self, folder: Path, rows: list[Plain], now: str, device: str, digest: str) -> None:
        self.folder, self.digest = folder, digest
        self.clock = Clock(datetime.fromisoformat(now))
        self.journal = folder / "journal.db"
        shutil.copyfile(KEPT, self.journal)
        self.journal.chmod(0o600)
        folder.chmod(0o700)
        with closing(sqlite3.connect(self.journal)) as db, db:
            db.execute("DELETE FROM fact")
            db.execute("DELETE FROM meta WHERE key = 'restored'")
            db.execute("UPDATE meta SET value = ? WHERE key = 'device'", (device,))
            db.executemany(
                'INSERT INTO fact (id, at, "offset", device, kind, body) VALUES (?, ?, ?, ?, ?, ?)',
                [self._row(row) for row in rows],
            )

    def _row(self, row: Plain) -> tuple[object, ...]:
        at = (datetime.fromisoformat(row["at"]) - EPOCH) // timedelta(microseconds=1)
        body = json.dumps(row["body"], separators=(",", ":")).replace("DIGEST", self.digest)
        return row["id"], at, row["offset"], row["device"], row["kind"], body

    def rows(self) -> list[list[Any]]:
        """What is in the file, in the order it was written."""
        with closing(sqlite3.connect(self.journal)) as db:
            found = db.execute('SELECT id, at, "offset", device, kind, body FROM fact ORDER BY seq').fetchall()
        return [[*row[:5], json.loads(row[5])] for row in found]

    def outside(self, lines: tuple[str, ...] = (), *, tty: bool = False) -> Any:
        os.environ["COACH_HOME"] = str(self.folder)
        return place("Outside")(self.clock, Keys(self.clock, lines, tty=tty), lambda _: Silent())

    def say(self, *argv: str, lines: tuple[str, ...] = (), tty: bool = False) -> list[Any]:
        """A command: its exit code, what it printed (read, where it is JSON), and its errors."""
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = place("run")(list(argv), self.outside(lines, tty=tty))
        said = self.cleaned(out.getvalue())
        with contextlib.suppress(ValueError):
            said = json.loads(said)
        return [code, said, self.cleaned(err.getvalue())]

    def cleaned(self, said: str) -> str:
        return said.replace(str(self.folder), "HOME").replace(self.digest, "DIGEST")
