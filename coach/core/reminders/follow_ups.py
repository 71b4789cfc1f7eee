"""What the record asks for later: a look after a day, a week and two, the morning after, at a lump, and being seen."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Level
from coach.core.check.cadence import DAILY_DAYS, STAGES_DAYS, WEEK_DAYS
from coach.core.reminders.plan import MOVEMENT_BREAK, FollowUp, Lock
from coach.core.vocabulary import ComplaintKind, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from coach.core.clock import Reading
    from coach.core.history.history import Episode, Lump
    from coach.core.history.sessions import PastSession
    from coach.core.record.checks import CheckAnswered
    from coach.core.record.facts import FactOf
    from coach.core.safety.raised_flag import RaisedFlag
    from coach.core.safety.screening import Evaluation

MORNING, EVENING = time(8), time(21)  # nobody is asked at night; what falls there waits for the morning
DAY = timedelta(days=1)
STAGE_NAMES = {0: "24h", 7: "day-7", 14: "day-14"}
AFTER = {"24h": "a day", "day-7": "a week", "day-14": "two weeks"}


def follow_ups(
    checks: Iterable[FactOf[CheckAnswered]], said: Evaluation, past: Iterable[PastSession], now: Reading
) -> tuple[FollowUp, ...]:
    """What is to be asked at `now` and in the days to come, soonest first, by the clock on the wall of then.

    `checks` are those on record, `past` the sessions of the last days. What has been answered is left out.
    """
    asked: dict[str, datetime] = {}
    for check in sorted(checks, key=lambda c: (c.at, c.id)):
        asked |= dict.fromkeys(check.body.sections or (), check.local)
    history = said.history
    found = [_of_episode(e, asked.get(f"episode:{e.id}"), now) for e in history.episodes if e.open(now.wall)]
    found += [_of_lump(lump, asked.get(f"lump:{lump.id}"), now) for lump in history.lumps_at(now.wall)]
    found += [_being_seen(up) for up in said.flags]
    found.append(_morning_after(past, [rating.at for rating in history.pain], now))
    return tuple(sorted((f for f in found if f is not None), key=lambda f: (f.at, f.key)))


def lock_of(flags: Iterable[RaisedFlag]) -> Lock:
    """What the flags that are up hold back of the reminders; a visit that opened movement opens them, too."""
    found = Lock.NONE
    for up in flags:
        if up.level is Level.EMERGENCY and not up.opened:
            return Lock.EMERGENCY
        still = TechniqueClass.MOVEMENT_BREAK in up.blocks.classes or MOVEMENT_BREAK in up.blocks.techniques
        if still or (up.level is Level.URGENT and not up.opened):
            found = Lock.URGENT
    return found


def _of_episode(episode: Episode, asked: datetime | None, now: Reading) -> FollowUp | None:
    """The stage that has come and is not answered, else the next one (docs/safety-rules.md, When what is asked)."""
    midnight = episode.started.replace(hour=0, minute=0, second=0, microsecond=0)
    stages = [("24h", episode.started + DAY)]
    stages += [(STAGE_NAMES[days], midnight + timedelta(days=days)) for days in STAGES_DAYS]
    left = [(name, _by_day(at, now)) for name, at in stages if asked is None or asked < at]
    come = [stage for stage in left if stage[1] <= now.wall]
    if not left:
        return None
    name, at = come[-1] if come else left[0]
    text = f"How is {_what(episode)}, {AFTER[name]} on? A few questions in Coach."
    return FollowUp(name, at, text, episode.id)


def _what(episode: Episode) -> str:
    words = {
        ComplaintKind.ACHE: "the ache",
        ComplaintKind.GLAND: "the swelling",
        ComplaintKind.NOT_SURE: "the sore spot",
    }.get(episode.kind, f"the {episode.kind}")
    return f"{words} in your {str(episode.area).replace('-', ' ')}" if episode.area is not None else words


def _of_lump(lump: Lump, asked: datetime | None, now: Reading) -> FollowUp:
    """When the lump is next to be looked at: daily, then weekly (docs/safety-rules.md, When what is asked)."""
    last = asked or lump.known
    fresh = (last.date() - lump.known.date()).days < DAILY_DAYS - 1
    days = 0 if asked is None else 1 if fresh else WEEK_DAYS
    at = _by_day(lump.known, now) if asked is None else _morning(last.date() + timedelta(days=days), now)
    return FollowUp("lump-check", at, "Time to look at the lump again: size, feel, look. Note it in Coach.", lump.id)


def _being_seen(up: RaisedFlag) -> FollowUp | None:
    """The time to act has passed and nobody was seen (LR15)."""
    if up.act_by is None or up.opened:
        return None
    text = "One of your answers needs a doctor or nurse. Have you been seen? Tell Coach."
    return FollowUp("seen", up.act_by, text, up.flag.id)


def _morning_after(past: Iterable[PastSession], rated: list[datetime], now: Reading) -> FollowUp | None:
    """Pain once more the morning after a rated session, only then (docs/player-rules.md, What is kept)."""
    days = {s.begun.local.date() for s in past if s.before is not None or s.after is not None}
    for day in (now.wall.date() - DAY, now.wall.date()):
        at = _morning(day + DAY, now)
        if day in days and not any(rating.date() == at.date() for rating in rated):
            return FollowUp(
                "next-morning", at, "How is the pain this morning, after yesterday? Rate it in Coach.", str(day)
            )
    return None


def _morning(day: date, now: Reading) -> datetime:
    return now.when(datetime.combine(day, MORNING), now.wall)


def _by_day(moment: datetime, now: Reading) -> datetime:
    """The moment itself, or the next morning where it falls in the night as the clock on the wall shows it."""
    local = now.local(moment)
    if local.time() < MORNING:
        return _morning(local.date(), now)
    return _morning(local.date() + DAY, now) if local.time() >= EVENING else local
