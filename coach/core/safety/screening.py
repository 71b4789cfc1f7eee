"""The record -> the flags that are up now, evaluated anew each time.

Nothing here is stored as a status. A flag is up because of facts, and goes because of facts or time, as its `clears`
says (docs/safety-rules.md, How a flag goes away). Only the one safe answer clears.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Blocks, Catalogue, Where
from coach.core.frozen import frozen
from coach.core.history import care
from coach.core.history import reader as history_reader
from coach.core.history.corrections import corrected, in_order, without_slips
from coach.core.history.history import History, LumpCheck, instant_of
from coach.core.history.lumps import pain_of, size_of
from coach.core.history.unread import UnreadEntry, unread_entries
from coach.core.record.checks import CheckAnswered, ClockCorrected, FlagsLogged, RecordRestored
from coach.core.record.facts import FactOf, as_a, of
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
from coach.core.safety import trends
from coach.core.safety.combinations import BACK, back_lump, log_values, met, rest_with_lump
from coach.core.safety.computed_flags import computed
from coach.core.safety.daily_check import passed
from coach.core.safety.evidence import Evidence
from coach.core.safety.kept_signs import kept_signs
from coach.core.safety.observations import Observations
from coach.core.safety.raised_flag import RaisedFlag, joined, of_found, of_trace
from coach.core.safety.visits import Visits
from coach.core.vocabulary import Tag, Trend, Trigger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from coach.core.history.history import Lump
    from coach.core.record.facts import Fact, Known
    from coach.core.vocabulary import BodyArea

    Rise = Callable[[Lump, datetime], Evidence | None]

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
NIGHT_WINDOW = timedelta(days=9)  # covers LR11's 7 local days over any change of clocks or zone


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
    ordered, visits = gone_through(recorded, catalogue)
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
    return Evaluation(joined(every), past, unread_entries(recorded))


def gone_through(
    recorded: Sequence[Fact], catalogue: Catalogue, changed: set[str] | None = None
) -> tuple[list[Fact], Visits]:
    """What stands of these facts, which are in order, and what they told; into `changed` go ids of what told news."""
    ordered, late = corrected(recorded)
    ordered = without_slips(ordered)
    traces = Observations(catalogue, history_reader.read(ordered, catalogue.seen_fine_clears))
    visits = Visits(traces)
    marks = kept_signs(recorded, catalogue)
    for fact in ordered:
        before = traces.words if changed is not None else 0
        _read(fact, traces, visits)
        for kept in marks.get(fact.id, ()) if marks else ():
            traces.keep(kept, fact)
        if changed is not None and traces.words != before:
            changed.add(fact.id)
    for fact in late:
        _read_late(fact, traces)
    return ordered, visits


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


def _read(fact: Fact, traces: Observations, visits: Visits) -> None:
    match fact.body:
        case CheckAnswered():
            traces.answered(as_a(fact, CheckAnswered))
        case SignReported():
            traces.reported(as_a(fact, SignReported))
        case PainRated(triggers=triggers):
            _rated(as_a(fact, PainRated), traces, visits)
            _accident(fact, triggers, traces)
        case EpisodeBegan(triggers=triggers):
            _accident(fact, triggers, traces)
        case LumpSeen():
            _looked(as_a(fact, LumpSeen), traces, visits)
        case StatusGiven(episode=episode, value=value):
            if value is Trend.BETTER:
                traces.safe("no-better-24h", fact, episode)
            return
        case EpisodeEnded():
            traces.ended(as_a(fact, EpisodeEnded))
            return
        case _:
            return
    _combine(fact, traces, visits)


def _accident(fact: Fact, triggers: tuple[Trigger, ...], traces: Observations) -> None:
    """Of the triggers of an entry this one is the answer to accident-caused."""
    if Trigger.ACCIDENT in triggers:
        seen = Evidence("log", "An accident or fall was logged as what set it off.", (fact.id,))
        traces.up("accident-caused", fact, seen)


def _rated(fact: FactOf[PainRated], traces: Observations, visits: Visits) -> None:
    if trends.pain_up_after(fact.body):
        traces.pain_up(fact)
    flag = traces.catalogue.flags.get("night-pain")
    if flag is None or Tag.NIGHT not in fact.body.tags:
        return
    visit = visits.last_on(flag, None)
    pain = traces.history.pain
    low = bisect_left(pain, fact.local - NIGHT_WINDOW, key=lambda rating: rating.at)
    high = bisect_right(pain, fact.local, key=lambda rating: rating.at)
    known = visit.at if visit is not None and visit.at <= fact.local else None
    seen = trends.night_pain(pain[low:high], fact.local, known)
    if seen is not None:
        traces.up("night-pain", fact, seen)


def _looked(fact: FactOf[LumpSeen], traces: Observations, visits: Visits) -> None:
    """Read one look at a lump: its values, and what has changed."""
    name = fact.body.lump or fact.id
    lump = next((lump for lump in traces.history.lumps if lump.id == name), None)
    if lump is None:
        return
    for noted, flag_id, evidence in log_values(lump, fact.local):
        flag = traces.catalogue.flags.get(flag_id)
        if flag is not None:
            as_seen = visits.not_news(flag, lump, noted, fact.local)
            traces.up(flag_id, fact, evidence, lump.id, as_seen=as_seen)
    _changes(fact, lump, traces, visits)


def _changes(fact: FactOf[LumpSeen], lump: Lump, traces: Observations, visits: Visits) -> None:
    grown, sore = trends.lump_grown(lump, fact.local), trends.lump_pain_up(lump, fact.local)
    rows: tuple[tuple[Callable[[LumpSeen], float | None], str, Rise, Evidence | None], ...] = (
        (size_of, "lump-growing", trends.lump_grown, grown),
        (pain_of, "lump-pain-worsening", trends.lump_pain_up, sore),
    )
    for noted, flag_id, rule, seen in rows:
        flag = traces.catalogue.flags.get(flag_id)
        if seen is not None and flag is not None and noted(fact.body) is not None:
            visit = visits.last_on(flag, lump.id)
            since = visit is not None and visit.at < fact.local
            if visit is None or not since or _after(lump, noted, rule, visit.at, fact.local):
                traces.up(flag_id, fact, seen, lump.id, measured=since)
    changed = trends.lump_changed(lump, fact.local)
    if changed is not None:
        for flag_id in ("lump-changed", *changed[1]):
            traces.up(flag_id, fact, changed[0], lump.id)


def _after(lump: Lump, noted: Callable[[LumpSeen], float | None], rule: Rise, visit: datetime, at: datetime) -> bool:
    """Whether a size or pain has gone up since the visit: what was there then is no news."""
    checks = [check for check, _ in lump.series(noted)]
    known = [check for check in checks if check.at <= visit]
    since = replace(lump, checks=(*known[-1:], *(check for check in checks if check.at > visit)))
    return not known or rule(since, at) is not None


def _read_late(fact: Fact, traces: Observations) -> None:
    """What was corrected too late for a slip: what it said still has to be cleared as its flag says."""
    match fact.body:
        case LumpSeen() as seen:
            name = seen.lump or fact.id
            lump = next((lump for lump in traces.history.lumps if lump.id == name), None)
            if lump is not None:
                before = replace(lump, checks=(LumpCheck(fact.id, fact.local, seen),))
                for _, flag_id, evidence in log_values(before, fact.local):
                    traces.up(flag_id, fact, evidence, lump.id)
        case PainRated(triggers=triggers) | EpisodeBegan(triggers=triggers):
            _accident(fact, triggers, traces)


def _combine(fact: Fact, traces: Observations, visits: Visits) -> None:
    """Combinations that only a clinician clears rise at the fact that completes them, and stay."""
    if not traces.by_flag and not traces.history.lumps:
        return
    now = fact.local
    if isinstance(fact.body, (CheckAnswered, SignReported)):
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
        sore = back_lump(lump, traces, now)
        if sore is not None:
            flag = traces.catalogue.flags["back-lump-with-pain"]
            as_seen = visits.as_sore(flag, lump, _level_there(fact, lump), now)
            _once(flag.id, fact, sore, lump.id, traces, as_seen=as_seen)


def _level_there(fact: Fact, lump: Lump) -> int | None:
    """How much the place of a lump hurts, as this fact tells; None where it tells nothing of it."""
    match fact.body:
        case PainRated(level=level, area=area) if area is lump.area:
            return level
        case LumpSeen(pain=pain, lump=name) if (name or fact.id) == lump.id:
            return pain
        case _:
            return None


def _once(
    name: str, fact: Fact, evidence: Evidence, subject: str, traces: Observations, *, as_seen: bool = False
) -> None:
    """A combination counts from the first moment it holds; an answer to one of its questions is the news, not this."""
    if (name, subject) not in traces.by_key or name in {"back-lump-with-pain", "meningitis-cluster"}:
        traces.up(name, fact, evidence, subject, sign=False, as_seen=as_seen)


def locks_area(blocks: Blocks, area: BodyArea | None, chosen: BodyArea | None, areas: Iterable[BodyArea]) -> bool:
    """Whether a lock of this place holds for a technique used on `chosen` (anywhere in `areas` when None)."""
    if blocks.where is Where.EVERYWHERE or area is None:
        return True
    return area == chosen if chosen is not None else area in set(areas)
