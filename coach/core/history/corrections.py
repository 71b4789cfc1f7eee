"""Facts are never changed: what a later fact corrects or withdraws is put right here, when the record is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from coach.core.history.history import instant_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from coach.core.record.facts import Fact

CLOCK = "clock-corrected"  # its body: `seen`, the newest moment on record then, and `facts`, which were dated ahead

DATES = frozenset({"started", "ended", "noted", "on", "first_noticed"})  # in the bodies of facts
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
        str(name): (fact.at, timedelta(microseconds=1) + instant_of(fact.body.get("seen"), fact) - fact.at)
        for fact in among
        if fact.kind == CLOCK
        for name in fact.body.get("facts") or ()
    }
    if not moved:
        return facts
    return [_earlier(fact, *moved[fact.id]) if fact.id in moved else fact for fact in facts]


def _earlier(fact: Fact, put_right: datetime, by: timedelta) -> Fact:
    if fact.at <= put_right:
        return fact
    dates = {name: instant_of(value, fact) for name, value in fact.body.items() if name in DATES and value}
    ahead = {name: (date - by).isoformat() for name, date in dates.items() if date > put_right}
    return replace(fact, at=fact.at - by, body=fact.body | ahead)


def newest_ahead(facts: Iterable[Fact], now: datetime) -> datetime | None:
    """The newest moment on record, in the zone of `now`, where it is still to come: the clock has been set back."""
    ordered = in_order(facts)
    newest = ordered[-1].at if ordered else now
    return newest.astimezone(now.tzinfo) if newest > now + CLOCK_SLACK else None


def clock_correction(facts: Iterable[Fact], now: datetime) -> dict[str, Any] | None:
    """The body of the fact that `now` is right and what lies after it was dated ahead; None where nothing does."""
    ahead = [fact for fact in in_order(facts) if fact.at > now]
    return {"seen": ahead[-1].at.isoformat(), "facts": [fact.id for fact in ahead]} if ahead else None


def latest_body(entry: Fact, facts: Iterable[Fact]) -> dict[str, Any]:
    """The body of an entry with what was corrected of it by these facts of its kind."""
    body, names = entry.body, {entry.id}
    for fact in in_order(facts):
        if fact.body.get("supersedes") in names:
            body, names = fact.body, names | {fact.id}
    return {key: value for key, value in body.items() if key != "supersedes"}


def corrected(facts: Iterable[Fact]) -> tuple[list[Fact], list[Fact]]:
    """The record as it stands, in order, and the entries that were corrected only after the time for a slip.

    A correction (`supersedes` names the entry) takes the entry's place, id and moment; the latest one counts. What was
    corrected late can still not take back a flag that only a clinician clears, so it is handed out as well.
    """
    ordered = in_order(facts)
    if not any("supersedes" in fact.body for fact in ordered):
        return ordered, []
    by_id = {fact.id: fact for fact in ordered}
    newest: dict[str, Fact] = {}
    late: list[Fact] = []
    for fact in ordered:
        root = _root(fact, by_id)
        if root is None:
            continue
        before = _in_place_of(root, newest[root.id]) if root.id in newest else root
        if fact.at - root.at > SLIP:
            late.append(before)
        newest[root.id] = fact
    kept = [
        _in_place_of(fact, newest[fact.id]) if fact.id in newest else fact
        for fact in ordered
        if _root(fact, by_id) is None
    ]
    return in_order(kept), late


def _root(fact: Fact, by_id: dict[str, Fact]) -> Fact | None:
    """The entry that a correction is about in the end; None where the fact corrects nothing that is there."""
    seen = {fact.id}
    found: Fact | None = None
    name = fact.body.get("supersedes")
    while name in by_id and name not in seen:
        found = by_id[str(name)]
        seen.add(found.id)
        name = found.body.get("supersedes")
    return found if found is not None and found.kind == fact.kind else None


def _in_place_of(root: Fact, correction: Fact) -> Fact:
    body = {name: value for name, value in correction.body.items() if name != "supersedes"}
    return replace(root, body=body)


def without_slips(facts: list[Fact]) -> list[Fact]:
    """The facts without the answers and reports that were withdrawn within 10 minutes."""
    slips = [fact for fact in facts if fact.kind == "withdrawn"]
    if not slips:
        return facts
    return [kept for fact in facts if (kept := _cleaned(fact, slips)) is not None]


def _cleaned(fact: Fact, slips: list[Fact]) -> Fact | None:
    if fact.kind not in {"check", "report"}:
        return fact
    taken = {
        str(name) for slip in slips if timedelta() <= slip.at - fact.at <= SLIP for name in slip.body.get("flags", ())
    }
    if fact.kind == "report":
        return None if fact.body.get("flag") in taken else fact
    answers = fact.body.get("answers", {})
    if not taken & set(answers):
        return fact
    return replace(fact, body={**fact.body, "answers": {n: a for n, a in answers.items() if n not in taken}})
