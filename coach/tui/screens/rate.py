"""Short questions, one page each: how much does it hurt, did it help, what is it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Literal, TypeVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static

from coach.tui.screens.sheet import Sheet, TopLine
from coach.tui.widgets.rating import PainRating
from coach.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

Back = Literal["back"]
BACK: Final = "back"  # the person went back; None: the question was left out
Answer = TypeVar("Answer")


class QuestionPage(Sheet[Answer | Back | None]):
    """A question in the middle. Gives the answer, None where it was left out, BACK where the person went back.

    `skips`: it may be left out. `returns`: there is something to go back to; without that Escape leaves it out.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "skip", "Skip", tooltip="Leave the question out", id="question.skip"),
        Binding("escape,q", "back", "Back", key_display="esc", id="question.back"),
        Binding("escape,q", "skip", "Skip", key_display="esc", id="question.leave"),
    ]

    def __init__(self, place: str, question: str, *, skips: bool, returns: bool) -> None:
        super().__init__()
        self._place = place
        self._question = question
        self._skips = skips
        self._returns = returns

    def compose(self) -> ComposeResult:
        """Where we are, the question, and what answers it."""
        yield from self.compose_small()
        yield TopLine(self._place)
        with Vertical(classes="sheet middle"):
            yield Static(self._question, classes="heading", markup=False)
            yield from self.compose_answers()
        yield from self.compose_foot()

    def compose_answers(self) -> Sequence[Widget]:
        """What the person answers with."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is."""
        offered = {"skip": self._skips, "back": self._returns}
        return offered[action] if action in offered else super().check_action(action, parameters)

    def give(self, answer: Answer | Back | None) -> None:
        """Once."""
        if self.is_current:
            self.dismiss(answer)

    def action_skip(self) -> None:
        """Leave the question out."""
        self.give(None)

    def action_back(self) -> None:
        """To where the person came from; the question is not answered."""
        self.give(BACK if self._returns else None)


class RateScreen(QuestionPage[int]):
    """Asks for a pain level from 0 to 10."""

    def __init__(self, title: str, hint: str = "", *, returns: bool = True, place: str = "Pain now") -> None:
        super().__init__(place, title, skips=True, returns=returns)
        self._heading = title
        self._hint = hint

    def compose_answers(self) -> Sequence[Widget]:
        """The scale, and a line that tells more."""
        return PainRating(), Static(self._hint, classes="muted gap", markup=False)

    @on(PainRating.Rated)
    def _rated(self, event: PainRating.Rated) -> None:
        self.give(event.level)


class AskScreen(QuestionPage[int]):
    """Asks a question with a few written answers; gives the index of the one chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"pick({number - 1})", show=False, id=f"ask.{number}") for number in range(1, 10)),
    ]

    def __init__(
        self, title: str, question: str, answers: Sequence[str], *, skips: bool = False, returns: bool = True
    ) -> None:
        super().__init__(title, question, skips=skips, returns=returns)
        self._answers = tuple(answers)

    def compose_answers(self) -> Sequence[Widget]:
        """The answers, each with its key."""
        numbered = ((self.key(f"ask.{n}", str(n)), answer) for n, answer in enumerate(self._answers, 1))
        return (Rows(*(f"{key}  {answer}" for key, answer in numbered), markup=False),)

    def on_mount(self) -> None:
        """Nothing is chosen at first: Enter by habit is no answer."""
        self.query_one(Rows).highlighted = None

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.give(event.option_index)

    def action_pick(self, index: int) -> None:
        """Answer by number."""
        if index < len(self._answers):
            self.give(index)
