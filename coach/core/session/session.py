"""A run as a value of time.

A `Session` never counts ticks: every answer is computed from the reading handed in, so a late, lost or doubled tick
changes nothing. Keys give a new session and the events they caused; `advance` gives what time caused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from coach.core.clearance.clearance import Cleared
from coach.core.clock import Reading
from coach.core.routine.segments import WORK, Sound
from coach.core.session.events import (
    CueDue,
    Ended,
    KeyRefused,
    Position,
    Reached,
    SegmentOver,
    SessionEvent,
    SessionPhase,
)
from coach.core.vocabulary import SegmentKind, SessionOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.core.routine.segments import Pool
    from coach.core.routine.timeline import Segment, Timeline

GET_READY = 3  # s; docs/player-rules.md, Segments and times
BACK_RESTARTS_AFTER = 3  # s; policy: within these, "back" means the one before
EXTEND = 10  # s; docs/player-rules.md, Keys


def _later(reading: Reading, seconds: float, now: Reading) -> Reading:
    """The reading `seconds` after `reading`, on no clock later than `now`."""
    return Reading(
        min(reading.mono + seconds, now.mono),
        min(reading.boot + seconds, now.boot),
        reading.wall + timedelta(seconds=seconds),
    )


@dataclass(frozen=True, slots=True)
class Session:
    """A guided run. It can't exist without a clearance for every technique in its plan.

    `entered` is when the present stretch of counting began, `banked` what was counted before it, `length` how long
    this visit of the segment lasts, `said` the cues it has given, `spent` what earlier visits took from each pool.
    """

    cleared: Cleared
    plan: Timeline
    phase: SessionPhase
    index: int
    entered: Reading
    length: int
    banked: float = 0.0
    arrived: bool = False
    said: frozenset[int] = frozenset()
    spent: tuple[tuple[Pool, float], ...] = ()
    barred: frozenset[str] = frozenset()
    worked: bool = False
    outcome: SessionOutcome | None = None

    def __post_init__(self) -> None:
        """Refuse a plan that its clearance does not cover."""
        if not isinstance(self.cleared, Cleared):
            raise TypeError("a session needs a clearance")
        if self.cleared.routine != self.plan.routine or not set(self.plan.techniques) <= set(self.cleared.techniques):
            raise ValueError("the clearance is for something else")

    # --- beginning ------------------------------------------------------------------------------------------------

    @classmethod
    def begin(cls, cleared: Cleared, plan: Timeline, now: Reading) -> Session:
        """A session that begins now. Raises ValueError where the plan is empty."""
        if not plan.segments:
            raise ValueError("there is nothing to do in this plan")
        blank = cls(cleared, plan, SessionPhase.RUNNING, 0, now, 0, spent=plan.earlier)
        return blank._enter(0, now)

    @classmethod
    def pick_up(
        cls,
        cleared: Cleared,
        plan: Timeline,
        now: Reading,
        index: int,
        *,
        held: Iterable[tuple[int, float]] = (),
        on_skin: float | None = None,
    ) -> Session:
        """An interrupted session that goes on at segment `index`.

        `held` gives (segment, seconds) of what was held before; it stays spent. `on_skin` is how many seconds heat
        or cold may have been on since the segment began: it counts, and runs on without get-ready.
        """
        session = cls.begin(cleared, plan, now)
        for past, seconds in held:
            session = replace(session, index=past)._settle(seconds)
        session = session._enter(index, now, SessionPhase.GET_READY)
        if on_skin is not None:
            session = replace(session, phase=SessionPhase.RUNNING, banked=on_skin, length=plan.segments[index].seconds)
        return session

    # --- reading --------------------------------------------------------------------------------------------------

    @property
    def segment(self) -> Segment:
        """The segment under way (the last one when the session has ended)."""
        return self.plan.segments[min(self.index, len(self.plan.segments) - 1)]

    @property
    def technique(self) -> str | None:
        """The technique under way; in a rest the one before it, which a report is about."""
        done = (segment.technique for segment in reversed(self.plan.segments[: self.index + 1]))
        return next((name for name in done if name is not None), None)

    @property
    def coming(self) -> str:
        """What comes when this segment ends, as the person would call it; empty where it is the same again."""
        after = self.plan.segments[self.index + 1 :]
        if not after or after[0].part == self.segment.part:
            return ""
        return next((self._name(s) for s in after if s.kind in WORK and s.technique not in self.barred), "")

    def at(self, now: Reading) -> Position:
        """Where the session stands at `now`, without changing it."""
        return self.advance(now)[0]._position(now)

    def due_in(self, now: Reading) -> float | None:
        """Seconds until the next cue or change of segment; None while nothing will happen by itself."""
        limit = self.plan.choices.wait_limit
        if self.phase is SessionPhase.WAITING and limit:
            return max(0.0, limit - self._waited(now))
        if self.phase in {SessionPhase.ENDED, SessionPhase.PAUSED, SessionPhase.WAITING, SessionPhase.ALARM}:
            return None
        if self.phase is SessionPhase.GET_READY:
            return max(0.0, GET_READY - now.since(self.entered, asleep_too=self.segment.asleep_too))
        elapsed = self._elapsed(now)
        moments = [self.length, *(due for _, due in self._cues_left())]
        return max(0.0, min(moments) - elapsed)

    # --- time -----------------------------------------------------------------------------------------------------

    def advance(self, now: Reading) -> tuple[Session, tuple[SessionEvent, ...]]:
        """What time alone has done by `now`: each cue crossed exactly once, each segment ended exactly once."""
        events: list[SessionEvent] = []
        session = self
        while session.phase is not SessionPhase.ENDED:
            if not session.arrived:
                session = replace(session, arrived=True)
                events.append(Reached(session.index))
            session = session._woken(now)
            elapsed = session._elapsed(now)
            session, said = session._say(elapsed)
            events += said
            if session.phase not in {SessionPhase.RUNNING, SessionPhase.TAKE_OFF}:
                break
            if elapsed < session.length:
                session = session._without_sleep(now)
                break
            if session.segment.alarm:
                session = replace(session, phase=SessionPhase.ALARM)
                break
            done = session.length >= session.segment.floor
            session, more = session._over(session._moment(now), session.length, done=done)
            events += more
        return session, tuple(events)

    def _elapsed(self, now: Reading) -> float:
        if self.phase in {SessionPhase.RUNNING, SessionPhase.TAKE_OFF, SessionPhase.ALARM}:
            return self.banked + now.since(self.entered, asleep_too=self.segment.asleep_too)
        return self.banked

    def _moment(self, now: Reading) -> Reading:
        """When this segment reached its length."""
        return _later(self.entered, self.length - self.banked, now)

    def _waited(self, now: Reading) -> float:
        return now.since(self.entered, asleep_too=False) if self.phase is SessionPhase.WAITING else 0.0

    def _woken(self, now: Reading) -> Session:
        """Get-ready or a wait that has run out becomes running from that moment on."""
        limit = self.plan.choices.wait_limit
        if self.phase is SessionPhase.WAITING and limit and self._waited(now) >= limit:
            return replace(self, phase=SessionPhase.RUNNING, entered=_later(self.entered, limit, now))
        if (
            self.phase is SessionPhase.GET_READY
            and now.since(self.entered, asleep_too=self.segment.asleep_too) >= GET_READY
        ):
            return replace(self, phase=SessionPhase.RUNNING, entered=_later(self.entered, GET_READY, now))
        return self

    def _without_sleep(self, now: Reading) -> Session:
        """A hold that stood still while the machine slept hands that sleep to nobody.

        Without this, heat that follows would count the sleep as its own. Where the segment ended unseen the sleep is
        left in: then the heat may have been on, and counting too much is the safe mistake.
        """
        asleep = 0.0 if self.segment.asleep_too else now.asleep_since(self.entered)
        if asleep < 0.001:
            return self
        entered = replace(self.entered, boot=self.entered.boot + asleep)
        return replace(self, entered=entered)

    def _cues_left(self) -> list[tuple[int, float]]:
        """(cue index, due seconds into this visit) of the cues of this segment not yet said, in order."""
        found = [
            (i, float(self.length + cue.offset if cue.from_end else cue.offset))
            for i, cue in self.plan.cues_of(self.index)
            if i not in self.said
        ]
        return sorted(found, key=lambda item: item[1])

    def _say(self, elapsed: float) -> tuple[Session, list[SessionEvent]]:
        due = [(i, at) for i, at in self._cues_left() if at <= elapsed and at <= self.length]
        if not due or self.phase is SessionPhase.GET_READY:
            return self, []
        events: list[SessionEvent] = [CueDue(self.plan.cues[i], elapsed - at) for i, at in due]
        return replace(self, said=self.said | {i for i, _ in due}), events

    # --- moving ---------------------------------------------------------------------------------------------------

    def _room(self, segment: Segment, spent: tuple[tuple[Pool, float], ...] | None = None) -> float:
        if segment.pool is None:
            return float("inf")
        return segment.pool.cap - dict(self.spent if spent is None else spent).get(segment.pool, 0.0)

    def _enter(self, index: int, at: Reading, phase: SessionPhase = SessionPhase.RUNNING) -> Session:
        """This session at the beginning of segment `index`."""
        segment = self.plan.segments[index]
        first = index > 0 and self.plan.segments[index - 1].step != segment.step
        if self.plan.choices.waits and first and phase is SessionPhase.RUNNING:
            phase = SessionPhase.WAITING
        length = max(0, int(min(segment.seconds, self._room(segment))))
        return replace(
            self, phase=phase, index=index, entered=at, length=length, banked=0.0, arrived=False, said=frozenset()
        )

    def _settle(self, held: float) -> Session:
        """Take `held` seconds of the present segment from its pool."""
        pool = self.segment.pool
        if pool is None or held <= 0:
            return self
        spent = dict(self.spent)
        spent[pool] = spent.get(pool, 0.0) + held
        return replace(self, spent=tuple(spent.items()))

    def _over(
        self, at: Reading, elapsed: float, *, done: bool, acknowledged: bool = True, to: int | None = None
    ) -> tuple[Session, list[SessionEvent]]:
        """End the present segment and enter the next one, or `to`."""
        held = min(elapsed, float(self.length))
        over = SegmentOver(self.index, held, done, max(0.0, elapsed - self.length), acknowledged)
        session = self._settle(held)
        if done and self.segment.kind in WORK:
            session = replace(session, worked=True)
        events: list[SessionEvent] = [over]
        target = self.index + 1 if to is None else to
        events.extend(SegmentOver(passed, 0.0, done=False) for passed in range(self.index + 1, target))
        segments = self.plan.segments
        while target < len(segments):
            segment = segments[target]
            if segment.technique not in session.barred and session._room(segment) >= 1:
                return session._enter(target, at), events
            events.append(SegmentOver(target, 0.0, done=False))
            target += 1
        return session._end(SessionOutcome.COMPLETED if session.worked else SessionOutcome.LEFT, events)

    def _end(self, outcome: SessionOutcome, events: list[SessionEvent]) -> tuple[Session, list[SessionEvent]]:
        session = replace(self, phase=SessionPhase.ENDED, index=len(self.plan.segments), outcome=outcome, arrived=True)
        if outcome is SessionOutcome.COMPLETED:
            events += [CueDue(cue, 0.0) for _, cue in self.plan.cues_of(len(self.plan.segments))]
        events.append(Ended(outcome))
        return session, events

    # --- keys -----------------------------------------------------------------------------------------------------

    def pause(self, now: Reading) -> tuple[Session, tuple[SessionEvent, ...]]:
        """Stop the time. Heat and cold run on until `acknowledge` says that they are off the skin."""
        session, events = self.advance(now)
        if session.phase is SessionPhase.RUNNING and session.segment.alarm:
            return replace(session, phase=SessionPhase.TAKE_OFF), events
        if session.phase in {SessionPhase.RUNNING, SessionPhase.GET_READY}:
            return replace(session, phase=SessionPhase.PAUSED, banked=session._elapsed(now), entered=now), events
        return session, events

    def resume(self, now: Reading) -> tuple[Session, tuple[SessionEvent, ...]]:
        """Go on after 3 s of get-ready, with the time that was left. Also answers a wait before a step."""
        session, events = self.advance(now)
        if session.phase is SessionPhase.TAKE_OFF:
            return replace(session, phase=SessionPhase.RUNNING), events
        if session.phase is SessionPhase.WAITING:
            return replace(session, phase=SessionPhase.RUNNING, entered=now), events
        if session.phase is SessionPhase.PAUSED:
            return replace(session, phase=SessionPhase.GET_READY, entered=now), events
        return session, events

    def acknowledge(self, now: Reading, *, by_person: bool = True) -> tuple[Session, tuple[SessionEvent, ...]]:
        """Answer an alarm (over-time is recorded), or say that paused heat or cold is off the skin."""
        session, events = self.advance(now)
        if session.phase is SessionPhase.TAKE_OFF:
            return replace(session, phase=SessionPhase.PAUSED, banked=session._elapsed(now), entered=now), events
        if session.phase is not SessionPhase.ALARM:
            return session, events
        session, more = session._over(now, session._elapsed(now), done=True, acknowledged=by_person)
        return session._then(now, [*events, *more])

    def next(self, now: Reading) -> tuple[Session, tuple[SessionEvent, ...]]:
        """Leave this part for the next one. Work left early is skipped, never done; a question is answered."""
        session, events = self.advance(now)
        if session.phase is SessionPhase.ENDED:
            return session, events
        if session.phase is SessionPhase.ALARM:
            session, answered = session.acknowledge(now)
            return session, (*events, *answered)
        part = session.segment.part
        later = (i for i in range(session.index, len(self.plan.segments)) if self.plan.segments[i].part > part)
        session, said = session._taken_off()
        elapsed = session._elapsed(now)
        done = session.segment.kind is SegmentKind.CHECK or session.segment.kind not in WORK
        session, more = session._over(now, elapsed, done=done, to=next(later, len(self.plan.segments)))
        return session._then(now, [*events, *said, *more])

    def back(self, now: Reading) -> tuple[Session, tuple[SessionEvent, ...]]:
        """Begin this hold again, or within its first seconds the one before. A spent cap is never restored."""
        session, events = self.advance(now)
        if session.phase is SessionPhase.ENDED:
            return session, events
        work = [i for i, segment in enumerate(self.plan.segments) if segment.kind in WORK and i <= session.index]
        elapsed = session._elapsed(now)
        if session.segment.kind in WORK and elapsed <= BACK_RESTARTS_AFTER:
            work = work[:-1]
        if not work:
            return session, (*events, KeyRefused("This is the first one."))
        return session._visit(work[-1], now, events)

    def other_side(self, now: Reading) -> tuple[Session, tuple[SessionEvent, ...]]:
        """Go to the other side of this technique, with its own full time."""
        session, events = self.advance(now)
        here = session.segment
        sides = [
            i
            for i, segment in enumerate(self.plan.segments)
            if segment.step == here.step and segment.side not in {here.side, None} and segment.kind in WORK
        ]
        if session.phase is SessionPhase.ENDED or here.side is None or not sides:
            return session, (*events, KeyRefused("There is no other side here."))
        return session._visit(min(sides, key=lambda i: (i < session.index, abs(i - session.index))), now, events)

    def extend(self, now: Reading, seconds: int) -> tuple[Session, tuple[SessionEvent, ...]]:
        """Lengthen or shorten this segment by `seconds`, inside its cap; never below what is behind us."""
        session, events = self.advance(now)
        if session.phase in {SessionPhase.ENDED, SessionPhase.ALARM}:
            return session, (*events, KeyRefused("The time is up."))
        segment = session.segment
        most = int(min(segment.cap, session._room(segment)))
        wanted = max(min(session.length + seconds, most), ceil(session._elapsed(now)))
        if seconds > 0 and wanted <= session.length:
            return session, (*events, KeyRefused("That is the longest that is safe here."))
        return replace(session, length=wanted), events

    def leave(
        self, now: Reading, outcome: SessionOutcome = SessionOutcome.LEFT
    ) -> tuple[Session, tuple[SessionEvent, ...]]:
        """End the session here; what is under way is skipped with the seconds done."""
        session, events = self.advance(now)
        if session.phase is SessionPhase.ENDED:
            return session, events
        elapsed = session._elapsed(now)
        done = session.phase is SessionPhase.ALARM
        session, said = session._taken_off()
        over = SegmentOver(session.index, min(elapsed, session.length), done, max(0.0, elapsed - session.length))
        session, more = session._settle(over.held)._end(outcome, [])
        return session, (*events, *said, over, *more)

    def bar(self, techniques: Iterable[str], now: Reading) -> tuple[Session, tuple[SessionEvent, ...]]:
        """Go on without these techniques; leaves the present one if it is among them."""
        session, events = self.advance(now)
        session = replace(session, barred=session.barred | set(techniques))
        if session.phase is SessionPhase.ENDED or session.segment.technique not in session.barred:
            return session, events
        elapsed = session._elapsed(now)
        session, said = session._taken_off()
        done = session.phase is SessionPhase.ALARM
        session, more = session._over(now, elapsed, done=done)
        return session._then(now, [*events, *said, *more])

    def _then(self, now: Reading, events: list[SessionEvent]) -> tuple[Session, tuple[SessionEvent, ...]]:
        session, more = self.advance(now)
        return session, (*events, *more)

    def _taken_off(self) -> tuple[Session, list[SessionEvent]]:
        """Heat or cold that is left early still says that it has to come off."""
        if not self.segment.alarm:
            return self, []
        cues = [(i, c) for i, c in self.plan.cues_of(self.index) if c.sound is Sound.ALARM and i not in self.said]
        said: list[SessionEvent] = [CueDue(cue, 0.0) for _, cue in cues]
        return replace(self, said=self.said | {i for i, _ in cues}), said

    def _visit(
        self, index: int, now: Reading, events: tuple[SessionEvent, ...]
    ) -> tuple[Session, tuple[SessionEvent, ...]]:
        """Go to `index`, with get-ready, if its cap leaves at least a second."""
        elapsed = self._elapsed(now)
        settled = self._settle(min(elapsed, self.length))
        if settled._room(self.plan.segments[index]) < 1:
            return self, (*events, KeyRefused("That one has had its full time."))
        if self.plan.segments[index].technique in self.barred:
            return self, (*events, KeyRefused("That one is locked."))
        session, said = settled._taken_off()
        over = SegmentOver(self.index, min(elapsed, self.length), done=False, over=max(0.0, elapsed - self.length))
        return session._enter(index, now, SessionPhase.GET_READY)._then(now, [*events, *said, over])

    # --- display --------------------------------------------------------------------------------------------------

    def _position(self, now: Reading) -> Position:
        segments = self.plan.segments
        if self.phase is SessionPhase.ENDED:
            last = len(self.plan.steps)
            return Position(self.phase, self.index, None, 0.0, 0.0, 0, 0.0, last, last, "", 0.0, self.plan.seconds)
        elapsed = self._elapsed(now)
        left = max(0.0, self.length - elapsed)
        coming = [s for s in segments[self.index + 1 :] if s.technique not in self.barred]
        return Position(
            phase=self.phase,
            index=self.index,
            segment=self.segment,
            elapsed=min(elapsed, float(self.length)),
            left=left,
            length=self.length,
            over=max(0.0, elapsed - self.length),
            step=self.segment.step + 1,
            steps=len(self.plan.steps),
            next=next((self._name(s) for s in coming if s.part != self.segment.part and s.kind in WORK), ""),
            run_left=left + sum(s.seconds for s in coming),
            run_seconds=float(self.plan.seconds),
            waited=self._waited(now),
        )

    def _name(self, segment: Segment) -> str:
        """What comes, as the person would call it."""
        name = self.plan.steps[segment.step].name
        return f"{name}, {segment.side} side" if segment.side else name
