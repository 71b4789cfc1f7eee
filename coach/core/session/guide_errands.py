"""What a guide asks of the door and the record, and what they say."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.session.ready import Ready

if TYPE_CHECKING:
    from coach.core.check.checkup import Checkup
    from coach.core.clearance.clearance import Blocked, Cleared
    from coach.core.history.history import Episode
    from coach.core.history.sessions import PastSession
    from coach.core.routine.routine import Technique
    from coach.core.routine.timeline import Timeline
    from coach.core.safety.raised_flag import RaisedFlag
    from coach.core.vocabulary import RatedWhen, SessionOutcome


@frozen
class LookForUnfinished:
    """Is there a session that was not finished?"""


@frozen
class CloseUnfinished:
    """Close it as partly done, or discard it."""

    past: PastSession
    discard: bool


@frozen
class AskDoor:
    """May it run now; `with_check`: and what is to be asked first?"""

    with_check: bool


@frozen
class TakeWritten:
    """Record the answers that are at hand."""


@frozen
class RecordPain:
    """Record a rating; `before` is the one before the session, for the one after it."""

    level: int
    when: RatedWhen
    before: int | None = None


@frozen
class Begin:
    """Begin the session."""

    cleared: Cleared
    before: int | None


@frozen
class PickUp:
    """Go on with the interrupted session."""

    cleared: Cleared
    past: PastSession


@frozen
class RecordReport:
    """Record what an answer tells of a technique."""

    flag: str
    technique: str


@frozen
class LookBack:
    """What came of it?"""


Errand = (
    LookForUnfinished | CloseUnfinished | AskDoor | TakeWritten | RecordPain | Begin | PickUp | RecordReport | LookBack
)


# --- what the door and the record say ---------------------------------------------------------------------------------


@frozen
class DoorSaid:
    """The verdict; what is to be asked first, None: nothing; and where it is open, the plan with what to say of it."""

    verdict: Cleared | Blocked
    checkup: Checkup | None = None
    timeline: Timeline | None = None
    left_out: tuple[str, ...] = ()
    clamps: tuple[str, ...] = ()
    ready: Ready = field(default_factory=Ready)


@frozen
class Played:
    """What became of the session.

    `techniques` in the order of the plan; `held` are the ids of those that were really done; `up` the flags that are up
    now; `blocked` what stopped it, `unseen` where its card is still to be shown; `interrupted`: the program was told to
    leave.
    """

    outcome: SessionOutcome
    techniques: tuple[Technique, ...] = ()
    held: frozenset[str] = frozenset()
    up: frozenset[str] = frozenset()
    blocked: Blocked | None = None
    unseen: bool = False
    interrupted: bool = False


@frozen
class LookedBack:
    """The session as the record has it, what could not be written, the flags that are up now, and their card.

    `unasked`: the person was never asked for the emergency number, and could be now; `function_due`: nor this week for
    what they can do; `over`: of this knot nothing was noted for a while. `times` this routine was done this week.
    """

    past: PastSession | None = None
    fault: str = ""
    flags: tuple[RaisedFlag, ...] = ()
    card: Blocked | None = None
    unasked: bool = False
    times: int = 1
    function_due: bool = False
    over: Episode | None = None
