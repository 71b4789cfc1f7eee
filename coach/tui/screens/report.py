"""Something is wrong: four questions in the middle of a session, and what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual.screen import ModalScreen

from coach.core.clearance import Blocked

if TYPE_CHECKING:
    from coach.core.coach import Coach
    from coach.core.run import Run


class ReportScreen(ModalScreen[Blocked | Literal["false alarm"] | None]):
    """Freezes the time, asks what is wrong, and acts on it.

    Gives the card where nothing of the run is left, None where it goes on without what was locked.
    """

    def __init__(self, coach: Coach, run: Run) -> None:
        super().__init__()
        self._coach = coach
        self._run_of = run
