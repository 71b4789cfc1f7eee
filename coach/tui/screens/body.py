"""Body: pick the place that hurts on a drawn person."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on

from coach.core.errors import JournalError
from coach.core.vocabulary import BodyArea, Side
from coach.tui.screens.sheet import Sheet, TopLine
from coach.tui.widgets.body_picture import BodyPicture

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.types import CSSPathType

    from coach.core.coach.door import Coach


class BodyScreen(Sheet[tuple[BodyArea, Side | None] | None]):
    """Gives the area and the side (None: both) that were picked, or None where the person went back."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["sheet.tcss", "places.tcss"]

    def __init__(self, coach: Coach, area: BodyArea | None = None, side: Side | None = None) -> None:
        super().__init__()
        self._coach = coach
        self._area = area
        self._side = side

    def compose(self) -> ComposeResult:
        """The question, and the person."""
        yield from self.compose_small()
        yield TopLine("Where does it hurt?", "1 to 5")
        yield BodyPicture(self._marks(), area=self._area, side=self._side)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        """Keys go to the picture."""
        self.query_one(BodyPicture).focus()

    def _marks(self) -> dict[BodyArea, int]:
        """The last pain of each area in the last 14 days; none where the record can't be read."""
        try:
            facts = self._coach.entries.pain()
        except JournalError:
            return {}
        return {rated.body.area: rated.body.level for rated in facts if rated.body.area is not None}

    @on(BodyPicture.Picked)
    def _picked(self, event: BodyPicture.Picked) -> None:
        self.dismiss((event.area, event.side))
