"""How far this part and the whole routine are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from coach.tui.widgets.countdown import time_left_text
from coach.tui.widgets.drawn import Drawn

if TYPE_CHECKING:
    from textual.geometry import Size

    from coach.tui.widgets.drawn import Row

PARTS = tuple(f"step-progress--{part}" for part in ("label", "done", "rest"))

ROOM_FOR_WORDS = 34  # cells; in less, the label is shorter so that a bar remains
LABEL_WIDTH = 18


def bar_cells(fraction: float, width: int) -> tuple[str, str]:
    """A thin bar as (done, to do); its two parts differ in shape, not only in colour. Steps of half a cell."""
    halves = round(min(1.0, max(0.0, fraction)) * width * 2)
    done = "━" * (halves // 2) + ("╸" if halves % 2 else "")
    return done, "┄" * (width - len(done))


class StepProgress(Drawn):
    """Two thin bars, one row each: `part` and `whole` are fractions from 0 to 1, `seconds_left` is the routine's."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(PARTS)

    def __init__(
        self,
        part: float = 0.0,
        whole: float = 0.0,
        seconds_left: float = 0.0,
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.part, self.whole, self.seconds_left = part, whole, seconds_left

    def show(self, part: float, whole: float, seconds_left: float) -> None:
        """Show this; a row is drawn only when a cell of it is another."""
        self.part, self.whole, self.seconds_left = part, whole, seconds_left
        self.draw()

    def rows(self) -> tuple[Row, ...]:
        """Both bars under each other; the routine's alone where there is one row."""
        width, height = self.content_size
        whole = "Routine" if width >= ROOM_FOR_WORDS else "All"
        names = ("This part", f"{whole} {time_left_text(max(0.0, self.seconds_left))} left")
        label = max(len(names[1]), LABEL_WIDTH if width >= ROOM_FOR_WORDS else 0)
        rows = (
            (f"{name:<{label}} ", *bar_cells(fraction, max(0, width - label - 1)))
            for name, fraction in zip(names, (self.part, self.whole), strict=True)
        )
        return tuple(tuple(zip(row, PARTS, strict=True)) for row in rows)[-max(1, height) :]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Two rows."""
        del container, viewport, width
        return 2
