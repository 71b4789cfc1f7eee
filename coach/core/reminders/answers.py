"""What the person asks for, and what it does; what can't be done is refused with a reason."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from coach.core.frozen import replace
from coach.core.record.reminders import (
    PausedFor,
    PromptDismissed,
    PromptSpared,
    PutOffBy,
    RemindersPaused,
    RemindersResumed,
    StoodUpHow,
)
from coach.core.reminders import due, outcomes, telling, words
from coach.core.reminders.evolve import record
from coach.core.reminders.pauses import asked_for
from coach.core.reminders.plan import LONGEST, SHORTEST, ReminderKind
from coach.core.reminders.signals import (
    AnotherInterval,
    Back,
    BusyFor,
    Close,
    Command,
    CommandRefused,
    Dismissed,
    Finished,
    GotUp,
    Lost,
    NotOpened,
    OpenBreak,
    PauseFor,
    PauseUntil,
    PauseUntilTomorrow,
    ReminderEvent,
    Resume,
    SetInterval,
    Skip,
    Snooze,
    Stage,
    Start,
    Tell,
    Untold,
)
from coach.core.reminders.state import Item, Prompt, ReminderPhase
from coach.core.reminders.timing import breaks
from coach.core.vocabulary import PromptOutcome

if TYPE_CHECKING:
    from coach.core.clock import Reading
    from coach.core.reminders.state import ReminderState

LONGEST_SNOOZE = 30  # minutes


def obey(state: ReminderState, now: Reading, command: Command, out: list[ReminderEvent]) -> ReminderState:
    """Do what the person asks, or say why not. An answer to a prompt that is over changes nothing."""
    named = getattr(command, "prompt", None)
    if named is not None and (state.open is None or state.open.id != named):
        return state
    match command:
        case GotUp():
            return _got_up(state, now, command, out)
        case Start():
            return _start(state, now, command, out)
        case Snooze():
            return _snooze(state, now, command, out)
        case Skip():
            return _skip(state, now, command, out)
        case Finished():
            return _finished(state, now, command, out)
        case PauseFor() | PauseUntil() | PauseUntilTomorrow() | BusyFor():
            return _pause(state, now, command, out)
        case Resume():
            return _resume(state, now, command, out)
        case Back():
            return _back(state, now, out)
        case AnotherInterval():
            return _interval(state, now, command, out)
        case NotOpened() | Dismissed() | Lost() | Untold():
            return _of_the_notice(state, now, command, out)


# --- each command -------------------------------------------------------------------------------------------------


def _got_up(state: ReminderState, now: Reading, command: GotUp, out: list[ReminderEvent]) -> ReminderState:
    prompt, seconds = state.open, state.plan.settings.break_seconds
    if prompt is not None and (command.prompt is not None or _of_a_break(prompt)):
        state = outcomes.ended(state, prompt, PromptOutcome.TAKEN, now, out)
        if outcomes.stands(prompt, PromptOutcome.TAKEN):
            return breaks.got_up(state, now, prompt.seconds)
        if command.prompt is not None:
            return state
    return breaks.got_up(outcomes.stood_up(state, now, seconds, out), now, seconds)


def _of_a_break(prompt: Prompt) -> bool:
    """Whether getting up answers it; a question of the safety rules is answered in words."""
    return not prompt.seen and prompt.lead.kind is not ReminderKind.FOLLOW_UP


def _start(state: ReminderState, now: Reading, command: Start, out: list[ReminderEvent]) -> ReminderState:
    if state.phase is ReminderPhase.RETURN:  # who begins a break is there
        state = outcomes.counted_from_now(state, now, out, StoodUpHow.BACK)
    prompt = state.open
    if prompt is None:
        item = _voluntary(state, now, command.kind)
        name = f"own-{state.number + 1}"
        prompt = Prompt(name, (item,), now.boot, now.boot - state.sat, item.seconds, voluntary=True)
        state = replace(state, number=state.number + 1)
    elif prompt.started is not None:
        out.append(CommandRefused(command, "The break is under way."))
        return state
    else:
        out.append(Close(prompt.id))
        if state.phase is ReminderPhase.NOTICE:
            state = outcomes.shown(state, prompt, now, out)
            prompt = replace(prompt, told=now.boot)
    grows = prompt.lead.kind is ReminderKind.MOVEMENT and not prompt.seen
    out.append(OpenBreak(due.CHECK if prompt.seen else prompt.lead.opens, prompt.id, prompt.seconds if grows else None))
    if prompt.seen or prompt.lead.kind is ReminderKind.FOLLOW_UP:
        return outcomes.ended(state, prompt, PromptOutcome.TAKEN, now, out)
    return replace(state, phase=ReminderPhase.BREAK, open=replace(prompt, started=now.boot))


def _voluntary(state: ReminderState, now: Reading, kind: ReminderKind) -> Item:
    return {ReminderKind.DESK: due.DESK, ReminderKind.DRINK: due.DRINK}.get(kind) or due.movement(state, now.boot)


def _snooze(state: ReminderState, now: Reading, command: Snooze, out: list[ReminderEvent]) -> ReminderState:
    prompt, settings = state.open, state.plan.settings
    minutes = command.minutes if command.minutes is not None else next(iter(settings.snooze_minutes), 5)
    if prompt is None or prompt.started is not None:
        out.append(CommandRefused(command, "There is nothing to put off now."))
    elif prompt.seen:
        out.append(CommandRefused(command, "This can't be put off. Tell Coach once you have been seen."))
    elif prompt.snoozes >= settings.most_snoozes:
        out.append(
            CommandRefused(command, f"Put off {prompt.snoozes} times: that is all for this break. You can skip it.")
        )
    elif not 1 <= minutes <= LONGEST_SNOOZE:
        out.append(CommandRefused(command, f"Put it off by 1 to {LONGEST_SNOOZE} minutes."))
    else:
        return outcomes.put_off(state, prompt, now, minutes * 60.0, out)
    return state


def _skip(state: ReminderState, now: Reading, command: Skip, out: list[ReminderEvent]) -> ReminderState:
    if state.open is None:
        out.append(CommandRefused(command, "There is no break to skip now."))
        return state
    return outcomes.ended(state, state.open, PromptOutcome.SKIPPED, now, out)


def _finished(state: ReminderState, now: Reading, command: Finished, out: list[ReminderEvent]) -> ReminderState:
    """A guided run has ended; at least half of a break counts as one. A planned routine that was run is not owed."""
    prompt = state.open
    done = [item for item in state.owed if item.kind is ReminderKind.ROUTINE and item.opens == command.routine]
    if done:
        state = record(state, now, PromptSpared(keys=tuple(item.key for item in done)), out)
    least = (prompt.seconds if prompt is not None else state.plan.settings.break_seconds) / 2
    enough = command.seconds >= least
    if prompt is not None and (enough or prompt.started is not None):
        return outcomes.ended(state, prompt, PromptOutcome.TAKEN if enough else PromptOutcome.SKIPPED, now, out)
    return outcomes.stood_up(state, now, 0, out) if enough else state


def _pause(
    state: ReminderState,
    now: Reading,
    command: PauseFor | PauseUntil | PauseUntilTomorrow | BusyFor,
    out: list[ReminderEvent],
) -> ReminderState:
    pause = asked_for(command, now)
    if isinstance(pause, str):
        out.append(CommandRefused(command, pause))
        return state
    seconds = pause.ends - now.boot if pause.ends is not None else None
    until = pause.until.astimezone(UTC) if pause.until is not None else None
    state = record(state, now, RemindersPaused(reason=PausedFor(pause.reason), until=until, seconds=seconds), out)
    prompt = state.open
    if prompt is not None and prompt.started is None:
        state = outcomes.put_off(state, prompt, now, 0.0, out, by=PutOffBy(pause.reason))
    return state


def _resume(state: ReminderState, now: Reading, command: Resume, out: list[ReminderEvent]) -> ReminderState:
    if not any(pause.own for pause in state.pauses):
        out.append(CommandRefused(command, "Nothing is paused by you."))
        return state
    return record(state, now, RemindersResumed(), out)


def _back(state: ReminderState, now: Reading, out: list[ReminderEvent]) -> ReminderState:
    """The count begins in any case. Who is back while a break is due has taken it."""
    prompt = state.open
    if prompt is not None and state.phase is ReminderPhase.NOTICE:
        state = telling.withdrawn(state, prompt, out)
    elif prompt is not None and outcomes.stands(prompt, PromptOutcome.TAKEN):
        state = outcomes.ended(state, prompt, PromptOutcome.TAKEN, now, out)
    return outcomes.counted_from_now(state, now, out, StoodUpHow.BACK)


def _interval(state: ReminderState, now: Reading, command: AnotherInterval, out: list[ReminderEvent]) -> ReminderState:
    """The question of another interval has its answer: it is for the settings, and this prompt is over."""
    longer, shorter = state.plan.settings.other_intervals
    minutes = longer if command.longer else shorter
    if minutes is None:
        out.append(CommandRefused(command, f"A break comes every {SHORTEST} to {LONGEST} minutes."))
        return state
    if state.open is not None:
        state = outcomes.ended(state, state.open, PromptOutcome.SKIPPED, now, out)
    out.append(SetInterval(minutes))
    return state


def _of_the_notice(
    state: ReminderState, now: Reading, command: NotOpened | Dismissed | Lost | Untold, out: list[ReminderEvent]
) -> ReminderState:
    """What is known of a notice beside its answer: whether anybody can have seen it, or has, and what Start did."""
    prompt = state.open
    if isinstance(command, NotOpened):
        return _not_opened(state, now, command, out)
    if prompt is not None and isinstance(command, Untold):
        return replace(state, open=replace(prompt, untold=True))
    if prompt is not None and isinstance(command, Lost):
        return replace(state, open=replace(prompt, lost=True))
    if prompt is not None and _can_be_dismissed(state, prompt):
        return record(state, now, PromptDismissed(prompt=prompt.id), out)
    return state


def _not_opened(state: ReminderState, now: Reading, command: NotOpened, out: list[ReminderEvent]) -> ReminderState:
    """The prompt is told anew with why, and its answer waited for anew; who asked for it early has it now."""
    if state.open is not None and state.phase is ReminderPhase.NOTICE:
        state = outcomes.shown(state, state.open, now, out)
    prompt = state.open
    if prompt is not None and prompt.started is None:
        out.append(Tell(words.not_opened(prompt, state.plan, command.why), Stage.PROMPT, prompt.told_as, quiet=True))
        state = replace(state, open=replace(prompt, told=now.boot, lost=False))
    out.append(CommandRefused(command, command.why))
    return state


def _can_be_dismissed(state: ReminderState, prompt: Prompt) -> bool:
    """Once, and not while it is only announced, nor once its break has begun."""
    return state.phase is ReminderPhase.BREAK and prompt.started is None and not prompt.dismissed
