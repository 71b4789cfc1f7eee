"""The reminders, whole and pure: `step(state, now, signals) -> (state, events)`.

Whoever runs them calls `step` at `next_due`, at each heartbeat and for each command, having looked at what
`needed_probes` names; writes the facts of `Write` before telling anything; and at start has the state from `rebuild`.

- Movement breaks (LR17) and drinks are due by seconds since the last, on the clock that counts sleep. Planned routines,
  the weekly desk check and the questions of the safety rules go by the clock on the wall.
- One prompt at a time. It covers all that is due; its answer answers all.
- What a pause holds stays due, and is told once when the pause ends.
- Nothing is told within two minutes of waking, or while nobody is there.
- Every prompt has one outcome. A snoozed one comes back as a new prompt.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from coach.core.frozen import replace
from coach.core.record.reminders import ClockSet, PromptHeld, ReturnAsked, StoodUp, StoodUpHow
from coach.core.reminders import absence, answers, due, outcomes, probes, telling
from coach.core.reminders import words as reminder_words
from coach.core.reminders.evolve import REMEMBERED, record
from coach.core.reminders.pauses import refreshed
from coach.core.reminders.plan import Lock, ReminderKind
from coach.core.reminders.signals import NOTHING, Finished, Lost, ReminderEvent, Signals, Stage, Tell, Untold
from coach.core.reminders.state import (
    GRACE,
    LONG_AGO,
    NEVER,
    Absence,
    PauseReason,
    ReminderPhase,
    ReminderState,
)
from coach.core.reminders.timing import breaks, courtesies, retelling
from coach.core.reminders.timing.retelling import ends, told_again
from coach.core.vocabulary import PromptOutcome

if TYPE_CHECKING:
    from datetime import datetime

    from coach.core.clock import Reading
    from coach.core.reminders.plan import Plan
    from coach.core.reminders.state import Prompt

DRIFT = 2.0  # seconds by which wall and boot clock may part before it counts as the clock being set
SOONEST, LATEST = 0.001, 3600.0  # seconds between two steps by time alone


def step(
    state: ReminderState, now: Reading, signals: Signals = NOTHING
) -> tuple[ReminderState, tuple[ReminderEvent, ...]]:
    """The state at `now`, and what has happened since the last step. Cheap while nothing is due."""
    slept, drift = _since(state, now)
    if not slept and not drift and now.boot < state.wake and _nothing(state, signals):
        return state, ()
    out: list[ReminderEvent] = []
    if drift:
        state = _clock_set(state, now, out)
    if signals.plan is not None:
        state = _replanned(state, now, signals.plan, out)
    if state.starting:
        state = replace(record(state, now, StoodUp(how=StoodUpHow.START), out), starting=False)
    was, before = state, {item.key for item in state.owed}
    state = _pick_up(state, now, slept)
    opened = state.paused(PauseReason.HOURS)
    was_open = not opened and state.plan.settings.hours.open_at(state.seen.wall.replace(tzinfo=None))
    state = refreshed(state, now, signals, out)
    there = any(not isinstance(command, Finished | Untold | Lost) for command in signals.commands)
    idle = signals.idle if state.plan.settings.idle else None
    state, ended = absence.follow(state, now, slept, idle, there=there)
    state = _absent(state, now, ended, out)
    if opened and not state.paused(PauseReason.HOURS) and state.phase is not ReminderPhase.BREAK:
        state = outcomes.counted_from_now(state, now, out, StoodUpHow.AFRESH)
    for command in signals.commands:
        state = answers.obey(state, now, command, out)
    state = courtesies.day_ended(state, now, was_open=was_open and not slept)
    state = _move_on(state, now, idle, out)
    if state.phase is ReminderPhase.WAITING:
        state = telling.offer(state, now, idle, out)
    state = courtesies.over(breaks.follow(was, state, now, out), now, out)
    new = [item for item in state.owed if item.kind is ReminderKind.ROUTINE and item.key not in before]
    held = tuple(item.key for item in new if item.not_before == LONG_AGO)  # what is put off is on record as that
    if held:
        state = record(state, now, PromptHeld(keys=held), out)
    state = replace(state, seen=now, scanned_until=now.wall.replace(tzinfo=None), wake=_wake(state, now))
    return state, tuple(out)


def next_due(state: ReminderState, now: Reading) -> datetime:
    """The next moment (UTC) at which `step` must be called although nothing happened; never more than an hour away."""
    seconds = min(max(state.wake - now.boot, SOONEST), LATEST)
    return now.wall.astimezone(UTC) + timedelta(seconds=seconds)


# --- what has happened by itself ----------------------------------------------------------------------------------


def _since(state: ReminderState, now: Reading) -> tuple[float, float]:
    """Seconds slept since the last full step, and seconds by which the clock on the wall was set (or moved zone)."""
    last = state.seen
    passed = now.boot - last.boot
    slept = passed - (now.mono - last.mono)
    drift = (now.wall.replace(tzinfo=None) - last.wall.replace(tzinfo=None)).total_seconds() - passed
    return slept if slept > absence.JITTER else 0.0, drift if abs(drift) > DRIFT else 0.0


def _nothing(state: ReminderState, signals: Signals) -> bool:
    """Whether the signals bring nothing new."""
    if signals is NOTHING:
        return True
    same = signals.session is None or signals.session is state.paused(PauseReason.SESSION)
    return same and not signals.commands and signals.idle is None and signals.busy is None and signals.plan is None


def _clock_set(state: ReminderState, now: Reading, out: list[ReminderEvent]) -> ReminderState:
    """Keep on record by how much the clock was set, so that lengths of time can still be told from it.

    A change of zone, or to summer time, sets nothing: instants go on as they were.
    """
    by = now.wall.timestamp() - state.seen.wall.timestamp() - (now.boot - state.seen.boot)
    return record(state, now, ClockSet(by=round(by, 3)), out) if abs(by) > DRIFT else state


def _replanned(state: ReminderState, now: Reading, plan: Plan, out: list[ReminderEvent]) -> ReminderState:
    """Go by new settings, a new lock and a new record from now on."""
    old = state.plan
    answered = {f.key for f in old.follow_ups} - {f.key for f in plan.follow_ups}
    state = replace(state, plan=plan, owed=tuple(item for item in state.owed if item.key not in answered))
    longer = plan.settings.interval - old.settings.interval
    if longer:
        moved = 0 if due.MOVEMENT.key in dict(state.snoozed) else longer
        state = replace(state, due=state.due + moved, back_by=state.back_by + longer)
    drink, drank = plan.settings.drink_minutes, old.settings.drink_minutes
    if drink != drank:
        state = replace(state, drink=now.boot + drink * 60 if drink is not None else NEVER)
    if state.phase is ReminderPhase.RETURN and not plan.settings.ask_return:
        state = outcomes.counted_from_now(state, now, out, StoodUpHow.BACK)
    return _overtaken(state, old.lock, answered, now, out)


def _overtaken(
    state: ReminderState, lock: Lock, answered: set[str], now: Reading, out: list[ReminderEvent]
) -> ReminderState:
    """A new lock takes away what is being told; what the record has answered meanwhile is answered."""
    prompt, new = state.open, state.plan.lock
    if prompt is None or prompt.started is not None:
        return state
    if prompt.lead.key in answered or (prompt.seen and new is Lock.NONE):
        return outcomes.ended(state, prompt, PromptOutcome.TAKEN, now, out)
    if new is not Lock.NONE and new is not lock and not prompt.seen:
        return outcomes.ended(state, replace(prompt, untold=True), _unanswered(prompt), now, out)
    return state


def _unanswered(prompt: Prompt) -> PromptOutcome:
    return PromptOutcome.SKIPPED if prompt.dismissed else PromptOutcome.MISSED


def _meanwhile(state: ReminderState, prompt: Prompt) -> PromptOutcome | None:
    """What became of a prompt by what came to be on record while nobody kept the reminders; None: nothing."""
    if prompt.started is not None:
        return None
    if prompt.seen:
        return PromptOutcome.TAKEN if state.plan.lock is Lock.NONE else None
    if any(state.turned(kind) for kind in prompt.kinds):
        return _unanswered(prompt)
    asks = {follow_up.key for follow_up in state.plan.follow_ups}
    answered = prompt.lead.kind is ReminderKind.FOLLOW_UP and prompt.lead.key not in asks
    return PromptOutcome.TAKEN if answered else None


def _pick_up(state: ReminderState, now: Reading, slept: float) -> ReminderState:
    """Owe the planned routines whose time has come, the latest of each; after a long sleep only those of today."""
    after, until = state.scanned_until, now.wall.replace(tzinfo=None)
    if slept >= state.plan.settings.interval:
        after = max(after, until.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(microseconds=1))
    items = due.came_due(state.plan, after, until, state.came_due)
    if not items:
        return state
    routines = {item.opens for item in items}
    kept = [item for item in state.owed if not (item.kind is ReminderKind.ROUTINE and item.opens in routines)]
    came_due = (*state.came_due, *(item.key for item in items))[-REMEMBERED:]
    return replace(state, owed=(*kept, *items), came_due=came_due)


def _absent(state: ReminderState, now: Reading, ended: Absence | None, out: list[ReminderEvent]) -> ReminderState:
    """Credit an absence: at least a break answers what is open, at its end it counts, at least an interval is new."""
    prompt, least = state.open, state.plan.settings.break_seconds
    absences = (each for each in (ended, state.absence) if each is not None and each.seconds >= least)
    long = next(absences, None)
    if long is not None and prompt is not None:
        if state.phase is ReminderPhase.NOTICE:
            state = telling.withdrawn(state, prompt, out)
        else:
            state = outcomes.ended(state, prompt, PromptOutcome.NATURAL, now, out)
            if ended is None and state.absence is not None:
                state = replace(state, absence=replace(state.absence, credited=prompt.id))
            elif ended is not None:
                ended = replace(ended, credited=prompt.id)
    if ended is None or ended.seconds < least:
        return state
    return outcomes.returned(state, now, ended, out)


def _move_on(state: ReminderState, now: Reading, idle: float | None, out: list[ReminderEvent]) -> ReminderState:
    """What time alone brings to an end."""
    prompt = state.open
    if state.phase is ReminderPhase.NOTICE and prompt is not None:
        state = telling.announced(state, prompt, now, idle, out)
    elif prompt is not None and (became := _meanwhile(state, prompt)) is not None:
        state = outcomes.ended(state, replace(prompt, untold=True), became, now, out)
    elif prompt is not None and now.boot >= ends(prompt, state.plan.settings):
        state = outcomes.ended(state, prompt, _unanswered(prompt), now, out)
    elif prompt is not None:
        state = told_again(state, prompt, now, idle, out)
    elif state.phase is ReminderPhase.RETURN:
        state = _await(state, now, out)
    return state


def _await(state: ReminderState, now: Reading, out: list[ReminderEvent]) -> ReminderState:
    if now.boot >= state.back_by:
        return outcomes.counted_from_now(state, now, out, StoodUpHow.BACK)
    if now.boot >= state.ask_at and state.grace_over(now) and not state.held(ReminderKind.MOVEMENT):
        name = outcomes.return_name(state)
        state = record(state, now, ReturnAsked(), out)
        out.append(Tell(reminder_words.returning(name), Stage.RETURN, (ReminderKind.MOVEMENT,)))
    return state


# --- the next moment ----------------------------------------------------------------------------------------------


def _wake(state: ReminderState, now: Reading) -> float:
    """The next boot moment at which time alone changes anything.

    Local times are reckoned with the offset of now: where it changes within the hour, the change is such a moment.
    """
    moments = [now.boot + (now.offset_change(LATEST) or LATEST), due.next_moment(state, now), state.woke + GRACE]
    moments += [state.ask_at, state.back_by, state.look_at]
    if state.absence is not None and state.absence.seconds > absence.JITTER:
        moments.append(state.absence.until + GRACE)
    moments += [*courtesies.moments(state), *retelling.moments(state), state.break_until]
    if state.open is not None and state.phase is ReminderPhase.NOTICE:
        moments.append(state.open.told)
    if probes.busy_is_probed(state):
        moments.append(probes.next_busy_probe(state, now))
    local = now.wall.replace(tzinfo=None)
    change = state.plan.settings.hours.next_change(local)
    if change is not None:
        moments.append(now.boot + (change - local).total_seconds())
    for pause in state.pauses:
        if pause.ends is not None:
            moments.append(pause.ends)
        elif pause.until is not None and pause.reason is not PauseReason.HOURS:
            moments.append(now.boot + (pause.until - now.wall).total_seconds())
    return min((moment for moment in moments if moment > now.boot), default=now.boot + LATEST)
