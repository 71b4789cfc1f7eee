"""`coach progress`: what changed, what followed, and how the days went, in plain lines or as one JSON document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.cli.say import say, say_json, tell
from coach.core.history.unread import in_words, unread_entries
from coach.core.progress import words
from coach.core.vocabulary import BodyArea
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Outside
    from coach.core.progress.breaks import Breaks
    from coach.core.progress.calendar import Day
    from coach.core.progress.followed import Followed
    from coach.core.progress.function import Activity
    from coach.core.progress.pain import AreaPain, Window
    from coach.core.progress.whole import Progress


def told(args: Namespace, outside: Outside) -> int:
    """Say it; what can't be read of the record is named, and the rest is told."""
    with outside.house(read_only=True) as house:
        area = BodyArea(args.area) if args.area else None
        desk = house.coach.looking_back
        found = desk.progress(house.settings, int(args.days), area)
        unread = in_words(unread_entries(desk.facts()))
        streak = house.settings.progress.streak
    if args.json:
        if unread:
            tell(unread)
        say_json(_document(found, streak=streak))
        return ExitCode.DONE
    if unread:
        say(f"Note: {unread}")
    for line in words.lines(found, streak=streak):
        say(line)
    return ExitCode.DONE


def _document(found: Progress, *, streak: bool) -> dict[str, Any]:
    checked = found.check_ins
    return {
        "today": found.today.isoformat(),
        "areas": [_area(one) for one in found.areas],
        "followed": [_followed(one) for one in found.followed],
        "check_ins": {
            "done": checked.done,
            "of": checked.of,
            "streak": checked.streak if streak else None,
        },
        "breaks": [_breaks(found.week), _breaks(found.month)],
        "minutes_between_standing_up": found.minutes_between,
        "away_until": found.away_until.isoformat() if found.away_until is not None else None,
        "days": [_day(day) for day in found.days],
        "function": [_activity(one) for one in found.activities],
    }


def _area(one: AreaPain) -> dict[str, Any]:
    return {
        "area": one.area,
        "first": one.first.isoformat(),
        "levels": list(one.levels),
        "last": _window(one.compared.last),
        "before": _window(one.compared.before),
        "word": one.compared.word,
        "missing": one.compared.missing,
        "medicine_days": one.compared.medicine,
    }


def _window(one: Window) -> dict[str, Any]:
    return {
        "days": one.days,
        "rated": one.rated,
        "middle": one.middle,
        "worst": one.worst,
        "days_at_7_or_more": one.bad,
    }


def _followed(one: Followed) -> dict[str, Any]:
    return {
        "routine": one.routine,
        "name": one.name,
        "word": one.word,
        "rated": len(one.pairs),
        "sessions": one.sessions,
        "middle_change": None if one.middle is None else -one.middle,
        "between": None if one.low is None or one.high is None else [-one.high, -one.low],
        "interval": one.sure,
        "next_morning": one.morning,
        "mornings": one.mornings,
        "note": words.DOWN_BY_ITSELF,
    }


def _breaks(one: Breaks) -> dict[str, int]:
    return {"days": one.days, "kept": one.kept, "prompted": one.prompted, "natural": one.natural}


def _day(day: Day) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "mark": day.mark,
        "checked_in": day.checked_in,
        "sessions": day.sessions,
        "kept": day.kept,
        "prompted": day.prompted,
        "natural": day.natural,
    }


def _activity(one: Activity) -> dict[str, Any]:
    levels = [{"day": day.isoformat(), "level": level} for day, level in one.levels]
    return {"id": one.id, "words": one.words, "levels": levels}
