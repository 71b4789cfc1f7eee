"""Every rule that is computed from the history at one moment, each under the id of its flag.

`RULES` is the registry: a catalogue entry whose rule is not here (or answered, see `rules`) makes the load fail.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Level
from coach.core.record.facts import of
from coach.core.record.health import PainRated
from coach.core.safety.evidence import Evidence
from coach.core.safety.kept_signs import AGE
from coach.core.safety.raised_flag import Fired
from coach.core.safety.rules import trends
from coach.core.safety.rules.combinations import (
    age_new_pain,
    age_under_18,
    back_lump,
    birthday_open,
    clinicians_word,
    pressing_round_lump,
    rest_with_lump,
    unseen_lump,
    with_profile,
)
from coach.core.vocabulary import ComplaintKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from coach.core.catalogue.catalogue import Blocks
    from coach.core.history.history import Episode, Lump
    from coach.core.record.facts import Fact
    from coach.core.safety.observations import Observations
    from coach.core.safety.visits import Visits

FROM_DAY = {
    "no-better-24h": trends.DAY_HOURS // 24,
    "spasm-prolonged": trends.WEEK,
    "pain-not-better-1-week": trends.WEEK,
    "severe-not-better-1-week": trends.WEEK,
    "pain-not-better-2-weeks": trends.TWO_WEEKS,
}  # the first day on which the rule can fire: before, nobody knew


def computed(facts: Sequence[Fact], traces: Observations, visits: Visits, now: datetime) -> list[Fired]:
    """All that fires at `now`, before anybody looked at visits."""
    found: list[Fired] = []
    for episode in traces.history.episodes:
        if episode.started <= now:
            found += _of_episode(episode, traces, visits, now)
    for lump in traces.history.lumps_at(now):
        found += (
            replace(one, noted=max(lump.known, one.noted or lump.known)) for one in _of_lump(lump, traces, visits, now)
        )
    found += _of_areas(traces, now)
    found += _of_sessions(facts, traces)
    young = age_under_18(traces, now)
    if young is not None:
        new_year = now.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
        found.append(Fired(AGE, young, new_year, visited=False, again=birthday_open(traces, now)))
    return [one for one in found if one.flag in traces.catalogue.flags]


def _of_episode(episode: Episode, traces: Observations, visits: Visits, now: datetime) -> Iterator[Fired]:
    rules: dict[str, Evidence | None] = {
        "no-better-24h": trends.no_better(episode, now),
        "spasm-prolonged": trends.prolonged_spasm(episode, now),
        "pain-not-better-1-week": trends.not_better_one_week(episode, now),
        "severe-not-better-1-week": trends.severe_one_week(episode, now),
        "pain-not-better-2-weeks": trends.not_better_two_weeks(episode, now, traces.history.care_days),
        "age-new-pain": age_new_pain(episode, traces.history),
    }
    for name, seen in rules.items():
        if seen is not None:
            first = episode.started + timedelta(days=FROM_DAY.get(name, 0))
            yield Fired(name, seen, episode.started, episode.id, noted=max(first, episode.known_at))
    yield from (replace(one, noted=episode.known_at) for one in _worse(episode, traces, visits, now))
    if episode.kind is ComplaintKind.BRUISE and episode.open(now):
        words = Evidence("placement", "A bruise that has not gone is on record.", (episode.id,))
        yield Fired("bruise-on-record", words, episode.started, episode.id, episode.area, noted=episode.known_at)


def _worse(episode: Episode, traces: Observations, visits: Visits, now: datetime) -> Iterator[Fired]:
    """LR7; after a visit only what got worse since then is news."""
    flag = traces.catalogue.flags.get("pain-getting-worse")
    seen = trends.getting_worse(episode, now)
    if flag is None or seen is None:
        return
    visit = visits.clears(flag, None, episode.started, now)
    if visit is not None:
        known = [rating for rating in episode.pain if rating.at <= visit.at]
        level = trends.latest_level(known)
        anew = trends.getting_worse(episode, now, int(level) if level is not None else None, visit.at)
        if anew is not None:
            yield Fired(flag.id, anew, episode.pain[-1].at, episode.id, visited=False)
            return
    yield Fired(flag.id, seen, episode.started, episode.id)


def _of_lump(lump: Lump, traces: Observations, visits: Visits, now: datetime) -> Iterator[Fired]:
    seen, refused = unseen_lump(lump, now)
    full: Blocks | None = traces.catalogue.levels[Level.CLINICIAN].blocks if refused else None
    since = lump.since
    if refused and (said := lump.value_at(clinicians_word, now)) is not None:
        since = said[0].at
    unseen = Fired("lump-new-unassessed", seen, since, lump.id, lump.area, lump.id, full)
    yield unseen
    old = trends.lump_two_weeks(lump, now)
    if old is not None:
        yield replace(unseen, flag="lump-over-2-weeks", evidence=old[0], since=old[1], area=None, blocks=None)
    everywhere = replace(unseen, area=None, blocks=None)
    for name, words, since in with_profile(lump, traces, visits, now):
        yield replace(everywhere, flag=name, evidence=words, since=since)
    rest = rest_with_lump(lump, traces, visits, now)
    if rest is not None:
        yield replace(everywhere, flag="rest-no-relief-with-lump", evidence=rest[0], since=rest[1])
    sore = back_lump(lump, traces, now)
    if sore is not None:
        told = _completed("back-lump-with-pain", lump, traces, visits)  # a visit is held against the lump's own start
        yield replace(everywhere, flag="back-lump-with-pain", evidence=sore, since=lump.since, noted=told)
    fine = pressing_round_lump(lump, visits, now)
    if fine is not None:
        yield Fired("solid-lump-no-direct-pressure", fine, lump.since, lump.id, lump.area, lump.id)


def _completed(name: str, lump: Lump, traces: Observations, visits: Visits) -> datetime | None:
    """From when on somebody could act on a combination with a lump, after the last visit about it if there was one."""
    trace = traces.by_key.get((name, lump.id))
    if trace is None:
        return None
    visit = visits.last_on(trace.flag, lump.id)
    return trace.since(visit.at if visit is not None else None)


def _of_areas(traces: Observations, now: datetime) -> Iterator[Fired]:
    history = traces.history
    areas = {e.area for e in history.episodes} | {where for _, where, _ in history.past_starts}
    for area in sorted(area for area in areas if area is not None):
        seen = trends.keeps_coming_back(history, area, now)
        if seen is not None:
            starts = [e.started for e in history.episodes if e.area is area]
            starts += [at for at, where, _ in history.past_starts if where is area]
            since = max((at for at in starts if at <= now), default=now)  # of today in another zone: yet to come here
            yield Fired("knot-keeps-coming-back", seen, since, str(area), None)


def _of_sessions(facts: Sequence[Fact], traces: Observations) -> Iterator[Fired]:
    """LR13: a technique that twice in a row left more pain is offered no longer, until somebody was seen about it."""
    flag = traces.catalogue.flags.get("in-session-pain-up")
    if flag is None:
        return
    rated = [fact for fact in of(facts, PainRated) if fact.body.before is not None]
    rose = [fact.body for fact in rated if trends.pain_up_after(fact.body)]
    for technique in sorted({name for body in rose for name in body.techniques}):
        twice = trends.twice_in_a_row(rated, technique)
        if twice is None:
            continue
        words = f"Pain was 2 or more up after {technique} twice in a row, so it is offered no longer."
        blocks = replace(flag.blocks, techniques=frozenset({technique}), until="")
        seen = Evidence("LR13", words, (twice[0].id, twice[1].id))
        yield Fired(flag.id, seen, twice[1].local, technique, None, None, blocks)
