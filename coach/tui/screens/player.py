"""The player: one guided session on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from coach.core.events import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.core.coach import Coach
    from coach.core.run import Run
    from coach.core.settings import Settings


class PlayerScreen(Screen[Outcome]):
    """Shows a run, passes keys to it, and gives its outcome."""

    def __init__(self, run: Run, coach: Coach, settings: Settings, sources: Mapping[str, str]) -> None:
        super().__init__()
        self._session = run
        self._coach = coach
        self._settings = settings
        self._sources = sources
