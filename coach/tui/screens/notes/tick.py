"""A list to tick, one key each: when it hurts, and what may have set it off."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from coach.tui.screens.sheet import Sheet, TopLine
from coach.tui.widgets.picks import Picks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.app import ComposeResult

KEYS = "12345abcdefghijklmnopqr"


class TickList(Picks):
    """The list: space or a click ticks, Enter is done."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.done", "Save", id="tick.done")]


class TickScreen(Sheet[frozenset[int] | None]):
    """Gives the indexes of what was ticked; None where the person went back. Only `ticked` is ticked at first."""

    def __init__(self, title: str, names: Sequence[str], ticked: Iterable[int] = ()) -> None:
        super().__init__()
        self._heading = title
        self._names = tuple(names)
        self._ticked = frozenset(ticked)

    def compose(self) -> ComposeResult:
        """The list, each line with its key."""
        yield from self.compose_small()
        yield TopLine(self._heading, "Enter: done")
        lines = [f"{key}  {name}" for key, name in zip(KEYS, self._names, strict=False)]
        yield TickList(lines, many=True, picked=self._ticked)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        """Keys go to the list."""
        self.query_one(TickList).focus()

    def on_key(self, event: events.Key) -> None:
        """Tick by key."""
        index = KEYS.find(event.character or "\0")
        if 0 <= index < len(self._names):
            event.stop()
            ticks = self.query_one(TickList)
            ticks.toggle(index)
            ticks.highlighted = index

    def action_done(self) -> None:
        """That is all."""
        self.dismiss(self.query_one(TickList).picked)
