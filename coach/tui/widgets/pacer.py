"""A bar to breathe by."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from coach.tui.widgets.drawn import Drawn, in_the_middle

if TYPE_CHECKING:
    from textual.geometry import Size

    from coach.tui.widgets.drawn import Row

BreathPhase = Literal["in", "out"]

WORDS: dict[BreathPhase, str] = {"in": "Breathe in", "out": "Breathe out"}
WIDEST = 48  # cells; a wider bar moves too fast to be calm
WORD_ROOM = len("Breathe out") + 1


class Pacer(Drawn):
    """Fills from the middle on breathing in and empties on breathing out.

    `fraction` says how much of the phase is over, from 0 to 1.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"pacer--word", "pacer--full", "pacer--empty"}

    def __init__(self, phase: BreathPhase = "in", fraction: float = 0.0, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.phase, self.fraction = phase, fraction

    def show(self, phase: BreathPhase, fraction: float) -> None:
        """Show this; it is drawn only when a cell is another."""
        self.phase, self.fraction = phase, fraction
        self.draw()

    def rows(self) -> list[Row]:
        """The word over the bar, or before it where there is one row."""
        width, height = self.content_size
        room = width if height > 1 else width - WORD_ROOM
        half = max(0, min(room, WIDEST) // 2)
        part = min(1.0, max(0.0, self.fraction))
        lungs = part if self.phase == "in" else 1 - part
        word, full = WORDS[self.phase], round(lungs * half)
        gap = ("·" * (half - full), "pacer--empty")
        bar: Row = (gap, ("█" * (2 * full), "pacer--full"), gap)
        if height <= 1:
            return in_the_middle([((word.ljust(WORD_ROOM), "pacer--word"), *bar)], self.content_size)
        title: Row = ((word.center(2 * half), "pacer--word"),)
        return in_the_middle([title, *([bar] * min(2, height - 1))], self.content_size)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Three rows where the height is left open."""
        del container, viewport, width
        return 3
