"""When a meeting that goes on is looked at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.reminders.pauses import PROBED

if TYPE_CHECKING:
    from coach.core.clock import Reading
    from coach.core.reminders.state import ReminderState

WAITED = 150.0  # seconds between two looks at a meeting that something waits for the end of: nobody is met at its door
SELDOM = 240.0  # seconds between two looks at a meeting that holds nothing back


def busy_is_probed(state: ReminderState) -> bool:
    """Whether a pause stands that only another look can end."""
    return any(pause.reason in PROBED and not pause.own for pause in state.pauses)


def next_busy_probe(state: ReminderState, now: Reading) -> float:
    """When to look at a meeting anew: soon where something waits for its end, else seldom."""
    waits = bool(state.owed) or now.boot >= min(state.due, state.drink)
    return state.busy_read + (WAITED if waits else SELDOM)
