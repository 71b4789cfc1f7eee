"""What becomes of a prompt, exactly one outcome each, and how sitting is interrupted: each as the fact it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.frozen import replace
from coach.core.record.reminders import PromptEnded, PromptShown, PromptSpared, PutOffBy, StoodUp, StoodUpHow
from coach.core.reminders.evolve import record
from coach.core.reminders.plan import ReminderKind
from coach.core.reminders.signals import Close, ReminderEvent
from coach.core.reminders.state import ReminderPhase
from coach.core.vocabulary import PromptOutcome

if TYPE_CHECKING:
    from coach.core.clock import Reading
    from coach.core.reminders.state import Absence, Prompt, ReminderState

BODILY = frozenset({ReminderKind.MOVEMENT, ReminderKind.ROUTINE})


# --- prompts ------------------------------------------------------------------------------------------------------


def shown(state: ReminderState, prompt: Prompt, now: Reading, out: list[ReminderEvent]) -> ReminderState:
    """The prompt is told now."""
    fact = PromptShown(
        prompt=prompt.id,
        kinds=tuple(str(kind) for kind in prompt.kinds),
        keys=prompt.keys,
        sat=round(prompt.sat),
        break_seconds=prompt.seconds,
        snoozes=prompt.snoozes,
        early=prompt.early,
        seen=prompt.seen,
        asks=prompt.asks,
        quiet=prompt.quiet,
    )
    return record(state, now, fact, out)


def ended(
    state: ReminderState, prompt: Prompt, outcome: PromptOutcome, now: Reading, out: list[ReminderEvent]
) -> ReminderState:
    """The prompt has this outcome, but for `SNOOZED`: see `put_off`. One that was only announced was told by that."""
    if state.phase is ReminderPhase.NOTICE:
        state = shown(state, prompt, now, out)
    out.append(Close(prompt.id))
    if prompt.voluntary:
        return _own_break_ended(state, prompt, outcome, now, out)
    fact = replace(
        _ended(prompt, outcome, now),
        ignored=outcome is PromptOutcome.MISSED and (prompt.untold or prompt.seen or prompt.started is not None),
        back_in=_back_in(state, prompt) if outcome is PromptOutcome.TAKEN and stands(prompt, outcome) else None,
    )
    return record(state, now, fact, out)


def _own_break_ended(
    state: ReminderState, prompt: Prompt, outcome: PromptOutcome, now: Reading, out: list[ReminderEvent]
) -> ReminderState:
    """A break that nobody was prompted for; one that came to nothing is nothing."""
    state = replace(state, open=None, phase=ReminderPhase.WAITING)
    bodily, taken = prompt.lead.kind in BODILY, outcome is PromptOutcome.TAKEN
    if outcome is PromptOutcome.NATURAL:
        state = record(state, now, StoodUp(how=StoodUpHow.NATURAL), out)
    elif taken and bodily:
        state = record(state, now, StoodUp(how=StoodUpHow.TAKEN, back_in=_back_in(state, prompt)), out)
    if (taken and not bodily) or (outcome is PromptOutcome.NATURAL and prompt.covers(ReminderKind.DRINK)):
        state = record(state, now, PromptSpared(keys=prompt.keys), out)
    return state


def put_off(
    state: ReminderState,
    prompt: Prompt,
    now: Reading,
    seconds: float,
    out: list[ReminderEvent],
    by: PutOffBy = PutOffBy.SNOOZE,
) -> ReminderState:
    """It comes back in `seconds`; put off by a pause, when that ends, and then it doesn't count as a snooze."""
    if state.phase is ReminderPhase.NOTICE:
        state = shown(state, prompt, now, out)
    out.append(Close(prompt.id))
    count = prompt.snoozes + (by is PutOffBy.SNOOZE)
    fact = replace(_ended(prompt, PromptOutcome.SNOOZED, now), seconds=seconds, snoozes=count, by=by)
    return record(state, now, fact, out)


def _ended(prompt: Prompt, outcome: PromptOutcome, now: Reading) -> PromptEnded:
    return PromptEnded(
        prompt=prompt.id,
        outcome=outcome,
        keys=prompt.keys,
        ago=round(now.boot - prompt.told, 1),
        stood=stands(prompt, outcome),
        early=prompt.early,
    )


def stands(prompt: Prompt, outcome: PromptOutcome) -> bool:
    """Whether the person stood up: nobody does to answer a question or to look over the desk."""
    return outcome is PromptOutcome.NATURAL or (not prompt.seen and any(kind in BODILY for kind in prompt.kinds))


def _back_in(state: ReminderState, prompt: Prompt) -> int | None:
    """Seconds until "are you back?" is asked, where the person wants that; a guided break is over by then."""
    if not state.plan.settings.ask_return:
        return None
    return 0 if prompt.started is not None else prompt.seconds


# --- sitting and standing -----------------------------------------------------------------------------------------


def stood_up(state: ReminderState, now: Reading, away: int, out: list[ReminderEvent]) -> ReminderState:
    """The person stands up now of their own accord, for about `away` seconds."""
    back_in = away if state.plan.settings.ask_return else None
    return record(state, now, StoodUp(how=StoodUpHow.TAKEN, back_in=back_in), out)


def counted_from_now(state: ReminderState, now: Reading, out: list[ReminderEvent], how: StoodUpHow) -> ReminderState:
    """The next countdown begins now, and nobody has to be asked any more whether they are back."""
    return _counted(state, now, StoodUp(how=how), out)


def returned(state: ReminderState, now: Reading, absence: Absence, out: list[ReminderEvent]) -> ReminderState:
    """The person is back after at least a break: it counts, and after an interval or more all begins anew."""
    long = absence.seconds >= state.plan.settings.interval
    fact = StoodUp(
        how=StoodUpHow.AFRESH if long else StoodUpHow.NATURAL,
        ago=round(now.boot - absence.until, 1),
        seconds=round(absence.seconds),
        prompt=absence.credited or None,
    )
    return _counted(state, now, fact, out)


def _counted(state: ReminderState, now: Reading, fact: StoodUp, out: list[ReminderEvent]) -> ReminderState:
    after = record(state, now, fact, out)
    if state.phase is ReminderPhase.RETURN and after.phase is not ReminderPhase.RETURN:
        out.append(Close(return_name(state)))
    return after


def return_name(state: ReminderState) -> str:
    """What the question "are you back?" is called."""
    return f"return-{state.number}"
