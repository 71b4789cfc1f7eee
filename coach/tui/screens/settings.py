"""Settings: the few things to set. Each is saved at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from coach.core.errors import CoachError
from coach.core.routine.choices import LONG_WAIT
from coach.core.session.hearing import Hearing
from coach.tui.requests import AboutMeRequested, SettingsChanged
from coach.tui.screens.place import Place
from coach.tui.widgets.choice_row import Choice, ChoiceRow
from coach.tui.words.common import TIMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.types import CSSPathType

    from coach.core.settings import Settings

ANY = "any"
LONG = "long"
THEMES = (Choice("auto", "as the terminal"), Choice("dark", "dark"), Choice("light", "light"))
HEARINGS = tuple(Choice(str(name), str(name)) for name in Hearing)
VOLUMES = (15, 30, 50, 70, 100)
DOSES = (Choice("low", "gentle"), Choice("high", "full"))
ON_OFF = (Choice("on", "on"), Choice("off", "off"))
WAITS = (Choice("on", "yes"), Choice("off", "no"), Choice(LONG, "2 min at most"))
ROWS = (
    ("theme", "Colours", "Light or dark letters."),
    ("hearing", "Hear", "What leads you. Silent: only the alarm of heat and cold rings."),
    ("volume", "Volume", "How loud, of 100."),
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
        Binding("a", "about_me", "About you", tooltip="Your emergency number and year of birth", id="settings.about"),
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
        yield from self.compose_foot()

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
        if name == "volume":
            return tuple(Choice(str(n), str(n)) for n in sorted({*VOLUMES, self._settings.volume}))
        return {"hearing": HEARINGS, "dose": DOSES, "wait": WAITS, "motion": ON_OFF}[name]

    def _value(self, name: str) -> str:
        value = getattr(self._settings, name)
        if name == "motion":
            return "on" if value else "off"
        if name == "wait":
            return "off" if not value else LONG if self._settings.wait_limit else "on"
        return ANY if value is None else str(value)

    @on(ChoiceRow.Picked)
    def _picked(self, event: ChoiceRow.Picked) -> None:
        name = str(event.row.id)
        value: Any = event.name
        if name == "motion":
            value = event.name == "on"
        elif name == "minutes":
            value = None if event.name == ANY else int(event.name)
        elif name == "volume":
            value = int(event.name)
        changes = {name: value}
        if name == "wait":
            changes = {"wait": value != "off", "wait_limit": LONG_WAIT if value == LONG else None}
        self._settings = replace(self._settings, **changes)
        try:
            self._save(self._settings)
        except (CoachError, OSError) as error:
            self.notify(f"Not saved: {error} It holds until you leave.", severity="error", markup=False)
        else:
            self.notify("✓ Saved.")
        self.post_message(SettingsChanged(self._settings))

    def action_row(self, by: int) -> None:
        """To the setting above or below."""
        rows = list(self.query(ChoiceRow))
        at = next((n for n, row in enumerate(rows) if row.has_focus), 0)
        rows[min(max(at + by, 0), len(rows) - 1)].focus()

    def action_about_me(self) -> None:
        """Ask for what is told once."""
        self.post_message(AboutMeRequested())
