"""The reminders' facts: the state rebuilt from them at start, and what happened told from them.

Facts carry times of the wall; what the clock was set by is on record too, so that seconds can still be counted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from coach.core.history.history import instant_of
from coach.core.reminders import due, outcomes
from coach.core.reminders import step as reminders
from coach.core.reminders.plan import ReminderKind
from coach.core.reminders.replay import KINDS, STANDING, Past, Replay, order, stood
from coach.core.reminders.state import NEVER, OWN, Asked, Pause, PauseReason, Prompt, ReminderPhase, ReminderState
from coach.core.vocabulary import PromptOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.core.clock import Reading
    from coach.core.record.facts import Fact
    from coach.core.reminders.plan import Plan

__all__ = ["KINDS", "WINDOW", "Tally", "rebuild", "sitting", "tallies"]

WINDOW = timedelta(days=35)  # how far back `rebuild` needs them


def rebuild(facts: Iterable[Fact], now: Reading, plan: Plan, alive: datetime | None = None) -> ReminderState:
    """The state at `now` from this machine's facts of `KINDS` in the last `WINDOW`, in any order.

    `alive` is when a process last kept the reminders (aware); None: not known. Where none did for an interval or
    more, the count begins anew. Nothing is told in the first two minutes.
    """
    past = Past(facts, now)
    interval = plan.settings.interval
    drink = plan.settings.drink_minutes
    last = past.boot(past.facts[-1]) if past.facts else now.boot
    lived = last + interval if alive is None else now.boot - max(0.0, (now.wall - alive).total_seconds())
    fresh = not past.facts or now.boot - max(last, lived) >= interval
    state = ReminderState(
        plan=plan,
        seen=now,
        sat=now.boot,
        due=now.boot + interval,
        drink=now.boot + drink * 60 if drink is not None else NEVER,
        desk=_desk(past),
        looked=_looked(past, alive),
        woke=now.boot,
        fresh=fresh,
        pauses=_pauses(past),
        number=len(past.of("prompt")),
        written=order(past.facts[-1]) if past.facts else 0,
    )
    state = _answered(state, past, fresh=fresh)
    state = _owed(state, past)
    return _open(state, past)


def sitting(facts: Iterable[Fact], now: Reading) -> float | None:
    """Seconds since the person last stood up, by the break log (LR17); None where it does not say."""
    past = Past(facts, now)
    moments = [past.since(fact) for fact in past.of("stood-up")]
    moments += [past.boot(fact) for fact in past.of("prompt-over") if stood(fact)]
    return now.boot - max(moments) if moments else None


def _answered(state: ReminderState, past: Past, *, fresh: bool) -> ReminderState:
    """The deadlines, and how the last prompts were answered."""
    replay = Replay(past, state.plan)
    state = replace(state, unanswered=replay.unanswered, questioned=replay.questioned)
    if fresh:
        return state
    state = _awaiting(state, replay)
    drinks = replay.drink is not None and state.plan.settings.drink_minutes is not None
    return replace(
        state,
        sat=state.sat if replay.sat is None else replay.sat,
        due=state.due if replay.due is None else replay.due,
        drink=replay.drink if drinks and replay.drink is not None else state.drink,
        snoozed=tuple(replay.snoozed.items()),
    )


def _awaiting(state: ReminderState, replay: Replay) -> ReminderState:
    """After a break that nobody came back from yet, where "I'm back" is wanted: asked once, as before."""
    if replay.returns is None or not state.plan.settings.ask_return:
        return state
    state = outcomes.awaiting(state, replay.returns)
    return replace(state, ask_at=NEVER) if replay.asked else state


def _desk(past: Past) -> date:
    """When the desk check is next due: a week after the last, a day after one that was not done, or after the first."""
    found = past.now.wall.date() if not past.facts else past.facts[0].local.date()
    found += timedelta(days=1)
    seen = {fact.body.get("prompt") for fact in past.of("prompt") if fact.body.get("seen")}
    for fact in past.of("prompt", "prompt-over", "prompt-spared"):
        if due.DESK.key not in fact.body.get("keys", ()):
            continue
        if fact.kind == "prompt":
            found = fact.local.date() + timedelta(days=1)
        elif fact.kind == "prompt-spared" or fact.body.get("outcome") == PromptOutcome.TAKEN:
            found = fact.local.date() + timedelta(days=1 if fact.body.get("prompt") in seen else due.DESK_DAYS)
    return found


def _pauses(past: Past) -> tuple[Pause, ...]:
    """The person's own pauses whose end is not on record: a length of time by seconds passed, an end by the wall."""
    found: dict[str, Pause] = {}
    for fact in past.of("reminders-paused", "reminders-resumed"):
        ended = fact.kind == "reminders-resumed"
        if ended and "reason" not in fact.body:
            found.clear()
            continue
        reason = PauseReason.MEETING if fact.body.get("reason") == PauseReason.MEETING else PauseReason.PERSON
        if ended:
            found.pop(reason, None)
            continue
        until, seconds = instant_of(fact.body.get("until"), fact), fact.body.get("seconds")
        pause = Pause(reason, OWN, until.astimezone(past.now.wall.tzinfo))
        if seconds is not None:
            pause = replace(pause, ends=past.boot(fact) + float(seconds))
        found[reason] = pause
    return tuple(found.values())


