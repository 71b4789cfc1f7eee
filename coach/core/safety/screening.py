"""The record -> the flags that are up now, evaluated anew each time.

Nothing here is stored as a status. A flag is up because of facts, and goes because of facts or time, as its `clears`
says (docs/safety-rules.md, How a flag goes away). Only the one safe answer clears.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Blocks, Catalogue, Where
from coach.core.history import care
from coach.core.history import reader as history_reader
from coach.core.history.corrections import CLOCK, corrected, without_slips
from coach.core.history.history import History, LumpCheck, instant_of
from coach.core.safety import trends
from coach.core.safety.combinations import BACK, back_lump, log_values, met, rest_with_lump
from coach.core.safety.computed_flags import computed
from coach.core.safety.daily_check import passed
from coach.core.safety.evidence import Evidence
from coach.core.safety.observations import Observations
from coach.core.safety.raised_flag import RaisedFlag, joined, of_found, of_trace
from coach.core.safety.visits import Visits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.core.history.history import Lump
    from coach.core.record.facts import Fact
    from coach.core.vocabulary import BodyArea

__all__ = ["KINDS", "Evaluation", "evaluate", "locks_area", "passed", "raised"]

KINDS = (
    "check",
    "report",
    "visit",
    "withdrawn",
    "pain",
    "restored",
    "episode",
    "episode-ended",
    "status",
    "past-start",
    "lump",
    "care",
    "profile",
    CLOCK,
)  # the facts these rules read
ACCIDENT = "accident-or-fall"  # a trigger that is the answer to accident-caused
NIGHT_WINDOW = timedelta(days=9)  # covers LR11's 7 local days over any change of clocks or zone


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the rules say of a record: the flags that are up, and the history they read."""

    flags: tuple[RaisedFlag, ...]
    history: History


def raised(facts: Iterable[Fact], catalogue: Catalogue, now: datetime) -> tuple[RaisedFlag, ...]:
    """Every flag that is up at `now` (local, aware), most serious first. `facts` are those of `KINDS`, in any order."""
    return evaluate(facts, catalogue, now).flags


def evaluate(facts: Iterable[Fact], catalogue: Catalogue, now: datetime) -> Evaluation:
    """The flags that are up at `now`, and the history behind them.

    A clock that was set back lowers nothing: what is up at the newest moment on record is up as well.
    """
    ordered, late = corrected(facts)
    ordered = without_slips(ordered)
    past = history_reader.read(ordered, catalogue.seen_fine_clears)
    traces = Observations(catalogue, past)
    visits = Visits(traces)
    for fact in ordered:
        _read(fact, traces, visits)
    for fact in late:
        _read_late(fact, traces)
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
    return Evaluation(joined(every), past)


def care_since(facts: Sequence[Fact], now: datetime) -> datetime | None:
    """From when on these rules may ask about sessions that ended (LR6), None where they don't."""
    if not any(fact.kind == "episode" for fact in facts):
        return None
    return care.since(corrected(facts)[0], now)


def _newest(facts: Sequence[Fact]) -> datetime | None:
    """The newest moment on record; what a confirmed correction of the clock calls wrong is left out."""
    put_right = [f for f in facts if f.kind == CLOCK and "facts" not in f.body]  # those it names are dated anew already
    wrong = [(f.at, instant_of(f.body.get("seen"), f)) for f in put_right]
    return next((f.at for f in reversed(facts) if not any(a < f.at <= b for a, b in wrong)), None)


def _read(fact: Fact, traces: Observations, visits: Visits) -> None:
    if fact.kind == "check":
        traces.answered(fact)
    elif fact.kind == "report":
        traces.reported(fact)
    elif fact.kind == "pain":
        _rated(fact, traces, visits)
    elif fact.kind == "lump":
        _looked(fact, traces, visits)
    elif fact.kind == "status" and fact.body.get("value") == "better":
        traces.safe("no-better-24h", fact, str(fact.body.get("episode") or ""))
    if "triggers" in fact.body:
        _accident(fact, traces)
    if fact.kind in {"check", "report", "pain", "lump", "episode"}:
        _combine(fact, traces, visits)


def _accident(fact: Fact, traces: Observations) -> None:
    if ACCIDENT in (fact.body.get("triggers") or ()):
        seen = Evidence("log", "An accident or fall was logged as what set it off.", (fact.id,))
        traces.up("accident-caused", fact, seen)


