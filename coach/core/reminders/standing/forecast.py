"""When the next movement break will be told, and when a pause is really over: both after the working hours."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from coach.core.reminders import due
from coach.core.reminders.plan import ReminderKind
from coach.core.reminders.state import GRACE, HOLDS, PauseReason, ReminderPhase
from coach.core.reminders.timing.joining import JOIN

if TYPE_CHECKING:
    from datetime import datetime

    from coach.core.clock import Reading
    from coach.core.reminders.state import Pause, ReminderState
    from coach.core.reminders.working_hours import WorkingHours

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
    seconds = max(
        0.0, max(_joined(state, now, now.boot + (free - now.wall).total_seconds()), state.woke + GRACE) - now.boot
    )
    instant = now.wall.astimezone(UTC)  # two local times of one zone are an hour off over a change of the clock
    found = _in_hours(state, now, instant + timedelta(seconds=seconds), free)
    return now.local(found) if found is not None else None


def _joined(state: ReminderState, now: Reading, free: float) -> float:
    """When it is told (boot) beside what else is due within minutes: it rides along, or waits for what was put off.

    Nothing is told before `free` (boot). What comes long before it may take others along, and come again by what the
    person does: that is not foreseen.
    """
    put_off = dict(state.snoozed)
    if due.MOVEMENT.key in put_off:
        return state.due
    others = [*_planned(state, now), *(item.not_before for item in state.owed)]
    if state.plan.settings.drink_minutes is not None:
        others.append(state.drink)
    first = max(free, min(others, default=state.due))
    if state.due - JOIN <= first < state.due:
        return first
    waited = [state.drink] if due.DRINK.key in put_off else []
    waited += [item.not_before for item in state.owed if item.key in put_off]
    return min((each for each in waited if state.due < each <= state.due + JOIN), default=state.due)


def _planned(state: ReminderState, now: Reading) -> list[float]:
    """When planned routines come due (boot) until the break does."""
    local = now.wall.replace(tzinfo=None)
    until = now.local(now.wall.astimezone(UTC) + timedelta(seconds=max(0.0, state.due - now.boot)))
    keys = [item.key for item in due.came_due(state.plan, local, until.replace(tzinfo=None), state.came_due)]
    times = [now.when(due.time_of(key), now.wall) for key in keys]
    return [now.boot + (at - now.wall).total_seconds() for at in times]


def holds(pause: Pause) -> bool:
    """Whether it holds movement breaks back by itself, whatever the working hours are."""
    return pause.reason is not PauseReason.HOURS and ReminderKind.MOVEMENT in HOLDS[pause.reason]


def _in_hours(state: ReminderState, now: Reading, ready: datetime, free: datetime) -> datetime | None:
    """The first moment from `ready` and `free` on in working hours, which begin the count anew (all aware)."""
    hours = state.plan.settings.hours
    at, is_open = now.wall, hours.open_at(now.wall.replace(tzinfo=None))
    for _ in range(EDGES):
        told, edge = max(ready, free), _next_change(hours, now, at)
        if is_open and (edge is None or told < edge):
            return told
        if edge is None:
            return None
        at, is_open = edge, not is_open
        if is_open:
            ready = edge + timedelta(seconds=state.plan.settings.interval)
    return None


def _next_change(hours: WorkingHours, now: Reading, after: datetime) -> datetime | None:
    local = hours.next_change(now.local(after).replace(tzinfo=None))
    return now.when(local, after) if local is not None else None


def over(state: ReminderState, pause: Pause, now: Reading) -> datetime | None:
    """When its end is felt (aware): in the night the working hours' own beginning is. None where nobody knows."""
    if pause.until is None or not (holds(pause) or pause.reason is PauseReason.HOURS):
        return pause.until
    until, hours = now.local(pause.until), state.plan.settings.hours
    return until if hours.open_at(until.replace(tzinfo=None)) else _next_change(hours, now, until)
