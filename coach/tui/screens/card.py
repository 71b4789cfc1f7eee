"""The card: what to do now, why, and what is still open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.core.clearance import Blocked
    from coach.core.coach import Coach


class CardScreen(Screen[None]):
    """Says why something is locked, action first."""

    def __init__(self, blocked: Blocked, coach: Coach, sources: Mapping[str, str]) -> None:
        super().__init__()
        self._blocked = blocked
        self._coach = coach
        self._sources = sources
