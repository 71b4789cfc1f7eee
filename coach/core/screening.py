"""Answers -> flags: what is raised now, read anew from the record each time.

Nothing here is stored as a status. A flag is up because of facts, and goes because of facts or time, as its `clears`
says (red_flags.yaml, clearing). Only the one safe answer clears.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.catalogue import Answer, Blocks, Catalogue, Clears, Flag, Layer, Level, Where
from coach.core.routine import BodyArea, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.core.record import Fact

KINDS = ("check", "report", "visit", "withdrawn", "pain", "restored")  # the facts these rules read
PASS_HOURS = 16  # red_flags.yaml, cadence.today
QUICK_DAYS = 7  # red_flags.yaml, cadence.today
RESCREEN_HOURS = 24  # red_flags.yaml, clearing.rescreen
VISIT_DAYS = 90  # red_flags.yaml, clearing.lasts
PROFILE_VISIT_DAYS = 365  # red_flags.yaml, clearing.lasts: 12 months
SLIP_MINUTES = 10  # red_flags.yaml, clearing.clinician
VOID_LEVEL = 7  # red_flags.yaml, cadence.today
VOID_RISE = 2  # red_flags.yaml, cadence.today; also in-session-pain-up (G-NRS)
PAIN_UP = "in-session-pain-up"


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag that is up: since when, where on the body, and what it locks now.

    `level` may be lower than the flag's own (a dizzy spell that has passed). `until` is when it goes by itself.
    `opened` holds the classes a visit has said are fine.
    """

    flag: Flag
    since: datetime
    level: Level
    blocks: Blocks
    area: BodyArea | None = None
    until: datetime | None = None
    opened: frozenset[TechniqueClass] = frozenset()


@dataclass(frozen=True, slots=True)
class Pass:
    """The state of the day's check. `why` says what voided or ended the last one, where that is worth saying."""

    valid: bool
    begun: bool = False
    quick: bool = False
    at: datetime | None = None
    why: str = ""


@dataclass(slots=True)
class _Trace:
    """What the record says of one flag: its last unsafe answer, the first safe one after it, and the last visit."""

    flag: Flag
    first: datetime
    last: datetime
    area: BodyArea | None = None
    technique: str | None = None
    safe: bool = False
    gone: bool = False  # a dizzy spell that passed within a minute
    visit: Fact | None = None
    day_ends: datetime | None = None
    also: set[str] = field(default_factory=set)


def raised(facts: Sequence[Fact], catalogue: Catalogue, now: datetime) -> tuple[Raised, ...]:
    """Every flag that is up at `now`, most serious first. `facts` are those of `KINDS`, oldest first."""
    traces: dict[str, _Trace] = {}
    for fact in facts:
        _read(fact, traces, catalogue)
    up = (_standing(trace, now) for trace in traces.values())
    return tuple(sorted((flag for flag in up if flag is not None), key=lambda r: (-r.level.rank, r.since, r.flag.id)))


def _read(fact: Fact, traces: dict[str, _Trace], catalogue: Catalogue) -> None:
    if fact.kind == "check":
        _checked(fact, traces, catalogue)
    elif fact.kind == "report" and fact.body.get("flag") in catalogue.flags:
        _reported(catalogue.flags[fact.body["flag"]], fact, traces, catalogue)
    elif fact.kind == "pain" and PAIN_UP in catalogue.flags:
        before, level = fact.body.get("before"), fact.body.get("level")
        if isinstance(before, int) and isinstance(level, int) and level - before >= VOID_RISE:
            _reported(catalogue.flags[PAIN_UP], fact, traces, catalogue)
    elif fact.kind == "visit":
        for name in fact.body.get("flags", ()):
            if name in traces:
                traces[name].visit = fact
    elif fact.kind == "withdrawn":
        for name in fact.body.get("flags", ()):
            trace = traces.get(name)
            if trace is not None and fact.at - trace.last <= timedelta(minutes=SLIP_MINUTES):
                del traces[name]
    if fact.kind in {"check", "report"}:
        _combine(fact, traces, catalogue)


