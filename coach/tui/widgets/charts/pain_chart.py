"""Pain by day: eleven levels from top to bottom, a gap where nothing was rated, never stretched and never joined."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from datetime import date

    from textual.geometry import Size

    from coach.core.progress.pain import AreaPain

LEVELS = range(10, -1, -1)
SCALE = 4  # cells of " 10 "
WIDEST = 4  # cells of one day
DOT = "●"
PARTS = ("scale", "dot", "bad", "axis")
BAD = 7
ROWS = len(LEVELS) + 1


class PainChart(Widget):
    """The worst rating of each day of one area."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"pain-chart--{part}" for part in PARTS}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._pain: AreaPain | None = None

    def show(self, pain: AreaPain | None) -> None:
        """Show this one."""
        self._pain = pain
        self.refresh(layout=True)

    @property
    def together(self) -> int:
        """How many days share a column: their worst is shown."""
        return _together(len(self._pain.levels), self.content_size.width) if self._pain is not None else 1

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Always the same: no level is left out."""
        del container, viewport, width
        return ROWS

    def render(self) -> Content:
        """One row a level, and the weeks under them."""
        if self._pain is None:
            return Content("")
        ink = {part: self.get_visual_style(f"pain-chart--{part}") for part in PARTS}
        columns, step = columns_of(self._pain, self.content_size.width)
        rows = []
        for level in LEVELS:
            dots = "".join((DOT if worst == level else " ").ljust(step) for _, worst in columns)
            parts = (Content.styled(f"{level:2} ┤", ink["scale"]), Content.styled(dots.rstrip(), ink[_ink(level)]))
            rows.append(Content("").join(parts))
        rows.append(Content.styled(axis([day for day, _ in columns], step), ink["axis"]))
        return Content("\n").join(rows)


def columns_of(pain: AreaPain, width: int) -> tuple[list[tuple[date, int | None]], int]:
    """The first day and the worst level of each column, and how many cells a column has."""
    room = max(1, width - SCALE)
    together = _together(len(pain.levels), width)
    first, levels = pain.first, pain.levels
    start = len(levels) % together  # the newest column is whole
    cuts = ([0] if start else []) + list(range(start, len(levels), together))
    found = []
    for begin, end in zip(cuts, [*cuts[1:], len(levels)], strict=True):
        worst = max((level for level in levels[begin:end] if level is not None), default=None)
        found.append((first + timedelta(days=begin), worst))
    return found, max(1, min(WIDEST, room // len(found)))


def axis(days: list[date], step: int) -> str:
    """The line under the levels: the dates of the weeks that have room, a notch for the others."""
    line = " " * (SCALE - 1) + "└"
    free = SCALE
    seen = None
    for n, day in enumerate(days):
        week, place = day.isocalendar()[:2], SCALE + n * step
        if week != seen and place >= free:
            line = f"{line.ljust(place, '─')}{day.day} {day:%b}"
            free = len(line) + 1
        elif week != seen and place >= len(line):
            line = line.ljust(place, "─") + "┴"
        seen = week
    return line.ljust(SCALE + len(days) * step, "─")


def _together(days: int, width: int) -> int:
    return -(-days // max(1, width - SCALE))


def _ink(level: int) -> str:
    return "bad" if level >= BAD else "dot"
