"""When a break begins and ends, guided or not: what sounds or runs round it goes by that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.frozen import replace
from coach.core.reminders.outcomes import BODILY
from coach.core.reminders.signals import BreakBegins, BreakEnds
from coach.core.reminders.state import NEVER

if TYPE_CHECKING:
    from coach.core.clock import Reading
    from coach.core.reminders.signals import ReminderEvent
    from coach.core.reminders.state import ReminderState


def got_up(state: ReminderState, now: Reading, seconds: int) -> ReminderState:
    """The person stands up now, unguided, for `seconds`."""
    return replace(state, break_until=now.boot + seconds)


def follow(before: ReminderState, state: ReminderState, now: Reading, out: list[ReminderEvent]) -> ReminderState:
    """Say what began or ended since `before`. A guided break takes the place of an unguided one."""
    if _guided(state) or now.boot >= state.break_until:
        state = replace(state, break_until=NEVER) if state.break_until != NEVER else state
    was, now_is = _resting(before), _resting(state)
    if was != now_is:
        out += [BreakEnds(guided=was == "guided")] if was else []
        out += [BreakBegins(guided=now_is == "guided")] if now_is else []
    return state


def _guided(state: ReminderState) -> bool:
    return state.open is not None and state.open.started is not None and state.open.lead.kind in BODILY


def _resting(state: ReminderState) -> str:
    if _guided(state):
        return "guided"
    return "unguided" if state.break_until != NEVER else ""
