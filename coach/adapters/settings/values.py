"""Between the data of a settings file and the settings; and what the table of shapes can't say of working hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.adapters.settings.shape import Fault
from coach.core.settings import DEFAULTS, WEEKDAYS, PauseSources, ReminderSection, RoutineTimes, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from coach.adapters.settings.shape import Path_

DAY = 24 * 60
WEEK = 7 * DAY
LONGEST_NIGHT = 12 * 60  # a longer span over midnight was more likely written the wrong way round
WHOLE = ("minutes", "wait_limit", "voice_speed", "volume")  # whole numbers, which a file may write as 12.0
HOURS = ("reminders", "working_hours")


def to_settings(data: Mapping[str, Any]) -> Settings:
    """The settings that faultless data stand for; what is left out is as by default."""
    flat = {key: value for key, value in data.items() if key not in {"reminders", "sound"}}
    if data.get("sound") is False:  # as it was once written
        flat.setdefault("hearing", "silent")
    for key in WHOLE:
        if flat.get(key) is not None:
            flat[key] = int(flat[key])
    return Settings(**flat, reminders=_section(data.get("reminders") or {}))


def to_data(settings: Settings) -> dict[str, Any]:
    """The same as it is written in the file, every key of it."""
    return {
        "theme": settings.theme,
        "hearing": settings.hearing,
        "minutes": settings.minutes,
        "dose": settings.dose,
        "wait": settings.wait,
        "wait_limit": settings.wait_limit,
        "voice": settings.voice,
        "voice_speed": settings.voice_speed,
        "volume": settings.volume,
        "quiet_hours": settings.quiet_hours,
        "motion": settings.motion,
        "reminders": _section_data(settings.reminders),
    }


def hours_faults(data: Any) -> Iterator[Fault]:
    """Working hours that are the wrong way round or overlap, in data that have the right shape."""
    hours = ((data or {}).get("reminders") or {}).get("working_hours") or {}
    laid: list[tuple[int, int, Path_, str]] = []  # where they lie along the week
    for number, day in enumerate(WEEKDAYS):
        for n, text in enumerate(hours.get(day, ())):
            start, end = _span(text)
            path: Path_ = (*HOURS, day, n)
            length = end - start + (0 if end > start else DAY)
            if start == end or (end < start and length > LONGEST_NIGHT):
                why = "is empty" if start == end else "ends before it starts"
                yield Fault(
                    path, f"'{text}' {why}.", f"Write the start first; a night has {LONGEST_NIGHT // 60} hours."
                )
                continue
            laid.append((number * DAY + start, number * DAY + start + length, path, text))
    laid.sort()
    first = [(start + WEEK, end + WEEK, path, text) for start, end, path, text in laid[:1]]
    over, one = 0, ""
    for start, end, path, text in [*laid, *first]:
        if start < over:
            yield Fault(path, f"'{text}' begins before '{one}' is over.", "Let no two overlap.")
        if end > over:
            over, one = end, text


def _section(data: Mapping[str, Any]) -> ReminderSection:
    usual = DEFAULTS.reminders
    found: dict[str, Any] = dict(data)
    for key in ("interval_minutes", "break_minutes", "notice_seconds"):
        found[key] = int(data.get(key, getattr(usual, key)))
    if "snooze_minutes" in data:
        found["snooze_minutes"] = tuple(int(minutes) for minutes in data["snooze_minutes"])
    if "drink_minutes" in data:
        found["drink_minutes"] = None if data["drink_minutes"] == "off" else int(data["drink_minutes"])
    if data.get("working_hours") is not None:
        hours = data["working_hours"]
        found["working_hours"] = tuple(tuple(sorted(_span(text) for text in hours.get(day, ()))) for day in WEEKDAYS)
    if "pause_for" in data:
        found["pause_for"] = PauseSources(**data["pause_for"])
    if "routines" in data:
        found["routines"] = tuple(_times(routine) for routine in data["routines"])
    return ReminderSection(**found)


def _times(data: Mapping[str, Any]) -> RoutineTimes:
    at = tuple(sorted({_minute(text) for text in data["at"]}))
    if "days" not in data:
        return RoutineTimes(data["routine"], at)
    return RoutineTimes(data["routine"], at, tuple(sorted(WEEKDAYS.index(day) for day in data["days"])))


def _section_data(section: ReminderSection) -> dict[str, Any]:
    hours = section.working_hours
    pauses = section.pause_for
    return {
        "interval_minutes": section.interval_minutes,
        "break_minutes": section.break_minutes,
        "notice_seconds": section.notice_seconds,
        "snooze_minutes": list(section.snooze_minutes),
        "ask_return": section.ask_return,
        "working_hours": None
        if hours is None
        else {
            day: [f"{_clock(start)}-{_clock(end)}" for start, end in spans]
            for day, spans in zip(WEEKDAYS, hours, strict=True)
        },
        "drink_minutes": "off" if section.drink_minutes is None else section.drink_minutes,
        "desk_check": section.desk_check,
        "routines": [
            {
                "routine": times.routine,
                "at": [_clock(minute) for minute in times.at],
                "days": [WEEKDAYS[day] for day in times.days],
            }
            for times in section.routines
        ],
        "pause_for": {
            "microphone": pauses.microphone,
            "inhibitors": pauses.inhibitors,
            "do_not_disturb": pauses.do_not_disturb,
            "idle": pauses.idle,
        },
        "calendar": section.calendar,
        "calendar_email": section.calendar_email,
        "terminal": section.terminal,
    }


def _minute(text: str) -> int:
    """Minutes after midnight of a text like 9:30."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _span(text: str) -> tuple[int, int]:
    start, end = text.split("-")
    return _minute(start), _minute(end)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
