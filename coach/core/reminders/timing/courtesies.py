"""Words in passing, which ask for nothing: a short rest for the eyes, and the end of the working day.

They are no prompts. Nothing waits for an answer, none is on record, and each goes by itself.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.frozen import replace
from coach.core.reminders import due
from coach.core.reminders.plan import ReminderKind
from coach.core.reminders.ports import Notice
from coach.core.reminders.signals import Close, Stage, Tell
from coach.core.reminders.standing.moment_words import moment_words
from coach.core.reminders.state import NEVER, PauseReason
from coach.core.reminders.timing.joining import JOIN

if TYPE_CHECKING:
    from coach.core.clock import Reading
    from coach.core.reminders.signals import ReminderEvent
    from coach.core.reminders.state import ReminderState

REST = 20.0  # seconds of a rest for the eyes (C-EYES)
SHOWN = 300.0  # seconds that the end of the day stays
TOO_LATE = 3600.0  # seconds after which nobody is told any more that the day is over
FREE = timedelta(hours=4)  # at least so long until work begins again, else it is a lunch break


def eyes_due(state: ReminderState) -> float:
    """When the eyes are next to rest: so long after the last rest, or the last prompt or break, which is one, too."""
    minutes = state.plan.settings.eyes_minutes
    return NEVER if minutes is None else max(state.sat, state.eyed) + minutes * 60


def over(state: ReminderState, now: Reading, out: list[ReminderEvent]) -> ReminderState:
    """What was said in passing goes after its time; where something else is told meanwhile, that has replaced it."""
    if state.word and any(isinstance(event, Tell) and event.stage is not Stage.WORD for event in out):
        return replace(state, word="")
    if state.word and now.boot >= state.word_until:
        out.append(Close(state.word))
        return replace(state, word="")
    return state


def day_ended(state: ReminderState, now: Reading, *, was_open: bool) -> ReminderState:
    """Note that the working day is over just now; who has gone already is not told."""
    settings, local = state.plan.settings, now.wall.replace(tzinfo=None)
    if was_open and state.paused(PauseReason.HOURS) and settings.day_ends:
        opens = settings.hours.next_change(local)
        if opens is None or now.when(opens, now.wall) - now.wall >= FREE:
            state = replace(state, day_end=now.boot)
    gone = state.absent or now.boot - state.day_end > TOO_LATE or not state.paused(PauseReason.HOURS)
    return replace(state, day_end=NEVER) if gone and state.day_end != NEVER else state


def wanted(state: ReminderState, now: Reading) -> ReminderKind | None:
    """What is to be said in passing now, if anything: not beside another word, nor shortly before a prompt."""
    if state.word:
        return None
    if state.day_end <= now.boot and not _held(state, ReminderKind.DAY_END):
        return ReminderKind.DAY_END
    rests = now.boot >= eyes_due(state) and not _held(state, ReminderKind.EYES)
    return ReminderKind.EYES if rests and not due.due_items(state, now, JOIN) else None


def say(state: ReminderState, now: Reading, kind: ReminderKind, out: list[ReminderEvent]) -> ReminderState:
    """Say it."""
    name = f"{kind}-{now.boot:.0f}"
    if kind is ReminderKind.EYES:
        notice = Notice(name, "Rest your eyes", f"Look far away for {REST:g} seconds, and blink.")
        state = replace(state, eyed=now.boot, word=name, word_until=now.boot + REST)
    else:
        opens = state.plan.settings.hours.next_change(now.wall.replace(tzinfo=None))
        until = f" until {moment_words(opens.replace(tzinfo=now.wall.tzinfo), now.wall)}" if opens is not None else ""
        notice = Notice(name, "Your working day is over", f"Time to stop. Reminders rest{until}.")
        state = replace(state, day_end=NEVER, word=name, word_until=now.boot + SHOWN)
    out.append(Tell(notice, Stage.WORD, (kind,), quiet=True))
    return state


def moments(state: ReminderState) -> tuple[float, ...]:
    """When time alone changes anything here."""
    return eyes_due(state), state.word_until


def _held(state: ReminderState, kind: ReminderKind) -> bool:
    return state.held(kind) or state.turned(kind)
