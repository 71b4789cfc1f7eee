"""How the reminders stand, in a few words for a status bar: "break in 12 min", "break due", "off until Mon 09:00"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.reminders.plan import ReminderKind
from coach.core.reminders.standing.forecast import holds, over
from coach.core.reminders.standing.moment_words import moment_words
from coach.core.reminders.state import NEVER, PauseReason, ReminderPhase

if TYPE_CHECKING:
    from datetime import datetime

    from coach.core.clock import Reading
    from coach.core.reminders.state import Pause, Prompt, ReminderState

NOBODY = "reminders off"  # nobody keeps them
KEPT = "reminders on"  # somebody does, and no more is known
MINUTE = 60.0
COUNTED = 99  # minutes up to which they are counted; beyond, the clock is named
OPEN = {
    ReminderKind.DRINK: "time for some water",
    ReminderKind.DESK: "desk check due",
    ReminderKind.FOLLOW_UP: "a question waits",
}


def line_of(state: ReminderState, now: Reading, at: datetime | None) -> tuple[str, float]:
    """The words, and the seconds for which they stay true by themselves. `at` is the next break (`next_break`)."""
    if state.phase is ReminderPhase.BREAK and state.open is not None:
        return _open(state.open), NEVER
    if state.phase is ReminderPhase.RETURN:
        return ("are you back?" if state.ask_at == NEVER else "on a break"), NEVER
    held = [pause for pause in state.pauses if holds(pause) or pause.reason is PauseReason.HOURS]
    if held:
        return _held(state, held, now), NEVER
    if state.absent:
        return "away", NEVER
    if at is None:
        return "no break planned", NEVER
    return _counted(state, at, now)


def _open(prompt: Prompt) -> str:
    if prompt.started is not None:
        return "on a break"
    return "a question waits" if prompt.seen else OPEN.get(prompt.lead.kind, "break due")


def _held(state: ReminderState, held: list[Pause], now: Reading) -> str:
    """The pause that lasts longest; the person's own says so, where the working hours don't."""
    ends = [(pause, over(state, pause, now)) for pause in held]
    endless = [pause for pause, end in ends if end is None]
    if endless:
        return _words(endless[0], "")
    pause, end = max(((pause, end) for pause, end in ends if end is not None), key=lambda each: each[1])
    ruled = pause.reason is PauseReason.HOURS or end != pause.until
    until = f" until {moment_words(end, now.wall)}"
    return f"off{until}" if ruled else _words(pause, until)


def _words(pause: Pause, until: str) -> str:
    words = {
        PauseReason.PERSON: "paused",
        PauseReason.HOURS: "off",
        PauseReason.DO_NOT_DISTURB: "do not disturb",
        PauseReason.MEETING: "in a call" if pause.source.startswith("microphone") else "in a meeting",
        PauseReason.SESSION: "in a session",
    }
    return f"{words.get(pause.reason, 'waiting')}{until}"


def _counted(state: ReminderState, at: datetime, now: Reading) -> tuple[str, float]:
    what = "question" if state.turned(ReminderKind.MOVEMENT) else "break"
    seconds = (at - now.wall).total_seconds()
    minutes = max(1, round(seconds / MINUTE))
    if at.date() != now.wall.date() or minutes > COUNTED:
        return f"{what} {'at ' if at.date() == now.wall.date() else ''}{moment_words(at, now.wall)}", NEVER
    return f"{what} in {minutes} min", seconds - (minutes - 0.5) * MINUTE if minutes > 1 else NEVER
