"""The log of what rose and what went. No rule reads it (docs/safety-rules.md, How the history is read)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from coach.core.record.facts import Fact
    from coach.core.safety.raised_flag import RaisedFlag

KIND = "flags"


@dataclass(frozen=True, slots=True)
class FlagChange:
    """Flags that rose and went between two looks, the later of which was at `at` (local). A lump follows a slash."""

    at: datetime
    rose: tuple[str, ...]
    went: tuple[str, ...]


def entry(up: Iterable[RaisedFlag], last: Sequence[Fact]) -> dict[str, Any] | None:
    """What to write down of the flags that are up; None where the last of these facts says the same."""
    names = sorted({f"{one.flag.id}/{one.subject}" if one.subject else one.flag.id for one in up})
    before = last[-1].body["up"] if last else []
    return {"up": names} if names != before else None


def changes(facts: Iterable[Fact]) -> tuple[FlagChange, ...]:
    """The log, oldest first. `facts` are those of `KIND`, in order."""
    found = []
    before: set[str] = set()
    for fact in facts:
        up = set(fact.body["up"])
        found.append(FlagChange(fact.local, tuple(sorted(up - before)), tuple(sorted(before - up))))
        before = up
    return tuple(found)
