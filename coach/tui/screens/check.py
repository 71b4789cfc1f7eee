"""The safety check, page by page: lists of short lines to mark, and the full question of each mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from coach.core.check.pages import Asks, was_read
from coach.core.clearance.locks import Safety
from coach.core.errors import JournalError
from coach.core.vocabulary import Answer
from coach.tui.screens.card import CardScreen
from coach.tui.screens.sheet import Sheet, TopLine
from coach.tui.widgets.answers import CHOICES, STILL, AnswerBar
from coach.tui.widgets.mark_list import UNSURE, MarkList

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from coach.core.check.checkup import Checkup
    from coach.core.check.pages import CheckPage
    from coach.core.clock import Reading
    from coach.core.coach.door import Coach
    from coach.core.vocabulary import BodyArea

HOW = "Mark each line that is so. Not sure is fine."
ONE = "Not sure is fine. It counts as yes."
TOO_SOON = "Read the list first, then press 0."
MARKED = "A line is marked: Enter goes on. Its number takes the mark back."


class CheckScreen(Sheet[Safety | None]):
    """Asks the check; gives the safety that follows, or None where it was left.

    An emergency shows its card from here, at once; there is nothing to show again. `area` is where it hurts.
    """

    AUTO_FOCUS = ""  # what is asked takes it, and leaves the page at its beginning
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace", "before", "Before", tooltip="Take the last answer back", id="check.before"),
        Binding("escape,q", "back", "Leave", key_display="esc", id="check.back"),
        Binding("enter", "again", "Try again", id="check.again"),
        Binding("pagedown", "scroll(1)", "More", show=False, id="check.down"),
        Binding("pageup", "scroll(-1)", "Less", show=False, id="check.up"),
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
        self._seen: Reading | None = None  # since when all of this list has been on the screen

    def compose(self) -> ComposeResult:
        """The list or the question, and how it is answered."""
        yield from self.compose_small()
        yield TopLine("Safety check")
        with VerticalScroll(classes="sheet", can_focus=False):
            yield Static(id="reason", markup=False)
            yield Static(id="question", classes="heading", markup=False)
            yield Static(id="signs", markup=False)
            yield MarkList()
            yield Static(id="fault", classes="fault hidden", markup=False)
        yield AnswerBar()
        yield Static(id="foot", classes="foot", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        """Show the first page; what there is to scroll is only known once it is laid out."""
        self._show()
        sheet = self.query_one(VerticalScroll)
        self.watch(sheet, "virtual_size", self._show_place, init=False)
        self.watch(sheet, "scroll_y", self._show_place, init=False)

    def _show(self) -> None:
        page = self._checkup.page
        if page is None:
            return
        self._place = f"{page.number} of {page.of}"
        self._seen = None
        self.query_one(TopLine).name_place(f"Check: {page.part}")
        self._write("#reason", page.reason)
        self._write("#question", page.question)
        note = f"Answer no if {page.no_if}." if page.no_if else ""
        self._write("#signs", "\n".join([*page.about, note] if note else page.about))
        listed = page.asks is Asks.LINES
        self._say(HOW if listed else "" if page.asks is Asks.STILL else ONE)
        marks, bar = self.query_one(MarkList), self.query_one(AnswerBar)
        marks.display, bar.display = listed, not listed
        if listed:
            marks.ask(page.lines, page.none)
            marks.focus(scroll_visible=False)
        else:
            bar.clear(STILL if page.asks is Asks.STILL else CHOICES)
            bar.focus()
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self.refresh_bindings()
        self.call_after_refresh(self._show_place)

    def _write(self, name: str, text: str) -> None:
        """Put a text where it stands; an empty one takes no row."""
        place = self.query_one(name, Static)
        place.update(text)
        place.display = bool(text)

    def _say(self, text: str) -> None:
        """The line under the page."""
        self.query_one("#foot", Static).update(text)

    def _answer_back(self, text: str) -> None:
        """Say what a key has not done; where the window is too low for the line under the page, as a message."""
        self._say(text)
        if self.has_class("-low"):
            self.notify(text, markup=False)

    def _below(self) -> bool:
        """Whether there is more to read below."""
        sheet = self.query_one(VerticalScroll)
        return sheet.max_scroll_y - sheet.scroll_target_y >= 1

    def _show_place(self) -> None:
        """How far the check is, and whether there is more to read below."""
        below = self._below()
        self.query_one(TopLine).note(f"↓ more below   {self._place}" if below else self._place)
        if not below and self._seen is None:
            self._seen = self._coach.clock.now()

    # --- a list ---------------------------------------------------------------------------------------------------

    @on(MarkList.Marked)
    def _marked(self, event: MarkList.Marked) -> None:
        page = self._checkup.page
        if page is None or event.line not in {line.key for line in page.lines}:
            return
        self._checkup = self._checkup.mark(event.line, event.value)
        self._after(page)

    @on(MarkList.Asked)
    def _unsure(self, event: MarkList.Asked) -> None:
        if event.unsure:
            self._answer_back(UNSURE)
        else:
            self._say(HOW)

    @on(MarkList.NoneOfThese)
    def _none(self) -> None:
        page = self._checkup.page
        if page is None or page.asks is not Asks.LINES:
            return
        if page.marked:
            self._answer_back(MARKED)
        elif self._read():
            self._close(page)

    @on(MarkList.Done)
    def _done(self) -> None:
        page = self._checkup.page
        if page is not None and page.marked and self._read():
            self._close(page)

    def _read(self) -> bool:
        """Whether the whole list was there to be read; else the next part is shown, or the person asked to read."""
        if self._below():
            self.action_scroll(1)
            return False
        if self._seen is None or not was_read(self._seen, self._coach.clock.now()):
            self._answer_back(TOO_SOON)
            return False
        return True

    def _close(self, page: CheckPage) -> None:
        self._checkup = self._checkup.close()
        self._after(page)

    # --- a question -----------------------------------------------------------------------------------------------

    @on(AnswerBar.Answered)
    def _answered(self, event: AnswerBar.Answered) -> None:
        page = self._checkup.page
        if page is None or page.asks is Asks.LINES:
            return
        if event.value == "worse":
            self._checkup = self._checkup.is_worse(page.key)
        else:
            self._checkup = self._checkup.answer(page.key, Answer(event.value))
        self._after(page)

    def _after(self, before: CheckPage) -> None:
        """What comes after something was marked or answered on the page `before`."""
        page = self._checkup.page
        if self._checkup.emergency:
            self.run_worker(self._emergency(), exclusive=True)
        elif page is None:
            self._finish()
        elif page.key == before.key and page.asks is Asks.LINES:
            self.query_one(MarkList).ask(page.lines, page.none)
            self.refresh_bindings()
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
        self._write("#reason", "")
        self._write("#question", "Your answers are not saved, so nothing is open yet.")
        self._write("#signs", "Press Enter to try again, or Escape to leave.")
        self._write("#fault", fault)
        self.query_one("#fault").remove_class("hidden")
        self.query_one(AnswerBar).display = self.query_one(MarkList).display = False
        self.set_focus(None)
        self._say("")
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
        """Read on where the window is low, a page at a time."""
        sheet = self.query_one(VerticalScroll)
        sheet.scroll_relative(y=by * max(1, sheet.size.height - 1), animate=False)
        self.call_after_refresh(self._show_place)

    def action_back(self) -> None:
        """Leave it unfinished. An answer that warns is kept; without one nothing is recorded."""
        if self._checkup.bad and not self._unsaved:
            fault = self._record()
            if fault:
                self.notify(fault, severity="error", markup=False)
        self.dismiss(None)
