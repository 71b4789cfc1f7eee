"""What is worth looking at before a step: idle time and meetings are read when they matter, not all the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.reminders import absence
from coach.core.reminders.probes import busy_is_probed, next_busy_probe
from coach.core.reminders.signals import NOTHING, Probe, Signals, Tell
from coach.core.reminders.state import PauseReason
from coach.core.reminders.step import step

if TYPE_CHECKING:
    from coach.core.clock import Reading
    from coach.core.reminders.signals import ReminderEvent
    from coach.core.reminders.state import ReminderState


Stepped = tuple["ReminderState", tuple["ReminderEvent", ...]]
NO_LOOKS = frozenset[Probe]()


def needed_probes(
    state: ReminderState, now: Reading, signals: Signals = NOTHING, looked: frozenset[Probe] = NO_LOOKS
) -> frozenset[Probe]:
    """What is worth looking at before the step at `now`; see `tried`."""
    return tried(state, now, signals, looked)[0]


def tried(
    state: ReminderState, now: Reading, signals: Signals = NOTHING, looked: frozenset[Probe] = NO_LOOKS
) -> tuple[frozenset[Probe], Stepped | None]:
    """What is worth looking at before the step at `now`; what `signals` holds or was `looked` at is not asked again.

    Where that is nothing: the step itself, if it was tried.

    Nothing is told unlooked, whatever leads it and whatever made it come due: the step is tried first, and where it
    would tell anything all is looked at, idle time first: a prompt may wait for the keys to rest. Ask once more with
    what was found, and at the moment of the step: a long absence makes it look whether it is only a meeting, and
    something may have come due while it looked.
    """
    idle = state.plan.settings.idle and signals.idle is None and Probe.IDLE not in looked
    busy = signals.busy is None and Probe.BUSY not in looked
    first = frozenset({Probe.IDLE if idle else Probe.BUSY})
    wanted = {Probe.IDLE} if idle and _idle_due(state, now) else set()
    wanted |= {Probe.BUSY} if busy and _busy_due(state, now, signals) else set()
    if wanted == first:  # whatever the step would do
        return first, None
    stepped = step(state, now, signals) if idle or busy else None  # next to free while nothing is due
    if stepped is not None and any(isinstance(event, Tell) for event in stepped[1]):
        return first, None
    return frozenset(wanted), None if wanted else stepped


def _idle_due(state: ReminderState, now: Reading) -> bool:
    if state.paused(PauseReason.MEETING):  # somebody is there, whatever idle time says
        return False
    return now.boot >= min(state.wake, absence.next_look(state))


def _busy_due(state: ReminderState, now: Reading, signals: Signals) -> bool:
    if busy_is_probed(state):
        return now.boot >= next_busy_probe(state, now)
    least = state.plan.settings.break_seconds
    away = state.absence.seconds if state.absence is not None else 0.0
    stale = now.boot - state.busy_read >= absence.PROBE_EVERY
    return stale and signals.idle is not None and signals.idle >= least > away
