"""A line to type in, with what is wrong about it told as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from coach.tui.screens.rate import QuestionPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.widget import Widget

LONGEST = 400  # signs


class TypedLine(Input):
    """The line; Enter is done."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "Done", id="typed.done")]


class TypeScreen(QuestionPage[str]):
    """Gives what was typed, right or wrong: whoever asked tells what is wrong until it is mended. `faults` says it."""

    def __init__(
        self, place: str, question: str, value: str, hint: str, faults: Callable[[str], Iterable[str]]
    ) -> None:
        super().__init__(place, question, skips=False, returns=True)
        self._value = value
        self._hint = hint
        self._faults = faults

    def compose_answers(self) -> Sequence[Widget]:
        """The line, and what there is to say of it."""
        return (
            TypedLine(self._value, placeholder="_" * 16, max_length=LONGEST, compact=True),
            Static(self._hint, classes="muted", markup=False),
            Static(id="fault", classes="fault gap", markup=False),
        )

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.query_one("#fault", Static).update("\n".join(self._faults(event.value)))

    @on(Input.Submitted)
    def _done(self, event: Input.Submitted) -> None:
        self.give(event.value.strip())
