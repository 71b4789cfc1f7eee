"""A written case, a person's situation as data, as the facts that a record would hold (docs/case-format.md)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from coach.core.catalogue.catalogue import AskedAlone, Layer
from coach.core.record.checks import CheckAnswered
from coach.core.record.facts import Fact, FactOf, moment
from coach.core.record.health import (
    CareTaken,
    EarlierStart,
    EpisodeBegan,
    LumpSeen,
    PainRated,
    ProfileTold,
    SignReported,
    StatusGiven,
    VisitMade,
)
from coach.core.safety.scope import of_lump
from coach.core.vocabulary import (
    EPISODE_KINDS,
    LUMP_KINDS,
    Answer,
    BodyArea,
    CheckLayer,
    ComplaintKind,
    Count,
    Feeling,
    FirstNoticed,
    Look,
    LumpChange,
    Moves,
    PainTime,
    SeenBy,
    Tag,
    TechniqueClass,
    Texture,
    Trend,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from coach.core.catalogue.catalogue import Catalogue, Flag
    from coach.core.record.facts import Known

W = TypeVar("W", bound=StrEnum)

LUMP, EPISODE = "!lump", "!episode"  # before every numbered fact of the same moment


def when(given: Mapping[str, Any], now: datetime) -> datetime:
    """A moment of a case: `d` whole days from today at the same time of day, or `h` hours from now."""
    return now + (timedelta(days=given["d"]) if "d" in given else timedelta(hours=given.get("h", 0)))


def has_lump(case: Mapping[str, Any]) -> bool:
    """Whether a lump is on record in the case."""
    history = case.get("history") or {}
    kinds = {case.get("kind"), (history.get("episode") or {}).get("kind")}
    answer = (case.get("answers") or {}).get("knot-may-be-lump", "no")
    return bool(kinds & LUMP_KINDS) or history.get("lump") is not None or answer != "no"


@dataclass(slots=True)
class _Writer:
    """Writes facts one after the other; a later one counts as later at the same moment."""

    now: datetime
    facts: list[Fact] = field(default_factory=list)

    def add(self, at: datetime, body: Known, name: str = "") -> None:
        instant, offset = moment(at)
        self.facts.append(FactOf(name or f"{len(self.facts):04}-{body.kind}", instant, offset, "", body))


def facts_of(case: Mapping[str, Any], catalogue: Catalogue, now: datetime) -> list[Fact]:
    """The facts that a record would hold for this case. What is unsafe is written; a safe answer says nothing."""
    history: Mapping[str, Any] = case.get("history") or {}
    first = min([now, *_moments(history, now)])
    writer = _Writer(now)
    age = (case.get("person") or {}).get("age")
    if age is not None:
        writer.add(first, ProfileTold(age=age))
    episode: Mapping[str, Any] = history.get("episode") or {}
    area = area_of_case(case)
    where = area_of_case(episode) or area
    if episode.get("kind", case.get("kind")) in EPISODE_KINDS:
        _write_episode(writer, episode, case, where)
    for past in history.get("episodes") or ():
        writer.add(
            when(past, now), EarlierStart(area=area_of_case(past) or area, complaint=_word(ComplaintKind, past, "kind"))
        )
    for entry in history.get("pain") or ():
        tags = tuple(Tag(tag) for tag in entry.get("tags") or ())
        writer.add(when(entry, now), PainRated(level=entry["level"], area=where, tags=tags))
    for day in history.get("care_days") or ():
        writer.add(when({"d": day}, now), CareTaken())
    if has_lump(case):
        _write_lump(writer, case, catalogue)
    _write_answers(writer, case, catalogue, first)
    _write_event(writer, case, area)
    for visit in history.get("visits") or ():
        _write_visit(writer, visit, (LUMP,) if has_lump(case) else None)
    seen_by = _word(SeenBy, history.get("lump") or {}, "seen_by")
    if seen_by is not None:
        writer.add(now, LumpSeen(lump=LUMP, seen_by=seen_by))
    return writer.facts


def area_of_case(given: Mapping[str, Any]) -> BodyArea | None:
    """The body area of a case, or of a part of it."""
    return _word(BodyArea, given, "area")


def _word(kind: type[W], given: Mapping[str, Any], name: str) -> W | None:
    value = given.get(name)
    return kind(value) if value is not None else None


def _moments(history: Mapping[str, Any], now: datetime) -> list[datetime]:
    """Every moment a case's history names."""
    found: list[datetime] = []
    todo: list[Any] = [history]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            if "d" in value or "h" in value:
                found.append(when(value, now))
            todo += value.values()
        elif isinstance(value, (list, tuple)):
            todo += value
    return found


