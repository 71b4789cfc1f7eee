"""Nobody is interrupted in the middle of a word: what is due waits for the first seconds without a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.frozen import replace
from coach.core.reminders.state import NEVER

if TYPE_CHECKING:
    from coach.core.clock import Reading
    from coach.core.reminders.state import ReminderState

RESTS = 5.0  # seconds without a key or a move of the mouse
LONGEST = 60.0  # seconds that are waited for them


def typing(state: ReminderState, now: Reading, idle: float | None) -> bool:
    """Whether what is due at this moment waits. Where `idle` is not known nothing does."""
    return idle is not None and idle < RESTS and now.boot < state.patient + LONGEST


def patient(state: ReminderState, now: Reading, idle: float) -> ReminderState:
    """It waits: when to look again."""
    since = min(state.patient, now.boot)
    return replace(state, patient=since, look_at=min(now.boot + RESTS - idle, since + LONGEST))


def over(state: ReminderState) -> ReminderState:
    """Nothing waits any more."""
    return state if state.patient == NEVER else replace(state, patient=NEVER, look_at=NEVER)
