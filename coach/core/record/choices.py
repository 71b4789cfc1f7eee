"""What a person chose for a run, as the record keeps it."""

from __future__ import annotations

from dataclasses import field, fields, replace
from enum import StrEnum

from coach.core.frozen import frozen
from coach.core.record import wire
from coach.core.vocabulary import BodyArea

MOST = 1_000_000_000  # a number of a run; what is sensible is checked where it is chosen


class SideChoice(StrEnum):
    """Which side of the body a run takes."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class DoseChoice(StrEnum):
    """Which end of each dose a run takes."""

    LOW = "low"
    HIGH = "high"


@frozen
class Choices:
    """What the person chose for a run; None where they did not choose.

    `wait` is whether each step waits for a key, `wait_limit` the seconds after which it begins without one (0: never).
    `turn` and `seconds` are for the guided break alone: which movements it begins with, and how long it is.
    """

    area: BodyArea | None = field(default=None, metadata=wire.word(BodyArea))
    side: SideChoice | None = field(default=None, metadata=wire.word(SideChoice))
    minutes: int | None = field(default=None, metadata=wire.whole(0, MOST))
    variant: str | None = field(default=None, metadata=wire.text())
    spots: int | None = field(default=None, metadata=wire.whole(0, MOST))
    dose: DoseChoice | None = field(default=None, metadata=wire.word(DoseChoice))
    wait: bool | None = field(default=None, metadata=wire.truth())
    turn: int | None = field(default=None, metadata=wire.whole(0, MOST))
    seconds: int | None = field(default=None, metadata=wire.whole(0, MOST))
    wait_limit: int | None = field(default=None, metadata=wire.whole(0, MOST))

    @property
    def waits(self) -> bool:
        """Whether each step waits for the person; a limit alone means yes."""
        return bool(self.wait_limit if self.wait is None else self.wait)

    def over(self, defaults: Choices) -> Choices:
        """These choices, with `defaults` where nothing was chosen."""
        return replace(
            self,
            **{f.name: getattr(defaults, f.name) for f in fields(self) if getattr(self, f.name) is None},
        )
