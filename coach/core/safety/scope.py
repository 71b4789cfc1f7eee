"""What a flag is about: one lump, the person, or the moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Layer

if TYPE_CHECKING:
    from coach.core.catalogue.catalogue import Flag

LUMP_NF2 = "lump-nf2"  # asked with the profile, but a flag of lumps: it fires on a lump
COMPUTED_OF_LUMPS = frozenset(
    {
        "lump-new-unassessed",
        "lump-cancer-history",
        "rest-no-relief-with-lump",
        "back-lump-with-pain",
        "neck-lump-over-40",
        LUMP_NF2,
        "lump-large",
        "solid-lump-no-direct-pressure",
    }
)


def of_profile(flag: Flag) -> bool:
    """Whether a visit on this flag counts like the second stage: visible, caution, locks nothing, 12 months."""
    return flag.ask is Layer.PROFILE and flag.id != LUMP_NF2


def of_lump(flag: Flag) -> bool:
    """Whether a flag is about one lump: each lump has its own."""
    return flag.ask is Layer.LUMP or flag.id in COMPUTED_OF_LUMPS
