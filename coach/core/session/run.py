"""A guided run: a session, and the record of it as it happens.

Screen and plain mode both drive a `Run`. A look at the clock and a key each read it once and give a `Tick`: all that
is to be shown and heard of that moment.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.core.errors import JournalError
from coach.core.record.sessions import (
    PauseCause,
    SegmentEnded,
    SegmentReached,
    SessionContinued,
    SessionEnded,
    SessionPaused,
)
from coach.core.routine.segments import WORK
from coach.core.session import keys
from coach.core.session.advance import advance, position_at
from coach.core.session.events import CueDue, Ended, KeyRefused, Reached, SegmentOver, SessionPhase
from coach.core.session.tick import Tick
from coach.core.vocabulary import SessionOutcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from coach.core.clearance.clearance import Blocked
    from coach.core.clock import Clock, Reading
    from coach.core.record.facts import Fact, Known
    from coach.core.record.sessions import SessionBegan, SessionResumed
    from coach.core.session.events import Position, SessionEvent
    from coach.core.session.session import Session

SLEPT = 5.0  # s; policy: a shorter sleep goes unnoticed
ASKED_EVERY = 10.0  # s; policy: within a part the door is asked no more often, for short repeats end every few seconds
SLEPT_NOTICE = "The computer was asleep, so this is paused."


class Run:
    """Drives one session. `record` writes facts; None where the run counts as nothing (a rehearsal).

    `door` is asked again at each part, between its segments, and whenever the person goes on: what was raised since, in
    another window too, may end the run. `when_over` is told once it has ended. `last` is the last tick. `fault` is what
    to show while the record can't be written; what could not be written is kept and tried again.
    """

    def __init__(
        self,
        session: Session,
        session_id: str,
        clock: Clock,
        new_fact: Callable[[Reading, Known], Fact],
        record: Callable[[Iterable[Fact]], None] | None,
        when_over: Callable[[Run], None] | None = None,
        door: Callable[[Run, datetime], None] | None = None,
    ) -> None:
        self.last = Tick.of(session, (), session.entered)
        self.id = session_id
        self.fault = ""
        self.notice = ""
        self.held: set[str] = set()  # the techniques that were really done for some time
        self.seconds = 0.0  # how long, all in all
        self.blocked: Blocked | None = None  # the card, once what was reported or raised elsewhere has stopped it
        self.unseen = False  # whether nobody has shown that card yet
        self._clock = clock
        self._new_fact = new_fact
        self._record = record
        self._when_over = when_over
        self._door = door
        self._asked_at = (session.index, session.segment.part)  # for which segment and part the door has been asked,
        self._asked = session.entered  # and when
        self._unsaved: list[Fact] = []
        self._unshown: tuple[SessionEvent, ...] = ()  # what a report caused; the next tick hands it over

    # --- reading --------------------------------------------------------------------------------------------------

    @property
    def session(self) -> Session:
        """The session as the last tick left it."""
        return self.last.session

    @property
    def rehearsal(self) -> bool:
        """Whether this run counts as nothing."""
        return self._record is None

    @property
    def ended(self) -> SessionOutcome | None:
        """How it ended; None while it goes on."""
        return self.session.outcome

    def position(self) -> Position:
        """Where it stands now, for a picture that moves between two ticks. Changes nothing."""
        return position_at(self.session, self._clock.now())

    # --- time and keys --------------------------------------------------------------------------------------------

    def tick(self) -> Tick:
        """What time has done since the last call. A hold during which the machine slept is paused."""
        now = self._clock.now()
        slept = now.asleep_since(self.last.reading) > SLEPT
        index = self.session.index
        tick = self._take(now, advance(self.session, now))
        running = tick.session.phase in {SessionPhase.RUNNING, SessionPhase.GET_READY}
        if slept and running and not tick.session.segment.asleep_too and index == tick.session.index:
            self.notice = SLEPT_NOTICE
            paused = self._take(now, keys.pause(tick.session, now), self._paused(PauseCause.ASLEEP))
            tick = replace(paused, events=(*tick.events, *paused.events))
        self.last = replace(tick, events=(*self._unshown, *tick.events))
        self._unshown = ()
        if self._asks(now):
            self._ask_door(now)
            if self._unshown:
                self.last = replace(self.last, events=(*self.last.events, *self._unshown))
                self._unshown = ()
        return self.last

    def _asks(self, now: Reading) -> bool:
        """Whether another part has begun, or another segment some time after the door was asked."""
        index, part = self._asked_at
        if self.ended is not None or self.session.index == index:
            return False
        return self.session.segment.part != part or now.since(self._asked, asleep_too=True) >= ASKED_EVERY

    def _ask_door(self, now: Reading) -> None:
        self._asked_at, self._asked = (self.session.index, self.session.segment.part), now
        if self._door is not None:
            self._door(self, now.wall)

    def pause(self) -> Tick:
        """Space: stop the time."""
        now = self._clock.now()
        return self._take(now, keys.pause(self.session, now), self._paused(PauseCause.KEY))

    def resume(self) -> Tick:
        """Space again: go on, where the door is still open. Also the key that a wait asks for."""
        now = self._clock.now()
        self._ask_door(now)
        if self.ended is not None:
            return self.tick()
        self.notice = ""
        return self._take(now, keys.resume(self.session, now), SessionContinued(session=self.id))

    def toggle(self) -> Tick:
        """One key for both: pause, go on, or answer what is waiting for an answer."""
        if self.session.phase in {SessionPhase.ALARM, SessionPhase.TAKE_OFF}:
            return self.acknowledge()
        return self.pause() if self.session.phase in {SessionPhase.RUNNING, SessionPhase.GET_READY} else self.resume()

    def acknowledge(self, *, by_person: bool = True) -> Tick:
        """Answer the alarm, or say that heat or cold is off the skin."""
        now = self._clock.now()
        return self._take(now, keys.acknowledge(self.session, now, by_person=by_person))

    def next(self) -> Tick:
        """Leave this part."""
        now = self._clock.now()
        return self._take(now, keys.next_part(self.session, now))

    def back(self) -> Tick:
        """Begin this part, or the one before, again."""
        now = self._clock.now()
        return self._take(now, keys.back(self.session, now))

    def other_side(self) -> Tick:
        """Go to the other side."""
        now = self._clock.now()
        return self._take(now, keys.other_side(self.session, now))

    def extend(self, seconds: int) -> Tick:
        """Plus or minus."""
        now = self._clock.now()
        self.notice = ""
        return self._take(now, keys.extend(self.session, now, seconds))

    def leave(self, outcome: SessionOutcome = SessionOutcome.LEFT) -> Tick:
        """End it here; what was done is kept."""
        now = self._clock.now()
        return self._take(now, keys.leave(self.session, now, outcome))

    def stop(self) -> None:
        """A report ends it here. What that has caused comes with the next tick."""
        self._unshown += self.leave(SessionOutcome.STOPPED).events

    def bar(self, techniques: Iterable[str]) -> None:
        """A report lets it go on without these techniques. What that has caused comes with the next tick."""
        now = self._clock.now()
        self._unshown += self._take(now, keys.bar(self.session, techniques, now)).events

    # --- the record -----------------------------------------------------------------------------------------------

    def begin(self, body: SessionBegan | SessionResumed) -> None:
        """Write that it began. Unlike later facts this one must be on disk: raises JournalError."""
        if self._record is not None:
            self._record([self._new_fact(self.last.reading, body)])

    def _paused(self, why: PauseCause) -> SessionPaused:
        return SessionPaused(session=self.id, why=why)

    def _take(
        self,
        now: Reading,
        result: tuple[Session, tuple[SessionEvent, ...]],
        change: SessionPaused | SessionContinued | None = None,
    ) -> Tick:
        before = self.session
        session, events = result
        self.last = tick = Tick.of(session, events, now)
        facts = [fact for event in events if (fact := self._fact(now, event)) is not None]
        if change is not None and before.phase is not self.session.phase:
            facts.append(self._new_fact(now, change))
        refused = [event.why for event in events if isinstance(event, KeyRefused)]
        if refused:
            self.notice = refused[-1]
        elif any(isinstance(event, Reached) for event in events):
            self.notice = ""
        self._write(facts)
        if self._when_over is not None and any(isinstance(event, Ended) for event in events):
            self._when_over(self)
        return tick

    def _fact(self, now: Reading, event: SessionEvent) -> Fact | None:
        if isinstance(event, CueDue | KeyRefused):
            return None
        if isinstance(event, Ended):
            return self._new_fact(now, SessionEnded(session=self.id, outcome=event.outcome))
        reached = self._reached(event.index)
        return self._new_fact(now, reached if isinstance(event, Reached) else self._over(event, reached))

    def _reached(self, index: int) -> SegmentReached:
        segment = self.session.plan.segments[index]
        return SegmentReached(
            session=self.id,
            index=index,
            technique=segment.technique,
            side=segment.side,
            spot=segment.spot,
            area=self.session.plan.choices.area,
            segment=segment.kind,
            work=segment.kind in WORK,
            planned=segment.seconds,
        )

    def _over(self, event: SegmentOver, reached: SegmentReached) -> SegmentEnded:
        if event.held > 0 and reached.technique is not None and reached.work:
            self.held.add(reached.technique)
            self.seconds += event.held
        return SegmentEnded(
            session=self.id,
            index=reached.index,
            technique=reached.technique,
            side=reached.side,
            spot=reached.spot,
            area=reached.area,
            segment=reached.segment,
            work=reached.work,
            planned=reached.planned,
            held=round(event.held, 2),
            over=round(event.over, 2),
            done=event.done,
            acknowledged=event.acknowledged,
        )

    def _write(self, facts: list[Fact]) -> None:
        """Append now; on failure keep the facts, show why, and go on: the person is in mid-hold."""
        if self._record is None or not (facts or self._unsaved):
            return
        self._unsaved += facts
        try:
            self._record(self._unsaved)
        except JournalError as error:
            self.fault = f"Not saved yet: {error}"
        else:
            self._unsaved = []
            self.fault = ""
