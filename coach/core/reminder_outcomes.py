"""What becomes of a prompt - exactly one outcome each - and of the deadlines after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coach.core import reminder_due as due
from coach.core.reminder_plan import Kind
from coach.core.reminder_signals import Close, Event, Outcome, Write
from coach.core.reminder_state import NEVER, Asked, Phase, Prompt

if TYPE_CHECKING:
    from coach.core.ports import Reading
    from coach.core.reminder_state import Away, State

BODILY = frozenset({Kind.MOVEMENT, Kind.ROUTINE})
ASKED_KEPT = 64


def told(state: State, prompt: Prompt, now: Reading) -> State:
    """The state in which this prompt has been told."""
    today = now.wall.date()
    keys = set(prompt.keys)
    daily = tuple(Asked(key, today, now.boot) for key in prompt.keys if key.startswith(f"{Kind.FOLLOW_UP}:"))
    return replace(
        state,
        phase=Phase.BREAK,
        open=prompt,
        number=state.number + 1,
        owed=tuple(item for item in state.owed if item.key not in keys),
        asked=(*(a for a in state.asked if a.key not in keys), *daily)[-ASKED_KEPT:],
        desk=today + timedelta(days=1) if due.DESK.key in keys else state.desk,
        questioned=state.questioned or prompt.asks,
    )


def over(state: State, prompt: Prompt, outcome: Outcome, now: Reading, out: list[Event]) -> State:
    """The prompt has this outcome, but for `SNOOZED`: see `put_off`."""
    announced = state.phase is Phase.NOTICE
    if announced:
        out.append(Write("prompt", body_of(prompt)))
        state = told(state, replace(prompt, told=now.boot), now)
    out.append(Close(prompt.id))
    waits = _waits(state, _away(prompt)) if outcome is Outcome.TAKEN and _stands(prompt, outcome) else {}
    if prompt.voluntary:
        if outcome is Outcome.NATURAL or (outcome is Outcome.TAKEN and prompt.lead.kind in BODILY):
            out.append(Write("stood-up", {"how": str(outcome), "ago": 0.0} | waits))
        elif outcome is Outcome.TAKEN:
            out.append(Write("prompt-spared", {"keys": list(prompt.keys)}))
            state = replace(state, owed=tuple(item for item in state.owed if item.key not in prompt.keys))
    else:
        ignored = outcome is Outcome.MISSED and (prompt.untold or prompt.seen or prompt.started is not None)
        out.append(Write("prompt-over", body_over(prompt, outcome, now, ignored=ignored) | waits))
        state = _row(state, prompt, outcome, ignored=ignored)
    nothing = prompt.voluntary and outcome not in {Outcome.TAKEN, Outcome.NATURAL}
    snoozed = tuple(each for each in state.snoozed if nothing or each[0] not in prompt.keys)
    state = replace(state, open=None, phase=Phase.WAITING, snoozed=snoozed)
    return _restarted(state, prompt, outcome, now)


def _row(state: State, prompt: Prompt, outcome: Outcome, *, ignored: bool) -> State:
    if outcome is not Outcome.MISSED:
        return replace(state, unanswered=0, questioned=False)
    if ignored:  # what nobody was asked has still to be asked
        return replace(state, questioned=state.questioned and not prompt.asks)
    return replace(state, unanswered=state.unanswered + 1)


def _restarted(state: State, prompt: Prompt, outcome: Outcome, now: Reading) -> State:
    """The deadlines of what the prompt covered begin anew; what rode along early keeps its own if nothing was done."""
    done = outcome in {Outcome.TAKEN, Outcome.NATURAL}
    settings = state.plan.settings
    began = max(prompt.told, state.sat) if outcome is Outcome.MISSED else now.boot
    if settings.drink_minutes is not None and prompt.settles(due.DRINK.key, done=done):
        state = replace(state, drink=began + settings.drink_minutes * 60)
    if prompt.covers(Kind.DESK) and outcome is Outcome.TAKEN and not prompt.seen:
        state = replace(state, desk=now.wall.date() + timedelta(days=due.DESK_DAYS))
    if done and _stands(prompt, outcome):
        state = _counted(state, now.boot)
        return _awaiting(state, now, _away(prompt)) if outcome is Outcome.TAKEN else state
    if prompt.settles(due.MOVEMENT.key, done=done):
        state = replace(state, due=began + settings.interval)
    return state


def _stands(prompt: Prompt, outcome: Outcome) -> bool:
    """Whether the person stood up: nobody does to answer a question or to look over the desk."""
    return outcome is Outcome.NATURAL or (not prompt.seen and any(kind in BODILY for kind in prompt.kinds))


def _away(prompt: Prompt) -> int:
    """Seconds for which the person is away after it was taken; a guided break is over by then."""
    return 0 if prompt.started is not None else prompt.seconds


def put_off(state: State, prompt: Prompt, now: Reading, seconds: float, out: list[Event], by: str = "snooze") -> State:
    """It comes back in `seconds`; put off by a pause, when that ends, and then it doesn't count as a snooze."""
    if state.phase is Phase.NOTICE:
        out.append(Write("prompt", body_of(prompt)))
        state = told(state, replace(prompt, told=now.boot), now)
    count = prompt.snoozes + (by == "snooze")
    body = body_over(prompt, Outcome.SNOOZED, now) | {"seconds": seconds, "snoozes": count, "by": by}
    out.extend((Close(prompt.id), Write("prompt-over", body)))
    moment = now.boot + seconds
    later = {item.opens for item in state.owed if item.kind is Kind.ROUTINE}  # it takes the place of this one
    again = tuple(
        replace(item, not_before=moment)
        for item in prompt.items
        if item.kind not in {Kind.MOVEMENT, Kind.DRINK} and not (item.kind is Kind.ROUTINE and item.opens in later)
    )
    keys = set(prompt.keys)
    counts = (*(s for s in state.snoozed if s[0] not in keys), *((key, count) for key in prompt.keys if count))
    return replace(
        state,
        phase=Phase.WAITING,
        open=None,
        owed=(*state.owed, *again),
        snoozed=counts,
        due=moment if prompt.covers(Kind.MOVEMENT) else state.due,
        drink=moment if prompt.covers(Kind.DRINK) else state.drink,
        unanswered=0,
        questioned=False,
    )


