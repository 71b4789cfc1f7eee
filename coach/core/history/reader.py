"""Facts -> `History`: puts together what belongs to one complaint, one lump, one visit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, overload

from coach.core.history import care
from coach.core.history.history import (
    REOPEN_DAYS,
    Episode,
    History,
    Lump,
    LumpCheck,
    Rating,
    Status,
    Visit,
    area_of,
    ended_by_itself,
    instant_of,
)
from coach.core.vocabulary import EPISODE_KINDS, LUMP_KINDS, BodyArea, ComplaintKind, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.core.record.facts import Fact

SEEN_FINE = "seen: self-care fine"
_STATUS_OF = {"yes": "better", "no": "same", "not-sure": "not-sure"}  # what the answers to no-better-24h come to


@dataclass(slots=True)
class _Draft:
    """An episode while its facts are being read."""

    episode: Episode
    ended: datetime | None = None  # by the person's word
    resumed: datetime | None = None  # when it came back, closed less than a week before
    statuses: list[Status] = field(default_factory=list)


NO_TAGS: frozenset[str] = frozenset()


class Ratings(Sequence[Rating]):
    """The ratings in pain entries, each made when it is asked for: of ten years, few are ever looked at."""

    def __init__(self, facts: Sequence[Fact]) -> None:
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
        return Ratings(self._facts[index]) if isinstance(index, slice) else _rating(self._facts[index])


def read(facts: Sequence[Fact], seen_fine_clears: frozenset[str] = frozenset()) -> History:
    """The history in these facts, which are in order and corrected (`corrections`).

    `seen_fine_clears` are the flags of a lump that go when it is noted as seen, with self-care fine.
    """
    of: dict[str, list[Fact]] = {}
    for fact in facts:
        of.setdefault(fact.kind, []).append(fact)
    checks = of.get("check", [])
    pain = [fact for fact in of.get("pain", ()) if _is_level(fact.body.get("level"))]
    lumps = _lumps(facts, of.get("lump", []))
    profile = {name: value for fact in of.get("profile", ()) for name, value in fact.body.items()}
    age, born = profile.get("age"), profile.get("year_of_birth")
    episodes = _episodes(of, pain)
    return History(
        episodes=episodes,
        lumps=lumps,
        pain=Ratings(pain),
        visits=_visits(of.get("visit", []), lumps, seen_fine_clears),
        care_days=care.days(facts, episodes),
        past_starts=tuple((f.local, area_of(f.body.get("area")), f.id) for f in of.get("past-start", ())),
        age=age if isinstance(age, int) else None,
        year_of_birth=born if isinstance(born, int) else None,
        doubts=tuple((f.local, f.body["changed"] != "no") for f in checks if "changed" in f.body),
    )


def _is_level(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _rating(fact: Fact) -> Rating:
    body = fact.body
    tags = frozenset(str(tag) for tag in body["tags"]) if body.get("tags") else NO_TAGS
    return Rating(fact.id, fact.local, body["level"], area_of(body.get("area")), tags, body.get("medicine") == "yes")


# --- complaints ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Index:
    """What belongs to complaints, found by complaint or by area."""

    pain: dict[BodyArea | None, list[Fact]] = field(default_factory=dict)
    words: dict[BodyArea | None, list[Status]] = field(default_factory=dict)  # in pain entries there
    own_words: dict[str, list[Status]] = field(default_factory=dict)
    answers: list[tuple[str | None, Status]] = field(default_factory=list)  # to no-better-24h, of which complaint
    ends: dict[str, Fact] = field(default_factory=dict)


def _index(of: Mapping[str, list[Fact]], pain: list[Fact]) -> _Index:
    index = _Index()
    for fact in pain:
        index.pain.setdefault(area_of(fact.body.get("area")), []).append(fact)
    for fact in of.get("status", ()):
        if fact.body.get("value"):
            word = Status(fact.id, fact.local, str(fact.body["value"]))
            index.own_words.setdefault(str(fact.body.get("episode")), []).append(word)
    for fact in of.get("pain", ()):
        if fact.body.get("status"):
            word = Status(fact.id, fact.local, str(fact.body["status"]))
            index.words.setdefault(area_of(fact.body.get("area")), []).append(word)
    for fact in of.get("check", ()):
        said = fact.body.get("answers", {}).get("no-better-24h")
        if said is not None:
            value = _STATUS_OF.get(str(said), "not-sure")
            index.answers.append((fact.body.get("episode"), Status(fact.id, fact.local, value)))
    index.ends |= {str(fact.body.get("episode")): fact for fact in of.get("episode-ended", ())}
    return index


def _episodes(of: Mapping[str, list[Fact]], pain: list[Fact]) -> tuple[Episode, ...]:
    begun = [fact for fact in of.get("episode", ()) if fact.body.get("kind") in EPISODE_KINDS]
    if not begun:
        return ()
    drafts: dict[tuple[ComplaintKind, BodyArea | None], list[_Draft]] = {}
    index = _index(of, pain)
    for fact in sorted(begun, key=lambda f: (instant_of(f.body.get("started"), f), f.id)):
        _begin(fact, drafts, index)
    every = (_finished(draft, index) for some in drafts.values() for draft in some)
    return tuple(sorted(every, key=lambda episode: (episode.started, episode.id)))


def _begin(fact: Fact, drafts: dict[tuple[ComplaintKind, BodyArea | None], list[_Draft]], index: _Index) -> None:
    started = instant_of(fact.body.get("started"), fact)
    kind, area = ComplaintKind(fact.body["kind"]), area_of(fact.body.get("area"))
    side = str(fact.body.get("side") or "")
    same = drafts.setdefault((kind, area), [])
    old = next((draft for draft in same if _goes_on(draft, side, started, index)), None)
    ended = _word_of_end(fact, index)
    if old is not None:
        old.ended, old.resumed = ended or _ended_again(old.episode.id, started, index), started
        old.statuses += _statuses(fact.id, area, index)
        return
    episode = Episode(
        fact.id,
        kind,
        area,
        side,
        started,
        None,
        fact.local,
        triggers=tuple(str(t) for t in fact.body.get("triggers") or ()),
    )
    same.append(_Draft(episode, ended, None, _statuses(fact.id, area, index)))


def _goes_on(draft: _Draft, side: str, started: datetime, index: _Index) -> bool:
    """Whether a new start is the old complaint: still open, or closed less than a week ago.

    Closing and starting anew must not dodge the rules that count the days.
    """
    old = draft.episode
    if draft.ended is not None and (started.date() - draft.ended.date()).days > REOPEN_DAYS:
        return False
    ended = _finished(draft, index).ended
    if ended is None or ended > started:
        return old.side == side or not (old.side and side)
    return (started.date() - ended.date()).days <= REOPEN_DAYS


def _word_of_end(begun: Fact, index: _Index) -> datetime | None:
    if begun.body.get("ended") is not None:
        return instant_of(begun.body["ended"], begun)
    end = index.ends.get(begun.id)
    return instant_of(end.body.get("ended"), end) if end is not None else None


def _ended_again(first: str, back: datetime, index: _Index) -> datetime | None:
    """The end of a complaint that came back: its first id serves as well, said after that."""
    end = index.ends.get(first)
    return instant_of(end.body.get("ended"), end) if end is not None and end.local > back else None


def _statuses(episode: str, area: BodyArea | None, index: _Index) -> list[Status]:
    """Words on this complaint: entries of its own, those of pain entries there, and the answer to no-better-24h."""
    answers = [word for name, word in index.answers if name in {None, episode}]
    return [*index.own_words.get(episode, ()), *index.words.get(area, ()), *answers]


def _finished(draft: _Draft, index: _Index) -> Episode:
    episode = draft.episode
    there = index.pain.get(episode.area, [])
    first = bisect_left(there, episode.started, key=lambda fact: fact.at)
    after = len(there)
    if draft.ended is not None:
        after = bisect_right(there, draft.ended, key=lambda fact: fact.at)
    own = tuple(_rating(fact) for fact in there[first:after])
    itself = ended_by_itself(draft.resumed or episode.started, own)
    ended = min((end for end in (draft.ended, itself) if end is not None), default=None)
    statuses = tuple(sorted({s.id: s for s in draft.statuses}.values(), key=lambda s: (s.at, s.id)))
    return replace(episode, ended=ended, pain=own, statuses=statuses)


# --- lumps --------------------------------------------------------------------------------------------------------


def _lumps(facts: Sequence[Fact], logged: Sequence[Fact]) -> tuple[Lump, ...]:
    """The lumps that were logged, and those that only a kind or an answer speaks of, where none was logged there."""
    own: dict[str, list[Fact]] = {}
    for fact in logged:
        own.setdefault(str(fact.body.get("lump") or fact.id), []).append(fact)
    found = [_lump(name, checks) for name, checks in own.items()]
    hinted: dict[BodyArea | None, Fact] = {}
    for fact in facts:
        if _speaks_of_lump(fact):
            hinted.setdefault(area_of(fact.body.get("area")), fact)
    for area, fact in hinted.items():
        if not any(lump.area is area or lump.area is None or area is None for lump in found):
            where = f"lump-{area}" if area is not None else "lump"
            since = _hint_since(fact)
            found.append(Lump(where, area, "", fact.local, since, since.date(), unknown=False, checks=()))
    return tuple(sorted(found, key=lambda lump: (lump.since, lump.id)))


def _speaks_of_lump(fact: Fact) -> bool:
    if fact.kind in {"episode", "pain"}:
        return fact.body.get("kind") in LUMP_KINDS
    return fact.kind == "check" and fact.body.get("answers", {}).get("knot-may-be-lump") in {"yes", "not-sure"}


def _hint_since(fact: Fact) -> datetime:
    return min(fact.local, instant_of(fact.body.get("started"), fact)) if fact.kind == "episode" else fact.local


def _lump(name: str, checks: list[Fact]) -> Lump:
    def latest(key: str) -> Any:
        return next((c.body[key] for c in reversed(checks) if c.body.get(key) is not None), None)

    noticed = latest("first_noticed")
    day: date | None = None
    if noticed is not None and noticed != "not-sure":
        day = instant_of(noticed, checks[0]).date()
    since = checks[0].local
    if day is not None:
        since = min(since, datetime.combine(day, datetime.min.time(), since.tzinfo))
    elif not any("first_noticed" in check.body for check in checks):
        day = since.date()  # nobody was asked; it is at least as old as its first entry
    return Lump(
        id=name,
        area=area_of(latest("area")),
        side=str(latest("side") or ""),
        known=checks[0].local,
        since=since,
        first_noticed=day,
        unknown=noticed == "not-sure",
        checks=tuple(LumpCheck(c.id, c.local, c.body) for c in checks),
    )


# --- visits -------------------------------------------------------------------------------------------------------


def _visits(told: Sequence[Fact], lumps: tuple[Lump, ...], seen_fine_clears: frozenset[str]) -> tuple[Visit, ...]:
    found = [_visit(fact) for fact in told]
    for lump in lumps:
        before = None
        for check, value in lump.series("seen_by"):
            if value == SEEN_FINE and before != SEEN_FINE:  # said once: saying it again does not renew it
                every = frozenset(TechniqueClass)
                found.append(Visit(check.id, check.at, "", every, seen_fine_clears, frozenset({lump.id})))
            before = value
    return tuple(sorted(found, key=lambda visit: (visit.at, visit.id)))


def _visit(fact: Fact) -> Visit:
    body = fact.body
    at = fact.local
    if body.get("on") is not None:
        midnight = instant_of(body["on"], fact) + timedelta(days=1)
        at = min(at, midnight)
    known = {str(c) for c in TechniqueClass}
    lumps = body.get("lumps")
    return Visit(
        fact.id,
        at,
        str(body.get("who") or ""),
        frozenset(TechniqueClass(c) for c in body.get("classes", ()) if c in known),
        frozenset(str(name) for name in body.get("flags", ())),
        frozenset(str(name) for name in lumps) if lumps is not None else None,
        own_word=bool(body.get("second_stage")),
    )
