"""The facts of the journal, and what is computed from them.

A fact is never changed; what corrects it is a later fact. Totals are computed, never stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened.

    `id` is a UUID made by the writer, so that writing twice is writing once. `at` is an instant in UTC;
    `offset` is the local offset in minutes east of UTC at that moment, so that the local day is known for ever.
    `body` holds JSON values only.
    """

    id: str
    at: datetime
    offset: int
    device: str
    kind: str
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def local(self) -> datetime:
        """The moment as the person's clock showed it."""
        return self.at.astimezone(timezone(timedelta(minutes=self.offset)))


def moment(wall: datetime) -> tuple[datetime, int]:
    """An aware local time as (instant in UTC, offset in minutes)."""
    offset = wall.utcoffset() or timedelta()
    return wall.astimezone(UTC), int(offset.total_seconds() // 60)
