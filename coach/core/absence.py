"""Whether anybody is there: what idle time and sleep tell, and what they don't.

Sitting is not typing, so idle time only ever credits an absence. Unknown idle is unknown: then only sleep counts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.core.reminder_state import Away, Reason

if TYPE_CHECKING:
    from coach.core.ports import Reading
    from coach.core.reminder_state import State

SETTLE = 120.0  # seconds after waking in which nothing is told
LOOK = 30.0  # seconds between two looks at idle time, or at a meeting that goes on
JITTER = 1.0  # seconds: two readings of the same touch, or of two clocks, may differ by this much
CLOSE = 3.0  # seconds: a machine that sleeps so soon after a look took the absence on with it


def follow(state: State, now: Reading, slept: float, idle: float | None, *, there: bool) -> tuple[State, Away | None]:
    """Follow the person through one step: the state, and the absence that has just ended.

    `slept` and `idle` are seconds; `there` says that somebody is there for certain, whatever idle time says.
    """
    away = state.away
    if slept:
        away = _asleep(away, now, slept)
        state = replace(state, woke=now.boot, away=away)
    elif there or state.paused(Reason.MEETING) or state.paused(Reason.SESSION) or _guided(state):
        state = replace(state, present=now.boot)
    touched = _touched(state, now, idle)
    if idle is not None:
        state = replace(state, idle_read=now.boot)
    if away is None:
        return (state if touched is None else replace(state, away=Away(touched, now.boot))), None
    if touched is None:
        if now.boot - away.until < SETTLE:
            return state, None
        return replace(state, away=None), away
    if touched <= max(away.since, state.woke) + JITTER:
        return replace(state, away=replace(away, until=now.boot)), None
    return replace(state, away=Away(touched, now.boot)), away


def _asleep(away: Away | None, now: Reading, slept: float) -> Away:
    began = now.boot - slept
    if away is not None and began - away.until <= CLOSE:
        return replace(away, until=now.boot)
    return Away(began, now.boot)


def _touched(state: State, now: Reading, idle: float | None) -> float | None:
    """When somebody was last there, as far as this step knows; None where it doesn't."""
    if idle is None:
        return now.boot if state.present == now.boot else None
    return max(now.boot - idle, state.present)


def _guided(state: State) -> bool:
    """Whether a guided break is under way: nobody types in it."""
    return state.open is not None and state.open.started is not None
