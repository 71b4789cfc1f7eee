"""The facts as progress reads them: in order, corrected, and each rating of a session at the area it was done for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.history.corrections import corrected, supersedes
from coach.core.history.history import instant_of
from coach.core.record.checks import CheckAnswered, ClockCorrected, FlagsLogged
from coach.core.record.facts import FactOf, of
from coach.core.record.health import EpisodeBegan, EpisodeEnded, LumpSeen, PainRated, StatusGiven, VisitMade
from coach.core.record.personal import ActivityTold, AwayTold, FunctionRated
from coach.core.record.sessions import SessionBegan, SessionEnded
from coach.core.reminders.break_counts import COUNTED
from coach.core.vocabulary import RatedWhen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from coach.core.record.facts import Fact, Known
    from coach.core.vocabulary import BodyArea

LOOKS_BACK = timedelta(days=366)  # of pain and routines; ten years of record are not read for it
NEW_DAY = timedelta(hours=4)  # a day ends at 04:00: who works over midnight misses no day
BEFORE = timedelta(hours=1)  # policy: a rating before a session is noted minutes before it begins

COMPLAINTS = (EpisodeBegan, EpisodeEnded)
NOTED: tuple[type[Known], ...] = (
    *(PainRated, CheckAnswered, LumpSeen, StatusGiven, EpisodeBegan, EpisodeEnded, VisitMade),
    *(FunctionRated, ActivityTold, AwayTold, SessionBegan, SessionEnded, ClockCorrected, FlagsLogged),
)
KINDS: tuple[type[Known], ...] = (*NOTED, *COUNTED)


def standing(facts: Iterable[Fact], areas: Mapping[str, BodyArea], older: Iterable[Fact] = ()) -> list[Fact]:
    """These facts in order and corrected. `areas` gives the area of each routine that is for one alone.

    Pain of a session that names no area belongs to the complaint that was open then, where that was the only one;
    `older` may have complaints that began before these facts. A correction whose entry is older than all that was read
    is left out.
    """
    ordered, _ = corrected(facts)
    before = {fact.id: fact for fact in older if isinstance(fact.body, COMPLAINTS)}
    known = (
        corrected([*before.values(), *(fact for fact in ordered if fact.id not in before)])[0] if before else ordered
    )
    where = _areas_of(ordered, areas, _complaints(known))
    found = []
    for fact in ordered:
        body = fact.body
        if supersedes(body) is not None:
            continue
        if isinstance(body, PainRated) and body.area is None and fact.id in where:
            found.append(replace(fact, body=replace(body, area=where[fact.id])))
        else:
            found.append(fact)
    return found


@frozen
class _Complaint:
    area: BodyArea | None
    since: datetime
    until: datetime | None


def _complaints(ordered: Iterable[Fact]) -> list[_Complaint]:
    """When each complaint was there, as the person told it."""
    facts = list(ordered)
    ended = {fact.body.episode: instant_of(fact.body.ended, fact) for fact in of(facts, EpisodeEnded)}
    found = []
    for fact in of(facts, EpisodeBegan):
        until = instant_of(fact.body.ended, fact) if fact.body.ended is not None else ended.get(fact.id)
        found.append(_Complaint(fact.body.area, min(fact.local, instant_of(fact.body.started, fact)), until))
    return found


def _only_open(complaints: Iterable[_Complaint], at: datetime) -> BodyArea | None:
    """The area of the complaint that was open then, where it was the only one."""
    there = [one for one in complaints if one.since <= at and (one.until is None or at < one.until)]
    return there[0].area if len(there) == 1 else None


def session_area(begun: SessionBegan, areas: Mapping[str, BodyArea]) -> BodyArea | None:
    """What a session was done for: the area that was chosen, else the only one of its routine."""
    return begun.choices.area or areas.get(begun.routine)


def _areas_of(
    ordered: list[Fact], areas: Mapping[str, BodyArea], complaints: Sequence[_Complaint]
) -> dict[str, BodyArea]:
    """The area of each rating that was made for a session and names none, by the id of its fact."""
    found: dict[str, BodyArea] = {}
    of_session: dict[str, BodyArea] = {}
    waiting: list[FactOf[PainRated]] = []  # ratings before a session, which name none
    for fact in ordered:
        match fact.body:
            case SessionBegan() as begun:
                area = session_area(begun, areas) or _only_open(complaints, fact.at)
                if area is not None:
                    of_session[begun.session] = area
                    like = (f for f in reversed(waiting) if f.body.level == begun.before and fact.at - f.at <= BEFORE)
                    found.update({rated.id: area for rated in [next(like, None)] if rated is not None})
                waiting.clear()
            case PainRated(area=None) as body:
                if body.session is not None and body.session in of_session:
                    found[fact.id] = of_session[body.session]
                elif body.when is RatedWhen.BEFORE:
                    waiting.append(FactOf(fact.id, fact.at, fact.offset, fact.device, body))
            case _:
                pass
    return found


def day_of(fact: Fact) -> date:
    """The day a fact belongs to, by the person's clock; what comes before 04:00 belongs to the day before."""
    return (fact.at + _since_four(fact.offset)).date()


@cache
def _since_four(offset: int) -> timedelta:
    return timedelta(minutes=offset) - NEW_DAY


def ratings(facts: Iterable[Fact]) -> list[FactOf[PainRated]]:
    """The pain ratings among these."""
    return of(facts, PainRated)