def _owed(state: ReminderState, past: Past) -> ReminderState:
    """What was held or put off and not told since, and what is asked once a day."""
    owed: dict[str, float] = {}
    picked: dict[str, None] = {}
    asked: dict[str, Asked] = {}
    for fact in past.of("prompt-held", "prompt-spared", "prompt", "prompt-over"):
        for key in (str(key) for key in fact.body.get("keys", ())):
            others = [each for each in owed if each != key and each.partition("@")[0] == key.partition("@")[0]]
            planned = key.startswith(f"{ReminderKind.ROUTINE}:")
            if planned and key not in picked:
                picked[key] = None
                for older in others:
                    del owed[older]  # the latest time of a routine takes the place of those before
                others = []
            if fact.kind == "prompt" and key.startswith(f"{ReminderKind.FOLLOW_UP}:"):
                asked[key] = Asked(key, fact.local.date(), past.boot(fact))
            if fact.kind == "prompt-held" or fact.body.get("outcome") == PromptOutcome.SNOOZED:
                if not (planned and others):
                    owed[key] = past.boot(fact) + float(fact.body.get("seconds", 0))
            elif fact.kind != "prompt-over":
                owed.pop(key, None)
    items = []
    for key, moment in owed.items():
        item = due.item_of(key, state.plan)
        if item is not None:
            items.append(replace(item, not_before=moment))
    state = replace(state, asked=tuple(asked.values())[-reminders.REMEMBERED :])
    return replace(state, owed=tuple(items), picked=tuple(picked)[-reminders.REMEMBERED :])


def _looked(past: Past, alive: datetime | None) -> datetime:
    """Up to when planned times were looked at (local); not further back than the beginning of today."""
    local = past.now.wall.replace(tzinfo=None)
    last = past.facts[-1].local if past.facts else past.now.wall
    seen = alive.astimezone(past.now.wall.tzinfo) if alive is not None else last
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(microseconds=1)
    return max(midnight, min(local, seen.replace(tzinfo=None)))


def _open(state: ReminderState, past: Past) -> ReminderState:
    """The last prompt, where it has no outcome, is still open: it was told, and is not told again."""
    over = {str(fact.body.get("prompt")) for fact in past.of("prompt-over")}
    last = next(reversed(past.of("prompt")), None)
    if last is None or str(last.body.get("prompt")) in over:
        return state
    body: dict[str, Any] = last.body
    moment = past.boot(last)
    items = []
    for key in (str(key) for key in body.get("keys", ())):
        found = {due.MOVEMENT.key: due.MOVEMENT, due.DRINK.key: due.DRINK}.get(key) or due.item_of(key, state.plan)
        items.append(found or replace(due.DESK, kind=ReminderKind(key.partition(":")[0]), key=key))
    prompt = Prompt(
        id=str(body.get("prompt")),
        items=tuple(items) or (due.MOVEMENT,),
        told=moment,
        sat=float(body.get("sat", 0)),
        seconds=int(body.get("break", due.MOVEMENT.seconds)),
        snoozes=int(body.get("snoozes", 0)),
        early=tuple(str(key) for key in body.get("early", ())),
        seen=bool(body.get("seen")),
        asks=bool(body.get("asks")),
        quiet=bool(body.get("quiet")),
    )
    return replace(state, phase=ReminderPhase.BREAK, open=prompt, questioned=state.questioned or prompt.asks)


# --- what happened ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the prompts of a day. `natural` counts breaks nobody was prompted for, too.

    `prompted` counts prompts that have an outcome other than put off; `taken` and the naturals among them were kept.
    """

    day: date
    taken: int = 0
    natural: int = 0
    snoozed: int = 0
    skipped: int = 0
    missed: int = 0
    prompted: int = 0
    kept: int = 0


def tallies(facts: Iterable[Fact], first: date, days: int = 7) -> tuple[Tally, ...]:
    """What happened on each of `days` local days from `first` on, by this machine's facts or those of several."""
    counts: dict[date, dict[str, int]] = {}
    for fact in facts:
        of_day = counts.setdefault(fact.local.date(), {})
        outcome = fact.body.get("outcome")
        if fact.kind == "prompt-over" and outcome in set(PromptOutcome):
            of_day[outcome] = of_day.get(outcome, 0) + 1
            if outcome != PromptOutcome.SNOOZED:
                of_day["prompted"] = of_day.get("prompted", 0) + 1
                of_day["kept"] = of_day.get("kept", 0) + (outcome in STANDING)
        elif fact.kind == "stood-up" and fact.body.get("how") in STANDING and not fact.body.get("prompt"):
            how = str(fact.body["how"])
            of_day[how] = of_day.get(how, 0) + 1
    return tuple(Tally(day, **counts.get(day, {})) for day in (first + timedelta(days=n) for n in range(days)))
