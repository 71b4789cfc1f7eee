"""What something means or brings, to be read: what a correction means for the locks, what a file would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from coach.tui.screens.sheet import Sheet, TopLine, bullets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class MeaningScreen(Sheet[None]):
    """Sentences, one below the other."""

    READ_ONLY = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "back", "Go on", key_display="esc", id="meaning.back"),
    ]

    def __init__(
        self, sentences: Sequence[str], place: str = "Corrected", heading: str = "What that means for the locks"
    ) -> None:
        super().__init__()
        self._sentences, self._place, self._heading = tuple(sentences), place, heading

    def compose(self) -> ComposeResult:
        """The sentences."""
        yield from self.compose_small()
        yield TopLine(self._place)
        with VerticalScroll(classes="sheet"):
            yield Static(self._heading, classes="heading", markup=False)
            yield Static(bullets(self._sentences))
        yield from self.compose_foot()
