"""What is due: breaks and drinks by seconds of sitting, planned routines and questions by the clock on the wall."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.frozen import replace
from coach.core.reminders.plan import (
    HYDRATION_CHECK,
    MOVEMENT_BREAK,
    POSTURE_CHECK,
    FollowUp,
    Plan,
    Planned,
    ReminderKind,
)
from coach.core.reminders.state import Item, ReminderPhase

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from coach.core.clock import Reading
    from coach.core.reminders.state import ReminderState

APART = 8 * 3600.0  # seconds between two times of asking the same, should the date change in between
DESK_DAYS = 7  # routines/posture-check.yaml: once a week
DESK_SECONDS, DRINK_SECONDS = 72, 30  # nine questions of 8 s; a glass of water
FURTHEST = 8  # days: how far back planned times are looked for after a jump of the clock

CHECK = "check"  # opened by what is no routine


def due_items(state: ReminderState, now: Reading, ahead: float = 0.0) -> list[Item]:
    """Everything due `ahead` seconds from now that no pause holds, the longest first."""
    moment = now.boot + ahead
    settings = state.plan.settings
    found = [item for item in state.owed if item.not_before <= moment]
    if moment >= state.due:
        found.append(movement(state, now.boot))
    if settings.drink_minutes is not None and moment >= state.drink:
        found.append(DRINK)
    owed = {item.key for item in found} | {item.key for item in state.owed}
    if settings.desk_check and DESK.key not in owed and desk_due(state, now):
        found.append(DESK)
    found += [of_follow_up(f) for f in state.plan.follow_ups if f.key not in owed and _ask(state, f, now)]
    return sorted((item for item in found if not state.held(item.kind)), key=lambda item: -item.seconds)


def turned(state: ReminderState, found: list[Item]) -> list[Item]:
    """What a safety lock turns into one "have you been seen?"; empty where it turns nothing."""
    kinds = [item for item in found if state.turned(item.kind)]
    return [item for item in found if item in kinds or _about_being_seen(item)] if kinds else []


def movement(state: ReminderState, boot: float) -> Item:
    """The movement break as it would be at `boot`."""
    return replace(MOVEMENT, seconds=state.plan.settings.break_after(boot - state.sat))


MOVEMENT = Item(ReminderKind.MOVEMENT, str(ReminderKind.MOVEMENT), 120, MOVEMENT_BREAK)
DRINK = Item(ReminderKind.DRINK, str(ReminderKind.DRINK), DRINK_SECONDS, HYDRATION_CHECK)
DESK = Item(ReminderKind.DESK, str(ReminderKind.DESK), DESK_SECONDS, POSTURE_CHECK)


def of_planned(planned: Planned, key: str) -> Item:
    """A planned routine that has come due."""
    return Item(ReminderKind.ROUTINE, key, planned.seconds, planned.routine, planned.title)


def of_follow_up(follow_up: FollowUp) -> Item:
    """A question of the safety rules that has come due."""
    return Item(ReminderKind.FOLLOW_UP, follow_up.key, 0, CHECK, text=follow_up.text)


def item_of(key: str, plan: Plan) -> Item | None:
    """What a key from the record stands for now; None where the plan no longer has it."""
    if key == DESK.key:
        return DESK
    routine = key.removeprefix(f"{ReminderKind.ROUTINE}:").rpartition("@")[0]
    for planned in plan.settings.planned:
        if routine == planned.routine and key.startswith(f"{ReminderKind.ROUTINE}:"):
            return of_planned(planned, key)
    return next((of_follow_up(f) for f in plan.follow_ups if f.key == key), None)


def item_for(key: str, state: ReminderState, boot: float) -> Item | None:
    """What a key from the record stands for: as it is owed, as the plan has it, or by the key alone.

    None for a kind of a later version.
    """
    owed = next((item for item in state.owed if item.key == key), None)
    if owed is not None or key == DRINK.key:
        return owed or DRINK
    if key == MOVEMENT.key:
        return movement(state, boot)
    return item_of(key, state.plan) or _by_its_key(key)


def _by_its_key(key: str) -> Item | None:
    kind, _, about = key.partition(":")
    if kind == ReminderKind.ROUTINE:
        return of_planned(Planned(about.rpartition("@")[0], ()), key)
    return Item(ReminderKind.FOLLOW_UP, key, 0, CHECK) if kind == ReminderKind.FOLLOW_UP else None


def is_planned(key: str) -> bool:
    """Whether it is a planned time of a routine."""
    return key.startswith(f"{ReminderKind.ROUTINE}:")


def time_of(key: str) -> datetime:
    """The local time of a planned time's key."""
    return datetime.fromisoformat(key.rpartition("@")[2])


