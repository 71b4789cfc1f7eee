"""Routines as values: techniques with their doses, and sequences of techniques.

All times are whole seconds unless a name says otherwise. Every number carries its basis and source.
"""

from __future__ import annotations

from dataclasses import fields
from enum import StrEnum
from typing import TYPE_CHECKING, TypeGuard

from coach.core.frozen import frozen
from coach.core.vocabulary import BodyArea, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Collection

    from coach.core.routine.caution import Caution
    from coach.core.routine.movement import Movement


class Sides(StrEnum):
    """How a technique treats the two sides."""

    NONE = "none"
    PER_SIDE = "per-side"  # one side's full time, then the other's
    ALTERNATING = "alternating"  # left, right, left, right


class BodyPosition(StrEnum):
    """How the body is placed."""

    SIT = "sit"
    STAND = "stand"
    WALL = "wall"
    LIE_BACK = "lie-back"
    HANDS_AND_KNEES = "hands-and-knees"
    KNEEL = "kneel"


class Equipment(StrEnum):
    """What has to be at hand."""

    NONE = "none"
    CHAIR = "chair"
    WALL = "wall"
    MAT = "mat"
    HEAT_PACK = "heat-pack"
    COLD_PACK = "cold-pack"
    TOWEL = "towel"
    TENNIS_BALL = "tennis-ball"
    LACROSSE_BALL = "lacrosse-ball"
    FOAM_ROLLER = "foam-roller"
    DOORWAY = "doorway"


class Basis(StrEnum):
    """Where a number comes from: a source article, a cited convention, or our own cautious choice."""

    SEED = "seed"
    CONVENTION = "convention"
    POLICY = "policy"


@frozen
class Quantity:
    """One number of a dose: its range, what is used when nobody chose, and where it comes from."""

    low: int
    default: int
    high: int
    basis: Basis
    source: str  # "S3" (an article) or "C-HEAT" (a convention)
    note: str = ""


@frozen
class Dose:
    """How much of a technique. A field is None where the technique has no such number."""

    hold: Quantity | None = None  # s
    reps: Quantity | None = None  # count; for each side where the technique has sides
    length: Quantity | None = None  # s, of the whole technique
    spots: Quantity | None = None  # count
    there: Quantity | None = None  # s of the way out of a slow rep
    back: Quantity | None = None  # s of the way back
    breathe_in: Quantity | None = None  # s
    breathe_out: Quantity | None = None  # s
    hard_stop: Quantity | None = None  # s on one spot, over repeats and runs of a day
    per_spot_per_day: Quantity | None = None  # s
    per_day: Quantity | None = None  # uses
    gap: Quantity | None = None  # min between two uses
    every: Quantity | None = None  # min between two breaks
    rise_per_week: Quantity | None = None  # reps more than last week, at most
    words: tuple[tuple[str, str, Basis, str], ...] = ()  # (name, text, basis, source) of doses that are no number
    notes: tuple[tuple[str, str], ...] = ()  # (name, note) of doses that are no number

    def quantities(self) -> list[tuple[str, Quantity]]:
        """Every number of this dose by its field name, in order."""
        found = ((field.name, getattr(self, field.name)) for field in fields(self))
        return [(name, value) for name, value in found if isinstance(value, Quantity)]


class CueAt(StrEnum):
    """Which moment of a hold a written cue belongs to; a number of seconds is `SECONDS`."""

    SECONDS = "seconds"
    HALF = "half"
    END = "end"
    EACH_REP = "each-rep"
    SWAP = "swap"
    PACER = "pacer"


@frozen
class CueLine:
    """One cue as its file has it. `seconds` counts where `at` is SECONDS (from the start) or SWAP (the time to swap).

    An EACH_REP cue has its phases parted by " ... ": "Round up ... and lower".
    """

    at: CueAt
    say: str
    seconds: int = 0

    @property
    def phases(self) -> tuple[str, ...]:
        """What is said at each phase of a rep."""
        return tuple(phase.strip() for phase in self.say.split("..."))


@frozen
class Support:
    """What a source article says for a technique, in our own words."""

    source: str
    says: str


@frozen
class Variant:
    """Another way to do a technique; None means as in the technique."""

    id: str
    note: str = ""
    default: bool = False
    steps: tuple[str, ...] | None = None
    position: tuple[BodyPosition, ...] | None = None
    equipment: tuple[Equipment, ...] | None = None
    areas: tuple[BodyArea, ...] | None = None
    sides: Sides | None = None


