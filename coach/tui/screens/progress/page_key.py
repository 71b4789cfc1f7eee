"""The key that writes the page for a doctor from what Progress shows."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from coach.tui.requests import PageRequested
from coach.tui.screens.place import Place


class WithPage(Place):
    """A place from which the page is written."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "page", "Doctor's page", tooltip="One sheet for a doctor, to print", id="progress.page"),
    ]

    def action_page(self) -> None:
        """Write the page of the last four weeks."""
        self.post_message(PageRequested())
