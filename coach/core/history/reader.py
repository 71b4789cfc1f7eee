"""Facts -> `History`: complaints, lumps, ratings, visits, and what is known of the person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast, overload

from coach.core.history import care
from coach.core.history.episodes import episodes, rating, told
from coach.core.history.history import History, Rating, Visit, instant_of
from coach.core.history.lumps import lumps
from coach.core.record.checks import CheckAnswered
from coach.core.record.health import (
    EarlierStart,
    EpisodeBegan,
    EpisodeEnded,
    LumpSeen,
    PainRated,
    ProfileTold,
    StatusGiven,
    VisitMade,
)
from coach.core.vocabulary import Answer, SeenBy, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from coach.core.history.history import Lump
    from coach.core.record.facts import B, Fact, FactOf


class Ratings(Sequence[Rating]):
    """The ratings in pain entries, each made when it is asked for: of ten years, few are ever looked at."""

    def __init__(self, facts: Sequence[FactOf[PainRated]]) -> None:
        self._facts = facts

    def __len__(self) -> int:
        """How many there are."""
        return len(self._facts)

    def __eq__(self, other: object) -> bool:
        """Whether the ratings are the same."""
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, index: int) -> Rating: ...

    @overload
    def __getitem__(self, index: slice) -> Ratings: ...

    def __getitem__(self, index: int | slice) -> Rating | Ratings:
        """One, or a part."""
        return Ratings(self._facts[index]) if isinstance(index, slice) else rating(self._facts[index])


class _ByKind:
    """Facts sorted by kind once, in their order: ten years are gone through a single time."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._kinds: dict[type[object], list[Fact]] = {}
        for fact in facts:
            self._kinds.setdefault(type(fact.body), []).append(fact)

    def of(self, kind: type[B]) -> list[FactOf[B]]:
        return cast("list[FactOf[B]]", self._kinds.get(kind, []))


def read(facts: Sequence[Fact], seen_fine_clears: frozenset[str] = frozenset()) -> History:
    """The history in these facts, which are in order and corrected (`corrections`).

    `seen_fine_clears` are the flags of a lump that go when it is noted as seen, with self-care fine.
    """
    every = _ByKind(facts)
    checks, pain = every.of(CheckAnswered), every.of(PainRated)
    of_lumps = lumps(facts, every.of(LumpSeen))
    begun = every.of(EpisodeBegan)
    of_complaints = episodes(begun, told(pain, every.of(StatusGiven), checks, every.of(EpisodeEnded))) if begun else ()
    profile = [fact.body for fact in every.of(ProfileTold)]
    return History(
        episodes=of_complaints,
        lumps=of_lumps,
        pain=Ratings(pain),
        visits=_visits(every.of(VisitMade), of_lumps, seen_fine_clears),
        care_days=care.days(facts, of_complaints),
        past_starts=tuple((fact.local, fact.body.area, fact.id) for fact in every.of(EarlierStart)),
        age=next((body.age for body in reversed(profile) if body.age is not None), None),
        year_of_birth=next((body.year_of_birth for body in reversed(profile) if body.age is None), None),
        doubts=tuple((f.local, f.body.changed is not Answer.NO) for f in checks if f.body.changed is not None),
    )


def _visits(
    made: Sequence[FactOf[VisitMade]], of_lumps: tuple[Lump, ...], seen_fine_clears: frozenset[str]
) -> tuple[Visit, ...]:
    every = [_visit(fact) for fact in made]
    for lump in of_lumps:
        every += _seen_fine(lump, seen_fine_clears)
    return tuple(sorted(every, key=lambda visit: (visit.at, visit.id)))


def _seen_fine(lump: Lump, clears: frozenset[str]) -> Iterator[Visit]:
    """The visits that the looks at a lump tell of. Saying it again does not renew it: another day does."""
    before: tuple[SeenBy, date | None] | None = None
    for check, value in lump.series(lambda seen: seen.seen_by):
        on = check.seen.seen_on
        if value is SeenBy.FINE and (before is None or before[0] is not value or on not in {None, before[1]}):
            day = None if on is None else datetime.combine(on, datetime.min.time(), check.at.tzinfo) + timedelta(days=1)
            at = check.at if day is None else min(check.at, day)
            yield Visit(check.id, at, frozenset(TechniqueClass), clears, frozenset({lump.id}), told=check.at)
        before = (value, on)


def _visit(fact: FactOf[VisitMade]) -> Visit:
    body, at = fact.body, fact.local
    if body.on is not None:
        at = min(at, instant_of(body.on, fact) + timedelta(days=1))
    lumps_seen = frozenset(body.lumps) if body.lumps is not None else None
    classes, flags, advice = frozenset(body.classes), frozenset(body.flags), body.said is not None
    if advice:
        classes = frozenset()
    return Visit(fact.id, at, classes, flags, lumps_seen, own_word=body.second_stage and not advice, advice=advice)
