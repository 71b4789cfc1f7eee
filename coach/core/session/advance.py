"""What time does to a session: cues, ends and beginnings of segments, the end of the run."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.clock import Reading
from coach.core.routine.segments import WORK
from coach.core.session.events import CueDue, Ended, Reached, SegmentOver, SessionPhase
from coach.core.session.session import GET_READY
from coach.core.vocabulary import SessionOutcome

if TYPE_CHECKING:
    from coach.core.session.events import Position, SessionEvent
    from coach.core.session.session import Session


def advance(session: Session, now: Reading) -> tuple[Session, tuple[SessionEvent, ...]]:
    """What time alone has done by `now`: each cue crossed exactly once, each segment ended exactly once."""
    events: list[SessionEvent] = []
    while session.phase is not SessionPhase.ENDED:
        if not session.arrived:
            session = replace(session, arrived=True)
            events.append(Reached(session.index))
        session = _woken(session, now)
        elapsed = session.elapsed(now)
        session, cues = _with_cues(session, elapsed)
        events += cues
        if session.phase not in {SessionPhase.RUNNING, SessionPhase.TAKE_OFF}:
            break
        if elapsed < session.length:
            session = _without_sleep(session, now)
            break
        if session.segment.alarm:
            session = replace(session, phase=SessionPhase.ALARM)
            break
        done = session.length >= session.segment.floor
        at = _later(session.entered, session.length - session.banked, now)  # when it reached its length
        session, more = segment_over(session, at, session.length, done=done)
        events += more
    return session, tuple(events)


def position_at(session: Session, now: Reading) -> Position:
    """Where the session stands at `now`, without changing it."""
    return advance(session, now)[0].position(now)


def segment_over(
    session: Session, at: Reading, elapsed: float, *, done: bool, acknowledged: bool = True, to: int | None = None
) -> tuple[Session, list[SessionEvent]]:
    """End the present segment and enter the next one, or `to`."""
    held = min(elapsed, float(session.length))
    over = SegmentOver(session.index, held, done, max(0.0, elapsed - session.length), acknowledged)
    worked = session.worked or (done and session.segment.kind in WORK)
    target = session.index + 1 if to is None else to
    events: list[SessionEvent] = [over]
    events.extend(SegmentOver(passed, 0.0, done=False) for passed in range(session.index + 1, target))
    session = replace(session.settled(held), worked=worked)
    segments = session.plan.segments
    while target < len(segments):
        segment = segments[target]
        if segment.technique not in session.barred and session.room(segment) >= 1:
            return session.entering(target, at), events
        events.append(SegmentOver(target, 0.0, done=False))
        target += 1
    session, ending = session_over(session, SessionOutcome.COMPLETED if session.worked else SessionOutcome.LEFT)
    return session, [*events, *ending]


def session_over(session: Session, outcome: SessionOutcome) -> tuple[Session, list[SessionEvent]]:
    """End the run; one that was completed says so."""
    after_last = len(session.plan.segments)
    session = replace(session, phase=SessionPhase.ENDED, index=after_last, outcome=outcome, arrived=True)
    events: list[SessionEvent] = []
    if outcome is SessionOutcome.COMPLETED:
        events += [CueDue(cue, 0.0) for _, cue in session.plan.cues_of(after_last)]
    return session, [*events, Ended(outcome)]


def _later(reading: Reading, seconds: float, now: Reading) -> Reading:
    """The reading `seconds` after `reading`, on no clock later than `now`."""
    return Reading(
        min(reading.mono + seconds, now.mono),
        min(reading.boot + seconds, now.boot),
        reading.wall + timedelta(seconds=seconds),
    )


def _woken(session: Session, now: Reading) -> Session:
    """Get-ready or a wait that has run out becomes running from that moment on."""
    limit = session.plan.choices.wait_limit
    if session.phase is SessionPhase.WAITING and limit and session.waited(now) >= limit:
        return replace(session, phase=SessionPhase.RUNNING, entered=_later(session.entered, limit, now))
    ready = session.phase is SessionPhase.GET_READY
    if ready and now.since(session.entered, asleep_too=session.segment.asleep_too) >= GET_READY:
        return replace(session, phase=SessionPhase.RUNNING, entered=_later(session.entered, GET_READY, now))
    return session


def _without_sleep(session: Session, now: Reading) -> Session:
    """A hold that stood still while the machine slept hands that sleep to nobody.

    Without this, heat that follows would count the sleep as its own. Where the segment ended unseen the sleep is
    left in: then the heat may have been on, and counting too much is the safe mistake.
    """
    asleep = 0.0 if session.segment.asleep_too else now.asleep_since(session.entered)
    if asleep < 0.001:
        return session
    return replace(session, entered=replace(session.entered, boot=session.entered.boot + asleep))


def _with_cues(session: Session, elapsed: float) -> tuple[Session, list[SessionEvent]]:
    """The cues that are due, and the session that has given them."""
    due = [(i, at) for i, at in session.cues_left() if at <= elapsed and at <= session.length]
    if not due or session.phase in {SessionPhase.GET_READY, SessionPhase.PAUSED}:
        return session, []  # nobody would hear how a part begins that was paused before it did
    events: list[SessionEvent] = [CueDue(session.plan.cues[i], elapsed - at) for i, at in due]
    return replace(session, said=session.said | {i for i, _ in due}), events
