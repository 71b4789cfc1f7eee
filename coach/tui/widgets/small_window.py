"""What is left to say in a window that is too small for a screen."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from coach.tui.widgets.countdown import time_left_text

LEAST_WIDTH = 40
LEAST_HEIGHT = 12


def too_small(width: int, height: int) -> bool:
    """Whether a window of this many cells is too small for the screens."""
    return width < LEAST_WIDTH or height < LEAST_HEIGHT


class SmallWindow(Widget):
    """One line: the window is too small, the time left (None: nothing runs) and the size to make it."""

    def __init__(self, seconds_left: float | None = None, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._shown = ""
        self.seconds_left = seconds_left

    def show(self, seconds_left: float | None) -> None:
        """Show this; it is drawn only where it is seen, and when the text is another."""
        self.seconds_left = seconds_left
        if self.display and self._words() != self._shown:
            self.refresh()

    def _words(self) -> str:
        room = self.content_size.width * self.content_size.height
        size = f"Make it {LEAST_WIDTH}x{LEAST_HEIGHT}."
        if self.seconds_left is None:
            return f"Window too small. {size}"
        text = time_left_text(self.seconds_left)
        left = f"{text[1:]} over time." if text.startswith("+") else f"{text} left."
        full = f"Window too small. {left} {size}"
        # The time matters most, so it comes first where the line would be cut.
        return full if len(full) <= room or not room else f"{left} {size} Window too small."

    def render(self) -> Content:
        """The line, wrapped where it has to be."""
        self._shown = self._words()
        return Content(self._shown)
