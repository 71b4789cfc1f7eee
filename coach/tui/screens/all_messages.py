"""Messages: all that was told, to be read again, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from coach.tui.screens.sheet import Sheet, TopLine, bullets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from coach.tui.messages import Told

NOTHING = "Nothing was told yet."


class MessagesScreen(Sheet[None]):
    """A page to read."""

    READ_ONLY = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,f2", "back", "Back", key_display="esc", id="messages.back"),
    ]

    def __init__(self, told: Sequence[Told]) -> None:
        super().__init__()
        self._told = tuple(reversed(told))

    def compose(self) -> ComposeResult:
        """Each with its time, whole."""
        yield from self.compose_small()
        yield TopLine("Messages", "newest first" if len(self._told) > 1 else "")
        with VerticalScroll(classes="sheet"):
            if self._told:
                times = [f"{one.when:%H:%M}" if one.when is not None else "" for one in self._told]
                yield Static(bullets([one.line for one in self._told], times))
            else:
                yield Static(NOTHING, markup=False)
        yield from self.compose_foot()