def _write_episode(
    writer: _Writer, episode: Mapping[str, Any], case: Mapping[str, Any], where: BodyArea | None
) -> None:
    now = writer.now
    started = when(episode["started"], now) if "started" in episode else now
    ended = when(episode["ended"], now) if "ended" in episode else None
    complaint = ComplaintKind(episode.get("kind", case.get("kind")))
    writer.add(started, EpisodeBegan(complaint=complaint, area=where, started=started, ended=ended), EPISODE)
    for status in episode.get("status") or ():
        writer.add(when(status, now), StatusGiven(episode=EPISODE, value=Trend(status["v"])))


def _write_lump(writer: _Writer, case: Mapping[str, Any], catalogue: Catalogue) -> None:
    """One entry for what has no date, from when the lump is on record; one for each dated value.

    It is on record since the first dated value, or a visit about it; else since now.
    """
    history: Mapping[str, Any] = case.get("history") or {}
    lump: Mapping[str, Any] = history.get("lump") or {}
    now = writer.now
    dated = [when(entry, now) for values in lump.values() if isinstance(values, list) for entry in values]
    visits = history.get("visits") or ()
    about = [v for v in visits if any(of_lump(catalogue.flags[name]) for name in v.get("flags") or ())]
    dated += [when(visit, now) for visit in about]
    given = lump.get("first_noticed")
    since = min([now, *dated])
    noticed: date | FirstNoticed = FirstNoticed.NOT_GIVEN  # left out it says nothing
    if isinstance(given, str):
        noticed = FirstNoticed(given)
    elif given is not None:
        begun = when(given, now)
        noticed = begun.date()
        since = max(since, begun)  # nobody can have known it before
    undated = {
        n: v for n, v in lump.items() if n not in {"first_noticed", "seen_by"} and not isinstance(v, (list, dict))
    }
    writer.add(since, replace(_look(undated), area=area_of_case(case), first_noticed=noticed), LUMP)
    for name, values in lump.items():
        for entry in values if isinstance(values, list) else ():
            writer.add(when(entry, now), replace(_look({name: entry["v"]}), lump=LUMP))


def _look(given: Mapping[str, Any]) -> LumpSeen:
    """What was noted at one look, as the case spells it."""
    return LumpSeen(
        size_mm=given.get("size_mm"),
        pain=given.get("pain"),
        pain_time=_word(PainTime, given, "pain_time"),
        texture=_word(Texture, given, "texture"),
        moves=_word(Moves, given, "moves"),
        look=_word(Look, given, "look"),
        feeling=_word(Feeling, given, "feeling"),
        count=_word(Count, given, "count"),
        on_spine=_word(Answer, given, "on_spine"),
        after_injury=_word(Answer, given, "after_injury"),
        other_lumps=_word(Answer, given, "other_lumps"),
        change_since_last=_word(LumpChange, given, "change_since_last"),
    )


def _write_answers(writer: _Writer, case: Mapping[str, Any], catalogue: Catalogue, first: datetime) -> None:
    """The unsafe answers: those of now, and before all else what was so already (the profile, what a visit names)."""
    flags = catalogue.flags
    given = {name: Answer(value) for name, value in (case.get("answers") or {}).items() if not flags[name].options}
    bad = {name: answer for name, answer in given.items() if flags[name].unsafe(answer)}
    visited = {name for visit in (case.get("history") or {}).get("visits") or () for name in visit.get("flags") or ()}
    visited |= {part for name in visited for part in _parts(flags[name])}
    lump = LUMP if has_lump(case) else None
    nothing = CheckAnswered(layer=CheckLayer.TOLD, area=area_of_case(case), episode=EPISODE, lump=lump)
    before = tuple((n, a) for n, a in bad.items() if flags[n].ask is Layer.PROFILE or n in visited)
    if before:
        writer.add(first, replace(nothing, answers=before))
    today = {n: a for n, a in bad.items() if flags[n].ask is not Layer.PROFILE}
    today |= {name: answer for name, answer in given.items() if flags[name].alone is AskedAlone.A_DAY_LATER}
    if today:
        writer.add(writer.now, replace(nothing, answers=tuple(today.items())))


def _parts(flag: Flag) -> tuple[str, ...]:
    """What a combination is made of: a visit that names it knew these as well."""
    return (*(flag.rule.any_two_of or flag.rule.all_of), *flag.rule.parts)


def _write_event(writer: _Writer, case: Mapping[str, Any], area: BodyArea | None) -> None:
    event = case.get("event")
    if event is None:
        return
    body = SignReported(flag=event["report"], technique=event["technique"], area=area, pressed=event.get("seconds"))
    writer.add(writer.now, body)


def _write_visit(writer: _Writer, visit: Mapping[str, Any], lumps: tuple[str, ...] | None) -> None:
    body = VisitMade(
        flags=tuple(visit.get("flags") or ()),
        classes=tuple(TechniqueClass(cls) for cls in visit.get("classes") or ()),
        who=visit.get("who") or "",
        lumps=lumps,
    )
    writer.add(when(visit, writer.now), body)
