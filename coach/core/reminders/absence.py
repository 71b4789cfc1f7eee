"""Whether anybody is there: what idle time and sleep tell, and what they don't.

Sitting is not typing, so idle time only ever credits an absence. Unknown idle is unknown: then only sleep counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.frozen import replace
from coach.core.reminders.state import GRACE, Absence, PauseReason

if TYPE_CHECKING:
    from coach.core.clock import Reading
    from coach.core.reminders.state import ReminderState

PROBE_EVERY = 30.0  # seconds after which a look at idle time, or at a meeting, is stale
RETURN_EVERY = 116.0  # seconds between two looks whether somebody who is away is back: a heartbeat before GRACE is over
CLOSEST = 5.0  # seconds between two looks at idle time that time alone asks for
JITTER = 1.0  # seconds: two readings of the same touch, or of two clocks, may differ by this much
CLOSE = 3.0  # seconds: a machine that sleeps so soon after a look took the absence on with it


def follow(
    state: ReminderState, now: Reading, slept: float, idle: float | None, *, there: bool
) -> tuple[ReminderState, Absence | None]:
    """Follow the person through one step: the state, and the absence that has just ended.

    `slept` and `idle` are seconds; `there` says that somebody is there for certain, whatever idle time says.
    """
    away, present, woke = state.absence, state.present, state.woke
    if slept:
        away, woke = _asleep(away, now, slept), now.boot
    elif there or state.paused(PauseReason.MEETING) or state.paused(PauseReason.SESSION) or _guided(state):
        present = now.boot
    touched: float | None = present if present == now.boot else None
    if idle is not None:
        touched = max(now.boot - idle, present)
    ended = None
    if away is None:
        away = None if touched is None else Absence(touched, now.boot)
    elif touched is None:
        if now.boot - away.until >= GRACE:
            away, ended = None, away
    elif touched <= max(away.since, woke) + JITTER:
        away = replace(away, until=now.boot)
    else:
        away, ended = Absence(touched, now.boot), away
    if ended is not None and ended.seconds >= state.plan.settings.break_seconds and touched is not None:
        woke = now.boot  # nobody is met at the door
    read = state.idle_read if idle is None else now.boot
    return replace(state, absence=away, present=present, woke=woke, idle_read=read), ended


def next_look(state: ReminderState) -> float:
    """When idle time is worth a look: it tells of the last touch, so an absence can't be missed that is not there yet.

    Nobody is away for a break before a break's length has passed since the last touch that is known; a look just then
    tells for certain, and those before it would tell nothing.
    """
    away = state.absence
    if away is None:
        return state.idle_read + PROBE_EVERY
    if state.absent:
        return state.idle_read + RETURN_EVERY
    return max(away.since + state.plan.settings.break_seconds, state.idle_read + CLOSEST)


def _asleep(away: Absence | None, now: Reading, slept: float) -> Absence:
    began = now.boot - slept
    if away is not None and began - away.until <= CLOSE:
        return replace(away, until=now.boot)
    return Absence(began, now.boot)


def _guided(state: ReminderState) -> bool:
    """Whether a guided break is under way: nobody types in it."""
    return state.open is not None and state.open.started is not None
