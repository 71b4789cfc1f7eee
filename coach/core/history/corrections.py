"""Facts are never changed: what a later fact corrects or withdraws is put right here, when the record is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from coach.core.frozen import frozen
from coach.core.history.history import instant_of
from coach.core.record.checks import CheckAnswered, ClockCorrected
from coach.core.record.facts import of
from coach.core.record.health import (
    AnswersWithdrawn,
    EpisodeBegan,
    EpisodeEnded,
    LumpSeen,
    PainRated,
    SignReported,
    VisitMade,
)
from coach.core.record.personal import FunctionRated
from coach.core.vocabulary import FirstNoticed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime

    from coach.core.record.facts import Body, Entry, Fact, FactOf

E = TypeVar("E", bound="Entry")

ENTRIES = (PainRated, LumpSeen, EpisodeBegan, VisitMade, FunctionRated)
CLOCK_SLACK = timedelta(minutes=1)  # policy: a machine that sets its own clock may put it back a little
SLIP = timedelta(minutes=10)  # docs/safety-rules.md, Slips and corrections


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """The facts by moment; equal moments by id, so that the order they come in never matters."""
    given = list(facts)
    return sorted(redated(given, given), key=attrgetter("at", "id"))


def redated(facts: Sequence[Fact], among: Iterable[Fact]) -> Sequence[Fact]:
    """The facts with those that a wrong clock dated ahead brought back, as corrections of the clock `among` say.

    They keep their order and what lay between them; the newest counts from the moment of the correction.
    """
    moved = {
        name: (fact.at, timedelta(microseconds=1) + instant_of(fact.body.seen, fact) - fact.at)
        for fact in of(among, ClockCorrected)
        for name in fact.body.facts or ()
    }
    if not moved:
        return facts
    return [_earlier(fact, *moved[fact.id]) if fact.id in moved else fact for fact in facts]


def _earlier(fact: Fact, put_right: datetime, by: timedelta) -> Fact:
    if fact.at <= put_right:
        return fact

    def back(value: date | None) -> date | None:
        """A moment that lies ahead, brought back; all else as it is."""
        instant = instant_of(value, fact)
        return instant - by if value is not None and instant > put_right else value

    return replace(fact, at=fact.at - by, body=_with_moments(fact.body, back))


def _with_moments(body: Body, back: Callable[[date | None], date | None]) -> Body:
    """The body with each of its moments as `back` gives it."""
    match body:
        case PainRated():
            return replace(body, noted=back(body.noted))
        case EpisodeBegan():
            return replace(body, started=back(body.started), ended=back(body.ended), noted=back(body.noted))
        case EpisodeEnded():
            return replace(body, ended=back(body.ended))
        case LumpSeen():
            noticed = body.first_noticed
            noticed = noticed if isinstance(noticed, FirstNoticed) else back(noticed)
            return replace(body, first_noticed=noticed, noted=back(body.noted), seen_on=back(body.seen_on))
        case VisitMade():
            return replace(body, on=back(body.on))
        case _:
            return body


def newest_ahead(facts: Iterable[Fact], now: datetime) -> dict[str, datetime]:
    """The newest moment of each computer on record, in the zone of `now`, where it is still to come.

    One of our own says that this clock has been set back; one of another computer does not.
    """
    found: dict[str, datetime] = {}
    for fact in in_order(facts):
        if fact.at > now + CLOCK_SLACK:
            found[fact.device] = fact.at.astimezone(now.tzinfo)
    return found


MOST_PUT_RIGHT = 1000  # facts in one correction: its body is to fit into an export


def clock_corrections(facts: Iterable[Fact], now: datetime) -> list[ClockCorrected]:
    """The facts that `now` is right and what lies after it was dated ahead; none where nothing does.

    Each computer has a clock of its own, and so a correction of its own.
    """
    by_device: dict[str, list[Fact]] = {}
    for fact in in_order(facts):
        if fact.at > now:
            by_device.setdefault(fact.device, []).append(fact)
    found = []
    for late in by_device.values():
        ids = [fact.id for fact in late]
        parts = (tuple(ids[n : n + MOST_PUT_RIGHT]) for n in range(0, len(ids), MOST_PUT_RIGHT))
        found += [ClockCorrected(seen=late[-1].at, facts=part) for part in parts]
    return found


def latest(entry: FactOf[E], facts: Iterable[FactOf[E]]) -> FactOf[E]:
    """The newest of these facts of its kind that takes the place of an entry; itself where there is none."""
    found, names = entry, {entry.id}
    for fact in sorted(facts, key=attrgetter("at", "id")):
        if fact.body.supersedes in names:
            found, names = fact, names | {fact.id}
    return found


def corrections_of(facts: Iterable[Fact]) -> dict[str, Fact]:
    """The newest correction of each entry that has one, by the id of the entry."""
    ordered = in_order(facts)
    if not any(supersedes(fact.body) is not None for fact in ordered):
        return {}
    by_id = {fact.id: fact for fact in ordered}
    return {root.id: fact for fact in ordered if (root := _root(fact, by_id)) is not None}


@frozen
class LateCorrection:
    """An entry that was put right only after the time for a slip: `by` which fact, how it stood `before`, and `after`.

    Both stand in the place of the entry, with its id and moment.
    """

    by: Fact
    before: Fact
    after: Fact


def corrected(facts: Iterable[Fact]) -> tuple[list[Fact], list[LateCorrection]]:
    """The record as it stands, in order, and what was corrected only after the time for a slip, in order.

    A correction (`supersedes` names the entry) takes the entry's place, id and moment; the latest one counts. A late
    one may still take no sign away by itself (`safety.late_corrections`), so it is handed out as well.
    """
    ordered = in_order(facts)
    if not any(supersedes(fact.body) is not None for fact in ordered):
        return ordered, []
    by_id = {fact.id: fact for fact in ordered}
    newest: dict[str, Fact] = {}
    late: list[LateCorrection] = []
    clocks = of(ordered, ClockCorrected)
    for fact in ordered:
        root = _root(fact, by_id)
        if root is None:
            continue
        before = _in_place_of(root, newest[root.id]) if root.id in newest else root
        if not is_slip(root, fact, clocks):
            late.append(LateCorrection(fact, before, _in_place_of(root, fact)))
        newest[root.id] = fact
    kept = [
        _in_place_of(fact, newest[fact.id]) if fact.id in newest else fact
        for fact in ordered
        if _root(fact, by_id) is None
    ]
    return in_order(kept), late


def supersedes(body: Body) -> str | None:
    """The id of the entry that this one takes the place of."""
    return body.supersedes if isinstance(body, ENTRIES) else None


def _root(fact: Fact, by_id: dict[str, Fact]) -> Fact | None:
    """The entry that a correction is about in the end; None where the fact corrects nothing that is there."""
    seen = {fact.id}
    entry: Fact | None = None
    name = supersedes(fact.body)
    while name is not None and name in by_id and name not in seen:
        entry = by_id[name]
        seen.add(entry.id)
        name = supersedes(entry.body)
    return entry if entry is not None and entry.kind == fact.kind else None


def _in_place_of(root: Fact, correction: Fact) -> Fact:
    body = correction.body
    if isinstance(body, ENTRIES):
        body = replace(body, supersedes=None)
    return replace(root, body=body)


def without_slips(facts: list[Fact]) -> list[Fact]:
    """The facts without the answers and reports that were withdrawn within 10 minutes."""
    slips = of(facts, AnswersWithdrawn)
    if not slips:
        return facts
    clocks = of(facts, ClockCorrected)
    return [kept for fact in facts if (kept := _cleaned(fact, slips, clocks)) is not None]


def is_slip(entry: Fact, taken_back: Fact, clocks: Iterable[FactOf[ClockCorrected]]) -> bool:
    """Whether an entry was taken back within the time for a slip.

    Nobody knows how long that was where the clock was put right in between, or has brought one of them back alone.
    """
    for clock in clocks:
        brought_back = [fact.id in (clock.body.facts or ()) for fact in (entry, taken_back)]
        if entry.at <= clock.at <= taken_back.at or brought_back == [False, True]:
            return False
    return timedelta() <= taken_back.at - entry.at <= SLIP


def _cleaned(fact: Fact, slips: list[FactOf[AnswersWithdrawn]], clocks: list[FactOf[ClockCorrected]]) -> Fact | None:
    body = fact.body
    if not isinstance(body, (CheckAnswered, SignReported)):
        return fact
    taken = {name for slip in slips if is_slip(fact, slip, clocks) for name in slip.body.flags}
    if isinstance(body, SignReported):
        return None if body.flag in taken else fact
    answers = body.answers or ()
    if taken.isdisjoint(name for name, _ in answers):
        return fact
    return replace(fact, body=replace(body, answers=tuple(pair for pair in answers if pair[0] not in taken)))
