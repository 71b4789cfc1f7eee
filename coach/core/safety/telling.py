"""What each fact of the record says of the flags, one after the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.history.lumps import pain_of, size_of
from coach.core.record.checks import CheckAnswered
from coach.core.record.facts import FactOf, as_a
from coach.core.record.health import EpisodeBegan, EpisodeEnded, LumpSeen, PainRated, SignReported, StatusGiven
from coach.core.safety.evidence import Evidence
from coach.core.safety.rules import trends
from coach.core.safety.rules.combinations import BACK, back_lump, log_values, met, rest_with_lump
from coach.core.vocabulary import Tag, Trend, Trigger

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.core.history.history import Lump
    from coach.core.record.facts import Fact
    from coach.core.safety.observations import Observations
    from coach.core.safety.visits import Visits

    Rise = Callable[[Lump, datetime], Evidence | None]

NIGHT_WINDOW = timedelta(days=9)  # covers LR11's 7 local days over any change of clocks or zone


def tell(fact: Fact, traces: Observations, visits: Visits) -> None:
    """Note what this fact says; those before it have been told."""
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
            level, visit = _level_there(fact, lump), visits.last_on(flag, lump.id)
            as_seen = visits.as_sore(flag, lump, level, now)
            worse = level is not None and not as_seen and visit is not None and visit.at < now  # than at that visit
            _once(flag.id, fact, sore, lump.id, traces, as_seen=as_seen, worse=worse)


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
    name: str,
    fact: Fact,
    evidence: Evidence,
    subject: str,
    traces: Observations,
    *,
    as_seen: bool = False,
    worse: bool = False,
) -> None:
    """A combination counts from the first moment it holds; an answer to one of its questions is the news, not this.

    What was measured as `worse` since a visit is news.
    """
    if (name, subject) not in traces.by_key or name in {"back-lump-with-pain", "meningitis-cluster"}:
        traces.up(name, fact, evidence, subject, sign=worse, measured=worse, as_seen=as_seen)
