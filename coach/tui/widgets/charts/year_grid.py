"""The days of half a year: a column a week, a row a weekday, a glyph and a colour for each; a cursor tells one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from coach.core.progress.calendar import FEW_WEEKS, WEEK, WEEKS, Mark
from coach.tui.words.days import CELL, GLYPHS, LABEL, WEEKDAYS, months

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events
    from textual.geometry import Size

    from coach.core.progress.calendar import Day

INKS: Mapping[Mark, str] = {Mark.LOCK: "lock", Mark.AWAY: "away", Mark.CHECKED_IN: "little"}
PARTS = ("label", "done", *INKS.values(), "cursor")


class YearGrid(Widget, can_focus=True):
    """Arrows move the cursor; Enter opens its day, and so does a second click."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"year-grid--{part}" for part in PARTS}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", f"move({-WEEK})", "Week before", show=False, id="days.week-before"),
        Binding("right", f"move({WEEK})", "Week after", show=False, id="days.week-after"),
        Binding("up", "move(-1)", "Day before", show=False, id="days.before"),
        Binding("down", "move(1)", "Day after", show=False, id="days.after"),
        Binding("enter", "open", "Its entries", tooltip="What was noted on that day", id="days.open"),
    ]

    at: reactive[int] = reactive(-1)  # the place of the cursor from the end: -1 is today

    @dataclass
    class Moved(Message):
        """The cursor is on this day."""

        day: Day

    class Opened(Moved):
        """This day was opened."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._days: Sequence[Day] = ()

    def show(self, days: Sequence[Day]) -> None:
        """Show these, the last one today."""
        self._days = days
        self.refresh()

    @property
    def _shown(self) -> Sequence[Day]:
        """The whole weeks there is room for."""
        weeks = WEEKS if self.content_size.width >= LABEL + WEEKS * CELL else FEW_WEEKS
        return self._days[-(WEEK * (weeks - 1) + (len(self._days) - 1) % WEEK + 1) :]

    @property
    def day(self) -> Day | None:
        """The day under the cursor."""
        return self._days[self.at] if self._days else None

    def action_move(self, by: int) -> None:
        """So many days on; it stops at the ends."""
        self.at = min(-1, max(-len(self._shown), self.at + by))

    def watch_at(self) -> None:
        """Say which day it is."""
        if self.day is not None:
            self.post_message(self.Moved(self.day))

    def action_open(self) -> None:
        """What was noted on it."""
        if self.day is not None:
            self.post_message(self.Opened(self.day))

    def on_click(self, event: events.Click) -> None:
        """The day under the mouse; once more opens it."""
        offset = event.get_content_offset(self)
        if offset is None or offset.x < LABEL or not 1 <= offset.y <= WEEK:
            return
        place = (offset.x - LABEL) // CELL * WEEK + offset.y - 1 - len(self._shown)
        if -len(self._shown) <= place <= -1:
            self.action_open() if place == self.at else setattr(self, "at", place)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The months and seven days."""
        del container, viewport, width
        return 1 + WEEK

    def render(self) -> Content:
        """The months, then a row for each weekday."""
        days = self._shown
        ink = {p: self.get_visual_style(f"year-grid--{p}") for p in PARTS}
        rows = [Content.styled(months(days), ink["label"])]
        for weekday, name in enumerate(WEEKDAYS):
            parts = [Content.styled(name.ljust(LABEL), ink["label"])]
            for n in range(weekday, len(days), WEEK):
                here = self.has_focus and n - len(days) == self.at
                style = ink["cursor" if here else INKS.get(days[n].mark, "done")]
                parts += [Content.styled(GLYPHS[days[n].mark], style), Content(" ")]
            rows.append(Content("").join(parts))
        return Content("\n").join(rows)
