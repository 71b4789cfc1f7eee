"""No, yes, not sure (or: still so, gone, worse): three answers, none of them chosen beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from coach.tui.keys import key_now

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Size
    from textual.style import Style

Answer = Literal["no", "yes", "not-sure", "worse"]

# Value, key, word; no comes first because it is the answer of most days.
CHOICES: tuple[tuple[Answer, str, str], ...] = (("no", "n", "No"), ("yes", "y", "Yes"), ("not-sure", "u", "Not sure"))
STILL: tuple[tuple[Answer, str, str], ...] = (("yes", "y", "Still so"), ("no", "n", "Gone"), ("worse", "w", "Worse"))
BOX = (("╭", "─", "╮"), ("│", " ", "│"), ("╰", "─", "╯"))
LIT_BOX = (("┏", "━", "┓"), ("┃", " ", "┃"), ("┗", "━", "┛"))
WIDEST = 22
GAP = 1


def button_rows(text: str, width: int, *, boxed: bool, lit: bool) -> list[str]:
    """A button of `width` cells: 3 rows with a box, or 1; the highlighted one has brackets where they fit."""
    room = max(1, width - 2 if boxed else width)
    # Where the brackets don't fit, the heavy box says it, or a mark.
    inside = f"[{text}]" if lit and len(text) + 2 <= room else text[:room]
    if not boxed:
        if lit and inside == text[:room]:
            inside = inside.replace(" ", "▸", 1)
        return [inside.center(width)]
    box = LIT_BOX if lit else BOX
    return [
        start + words.center(room, fill) + end for (start, fill, end), words in zip(box, ("", inside, ""), strict=True)
    ]


class AnswerBar(Widget, can_focus=True):
    """Three big buttons. Enter does nothing until an arrow has moved: no answer is given by accident."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"answer-bar--button", "answer-bar--lit"}

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"answer('{value}')", word, id=f"answer.{value}") for value, key, word in CHOICES),
        Binding("w", "answer('worse')", "Worse", id="answer.worse"),
        Binding("left", "move(-1)", "Left", show=False, id="answer.left"),
        Binding("right", "move(1)", "Right", show=False, id="answer.right"),
        Binding("enter", "accept", "Choose", show=False, id="answer.accept"),
    ]

    highlighted: reactive[Answer | None] = reactive[Answer | None](None)

    @dataclass
    class Answered(Message):
        """One of the answers was chosen."""

        value: Answer

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._given = False
        self._choices = CHOICES

    def clear(self, choices: tuple[tuple[Answer, str, str], ...] = CHOICES) -> None:
        """Forget the highlight: for the next question, which takes an answer once it has been drawn."""
        self.highlighted = None
        self._choices = choices
        self.refresh()
        self.call_after_refresh(self._ask)

    def _ask(self) -> None:
        self._given = False

    def action_answer(self, value: Answer) -> None:
        """Give an answer: one to a question."""
        if not self._given and value in {choice for choice, _, _ in self._choices}:
            self._given = True
            self.post_message(self.Answered(value))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the answers to this question."""
        if action == "answer":
            return parameters[0] in {choice for choice, _, _ in self._choices}
        return super().check_action(action, parameters)

    def action_move(self, by: int) -> None:
        """Move the highlight; the first move comes in from the left or right end."""
        values = [value for value, _, _ in self._choices]
        at = (0 if by > 0 else len(values) - 1) if self.highlighted is None else values.index(self.highlighted) + by
        self.highlighted = values[min(max(at, 0), len(values) - 1)]

    def action_accept(self) -> None:
        """Give the highlighted answer, if there is one."""
        if self.highlighted is not None:
            self.action_answer(self.highlighted)

    def on_click(self, event: events.Click) -> None:
        """Give the answer under the mouse."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        cell, left = self._places()
        index, column = divmod(offset.x - left, cell + GAP)
        if 0 <= index < len(self._choices) and column < cell and offset.y < self._rows():
            event.stop()
            self.action_answer(self._choices[index][0])

    def _texts(self) -> list[str]:
        """Each answer with its key."""
        return [f"{key_now(self.app, f'answer.{value}', key)} {word}" for value, key, word in self._choices]

    def _places(self) -> tuple[int, int]:
        """Width of a button and the column of the first."""
        width = self.content_size.width
        count = len(self._choices)
        cell = min(WIDEST, max(1, (width - GAP * (count - 1)) // count))
        return cell, max(0, (width - cell * count - GAP * (count - 1)) // 2)

    def _rows(self) -> int:
        """Boxes only where every word fits into one."""
        boxed = self.content_size.height >= 3 and self._places()[0] - 2 >= max(map(len, self._texts()))
        return 3 if boxed else 1

    def render(self) -> Content:
        """The buttons, as boxes where there are three rows."""
        cell, left = self._places()
        lines: list[list[str | tuple[str, Style]]] = [[" " * left] for _ in range(self._rows())]
        for index, (value, _, _) in enumerate(self._choices):
            lit = value == self.highlighted
            style = self.get_visual_style(f"answer-bar--{'lit' if lit else 'button'}")
            button = button_rows(self._texts()[index], cell, boxed=len(lines) > 1, lit=lit)
            for line, row in zip(lines, button, strict=True):
                line += [" " * GAP if index else "", (row, style)]
        return Content("\n").join(Content.assemble(*line) for line in lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Three rows."""
        del container, viewport, width
        return 3
