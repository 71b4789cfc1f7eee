"""The facts of the past that a rule can still ask for: the others need not be read again.

A clean check and an ordinary rating are most of a long record, and hardly any matters later. One is left out where it
told nothing new when it was read, and nothing that comes later looks back at it. That what has been told in the past
stays as it was is so as long as nothing new speaks of the past: `speaks_of` names what does, and then all is read.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Layer
from coach.core.history.corrections import in_order
from coach.core.history.episodes import NO_BETTER
from coach.core.history.history import instant_of
from coach.core.history.lumps import speaks_of_lump
from coach.core.record.checks import CheckAnswered, ClockCorrected, FlagsLogged
from coach.core.record.facts import Unreadable, of
from coach.core.record.health import EpisodeBegan, EpisodeEnded, LumpSeen, PainRated, VisitMade
from coach.core.record.spans import begins, span_of
from coach.core.safety import screening
from coach.core.safety.profile import answered
from coach.core.safety.rules import trends
from coach.core.safety.rules.combinations import BACK
from coach.core.vocabulary import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.history.corrections import LateCorrection
    from coach.core.history.history import History, Lump, Visit
    from coach.core.record.facts import Body, Fact, FactOf

RECENT = timedelta(days=21)  # longer than any window in which a rule reads whatever there is (9 days)
MARGIN = timedelta(days=21)  # the same before the end of the past: a complaint that ended then may come back
RENEW = timedelta(days=30)  # after which the past is gone through anew, so that what is read anew does not grow
ZONES = timedelta(days=3)  # no change of zones moves a local day by more
LOOK_BACK = timedelta(days=10)  # of a night's pain, and of a lump on the back
FOR_EVER = datetime.max.replace(tzinfo=begins(0).tzinfo)


def end_of_past(now: datetime) -> datetime:
    """The moment before which the record may be abridged at `now`."""
    return begins(span_of(now - RECENT))


def needed(facts: Sequence[Fact], catalogue: Catalogue, until: datetime) -> tuple[str, ...] | None:
    """The ids of the facts that a rule can still ask for, of `facts`, which are all that rules read before `until`.

    None where one can't be read: then any other may matter.
    """
    if of(facts, Unreadable):
        return None
    recorded = in_order(facts)
    told_news: set[str] = set()
    standing, late, visits = screening.gone_through(recorded, catalogue, told_news)
    history = visits.traces.history
    as_written = {id(fact) for fact in facts}  # one that was corrected, cleaned or dated anew is another object
    out = {
        fact.id
        for fact in standing
        if id(fact) in as_written and fact.at < until - MARGIN and fact.id not in told_news and _plain(fact.body)
    }
    quiet = _Quiet(history)
    out -= {fact.id for fact in of(standing, PainRated) if quiet.looks_at(fact.at)}
    out -= {*_last(standing), *_last_of_profile(standing, catalogue)}
    out -= {*_last_before(history.visits, of(standing, PainRated))}
    out -= {fact.id for one in late for fact in standing if _looked_at(fact, one)}
    logged = {fact.id for fact in of(facts, FlagsLogged)}  # read only where an entry can't be
    return tuple(fact.id for fact in recorded if fact.id not in out and fact.id not in logged)


def _looked_at(fact: Fact, late: LateCorrection) -> bool:
    """Whether the rules look at a fact to see what a correction would take away: they are asked of that moment."""
    rated = isinstance(fact.body, PainRated) and fact.body.before is not None  # of these the last two, however old
    return fact.at <= late.by.at + ZONES and (rated or fact.at >= late.before.at - RECENT)


def _plain(body: Body) -> bool:
    """Whether a fact says nothing that is kept for later, beside what it may have told of flags."""
    if isinstance(body, CheckAnswered):
        if body.listed is not None and body.answers:
            return False  # a "no" to a question itself may be asked for later
        return body.answer(NO_BETTER) is None and body.changed is None and not body.unread and not speaks_of_lump(body)
    if isinstance(body, PainRated):
        said = body.complaint or body.triggers or body.tags or body.status or body.noted or body.supersedes
        return not said and not trends.pain_up_after(body)
    return False


def _last(standing: Sequence[Fact]) -> Iterable[str]:
    """The ids of the facts that are the last of their kind: however old, they are asked for."""
    last: dict[object, str] = {}
    rated: dict[str, list[str]] = {}
    for fact in standing:
        if not isinstance(fact.body, FlagsLogged):
            last["any"] = fact.id
        match fact.body:
            case CheckAnswered() as body:
                last[body.layer] = fact.id
                if body.complete:
                    last["complete", body.layer] = fact.id
                last.update({("section", name): fact.id for name in body.sections or ()})
            case PainRated() as body:
                last["area", body.area] = fact.id
                if body.before is not None:
                    for technique in body.techniques:
                        rated.setdefault(technique, []).append(fact.id)
            case _:
                pass
    return [*last.values(), *(name for every in rated.values() for name in every[-2:])]


def _last_of_profile(standing: Sequence[Fact], catalogue: Catalogue) -> Iterable[str]:
    """The ids of the last finished checks that answered each question about the person: such an answer holds a year."""
    every = {flag.id for flag in catalogue.of_layer(Layer.PROFILE)}
    last: dict[str, str] = {}
    for fact in of(standing, CheckAnswered):
        if fact.body.complete:
            last.update(dict.fromkeys(every & answered(fact.body, catalogue), fact.id))
    return last.values()


def _last_before(visits: Iterable[Visit], pain: Sequence[FactOf[PainRated]]) -> Iterator[str]:
    """The ids of the last ratings of each area before a visit: it has known how much it hurt."""
    by_area: dict[object, list[FactOf[PainRated]]] = {}
    for rated in pain:
        by_area.setdefault(rated.body.area, []).append(rated)
    for visit in visits:
        for every in by_area.values():
            place = bisect_right(every, visit.at, key=attrgetter("at"))
            yield from (rated.id for rated in every[max(0, place - 1) : place])


class _Quiet:
    """Tells whether a rating lies where none is looked back at: no complaint, no night's pain, no lump on the back."""

    def __init__(self, history: History) -> None:
        spans = [
            (one.started - ZONES, one.ended + MARGIN if one.ended is not None else FOR_EVER) for one in history.episodes
        ]
        spans += [(rating.at - LOOK_BACK, rating.at + ZONES) for rating in history.pain if rating.night]
        spans += [span for lump in history.lumps if lump.area is None or lump.area in BACK for span in _there(lump)]
        self._starts: list[datetime] = []
        self._ends: list[datetime] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def looks_at(self, at: datetime) -> bool:
        """Whether something looks back at this moment."""
        place = bisect_right(self._starts, at) - 1
        return place >= 0 and at <= self._ends[place]