def _checked(fact: Fact, traces: dict[str, _Trace], catalogue: Catalogue) -> None:
    for name, value in fact.body.get("answers", {}).items():
        flag = catalogue.flags.get(name)
        if flag is None:
            continue
        if flag.unsafe(_answer(value)):
            _raise(flag, fact, traces)
        elif name in traces:
            traces[name].safe = True
    if fact.body.get("complete"):
        _clean_groups(fact, traces, catalogue)


def _answer(value: object) -> Answer:
    """An answer as recorded; what can't be read is not sure."""
    return Answer(str(value)) if value in list(Answer) else Answer.NOT_SURE


def _clean_groups(fact: Fact, traces: dict[str, _Trace], catalogue: Catalogue) -> None:
    """A group answered no answers every sign under it."""
    groups = fact.body.get("groups", {})
    for group in catalogue.today:
        if groups.get(group.id) == Answer.NO or groups.get("all") == Answer.NO:
            for name in group.flags:
                if name in traces:
                    traces[name].safe = True


def _raise(flag: Flag, fact: Fact, traces: dict[str, _Trace]) -> _Trace:
    before = traces.get(flag.id)
    trace = _Trace(flag, first=fact.at, last=fact.at, day_ends=_midnight(fact))
    if before is not None:
        trace.also = before.also
        if not before.safe:
            trace.first = before.first
        if before.visit is not None and not flag.level.rank >= Level.URGENT.rank:
            trace.visit = before.visit  # not a new sign: the visit already knew it
    area = fact.body.get("area")
    trace.area = BodyArea(area) if area in list(BodyArea) else None
    if before is not None and before.area is not trace.area:
        trace.area = None if not before.safe else trace.area  # two places: lock for both
    traces[flag.id] = trace
    return trace


def _reported(flag: Flag, fact: Fact, traces: dict[str, _Trace], catalogue: Catalogue) -> None:
    trace = _raise(flag, fact, traces)
    techniques = fact.body.get("techniques") or [fact.body.get("technique")]
    trace.also |= {str(t) for t in techniques if t and trace.day_ends is not None}
    trace.gone = fact.body.get("gone") == Answer.YES
    if flag.rule.also_sets and flag.rule.also_sets in catalogue.flags:
        _raise(catalogue.flags[flag.rule.also_sets], fact, traces)


def _combine(fact: Fact, traces: dict[str, _Trace], catalogue: Catalogue) -> None:
    """Combinations of answers, such as the signs of meningitis, rise at the fact that completes them."""
    standing = {name for name, trace in traces.items() if _standing(trace, fact.at) is not None}
    for flag in catalogue.of_layer(Layer.COMPUTED):
        rule = flag.rule
        if rule.type != "combination" or not rule.any_two_of:
            continue
        two = len(standing & set(rule.any_two_of)) >= 2
        every = bool(rule.all_of) and set(rule.all_of) <= standing
        if (two or every) and flag.id not in traces:
            _raise(flag, fact, traces)


def _midnight(fact: Fact) -> datetime:
    """The end of the fact's local day, as an instant."""
    local = fact.local
    return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(fact.at.tzinfo)


def _standing(trace: _Trace, now: datetime) -> Raised | None:
    """What is left of a flag at `now`; None when it has gone."""
    flag = trace.flag
    if trace.gone:
        return _passed_spell(trace, now)
    blocks = (
        replace(flag.blocks, techniques=flag.blocks.techniques | trace.also) if flag.blocks.current else flag.blocks
    )
    up = Raised(flag, trace.first, flag.level, blocks, trace.area)
    if flag.clears is Clears.TIME:
        until = _until(trace)
        return replace(up, until=until) if now < until else None
    if flag.clears is Clears.RESCREEN and trace.safe:
        until = trace.last + timedelta(hours=0 if flag.rule.type == "placement" else RESCREEN_HOURS)
        return replace(up, until=until) if now < until else None
    if trace.visit is not None:
        return _after_visit(up, trace.visit, now)
    return up