@frozen
class AfterAnswer:
    """One answer to the question at the end: its words, the letter that gives it in lines of text, and what it tells.

    `raises` is the id of the in-session flag that this answer raises, empty where it is good news.
    """

    say: str
    key: str
    raises: str = ""


@frozen
class AfterQuestion:
    """What a technique asks once it has been done."""

    question: str
    answers: tuple[AfterAnswer, ...]

    def __str__(self) -> str:
        """The question with its answers, as one line."""
        return f"{self.question} {' / '.join(answer.say for answer in self.answers)}"


@frozen
class Technique:
    """One self-care technique, which can be run by itself or as a step of a sequence.

    `shipped` is True only for files that come with the program: some of those need no check of the day.
    """

    id: str
    name: str
    cls: TechniqueClass
    areas: tuple[BodyArea, ...]
    position: tuple[BodyPosition, ...]
    equipment: tuple[Equipment, ...]
    at_desk: bool
    sides: Sides
    dose: Dose
    steps: tuple[str, ...]
    cues: tuple[CueLine, ...]
    cautions: tuple[Caution, ...] = ()
    stop_if: tuple[str, ...] = ()  # in-session flag ids
    supports: tuple[Support, ...] = ()
    variants: tuple[Variant, ...] = ()
    checklist: tuple[str, ...] = ()  # questions to go through one by one
    never_on: tuple[Caution, ...] = ()  # places, each as words that follow "never on"
    pressure: str = ""
    order_hint: str = ""
    ask_after: AfterQuestion | None = None
    equipment_options: tuple[Equipment, ...] = ()
    end_alarm: bool = False  # keeps sounding until acknowledged
    figure: str = ""  # the name of the figure that shows it; the technique's own id where empty
    movements: tuple[Movement, ...] = ()  # of the guided break, which take turns
    sit_down: tuple[str, ...] = ()  # one line at the end of a break, in turn
    shipped: bool = False

    def take_care(self, areas: Collection[BodyArea] = (), way: str = "") -> tuple[str, ...]:
        """What to take care of on these areas, in this way (none given: all), and where never to do it."""
        never = [place.say for place in self.never_on if place.holds(areas, way)]
        said = [caution.say for caution in self.cautions if caution.holds(areas, way)]
        return (*said, *([f"Never on: {', '.join(never)}."] if never else []))


@frozen
class Change:
    """A sequence's own number for one of its techniques: `field` of the dose becomes `value`."""

    field: str
    value: int


@frozen
class TechniqueStep:
    """A step of a sequence: a technique by id, with changes to its dose."""

    technique: str
    changes: tuple[Change, ...] = ()


@frozen
class RestStep:
    """A step of a sequence: wait this many seconds."""

    rest: Quantity


@frozen
class Followup:
    """A question to ask some hours after the routine."""

    after_hours: int
    ask: str
    source: str


@frozen
class Sequence:
    """Techniques one after the other. It refers to them; it never repeats them."""

    id: str
    name: str
    areas: tuple[BodyArea, ...]
    steps: tuple[TechniqueStep | RestStep, ...]
    why: tuple[Support, ...] = ()
    then: Followup | None = None
    shipped: bool = False
    days_a_week: Quantity | None = None  # on how many it is meant; nothing locks by it

    @property
    def techniques(self) -> tuple[str, ...]:
        """Technique ids in order."""
        return tuple(step.technique for step in self.steps if isinstance(step, TechniqueStep))


Routine = Technique | Sequence


@frozen
class Clamp:
    """A dose of a person's own file that was over its cap and is used at the cap."""

    routine: str
    field: str
    asked: int
    cap: int

    def __str__(self) -> str:
        beyond = "over" if self.asked > self.cap else "under"  # a gap can be too short
        return f"{self.routine}: {self.field} {self.asked} is {beyond} the limit, {self.cap} is used."


def is_break(routine: Routine) -> TypeGuard[Technique]:
    """Whether this is a movement break by itself: a light thing, with no pain rating around it."""
    return isinstance(routine, Technique) and routine.cls is TechniqueClass.MOVEMENT_BREAK


def is_guided(routine: Routine) -> TypeGuard[Technique]:
    """Whether its movements take turns: the shipped one. A person's own is done as they wrote it."""
    return is_break(routine) and routine.shipped
