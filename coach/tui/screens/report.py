"""Something is wrong: what it is, in the middle of a session, and what follows from it."""

from __future__ import annotations

from functools import partial
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
from coach.tui.screens.rate import RateScreen
from coach.tui.widgets.answers import AnswerBar
from coach.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.types import CSSPathType

    from coach.core.coach.door import Coach
    from coach.core.session.run import Run
    from coach.core.session.wrong import Wrong

FALSE_ALARM: Literal["false alarm"] = "false alarm"
Verdict = Blocked | Literal["false alarm"] | None
TAKE_OFF = "Take it off first. Press Enter when it is off."
NONE_OF_THESE = "None of these"
KEYS = "0123456789ab"  # 0 is none of these
PAUSED = "The routine is paused meanwhile."


class ReportScreen(Framed[Verdict], ModalScreen[Verdict]):
    """Freezes the time, asks what is wrong, and acts on it.

    Gives the card where nothing of the run is left, None where it goes on without what was locked (paused).
    """

    CSS_PATH: ClassVar[CSSPathType | None] = ["sheet.tcss", "player/player.tcss"]

    AUTO_FOCUS: ClassVar[str | None] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"pick({number})", show=False, id=f"report.{key}") for number, key in enumerate(KEYS)),
        Binding("escape,q", "back", "Back", key_display="esc", id="report.back"),
        Binding("enter", "off", "It is off", id="report.off"),
    ]

    takes_keys = False

    def __init__(self, coach: Coach, run: Run) -> None:
        super().__init__()
        self._coach = coach
        self._run = run
        self._technique = run.session.segment.technique  # an alarm that is answered here moves on to the next one
        self._offered = coach.sessions.offered()
        self._chosen: Wrong | None = None
        self._answered_by_person = False

    def compose(self) -> ComposeResult:
        """One box over the player: the time stays in sight."""
        with Vertical(id="box"):
            yield Static("Something is wrong", classes="heading", markup=False)
            yield Static(TAKE_OFF, id="off", markup=False)
            said = [*enumerate((what.words for what in self._offered), 1), (0, NONE_OF_THESE)]
            keys = [(KEYS[n], words) for n, words in said]
            yield Rows(*(Option(f"{self.key(f'report.{key}', key)}  {words}") for key, words in keys), markup=False)
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
            self._give(FALSE_ALARM)

    def on_unmount(self) -> None:
        """The program was left before anybody answered: then it counts as so."""
        if not self._answered_by_person:
            self._coach.sessions.unanswered(self._run, self._technique)

    def _give(self, verdict: Verdict) -> None:
        self._answered_by_person = True
        self.dismiss(verdict)

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
        last = len(self._offered)
        self.action_pick(0 if event.option_index == last else event.option_index + 1)

    def action_pick(self, number: int) -> None:
        """Choose by number; 0 is none of them. While heat or cold is on the skin, that comes first."""
        if self._on_skin or self._chosen is not None or number > len(self._offered):
            return
        if number == 0:
            self._give(FALSE_ALARM)
            return
        what = self._offered[number - 1]
        if what.then_ask:
            self._chosen = what
            self.query_one("#then", Static).update(what.then_ask)
            self._show()
            self.asks_anew()
        elif what.rates:
            self.app.push_screen(RateScreen("How much does it hurt now?", returns=False), partial(self._rated, what))
        else:
            self._report(what)

    def _rated(self, what: Wrong, level: int | Literal["back"] | None) -> None:
        self._report(what, level=level if isinstance(level, int) else None)

    @on(AnswerBar.Answered)
    def _answered(self, event: AnswerBar.Answered) -> None:
        if self._chosen is not None:
            self._report(self._chosen, gone=event.value == "yes")

    def _report(self, what: Wrong, *, gone: bool = False, level: int | None = None) -> None:
        self._answered_by_person = True
        verdict = self._coach.sessions.tell(self._run, what, gone=gone, level=level, technique=self._technique)
        self._run.pause()  # what comes next waits for the person
        self.dismiss(verdict)
