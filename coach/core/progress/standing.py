"""The facts as progress reads them: in order, corrected, and each rating of a session at the area it was done for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from coach.core.history.corrections import corrected, supersedes
from coach.core.record.checks import CheckAnswered, ClockCorrected, FlagsLogged
from coach.core.record.facts import FactOf, of
from coach.core.record.health import EpisodeBegan, LumpSeen, PainRated, StatusGiven, VisitMade
from coach.core.record.personal import ActivityTold, AwayTold, FunctionRated
from coach.core.record.sessions import SessionBegan, SessionEnded
from coach.core.reminders.break_counts import COUNTED
from coach.core.vocabulary import RatedWhen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from coach.core.record.facts import Fact, Known
    from coach.core.vocabulary import BodyArea

LOOKS_BACK = timedelta(days=366)  # of pain and routines; ten years of record are not read for it
NEW_DAY = timedelta(hours=4)  # a day ends at 04:00: who works over midnight misses no day
BEFORE = timedelta(hours=1)  # policy: a rating before a session is noted minutes before it begins

NOTED: tuple[type[Known], ...] = (
    *(PainRated, CheckAnswered, LumpSeen, StatusGiven, EpisodeBegan, VisitMade),
    *(FunctionRated, ActivityTold, AwayTold, SessionBegan, SessionEnded, ClockCorrected, FlagsLogged),
)
KINDS: tuple[type[Known], ...] = (*NOTED, *COUNTED)


def standing(facts: Iterable[Fact], areas: Mapping[str, BodyArea]) -> list[Fact]:
    """These facts in order and corrected. `areas` gives the area of each routine that is for one alone.

    A correction whose entry is older than all that was read is left out.
    """
    ordered, _ = corrected(facts)
    where = _areas_of(ordered, areas)
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


def session_area(begun: SessionBegan, areas: Mapping[str, BodyArea]) -> BodyArea | None:
    """What a session was done for: the area that was chosen, else the only one of its routine."""
    return begun.choices.area or areas.get(begun.routine)


def _areas_of(ordered: list[Fact], areas: Mapping[str, BodyArea]) -> dict[str, BodyArea]:
    """The area of each rating that was made for a session and names none, by the id of its fact."""
    found: dict[str, BodyArea] = {}
    of_session: dict[str, BodyArea] = {}
    waiting: list[FactOf[PainRated]] = []  # ratings before a session, which name none
    for fact in ordered:
        match fact.body:
            case SessionBegan() as begun:
                area = session_area(begun, areas)
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
