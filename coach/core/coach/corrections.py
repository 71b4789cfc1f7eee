"""Putting an entry right, for the command line and the screen alike: what may be changed, how it is checked, what it
changes. An entry is never changed: a correction takes its place, and the record keeps both.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from coach.core.clearance.lock_changes import lock_changes
from coach.core.errors import BadInput
from coach.core.frozen import frozen
from coach.core.history.corrections import latest
from coach.core.record import hand_entries
from coach.core.record.health import EpisodeBegan, EpisodeEnded, LumpSeen, PainRated, StatusGiven, VisitMade
from coach.core.record.personal import FunctionRated

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from coach.core.coach.entries import Entries
    from coach.core.coach.record import Record
    from coach.core.coach.rules import Rules
    from coach.core.history.noted import NotedBody
    from coach.core.library import Library
    from coach.core.record.facts import Entry, Fact, FactOf

E = TypeVar("E", bound="Entry")

LOOK = (
    *("area", "side", "first_noticed", "size_mm", "size", "texture", "moves", "look", "pain", "pain_time", "feeling"),
    *("count", "on_spine", "after_injury", "other_lumps", "change_since_last", "spasm_or_stiff", "seen_by"),
    *("seen_who", "seen_on"),
)
PAIN = (
    *("level", "area", "side", "complaint", "when", "feel", "tags", "triggers", "status", "medicine", "note"),
)  # what may be changed, by the names of `hand_entries`
FIELDS: Mapping[type[Entry], tuple[str, ...]] = {
    PainRated: PAIN,
    EpisodeBegan: ("complaint", "area", "side", "started", "ended", "tags", "triggers"),
    LumpSeen: LOOK,
    VisitMade: ("who", "on", "flags", "lumps", "classes"),
    FunctionRated: ("level",),
}
AT_STAYS = "at stays as it was when an entry is put right. Leave it out."
FIXED = {  # why an entry stays as it is
    StatusGiven: "How it went that day stays as it was said. Say how it goes now with Note, on Today.",
    EpisodeEnded: "That it had gone stays as it was said. Where it has come back, say so with Note, on Today.",
}


@frozen
class Standing(Generic[E]):
    """An entry as it stands: the fact it began with, and the newest that takes its place (itself where none does)."""

    entry: FactOf[E]
    newest: FactOf[E]

    @property
    def id(self) -> str:
        """The id of the entry."""
        return self.entry.id

    @property
    def body(self) -> E:
        """What it says now."""
        return replace(self.newest.body, supersedes=None)

    @property
    def corrected(self) -> datetime | None:
        """The local moment in which it was put right last."""
        return self.newest.local if self.newest.id != self.entry.id else None


@frozen
class Saved:
    """A correction on record, and what it means for the locks."""

    fact: Fact
    changes: tuple[str, ...]


class CorrectedMeanwhile(BadInput):
    """Another window has put the entry right since it was read; `standing` is how it stands now."""

    def __init__(self, standing: Standing[Any]) -> None:
        super().__init__("It was put right in another window meanwhile.", "This is how it stands there now.")
        self.standing = standing


def why_fixed(body: NotedBody) -> str:
    """Why an entry can't be put right; empty where it can."""
    return FIXED.get(type(body), "")


class Corrections:
    """Each method raises JournalError where the record can't be read or written."""

    def __init__(self, record: Record, rules: Rules, entries: Entries, library: Library) -> None:
        self._record = record
        self._rules = rules
        self._entries = entries
        self._library = library

    def standing(self, kind: type[E], name: str) -> Standing[E]:
        """The entry of this kind whose id is or begins with `name`. Raises BadInput where it is none, or several."""
        entry = self._entries.find_entry(kind, name)
        return Standing(entry, latest(entry, self._record.of(kind)))

    def read(self, standing: Standing[E], given: Mapping[str, object]) -> hand_entries.Entry[E]:
        """Check what was given, laid over the entry as it stands: every fault at once."""
        kind = type(standing.body)
        checked = hand_entries.read(kind, given, self._record.now(), standing.body, empties=True)
        faults = [] if checked.at is None else [AT_STAYS]
        if isinstance(checked.body, VisitMade):
            faults += self._of_visit(checked.body)
        return replace(checked, faults=(*checked.faults, *faults))

    def _of_visit(self, visit: VisitMade) -> list[str]:
        catalogue = self._rules.catalogue
        known = catalogue.flags if catalogue is not None else {}
        missing = [] if visit.flags else ["What it was about is missing. Say one sign at least."]
        missing += ["Which lump it was about is missing. Say one at least."] if visit.lumps == () else []
        return missing + [f"There is no sign '{name}'." for name in visit.flags if name not in known]

    def save(self, standing: Standing[E], checked: hand_entries.Entry[E]) -> Saved:
        """Record what was checked in the place of the entry.

        Raises BadInput with the faults; CorrectedMeanwhile where the entry stands otherwise than it was read. Then
        nothing is written.
        """
        if checked.faults or checked.body is None:
            raise BadInput(" ".join(checked.faults))
        now = self.standing(type(standing.body), standing.id)
        if now.newest.id != standing.newest.id:
            raise CorrectedMeanwhile(now)
        before = self._rules.safety()
        fact = self._write(standing, checked.body)
        changes = lock_changes(before, self._rules.safety(), standing.id, self._library.techniques)
        return Saved(fact, changes)

    def _write(self, standing: Standing[E], body: E) -> Fact:
        if isinstance(body, VisitMade):
            on = body.on or standing.entry.local.date()
            if body.said is not None:
                return self._entries.advice(body.flags, body.who, on, body.said, standing.id)
            return self._entries.seen(body.flags, body.classes, body.who, on, body.lumps, standing.id)
        return self._entries.put_right(standing.id, body)
