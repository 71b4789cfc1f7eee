"""The safety check of the day, one screen a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from coach.core.clearance import Safety

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.core.checkup import Checkup
    from coach.core.coach import Coach


class CheckScreen(Screen[Safety | None]):
    """Asks the check; gives the safety that follows, or None where it was left.

    An emergency shows its card from here, at once; there is nothing to show again.
    """

    def __init__(self, coach: Coach, checkup: Checkup, sources: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._coach = coach
        self._checkup = checkup
        self._sources = sources or {}