# --- sitting and standing -----------------------------------------------------------------------------------------


def stood(state: State, now: Reading, away: int, out: list[Event]) -> State:
    """The person stands up now of their own accord, for about `away` seconds."""
    out.append(Write("stood-up", {"how": str(Outcome.TAKEN), "ago": 0.0} | _waits(state, away)))
    return _awaiting(_counted(state, now.boot), now, away)


def _waits(state: State, away: int) -> dict[str, int]:
    """What the record keeps of it, where the next countdown waits for "I'm back": the seconds until that is asked."""
    return {"return": away} if state.plan.settings.ask_return else {}


def _awaiting(state: State, now: Reading, away: int) -> State:
    """The next countdown waits for "I'm back", where the person wants that."""
    return awaiting(state, now.boot + away) if state.plan.settings.ask_return else state


def awaiting(state: State, ask_at: float) -> State:
    """ "Are you back?" is asked at `ask_at`; who says nothing for an interval counts as back."""
    return replace(state, phase=Phase.RETURN, ask_at=ask_at, back_by=ask_at + state.plan.settings.interval)


def _counted(state: State, moment: float) -> State:
    """Sitting counts from `moment` on, unless the person stood up later still."""
    moment = max(moment, state.sat)
    snoozed = tuple(s for s in state.snoozed if s[0] != due.MOVEMENT.key)
    return replace(state, sat=moment, due=moment + state.plan.settings.interval, snoozed=snoozed)


def counting(state: State, moment: float, out: list[Event], how: str) -> State:
    """The next countdown begins at `moment`, on record."""
    out.append(Write("stood-up", {"how": how, "ago": 0.0}))
    return _here(_counted(state, moment), out)


def returned(state: State, now: Reading, away: Away, out: list[Event]) -> State:
    """The person is back after at least a break: it counts, and after an interval or more all begins anew."""
    new = away.seconds >= state.plan.settings.interval
    body: dict[str, Any] = {"how": "afresh" if new else "natural", "ago": round(now.boot - away.until, 1)}
    body |= {"seconds": round(away.seconds)} | ({"prompt": away.credited} if away.credited else {})
    out.append(Write("stood-up", body))
    state = _counted(state, away.until)
    return _anew(_here(state, out), away.until) if new else state


def _here(state: State, out: list[Event]) -> State:
    """Nobody has to be asked any more whether they are back."""
    if state.phase is not Phase.RETURN:
        return state
    out.append(Close(return_name(state)))
    return replace(state, phase=Phase.WAITING, ask_at=NEVER, back_by=NEVER)


def afresh(state: State, now: Reading, out: list[Event]) -> State:
    """Working hours begin: so does the count."""
    if state.phase is Phase.BREAK:
        return state
    return _anew(counting(state, now.boot, out, "afresh"), now.boot)


def _anew(state: State, moment: float) -> State:
    """All begins anew, drinks and snoozes too."""
    state = replace(state, snoozed=())
    minutes = state.plan.settings.drink_minutes
    return state if minutes is None else replace(state, drink=moment + minutes * 60)


def return_name(state: State) -> str:
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


def body_over(prompt: Prompt, outcome: Outcome, now: Reading, *, ignored: bool = False) -> dict[str, Any]:
    body: dict[str, Any] = {"prompt": prompt.id, "outcome": str(outcome), "keys": list(prompt.keys)}
    body |= {"ago": round(now.boot - prompt.told, 1), "stood": _stands(prompt, outcome)}
    body |= {"early": list(prompt.early)} if prompt.early else {}
    return body | ({"ignored": True} if ignored else {})
