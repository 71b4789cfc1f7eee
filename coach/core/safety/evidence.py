"""Why a flag is up: which rule fired, on which facts, in words."""

from __future__ import annotations

from coach.core.frozen import frozen


@frozen
class Evidence:
    """One rule that fired: its name (`answer`, `report`, `log`, `combination`, `placement`, `age` or `LR1` to `LR13`),
    a sentence on what it saw, and the ids of the facts it saw it in.
    """

    rule: str
    words: str
    facts: tuple[str, ...] = ()
