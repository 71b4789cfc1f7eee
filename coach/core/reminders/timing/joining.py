"""Two interruptions within minutes become one: what is nearly due rides along, and what was put off is waited for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.reminders import due
from coach.core.reminders.plan import ReminderKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.core.clock import Reading
    from coach.core.reminders.state import Item, ReminderState

JOIN = 600.0  # seconds: what comes due within them rides along


def riders(state: ReminderState, now: Reading, found: list[Item]) -> list[Item]:
    """What is not due yet but rides along with `found`: due within ten minutes, and not put off by the person."""
    there = {item.key for item in found}
    opened = {item.opens for item in found}
    free = (item for item in _soon(state, now) if item.key not in there and item.opens not in opened)
    return [item for item in free if not state.held(item.kind) and not state.turned(item.kind)]


def early(lead: Item, riding: list[Item]) -> tuple[str, ...]:
    """The keys of what rides along before its time; what leads is told in its own right."""
    return tuple(item.key for item in riding if item.key != lead.key)


def _soon(state: ReminderState, now: Reading) -> Iterator[Item]:
    put_off = dict(state.snoozed)
    moment = now.boot + JOIN
    if now.boot < state.due <= moment and due.MOVEMENT.key not in put_off:
        yield due.movement(state, now.boot)
    if now.boot < state.drink <= moment and due.DRINK.key not in put_off:
        yield due.DRINK
    local = now.wall.replace(tzinfo=None)
    until = now.local(now.wall + timedelta(seconds=JOIN)).replace(tzinfo=None)
    yield from due.came_due(state.plan, local, until, state.came_due)


def waits(state: ReminderState, now: Reading, found: list[Item]) -> bool:
    """Whether something that the person put off comes back within ten minutes: what is due meanwhile waits for it.

    What the safety rules ask waits for nothing.
    """
    if any(item.kind is ReminderKind.FOLLOW_UP for item in found):
        return False
    there = {item.key for item in found}
    back = {item.key: item.not_before for item in state.owed}
    back |= {due.MOVEMENT.key: state.due, due.DRINK.key: state.drink}
    moments = [back[key] for key, _ in state.snoozed if key in back and key not in there]
    return any(now.boot < moment <= now.boot + JOIN for moment in moments)
