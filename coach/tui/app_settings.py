"""The frame with what the person has set: theme and keys, and how a change comes to hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from coach.core.errors import CoachError
from coach.tui.frame import Frame
from coach.tui.keys import OwnKeys
from coach.tui.stylesheet import KeptStylesheet
from coach.tui.theme import HOUSE_THEMES, pick_theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.core.setting_rows import SettingsEditor
    from coach.core.settings import Settings
    from coach.tui import requests


class SettingsFrame(Frame):
    """`open_editor` gives the one that changes and saves the settings. `terminal` is what the terminal says of its
    colours (COLORFGBG), for the theme "auto".
    """

    def __init__(self, settings: Settings, open_editor: Callable[[], SettingsEditor], terminal: str) -> None:
        super().__init__()
        self.settings = settings
        self._open_editor = open_editor
        self._terminal = terminal
        self.own_keys = OwnKeys(settings.keys) if settings.keys else None
        for theme in HOUSE_THEMES:
            self.register_theme(theme)
        self.theme = pick_theme(settings.theme, terminal)[0]
        self.stylesheet = KeptStylesheet(variables=self.get_css_variables())

    def theme_fault(self) -> str:
        """What is wrong with the name of the theme; empty where nothing is."""
        return pick_theme(self.settings.theme, self._terminal)[1]

    def _take(self, settings: Settings) -> None:
        if settings.keys != self.settings.keys:
            self.own_keys = OwnKeys(settings.keys)
            self.refresh_bindings()
        self.settings = settings
        self.theme = pick_theme(settings.theme, self._terminal)[0]

    def on_settings_changed(self, change: requests.SettingsChanged) -> None:
        """It holds from now on."""
        self._take(change.settings)

    def change(self, **changes: Any) -> None:
        """Change a setting from the palette; an error is shown, and the change holds until the program ends."""
        editor = self._open_editor()
        editor.look()
        editor.take(replace(editor.now, **changes))
        self._take(editor.now)
        try:
            editor.save()
        except (CoachError, OSError) as error:
            self.notify(f"Not saved: {error}", severity="error", markup=False)
        self._changed()

    def _changed(self) -> None:
        """What is shown may be another now."""
