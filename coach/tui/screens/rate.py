"""How much does it hurt? Before and after a routine."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Footer, Static

from coach.tui.widgets.rating import PainRating

if TYPE_CHECKING:
    from textual.app import ComposeResult


class RateScreen(Screen[int | None]):
    """Asks for a pain level from 0 to 10; gives None where the person would rather not say."""

    AUTO_FOCUS: ClassVar[str | None] = "PainRating"

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__()
        self._heading = title
        self._hint = hint

    def compose(self) -> ComposeResult:
        """The question, the scale, and a line that tells more."""
        with Vertical(classes="sheet"):
            yield Static(self._heading, classes="heading", markup=False)
            yield PainRating()
            yield Static(self._hint, classes="muted", markup=False)
        yield Footer()

    @on(PainRating.Rated)
    def _rated(self, event: PainRating.Rated) -> None:
        self.dismiss(event.level)

    @on(PainRating.Skipped)
    def _skipped(self) -> None:
        self.dismiss(None)
