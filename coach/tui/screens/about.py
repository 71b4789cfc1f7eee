"""About you: the year of birth and the emergency number, both optional, asked once, after the first session."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from coach.core.errors import CoachError
from coach.tui.screens.sheet import Sheet, TopLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from coach.core.coach.door import Coach

WHY_NUMBER = "The number you would call in an emergency. It is shown on cards. Coach never guesses it."
WHY_YEAR = "Some signs count more with age. Not given counts as over 40."


class AboutScreen(Sheet[bool | None]):
    """Asks for both; gives True once they are on record (left empty, too), False for another day, None for back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", "Go on", priority=True, id="about.enter"),
        Binding("ctrl+s", "save", "Save", id="about.save"),
        Binding("down,tab", "app.focus_next", "Next", id="about.next"),
        Binding("up", "app.focus_previous", "Before", show=False, id="about.before"),
        Binding("ctrl+n", "later", "Not now", tooltip="Ask again another day", id="about.later"),
    ]

    def __init__(self, coach: Coach) -> None:
        super().__init__()
        self._coach = coach
        self._known = coach.entries.about_me()

    def compose(self) -> ComposeResult:
        """Two lines to type in."""
        yield from self.compose_small()
        yield TopLine("About you", "empty is fine")
        year = self._known.year_of_birth
        with VerticalScroll(classes="sheet", can_focus=False):
            yield Static("Your emergency number", markup=False)
            yield Input(self._known.emergency_number, "_" * 20, max_length=20, compact=True, id="number")
            yield Static(WHY_NUMBER, classes="muted", markup=False)
            yield Static("The year you were born", classes="gap", markup=False)
            yield Input(str(year or ""), "_" * 4, max_length=4, compact=True, id="year")
            yield Static(WHY_YEAR, classes="muted", markup=False)
            yield Static(id="fault", classes="fault", markup=False)
        yield from self.compose_foot()

    def action_enter(self) -> None:
        """From the first line to the second, from there to saving."""
        if self.query_one("#number", Input).has_focus:
            self.query_one("#year", Input).focus()
        else:
            self.action_save()

    def action_save(self) -> None:
        """Record both, or say what is wrong."""
        year, number = (self.query_one(name, Input).value for name in ("#year", "#number"))
        try:
            self._coach.entries.tell_about_me(year, number)
        except CoachError as error:
            self.query_one("#fault", Static).update(str(error))
            return
        self.dismiss(True)

    def action_later(self) -> None:
        """Go on without writing anything."""
        self.dismiss(False)
