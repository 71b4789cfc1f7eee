"""The hint for a name that a routine file gives and nothing has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.spelling import suggestion

if TYPE_CHECKING:
    from collections.abc import Collection

MOST_LISTED = 20


def name_hint(word: str, known: Collection[str]) -> str:
    """The known name nearest to one that isn't, or all of them when they are few."""
    return suggestion(
        word, known, "Known: {known}." if len(known) <= MOST_LISTED else "See what there is with: coach routines"
    )
