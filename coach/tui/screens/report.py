"""Something is wrong: four questions in the middle of a session, and what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coach.core.clearance.clearance import Blocked
from coach.core.session.events import SessionPhase
from coach.tui.screens.framed import Framed
from coach.tui.widgets.answers import AnswerBar
from coach.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.types import CSSPathType

    from coach.core.catalogue.catalogue import Flag
    from coach.core.coach.door import Coach
    from coach.core.session.run import Run

FALSE_ALARM: Literal["false alarm"] = "false alarm"
Verdict = Blocked | Literal["false alarm"] | None
TAKE_OFF = "Take it off first. Press Enter when it is off."
NONE_OF_THESE = "None of these"
PAUSED = "The routine is paused meanwhile."


class ReportScreen(Framed[Verdict], ModalScreen[Verdict]):
    """Freezes the time, asks what is wrong, and acts on it.

    Gives the card where nothing of the run is left, None where it goes on without what was locked (paused).
    """

    CSS_PATH: ClassVar[CSSPathType | None] = ["sheet.tcss", "player/player.tcss"]

    AUTO_FOCUS: ClassVar[str | None] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"pick({number})", show=False, id=f"report.{number}") for number in range(5)),
        Binding("escape,q", "back", "Back", key_display="esc", id="report.back"),
        Binding("enter", "off", "It is off", id="report.off"),
    ]

    takes_keys = False

    def __init__(self, coach: Coach, run: Run) -> None:
        super().__init__()
        self._coach = coach
        self._run = run
        self._technique = run.session.segment.technique  # an alarm that is answered here moves on to the next one
        self._questions = coach.sessions.in_session_questions()
        self._chosen: Flag | None = None

    def compose(self) -> ComposeResult:
        """One box over the player: the time stays in sight."""
        with Vertical(id="box"):
            yield Static("Something is wrong", classes="heading", markup=False)
            yield Static(TAKE_OFF, id="off", markup=False)
            said = [*enumerate((flag.question for flag in self._questions), 1), (0, NONE_OF_THESE)]
            yield Rows(*(Option(f"{self.key(f'report.{n}', str(n))}  {words}") for n, words in said), markup=False)
            yield Static(id="then", markup=False)
            yield AnswerBar()
            yield Static(PAUSED, id="foot", classes="muted", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        """Stop the time before anything is asked."""
        self._run.pause()
        self._show()

    @property
    def _on_skin(self) -> bool:
        return self._run.session.phase in {SessionPhase.TAKE_OFF, SessionPhase.ALARM}

    def _show(self) -> None:
        asks_more = self._chosen is not None
        self.query_one("#off").display = self._on_skin
        options = self.query_one(Rows)
        options.display = not self._on_skin and not asks_more
        self.query_one("#then").display = asks_more
        bar = self.query_one(AnswerBar)
        bar.display = asks_more
        self.query_one("#foot").display = not self._on_skin and not asks_more
        if self._on_skin:
            self.set_focus(None)  # Enter belongs to nobody else now
        elif asks_more:
            bar.focus()
        else:
            options.focus()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter is for heat and cold only while they are on the skin."""
        return self._on_skin if action == "off" else super().check_action(action, parameters)

    def action_back(self) -> None:
        """From the second question to the first, from there to the session: nothing was reported."""
        if self._chosen is not None:
            self._chosen = None
            self._show()
        elif self.is_current:
            self.dismiss(FALSE_ALARM)

    def leave(self) -> None:
        """Ctrl+C goes back."""
        self.action_back()

    def action_off(self) -> None:
        """Heat or cold is off the skin: only now the time stands."""
        if self._on_skin:
            self._run.acknowledge()
            self._run.pause()
            self._show()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        last = len(self._questions)
        self.action_pick(0 if event.option_index == last else event.option_index + 1)

    def action_pick(self, number: int) -> None:
        """Choose by number; 0 is none of them. While heat or cold is on the skin, that comes first."""
        if self._on_skin or self._chosen is not None or number > len(self._questions):
            return
        if number == 0:
            self.dismiss(FALSE_ALARM)
            return
        flag = self._questions[number - 1]
        if flag.then_ask:
            self._chosen = flag
            self.query_one("#then", Static).update(flag.then_ask)
            self._show()
            self.asks_anew()
        else:
            self._report(flag, gone=False)

    @on(AnswerBar.Answered)
    def _answered(self, event: AnswerBar.Answered) -> None:
        if self._chosen is not None:
            self._report(self._chosen, gone=event.value == "yes")

    def _report(self, flag: Flag, *, gone: bool) -> None:
        verdict = self._coach.sessions.report(self._run, flag.id, gone=gone, technique=self._technique)
        self._run.pause()  # what comes next waits for the person
        self.dismiss(verdict)
