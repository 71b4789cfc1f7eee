"""How much does it hurt, from 0 to 10."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from coach.tui.keys import with_keys

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Size
    from textual.style import Style

LEVELS = range(11)
STEPS = " ▁▂▃▄▄▅▅▆▇█"  # one for each level: the row grows with the pain
NARROWEST = 3
WIDEST = 6
LOW_WORDS = "0 no pain"
HIGH_WORDS = "10 worst you can think of"
KEY_WORDS = "0 to 9, {rating.10:x} = 10, {question.skip:s} = skip"


class PainRating(Widget, can_focus=True):
    """A row from 0 to 10. Nothing is chosen at first: Enter does nothing until an arrow has moved."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "pain-rating--level",
        "pain-rating--lit",
        "pain-rating--step",
        "pain-rating--words",
    }

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(level), f"rate({level})", f"Pain {level}", show=False, id=f"rating.{level}")
            for level in range(10)
        ),
        Binding("x", "rate(10)", "Pain 10", show=False, id="rating.10"),
        Binding("left", "move(-1)", "Less", show=False, id="rating.less"),
        Binding("right", "move(1)", "More", show=False, id="rating.more"),
        Binding("enter", "accept", "Save", id="rating.save"),
    ]

    highlighted: reactive[int | None] = reactive[int | None](None)

    @dataclass
    class Rated(Message):
        """A level from 0 to 10 was chosen."""

        level: int

    def __init__(self, highlighted: int | None = None, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.set_reactive(PainRating.highlighted, highlighted)

    def action_rate(self, level: int) -> None:
        """Choose a level at once."""
        self.highlighted = level
        self.post_message(self.Rated(level))

    def action_move(self, by: int) -> None:
        """Move the highlight; the first move comes in from the left or right end."""
        if self.highlighted is None:
            self.highlighted = 0 if by > 0 else LEVELS[-1]
        else:
            self.highlighted = min(max(self.highlighted + by, 0), LEVELS[-1])

    def action_accept(self) -> None:
        """Choose the highlighted level, if there is one."""
        if self.highlighted is not None:
            self.action_rate(self.highlighted)

    def on_click(self, event: events.Click) -> None:
        """Choose the level under the mouse."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        cell, left = self._places()
        level, row = (offset.x - left) // cell, offset.y
        if level in LEVELS and row < (2 if self._has_steps() else 1):
            event.stop()
            self.action_rate(level)

    def _places(self) -> tuple[int, int]:
        """Width of a level and the column of the first."""
        width = self.content_size.width
        cell = min(WIDEST, max(NARROWEST, width // len(LEVELS)))
        return cell, max(0, (width - cell * len(LEVELS)) // 2)

    def _has_steps(self) -> bool:
        return self.content_size.height >= 4

    def render(self) -> Content:
        """The levels, and under them what they mean and the keys."""
        cell, left = self._places()
        margin = " " * left
        levels: list[tuple[str, Style]] = []
        for level in LEVELS:
            lit = level == self.highlighted
            text = f"[{level}]" if lit else str(level)
            levels.append(
                (text.center(cell)[-cell:], self.get_visual_style(f"pain-rating--{'lit' if lit else 'level'}"))
            )
        steps = "".join((step * 2).center(cell) for step in STEPS)
        span = cell * len(LEVELS)
        wide = span > len(LOW_WORDS) + len(HIGH_WORDS) + 2
        words = LOW_WORDS + HIGH_WORDS.rjust(span - len(LOW_WORDS)) if wide else f"{LOW_WORDS}, {HIGH_WORDS}"
        plain = self.get_visual_style("pain-rating--words")
        lines = [
            Content.assemble(margin, *levels),
            Content.assemble((words.center(self.content_size.width).rstrip(), plain)),
            Content.assemble((with_keys(self.app, KEY_WORDS).center(self.content_size.width).rstrip(), plain)),
        ]
        if self._has_steps():
            lines.insert(0, Content.assemble(margin, (steps, self.get_visual_style("pain-rating--step"))))
        return Content("\n").join(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Four rows: steps, levels, meaning, keys."""
        del container, viewport, width
        return 4
