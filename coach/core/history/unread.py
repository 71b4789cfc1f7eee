"""Entries that can't be read: which they are, and whether the person has been asked everything anew since."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from coach.core.frozen import frozen
from coach.core.record.checks import CheckAnswered
from coach.core.record.codec import KINDS
from coach.core.record.facts import OfReminders, OfSession, Unreadable, of
from coach.core.shown import shown, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from coach.core.record.facts import Fact, Known

ID_SHOWN = 8  # characters of an id
NAMED = 5  # entries in one sentence
DONE: tuple[type[Known], ...] = (*get_args(OfSession), *get_args(OfReminders))  # what was done: no sign of the body


@frozen
class UnreadEntry:
    """One entry that can't be read: of when (local) and of which kind it is, and what is wrong with it.

    `asked`: a whole check was completed that knew of it. Until then the check is due.
    """

    id: str
    at: datetime
    kind: str
    why: str
    asked: bool

    @property
    def name(self) -> str:
        """What it is called to the person: the beginning of its id, of when, and of which kind where that is known."""
        kind = "" if self.damaged else f", {shown(self.kind.replace('-', ' '))}"
        return f"{visible(self.id[:ID_SHOWN])} of {self.at:%Y-%m-%d %H:%M}{kind}"

    @property
    def damaged(self) -> bool:
        """Whether its very kind can't be read, so that it may be of any."""
        return self.kind not in KINDS


def in_words(entries: Sequence[UnreadEntry]) -> str:
    """Which entries can't be read, as one sentence; empty where all can. At most `NAMED` are named, the newest."""
    if not entries:
        return ""
    many = f"{len(entries)} entries" if len(entries) > 1 else "1 entry"
    more = f", and {len(entries) - NAMED} more" if len(entries) > NAMED else ""
    return f"{many} can't be read: {'; '.join(entry.name for entry in entries[-NAMED:])}{more}."


def unread_entries(facts: Iterable[Fact]) -> tuple[UnreadEntry, ...]:
    """What can't be read of these facts, oldest first."""
    given = list(facts)
    broken = of(given, Unreadable)
    if not broken:
        return ()
    asked = {name for fact in of(given, CheckAnswered) if fact.body.complete for name in fact.body.unread}
    every = {
        fact.id: UnreadEntry(fact.id, fact.local, fact.kind, fact.body.why, asked=fact.id in asked) for fact in broken
    }
    return tuple(sorted(every.values(), key=lambda entry: (entry.at, entry.id)))


def to_ask(facts: Iterable[Fact]) -> tuple[str, ...]:
    """The ids of the entries that can't be read and that no whole check has known of yet: it is due once for them."""
    return tuple(entry.id for entry in unread_entries(facts) if not entry.asked)
