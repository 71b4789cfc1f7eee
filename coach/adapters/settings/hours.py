"""Times of day, weekdays and working hours in the settings file: "9:30" is 570, minutes after midnight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.adapters.settings.value_shapes import Fault, Items, SettingsGroup, Text, Word
from coach.core.settings import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.adapters.settings.value_shapes import Path_

DAY = 24 * 60
WEEK = 7 * DAY
LONGEST_NIGHT = 12 * 60  # a longer span over midnight was more likely written the wrong way round
HOURS = ("reminders", "working_hours")
TIME = "([01]?[0-9]|2[0-3]):[0-5][0-9]"
DAY_HINT = 'Write a list: ["09:00-12:30", "13:30-18:00"]. An empty one, [], is a day off.'


class TimeOfDay(Text):
    """Hours and minutes; the setting is minutes after midnight."""

    def __init__(self) -> None:
        super().__init__(TIME, 'Write hours and minutes in quotes, like "09:00".')

    def value(self, data: Any) -> int:
        """Minutes."""
        return _minute(data)

    def data(self, value: Any) -> str:
        """Two digits each."""
        return _clock(value)


class Span(Text):
    """From a time to a time; the setting is a pair of minutes after midnight."""

    def __init__(self) -> None:
        super().__init__(f"{TIME} ?- ?({TIME}|24:00)", 'Write it as from-to, in quotes: "09:00-12:30".')

    def value(self, data: Any) -> tuple[int, int]:
        """Start and end."""
        return _span(data)

    def data(self, value: Any) -> str:
        """Both with two digits."""
        start, end = value
        return f"{_clock(start)}-{_clock(end)}"


class Weekday(Word):
    """A day by its name; the setting is its number, and Monday is 0."""

    def __init__(self) -> None:
        super().__init__(*WEEKDAYS)

    def value(self, data: Any) -> int:
        """Its number."""
        return WEEKDAYS.index(data)

    def data(self, value: Any) -> str:
        """Its name."""
        return WEEKDAYS[value]


class WorkingWeek(SettingsGroup):
    """The spans of each weekday; the setting has all seven, Monday first."""

    def __init__(self) -> None:
        spans = Items(Span(), 0, 12, DAY_HINT, ordered=True)
        days = {day: (spans, f"Spans of {day.capitalize()}; over midnight too") for day in WEEKDAYS}
        hint = 'Write a day with its spans, like monday: ["09:00-17:00"], or null for always.'
        super().__init__(days, hint, dict, least=1)

    def value(self, data: Any) -> tuple[Any, ...]:
        """A day left out is off."""
        given = super().value(data)
        return tuple(given.get(day, ()) for day in WEEKDAYS)

    def data(self, value: Any) -> dict[str, Any]:
        """Every day."""
        return {day: self.keys[day][0].data(spans) for day, spans in zip(WEEKDAYS, value, strict=True)}


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


def _minute(text: str) -> int:
    """Minutes after midnight of a text like 9:30."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _span(text: str) -> tuple[int, int]:
    start, end = text.split("-")
    return _minute(start), _minute(end)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
