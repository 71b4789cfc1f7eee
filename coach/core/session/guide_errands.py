"""What a guide asks of the door and the record, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.core.check.checkup import Checkup
    from coach.core.clearance.clearance import Blocked, Cleared
    from coach.core.history.sessions import PastSession
    from coach.core.routine.routine import Technique
    from coach.core.routine.timeline import Timeline
    from coach.core.safety.raised_flag import RaisedFlag
    from coach.core.vocabulary import RatedWhen, SessionOutcome


@dataclass(frozen=True, slots=True)
class LookForUnfinished:
    """Is there a session that was not finished?"""


@dataclass(frozen=True, slots=True)
class CloseUnfinished:
    """Close it as partly done, or discard it."""

    past: PastSession
    discard: bool


@dataclass(frozen=True, slots=True)
class AskDoor:
    """May it run now; `with_check`: and what is to be asked first?"""

    with_check: bool


@dataclass(frozen=True, slots=True)
class TakeWritten:
    """Record the answers that are at hand."""


@dataclass(frozen=True, slots=True)
class RecordPain:
    """Record a rating; `before` is the one before the session, for the one after it."""

    level: int
    when: RatedWhen
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin the session."""

    cleared: Cleared
    before: int | None


@dataclass(frozen=True, slots=True)
class PickUp:
    """Go on with the interrupted session."""

    cleared: Cleared
    past: PastSession


@dataclass(frozen=True, slots=True)
class RecordReport:
    """Record what an answer tells of a technique."""

    flag: str
    technique: str


@dataclass(frozen=True, slots=True)
class LookBack:
    """What came of it?"""


Errand = (
    LookForUnfinished | CloseUnfinished | AskDoor | TakeWritten | RecordPain | Begin | PickUp | RecordReport | LookBack
)


# --- what the door and the record say ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DoorSaid:
    """The verdict; what is to be asked first, None: nothing; and where it is open, the plan with what to say of it."""

    verdict: Cleared | Blocked
    checkup: Checkup | None = None
    timeline: Timeline | None = None
    left_out: tuple[str, ...] = ()
    clamps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Played:
    """What became of the session.

    `techniques` in the order of the plan; `held` are the ids of those that were really done; `up` the flags that are up
    now; `blocked` what stopped it; `interrupted`: the program was told to leave.
    """

    outcome: SessionOutcome
    techniques: tuple[Technique, ...] = ()
    held: frozenset[str] = frozenset()
    up: frozenset[str] = frozenset()
    blocked: Blocked | None = None
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class LookedBack:
    """The session as the record has it, what could not be written, the flags that are up now, and their card."""

    past: PastSession | None = None
    fault: str = ""
    flags: tuple[RaisedFlag, ...] = ()
    card: Blocked | None = None
