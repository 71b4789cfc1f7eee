"""Telling: what is due is made one prompt, announced where that is wanted, and told once, on record first."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from coach.core.frozen import replace
from coach.core.reminders import due, outcomes
from coach.core.reminders import words as reminder_words
from coach.core.reminders.signals import Close, Stage, Tell
from coach.core.reminders.state import Item, Prompt, ReminderPhase, ReminderState
from coach.core.reminders.timing import courtesies, joining, keystrokes

if TYPE_CHECKING:
    from coach.core.clock import Reading
    from coach.core.reminders.signals import ReminderEvent

ROW = 3  # prompts without an answer, after which the times are put in question


def offer(state: ReminderState, now: Reading, idle: float | None, out: list[ReminderEvent]) -> ReminderState:
    """Tell what is due, or announce what soon will be. `idle`: seconds without a key, where they are known."""
    if not state.grace_over(now) or state.absent:
        return keystrokes.over(state)
    found = due.due_items(state, now)
    if found and not joining.waits(state, now, found):
        return _tell(state, now, _prompt(state, now, found), idle, out)
    ahead = state.plan.settings.notice_seconds
    soon = due.due_items(state, now, ahead) if ahead and not found else []
    if not soon or joining.waits(state, now, soon):
        return _in_passing(state, now, idle, out)
    prompt = _prompt(state, now, soon)
    if prompt.seen:  # a break that a lock has taken the place of is not announced
        return _in_passing(state, now, idle, out)
    state = keystrokes.over(state)
    moment = min(m for m in (state.due, state.drink, *(i.not_before for i in state.owed)) if m > now.boot)
    prompt = replace(prompt, told=moment)
    out.append(Tell(reminder_words.notice(prompt, state.plan), Stage.NOTICE, prompt.kinds, quiet=True))
    return replace(state, open=prompt, phase=ReminderPhase.NOTICE)


def _in_passing(state: ReminderState, now: Reading, idle: float | None, out: list[ReminderEvent]) -> ReminderState:
    kind = courtesies.wanted(state, now)
    if kind is None:
        return keystrokes.over(state)
    if idle is not None and keystrokes.typing(state, now, idle):
        return keystrokes.patient(state, now, idle)
    return courtesies.say(keystrokes.over(state), now, kind, out)


def _prompt(state: ReminderState, now: Reading, found: list[Item]) -> Prompt:
    seen = due.turned(state, found)
    riding = [] if seen else joining.riders(state, now, found)
    items = tuple(seen or sorted([*found, *riding], key=lambda item: -item.seconds))
    counts = dict(state.snoozed)
    tired = state.unanswered >= ROW and not seen
    return Prompt(
        id=f"{now.wall.astimezone(UTC):%Y%m%dT%H%M%S}-{state.number + 1}",
        items=items,
        told=now.boot,
        sat=now.boot - state.sat,
        seconds=items[0].seconds,
        snoozes=max((counts.get(item.key, 0) for item in items), default=0),
        early=joining.early(items[0], riding),
        seen=bool(seen),
        asks=tired and not state.questioned,
        quiet=tired and state.questioned,
    )


def _tell(
    state: ReminderState, now: Reading, prompt: Prompt, idle: float | None, out: list[ReminderEvent]
) -> ReminderState:
    """Tell it once the keys rest, on record first. What is asked once a day has then been asked."""
    if idle is not None and keystrokes.typing(state, now, idle):
        return keystrokes.patient(state, now, idle)
    state = replace(keystrokes.over(state), eyed=now.boot)
    notice = reminder_words.telling(prompt, state.plan, state.number)
    state = outcomes.shown(state, prompt, now, out)
    out.append(Tell(notice, Stage.PROMPT, prompt.told_as, prompt.quiet))
    return state


def announced(
    state: ReminderState, prompt: Prompt, now: Reading, idle: float | None, out: list[ReminderEvent]
) -> ReminderState:
    """Tell what was announced when its time has come; take it back where something has come between."""
    if not state.grace_over(now) or state.absent or state.held(prompt.lead.kind):
        return withdrawn(state, prompt, out)
    if now.boot < prompt.told:
        return state
    found = due.due_items(state, now)
    if not found:
        return withdrawn(state, prompt, out)
    return _tell(state, now, replace(_prompt(state, now, found), id=prompt.id), idle, out)


def withdrawn(state: ReminderState, prompt: Prompt, out: list[ReminderEvent]) -> ReminderState:
    """Take back an announcement: what was announced is still due."""
    out.append(Close(prompt.id))
    return replace(keystrokes.over(state), open=None, phase=ReminderPhase.WAITING)