def _passed_spell(trace: _Trace, now: datetime) -> Raised | None:
    """A dizzy spell that passed in a minute: the technique under way rests for the day (red_flags.yaml, then_ask)."""
    until = trace.day_ends or trace.last
    if now >= until:
        return None
    blocks = Blocks(techniques=frozenset(trace.also), until="rest of the day")
    return Raised(trace.flag, trace.first, Level.CAUTION, blocks, trace.area, until)


def _until(trace: _Trace) -> datetime:
    """When a flag that clears by time goes."""
    if trace.flag.rule.hours is not None:
        return trace.last + timedelta(hours=trace.flag.rule.hours)
    words = trace.flag.blocks.until
    if words.endswith("days") and words.split()[0].isdigit():
        return trace.last + timedelta(days=int(words.split()[0]))
    return trace.day_ends or trace.last + timedelta(days=1)


def _after_visit(up: Raised, visit: Fact, now: datetime) -> Raised | None:
    """A visit opens only the classes it names, for a time; where it opens all that is locked the flag has gone."""
    days = PROFILE_VISIT_DAYS if up.flag.ask is Layer.PROFILE else VISIT_DAYS
    if now >= visit.at + timedelta(days=days):
        return up
    known = {str(c) for c in TechniqueClass}
    opened = frozenset(TechniqueClass(c) for c in visit.body.get("classes", ()) if c in known)
    if up.blocks.classes <= opened and not up.blocks.techniques:
        return None
    return replace(up, opened=opened, blocks=replace(up.blocks, classes=up.blocks.classes - opened))


def passed(facts: Sequence[Fact], catalogue: Catalogue, now: datetime) -> Pass:
    """Whether the day's check stands at `now` (a local, aware time)."""
    checks = [i for i, fact in enumerate(facts) if fact.kind == "check" and fact.body.get("layer") == Layer.TODAY]
    quick = any(_clean_full(facts[i], catalogue, now) for i in checks)
    if not checks:
        return Pass(valid=False)
    index = checks[-1]
    last = facts[index]
    today = last.local.date() == now.date() and timedelta() <= now - last.at < timedelta(hours=PASS_HOURS)
    begun = today
    if not today:
        return Pass(valid=False, quick=quick, at=last.at)
    if not last.body.get("complete"):
        return Pass(valid=False, begun=begun, at=last.at, why="The check was not finished.")
    if last.body.get("catalogue") != catalogue.digest:
        return Pass(valid=False, at=last.at, why="The safety questions have changed since then.")
    why = _voided(facts, index)
    if why:
        return Pass(valid=False, quick=quick, at=last.at, why=why)
    return Pass(valid=True, begun=True, quick=quick, at=last.at)


def _clean_full(fact: Fact, catalogue: Catalogue, now: datetime) -> bool:
    body = fact.body
    unsafe = any(_answer(value) is not Answer.NO for value in body.get("answers", {}).values())
    recent = (now.date() - fact.local.date()).days < QUICK_DAYS
    return bool(body.get("complete") and body.get("full") and not unsafe and recent) and (
        body.get("catalogue") == catalogue.digest
    )


def _voided(facts: Sequence[Fact], index: int) -> str:
    """What was recorded after a pass that ends it at once; empty when it stands."""
    for i in range(index + 1, len(facts)):
        fact = facts[i]
        if fact.kind == "restored":
            return "The record was restored from a backup."
        if fact.kind != "pain":
            continue
        level = fact.body.get("level", 0)
        if level >= VOID_LEVEL:
            return "Your pain was high after the last check."
        before = _last_level(facts[:i], fact.body.get("area"))
        if before is not None and level - before >= VOID_RISE:
            return "Your pain went up after the last check."
    return ""


def _last_level(facts: Iterable[Fact], area: str | None) -> int | None:
    levels = [fact.body["level"] for fact in facts if fact.kind == "pain" and fact.body.get("area") == area]
    return levels[-1] if levels else None


def locks_area(blocks: Blocks, area: BodyArea | None, chosen: BodyArea | None, areas: Iterable[BodyArea]) -> bool:
    """Whether a lock of this place holds for a technique used on `chosen` (anywhere in `areas` when None)."""
    if blocks.where is Where.EVERYWHERE or area is None:
        return True
    return area == chosen if chosen is not None else area in set(areas)
