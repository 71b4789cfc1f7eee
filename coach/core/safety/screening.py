"""The record -> the flags that are up now, evaluated anew each time.

Nothing here is stored as a status. A flag is up because of facts, and goes because of facts or time, as its `clears`
says (docs/safety-rules.md, How a flag goes away). Only the one safe answer clears.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Blocks, Catalogue, Where
from coach.core.frozen import frozen
from coach.core.history import care
from coach.core.history import reader as history_reader
from coach.core.history.corrections import LateCorrection, corrected, in_order, without_slips
from coach.core.history.history import History, instant_of
from coach.core.history.unread import UnreadEntry, unread_entries
from coach.core.record.checks import CheckAnswered, ClockCorrected, FlagsLogged, RecordRestored
from coach.core.record.facts import of
from coach.core.record.health import (
    AnswersWithdrawn,
    CareTaken,
    EarlierStart,
    EpisodeBegan,
    EpisodeEnded,
    LumpSeen,
    PainRated,
    ProfileTold,
    SignReported,
    StatusGiven,
    VisitMade,
)
from coach.core.safety.daily_check import passed
from coach.core.safety.kept_signs import kept_signs
from coach.core.safety.late_corrections import taken_away
from coach.core.safety.observations import Observations
from coach.core.safety.raised_flag import RaisedFlag, joined, of_found, of_trace
from coach.core.safety.rules.computed_flags import computed
from coach.core.safety.telling import tell
from coach.core.safety.visits import Visits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from coach.core.record.facts import Fact, Known
    from coach.core.vocabulary import BodyArea

__all__ = ["KINDS", "Evaluation", "evaluate", "locks_area", "passed", "raised"]

KINDS: tuple[type[Known], ...] = (
    CheckAnswered,
    SignReported,
    VisitMade,
    AnswersWithdrawn,
    PainRated,
    RecordRestored,
    EpisodeBegan,
    EpisodeEnded,
    StatusGiven,
    EarlierStart,
    LumpSeen,
    CareTaken,
    ProfileTold,
    ClockCorrected,
    FlagsLogged,
)  # the facts these rules read


@frozen
class Evaluation:
    """What the rules say of a record: the flags that are up, the history they read, and what of it can't be read."""

    flags: tuple[RaisedFlag, ...]
    history: History
    unread: tuple[UnreadEntry, ...] = ()


def raised(facts: Iterable[Fact], catalogue: Catalogue, now: datetime) -> tuple[RaisedFlag, ...]:
    """Every flag that is up at `now` (local, aware), most serious first. `facts` are those of `KINDS`, in any order."""
    return evaluate(facts, catalogue, now).flags


def evaluate(facts: Iterable[Fact], catalogue: Catalogue, now: datetime) -> Evaluation:
    """The flags that are up at `now`, and the history behind them.

    A clock that was set back lowers nothing: what is up at the newest moment on record is up as well.
    """
    recorded = in_order(facts)
    ordered, late, visits = gone_through(recorded, catalogue)
    traces, past = visits.traces, visits.traces.history
    moments = [now]
    newest = _newest(ordered)
    if newest is not None and newest > now:
        moments.append(newest.astimezone(now.tzinfo))
    lumps = {lump.id: lump for lump in past.lumps}
    every: list[RaisedFlag] = []
    for moment in moments:
        every += [up for t in traces.by_key.values() if (up := of_trace(t, lumps, visits, moment)) is not None]
        found = computed(ordered, traces, visits, moment)
        every += [up for f in found if (up := of_found(f, catalogue, visits, moment)) is not None]
    every += taken_away(ordered, late, catalogue, moments)
    return Evaluation(joined(every), past, unread_entries(recorded))


def gone_through(
    recorded: Sequence[Fact], catalogue: Catalogue, changed: set[str] | None = None
) -> tuple[list[Fact], list[LateCorrection], Visits]:
    """What stands of these facts, which are in order, what was put right late, and what they told.

    Into `changed` go the ids of those that told news.
    """
    ordered, late = corrected(recorded)
    ordered = without_slips(ordered)
    traces = Observations(catalogue, history_reader.read(ordered, catalogue.seen_fine_clears))
    visits = Visits(traces)
    marks = kept_signs(recorded, catalogue)
    for fact in ordered:
        before = traces.words if changed is not None else 0
        tell(fact, traces, visits)
        for kept in marks.get(fact.id, ()) if marks else ():
            traces.keep(kept, fact)
        if changed is not None and traces.words != before:
            changed.add(fact.id)
    return ordered, late, visits


def care_since(facts: Sequence[Fact], now: datetime) -> datetime | None:
    """From when on these rules may ask about sessions that ended (LR6), None where they don't."""
    if not any(isinstance(fact.body, EpisodeBegan) for fact in facts):
        return None
    return care.since(corrected(facts)[0], now)


def _newest(facts: Sequence[Fact]) -> datetime | None:
    """The newest moment on record; what a confirmed correction of the clock calls wrong is left out."""
    put_right = of(facts, ClockCorrected)
    wrong = [(f.at, instant_of(f.body.seen, f)) for f in put_right if f.body.facts is None]  # else dated anew already
    return next((f.at for f in reversed(facts) if not any(a < f.at <= b for a, b in wrong)), None)


def locks_area(blocks: Blocks, area: BodyArea | None, chosen: BodyArea | None, areas: Iterable[BodyArea]) -> bool:
    """Whether a lock of this place holds for a technique used on `chosen` (anywhere in `areas` when None)."""
    if blocks.where is Where.EVERYWHERE or area is None:
        return True
    return area == chosen if chosen is not None else area in set(areas)
