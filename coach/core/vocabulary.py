"""Words that facts and content share: body areas, sides, classes of techniques, complaints, what is noted."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class TechniqueClass(StrEnum):
    """What kind of thing a technique is; locks and caps work by class."""

    HEAT = "heat"
    COLD = "cold"
    COMPRESSION = "compression"
    MASSAGE = "massage"
    STRETCH = "stretch"
    STRENGTH = "strength"
    MOVEMENT_BREAK = "movement-break"
    POSTURE = "posture"
    BREATHING = "breathing"
    HYDRATION = "hydration"


class BodyArea(StrEnum):
    """Where on the body."""

    NECK = "neck"
    SHOULDER = "shoulder"
    UPPER_BACK = "upper-back"
    MID_BACK = "mid-back"
    LOWER_BACK = "lower-back"


class Side(StrEnum):
    """One side of the body."""

    LEFT = "left"
    RIGHT = "right"


class ComplaintKind(StrEnum):
    """What a complaint is."""

    KNOT = "knot"
    SPASM = "spasm"
    ACHE = "ache"
    LUMP = "lump"
    BRUISE = "bruise"
    GLAND = "swollen-gland"
    NOT_SURE = "not-sure"


class Answer(StrEnum):
    """What a person may answer. Blank is no answer at all."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not-sure"


class YesNo(StrEnum):
    """What a person may answer where they can see it."""

    YES = "yes"
    NO = "no"


class CheckLayer(StrEnum):
    """Which part of the check was answered: a layer of the catalogue, or what was told unasked."""

    TODAY = "today"
    PROFILE = "profile"
    WEEKLY = "weekly"
    EPISODE = "episode"
    LUMP = "lump"
    TECHNIQUE = "technique"
    LOST = "lost"
    TOLD = "told"


class EntrySide(StrEnum):
    """Which side an entry is about."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    MIDDLE = "middle"


class Feel(StrEnum):
    """What pain feels like."""

    DULL = "dull"
    SHARP = "sharp"
    BURNING = "burning"
    THROBBING = "throbbing"
    SHOOTING = "shooting"
    STIFF = "stiff"


class Tag(StrEnum):
    """When or how it hurts."""

    NIGHT = "night"
    MORNING = "morning"
    AFTER_REST = "after-rest"
    SPREADS = "spreads"
    STIFF_NECK = "stiff-neck"


class Trend(StrEnum):
    """How a complaint goes, in the person's word."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    NOT_SURE = "not-sure"


class Trigger(StrEnum):
    """What may have set it off."""

    LONG_SITTING = "long-sitting"
    CRANED_AT_SCREEN = "craned-at-screen"
    POOR_POSTURE = "poor-posture"
    REPEATED_MOVEMENT = "repeated-movement"
    HEAVY_LIFT = "heavy-lift-or-carry"
    LOAD_ON_SHOULDER = "load-on-shoulder"
    HEAD_TURN = "sudden-or-far-head-turn"
    SUDDEN_MOVEMENT = "sudden-movement"
    PHONE_IN_NECK = "phone-in-neck"
    STRESS = "stress"
    AWKWARD_SLEEP = "awkward-sleep"
    LITTLE_WATER = "not-enough-water"
    EXERCISE_STRAIN = "exercise-strain"
    TWIST_OR_SWING = "twist-or-swing"
    INFECTION = "infection"
    ACCIDENT = "accident-or-fall"
    NOT_KNOWN = "not-known"


class RatedWhen(StrEnum):
    """When pain was rated, seen from a routine."""

    BEFORE = "before"
    AFTER = "after"
    NEXT_MORNING = "next morning"
    ANY_TIME = "any time"


class Texture(StrEnum):
    """What a lump feels like."""

    SOFT = "soft"
    RUBBERY = "rubbery"
    FIRM = "firm"
    STONE_HARD = "stone-hard"
    NOT_SURE = "not-sure"


class Moves(StrEnum):
    """Whether a lump moves under the skin."""

    MOVES = "moves"
    STUCK = "stuck"
    NOT_SURE = "not-sure"


class Look(StrEnum):
    """What the skin over a lump looks like."""

    NORMAL = "normal"
    RED = "red"
    BROKEN = "broken"
    LEAKING = "leaking or bleeding"
    NOT_SURE = "not-sure"


class PainTime(StrEnum):
    """When a lump hurts."""

    MORNING = "morning"
    NIGHT = "night"
    AFTER_REST = "after rest"
    NONE = "none"


class Feeling(StrEnum):
    """What the skin round a lump feels."""

    NORMAL = "normal"
    TINGLING = "tingling"
    NUMB = "numb"
    NOT_SURE = "not-sure"


class Count(StrEnum):
    """How many lumps there are."""

    ONE = "one"
    MANY = "many"
    JOINED = "joined"
    NOT_SURE = "not-sure"


class LumpChange(StrEnum):
    """What has become of a lump since the last look."""

    SAME = "same"
    BIGGER = "bigger"
    SMALLER = "smaller"
    HARDER = "harder"
    SOFTER = "softer"
    GONE = "gone"
    OTHER = "other"


class SeenBy(StrEnum):
    """Whether a clinician has seen a lump."""

    NOBODY = "nobody"
    BOOKED = "booked"
    FINE = "seen: self-care fine"
    NOT_FINE = "seen: no self-care"


class SizeMethod(StrEnum):
    """How a size was found."""

    MEASURED = "measured"
    COMPARED = "compared"


class FirstNoticed(StrEnum):
    """What stands for the day on which a lump was first noticed, where that is no day."""

    NOT_SURE = "not-sure"
    NOT_GIVEN = "not-given"  # asked, and left out


class SegmentKind(StrEnum):
    """What a segment of a run is."""

    PREPARE = "prepare"
    HOLD = "hold"
    REP = "rep"
    BREATHE = "breathe"
    MOVE = "move"
    SWAP = "swap"
    REST = "rest"
    CHECK = "check"


class SessionOutcome(StrEnum):
    """How a session ended."""

    COMPLETED = "completed"
    LEFT = "left"
    GOT_UP = "got-up"  # a break that counts as taken by the person's word
    STOPPED = "stopped"  # something was wrong
    INTERRUPTED = "interrupted"  # the program went away; closed later
    DISCARDED = "discarded"  # closed later, to count as nothing done


class WeekWord(StrEnum):
    """How much last week was."""

    TOO_MUCH = "too-much"
    RIGHT = "right"
    TOO_LITTLE = "too-little"


class PromptOutcome(StrEnum):
    """What became of a prompt of the reminders."""

    TAKEN = "taken"
    NATURAL = "natural"  # the person was away long enough by themselves
    SNOOZED = "snoozed"
    SKIPPED = "skipped"
    MISSED = "missed"


LUMP_KINDS = frozenset(
    {ComplaintKind.LUMP, ComplaintKind.GLAND, ComplaintKind.NOT_SURE}
)  # these put a lump on record (docs/safety-rules.md, Lumps)
EPISODE_KINDS = frozenset(
    set(ComplaintKind) - {ComplaintKind.LUMP, ComplaintKind.NOT_SURE}
)  # LR2 to LR7 never read a lump (docs/safety-rules.md, Complaints)
SIZES: Mapping[str, int] = {"pea": 8, "small-coin": 18, "big-coin": 25, "walnut": 35, "golf-ball": 43}  # mm


def plain(name: str) -> str:
    """An id as words: "lower-back" is "lower back"."""
    return name.replace("-", " ")
