"""A list of rows: one click selects, a second click (or Enter) opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList

if TYPE_CHECKING:
    from textual import events


class Rows(OptionList):
    """Every list that opens something. A row that the list itself has highlighted was not selected by the person.

    Enter selects, too, where nothing is yet: no list answers to a key that was pressed by habit.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Choose", id="rows.open")]

    _clicked: int | None = None  # the row that the last click selected, while the highlight stays on it

    def on_click(self, event: events.Click) -> None:
        """Select the row under the mouse, or open it where that was done."""
        event.prevent_default()  # the library's own way: open at once
        at = event.style.meta.get("option")
        if at is None or self.get_option_at_index(at).disabled:
            return
        if at == self.highlighted == self._clicked:
            self.action_select()
        else:
            self._clicked = at
            self.highlighted = at

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Another row: what was clicked before is forgotten."""
        super().watch_highlighted(highlighted)
        if highlighted != self._clicked:
            self._clicked = None

    def action_select(self) -> None:
        """Open the highlighted row; where none is, highlight the first."""
        if self.highlighted is None:
            self.action_first()
        else:
            super().action_select()
