"""Where the reminders stand at one moment: for the screens, `coach status` and status.json."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.reminders.standing.forecast import next_break, over
from coach.core.reminders.standing.line import line_of
from coach.core.reminders.state import NEVER

if TYPE_CHECKING:
    from datetime import datetime

    from coach.core.clock import Reading
    from coach.core.reminders.ports import Notice
    from coach.core.reminders.state import ReminderState


@frozen
class PauseStatus:
    """Why nothing is told now: a `PauseReason`, or what a later version calls it. `until` is its end, if known."""

    reason: str
    until: datetime | None


@frozen
class ReminderStatus:
    """How reminders stand that somebody keeps. `state` is a `ReminderPhase`, or what a later version calls it.

    `next_at` is the next movement break as far as it can be told, None where that is not known; `in_seconds` is never
    negative. `prompt` is the id of the prompt that is open, `snoozed` how often it was put off. `text` is all of it in
    a few words, `steady` the seconds for which these stay true by themselves. `notice` is what the person is asked now.
    """

    at: datetime
    state: str
    next_at: datetime | None
    in_seconds: int | None
    paused: tuple[PauseStatus, ...]
    sitting_seconds: int
    prompt: str | None
    snoozed: int
    text: str = ""
    steady: float = field(default=NEVER, compare=False)
    notice: Notice | None = None


def status(state: ReminderState, now: Reading, notice: Notice | None = None) -> ReminderStatus:
    """How they stand now, with the notice that is out."""
    at = next_break(state, now)
    text, steady = line_of(state, now, at)
    return ReminderStatus(
        at=now.wall,
        state=str(state.phase),
        next_at=at,
        in_seconds=max(0, round((at - now.wall).total_seconds())) if at is not None else None,
        paused=tuple(PauseStatus(str(pause.reason), over(state, pause, now)) for pause in state.pauses),
        sitting_seconds=max(0, round(now.boot - state.sat)),
        prompt=state.open.id if state.open is not None and not state.open.voluntary else None,
        snoozed=state.open.snoozes if state.open is not None else max((n for _, n in state.snoozed), default=0),
        text=text,
        steady=steady,
        notice=notice,
    )
