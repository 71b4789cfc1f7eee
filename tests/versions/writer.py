"""Somebody whose record grows, row by row, on one or two machines; for the random histories."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.versions import words

Row = dict[str, Any]
FIRST = datetime(2026, 2, 16, 7, tzinfo=UTC)
ZONES = (60, 120, -300, 330, 0, -210)


class Writer:
    """The clock, the machines and the rows of one life."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(f"history {seed}")  # noqa: S311 - a simulation, no secret
        self.limit = max(20, self.rng.choice((20, 40, 60, 80, 100, 120, 160, 220, 380)) - self.rng.randint(0, 15))
        self.pace = self.rng.choice((1, 1, 2, 3, 6))  # days between two days that are told
        self.ill = self.rng.choice((0.0, 0.01, 0.03, 0.1, 0.25))  # how often an answer is unsafe
        self.devices = [self.uuid() for _ in range(self.rng.choice((1, 2, 2)))]
        self.device = self.devices[0]
        self.offset = self.rng.choice(ZONES)
        self.t = FIRST + timedelta(days=self.rng.randint(0, 20), minutes=self.rng.randint(0, 300))
        self.wrong = timedelta()  # by which the clock on the wall is ahead
        self.rows: list[Row] = []
        self.episodes: list[tuple[str, str, str]] = []  # id, kind, area
        self.lumps: list[tuple[str, str]] = []
        self.up: list[str] = []
        self.well = self.chance(0.35)  # nothing lasts, nothing is seriously wrong
        self.lumpy = not self.well and self.chance(0.6)
        self.ill = min(self.ill, 0.01) if self.well else self.ill
        self.begun: set[str] = set()  # sections ever asked

    def uuid(self) -> str:
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def local(self, at: datetime | None = None) -> str:
        moment = (at or self.t) + self.wrong
        return moment.astimezone(words.zone(self.offset)).isoformat()

    def day(self, ago: int = 0) -> str:
        return (self.t + self.wrong - timedelta(days=ago)).astimezone(words.zone(self.offset)).date().isoformat()

    def add(self, kind: str, body: Row, back: timedelta | None = None) -> str:
        """Write a fact now, or of a moment a while ago."""
        at = self.t + self.wrong
        if back is not None:
            body = body | {"noted": self.local()}
            at -= back
        name = self.uuid()
        offset, device = self.offset, self.device
        self.rows.append(
            {"id": name, "at": at.isoformat(), "offset": offset, "device": device, "kind": kind, "body": body}
        )
        self.t += timedelta(seconds=self.rng.choice((0.25, 1, 3, 20)))
        return name

    def wait(self, low: float, high: float) -> None:
        self.t += timedelta(minutes=round(self.rng.uniform(low, high), 2))

    def maybe(self, share: float, **body: Any) -> Row:
        """Each of these with this chance; a list is a choice of one word or, as a tuple, of some."""
        found: Row = {}
        for name, values in body.items():
            if self.chance(share):
                many = isinstance(values, tuple)
                found[name] = self.rng.sample(values, self.rng.randint(1, 3)) if many else self.rng.choice(values)
        return found

    def corrects(self, kind: str, name: str, body: Row, changes: Row) -> None:
        """Put an entry right, soon or late."""
        self.wait(0.3, self.rng.choice((5, 2000)))
        self.add(kind, body | changes | {"supersedes": name})
