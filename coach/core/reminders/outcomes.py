"""What becomes of a prompt - exactly one outcome each - and of the deadlines after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coach.core.reminders import due
from coach.core.reminders.plan import ReminderKind
from coach.core.reminders.signals import Close, ReminderEvent, Write
from coach.core.reminders.state import NEVER, Asked, Prompt, ReminderPhase
from coach.core.vocabulary import PromptOutcome

if TYPE_CHECKING:
    from coach.core.clock import Reading
    from coach.core.reminders.state import Away, ReminderState

BODILY = frozenset({ReminderKind.MOVEMENT, ReminderKind.ROUTINE})
ASKED_KEPT = 64


def told(state: ReminderState, prompt: Prompt, now: Reading) -> ReminderState:
    """The state in which this prompt has been told."""
    today = now.wall.date()
    keys = set(prompt.keys)
    daily = tuple(Asked(key, today, now.boot) for key in prompt.keys if key.startswith(f"{ReminderKind.FOLLOW_UP}:"))
    return replace(
        state,
        phase=ReminderPhase.BREAK,
        open=prompt,
        number=state.number + 1,
        owed=tuple(item for item in state.owed if item.key not in keys),
        asked=(*(a for a in state.asked if a.key not in keys), *daily)[-ASKED_KEPT:],
        desk=today + timedelta(days=1) if due.DESK.key in keys else state.desk,
        questioned=state.questioned or prompt.asks,
    )


def over(
    state: ReminderState, prompt: Prompt, outcome: PromptOutcome, now: Reading, out: list[ReminderEvent]
) -> ReminderState:
    """The prompt has this outcome, but for `SNOOZED`: see `put_off`."""
    announced = state.phase is ReminderPhase.NOTICE
    if announced:
        out.append(Write("prompt", body_of(prompt)))
        state = told(state, replace(prompt, told=now.boot), now)
    out.append(Close(prompt.id))
    waits = _waits(state, _away(prompt)) if outcome is PromptOutcome.TAKEN and _stands(prompt, outcome) else {}
    if prompt.voluntary:
        if outcome is PromptOutcome.NATURAL or (outcome is PromptOutcome.TAKEN and prompt.lead.kind in BODILY):
            out.append(Write("stood-up", {"how": str(outcome), "ago": 0.0} | waits))
        elif outcome is PromptOutcome.TAKEN:
            out.append(Write("prompt-spared", {"keys": list(prompt.keys)}))
            state = replace(state, owed=tuple(item for item in state.owed if item.key not in prompt.keys))
    else:
        ignored = outcome is PromptOutcome.MISSED and (prompt.untold or prompt.seen or prompt.started is not None)
        out.append(Write("prompt-over", body_over(prompt, outcome, now, ignored=ignored) | waits))
        state = _row(state, prompt, outcome, ignored=ignored)
    nothing = prompt.voluntary and outcome not in {PromptOutcome.TAKEN, PromptOutcome.NATURAL}
    snoozed = tuple(each for each in state.snoozed if nothing or each[0] not in prompt.keys)
    state = replace(state, open=None, phase=ReminderPhase.WAITING, snoozed=snoozed)
    return _restarted(state, prompt, outcome, now)


def _row(state: ReminderState, prompt: Prompt, outcome: PromptOutcome, *, ignored: bool) -> ReminderState:
    if outcome is not PromptOutcome.MISSED:
        return replace(state, unanswered=0, questioned=False)
    if ignored:  # what nobody was asked has still to be asked
        return replace(state, questioned=state.questioned and not prompt.asks)
    return replace(state, unanswered=state.unanswered + 1)


def _restarted(state: ReminderState, prompt: Prompt, outcome: PromptOutcome, now: Reading) -> ReminderState:
    """The deadlines of what the prompt covered begin anew; what rode along early keeps its own if nothing was done."""
    done = outcome in {PromptOutcome.TAKEN, PromptOutcome.NATURAL}
    settings = state.plan.settings
    began = max(prompt.told, state.sat) if outcome is PromptOutcome.MISSED else now.boot
    if settings.drink_minutes is not None and prompt.settles(due.DRINK.key, done=done):
        state = replace(state, drink=began + settings.drink_minutes * 60)
    if prompt.covers(ReminderKind.DESK) and outcome is PromptOutcome.TAKEN and not prompt.seen:
        state = replace(state, desk=now.wall.date() + timedelta(days=due.DESK_DAYS))
    if done and _stands(prompt, outcome):
        state = _counted(state, now.boot)
        return _awaiting(state, now, _away(prompt)) if outcome is PromptOutcome.TAKEN else state
    if prompt.settles(due.MOVEMENT.key, done=done):
        state = replace(state, due=began + settings.interval)
    return state


def _stands(prompt: Prompt, outcome: PromptOutcome) -> bool:
    """Whether the person stood up: nobody does to answer a question or to look over the desk."""
    return outcome is PromptOutcome.NATURAL or (not prompt.seen and any(kind in BODILY for kind in prompt.kinds))


def _away(prompt: Prompt) -> int:
    """Seconds for which the person is away after it was taken; a guided break is over by then."""
    return 0 if prompt.started is not None else prompt.seconds


def put_off(
    state: ReminderState, prompt: Prompt, now: Reading, seconds: float, out: list[ReminderEvent], by: str = "snooze"
) -> ReminderState:
    """It comes back in `seconds`; put off by a pause, when that ends, and then it doesn't count as a snooze."""
    if state.phase is ReminderPhase.NOTICE:
        out.append(Write("prompt", body_of(prompt)))
        state = told(state, replace(prompt, told=now.boot), now)
    count = prompt.snoozes + (by == "snooze")
    body = body_over(prompt, PromptOutcome.SNOOZED, now) | {"seconds": seconds, "snoozes": count, "by": by}
    out.extend((Close(prompt.id), Write("prompt-over", body)))
    moment = now.boot + seconds
    later = {item.opens for item in state.owed if item.kind is ReminderKind.ROUTINE}  # it takes the place of this one
    again = tuple(
        replace(item, not_before=moment)
        for item in prompt.items
        if item.kind not in {ReminderKind.MOVEMENT, ReminderKind.DRINK}
        and not (item.kind is ReminderKind.ROUTINE and item.opens in later)
    )
    keys = set(prompt.keys)
    counts = (*(s for s in state.snoozed if s[0] not in keys), *((key, count) for key in prompt.keys if count))
    return replace(
        state,
        phase=ReminderPhase.WAITING,
        open=None,
        owed=(*state.owed, *again),
        snoozed=counts,
        due=moment if prompt.covers(ReminderKind.MOVEMENT) else state.due,
        drink=moment if prompt.covers(ReminderKind.DRINK) else state.drink,
        unanswered=0,
        questioned=False,
    )


