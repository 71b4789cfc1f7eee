"""What the reminders tell of themselves: `coach status --json`, status.json and the countdown on the first screen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from coach.core.reminders.plan import ReminderKind
from coach.core.reminders.state import HOLDS, PauseReason, ReminderPhase

if TYPE_CHECKING:
    from coach.core.clock import Reading
    from coach.core.reminders.state import ReminderState


def status(state: ReminderState | None, now: Reading) -> dict[str, Any]:
    """The `reminders` part of the status as JSON values; None: nobody keeps them.

    `next_at` is the next movement break as far as it can be told, in UTC, null where that is not known. `in_seconds`
    is never negative. `until` is null where a pause has no known end.
    """
    if state is None:
        return {"reminders": {"running": False, "state": None, "next_at": None, "in_seconds": None, "paused": []}}
    at = next_break(state, now)
    return {
        "reminders": {
            "running": True,
            "state": str(state.phase),
            "next_at": at.astimezone(UTC).isoformat(timespec="seconds") if at is not None else None,
            "in_seconds": max(0, round((at - now.wall).total_seconds())) if at is not None else None,
            "paused": [
                {
                    "reason": str(pause.reason),
                    "until": pause.until.astimezone(UTC).isoformat(timespec="seconds") if pause.until else None,
                }
                for pause in state.pauses
            ],
            "sitting_seconds": max(0, round(now.boot - state.sat)),
            "prompt": state.open.id if state.open is not None and not state.open.voluntary else None,
            "snoozed": state.open.snoozes if state.open is not None else max((n for _, n in state.snoozed), default=0),
        }
    }


def next_break(state: ReminderState, now: Reading) -> datetime | None:
    """When the next movement break will be told, after the pauses; None in a break, and where a pause has no end."""
    if state.phase in {ReminderPhase.BREAK, ReminderPhase.RETURN}:
        return None
    seconds = max(0.0, state.due - now.boot)
    at = now.wall + timedelta(seconds=seconds)
    for pause in state.pauses:
        if ReminderKind.MOVEMENT not in HOLDS[pause.reason]:
            continue
        if pause.until is None:
            return None
        end = pause.until if pause.reason is not PauseReason.HOURS else _opening(state, pause.until)
        at = max(at, end)
    return at


def _opening(state: ReminderState, opens: datetime) -> datetime:
    """The first break of working hours that open then: the count begins with them."""
    return opens + timedelta(seconds=state.plan.settings.interval)
