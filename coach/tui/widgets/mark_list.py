"""A list of short lines to mark: a number marks its line, 0 says none of these."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from coach.core.vocabulary import Answer
from coach.tui.keys import key_now

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Size
    from textual.style import Style

    from coach.core.check.pages import Line

MOST = 9
SIGNS = {None: "[ ]", Answer.YES: "[x]", Answer.NOT_SURE: "[?]"}
TURN = {None: Answer.YES, Answer.YES: Answer.NOT_SURE, Answer.NOT_SURE: None}  # what a click makes of a mark
UNSURE = "Which line are you not sure of? Press its number."
GO_ON = "Go on"


class MarkList(Widget, can_focus=True):
    """Lines with their numbers and marks, and the last line: none of these, or go on where any is marked."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"mark-list--lit", "mark-list--marked"}

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("0", "none", "None of these", id="mark.none"),
        *(Binding(str(n), f"mark({n})", show=False, id=f"mark.{n}") for n in range(1, MOST + 1)),
        Binding("question_mark,u", "unsure", "Not sure", key_display="?", id="mark.unsure"),
        Binding("enter", "accept", GO_ON, id="mark.accept"),
        Binding("space", "turn", "Mark", show=False, id="mark.turn"),
        Binding("down", "move(1)", "Down", show=False, id="mark.down"),
        Binding("up", "move(-1)", "Up", show=False, id="mark.up"),
    ]

    lit: reactive[int | None] = reactive[int | None](None)

    @dataclass
    class Marked(Message):
        """A line is to be marked so, or not any more (None)."""

        line: str
        value: Answer | None

    class NoneOfThese(Message):
        """No line is so."""

    class Done(Message):
        """All that are so are marked."""

    @dataclass
    class Asked(Message):
        """Whether the next number means "not sure"."""

        unsure: bool

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[Line, ...] = ()
        self._none = ""
        self._unsure = False

    def ask(self, lines: tuple[Line, ...], none: str) -> None:
        """Show these lines; the highlight stays where they are the same."""
        if [line.key for line in lines] != [line.key for line in self._lines]:
            self.lit = None
        self._lines, self._none = lines, none
        self._not_sure(on=False)
        self.refresh(layout=True)

    @property
    def _any(self) -> bool:
        return any(line.mark is not None for line in self._lines)

    def _not_sure(self, *, on: bool) -> None:
        if self._unsure is not on:
            self._unsure = on
            self.post_message(self.Asked(on))

    def action_unsure(self) -> None:
        """The next number is of a line that the person is not sure of; of a highlighted line it holds at once."""
        if self.lit is not None and self.lit < len(self._lines):
            self._mark(self.lit, Answer.NOT_SURE)
        else:
            self._not_sure(on=not self._unsure)

    def action_mark(self, number: int) -> None:
        """Mark a line, or take its mark back."""
        if number <= len(self._lines):
            self._mark(number - 1, Answer.NOT_SURE if self._unsure else Answer.YES)

    def _mark(self, index: int, value: Answer) -> None:
        line = self._lines[index]
        self._not_sure(on=False)
        self.post_message(self.Marked(line.key, None if line.mark is value else value))

    def action_none(self) -> None:
        """None of these."""
        self.post_message(self.NoneOfThese())

    def action_move(self, by: int) -> None:
        """Move the highlight."""
        last = len(self._lines)
        at = (0 if by > 0 else last) if self.lit is None else self.lit + by
        self.lit = min(max(at, 0), last)

    def watch_lit(self) -> None:
        """Keep the highlighted line on the screen."""
        rows = [y for y, (index, _) in enumerate(self._rows(self.content_size.width)) if index == self.lit]
        if rows and isinstance(self.parent, Widget):
            top = self.virtual_region.y + rows[0]
            self.parent.scroll_to_region(Region(0, top, 1, len(rows)), animate=False)

    def action_turn(self) -> None:
        """Mark the highlighted line: so, not sure, not so; the last line is taken."""
        if self.lit is None:
            return
        if self.lit == len(self._lines):
            self._take_last()
            return
        line = self._lines[self.lit]
        self.post_message(self.Marked(line.key, TURN[line.mark]))

    def action_accept(self) -> None:
        """Go on where something is marked; a highlighted line is marked, the last one taken."""
        if self.lit is not None and (self.lit == len(self._lines) or not self._any):
            self.action_turn()
        elif self._any:
            self.post_message(self.Done())

    def _take_last(self) -> None:
        self.post_message(self.Done() if self._any else self.NoneOfThese())

    def on_click(self, event: events.Click) -> None:
        """Turn the mark of the line under the mouse, or take the last line."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        rows = self._rows(self.content_size.width)
        if offset.y < len(rows):
            event.stop()
            self.lit = rows[offset.y][0]
            self.action_turn()

    def _rows(self, width: int) -> list[tuple[int, str]]:
        """Every row as it is drawn, with the number of its line (from 0)."""
        rows: list[tuple[int, str]] = []
        for index, line in enumerate(self._lines):
            number = key_now(self.app, f"mark.{index + 1}", str(index + 1))
            head = f"{number} {SIGNS[line.mark]} "
            rows += [(index, row) for row in _hung(head, line.say, width)]
        key, words = ("mark.accept", GO_ON) if self._any else ("mark.none", self._none)
        head = f"{key_now(self.app, key, 'enter' if self._any else '0'):<5} "
        return rows + [(len(self._lines), row) for row in _hung(head, words, width)]

    def render(self) -> Content:
        """The lines."""
        lit, marked = (self.get_visual_style(f"mark-list--{name}") for name in ("lit", "marked"))
        width = self.content_size.width
        rows: list[Content] = []
        for index, text in self._rows(width):
            style: Style | None = None
            if index == self.lit:
                style = lit
            elif index < len(self._lines) and self._lines[index].mark is not None:
                style = marked
            rows.append(Content(text) if style is None else Content.styled(text.ljust(width), style))
        return Content("\n").join(rows)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the lines need."""
        del container, viewport
        return len(self._rows(width))


def _hung(head: str, words: str, width: int) -> list[str]:
    """Words after a head, wrapped beside it."""
    room = max(8, width - len(head))
    first, *rest = wrap(words, room) or [""]
    return [head + first, *(" " * len(head) + row for row in rest)]
