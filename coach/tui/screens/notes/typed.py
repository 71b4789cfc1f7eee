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


class SecretLine(TypedLine):
    """A line that nobody else can read from the screen, until it is shown."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+r", "show", "Show or hide it", id="typed.show")]

    def action_show(self) -> None:
        """Show what was typed, or hide it again."""
        self.password = not self.password


class TypeScreen(QuestionPage[str]):
    """Gives what was typed, right or wrong: whoever asked tells what is wrong until it is mended. `faults` says it.

    What is `secret` can't be read from the screen, and stays as it was typed.
    """

    def __init__(
        self,
        place: str,
        question: str,
        value: str,
        hint: str,
        faults: Callable[[str], Iterable[str]],
        *,
        secret: bool = False,
    ) -> None:
        super().__init__(place, question, skips=False, returns=True)
        self._value = value
        self._hint = hint
        self._faults = faults
        self._secret = secret

    def compose_answers(self) -> Sequence[Widget]:
        """The line, and what there is to say of it."""
        line = SecretLine(self._value, password=True) if self._secret else TypedLine(self._value)
        line.placeholder, line.max_length, line.compact = "_" * 16, LONGEST, True
        return (
            line,
            Static(self._hint, classes="muted", markup=False),
            Static(id="fault", classes="fault gap", markup=False),
        )

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.query_one("#fault", Static).update("\n".join(self._faults(event.value)))

    @on(Input.Submitted)
    def _done(self, event: Input.Submitted) -> None:
        self.give(event.value if self._secret else event.value.strip())