def same_routine(one: str, other: str) -> bool:
    """Whether two keys are times of one routine."""
    return one.partition("@")[0] == other.partition("@")[0]


def desk_due(state: ReminderState, now: Reading) -> bool:
    """Whether a week has passed; a date further off than that was set by a wrong clock."""
    today = now.wall.date()
    return today >= state.desk or (state.desk - today).days > DESK_DAYS


def _ask(state: ReminderState, follow_up: FollowUp, now: Reading) -> bool:
    if now.wall < follow_up.at:
        return False
    last = next((asked for asked in state.asked if asked.key == follow_up.key), None)
    return last is None or (last.day != now.wall.date() and now.boot - last.at >= APART)


def _about_being_seen(item: Item) -> bool:
    return item.key.startswith(f"{ReminderKind.FOLLOW_UP}:{ReminderKind.SEEN}:")


# --- planned times ------------------------------------------------------------------------------------------------


def came_due(plan: Plan, after: datetime, until: datetime, had: Collection[str]) -> list[Item]:
    """The planned routines whose time lies after `after` and not after `until` (local times without offset).

    Those in `had` had their turn: on the night the clocks go back 02:30 comes twice, and counts once. Of one
    routine only the latest is given.
    """
    found: dict[str, tuple[datetime, Item]] = {}
    day = max(after.date(), until.date() - timedelta(days=FURTHEST))
    while day <= until.date():
        for planned, at in _times_of(plan, day):
            if after < at <= until and (key := _key_of(planned, at)) not in had:
                last = found.get(planned.routine)
                if last is None or last[0] < at:
                    found[planned.routine] = at, of_planned(planned, key)
        day += timedelta(days=1)
    return [item for _, item in found.values()]


def _times_of(plan: Plan, day: date) -> Iterator[tuple[Planned, datetime]]:
    """What is planned on this day, each with its local time."""
    for planned in plan.settings.planned:
        if day.weekday() in planned.days:
            yield from ((planned, datetime.combine(day, each)) for each in planned.times)


def _key_of(planned: Planned, at: datetime) -> str:
    return f"{ReminderKind.ROUTINE}:{planned.routine}@{at:%Y-%m-%dT%H:%M}"


def next_moment(state: ReminderState, now: Reading) -> float:
    """The boot moment at which anything next comes due by itself, at the latest at midnight."""
    settings = state.plan.settings
    notice = settings.notice_seconds if state.phase is ReminderPhase.WAITING else 0
    moments = [state.due - notice, state.due, *(item.not_before for item in state.owed)]
    if settings.drink_minutes is not None:
        moments += [state.drink - notice, state.drink]
    local = now.wall.replace(tzinfo=None)
    midnight = datetime.combine(local.date() + timedelta(days=1), datetime.min.time())
    walls = [midnight, *(at for _, at in _times_of(state.plan, local.date()))]
    moments += [now.boot + (wall - local).total_seconds() for wall in walls]
    moments += [now.boot + (f.at - now.wall).total_seconds() for f in state.plan.follow_ups]
    moments += [asked.at + APART for asked in state.asked]
    return min(moment for moment in moments if moment > now.boot)
