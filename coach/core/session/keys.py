"""What the person does to a session. Each key gives the session at `now`, and what time and the key have caused."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from coach.core.routine.segments import WORK
from coach.core.session.advance import advance, segment_over, session_over
from coach.core.session.events import KeyRefused, SegmentOver, SessionPhase
from coach.core.vocabulary import SegmentKind, SessionOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.core.clock import Reading
    from coach.core.session.events import SessionEvent
    from coach.core.session.session import Session

BACK_RESTARTS_AFTER = 3  # s; policy: within these, "back" means the one before
EXTEND = 10  # s; docs/player-rules.md, Keys


def pause(session: Session, now: Reading) -> tuple[Session, tuple[SessionEvent, ...]]:
    """Stop the time. Heat and cold run on until `acknowledge` says that they are off the skin."""
    session, events = advance(session, now)
    if session.phase is SessionPhase.RUNNING and session.segment.alarm:
        return replace(session, phase=SessionPhase.TAKE_OFF), events
    if session.phase in {SessionPhase.RUNNING, SessionPhase.GET_READY}:
        return replace(session, phase=SessionPhase.PAUSED, banked=session.elapsed(now), entered=now), events
    return session, events


def resume(session: Session, now: Reading) -> tuple[Session, tuple[SessionEvent, ...]]:
    """Go on after 3 s of get-ready, with the time that was left. Also answers a wait before a step."""
    session, events = advance(session, now)
    if session.phase is SessionPhase.TAKE_OFF:
        session = replace(session, phase=SessionPhase.RUNNING)
    elif session.phase is SessionPhase.WAITING:
        session = replace(session, phase=SessionPhase.RUNNING, entered=now)
    elif session.phase is SessionPhase.PAUSED:
        session = replace(session, phase=SessionPhase.GET_READY, entered=now)
    return _brought_to(session, now, events)


def acknowledge(session: Session, now: Reading, *, by_person: bool = True) -> tuple[Session, tuple[SessionEvent, ...]]:
    """Answer an alarm (over-time is recorded), or say that paused heat or cold is off the skin."""
    session, events = advance(session, now)
    if session.phase is SessionPhase.TAKE_OFF:
        return replace(session, phase=SessionPhase.PAUSED, banked=session.elapsed(now), entered=now), events
    if session.phase is not SessionPhase.ALARM:
        return session, events
    session, more = segment_over(session, now, session.elapsed(now), done=True, acknowledged=by_person)
    return _brought_to(session, now, [*events, *more])


def next_part(session: Session, now: Reading) -> tuple[Session, tuple[SessionEvent, ...]]:
    """Leave this part for the next one. Work left early is skipped, never done; a question is answered."""
    session, events = advance(session, now)
    if session.phase is SessionPhase.ENDED:
        return session, events
    if session.phase is SessionPhase.ALARM:
        session, answered = acknowledge(session, now)
        return session, (*events, *answered)
    segments, part = session.plan.segments, session.segment.part
    later = (i for i in range(session.index, len(segments)) if segments[i].part > part)
    session, off = session.taken_off()
    done = session.segment.kind is SegmentKind.CHECK or session.segment.kind not in WORK
    session, more = segment_over(session, now, session.elapsed(now), done=done, to=next(later, len(segments)))
    return _brought_to(session, now, [*events, *off, *more])


def back(session: Session, now: Reading) -> tuple[Session, tuple[SessionEvent, ...]]:
    """Begin this hold again, or within its first seconds the one before. A spent cap is never restored."""
    session, events = advance(session, now)
    if session.phase is SessionPhase.ENDED:
        return session, events
    work = [i for i, segment in enumerate(session.plan.segments) if segment.kind in WORK and i <= session.index]
    if session.segment.kind in WORK and session.elapsed(now) <= BACK_RESTARTS_AFTER:
        work = work[:-1]
    if not work:
        return session, (*events, KeyRefused("This is the first one."))
    return _visit(session, work[-1], now, events)


def other_side(session: Session, now: Reading) -> tuple[Session, tuple[SessionEvent, ...]]:
    """Go to the other side of this technique, with its own full time."""
    session, events = advance(session, now)
    here = session.segment
    sides = [
        i
        for i, segment in enumerate(session.plan.segments)
        if segment.step == here.step and segment.side not in {here.side, None} and segment.kind in WORK
    ]
    if session.phase is SessionPhase.ENDED or here.side is None or not sides:
        return session, (*events, KeyRefused("There is no other side here."))
    nearest = min(sides, key=lambda i: (i < session.index, abs(i - session.index)))
    return _visit(session, nearest, now, events)


def extend(session: Session, now: Reading, seconds: int) -> tuple[Session, tuple[SessionEvent, ...]]:
    """Lengthen or shorten this segment by `seconds`, inside its cap; never below what is behind us."""
    session, events = advance(session, now)
    if session.phase in {SessionPhase.ENDED, SessionPhase.ALARM}:
        return session, (*events, KeyRefused("The time is up."))
    segment = session.segment
    most = int(min(segment.cap, session.room(segment)))
    wanted = max(min(session.length + seconds, most), ceil(session.elapsed(now)))
    if seconds > 0 and wanted <= session.length:
        return session, (*events, KeyRefused("That is the longest that is safe here."))
    return _brought_to(replace(session, length=wanted), now, events)  # less may be none at all


def leave(
    session: Session, now: Reading, outcome: SessionOutcome = SessionOutcome.LEFT
) -> tuple[Session, tuple[SessionEvent, ...]]:
    """End the session here; what is under way is skipped with the seconds done."""
    session, events = advance(session, now)
    if session.phase is SessionPhase.ENDED:
        return session, events
    elapsed = session.elapsed(now)
    done = session.phase is SessionPhase.ALARM
    session, off = session.taken_off()
    over = SegmentOver(session.index, min(elapsed, session.length), done, max(0.0, elapsed - session.length))
    session, more = session_over(session.settled(over.held), outcome)
    return session, (*events, *off, over, *more)


def bar(session: Session, techniques: Iterable[str], now: Reading) -> tuple[Session, tuple[SessionEvent, ...]]:
    """Go on without these techniques; leaves the present one if it is among them."""
    session, events = advance(session, now)
    session = replace(session, barred=session.barred | set(techniques))
    if session.phase is SessionPhase.ENDED or session.segment.technique not in session.barred:
        return session, events
    elapsed = session.elapsed(now)
    session, off = session.taken_off()
    session, more = segment_over(session, now, elapsed, done=session.phase is SessionPhase.ALARM)
    return _brought_to(session, now, [*events, *off, *more])


def _brought_to(
    session: Session, now: Reading, events: Iterable[SessionEvent]
) -> tuple[Session, tuple[SessionEvent, ...]]:
    """The session at `now`, with what that causes after these events."""
    session, more = advance(session, now)
    return session, (*events, *more)


def _visit(
    session: Session, index: int, now: Reading, events: tuple[SessionEvent, ...]
) -> tuple[Session, tuple[SessionEvent, ...]]:
    """Go to `index`, with get-ready, if its cap leaves at least a second."""
    elapsed = session.elapsed(now)
    over = SegmentOver(session.index, min(elapsed, session.length), done=False, over=max(0.0, elapsed - session.length))
    settled = session.settled(over.held)
    if settled.room(session.plan.segments[index]) < 1:
        return session, (*events, KeyRefused("That one has had its full time."))
    if session.plan.segments[index].technique in session.barred:
        return session, (*events, KeyRefused("That one is locked."))
    settled, off = settled.taken_off()
    return _brought_to(settled.entering(index, now, SessionPhase.GET_READY), now, [*events, *off, over])
