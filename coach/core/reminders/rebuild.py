"""The state at a start: this machine's facts, folded by `evolve` as they were when they happened.

Facts carry times of the wall; what the clock was set by is on record too, so that seconds can still be counted. A fact
that can't be read is passed over: what it would have begun is due all the same, and a pause whose end can't be read
lasts to its time.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.frozen import replace
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
from coach.core.reminders.evolve import FactTime, evolve
from coach.core.reminders.state import LONG_AGO, NEVER, ReminderState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.core.clock import Reading
    from coach.core.record.facts import Fact, OfReminders
    from coach.core.reminders.plan import Plan

KINDS = (
    *(PromptShown, PromptEnded, PromptDismissed, PromptHeld, PromptSpared, StoodUp),
    *(RemindersPaused, RemindersResumed, ReturnAsked, ClockSet),
)
WINDOW = timedelta(days=35)  # how far back `rebuild` needs them


def rebuild(facts: Iterable[Fact], now: Reading, plan: Plan, alive: datetime | None = None) -> ReminderState:
    """The state at `now` from this machine's facts of `KINDS` in the last `WINDOW`, oldest first.

    `alive` is when a process last kept the reminders (aware); None: not known. Where none did for an interval or
    more, the count begins anew. Nothing is told in the first two minutes.
    """
    past = timed(facts, now)
    state = _nothing_on_record(now, plan, past, alive)
    for body, at in past:
        state = evolve(state, body, at)
    if state.open is not None:  # what was shown of it is gone with who showed it
        state = replace(state, open=replace(state.open, lost=True))
    state = _or_from_now(state, now)
    if _interrupted(past, now, plan, alive):
        start = StoodUp(how=StoodUpHow.START)  # goes on record with the first step
        state = replace(evolve(state, start, FactTime(now.boot, now.wall)), starting=True)
    owed = [(item, due.item_of(item.key, plan)) for item in state.owed]
    return replace(state, owed=tuple(replace(new, not_before=old.not_before) for old, new in owed if new is not None))


def timed(facts: Iterable[Fact], now: Reading) -> list[tuple[OfReminders, FactTime]]:
    """The facts in the order of their numbers, each with its moment: by the wall, less what the clock was set by since.

    None is later than the next: where the clock was set unseen, their order is all that is known.
    """
    readable = [(fact.body, fact) for fact in facts if isinstance(fact.body, KINDS)]
    readable.sort(key=lambda each: each[0].n)
    instant, by, latest = now.wall.astimezone(UTC), 0.0, now.boot
    found: list[tuple[OfReminders, FactTime]] = []
    for body, fact in reversed(readable):
        latest = min(latest, now.boot - (instant - fact.at).total_seconds() + by)
        found.append((body, FactTime(latest, fact.local)))
        if isinstance(body, ClockSet):
            by += body.by
    return found[::-1]


def _nothing_on_record(
    now: Reading, plan: Plan, past: list[tuple[OfReminders, FactTime]], alive: datetime | None
) -> ReminderState:
    """What there is before the first fact; the desk check is due the day after it."""
    first = past[0][1].wall if past else now.wall
    return ReminderState(
        plan=plan,
        seen=now,
        sat=LONG_AGO,
        due=NEVER,
        drink=NEVER,
        desk=first.date() + timedelta(days=1),
        scanned_until=_scanned_until(now, past[-1][1].wall if past else now.wall, alive),
        woke=now.boot,
    )


def _or_from_now(state: ReminderState, now: Reading) -> ReminderState:
    """What the facts don't tell begins now."""
    settings = state.plan.settings
    drinks = settings.drink_minutes is not None and state.drink == NEVER
    return replace(
        state,
        sat=now.boot if state.sat == LONG_AGO else state.sat,
        due=now.boot + settings.interval if state.due == NEVER else state.due,
        drink=now.boot + (settings.drink_minutes or 0) * 60 if drinks else state.drink,
    )


def _interrupted(past: list[tuple[OfReminders, FactTime]], now: Reading, plan: Plan, alive: datetime | None) -> bool:
    """Whether no process kept the reminders for an interval or more, for all that can be known.

    Where the clock was set back meanwhile, the record lies ahead of it, and says nothing of how long ago it was.
    """
    if not past:
        return True
    interval = plan.settings.interval
    if (past[-1][1].wall - now.wall).total_seconds() >= interval:
        return True
    last = past[-1][1].boot
    lived = last + interval if alive is None else now.boot - max(0.0, (now.wall - alive).total_seconds())
    return now.boot - max(last, lived) >= interval


def _scanned_until(now: Reading, last: datetime, alive: datetime | None) -> datetime:
    """Up to when planned times were looked at (local); not further back than the beginning of today."""
    local = now.wall.replace(tzinfo=None)
    seen = now.local(alive) if alive is not None else last
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(microseconds=1)
    return max(midnight, min(local, seen.replace(tzinfo=None)))
