"""What a person noted by hand, as it stands with its corrections: pain, complaints, lumps, words on them, visits, and
what they can do.
"""

from __future__ import annotations

import itertools
from dataclasses import fields
from enum import StrEnum
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.history.corrections import corrected, corrections_of
from coach.core.record.facts import of
from coach.core.record.health import EpisodeBegan, EpisodeEnded, LumpSeen, PainRated, StatusGiven, VisitMade
from coach.core.record.personal import FunctionRated
from coach.core.record.sessions import SessionBegan
from coach.core.shown import visible
from coach.core.vocabulary import RatedWhen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from coach.core.record.facts import Fact

NotedBody = PainRated | EpisodeBegan | EpisodeEnded | StatusGiven | LumpSeen | VisitMade | FunctionRated

UNNAMED = "something hard"  # an activity that is not on record
LONGEST = 60  # characters of one value
NO_DETAIL = frozenset(
    ("complaint", "level", "area", "side", "noted", "when", "lump", "lumps", "size_method", "supersedes", "session")
)  # said without its name, or not at all
OF_VISIT = frozenset(("flags", "classes", "who", "on"))  # said in one sentence


@frozen
class Noted:
    """One entry: its id, the local moment it is about, and what it says.

    `of` is the complaint that a word on one is about, None where the record does not have it. `corrected` is the local
    moment in which it was put right last, None where it never was. `session` is the one it was rated for. `activity`
    are the words of what a rating says how well it can be done.
    """

    id: str
    at: datetime
    body: NotedBody
    of: EpisodeBegan | None = None
    corrected: datetime | None = None
    session: str | None = None
    activity: str = ""


def noted(facts: Iterable[Fact], activities: Mapping[str, str] | None = None) -> list[Noted]:
    """Every entry made by hand, newest first, and the ratings that name their session.

    `activities` are the words of each activity by its id. A rating before a session is told by the session alone.
    """
    given = list(facts)
    standing, _ = corrected(given)
    newest = corrections_of(given)
    begun = {fact.id: fact.body for fact in of(standing, EpisodeBegan)}
    of_sessions = _of_sessions(standing)
    found = []
    for fact in standing:
        body = fact.body
        session = body.session if isinstance(body, PainRated) else None
        if fact.id in of_sessions and session is None:
            continue
        if isinstance(body, NotedBody):
            about = begun.get(body.episode) if isinstance(body, (EpisodeEnded, StatusGiven)) else None
            put_right = newest[fact.id].local if fact.id in newest else None
            rated = (activities or {}).get(body.activity, "") if isinstance(body, FunctionRated) else ""
            found.append(Noted(fact.id, fact.local, body, about, put_right, session, rated))
    return found[::-1]


def _of_sessions(facts: Sequence[Fact]) -> set[str]:
    """The ids of the ratings made for a session: those that name it, and the last one like it before it began."""
    rated = of(facts, PainRated)
    found = {fact.id for fact in rated if fact.body.session is not None}
    before = [fact for fact in rated if fact.body.session is None and fact.body.when is RatedWhen.BEFORE]
    for began in of(facts, SessionBegan):
        like = (f.id for f in reversed(before) if f.at <= began.at and f.body.level == began.body.before)
        found.update(itertools.islice(like, 1))
    return found


def in_words(one: Noted) -> str:
    """The entry in one line: "Pain 4, neck", "Knot, shoulder, left, started: 2026-03-01", "Lump, neck, gone"."""
    match one.body:
        case PainRated() as pain:
            shown = [f"Pain {pain.level}", *_where(pain)]
        case EpisodeBegan() as episode:
            shown = _complaint(episode)
        case LumpSeen() as lump:
            shown = ["Lump" if lump.lump is None else "Lump, another look", *_where(lump)]
        case VisitMade() as visit:
            shown = _visit(visit)
        case StatusGiven() as status:
            shown = [*_complaint(one.of), _plain(status.value)]
        case FunctionRated() as can:
            shown = [f"Can do {can.level} of 10: {one.activity or UNNAMED}"]
        case EpisodeEnded():
            shown = [*_complaint(one.of), "gone"]
    return visible(", ".join([*shown, *details(one.body)]))


def details(body: NotedBody) -> list[str]:
    """What was said beside what and where it is, each by its name."""
    if isinstance(body, (StatusGiven, EpisodeEnded, FunctionRated)):
        return []
    silent = NO_DETAIL | OF_VISIT if isinstance(body, VisitMade) else NO_DETAIL
    shown = []
    for name in (f.name for f in fields(body) if f.name not in silent):
        value = getattr(body, name)
        if value is None or value is False or value == ():
            continue
        words = " and ".join(_plain(each) for each in value) if isinstance(value, tuple) else _plain(value)
        words = words[:16] if name in {"started", "ended"} else words
        words = visible(words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…")
        shown.append(f"{words} mm" if name == "size_mm" else f"{name.replace('_', ' ')}: {words}")
    return shown


def _complaint(body: EpisodeBegan | None) -> list[str]:
    return ["A complaint"] if body is None else [_plain(body.complaint).capitalize(), *_where(body)]


def _where(body: PainRated | EpisodeBegan | LumpSeen) -> list[str]:
    return [_plain(word) for word in (body.area, body.side) if word is not None]


def _visit(body: VisitMade) -> list[str]:
    about = f" about {', '.join(_plain_id(name) for name in body.flags)}" if body.flags else ""
    fine = f"fine: {', '.join(_plain(name) for name in body.classes)}" if body.classes else ""
    how = "Asked by phone:" if body.said is not None else "Seen by"
    return [f"{how} {body.who or 'somebody'}{f' on {body.on}' if body.on else ''}{about}", *([fine] if fine else [])]


def _plain(value: object) -> str:
    """A word of the vocabulary without its dashes; what the person wrote stays as it is."""
    return _plain_id(value) if isinstance(value, StrEnum) else str(value)


def _plain_id(name: str) -> str:
    return name.replace("-", " ")
