"""A run as a value of time: where it stands.

A `Session` never counts ticks: every answer is computed from the reading handed in, so a late, lost or doubled tick
changes nothing. What time does to it is in `advance`, what the person does in `keys`: both give another session.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.core.clearance.clearance import Cleared
from coach.core.frozen import frozen
from coach.core.routine.segments import WORK, Sound
from coach.core.session.events import CueDue, Position, SessionPhase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.core.clock import Reading
    from coach.core.routine.segments import Pool
    from coach.core.routine.timeline import Segment, Timeline
    from coach.core.session.events import SessionEvent
    from coach.core.vocabulary import SessionOutcome

GET_READY = 3  # s; docs/player-rules.md, Segments and times


@frozen
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
        return blank.entering(0, now)

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
            session = replace(session, index=past).settled(seconds)
        session = session.entering(index, now, SessionPhase.GET_READY)
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
        return next((self.name_of(s) for s in after if s.kind in WORK and s.technique not in self.barred), "")

    def elapsed(self, now: Reading) -> float:
        """Seconds of this visit of the segment, more than its length while an alarm sounds."""
        if self.phase in {SessionPhase.RUNNING, SessionPhase.TAKE_OFF, SessionPhase.ALARM}:
            return self.banked + now.since(self.entered, asleep_too=self.segment.asleep_too)
        return self.banked

    def waited(self, now: Reading) -> float:
        """Seconds that it has been waiting for the person."""
        return now.since(self.entered, asleep_too=False) if self.phase is SessionPhase.WAITING else 0.0

    def room(self, segment: Segment) -> float:
        """Seconds that the cap of this segment leaves."""
        if segment.pool is None:
            return float("inf")
        return segment.pool.cap - dict(self.spent).get(segment.pool, 0.0)

    def cues_left(self) -> list[tuple[int, float]]:
        """(cue index, due seconds into this visit) of the cues of this segment not yet said, in order."""
        left = [
            (i, float(self.length + cue.offset if cue.from_end else cue.offset))
            for i, cue in self.plan.cues_of(self.index)
            if i not in self.said
        ]
        return sorted(left, key=lambda item: item[1])

    def due_in(self, now: Reading) -> float | None:
        """Seconds until the next cue or change of segment; None while nothing will happen by itself."""
        limit = self.plan.choices.wait_limit
        if self.phase is SessionPhase.WAITING and limit:
            return max(0.0, limit - self.waited(now))
        if self.phase in {SessionPhase.ENDED, SessionPhase.PAUSED, SessionPhase.WAITING, SessionPhase.ALARM}:
            return None
        if self.phase is SessionPhase.GET_READY:
            return max(0.0, GET_READY - now.since(self.entered, asleep_too=self.segment.asleep_too))
        elapsed = self.elapsed(now)
        moments = [self.length, *(due for _, due in self.cues_left())]
        return max(0.0, min(moments) - elapsed)

    def position(self, now: Reading) -> Position:
        """Where it stands at `now`, once it has been brought there (see `advance`)."""
        if self.phase is SessionPhase.ENDED:
            last = len(self.plan.steps)
            return Position(self.phase, self.index, None, 0.0, 0.0, 0, 0.0, last, last, "", 0.0, self.plan.seconds)
        elapsed = self.elapsed(now)
        left = max(0.0, self.length - elapsed)
        coming = [s for s in self.plan.segments[self.index + 1 :] if s.technique not in self.barred]
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
            next=next((self.name_of(s) for s in coming if s.part != self.segment.part and s.kind in WORK), ""),
            run_left=left + sum(s.seconds for s in coming),
            run_seconds=float(self.plan.seconds),
            waited=self.waited(now),
        )

    def name_of(self, segment: Segment) -> str:
        """This segment, as the person would call it."""
        name = self.plan.steps[segment.step].name
        return f"{name}, {segment.side} side" if segment.side else name

    # --- small steps ----------------------------------------------------------------------------------------------

    def entering(self, index: int, at: Reading, phase: SessionPhase = SessionPhase.RUNNING) -> Session:
        """This session at the beginning of segment `index`, which begins `at` then."""
        segment = self.plan.segments[index]
        first = index > 0 and self.plan.segments[index - 1].step != segment.step
        if self.plan.choices.waits and first and phase is SessionPhase.RUNNING:
            phase = SessionPhase.WAITING
        length = max(0, int(min(segment.seconds, self.room(segment))))
        return replace(
            self, phase=phase, index=index, entered=at, length=length, banked=0.0, arrived=False, said=frozenset()
        )

    def settled(self, held: float) -> Session:
        """This session with `held` seconds of the present segment taken from its pool."""
        pool = self.segment.pool
        if pool is None or held <= 0:
            return self
        spent = dict(self.spent)
        spent[pool] = spent.get(pool, 0.0) + held
        return replace(self, spent=tuple(spent.items()))

    def taken_off(self) -> tuple[Session, list[SessionEvent]]:
        """This session, and what heat or cold that is left early still says: that it has to come off."""
        if not self.segment.alarm:
            return self, []
        cues = [(i, c) for i, c in self.plan.cues_of(self.index) if c.sound is Sound.ALARM and i not in self.said]
        said: list[SessionEvent] = [CueDue(cue, 0.0) for _, cue in cues]
        return replace(self, said=self.said | {i for i, _ in cues}), said
