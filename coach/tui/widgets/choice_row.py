"""A row of choices: the chosen one stands in brackets. By keys, by mouse, and over several lines where it must."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.geometry import Size


PARTS = ("label", "key", "choice", "chosen", "cursor")
WIDE = 60  # cells; in less, further lines begin at the left edge


class Choice(NamedTuple):
    """One thing to choose: what it stands for, its words, and the key that picks it (only shown here)."""

    name: str
    words: str
    key: str = ""


class _Cell(NamedTuple):
    number: int
    row: int
    column: int
    width: int


class ChoiceRow(Widget, can_focus=True):
    """Choices in a row after a label. Arrows choose where one is always chosen; otherwise Enter or space picks."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"choice-row--{part}" for part in PARTS}

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Before", show=False, id="choice.before"),
        Binding("right", "move(1)", "Change", key_display="←→", id="choice.next"),
        Binding("space", "pick", "Choose", show=False, id="choice.pick"),
    ]

    chosen: reactive[str] = reactive("", layout=True)
    cursor: reactive[int] = reactive(0)

    @dataclass
    class Picked(Message):
        """One was picked."""

        row: ChoiceRow
        name: str

        @property
        def control(self) -> ChoiceRow:
            """The row it was picked in."""
            return self.row

    def __init__(
        self,
        label: str,
        choices: Iterable[Choice],
        chosen: str = "",
        *,
        picks: bool = False,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """`picks`: nothing stays chosen, each pick is a small action of its own (a row of filters)."""
        super().__init__(id=id, classes=classes)
        self.label = label
        self._choices = tuple(choices)
        self._picks = picks
        self.set_reactive(ChoiceRow.chosen, chosen)

    def set_choices(self, choices: Iterable[Choice], chosen: str | None = None) -> None:
        """Show other choices or other words."""
        self._choices = tuple(choices)
        if chosen is not None:
            self.chosen = chosen
        self.refresh(layout=True)

    def set_label(self, label: str) -> None:
        """Show another label, or none."""
        if label != self.label:
            self.label = label
            self.refresh(layout=True)

    def action_move(self, by: int) -> None:
        """To the choice beside; stops at the ends."""
        names = [choice.name for choice in self._choices]
        at = self.cursor if self._picks or self.chosen not in names else names.index(self.chosen)
        self.cursor = min(max(at + by, 0), len(names) - 1)
        if not self._picks:
            self._pick(self.cursor)

    def action_pick(self) -> None:
        """Pick what the cursor is on; where one is always chosen: the next one, round and round."""
        names = [choice.name for choice in self._choices]
        if self._picks:
            self._pick(self.cursor)
        elif names:
            self._pick((names.index(self.chosen) + 1) % len(names) if self.chosen in names else 0)

    def on_click(self, event: events.Click) -> None:
        """Pick the choice under the mouse."""
        offset = event.get_content_offset(self)
        for cell in self._cells(self.content_size.width) if offset is not None else ():
            if offset is not None and offset.y == cell.row and cell.column <= offset.x < cell.column + cell.width:
                event.stop()
                self._pick(cell.number)

    def _pick(self, index: int) -> None:
        name = self._choices[index].name
        self.cursor = index
        if not self._picks:
            if name == self.chosen:
                return
            self.chosen = name
        self.post_message(self.Picked(self, name))

    def _cells(self, width: int) -> list[_Cell]:
        """Where each choice stands; the next line begins under the first choice where there is room."""
        first = len(self.label) + 1 if self.label else 0
        indent = first if width >= WIDE else 1
        row, column = 0, first
        cells: list[_Cell] = []
        for index, choice in enumerate(self._choices):
            needed = len(choice.key) + bool(choice.key) + len(choice.words) + 2
            if column + needed > width and column > indent:
                row, column = row + 1, indent
            cells.append(_Cell(index, row, column, needed))
            column += needed
        return cells

    def render(self) -> Content:
        """The label and the choices; brackets say "chosen", spaces keep the place."""
        styles = {part: self.get_visual_style(f"choice-row--{part}") for part in PARTS}
        cells = self._cells(self.content_size.width)
        lines: list[Content] = []
        for row in range(cells[-1].row + 1 if cells else 1):
            parts = [Content.styled(self.label, styles["label"])] if row == 0 else []
            at = len(self.label) if row == 0 else 0
            for cell in (cell for cell in cells if cell.row == row):
                choice = self._choices[cell.number]
                lit = not self._picks and choice.name == self.chosen
                under_cursor = self.has_focus and (lit or (self._picks and cell.number == self.cursor))
                style = styles["cursor" if under_cursor else "chosen" if lit else "choice"]
                key = Content.styled(f"{choice.key} ", style if lit else styles["key"]) if choice.key else Content("")
                parts += [
                    Content(" " * (cell.column - at)),
                    Content.styled("[" if lit else " ", style),
                    key,
                    Content.styled(choice.words + ("]" if lit else " "), style),
                ]
                at = cell.column + cell.width
            lines.append(Content("").join(parts))
        return Content("\n").join(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the choices need."""
        del container, viewport
        cells = self._cells(width)
        return cells[-1].row + 1 if cells else 1
