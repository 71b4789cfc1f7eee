"""What is worth looking at, and when: idle time and meetings are read when they matter, not all the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.reminders import absence, due
from coach.core.reminders.pauses import PROBED
from coach.core.reminders.signals import NOTHING, Probe, Signals
from coach.core.reminders.state import ReminderPhase

if TYPE_CHECKING:
    from coach.core.clock import Reading
    from coach.core.reminders.state import ReminderState

SELDOM = 240.0  # seconds between two looks at a meeting that holds nothing back


def needed_probes(state: ReminderState, now: Reading, signals: Signals = NOTHING) -> frozenset[Probe]:
    """What is worth looking at before the step at `now`; what `signals` holds already is not asked for again.

    Ask once more when idle time is known: a long absence makes it look whether it is only a meeting.
    """
    settings = state.plan.settings
    probes = set()
    away = state.absence.seconds if state.absence is not None else 0.0
    closely = settings.break_seconds / 2 <= away < settings.break_seconds
    idle_due = closely or now.boot >= min(state.wake, state.idle_read + absence.PROBE_EVERY)
    if settings.idle and signals.idle is None and idle_due:
        probes.add(Probe.IDLE)
    if signals.busy is None and _probe_busy(state, now, signals, away):
        probes.add(Probe.BUSY)
    return frozenset(probes)


def _probe_busy(state: ReminderState, now: Reading, signals: Signals, away: float) -> bool:
    stale = now.boot - state.busy_read >= absence.PROBE_EVERY
    if busy_is_probed(state):
        return now.boot >= next_busy_probe(state, now)
    least = state.plan.settings.break_seconds
    if stale and signals.idle is not None and signals.idle >= least > away:
        return True
    if now.boot < state.wake or not state.grace_over(now):
        return False
    notice = state.plan.settings.notice_seconds
    return state.phase is ReminderPhase.NOTICE or (
        state.phase is ReminderPhase.WAITING and bool(due.due_items(state, now, notice))
    )


def busy_is_probed(state: ReminderState) -> bool:
    """Whether a pause stands that only another look can end."""
    return any(pause.reason in PROBED and not pause.own for pause in state.pauses)


def next_busy_probe(state: ReminderState, now: Reading) -> float:
    """When to look at a meeting anew: soon where something waits for its end, else seldom."""
    waits = bool(state.owed) or now.boot >= min(state.due, state.drink)
    return state.busy_read + (absence.PROBE_EVERY if waits else SELDOM)
