"""The safety check of the day, one screen a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from coach.core.check.checkup import ALL_GROUPS
from coach.core.clearance.locks import Safety
from coach.core.errors import JournalError
from coach.core.vocabulary import Answer
from coach.tui.screens.card import CardScreen
from coach.tui.screens.sheet import Sheet, TopLine, bullets
from coach.tui.widgets.answers import AnswerBar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from coach.core.check.checkup import Checkup
    from coach.core.coach.door import Coach
    from coach.core.vocabulary import BodyArea

NO_TO_ALL = "No means: none of these. Not sure counts as yes."
ONE = "Not sure is fine. It counts as yes."


class CheckScreen(Sheet[Safety | None]):
    """Asks the check; gives the safety that follows, or None where it was left.

    An emergency shows its card from here, at once; there is nothing to show again. `area` is where it hurts.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace", "before", "Before", tooltip="Take the last answer back", id="check.before"),
        Binding("escape,q", "back", "Leave", key_display="esc", id="check.back"),
        Binding("enter", "again", "Try again", id="check.again"),
        Binding("down", "scroll(1)", "More", show=False, id="check.down"),
        Binding("up", "scroll(-1)", "Less", show=False, id="check.up"),
    ]

    def __init__(
        self,
        coach: Coach,
        checkup: Checkup,
        sources: Mapping[str, str] | None = None,
        area: BodyArea | None = None,
    ) -> None:
        super().__init__()
        self._coach = coach
        self._checkup = checkup
        self._sources = sources or {}
        self._area = area
        self._unsaved = False
        self._place = ""

    def compose(self) -> ComposeResult:
        """The question, every sign it stands for, and the three answers."""
        yield from self.compose_small()
        yield TopLine("Safety check")
        with VerticalScroll(classes="sheet", can_focus=False):
            yield Static(id="question", classes="heading", markup=False)
            yield Static(id="signs", markup=False)
            yield Static(id="fault", classes="fault hidden", markup=False)
        yield AnswerBar()
        yield Static(id="foot", classes="foot", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        """Show the first question; what there is to scroll is only known once it is laid out."""
        self._show()
        page = self.query_one(VerticalScroll)
        self.watch(page, "virtual_size", self._show_place, init=False)

    def _show(self) -> None:
        screen = self._checkup.screen
        if screen is None:
            return
        single = not screen.lines
        self._place = "Quick check" if screen.key == ALL_GROUPS else f"{screen.number} of {screen.of}"
        self.query_one(TopLine).name_place(f"Check: {screen.part}")
        self.query_one("#question", Static).update(screen.question)
        note = f"Answer no if {screen.no_if}." if screen.no_if else ""
        lines = [*screen.lines, note] if note else screen.lines
        marks = ["•"] * len(screen.lines) + ["*"]
        self.query_one("#signs", Static).update(note if single else bullets(lines, marks))
        self.query_one("#foot", Static).update(ONE if single else NO_TO_ALL)
        self.query_one(VerticalScroll).scroll_home(animate=False)
        bar = self.query_one(AnswerBar)
        bar.clear()
        bar.focus()
        self.refresh_bindings()
        self._show_place()
        self.call_after_refresh(self._show_place)

    def _show_place(self) -> None:
        """How far the check is, and whether there is more to read below."""
        more = self.query_one(VerticalScroll)
        below = more.max_scroll_y - more.scroll_target_y >= 1
        self.query_one(TopLine).note(f"↓ more below   {self._place}" if below else self._place)

    @on(AnswerBar.Answered)
    def _answered(self, event: AnswerBar.Answered) -> None:
        screen = self._checkup.screen
        if screen is None:
            return
        self._checkup = self._checkup.answer(screen.key, Answer(event.value))
        if self._checkup.emergency:
            self.run_worker(self._emergency(), exclusive=True)
        elif self._checkup.screen is None:
            self._finish()
        else:
            self._show()
            self.asks_anew()

    async def _emergency(self) -> None:
        """Record it and show the card; a record that can't be written keeps nobody from reading it."""
        fault = self._record()
        card = self._coach.checks.standing(self._checkup if fault else None)
        if fault:
            self.notify(fault, severity="error", markup=False)
        if card is not None:
            await self.app.push_screen_wait(CardScreen(card, self._coach, self._sources))
        self.dismiss(self._coach.rules.safety())

    def _finish(self) -> None:
        fault = self._record()
        if not fault:
            self.dismiss(self._coach.rules.safety())
            return
        self._unsaved = True
        self._place = "Not saved"
        self._show_place()
        self.query_one("#question", Static).update("Your answers are not saved, so nothing is open yet.")
        self.query_one("#signs", Static).update("Press Enter to try again, or Escape to leave.")
        self.query_one("#fault", Static).update(fault)
        self.query_one("#fault").remove_class("hidden")
        self.query_one(AnswerBar).display = False
        self.query_one("#foot", Static).update("")
        self.refresh_bindings()

    def _record(self) -> str:
        """Write the check; what went wrong, or nothing."""
        try:
            self._coach.checks.submit(self._checkup, self._area)
        except JournalError as error:
            return str(error)
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        if action == "again":
            return self._unsaved
        if action == "before":
            return self._checkup.begun and not self._unsaved
        return super().check_action(action, parameters)

    def action_again(self) -> None:
        """Try to write it again."""
        self._finish()

    def action_before(self) -> None:
        """Take the last answer back."""
        self._checkup = self._checkup.back()
        self._show()

    def action_scroll(self, by: int) -> None:
        """Read on where the window is low."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)
        self.call_after_refresh(self._show_place)

    def action_back(self) -> None:
        """Leave it unfinished. An answer that warns is kept; without one nothing is recorded."""
        if self._checkup.bad and not self._unsaved:
            fault = self._record()
            if fault:
                self.notify(fault, severity="error", markup=False)
        self.dismiss(None)
