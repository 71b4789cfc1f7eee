"""What a guided session starts from, and its steps: what the person is shown or asked."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.record.choices import Choices
from coach.core.session.ready import Ready

if TYPE_CHECKING:
    from coach.core.check.checkup import Checkup
    from coach.core.clearance.clearance import Blocked, Cleared
    from coach.core.history.history import Episode
    from coach.core.history.sessions import PastSession
    from coach.core.routine.routine import AfterQuestion
    from coach.core.routine.timeline import Timeline
    from coach.core.vocabulary import RatedWhen, SessionOutcome


@frozen
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
    def asks(self) -> bool:
        """Whether the person is asked on the way: nothing is written down, and it is no break and no rehearsal."""
        return self.rates and not self.written

    @property
    def rates(self) -> bool:
        """Whether pain is rated before and after, and the techniques ask how they did."""
        return not (self.light or self.rehearsal)


@frozen
class OfferResume:
    """A session was not finished: go on with it, close it, or leave it for later. `way` is the way of going on."""

    past: PastSession
    way: Way


@frozen
class ShowPlan:
    """What is planned, for whoever has not seen it, with what the way says of its choices."""


@frozen
class Rate:
    """How strong is the pain, 0 to 10?"""

    when: RatedWhen


@frozen
class AskCheck:
    """What is to be asked before the door opens."""

    checkup: Checkup


@frozen
class ShowCard:
    """Why it stays shut, and what to do first."""

    blocked: Blocked


@frozen
class SayBefore:
    """What is to be known before it begins: where, with what and with which cautions (`ready`), and what has changed.

    `waits`: the person begins it, whenever somebody is guided; in a light break, a rehearsal, with written answers and
    with nobody there it waits only where something has changed, and a break never.
    """

    cleared: Cleared
    timeline: Timeline
    left_out: tuple[str, ...] = ()
    clamps: tuple[str, ...] = ()
    waits: bool = False
    ready: Ready = field(default_factory=Ready)

    @property
    def good_to_know(self) -> tuple[str, ...]:
        """Advice, and what was changed to make it fit."""
        return (*self.cleared.advice, *self.timeline.notes)


@frozen
class Play:
    """The session itself, which stands on this clearance."""

    cleared: Cleared


@frozen
class AskAfter:
    """What a technique asks once it has been done."""

    technique: str
    name: str
    question: AfterQuestion


@frozen
class Noted:
    """An answer has put this technique to rest."""

    name: str


@frozen
class NotSaved:
    """Something could not be written down; it goes on all the same."""

    why: str


@frozen
class NotPossible:
    """An interrupted session can't go on."""

    why: str


@frozen
class Rest:
    """Techniques (ids) that are not to be done again today, and the person's own report as the reason."""

    techniques: tuple[str, ...]
    why: str


@frozen
class Finished:
    """It is over.

    `summary`: there is something to look back on, `past` as the record has it; `whole`: nothing was left out. `fault`:
    what could not be written down. `card` is up because of what came afterwards: `serious` where that is more than a
    caution, `unexpected` where it is more than the answers have told. `blocked` is what stopped it. `asks_about`: the
    person is asked once for the emergency number and the year of birth, now that it is over and nothing is wrong;
    `asks_over`: or whether this knot is over; `asks_function`: or how well they can do what is hard, once a week.
    `times` this routine was done this week.
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
    asks_about: bool = False
    asks_function: bool = False
    asks_over: Episode | None = None
    times: int = 1


class ClosedWhy(StrEnum):
    """Why no session took place, or why nothing more is asked after one."""

    LOCKED = "locked"
    DECLINED = "declined"
    NOT_POSSIBLE = "not-possible"
    NOT_SAVED = "not-saved"
    INTERRUPTED = "interrupted"


@frozen
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
