"""Puts together what belongs to one complaint: its start, its end, its ratings, and the words on it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from coach.core.history.history import REOPEN_DAYS, Episode, Rating, Status, ended_by_itself, instant_of
from coach.core.vocabulary import EPISODE_KINDS, Answer, Trend

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from coach.core.record.checks import CheckAnswered
    from coach.core.record.facts import FactOf
    from coach.core.record.health import EpisodeBegan, EpisodeEnded, PainRated, StatusGiven
    from coach.core.vocabulary import BodyArea, ComplaintKind

NO_BETTER = "no-better-24h"
_STATUS_OF = {Answer.YES: Trend.BETTER, Answer.NO: Trend.SAME, Answer.NOT_SURE: Trend.NOT_SURE}  # red_flags.yaml


@dataclass(slots=True)
class _Draft:
    """An episode while its facts are being read."""

    episode: Episode
    ended: datetime | None = None  # by the person's word
    resumed: datetime | None = None  # when it came back, closed less than a week before
    statuses: list[Status] = field(default_factory=list)


@dataclass(slots=True)
class Told:
    """What belongs to complaints, found by complaint or by area."""

    pain: dict[BodyArea | None, list[FactOf[PainRated]]] = field(default_factory=dict)
    words: dict[BodyArea | None, list[Status]] = field(default_factory=dict)  # in pain entries there
    own_words: dict[str, list[Status]] = field(default_factory=dict)
    answers: list[tuple[str | None, Status]] = field(default_factory=list)  # to no-better-24h, of which complaint
    ends: dict[str, FactOf[EpisodeEnded]] = field(default_factory=dict)


def told(
    pain: Sequence[FactOf[PainRated]],
    statuses: Sequence[FactOf[StatusGiven]],
    checks: Sequence[FactOf[CheckAnswered]],
    ends: Sequence[FactOf[EpisodeEnded]],
) -> Told:
    """These facts, which are in order, by what they are about."""
    index = Told(ends={fact.body.episode: fact for fact in ends})
    for status in statuses:
        word = Status(status.id, status.local, status.body.value)
        index.own_words.setdefault(status.body.episode, []).append(word)
    for rated in pain:
        index.pain.setdefault(rated.body.area, []).append(rated)
        if rated.body.status is not None:
            word = Status(rated.id, rated.local, rated.body.status)
            index.words.setdefault(rated.body.area, []).append(word)
    for check in checks:
        answer = check.body.answer(NO_BETTER)
        if answer is not None:
            index.answers.append((check.body.episode, Status(check.id, check.local, _STATUS_OF[answer])))
    return index


def rating(fact: FactOf[PainRated]) -> Rating:
    """One pain entry, as the rules read it."""
    body = fact.body
    return Rating(fact.id, fact.local, body.level, body.area, body.tags, body.medicine or "")


def episodes(begun: Sequence[FactOf[EpisodeBegan]], index: Told) -> tuple[Episode, ...]:
    """The complaints that these facts begin, oldest first. What begins anew within a week is the old one."""
    drafts: dict[tuple[ComplaintKind, BodyArea | None], list[_Draft]] = {}
    own = [fact for fact in begun if fact.body.complaint in EPISODE_KINDS]
    for fact in sorted(own, key=lambda f: (instant_of(f.body.started, f), f.id)):
        _begin(fact, drafts, index)
    every = (_finished(draft, index) for some in drafts.values() for draft in some)
    return tuple(sorted(every, key=lambda episode: (episode.started, episode.id)))


def _begin(
    fact: FactOf[EpisodeBegan], drafts: dict[tuple[ComplaintKind, BodyArea | None], list[_Draft]], index: Told
) -> None:
    body = fact.body
    started = instant_of(body.started, fact)
    same = drafts.setdefault((body.complaint, body.area), [])
    episode = Episode(fact.id, body.complaint, body.area, body.side, started, None, fact.local, triggers=body.triggers)
    old = next((draft for draft in same if _goes_on(draft, episode, index)), None)
    ended = _word_of_end(fact, index)
    if old is not None:
        old.ended, old.resumed = ended or _ended_again(old.episode.id, started, index), started
        old.statuses += _statuses(fact.id, body.area, index)
        return
    same.append(_Draft(episode, ended, None, _statuses(fact.id, body.area, index)))


def _goes_on(draft: _Draft, anew: Episode, index: Told) -> bool:
    """Whether a new start is the old complaint: still open, or closed less than a week ago.

    Closing and starting anew must not dodge the rules that count the days.
    """
    old = draft.episode
    if draft.ended is not None and (anew.started.date() - draft.ended.date()).days > REOPEN_DAYS:
        return False
    ended = _finished(draft, index).ended
    if ended is None or ended > anew.started:
        return old.side == anew.side or old.side is None or anew.side is None
    return (anew.started.date() - ended.date()).days <= REOPEN_DAYS


def _word_of_end(begun: FactOf[EpisodeBegan], index: Told) -> datetime | None:
    if begun.body.ended is not None:
        return instant_of(begun.body.ended, begun)
    end = index.ends.get(begun.id)
    return instant_of(end.body.ended, end) if end is not None else None


def _ended_again(first: str, back: datetime, index: Told) -> datetime | None:
    """The end of a complaint that came back: its first id serves as well, said after that."""
    end = index.ends.get(first)
    return instant_of(end.body.ended, end) if end is not None and end.local > back else None


def _statuses(episode: str, area: BodyArea | None, index: Told) -> list[Status]:
    """Words on this complaint: entries of its own, those of pain entries there, and the answer to no-better-24h."""
    answers = [word for name, word in index.answers if name in {None, episode}]
    return [*index.own_words.get(episode, ()), *index.words.get(area, ()), *answers]


def _finished(draft: _Draft, index: Told) -> Episode:
    episode = draft.episode
    there = index.pain.get(episode.area, [])
    first = bisect_left(there, episode.started, key=lambda fact: fact.at)
    after = len(there)
    if draft.ended is not None:
        after = bisect_right(there, draft.ended, key=lambda fact: fact.at)
    own = tuple(rating(fact) for fact in there[first:after])
    itself = ended_by_itself(draft.resumed or episode.started, own)
    ended = min((end for end in (draft.ended, itself) if end is not None), default=None)
    statuses = tuple(sorted({s.id: s for s in draft.statuses}.values(), key=lambda s: (s.at, s.id)))
    return replace(episode, ended=ended, pain=own, statuses=statuses)
