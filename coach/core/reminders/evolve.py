"""How each fact changes the state: the same whether it happens now, or is read again after a start.

`record` is how anything comes to be a fact: it goes into the journal, and into the state by `evolve`, in one. What
no fact tells (what was looked at, a guided break under way, an announcement) is changed where it happens.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.frozen import frozen, replace
from coach.core.record.reminders import (
    ClockSet,
    PromptDismissed,
    PromptEnded,
    PromptHeld,
    PromptShown,
    PromptSpared,
    RemindersPaused,
    RemindersResumed,
    ReturnAsked,
    StoodUp,
    StoodUpHow,
)
from coach.core.reminders import due
from coach.core.reminders.plan import ReminderKind
from coach.core.reminders.signals import Write
from coach.core.reminders.state import NEVER, OWN, LastAsked, Pause, PauseReason, Prompt, ReminderPhase
from coach.core.vocabulary import PromptOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.core.clock import Reading
    from coach.core.record.facts import OfReminders
    from coach.core.reminders.signals import ReminderEvent
    from coach.core.reminders.state import Item, ReminderState

KEPT_BREAKS = frozenset({PromptOutcome.TAKEN, PromptOutcome.NATURAL})
ANEW = frozenset({StoodUpHow.START, StoodUpHow.AFRESH})
REMEMBERED = 64  # planned times and questions, so that none comes twice
ROUNDED = 1.0  # seconds by which the sitting on record may differ from what was counted


@frozen
class FactTime:
    """When a fact was written down: seconds of the boot clock, and the local time (aware)."""

    boot: float
    wall: datetime


def happened(body: PromptEnded | StoodUp, at: FactTime) -> float:
    """The boot moment of what it tells of, which is a while before it was written down."""
    return at.boot - body.ago


def record(state: ReminderState, now: Reading, body: OfReminders, out: list[ReminderEvent]) -> ReminderState:
    """The state with this fact, which goes on record. Facts are numbered: a clock set back keeps their order."""
    numbered = replace(body, n=state.written + 1)
    out.append(Write(numbered))
    return evolve(state, numbered, FactTime(now.boot, now.wall))


def evolve(state: ReminderState, body: OfReminders, at: FactTime) -> ReminderState:
    """The state after this fact."""
    state = replace(state, written=max(state.written, body.n))
    match body:
        case PromptShown():
            return _shown(state, body, at)
        case PromptEnded():
            return _ended(state, body, at)
        case PromptDismissed():
            return _dismissed(state, body)
        case PromptHeld():
            return _held(state, body, at)
        case PromptSpared():
            return _spared(state, body, at)
        case StoodUp():
            return _stood_up(state, body, at)
        case RemindersPaused():
            return _paused(state, body, at)
        case RemindersResumed():
            return _resumed(state, body)
        case ReturnAsked():
            return replace(state, ask_at=NEVER)
        case ClockSet():  # tells when the others were; see `rebuild.timed`
            return state


# --- prompts ------------------------------------------------------------------------------------------------------


def _shown(state: ReminderState, body: PromptShown, at: FactTime) -> ReminderState:
    prompt = _prompt_of(state, body, at)
    state = _came_due(state, body.keys)
    today = at.wall.date()
    asked = tuple(LastAsked(key, today, at.boot) for key in body.keys if key.startswith(f"{ReminderKind.FOLLOW_UP}:"))
    before = at.boot - body.sat  # it knew how long the person sat, whatever happened to the clock since
    return replace(
        state,
        phase=ReminderPhase.WAITING if prompt is None else ReminderPhase.BREAK,
        open=prompt,
        number=state.number + 1,
        sat=before if before < state.sat - ROUNDED else state.sat,
        owed=tuple(item for item in state.owed if item.key not in body.keys),
        asked=(*(each for each in state.asked if each.key not in body.keys), *asked)[-REMEMBERED:],
        desk=today + timedelta(days=1) if due.DESK.key in body.keys else state.desk,
        questioned=state.questioned or body.asks,
        ask_at=NEVER,
        back_by=NEVER,
    )


def _prompt_of(state: ReminderState, body: PromptShown, at: FactTime) -> Prompt | None:
    """The prompt; None where all that it is about is of a later version."""
    items = [item for key in body.keys if (item := due.item_for(key, state, at.boot)) is not None]
    if body.keys and not items:
        return None
    return Prompt(
        id=body.prompt,
        items=tuple(items) or (due.MOVEMENT,),
        told=at.boot,
        sat=body.sat,
        seconds=due.MOVEMENT.seconds if body.break_seconds is None else body.break_seconds,
        snoozes=body.snoozes,
        early=body.early,
        seen=body.seen,
        asks=body.asks,
        quiet=body.quiet,
    )


def _ended(state: ReminderState, body: PromptEnded, at: FactTime) -> ReminderState:
    """It has its one outcome. Deadlines begin anew; what rode along early keeps its own where nothing was done."""
    prompt = state.open if state.open is not None and state.open.id == body.prompt else None
    if prompt is not None:
        state = replace(state, open=None, phase=ReminderPhase.WAITING)
    state = _answered(_came_due(state, body.keys), body, prompt)
    state = _wait_for_return(state, body.back_in, at)
    if body.outcome is PromptOutcome.SNOOZED:
        return _put_off(state, body, prompt, at)
    done = body.outcome in KEPT_BREAKS
    end = max(happened(body, at), state.sat) if body.outcome is PromptOutcome.MISSED else at.boot
    restarted = body.keys if done else tuple(key for key in body.keys if key not in body.early)
    state = replace(state, snoozed=tuple(each for each in state.snoozed if each[0] not in body.keys))
    if due.DRINK.key in restarted:
        state = _drink_after(state, end)
    if due.DESK.key in body.keys and body.outcome is PromptOutcome.TAKEN and not (prompt is not None and prompt.seen):
        state = replace(state, desk=at.wall.date() + timedelta(days=due.DESK_DAYS))
    if done and body.stood:
        return _sitting_from(state, end)
    if due.MOVEMENT.key in restarted:
        state = replace(state, due=end + state.plan.settings.interval)
    return state


def _answered(state: ReminderState, body: PromptEnded, prompt: Prompt | None) -> ReminderState:
    """The row of prompts without an answer goes on or ends."""
    if body.outcome is not PromptOutcome.MISSED:
        return replace(state, unanswered=0, questioned=False)
    if body.ignored:  # what nobody was asked has still to be asked
        asked = prompt is not None and prompt.asks
        return replace(state, questioned=state.questioned and not asked)
    return replace(state, unanswered=state.unanswered + 1)


def _put_off(state: ReminderState, body: PromptEnded, prompt: Prompt | None, at: FactTime) -> ReminderState:
    """It comes back as a new prompt."""
    again = at.boot + (body.seconds or 0.0)
    shown = {item.key: item for item in prompt.items} if prompt is not None else {}
    for key in body.keys:
        state = _owe(state, key, shown.get(key), again)
    others = tuple(each for each in state.snoozed if each[0] not in body.keys)
    counts = tuple((key, body.snoozes) for key in body.keys) if body.snoozes else ()
    drinks = due.DRINK.key in body.keys and state.plan.settings.drink_minutes is not None
    return replace(
        state,
        snoozed=(*others, *counts),
        due=again if due.MOVEMENT.key in body.keys else state.due,
        drink=again if drinks else state.drink,
    )


def _dismissed(state: ReminderState, body: PromptDismissed) -> ReminderState:
    """It was seen: it can still be answered, and without an answer it is skipped."""
    prompt = state.open if state.open is not None and state.open.id == body.prompt else None
    return state if prompt is None else replace(state, open=replace(prompt, dismissed=True))


def _held(state: ReminderState, body: PromptHeld, at: FactTime) -> ReminderState:
    state = _came_due(state, body.keys)
    for key in body.keys:
        state = _owe(state, key, None, at.boot + (body.seconds or 0.0))
    return state


def _spared(state: ReminderState, body: PromptSpared, at: FactTime) -> ReminderState:
    """Done unasked: it is not owed, and its deadline begins anew."""
    state = _came_due(state, body.keys)
    if due.DRINK.key in body.keys:
        state = _drink_after(state, at.boot)
    return replace(
        state,
        owed=tuple(item for item in state.owed if item.key not in body.keys),
        snoozed=tuple(each for each in state.snoozed if each[0] not in body.keys),
        desk=at.wall.date() + timedelta(days=due.DESK_DAYS) if due.DESK.key in body.keys else state.desk,
    )


def _came_due(state: ReminderState, keys: Iterable[str]) -> ReminderState:
    """A planned time has come, once: the latest of a routine takes the place of those before."""
    for key in keys:
        if due.is_planned(key) and key not in state.came_due:
            owed = tuple(item for item in state.owed if item.key == key or not due.same_routine(item.key, key))
            state = replace(state, owed=owed, came_due=(*state.came_due, key)[-REMEMBERED:])
    return state


def _owe(state: ReminderState, key: str, item: Item | None, moment: float) -> ReminderState:
    """It is owed from `moment` on, but not what has a deadline of its own, nor a routine of which a time is owed."""
    item = item or due.item_for(key, state, moment)
    if item is None or item.kind in {ReminderKind.MOVEMENT, ReminderKind.DRINK}:
        return state
    if due.is_planned(key) and any(each.key != key and due.same_routine(each.key, key) for each in state.owed):
        return state
    owed = {each.key: each for each in state.owed} | {key: replace(item, not_before=moment)}
    return replace(state, owed=tuple(owed.values()))


# --- sitting and standing -----------------------------------------------------------------------------------------


def _stood_up(state: ReminderState, body: StoodUp, at: FactTime) -> ReminderState:
    moment = happened(body, at)
    state = _sitting_from(state, moment)
    if body.how in ANEW:
        state = _drink_after(replace(state, snoozed=()), moment)
    if body.how is StoodUpHow.NATURAL:  # an absence is no "I'm back": it may have been the break itself
        return state
    return _wait_for_return(state, body.back_in, at)


def _sitting_from(state: ReminderState, moment: float) -> ReminderState:
    """Sitting counts from `moment` on, unless the person stood up later still."""
    moment = max(moment, state.sat)
    snoozed = tuple(each for each in state.snoozed if each[0] != due.MOVEMENT.key)
    return replace(state, sat=moment, due=moment + state.plan.settings.interval, snoozed=snoozed)


def _drink_after(state: ReminderState, moment: float) -> ReminderState:
    minutes = state.plan.settings.drink_minutes
    return state if minutes is None else replace(state, drink=moment + minutes * 60)


def _wait_for_return(state: ReminderState, back_in: int | None, at: FactTime) -> ReminderState:
    """ "Are you back?" is asked in `back_in` seconds; who says nothing for an interval counts as back.

    Only where the person wants to be asked; without `back_in` nobody is waited for any more.
    """
    settings = state.plan.settings
    if back_in is not None and settings.ask_return and state.open is None:
        ask_at = at.boot + back_in
        return replace(state, phase=ReminderPhase.RETURN, ask_at=ask_at, back_by=ask_at + settings.interval)
    if state.phase is not ReminderPhase.RETURN:
        return state
    return replace(state, phase=ReminderPhase.WAITING, ask_at=NEVER, back_by=NEVER)


# --- pauses of one's own ------------------------------------------------------------------------------------------


def _paused(state: ReminderState, body: RemindersPaused, at: FactTime) -> ReminderState:
    """A length of time ends by seconds passed, an end by the wall."""
    reason = PauseReason(body.reason)
    ends = at.boot + body.seconds if body.seconds is not None else None
    pause = Pause(reason, OWN, _on_the_wall(body.until, at.wall), ends)
    return replace(state, pauses=(*(each for each in state.pauses if not (each.own and each.reason is reason)), pause))


def _on_the_wall(until: date | None, wall: datetime) -> datetime:
    """A moment on record as a local time: a day is its first minute, none at all the moment of the fact."""
    if until is None:
        return wall
    if not isinstance(until, datetime):
        return datetime(until.year, until.month, until.day, tzinfo=wall.tzinfo)
    return until.astimezone(wall.tzinfo) if until.tzinfo is not None else until.replace(tzinfo=wall.tzinfo)


def _resumed(state: ReminderState, body: RemindersResumed) -> ReminderState:
    """One pause has run out, or the person has ended all of theirs."""
    ended = PauseReason if body.reason is None else {PauseReason(body.reason)}
    return replace(state, pauses=tuple(each for each in state.pauses if not (each.own and each.reason in ended)))
