"""What all screens of a guided session share: a line on top, one line when the window is too small, no way around."""

from __future__ import annotations

from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget

from coach.tui.screens.framed import Framed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.types import CSSPathType

Result = TypeVar("Result")
LOOKS = Path(__file__).with_name("sheet.tcss")  # whole, for screens in other folders inherit it


def bullets(lines: Iterable[str], marks: Iterable[str] | None = None) -> Table:
    """Lines with a mark each (a dot when None), wrapped beside it and not under it."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    marks = repeat("•") if marks is None else marks
    for mark, line in zip(marks, lines, strict=False):
        table.add_row(Text(mark), Text(line))
    return table


def headed(parts: Iterable[tuple[str, str | Content]], style: str = "$text-muted") -> Content:
    """All of a page in one text, each part under its heading: a widget for each takes as long again to show."""
    shown = (Content.assemble((heading, style), "\n" if text else "", text) for heading, text in parts)
    return Content("\n\n").join(shown)


class TopLine(Widget):
    """One row: where we are, and a note at its right end."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"top-line--place"}

    def __init__(self, place: str, note: str = "") -> None:
        super().__init__()
        self._place, self._note = place, note

    def name_place(self, text: str) -> None:
        """Change what stands at the left end."""
        self._place = text
        self.refresh()

    def note(self, text: str) -> None:
        """Change what stands at the right end."""
        self._note = text
        self.refresh()

    def render(self) -> Content:
        """The place is cut where both have no room."""
        room = self.content_size.width - cell_len(self._note) - 1 * bool(self._note)
        place = Content(self._place).truncate(max(0, room), ellipsis=True, pad=True)
        gap = " " if self._note else ""
        return Content.assemble(place.stylize(self.get_visual_style("top-line--place")), gap, self._note)


class Sheet(Framed[Result], ModalScreen[Result]):
    """A whole window of its own, modal: the program's keys for other places do nothing while it is open.

    Escape and q go back to what it lies over. `READ_ONLY`: a page to read, which asks nothing.
    """

    READ_ONLY: ClassVar[bool] = False
    takes_keys = False  # from its first frame on

    CSS_PATH: ClassVar[CSSPathType | None] = LOOKS
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "back", "Back", key_display="esc", id="sheet.back")]

    def action_back(self) -> None:
        """Back, with nothing given."""
        if self.is_current:
            self.dismiss(None)

    def leave(self) -> None:
        """Ctrl+C goes back as q does."""
        self.action_back()