def _rated(fact: Fact, traces: Observations, visits: Visits) -> None:
    if trends.pain_up_after(fact):
        traces.pain_up(fact)
    flag = traces.catalogue.flags.get("night-pain")
    if flag is None or "night" not in (fact.body.get("tags") or ()):
        return
    visit = visits.last_on(flag, None)
    pain = traces.history.pain
    low = bisect_left(pain, fact.local - NIGHT_WINDOW, key=lambda rating: rating.at)
    high = bisect_right(pain, fact.local, key=lambda rating: rating.at)
    known = visit.at if visit is not None and visit.at <= fact.local else None
    seen = trends.night_pain(pain[low:high], fact.local, known)
    if seen is not None:
        traces.up("night-pain", fact, seen)


def _looked(fact: Fact, traces: Observations, visits: Visits) -> None:
    """Read one look at a lump: its values, and what has changed."""
    name = str(fact.body.get("lump") or fact.id)
    lump = next((lump for lump in traces.history.lumps if lump.id == name), None)
    if lump is None:
        return
    for value_of, flag_id, evidence in log_values(lump, fact.local):
        flag = traces.catalogue.flags.get(flag_id)
        if flag is not None and not visits.not_news(flag, lump, value_of, fact.local):
            traces.up(flag_id, fact, evidence, lump.id)
    _changes(fact, lump, traces, visits)


def _changes(fact: Fact, lump: Lump, traces: Observations, visits: Visits) -> None:
    grown, sore = trends.lump_grown(lump, fact.local), trends.lump_pain_up(lump, fact.local)
    for field, flag_id, seen in (("size_mm", "lump-growing", grown), ("pain", "lump-pain-worsening", sore)):
        flag = traces.catalogue.flags.get(flag_id)
        if seen is not None and flag is not None and fact.body.get(field) is not None:
            visit = visits.last_on(flag, lump.id)
            since = visit is not None and visit.at < fact.local
            if visit is None or not since or _after(lump, field, visit.at, fact.local):
                traces.up(flag_id, fact, seen, lump.id, measured=since)
    changed = trends.lump_changed(lump, fact.local)
    if changed is not None:
        for flag_id in ("lump-changed", *changed[1]):
            traces.up(flag_id, fact, changed[0], lump.id)


def _after(lump: Lump, field: str, visit: datetime, at: datetime) -> bool:
    """Whether a size or pain has gone up since the visit: what was there then is no news."""
    checks = [check for check, _ in lump.series(field)]
    known = [check for check in checks if check.at <= visit]
    since = replace(lump, checks=(*known[-1:], *(check for check in checks if check.at > visit)))
    rule = trends.lump_grown if field == "size_mm" else trends.lump_pain_up
    return not known or rule(since, at) is not None


def _read_late(fact: Fact, traces: Observations) -> None:
    """What was corrected too late for a slip: what it said still has to be cleared as its flag says."""
    if fact.kind == "lump":
        name = str(fact.body.get("lump") or fact.id)
        lump = next((lump for lump in traces.history.lumps if lump.id == name), None)
        if lump is not None:
            before = replace(lump, checks=(LumpCheck(fact.id, fact.local, fact.body),))
            for _, flag_id, evidence in log_values(before, fact.local):
                traces.up(flag_id, fact, evidence, lump.id)
    _accident(fact, traces)


def _combine(fact: Fact, traces: Observations, visits: Visits) -> None:
    """Combinations that only a clinician clears rise at the fact that completes them, and stay."""
    if not traces.by_flag and not traces.history.lumps:
        return
    now = fact.local
    if fact.kind in {"check", "report"}:
        for flag in traces.together:
            if flag.rule.together(traces.by_flag) and (seen := met(flag.rule, traces, visits, now)) is not None:
                _once(flag.id, fact, seen, "", traces)
    restless = "rest-no-relief" in traces.by_flag
    for lump in traces.history.lumps:
        if not (restless or lump.area in BACK) or not lump.on_record(now):
            continue
        rest = rest_with_lump(lump, traces, visits, now)
        if rest is not None:
            _once("rest-no-relief-with-lump", fact, rest[0], lump.id, traces)
        sore = back_lump(lump, traces, visits, now)
        if sore is not None:
            _once("back-lump-with-pain", fact, sore, lump.id, traces)


def _once(name: str, fact: Fact, evidence: Evidence, subject: str, traces: Observations) -> None:
    """A combination counts from the first moment it holds; an answer to one of its questions is the news, not this."""
    if (name, subject) not in traces.by_key or name in {"back-lump-with-pain", "meningitis-cluster"}:
        traces.up(name, fact, evidence, subject, sign=False)


def locks_area(blocks: Blocks, area: BodyArea | None, chosen: BodyArea | None, areas: Iterable[BodyArea]) -> bool:
    """Whether a lock of this place holds for a technique used on `chosen` (anywhere in `areas` when None)."""
    if blocks.where is Where.EVERYWHERE or area is None:
        return True
    return area == chosen if chosen is not None else area in set(areas)
