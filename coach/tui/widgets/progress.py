"""How far this part and the whole routine are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from coach.tui.widgets.countdown import time_left_text

if TYPE_CHECKING:
    from textual.geometry import Size

ROOM_FOR_WORDS = 34  # cells; in less, the label is shorter so that a bar remains
LABEL_WIDTH = 18


def bar_cells(fraction: float, width: int) -> tuple[str, str]:
    """A thin bar as (done, to do); its two parts differ in shape, not only in colour. Steps of half a cell."""
    halves = round(min(1.0, max(0.0, fraction)) * width * 2)
    done = "━" * (halves // 2) + ("╸" if halves % 2 else "")
    return done, "┄" * (width - len(done))


class StepProgress(Widget):
    """Two thin bars, one row each: `part` and `whole` are fractions from 0 to 1, `seconds_left` is the routine's."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"step-progress--label", "step-progress--done", "step-progress--rest"}

    part: reactive[float] = reactive(0.0, repaint=False)
    whole: reactive[float] = reactive(0.0, repaint=False)
    seconds_left: reactive[float] = reactive(0.0, repaint=False)

    def __init__(
        self,
        part: float = 0.0,
        whole: float = 0.0,
        seconds_left: float = 0.0,
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._shown: tuple[tuple[str, str, str], ...] = ()
        self.set_reactive(StepProgress.part, part)
        self.set_reactive(StepProgress.whole, whole)
        self.set_reactive(StepProgress.seconds_left, seconds_left)

    def watch_part(self) -> None:
        """Draw anew, but only when a cell changes."""
        self._show()

    def watch_whole(self) -> None:
        """Draw anew, but only when a cell changes."""
        self._show()

    def watch_seconds_left(self) -> None:
        """Draw anew, but only when the text changes."""
        self._show()

    def _rows(self) -> tuple[tuple[str, str, str], ...]:
        width = self.content_size.width
        whole = "Routine" if width >= ROOM_FOR_WORDS else "All"
        names = ("This part", f"{whole} {time_left_text(max(0.0, self.seconds_left))} left")
        label = max(len(names[1]), LABEL_WIDTH if width >= ROOM_FOR_WORDS else 0)
        return tuple(
            (f"{name:<{label}} ", *bar_cells(fraction, max(0, width - label - 1)))
            for name, fraction in zip(names, (self.part, self.whole), strict=True)
        )

    def _show(self) -> None:
        rows = self._rows()
        if rows != self._shown:
            self._shown = rows
            self.refresh()

    def render(self) -> Content:
        """Both bars under each other; the routine's alone where there is one row."""
        self._shown = self._rows()
        styles = [self.get_visual_style(f"step-progress--{kind}") for kind in ("label", "done", "rest")]
        lines = [Content.assemble(*zip(row, styles, strict=True)) for row in self._shown]
        return Content("\n").join(lines[-max(1, self.content_size.height) :])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Two rows."""
        del container, viewport, width
        return 2
