"""The order in which routines are offered."""

from __future__ import annotations

from coach.adapters.routines.routine_files import load_library
from coach.core.clearance.listed_routine import Listed, sequences_first
from tests.core.situations import TECHNIQUES

NECK, CAT, BREATHING, MOVING = (TECHNIQUES[n] for n in ("neck-stretch", "cat-cow", "calm-breathing", "movement-break"))
DESK, REST = (load_library(None).find(name) for name in ("desk-reset", "neck-knot-desk"))


def listed(routine: object, seconds: int | None, **more: bool) -> Listed:
    given = {"locked": False, "check_due": False, "nothing_asked": False} | more
    return Listed(routine, seconds, reasons=(), **given)  # type: ignore[arg-type]


def test_what_asks_nothing_comes_first_then_what_is_open_and_sequences_before_techniques() -> None:
    order = [
        listed(DESK, 500, nothing_asked=True),
        listed(MOVING, 10, nothing_asked=True),
        listed(BREATHING, 5, nothing_asked=True),
        listed(REST, 400),
        listed(DESK, 500, locked=True, check_due=True),
        listed(NECK, 30),
        listed(CAT, 40),
        listed(REST, 100, locked=True),
        listed(NECK, None, locked=True),
    ]
    assert sequences_first(reversed(order)) == order
