"""What the person wants on Today: where it hurts, on which side, and how much time there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.core.vocabulary import BodyArea, Side
from coach.tui.widgets.choice_row import Choice
from coach.tui.words.common import NO_LIMIT, TIMES, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from coach.core.clearance.listed_routine import Listed
    from coach.core.library import Library
    from coach.core.record.choices import Choices

AREAS = tuple(BodyArea)
SIDES = (None, Side.LEFT, Side.RIGHT)
ANY = "any"


@dataclass(slots=True)
class Wish:
    """None: anywhere, both sides, any length. `minutes` come from the settings until the person picks some."""

    area: BodyArea | None = None
    side: Side | None = None
    minutes: int | None = None
    picked: bool = False

    @property
    def minutes_name(self) -> str:
        """The name of the choice of minutes."""
        return str(self.minutes or ANY)

    def area_choices(self, key: Callable[[str, str], str]) -> list[Choice]:
        """Every area with its key, which `key` knows."""
        return [
            Choice(str(area), plain(area).capitalize(), key(f"today.{area}", str(n))) for n, area in enumerate(AREAS, 1)
        ]

    def minute_choices(self) -> list[Choice]:
        """The usual times, the one that is set, and any."""
        times = sorted({*(t for t in TIMES if t), *([self.minutes] if self.minutes else [])})
        return [*(Choice(str(time), str(time)) for time in times), Choice(ANY, "any")]

    def pick_minutes(self, name: str) -> None:
        """The choice of this name."""
        self.minutes = None if name == ANY else int(name)
        self.picked = True

    def next_minutes(self) -> None:
        """The next time at hand, round and round."""
        names = [choice.name for choice in self.minute_choices()]
        self.pick_minutes(names[(names.index(self.minutes_name) + 1) % len(names)])

    def next_side(self) -> None:
        """Left, right, both."""
        self.side = SIDES[(SIDES.index(self.side) + 1) % len(SIDES)]

    def suggestions(self, library: Library, listed: Mapping[str, Listed]) -> tuple[list[Listed], int]:
        """What helps there in the time at hand, and how many sequences were left out because they are longer."""
        from coach.core.clearance.listed_routine import sequences_first  # noqa: PLC0415 - 10 ms more for the first frame
        from coach.core.routine.routine import Sequence as Steps  # noqa: PLC0415

        ordered = sequences_first([listed[r.id] for r in library.filter(area=self.area) if r.id in listed])
        if self.minutes is None:
            return ordered, 0
        fitting = [one for one in ordered if (one.seconds or 0) <= self.minutes * 60]
        return fitting, sum(isinstance(one.routine, Steps) and one not in fitting for one in ordered)

    def first_for_it(self, listed: Sequence[Listed]) -> str | None:
        """The first of these that is for the place chosen, rather than for any; None where no place is."""
        own = [one.routine.id for one in listed if not one.nothing_asked]
        return own[0] if own and self.area is not None else None

    def choices(self) -> Choices:
        """The same for a routine."""
        from coach.core.record.choices import Choices, SideChoice  # noqa: PLC0415 - not needed for the first frame

        limit = self.minutes or (NO_LIMIT if self.picked else None)
        side = SideChoice(self.side) if self.side and self.area else None
        return Choices(area=self.area, side=side, minutes=limit)
