"""A widget that draws its own rows: on a change only rows that are others now are written.

For what changes each second or more often; anything else is simpler as a text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.style import Style

Row = tuple[tuple[str, str], ...]  # words, with the name of their component class; "" for the widget's own colours


class Drawn(Widget):
    """Subclasses say what stands in their rows, and call `draw` when that may have changed."""

    _drawn: tuple[Row, ...] = ()
    _room = Size(0, 0)
    _inks: dict[str, Style] | None = None  # to look one up costs more than all of a row

    def rows(self) -> Iterable[Row]:
        """What stands in the rows, from the top, for the room there is."""
        raise NotImplementedError

    def draw(self) -> None:
        """Write what is another now."""
        before, now = self._look()
        if len(before) != len(now):
            self.refresh()
            return
        changed = [y for y, (a, b) in enumerate(zip(before, now, strict=True)) if a != b]
        if changed:
            self.refresh(Region(0, changed[0], self._room.width, changed[-1] - changed[0] + 1))

    def _look(self) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
        """What stood there, and what stands there now."""
        before, self._drawn, self._room = self._drawn, tuple(self.rows()), self.content_size
        return before, self._drawn

    def render_lines(self, crop: Region) -> list[Strip]:
        """These rows, in the colours of now."""
        if self.content_size != self._room:
            self._look()
        return super().render_lines(crop)

    def notify_style_update(self) -> None:
        """The colours may be others."""
        super().notify_style_update()
        self._inks = None

    def _ink(self, name: str) -> Style:
        if self._inks is None:
            self._inks = {}
        if name not in self._inks:
            self._inks[name] = self.get_component_rich_style(name) if name else self.rich_style
        return self._inks[name]

    def render_line(self, y: int) -> Strip:
        """One row."""
        own = self._ink("")
        if y >= len(self._drawn):
            return Strip.blank(self._room.width, own)
        strip = Strip([Segment(words, self._ink(ink)) for words, ink in self._drawn[y] if words])
        return strip.adjust_cell_length(self._room.width, own)


def in_the_middle(rows: list[Row], room: Size) -> list[Row]:
    """Rows of equal length, put in the middle of the room."""
    width = sum(len(words) for words, _ in rows[0]) if rows else 0
    side = (" " * max(0, (room.width - width) // 2), "")
    return [()] * max(0, (room.height - len(rows)) // 2) + [(side, *row) for row in rows]
