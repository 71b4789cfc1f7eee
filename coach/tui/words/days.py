"""How the days of the calendar are written: a glyph for each mark, what the glyphs mean, the months over the weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.progress.calendar import WEEK, Mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.core.progress.calendar import Day

GLYPHS: Mapping[Mark, str] = {
    Mark.CHECKED_IN: "·",
    Mark.BREAK: "░",
    Mark.SESSION: "▒",
    Mark.BOTH: "█",
    Mark.AWAY: "\N{EN DASH}",
    Mark.LOCK: "!",
    Mark.OFF: " ",
    Mark.NOTHING: " ",
}
LEGEND = "· checked in  ░ break  ▒ session  █ both  \N{EN DASH} away  ! lock"
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
LABEL, CELL = 4, 2  # cells


def months(days: Sequence[Day]) -> str:
    """The first two letters of each month, over the week in which it begins."""
    line = " " * LABEL
    for n, day in enumerate(days[::WEEK]):
        week = days[n * WEEK : n * WEEK + WEEK]
        begins = next((each.day for each in week if each.day.day == 1), None)
        if begins is not None or (n == 0 and day.day.day <= WEEK * 3):
            line = line.ljust(LABEL + n * CELL) + f"{begins or day.day:%b}"[:2]
    return line