def _there(lump: Lump) -> Iterable[tuple[datetime, datetime]]:
    """When a lump is on record, and the week before."""
    changes = sorted({lump.known, *(check.at for check in lump.checks if check.at > lump.known)})
    for start, end in pairwise([*changes, FOR_EVER]):
        if lump.on_record(start):
            yield start - LOOK_BACK, end


def speaks_of_past(past: Sequence[Fact], since: Sequence[Fact], until: datetime, now: datetime) -> bool:
    """Whether what came `since`, or the clock, may change what was told before `until`: then all has to be read.

    `past` are the facts that were `needed` of the time before. Both are as recorded.
    """
    every = [*past, *since]
    if now < until + RECENT / 2 or of(every, Unreadable):
        return True
    names = {fact.id for fact in since}
    if any(fact.id in names and fact.at < until for fact in in_order(every)):
        return True  # dated back by a correction of the clock
    return any(_of_past(fact, names, until) for fact in since)


def _of_past(fact: Fact, names: set[str], until: datetime) -> bool:
    match fact.body:
        case VisitMade() | LumpSeen() | ClockCorrected():
            return True
        case EpisodeEnded(episode=episode):
            return episode not in names
        case CheckAnswered(changed=changed) as body:
            return changed in {Answer.YES, Answer.NOT_SURE} or speaks_of_lump(body)
        case EpisodeBegan() as body:
            moments = (instant_of(value, fact) for value in (body.started, body.ended) if value is not None)
            return _elsewhere(body.supersedes, names) or speaks_of_lump(body) or any(at < until for at in moments)
        case PainRated() as body:
            return _elsewhere(body.supersedes, names) or speaks_of_lump(body)
        case _:
            return False


def _elsewhere(name: str | None, names: set[str]) -> bool:
    return name is not None and name not in names


__all__ = ["RENEW", "end_of_past", "needed", "speaks_of_past"]
