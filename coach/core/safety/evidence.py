"""Why a flag is up: which rule fired, on which facts, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from coach.core.vocabulary import Answer


@frozen
class Evidence:
    """One rule that fired: its name (`answer`, `report`, `log`, `combination`, `placement`, `age` or `LR1` to `LR13`),
    a sentence on what it saw, and the ids of the facts it saw it in. `answer` is the person's, where it was one.
    """

    rule: str
    words: str
    facts: tuple[str, ...] = ()
    answer: Answer | None = None
