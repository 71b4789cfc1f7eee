"""The time left, drawn as big as the room allows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.style import Style
from textual.renderables.digits import Digits

from coach.core.durations import clock_text
from coach.tui.widgets.drawn import Drawn, in_the_middle

if TYPE_CHECKING:
    from textual.geometry import Size

    from coach.tui.widgets.drawn import Row

# Five rows a glyph, of full and half blocks only: these are in the fonts of plain consoles too.
GLYPHS = {
    "0": ("▄████▄", "██  ██", "██  ██", "██  ██", "▀████▀"),
    "1": (" ▄██  ", "▀▀██  ", "  ██  ", "  ██  ", "██████"),
    "2": ("▄████▄", "▀▀  ██", " ▄███▀", "██▀   ", "██████"),
    "3": ("▄████▄", "▀▀  ██", "  ███ ", "▄▄  ██", "▀████▀"),
    "4": ("██  ██", "██  ██", "▀█████", "    ██", "    ██"),
    "5": ("██████", "██    ", "▀▀▀▀█▄", "▄▄  ██", "▀████▀"),
    "6": ("▄████▄", "██    ", "█████▄", "██  ██", "▀████▀"),
    "7": ("██████", "   ▄██", "  ▄██ ", "  ██  ", "  ██  "),
    "8": ("▄████▄", "██  ██", " ████ ", "██  ██", "▀████▀"),
    "9": ("▄████▄", "██  ██", "▀█████", "    ██", "▀████▀"),
    ":": ("  ", "██", "  ", "██", "  "),
    "+": ("      ", "  ██  ", "██████", "  ██  ", "      "),
}

ROUNDING = 0.001  # s; keeps the noise of floating point from showing a second too many


def time_left_text(seconds: float) -> str:
    """Seconds left as M:SS, or H:MM:SS from an hour on; rounded up, so 0:00 means it is over.

    Seconds below 0 are over-time: full seconds with a plus sign, from one full second on.
    """
    over = seconds <= -1
    whole = math.floor(-seconds) if over else max(0, math.ceil(seconds - ROUNDING))
    return f"{'+' if over else ''}{clock_text(whole)}"


def big_digits(text: str, scale: int = 1) -> list[str]:
    """`text` (digits, colon, plus) as 5 rows of blocks, or 10 where `scale` is 2."""
    rows = ["  ".join(GLYPHS[char][row] for char in text) for row in range(5)]
    if scale == 1:
        return rows
    halves = (str.maketrans("▀▄", "█ "), str.maketrans("▀▄", " █"))
    return ["".join(char * 2 for char in row.translate(half)) for row in rows for half in halves]


def small_digits(text: str) -> list[str]:
    """`text` as 3 rows of bold lines."""
    segments = Digits(text).render(Style(bold=True))
    return "".join(getattr(segment, "text", "") for segment in segments).splitlines()


def countdown_rows(text: str, word: str, width: int, height: int) -> list[str]:
    """The biggest drawing of `text` and `word` that fits in `width` x `height` cells, all rows equally long."""
    for digits in (big_digits(text, 2), big_digits(text), small_digits(text)):
        wide = len(digits[0])
        if wide > width or len(digits) > height:
            continue
        if not word:
            # The row for the word stays free where there is one, so nothing jumps when it comes.
            return [*digits, " " * wide] if height > len(digits) else digits
        if height > len(digits) and len(word) <= width:
            wide = max(wide, len(word))
            return [row.center(wide) for row in (*digits, word)]
        beside = wide + 1 + len(word)
        if beside <= width:
            return [*(row.ljust(beside) for row in digits[:-1]), f"{digits[-1]} {word}"]
    return [f"{text} {word}".strip()]


class Countdown(Drawn):
    """The time left. Below 0 it is over-time. Drawn 10, 5 or 3 rows high, or as one line, by its own size."""

    def __init__(self, seconds_left: float = 0.0, *, paused: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.seconds_left, self.paused = seconds_left, paused
        self._shown = ("", "")

    @property
    def words(self) -> tuple[str, str]:
        """What is shown: the time, and "paused", "over time" or nothing."""
        text = time_left_text(self.seconds_left)
        parts = (["over time"] if text.startswith("+") else []) + (["paused"] if self.paused else [])
        return text, ", ".join(parts)

    def on_mount(self) -> None:
        """Take on the classes of what was handed in."""
        self.show(self.seconds_left, paused=self.paused)

    def show(self, seconds_left: float, *, paused: bool = False) -> None:
        """Show this; it is drawn only when the text is another. The class `-paused` may change the colour as well."""
        self.seconds_left, self.paused = seconds_left, paused
        words = self.words
        if words != self._shown:
            self._shown = words
            self.set_class(words[0].startswith("+"), "-over")
            self.set_class(self.paused, "-paused")
            self.draw()

    def rows(self) -> list[Row]:
        """The drawing for the room there is, in its middle."""
        drawn = countdown_rows(*self.words, *self.content_size)
        return in_the_middle([((row, ""),) for row in drawn], self.content_size)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Six rows where the height is left open: five of digits, one for a word."""
        del container, viewport, width
        return 6
