"""Sessions of the past, as the facts tell of them. Totals are computed, never stored."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.record.facts import of
from coach.core.record.health import PainRated
from coach.core.record.sessions import SegmentEnded, SegmentReached, SessionBegan, SessionEnded
from coach.core.shown import shown
from coach.core.vocabulary import RatedWhen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from coach.core.record.facts import Fact, FactOf
    from coach.core.vocabulary import SessionOutcome


@frozen
class StepDone:
    """What became of one technique in a session. `done` only where every part of it was held to its end."""

    technique: str
    done: bool
    seconds: float
    planned: float
    over: float = 0.0


@frozen
class PastSession:
    """A session as the record tells it. `outcome` is None while it is open; `seconds` is time held, over-time too."""

    id: str
    routine: str
    name: str
    begun: FactOf[SessionBegan]
    ended: FactOf[SessionEnded] | None
    outcome: SessionOutcome | None
    steps: tuple[StepDone, ...]
    before: int | None = None
    after: int | None = None
    last_reached: FactOf[SegmentReached] | None = None

    @property
    def seconds(self) -> float:
        """Seconds held in all."""
        return sum(step.seconds + step.over for step in self.steps)

    @property
    def planned(self) -> float:
        """Seconds that all its techniques were to take."""
        return sum(step.planned for step in self.steps)


REACH = timedelta(days=1)  # a rating before a session is noted minutes before it begins
SESSION_KINDS = (SessionBegan, SegmentReached, SegmentEnded, SessionEnded, PainRated)


def sessions(facts: Iterable[Fact]) -> list[PastSession]:
    """The sessions these facts tell of, oldest first. `facts` are those of `SESSION_KINDS`, and what can't be read."""
    found = [past for own in _by_session(facts).values() if (past := _session(own)) is not None]
    return sorted(found, key=lambda session: session.begun.at)


def _by_session(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    by_session: dict[str, list[Fact]] = {}
    for fact in facts:
        if isinstance(fact.body, SESSION_KINDS) and fact.body.session is not None:
            by_session.setdefault(fact.body.session, []).append(fact)
    return by_session


def newest_first(pieces: Iterable[list[Fact]]) -> Iterator[PastSession]:
    """The same sessions, the newest first, of a record that is read backwards piece by piece.

    A session is told once its beginning is `REACH` newer than all that is still to come: what was noted before it
    began is then known as well.
    """
    waiting: dict[str, list[Fact]] = {}
    for piece in pieces:
        own = _by_session(piece)
        waiting = {name: own.get(name, []) + waiting.get(name, []) for name in {**waiting, **own}}
        oldest = min((fact.at for fact in piece), default=None)
        if oldest is not None:
            yield from _told(waiting, oldest + REACH)
    yield from _told(waiting, None)


def _told(waiting: dict[str, list[Fact]], since: datetime | None) -> list[PastSession]:
    """Those that began at `since` or later, newest first (all that are whole when None); they wait no more."""
    known = [past for past in map(_session, waiting.values()) if past is not None]
    ready = [past for past in known if since is None or past.begun.at >= since]
    for past in ready:
        del waiting[past.id]
    return sorted(ready, key=lambda past: past.begun.at, reverse=True)


def _session(facts: list[Fact]) -> PastSession | None:
    """What these facts of one session come to; None where they don't say what it was."""
    begun = next(iter(of(facts, SessionBegan)), None)
    if begun is None:
        return None
    ended, reached = of(facts, SessionEnded), of(facts, SegmentReached)
    ratings = {rated.body.when: rated.body.level for rated in of(facts, PainRated)}
    return PastSession(
        id=begun.body.session,
        routine=begun.body.routine,
        name=shown(begun.body.routine if begun.body.name is None else begun.body.name),
        begun=begun,
        ended=ended[-1] if ended else None,
        outcome=ended[-1].body.outcome if ended else None,
        steps=_steps(begun.body, [fact.body for fact in of(facts, SegmentEnded)]),
        before=ratings.get(RatedWhen.BEFORE, begun.body.before),
        after=ratings.get(RatedWhen.AFTER),
        last_reached=reached[-1] if reached else None,
    )


def _steps(begun: SessionBegan, segments: Iterable[SegmentEnded]) -> tuple[StepDone, ...]:
    """One entry for each technique. A part that was begun again counts as done if any try of it was held to its end."""
    planned, counts = dict(begun.planned or ()), dict(begun.parts or ())
    parts: dict[str, dict[int, list[SegmentEnded]]] = {technique: {} for technique in planned}
    for segment in segments:
        if segment.work and segment.technique:
            parts.setdefault(segment.technique, {}).setdefault(segment.index, []).append(segment)
    steps = []
    for technique, tries in parts.items():
        done = [any(segment.done for segment in of_part) for of_part in tries.values()]
        every = bool(done) and all(done) and len(done) >= counts.get(technique, len(done))
        held = sum(float(segment.held) for of_part in tries.values() for segment in of_part)
        over = sum(float(segment.over) for of_part in tries.values() for segment in of_part)
        steps.append(StepDone(technique, every, held, planned.get(technique, 0.0), over))
    return tuple(steps)
