"""What is written where the terminal lacks our signs. Loaded only there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.filter import LineFilter

from coach.core.plain_signs import key_with_signs_of, with_signs_of

if TYPE_CHECKING:
    from textual.color import Color


class SignsOf(LineFilter):
    """Writes only signs that the terminal has, each as wide as the one it stands for."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self.encoding = encoding

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of a line, as wide as before."""
        del background
        return [Segment(self._text(text), style, control) for text, style, control in segments]

    def key(self, shown: str) -> str:
        """A key as it is shown, in words where that has no sign."""
        return key_with_signs_of(shown, self.encoding)

    def _text(self, text: str) -> str:
        found = with_signs_of(text, self.encoding)
        if found == text:
            return text
        return "".join(new.ljust(cell_len(old), new) for old, new in zip(text, found, strict=True))
