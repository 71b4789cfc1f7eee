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


LUMP_KINDS = frozenset(
    {ComplaintKind.LUMP, ComplaintKind.GLAND, ComplaintKind.NOT_SURE}
)  # these put a lump on record (screening.md)
EPISODE_KINDS = frozenset(
    set(ComplaintKind) - {ComplaintKind.LUMP, ComplaintKind.NOT_SURE}
)  # LR2 to LR7 never read a lump (case_format.md)
SIDES = ("left", "right", "both", "middle")
KINDS = tuple(str(kind) for kind in ComplaintKind)
AREAS = tuple(str(area) for area in BodyArea)
FEEL = ("dull", "sharp", "burning", "throbbing", "shooting", "stiff")
TAGS = ("night", "morning", "after-rest", "spreads", "stiff-neck")
STATUSES = ("better", "same", "worse", "not-sure")
THREE = ("yes", "no", "not-sure")
TRIGGERS = (
    *("long-sitting", "craned-at-screen", "poor-posture", "repeated-movement", "heavy-lift-or-carry"),
    *("load-on-shoulder", "sudden-or-far-head-turn", "sudden-movement", "phone-in-neck", "stress", "awkward-sleep"),
    *("not-enough-water", "exercise-strain", "twist-or-swing", "infection", "accident-or-fall", "not-known"),
)
CLASSES = (*(str(cls) for cls in TechniqueClass), "all")
LUMP = {
    "on-spine": THREE,
    "texture": ("soft", "rubbery", "firm", "stone-hard", "not-sure"),
    "moves": ("moves", "stuck", "not-sure"),
    "look": ("normal", "red", "broken", "leaking or bleeding", "not-sure"),
    "pain-time": ("morning", "night", "after rest", "none"),
    "feeling": ("normal", "tingling", "numb", "not-sure"),
    "count": ("one", "many", "joined", "not-sure"),
    "after-injury": THREE,
    "other-lumps": THREE,
    "change-since-last": ("same", "bigger", "smaller", "harder", "softer", "gone", "other"),
    "seen-by": ("nobody", "booked", "seen: self-care fine", "seen: no self-care"),
    "spasm-or-stiff": ("yes", "no"),
}
SIZES: Mapping[str, int] = {"pea": 8, "small-coin": 18, "big-coin": 25, "walnut": 35, "golf-ball": 43}  # mm
WHEN = ("before", "after", "next morning", "any time")
PLACE = {"area": AREAS, "side": SIDES}
