"""Puts together what belongs to one lump: the looks at it, and entries that only hint at one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from coach.core.history.history import Lump, LumpCheck, area_of, instant_of
from coach.core.record.checks import CheckAnswered
from coach.core.record.health import EpisodeBegan, PainRated
from coach.core.vocabulary import LUMP_KINDS, Answer, FirstNoticed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.core.history.history import V
    from coach.core.record.facts import Body, Fact, FactOf
    from coach.core.record.health import LumpSeen
    from coach.core.vocabulary import BodyArea

MAY_BE_LUMP = "knot-may-be-lump"
MAY_BE_LOST = "lump-not-noted"  # asked after the record was damaged; nobody knows where it is


def size_of(seen: LumpSeen) -> float | None:
    """The longest side, in mm."""
    return seen.size_mm


def pain_of(seen: LumpSeen) -> int | None:
    """The pain of a lump, 0 to 10."""
    return seen.pain


def lumps(facts: Sequence[Fact], looks: Sequence[FactOf[LumpSeen]]) -> tuple[Lump, ...]:
    """The lumps that were logged, and those that only a kind or an answer speaks of, where none was logged there."""
    own: dict[str, list[FactOf[LumpSeen]]] = {}
    for look in looks:
        own.setdefault(look.body.lump or look.id, []).append(look)
    every = [_lump(name, checks) for name, checks in own.items()]
    hinted: dict[BodyArea | None, Fact] = {}
    for fact in facts:
        if speaks_of_lump(fact.body):
            hinted.setdefault(_place(fact.body), fact)
    for area, fact in hinted.items():
        since = _hint_since(fact)
        if not any(lump.area is area or lump.area is None or area is None for lump in every):
            where = f"lump-{area}" if area is not None else "lump"
            every.append(Lump(where, area, None, fact.local, since, since.date(), unknown=False, checks=()))
        else:
            every = [_no_younger(one, since.date()) if _came_of(one, area, fact, since) else one for one in every]
    return tuple(sorted(every, key=lambda lump: (lump.since, lump.id)))


def _came_of(lump: Lump, area: BodyArea | None, hint: Fact, since: datetime) -> bool:
    """Whether a hint tells of this lump: of one that was there before it was noted, whenever that was told."""
    return lump.area is area and since <= lump.known and hint.id not in {check.id for check in lump.checks}


def _no_younger(lump: Lump, day: date) -> Lump:
    """The lump noted where one was told of before: where nobody said since when, it is as old as that."""
    told = any(isinstance(check.seen.first_noticed, date) for check in lump.checks)
    return lump if told or (lump.first_noticed or date.max) <= day else replace(lump, first_noticed=day)


def speaks_of_lump(body: Body) -> bool:
    """Whether an entry hints at a lump, though none was noted as one."""
    if isinstance(body, (PainRated, EpisodeBegan)):
        return body.complaint in LUMP_KINDS
    return isinstance(body, CheckAnswered) and (_told(body, MAY_BE_LUMP) or _told(body, MAY_BE_LOST))


def _told(body: CheckAnswered, name: str) -> bool:
    return body.answer(name) in {Answer.YES, Answer.NOT_SURE}


def _place(body: Body) -> BodyArea | None:
    lost = isinstance(body, CheckAnswered) and not _told(body, MAY_BE_LUMP)
    return None if lost else area_of(body)


def _hint_since(fact: Fact) -> datetime:
    if isinstance(fact.body, EpisodeBegan):
        return min(fact.local, instant_of(fact.body.started, fact))
    return fact.local


def _lump(name: str, checks: list[FactOf[LumpSeen]]) -> Lump:
    def latest(noted: Callable[[LumpSeen], V | None]) -> V | None:
        return next((value for c in reversed(checks) if (value := noted(c.body)) is not None), None)

    given = [c.body.first_noticed for c in checks if c.body.first_noticed not in {None, FirstNoticed.NOT_GIVEN}]
    noticed = given[-1] if given else None
    since = checks[0].local
    day: date | None = None
    if noticed is not None and not isinstance(noticed, FirstNoticed):
        day = instant_of(noticed, checks[0]).date()
        since = min(since, datetime.combine(day, datetime.min.time(), since.tzinfo))
    elif all(check.body.first_noticed is None for check in checks):
        day = since.date()  # nobody was asked; it is at least as old as its first entry
    return Lump(
        id=name,
        area=latest(lambda seen: seen.area),
        side=latest(lambda seen: seen.side),
        known=checks[0].local,
        since=since,
        first_noticed=day,
        unknown=noticed is FirstNoticed.NOT_SURE,
        checks=tuple(LumpCheck(check.id, check.local, check.body) for check in checks),
    )
