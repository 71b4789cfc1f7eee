"""The last look at what the screen is about to write: no sign that would act on the terminal leaves the program.

Names and notes from outside are shown with such signs written out (`core/shown.py`); this holds where one was missed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.color import Color


JOINERS = "\u200c\u200d"  # without them letters of some scripts and signs of several parts fall apart


class NothingRaw(LineFilter):
    """Leaves out signs without a width, and puts a question mark for those that have one, so that columns hold."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of a line, as wide as before."""
        del background
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [Segment("".join(map(_plain, text)), style, control) for text, style, control in segments]


def _plain(sign: str) -> str:
    if sign.isprintable() or sign in JOINERS:
        return sign
    return (" " if sign.isspace() else "?") * cell_len(sign)


NOTHING_RAW = NothingRaw()
