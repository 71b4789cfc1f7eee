"""What is written of a session as it begins, and how one that was interrupted goes on from what is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.record.sessions import SessionBegan
from coach.core.routine.segments import WORK
from coach.core.session.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.core.clearance.clearance import Cleared
    from coach.core.clock import Reading
    from coach.core.history.sessions import PastSession
    from coach.core.record.facts import FactOf
    from coach.core.record.sessions import SegmentEnded, SegmentReached
    from coach.core.routine.timeline import Timeline


def begun(session: str, timeline: Timeline, cleared: Cleared, before: int | None) -> SessionBegan:
    """That a session of this id began: what was planned, so that what was done can be held against it.

    `before` is the pain rated just before, 0 to 10.
    """
    parts: dict[str, int] = {}
    for segment in timeline.segments:
        if segment.technique is not None and segment.kind in WORK:
            parts[segment.technique] = parts.get(segment.technique, 0) + 1
    return SessionBegan(
        session=session,
        routine=timeline.routine,
        name=timeline.name,
        choices=timeline.choices,
        seconds=timeline.seconds,
        planned=tuple(work_seconds(timeline).items()),
        parts=tuple(parts.items()),
        left_out=tuple(name for name, _ in cleared.left_out),
        clearance=cleared.version,
        before=before,
    )


def work_seconds(timeline: Timeline) -> dict[str, int]:
    """The seconds of work of each technique."""
    planned: dict[str, int] = {}
    for segment in timeline.segments:
        if segment.technique is not None and segment.kind in WORK:
            planned[segment.technique] = planned.get(segment.technique, 0) + segment.seconds
    return planned


def same_plan(past: PastSession, timeline: Timeline) -> bool:
    """Whether the routine is still planned as it was when the session began."""
    body = past.begun.body
    return timeline.seconds == body.seconds and work_seconds(timeline) == dict(body.planned or ())


def picked_up(
    cleared: Cleared,
    timeline: Timeline,
    now: Reading,
    reached: FactOf[SegmentReached],
    segments: Iterable[SegmentEnded],
) -> Session:
    """The session, gone on with at the segment it had `reached`; `segments` are the parts of it that were done.

    Heat or cold that was on the skin has been on since; of any other part that was begun all counts as held.
    """
    index = reached.body.index
    segment = timeline.segments[index]
    held = [(part.index, part.held) for part in segments]
    on_skin = None
    if segment.alarm:
        away = (now.wall - reached.at).total_seconds()
        on_skin = away if away >= 0 else float(segment.seconds)
    elif segment.kind in WORK:
        held.append((index, float(segment.seconds)))
    return Session.pick_up(cleared, timeline, now, index, held=held, on_skin=on_skin)
