"""Working hours: several spans a day, each weekday its own, over midnight where wanted.

All of it is local time as the person's clock shows it, without an offset: working hours follow the clock on the wall.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from datetime import datetime

DAY = 24 * 60
WEEK = 7 * DAY
LONGEST_NIGHT = 12 * 60  # a span over midnight that is longer was more likely written the wrong way round
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@frozen
class Span:
    """From `start` to before `end`, in minutes after midnight; an `end` at or before `start` is on the next day."""

    start: int
    end: int

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end - self.start + (0 if self.end > self.start else DAY)

    def __str__(self) -> str:
        return f"{self.start // 60:02}:{self.start % 60:02}-{self.end // 60:02}:{self.end % 60:02}"


@frozen
class WorkingHours:
    """The spans of each weekday, Monday first. A day without spans is off."""

    days: tuple[tuple[Span, ...], ...]
    _edges: tuple[int, ...] = field(init=False, repr=False, compare=False)  # minutes of the week: open, close, open ...
    _changes: tuple[int, ...] = field(init=False, repr=False, compare=False)  # those at which they change

    def __post_init__(self) -> None:
        """Lay the spans out along the week, joined where they touch."""
        whole: list[tuple[int, int]] = []
        for day, spans in enumerate(self.days):
            for span in spans:
                start = day * DAY + span.start
                end = start + span.minutes
                whole.append((start, min(end, WEEK)))
                if end > WEEK:
                    whole.append((0, end - WEEK))
        edges: list[int] = []
        for start, end in sorted(whole):
            if edges and start <= edges[-1]:
                edges[-1] = max(edges[-1], end)
            else:
                edges += [start, end]
        object.__setattr__(self, "_edges", tuple(edges))
        round_the_week = bool(edges) and edges[0] == 0 and edges[-1] == WEEK  # then midnight between them is no edge
        changes = (edge for edge in edges if edge not in (0, WEEK) or not round_the_week)
        object.__setattr__(self, "_changes", tuple(changes))

    def open_at(self, local: datetime) -> bool:
        """Whether `local` lies in working hours."""
        return bisect_right(self._edges, _minute(local)) % 2 == 1

    def next_change(self, local: datetime) -> datetime | None:
        """When they next open or close after `local`, as local time; None where they never do."""
        if not self._changes:
            return None
        minute = _minute(local)
        after = next((edge for edge in self._changes if edge > minute), self._changes[0] + WEEK)
        monday = local.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=local.weekday())
        return monday + timedelta(minutes=after)

    def faults(self) -> tuple[str, ...]:
        """What is wrong with them, one sentence each with its mend; empty where all is well."""
        found = []
        for name, spans in zip(DAYS, self.days, strict=True):
            for span in spans:
                if not (0 <= span.start < DAY and 0 <= span.end <= DAY) or span.start == span.end:
                    found.append(f"{name} {span}: not a span of a day. Write it like 09:00-12:30.")
                elif span.end < span.start and span.minutes > LONGEST_NIGHT:
                    found.append(f"{name} {span}: the end comes before the start. Turn them round.")
        ordered = sorted(  # as they lie along the week, the first once more after the last
            (day * DAY + span.start, day * DAY + span.start + span.minutes, DAYS[day], span)
            for day, spans in enumerate(self.days)
            for span in spans
        )
        turned = [*ordered, *((start + WEEK, end + WEEK, name, span) for start, end, name, span in ordered[:1])]
        for (_, end, _, one), (start, _, name, other) in pairwise(turned):
            if start < end:
                found.append(f"{name} {other}: begins before {one} is over. Let no two overlap.")
        return tuple(found)


def _minute(local: datetime) -> int:
    """The minute of the week, Monday 00:00 being 0."""
    return local.weekday() * DAY + local.hour * 60 + local.minute


def weekly(spans: tuple[Span, ...], days: range | tuple[int, ...] = range(5)) -> WorkingHours:
    """The same spans on each of these weekdays (0 is Monday), the others off."""
    return WorkingHours(tuple(spans if day in days else () for day in range(7)))


ALWAYS = weekly((Span(0, DAY),), range(7))
