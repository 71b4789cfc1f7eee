"""What to take care of, and where and how it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Collection

    from coach.core.vocabulary import BodyArea


@frozen
class Caution:
    """What to take care of: for these areas and in these ways alone, where any are named. `source` is an id."""

    say: str
    areas: tuple[BodyArea, ...] = ()
    ways: tuple[str, ...] = ()
    source: str = ""

    def holds(self, areas: Collection[BodyArea], way: str) -> bool:
        """Whether it holds for any of these areas, in this way. What is not known counts."""
        there = not self.areas or not areas or any(area in self.areas for area in areas)
        return there and (not self.ways or not way or way in self.ways)
