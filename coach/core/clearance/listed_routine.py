"""A routine as a list shows it, and the order of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.clearance.clearance import obstacle
from coach.core.errors import BadInput
from coach.core.frozen import frozen
from coach.core.record.choices import Choices
from coach.core.routine.planning import plan
from coach.core.routine.routine import Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from coach.core.clearance.locks import LockReason, Safety
    from coach.core.routine.routine import Routine, Technique


@frozen
class Listed:
    """A routine as a list shows it. `reasons` says why it can't run now; `check_due` that only the check is missing.

    `seconds` is None where it could not be planned (every spot has had its time today).
    """

    routine: Routine
    seconds: int | None
    locked: bool
    reasons: tuple[LockReason, ...]
    check_due: bool


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
        return Listed(routine, seconds, locked=False, reasons=(), check_due=False)
    only_due = blocked.check_due and not any(reason.flag for reason in blocked.reasons)
    return Listed(routine, seconds, locked=True, reasons=blocked.reasons, check_due=only_due)


def usual_seconds(routine: Routine, resolved: tuple[Technique, ...]) -> int | None:
    """How long it is where nothing is chosen; None where it can't be planned."""
    try:
        return plan(routine, resolved, Choices()).seconds
    except BadInput:
        return None


def sequences_first(routines: Iterable[Listed]) -> list[Listed]:
    """Open ones before locked ones, sequences before single techniques, short before long."""
    return sorted(
        routines,
        key=lambda r: (r.locked and not r.check_due, not isinstance(r.routine, Sequence), r.seconds or 0),
    )
