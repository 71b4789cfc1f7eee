"""The log of what rose and what went (docs/safety-rules.md, How the history is read).

Flags are worked out anew; only where an entry can't be read, the log keeps up what it names (`kept_signs`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.record.checks import FlagsLogged
from coach.core.record.facts import of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from coach.core.record.facts import Fact
    from coach.core.safety.raised_flag import RaisedFlag


@frozen
class FlagChange:
    """Flags that rose and went between two looks, the later of which was at `at` (local). A lump follows a slash."""

    at: datetime
    rose: tuple[str, ...]
    went: tuple[str, ...]


def names_of(up: Iterable[RaisedFlag]) -> set[str]:
    """The flags as the log names them."""
    return {f"{one.flag.id}/{one.subject}" if one.subject else one.flag.id for one in up}


def entry(up: Iterable[RaisedFlag], log: Iterable[Fact], rules: str | None = None) -> FlagsLogged | None:
    """What to write down of the flags that are up; None where the last entry of the log says the same.

    `rules` is the digest of the catalogue that was asked.
    """
    names = tuple(sorted(names_of(up)))
    entries = of(log, FlagsLogged)
    before = entries[-1].body.up if entries else ()
    return FlagsLogged(up=names, rules=rules) if names != before else None


def changes(log: Iterable[Fact]) -> tuple[FlagChange, ...]:
    """What the log tells, oldest first. Its facts are in order."""
    every = []
    before: set[str] = set()
    for fact in of(log, FlagsLogged):
        up = set(fact.body.up)
        every.append(FlagChange(fact.local, tuple(sorted(up - before)), tuple(sorted(before - up))))
        before = up
    return tuple(every)
