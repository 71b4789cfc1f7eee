"""A bar to breathe by."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.geometry import Size

BreathPhase = Literal["in", "out"]

WORDS: dict[BreathPhase, str] = {"in": "Breathe in", "out": "Breathe out"}
WIDEST = 48  # cells; a wider bar moves too fast to be calm
WORD_ROOM = len("Breathe out") + 1


class Pacer(Widget):
    """Fills from the middle on breathing in and empties on breathing out.

    `fraction` says how much of the phase is over, from 0 to 1.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"pacer--word", "pacer--full", "pacer--empty"}

    phase: reactive[BreathPhase] = reactive[BreathPhase]("in", repaint=False)
    fraction: reactive[float] = reactive(0.0, repaint=False)

    def __init__(self, phase: BreathPhase = "in", fraction: float = 0.0, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._shown: tuple[str, int, int] = ("", 0, 0)
        self.set_reactive(Pacer.phase, phase)
        self.set_reactive(Pacer.fraction, fraction)

    def watch_phase(self) -> None:
        """Change the word."""
        self._show()

    def watch_fraction(self) -> None:
        """Draw anew, but only when a cell changes."""
        self._show()

    def _state(self) -> tuple[str, int, int]:
        width, height = self.content_size
        room = width if height > 1 else width - WORD_ROOM
        half = max(0, min(room, WIDEST) // 2)
        part = min(1.0, max(0.0, self.fraction))
        lungs = part if self.phase == "in" else 1 - part
        return WORDS[self.phase], half, round(lungs * half)

    def _show(self) -> None:
        state = self._state()
        if state != self._shown:
            self._shown = state
            self.refresh()

    def render(self) -> Content:
        """The word over the bar, or before it where there is one row."""
        self._shown = word, half, full = self._state()
        height = self.content_size.height
        gap = ("·" * (half - full), self.get_visual_style("pacer--empty"))
        bar = Content.assemble(gap, ("█" * (2 * full), self.get_visual_style("pacer--full")), gap)
        if height <= 1:
            return Content.assemble((word.ljust(WORD_ROOM), self.get_visual_style("pacer--word")), bar)
        title = Content.assemble((word.center(2 * half), self.get_visual_style("pacer--word")))
        return Content("\n").join([title, *([bar] * min(2, height - 1))])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Three rows where the height is left open."""
        del container, viewport, width
        return 3
