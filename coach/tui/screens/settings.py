"""Settings: the few things to set. Each is saved at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from coach.core.errors import CoachError
from coach.tui.requests import AboutMeRequested, PlaceRequested, SettingsChanged
from coach.tui.screens.place import Place
from coach.tui.widgets.choice_row import Choice, ChoiceRow
from coach.tui.widgets.key_line import KeyLine
from coach.tui.words import TIMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.types import CSSPathType

    from coach.core.settings import Settings

ANY = "any"
THEMES = (Choice("auto", "as the terminal"), Choice("dark", "dark"), Choice("light", "light"))
ON_OFF = (Choice("on", "on"), Choice("off", "off"))
DOSES = (Choice("low", "gentle"), Choice("high", "full"))
YES_NO = (Choice("on", "yes"), Choice("off", "no"))
ROWS = (
    ("theme", "Colours", "Light or dark letters."),
    ("sound", "Sound", "A tone when something changes, so you can close your eyes."),
    ("minutes", "Time at hand", "What Today begins with, in minutes."),
    ("dose", "Dose", "Gentle takes the low end of each dose, full the upper end. Never more."),
    ("wait", "Wait between steps", "Yes: each step begins when you press a key."),
    ("motion", "Moving figure", "Off: the figure changes from pose to pose and does not move between."),
)


class SettingsScreen(Place):
    """Shows the settings and saves each change. What can't be saved still holds until the program ends."""

    HERE = "settings"
    AUTO_FOCUS = "#theme"
    CSS_PATH: ClassVar[CSSPathType | None] = "places.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "row(-1)", "Up", show=False),
        Binding("down", "row(1)", "Down", show=False),
        Binding("escape", "leave", "Today", tooltip="Back to Today"),
        Binding("a", "about_me", "About you", tooltip="Your emergency number and year of birth"),
    ]

    def __init__(self, settings: Settings, save: Callable[[Settings], None]) -> None:
        super().__init__()
        self._settings = settings
        self._save = save

    def compose(self) -> ComposeResult:
        """One row a setting, with a line that says what it does."""
        yield from self.compose_top()
        with VerticalScroll(classes="page", can_focus=False):
            for name, label, meaning in ROWS:
                yield ChoiceRow(label.ljust(20), self._choices(name), self._value(name), id=name)
                yield Static(meaning, classes="meaning", markup=False)
            yield Static(id="saved", markup=False)
        yield KeyLine()

    def take(self, settings: Settings) -> None:
        """The settings were changed elsewhere."""
        self._settings = settings
        for name, _, _ in ROWS:
            self.query_one(f"#{name}", ChoiceRow).set_choices(self._choices(name), self._value(name))

    def _choices(self, name: str) -> tuple[Choice, ...]:
        if name == "theme":
            own = self._settings.theme
            known = {choice.name for choice in THEMES}
            return THEMES if own in known else (*THEMES, Choice(own, own))
        if name == "minutes":
            times = {time for time in (*TIMES, self._settings.minutes) if time}
            return (*(Choice(str(time), str(time)) for time in sorted(times)), Choice(ANY, "any"))
        return {"sound": ON_OFF, "dose": DOSES, "wait": YES_NO, "motion": ON_OFF}[name]

    def _value(self, name: str) -> str:
        value = getattr(self._settings, name)
        if isinstance(value, bool):
            return "on" if value else "off"
        return ANY if value is None else str(value)

    @on(ChoiceRow.Picked)
    def _picked(self, event: ChoiceRow.Picked) -> None:
        name = str(event.row.id)
        value: Any = event.name
        if name in {"sound", "wait", "motion"}:
            value = event.name == "on"
        elif name == "minutes":
            value = None if event.name == ANY else int(event.name)
        self._settings = replace(self._settings, **{name: value})
        told = self.query_one("#saved", Static)
        try:
            self._save(self._settings)
        except (CoachError, OSError) as error:
            told.update(f"! Not saved: {error} It holds until you leave.")
        else:
            told.update("✓ Saved.")
        self.post_message(SettingsChanged(self._settings))

    def action_row(self, by: int) -> None:
        """To the setting above or below."""
        rows = list(self.query(ChoiceRow))
        at = next((n for n, row in enumerate(rows) if row.has_focus), 0)
        rows[min(max(at + by, 0), len(rows) - 1)].focus()

    def action_about_me(self) -> None:
        """Ask for what is told once."""
        self.post_message(AboutMeRequested())

    def action_leave(self) -> None:
        """Back to Today."""
        self.post_message(PlaceRequested("today"))
