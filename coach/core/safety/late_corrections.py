"""What a correction after the time for a slip would take away: it stays up until it is settled in another way.

The record is gone through as it was told, each correction at its own moment. A sign that was up then, and that the
corrected record does not hold, goes when its own question is answered safely on a later day, or by a visit; a size that
was typed wrong is settled by two later looks that agree with what it was put right to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.core.history import reader as history_reader
from coach.core.record.facts import of
from coach.core.record.health import EpisodeBegan, LumpSeen, PainRated, VisitMade
from coach.core.safety.observations import Observations
from coach.core.safety.raised_flag import RaisedFlag, of_found, of_trace
from coach.core.safety.rules.computed_flags import computed
from coach.core.safety.rules.trends import GROWN_LEAST_MM
from coach.core.safety.telling import tell
from coach.core.safety.visits import Visits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.history.corrections import LateCorrection
    from coach.core.history.history import History
    from coach.core.record.facts import Fact
    from coach.core.safety.raised_flag import Fired

    Key = tuple[str, str]  # a flag and its subject

OF_SIZE = frozenset({"lump-growing", "lump-large"})
MEASURED = (PainRated, LumpSeen, EpisodeBegan)  # what they say depends on the entries beside them
LOOKS = 2  # policy: so many later looks settle a size that was typed wrong


@dataclass(slots=True)
class _Taken:
    """What was worked out from the record before a correction, and not from it afterwards."""

    facts: list[Fact]
    history: History
    keys: set[Key]


def taken_away(
    ordered: Sequence[Fact],
    late: Sequence[LateCorrection],
    catalogue: Catalogue,
    moments: Sequence[datetime],
) -> list[RaisedFlag]:
    """What is up at these moments in the record as it was told, as far as late corrections did not settle it.

    `ordered` is the record as it stands. A visit that is put right opens what a new one would: it takes nothing away.
    """
    late = [one for one in late if not isinstance(one.before.body, VisitMade)]
    if not late:
        return []
    told = _AsTold(ordered, late, catalogue)
    found = [one for moment in moments for one in told.at(moment)]
    return [one for one in found if not told.settled(one, late, ordered)]


class _AsTold:
    """The record as it was told: every correction counts from its own moment on."""

    def __init__(self, ordered: Sequence[Fact], late: Sequence[LateCorrection], catalogue: Catalogue) -> None:
        first: dict[str, Fact] = {}
        for one in late:
            first.setdefault(one.before.id, one.before)
        self._catalogue = catalogue
        self._facts = [first.get(fact.id, fact) for fact in ordered]
        self._taken: list[_Taken] = []
        self._traces = Observations(catalogue, self._read())
        self._visits = Visits(self._traces)
        self._lumps = {lump.id: lump for lump in self._traces.history.lumps}
        queue = list(late)
        for fact in list(self._facts):
            while queue and queue[0].by.at < fact.at:
                self._correct(queue.pop(0))
            tell(fact, self._traces, self._visits)
        for one in queue:
            self._correct(one)

    def _read(self) -> History:
        return history_reader.read(self._facts, self._catalogue.seen_fine_clears)

    def _correct(self, one: LateCorrection) -> None:
        """Put an entry right: what is worse counts at once, what is no longer worked out is taken down."""
        traces, facts, history = self._traces, self._facts, self._traces.history
        before = self._fired(facts, one.by.local)
        self._facts = [one.after if fact.id == one.after.id else fact for fact in facts]
        traces.history = self._read()
        self._lumps |= {lump.id: lump for lump in traces.history.lumps}
        for fact in self._facts:
            if one.after.at <= fact.at <= one.by.at and isinstance(fact.body, MEASURED):
                tell(fact, traces, self._visits)
        gone = before.keys() - self._fired(self._facts, one.by.local).keys()
        if gone:
            self._taken.append(_Taken(facts, history, gone))

    def _fired(self, facts: Sequence[Fact], moment: datetime) -> dict[Key, Fired]:
        until = [fact for fact in facts if fact.at <= moment]
        found = computed(until, self._traces, self._visits, moment)
        standing = (one for one in found if of_found(one, self._catalogue, self._visits, moment) is not None)
        return {(one.flag, one.subject): one for one in standing}

    def at(self, moment: datetime) -> list[RaisedFlag]:
        """The flags that are up, of what was told, and of what was taken down."""
        traces, visits = self._traces, self._visits
        every = [up for t in traces.by_key.values() if (up := of_trace(t, self._lumps, visits, moment)) is not None]
        now = traces.history
        for taken in self._taken:
            traces.history = taken.history
            for one in computed(taken.facts, traces, visits, moment):
                up = of_found(one, self._catalogue, visits, moment)
                if up is not None and (one.flag, one.subject) in taken.keys:
                    every.append(up)
        traces.history = now
        return every

    def settled(self, one: RaisedFlag, late: Sequence[LateCorrection], facts: Sequence[Fact]) -> bool:
        """Whether it was settled since it was taken away: by an answer of a later day, or a size by two later looks."""
        named = {name for seen in one.evidence for name in seen.facts}
        own = [each for each in late if each.after.id in named] or list(late)
        if self._traces.denied_after(own[-1].by.local.date(), one.flag.id, one.subject):
            return True
        return one.flag.id in OF_SIZE and all(_agreed(each, one.subject, facts) for each in own)


def _agreed(one: LateCorrection, lump: str, facts: Sequence[Fact]) -> bool:
    """Whether later looks, on days of their own, found the size that the entry was put right to."""
    if not isinstance(one.after.body, LumpSeen) or one.after.body.size_mm is None:
        return False
    right = one.after.body.size_mm
    looks = [
        fact
        for fact in of(facts, LumpSeen)
        if (fact.body.lump or fact.id) == lump and fact.at > one.by.at and fact.body.size_mm is not None
    ]
    days = {fact.local.date(): fact.body.size_mm for fact in looks}
    last = list(days.values())[-LOOKS:]
    close = [size for size in last if size is not None and abs(size - right) < GROWN_LEAST_MM]
    return len(close) == LOOKS and max(close) - min(close) < GROWN_LEAST_MM
