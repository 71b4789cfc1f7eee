"""What can happen in a session, and where it stands at one moment."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from coach.core.routine.timeline import Cue, Segment
    from coach.core.vocabulary import SessionOutcome


class SessionPhase(StrEnum):
    """What a session is doing."""

    RUNNING = "running"
    GET_READY = "get-ready"
    PAUSED = "paused"
    TAKE_OFF = "take-off"  # heat or cold paused but not yet off the skin: its time runs on
    ALARM = "alarm"  # time is up, not yet acknowledged
    WAITING = "waiting"  # before a step, for the person's key
    ENDED = "ended"


@frozen
class Reached:
    """A segment began."""

    index: int


@frozen
class CueDue:
    """A cue is due; `late` is how many seconds ago it was."""

    cue: Cue
    late: float


@frozen
class SegmentOver:
    """A segment is behind us: `held` seconds of it, `over` more before the alarm was acknowledged.

    `done` is False where it was left early. `acknowledged` is False where nobody answered its alarm.
    """

    index: int
    held: float
    done: bool
    over: float = 0.0
    acknowledged: bool = True


@frozen
class KeyRefused:
    """A key that can't be followed, and why."""

    why: str


@frozen
class Ended:
    """The session is over."""

    outcome: SessionOutcome


SessionEvent = Reached | CueDue | SegmentOver | KeyRefused | Ended


@frozen
class Position:
    """Where a session stands at one moment. Seconds are never negative.

    `left` is what remains of this segment, `over` how long its alarm has been sounding, `waited` how long it has been
    waiting for the person; `run_left` is what remains of
    the whole run. `next` names what comes after this part, empty at the last.
    """

    phase: SessionPhase
    index: int
    segment: Segment | None
    elapsed: float
    left: float
    length: int
    over: float
    step: int
    steps: int
    next: str
    run_left: float
    run_seconds: float
    waited: float = 0.0