# --- sitting and standing -----------------------------------------------------------------------------------------


def stood(state: ReminderState, now: Reading, away: int, out: list[ReminderEvent]) -> ReminderState:
    """The person stands up now of their own accord, for about `away` seconds."""
    out.append(Write("stood-up", {"how": str(PromptOutcome.TAKEN), "ago": 0.0} | _waits(state, away)))
    return _awaiting(_counted(state, now.boot), now, away)


def _waits(state: ReminderState, away: int) -> dict[str, int]:
    """What the record keeps of it, where the next countdown waits for "I'm back": the seconds until that is asked."""
    return {"return": away} if state.plan.settings.ask_return else {}


def _awaiting(state: ReminderState, now: Reading, away: int) -> ReminderState:
    """The next countdown waits for "I'm back", where the person wants that."""
    return awaiting(state, now.boot + away) if state.plan.settings.ask_return else state


def awaiting(state: ReminderState, ask_at: float) -> ReminderState:
    """ "Are you back?" is asked at `ask_at`; who says nothing for an interval counts as back."""
    return replace(state, phase=ReminderPhase.RETURN, ask_at=ask_at, back_by=ask_at + state.plan.settings.interval)


def _counted(state: ReminderState, moment: float) -> ReminderState:
    """Sitting counts from `moment` on, unless the person stood up later still."""
    moment = max(moment, state.sat)
    snoozed = tuple(s for s in state.snoozed if s[0] != due.MOVEMENT.key)
    return replace(state, sat=moment, due=moment + state.plan.settings.interval, snoozed=snoozed)


def counting(state: ReminderState, moment: float, out: list[ReminderEvent], how: str) -> ReminderState:
    """The next countdown begins at `moment`, on record."""
    out.append(Write("stood-up", {"how": how, "ago": 0.0}))
    return _here(_counted(state, moment), out)


def returned(state: ReminderState, now: Reading, away: Away, out: list[ReminderEvent]) -> ReminderState:
    """The person is back after at least a break: it counts, and after an interval or more all begins anew."""
    new = away.seconds >= state.plan.settings.interval
    body: dict[str, Any] = {"how": "afresh" if new else "natural", "ago": round(now.boot - away.until, 1)}
    body |= {"seconds": round(away.seconds)} | ({"prompt": away.credited} if away.credited else {})
    out.append(Write("stood-up", body))
    state = _counted(state, away.until)
    return _anew(_here(state, out), away.until) if new else state


def _here(state: ReminderState, out: list[ReminderEvent]) -> ReminderState:
    """Nobody has to be asked any more whether they are back."""
    if state.phase is not ReminderPhase.RETURN:
        return state
    out.append(Close(return_name(state)))
    return replace(state, phase=ReminderPhase.WAITING, ask_at=NEVER, back_by=NEVER)


def afresh(state: ReminderState, now: Reading, out: list[ReminderEvent]) -> ReminderState:
    """Working hours begin: so does the count."""
    if state.phase is ReminderPhase.BREAK:
        return state
    return _anew(counting(state, now.boot, out, "afresh"), now.boot)


def _anew(state: ReminderState, moment: float) -> ReminderState:
    """All begins anew, drinks and snoozes too."""
    state = replace(state, snoozed=())
    minutes = state.plan.settings.drink_minutes
    return state if minutes is None else replace(state, drink=moment + minutes * 60)


def return_name(state: ReminderState) -> str:
    """What the question "are you back?" is called."""
    return f"return-{state.number}"


# --- what is kept -------------------------------------------------------------------------------------------------


def body_of(prompt: Prompt) -> dict[str, Any]:
    """A prompt as the record keeps it."""
    body: dict[str, Any] = {
        "prompt": prompt.id,
        "kinds": [str(kind) for kind in prompt.kinds],
        "keys": list(prompt.keys),
        "sat": round(prompt.sat),
        "break": prompt.seconds,
        "snoozes": prompt.snoozes,
    }
    body |= {"early": list(prompt.early)} if prompt.early else {}
    return body | {name: True for name in ("seen", "asks", "quiet") if getattr(prompt, name)}


def body_over(prompt: Prompt, outcome: PromptOutcome, now: Reading, *, ignored: bool = False) -> dict[str, Any]:
    body: dict[str, Any] = {"prompt": prompt.id, "outcome": str(outcome), "keys": list(prompt.keys)}
    body |= {"ago": round(now.boot - prompt.told, 1), "stood": _stands(prompt, outcome)}
    body |= {"early": list(prompt.early)} if prompt.early else {}
    return body | ({"ignored": True} if ignored else {})
