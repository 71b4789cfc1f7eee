"""When the next movement break will be told, and when a pause is really over: both after the working hours."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.reminders.plan import ReminderKind
from coach.core.reminders.state import GRACE, HOLDS, PauseReason, ReminderPhase

if TYPE_CHECKING:
    from datetime import datetime

    from coach.core.clock import Reading
    from coach.core.reminders.state import Pause, ReminderState

EDGES = 32  # beginnings and ends of working hours that are looked through: a week has fewer


def next_break(state: ReminderState, now: Reading) -> datetime | None:
    """When it will be told (aware).

    None in a break, while nobody is there, while a pause has no end, and where no working hours come.
    """
    if state.phase in {ReminderPhase.BREAK, ReminderPhase.RETURN} or state.absent:
        return None
    holding = [pause for pause in state.pauses if holds(pause)]
    if any(pause.until is None for pause in holding):
        return None
    free = max((pause.until for pause in holding if pause.until is not None), default=now.wall)
    seconds = max(0.0, max(state.due, state.woke + GRACE) - now.boot)
    local = now.wall.replace(tzinfo=None)
    found = _in_hours(state, local, local + timedelta(seconds=seconds), free.replace(tzinfo=None))
    return found.replace(tzinfo=now.wall.tzinfo) if found is not None else None


def holds(pause: Pause) -> bool:
    """Whether it holds movement breaks back by itself, whatever the working hours are."""
    return pause.reason is not PauseReason.HOURS and ReminderKind.MOVEMENT in HOLDS[pause.reason]


def _in_hours(state: ReminderState, local: datetime, due: datetime, free: datetime) -> datetime | None:
    """The first moment from `due` and `free` on in working hours, which begin the count anew (all local)."""
    hours = state.plan.settings.hours
    at, is_open = local, hours.open_at(local)
    for _ in range(EDGES):
        told, edge = max(due, free), hours.next_change(at)
        if is_open and (edge is None or told < edge):
            return told
        if edge is None:
            return None
        at, is_open = edge, not is_open
        if is_open:
            due = edge + timedelta(seconds=state.plan.settings.interval)
    return None


def over(state: ReminderState, pause: Pause, now: Reading) -> datetime | None:
    """When its end is felt (aware): in the night the working hours' own beginning is. None where nobody knows."""
    if pause.until is None or not (holds(pause) or pause.reason is PauseReason.HOURS):
        return pause.until
    local, hours = pause.until.replace(tzinfo=None), state.plan.settings.hours
    if hours.open_at(local):
        return pause.until
    opens = hours.next_change(local)
    return opens.replace(tzinfo=now.wall.tzinfo) if opens is not None else None
