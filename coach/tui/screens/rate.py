"""Short questions before and after a routine: how much does it hurt, did it help."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static

from coach.tui.screens.sheet import Sheet, TopLine
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.rating import PainRating

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class RateScreen(Sheet[int | None]):
    """Asks for a pain level from 0 to 10; gives None where the person would rather not say."""

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__()
        self._heading = title
        self._hint = hint

    def compose(self) -> ComposeResult:
        """The question, the scale, and a line that tells more."""
        yield from self.compose_small()
        yield TopLine("Pain now")
        with Vertical(classes="sheet middle"):
            yield Static(self._heading, classes="heading", markup=False)
            yield PainRating()
            yield Static(self._hint, classes="muted gap", markup=False)
        yield KeyLine()

    @on(PainRating.Rated)
    def _rated(self, event: PainRating.Rated) -> None:
        self.dismiss(event.level)

    @on(PainRating.Skipped)
    def _skipped(self) -> None:
        self.dismiss(None)


class AskScreen(Sheet[int | None]):
    """Asks a question with a few written answers; gives the index of the one chosen, None where it was skipped."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"pick({number - 1})", show=False) for number in range(1, 10)),
        Binding("s,escape", "skip", "Skip"),
    ]

    def __init__(self, title: str, question: str, answers: Sequence[str]) -> None:
        super().__init__()
        self._heading = title
        self._question = question
        self._answers = tuple(answers)

    def compose(self) -> ComposeResult:
        """The question and its answers, each with its key."""
        yield from self.compose_small()
        yield TopLine(self._heading)
        with Vertical(classes="sheet middle"):
            yield Static(self._question, classes="heading", markup=False)
            yield OptionList(*(f"{number}  {answer}" for number, answer in enumerate(self._answers, 1)), markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Nothing is chosen at first: Enter by habit is no answer."""
        self.query_one(OptionList).highlighted = None

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)

    def action_pick(self, index: int) -> None:
        """Answer by number."""
        if index < len(self._answers):
            self.dismiss(index)

    def action_skip(self) -> None:
        """Leave the question out."""
        self.dismiss(None)
