"""The steps of a guided session: what the person is shown or asked, and what is asked of the door and the record."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from coach.core.record.choices import Choices

if TYPE_CHECKING:
    from coach.core.check.checkup import Checkup
    from coach.core.clearance.clearance import Blocked, Cleared
    from coach.core.history.sessions import PastSession
    from coach.core.routine.routine import AfterQuestion, Technique
    from coach.core.routine.timeline import Timeline
    from coach.core.safety.raised_flag import RaisedFlag
    from coach.core.vocabulary import RatedWhen, SessionOutcome


@dataclass(frozen=True, slots=True)
class Way:
    """What a guided session starts from.

    `notes` tell which choices were not made now, `too_short` that usual minutes were left out. `light` is a movement
    break: it begins at once and asks nothing. `rehearsal` counts as nothing. `written` says that the answers to the
    check are at hand. `offers` asks first about a session that was not finished. `past` is the session that is gone on
    with.
    """

    routine: str
    choices: Choices = field(default_factory=Choices)
    notes: tuple[str, ...] = ()
    too_short: str = ""
    light: bool = False
    rehearsal: bool = False
    written: bool = False
    offers: bool = False
    past: PastSession | None = None

    @property
    def rates(self) -> bool:
        """Whether pain is rated before and after, and the techniques ask how they did."""
        return not (self.light or self.rehearsal)


# --- for the person ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfferResume:
    """A session was not finished: go on with it, close it, or leave it for later. `way` is the way of going on."""

    past: PastSession
    way: Way


@dataclass(frozen=True, slots=True)
class ShowPlan:
    """What is planned, for whoever has not seen it, with what the way says of its choices."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How strong is the pain, 0 to 10?"""

    when: RatedWhen


@dataclass(frozen=True, slots=True)
class AskCheck:
    """What is to be asked before the door opens."""

    checkup: Checkup


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Why it stays shut, and what to do first."""

    blocked: Blocked


@dataclass(frozen=True, slots=True)
class SayBefore:
    """What is to be known before it begins; `waits` for the person where there is anything."""

    cleared: Cleared
    timeline: Timeline
    left_out: tuple[str, ...] = ()
    clamps: tuple[str, ...] = ()
    waits: bool = False

    @property
    def good_to_know(self) -> tuple[str, ...]:
        """Advice, and what was changed to make it fit."""
        return (*self.cleared.advice, *self.timeline.notes)


@dataclass(frozen=True, slots=True)
class Play:
    """The session itself, which stands on this clearance."""

    cleared: Cleared


@dataclass(frozen=True, slots=True)
class AskAfter:
    """What a technique asks once it has been done."""

    technique: str
    name: str
    question: AfterQuestion


@dataclass(frozen=True, slots=True)
class Noted:
    """An answer has put this technique to rest."""

    name: str


@dataclass(frozen=True, slots=True)
class NotSaved:
    """Something could not be written down; it goes on all the same."""

    why: str


@dataclass(frozen=True, slots=True)
class NotPossible:
    """An interrupted session can't go on."""

    why: str


@dataclass(frozen=True, slots=True)
class Rest:
    """Techniques (ids) that are not to be done again today, and the person's own report as the reason."""

    techniques: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Finished:
    """It is over.

    `summary`: there is something to look back on, `past` as the record has it; `whole`: nothing was left out. `fault`:
    what could not be written down. `card` is up because of what came afterwards: `serious` where that is more than a
    caution, `unexpected` where it is more than the answers have told. `blocked` is what stopped it.
    """

    outcome: SessionOutcome
    rehearsal: bool = False
    summary: bool = False
    whole: bool = True
    past: PastSession | None = None
    fault: str = ""
    rests: tuple[Rest, ...] = ()
    card: Blocked | None = None
    serious: bool = False
    unexpected: bool = False
    blocked: Blocked | None = None


class ClosedWhy(StrEnum):
    """Why no session took place, or why nothing more is asked after one."""

    LOCKED = "locked"
    DECLINED = "declined"
    NOT_POSSIBLE = "not-possible"
    NOT_SAVED = "not-saved"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Closed:
    """It ends here, with nothing to look back on."""

    why: ClosedWhy
    text: str = ""


PersonStep = (
    OfferResume
    | ShowPlan
    | Rate
    | AskCheck
    | ShowCard
    | SayBefore
    | Play
    | AskAfter
    | Noted
    | NotSaved
    | NotPossible
    | Finished
    | Closed
)


# --- for the door and the record --------------------------------------------------------------------------------------


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
Step = PersonStep | Errand


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
