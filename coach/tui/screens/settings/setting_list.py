"""The two lists of the settings: the groups, and the lines of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets.option_list import Option

from coach.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events

    from coach.tui.screens.settings.lines import Line

LABEL = 21  # cells; no label is longer
FIRST = 10  # cells of the width that a label leaves to its value where there is little room


class GroupList(Rows):
    """The groups. Moving shows one, Enter goes into it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right", "select", "Open", key_display="enter", id="groups.open"),
    ]


class LineList(Rows):
    """The lines of a group, each with its value; or all there is to choose for one of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Change", id="lines.open"),
        Binding("left", "screen.step(-1)", "Before", show=False, id="lines.before"),
        Binding("right", "screen.step(1)", "Step", key_display="←→", id="lines.next"),
    ]

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self._shown: tuple[Line, ...] = ()

    @property
    def at(self) -> str | None:
        """The id of the line under the highlight."""
        option = self.highlighted_option
        return option.id if option is not None else None

    def show(self, lines: Sequence[Line], at: str | None = None) -> None:
        """These lines, with the highlight on one of them, or where it was."""
        self._shown = tuple(lines)
        self._fill([(line.id, self._drawn(line)) for line in lines], at)

    def choose(self, choices: Iterable[tuple[str, str]], at: str) -> None:
        """These choices instead, as (id, words)."""
        self._shown = ()
        self._fill([(name, Content(words)) for name, words in choices], at)

    def _fill(self, rows: list[tuple[str, Content]], at: str | None) -> None:
        at = at or self.at
        names = [name for name, _ in rows]
        if names == [option.id for option in self.options]:
            for name, drawn in rows:
                self.replace_option_prompt(name, drawn)
        else:
            self.set_options(Option(drawn, id=name) for name, drawn in rows)
        if names:
            self.highlighted = names.index(at) if at in names else 0

    def _drawn(self, line: Line) -> Content:
        width = self.scrollable_content_region.width or 58
        label = min(LABEL, width - FIRST)
        value, room = line.value, width - label
        if cell_len(value) > room:
            value = f"{value[: room - 1]}…"
        return Content.assemble(line.label.ljust(label)[:label], (value, "bold"))

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new width, and keep the highlight in sight: what is said below takes more room or less."""
        del event
        if self._shown:
            self.show(self._shown)
        self.call_after_refresh(self.scroll_to_highlight)
