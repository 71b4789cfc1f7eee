"""A routine as a list shows it, and the order of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.clearance.clearance import obstacle
from coach.core.clearance.locks import needs_check
from coach.core.errors import BadInput
from coach.core.frozen import frozen
from coach.core.record.choices import Choices
from coach.core.routine.planning import plan
from coach.core.routine.routine import Sequence
from coach.core.vocabulary import TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from coach.core.clearance.locks import LockReason, Safety
    from coach.core.routine.routine import Routine, Technique


CLASSES = tuple(TechniqueClass)
NOTHING_ASKED = "Nothing asked"
BUT_FIRST = "Chest pain, short of breath, sudden weakness? Don't start; call for help."


@frozen
class Listed:
    """A routine as a list shows it. `reasons` says why it can't run now; `check_due` that only the check is missing.

    `nothing_asked`: it begins at once, without a question before it.
    `seconds` is None where it could not be planned (every spot has had its time today).
    """

    routine: Routine
    seconds: int | None
    locked: bool
    reasons: tuple[LockReason, ...]
    check_due: bool
    nothing_asked: bool = False


def listed(
    routine: Routine,
    resolved: tuple[Technique, ...],
    safety: Safety,
    now: datetime,
    techniques: Mapping[str, Technique],
    seconds: int | None,
) -> Listed:
    """The routine of these `seconds` with its locks at `now`; the other arguments are those of `clearance.decide`."""
    blocked = obstacle(routine, resolved, Choices(), safety, now, techniques)
    if blocked is None:
        free = not any(needs_check(technique) for technique in resolved)
        return Listed(routine, seconds, locked=False, reasons=(), check_due=False, nothing_asked=free)
    only_due = blocked.check_due and not any(reason.flag for reason in blocked.reasons)
    return Listed(routine, seconds, locked=True, reasons=blocked.reasons, check_due=only_due)


def usual_seconds(routine: Routine, resolved: tuple[Technique, ...]) -> int | None:
    """How long it is where nothing is chosen; None where it can't be planned."""
    try:
        return plan(routine, resolved, Choices()).seconds
    except BadInput:
        return None


def sequences_first(routines: Iterable[Listed]) -> list[Listed]:
    """What asks nothing in the order of its classes, then what is open, then what is locked.

    Of those, sequences come before single techniques, short before long.
    """
    return sorted(routines, key=lambda r: (*_group(r), not isinstance(r.routine, Sequence), r.seconds or 0))


def _group(listed: Listed) -> tuple[bool, int, bool]:
    routine = listed.routine
    rank = CLASSES.index(routine.cls) if listed.nothing_asked and not isinstance(routine, Sequence) else 0
    return (not listed.nothing_asked, rank, listed.locked and not listed.check_due)
