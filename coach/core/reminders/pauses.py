"""The set of pause reasons: which come, which go, each by its own end."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from coach.core.frozen import replace
from coach.core.record.reminders import PausedFor, RemindersResumed
from coach.core.reminders.evolve import record
from coach.core.reminders.plan import Lock
from coach.core.reminders.signals import BusyFor, PauseFor, PauseUntil
from coach.core.reminders.state import OWN, Pause, PauseReason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.core.clock import Reading
    from coach.core.reminders.ports import Busy
    from coach.core.reminders.signals import PauseUntilTomorrow, ReminderEvent, Signals
    from coach.core.reminders.state import ReminderState

DAY_BEGINS = time(4)  # "until tomorrow": who sits up past midnight means after the night
LONGEST_PAUSE = 7 * 24 * 3600  # seconds; a plain "off" is forgotten, a timed one is not
MOST_BUSY = 8 * 60  # minutes
STALE = 300.0  # seconds after which a look at a meeting says nothing any more
PROBED = frozenset({PauseReason.MEETING, PauseReason.DO_NOT_DISTURB})


def refreshed(state: ReminderState, now: Reading, signals: Signals, out: list[ReminderEvent]) -> ReminderState:
    """The state with the pauses of this moment. The end of one's own goes on record: a clock set back renews none."""
    own = [pause for pause in state.pauses if pause.own]
    kept = [pause for pause in own if not pause.over(now)]
    for pause in own:
        if pause.over(now):
            state = record(state, now, RemindersResumed(reason=PausedFor(pause.reason)), out)
    kept += _hours(state, now)
    if state.plan.lock is not Lock.NONE:
        kept.append(Pause(PauseReason.SAFETY))
    session = state.paused(PauseReason.SESSION) if signals.session is None else signals.session
    if session:
        kept.append(Pause(PauseReason.SESSION))
    if signals.busy is not None:
        kept += _found_by_probe(signals.busy)
        state = replace(state, busy_read=now.boot)
    elif now.boot - state.busy_read < STALE:
        kept += [p for p in state.pauses if p.reason in PROBED and not p.own and not p.over(now)]
    pauses = tuple(kept)
    return state if pauses == state.pauses else replace(state, pauses=pauses)


def _hours(state: ReminderState, now: Reading) -> list[Pause]:
    hours = state.plan.settings.hours
    local = now.wall.replace(tzinfo=None)
    if hours.open_at(local):
        return []
    opens = hours.next_change(local)
    return [Pause(PauseReason.HOURS, until=now.when(opens, now.wall) if opens is not None else None)]


def _found_by_probe(busy: Iterable[Busy]) -> list[Pause]:
    found = {}
    for each in busy:
        reason = PauseReason.DO_NOT_DISTURB if each.reason == PauseReason.DO_NOT_DISTURB else PauseReason.MEETING
        found[reason, each.source] = Pause(reason, each.source, each.until)
    return list(found.values())


def asked_for(command: PauseFor | PauseUntil | PauseUntilTomorrow | BusyFor, now: Reading) -> Pause | str:
    """The pause that a command asks for; a sentence where it can't be."""
    if isinstance(command, PauseUntil):
        left = (command.until - now.wall).total_seconds()
        if not 0 < left <= LONGEST_PAUSE:
            return "That time is over." if left <= 0 else "A pause is at most 7 days."
        return Pause(PauseReason.PERSON, OWN, command.until)
    if isinstance(command, PauseFor):
        if not 0 < command.seconds <= LONGEST_PAUSE:
            return "A pause is more than nothing, and at most 7 days."
        return _for(PauseReason.PERSON, command.seconds, now)
    if isinstance(command, BusyFor):
        if not 0 < command.minutes <= MOST_BUSY:
            return f"Busy for 1 to {MOST_BUSY} minutes."
        return _for(PauseReason.MEETING, command.minutes * 60, now)
    return Pause(PauseReason.PERSON, OWN, now.when(tomorrow(now.wall), now.wall))


def _for(reason: PauseReason, seconds: float, now: Reading) -> Pause:
    return Pause(reason, OWN, now.wall + timedelta(seconds=seconds), now.boot + seconds)


def tomorrow(wall: datetime) -> datetime:
    """When the next day begins, as the clock on the wall shows it: at the next four o'clock in the morning."""
    day = wall.date() if wall.timetz().replace(tzinfo=None) < DAY_BEGINS else wall.date() + timedelta(days=1)
    return datetime.combine(day, DAY_BEGINS)
