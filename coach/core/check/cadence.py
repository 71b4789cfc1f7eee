"""Which questions are due now (docs/safety-rules.md, When what is asked): read from the record, never stored."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Layer, Level
from coach.core.check.needs import just_noted, noted_before
from coach.core.frozen import frozen
from coach.core.history.unread import to_ask
from coach.core.record.checks import CheckAnswered
from coach.core.record.facts import of
from coach.core.safety.profile import a_year_after, profile_known
from coach.core.safety.rules.trends import NO_BETTER_KINDS
from coach.core.safety.scope import of_profile
from coach.core.vocabulary import ComplaintKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.check.needs import NotedBefore
    from coach.core.history.history import Episode, Lump
    from coach.core.record.facts import Fact
    from coach.core.safety.screening import Evaluation

WEEK_DAYS = 7  # the slow signs, and a lump
STAGES_DAYS = (7, 14)  # a complaint: when added, after 24 h, at day 7 and at day 14
DAILY_DAYS = 3  # a lump: daily for the first 3 days
RATING_DAYS = 5  # no pain entry for 5 days in an open complaint: ask, and keep counting


@frozen
class DueQuestions:
    """What is to be asked now, beside the check of the day. `profile` are the questions about the person that were
    never answered, or a year ago; `better` are complaints to ask "is it any better?" of; `changed` asks "Has anything
    changed?" where what was once called fine is a year old; `rate` are complaints without a rating for 5 days.
    `just_noted` are, by lump, the questions that what was noted of it today has answered, `noted` what its last look
    says against a "no". `unread` are the ids of
    entries that can't be read: because of them everything is due, once.
    """

    profile: frozenset[str] = frozenset()
    changed: bool = False
    weekly: bool = False
    episodes: tuple[Episode, ...] = ()
    better: frozenset[str] = frozenset()
    lumps: tuple[Lump, ...] = ()
    rate: tuple[Episode, ...] = ()
    just_noted: Mapping[str, frozenset[str]] = field(default_factory=dict)
    noted: Mapping[str, Mapping[str, NotedBefore]] = field(default_factory=dict)
    unread: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether anything is due that a check has to answer."""
        return bool(self.profile or self.changed or self.weekly or self.episodes or self.lumps)


def due(facts: Iterable[Fact], said: Evaluation, catalogue: Catalogue, now: datetime) -> DueQuestions:
    """What is due at `now` (local, aware), beside the check of the day."""
    given = list(facts)
    unread = to_ask(given)
    asked = _asked(given) if not unread else {}
    history = said.history
    every = frozenset(flag.id for flag in catalogue.of_layer(Layer.PROFILE))
    profile = every if unread else every - profile_known(given, history, catalogue, now)
    open_ones = [episode for episode in history.episodes if episode.open(now)]
    episodes = tuple(e for e in open_ones if _stage_due(e, asked.get(f"episode:{e.id}"), now))
    lumps = tuple(lump for lump in history.lumps_at(now) if _look_due(lump, asked.get(f"lump:{lump.id}"), now))
    return DueQuestions(
        profile=profile,
        changed=profile != every and _old_clearance(said, now),
        weekly=_week_due(said, asked.get(str(Layer.WEEKLY)), now),
        episodes=episodes,
        better=frozenset(e.id for e in episodes if e.kind in NO_BETTER_KINDS and _after(e.started, 24) <= now),
        lumps=lumps,
        rate=tuple(e for e in open_ones if _unrated(e, now)),
        just_noted={lump.id: just_noted(lump, now) for lump in lumps},
        noted={lump.id: noted_before(lump, of(given, CheckAnswered), now) for lump in lumps},
        unread=unread,
    )


def _week_due(said: Evaluation, asked: datetime | None, now: datetime) -> bool:
    """Once in 7 days, and when a lump, or a sign that somebody should see, has come up since."""
    if asked is None or (now.date() - asked.date()).days >= WEEK_DAYS:
        return True
    signs = any(up.since > asked and up.level.rank >= Level.CLINICIAN.rank for up in said.flags)
    return signs or any(lump.known > asked for lump in said.history.lumps_at(now))


def _asked(facts: Iterable[Fact]) -> dict[str, datetime]:
    """When each part of a check was last gone through whole."""
    checks = sorted(of(facts, CheckAnswered), key=lambda f: (f.at, f.id))
    return {section: fact.local for fact in checks for section in fact.body.sections or ()}


def _after(moment: datetime, hours: int) -> datetime:
    return moment + timedelta(hours=hours)


def _stage_due(episode: Episode, asked: datetime | None, now: datetime) -> bool:
    """Whether a stage of the complaint has come since its questions were last answered."""
    if asked is None:
        return True
    midnight = episode.started.replace(hour=0, minute=0, second=0, microsecond=0)
    stages = [_after(episode.started, 24), *(midnight + timedelta(days=days) for days in STAGES_DAYS)]
    return any(asked < stage <= now for stage in stages)


def _look_due(lump: Lump, asked: datetime | None, now: datetime) -> bool:
    """When added, daily for the first three days, then weekly."""
    if asked is None:
        return True
    fresh = (now.date() - lump.known.date()).days < DAILY_DAYS
    return (now.date() - asked.date()).days >= (1 if fresh else WEEK_DAYS)


def _unrated(episode: Episode, now: datetime) -> bool:
    if episode.kind is ComplaintKind.GLAND:
        return False
    last = max((rating.at for rating in episode.pain), default=episode.started)
    return (now.date() - last.date()).days >= RATING_DAYS


def _old_clearance(said: Evaluation, now: datetime) -> bool:
    """Whether a profile flag rests on a word that is 12 months old, with no "nothing has changed" since."""
    confirmed = [at for at, changed in said.history.doubts if not changed]
    for up in said.flags:
        if not (up.seen and of_profile(up.flag)):
            continue
        named = [visit.at for visit in said.history.visits if up.flag.id in visit.flags]
        latest = max([*named, *confirmed], default=None)
        if latest is not None and now.date() >= a_year_after(latest.date()):
            return True
    return False
