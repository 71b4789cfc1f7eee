"""What a break is made of: movements that fit at a desk and take turns. A prompt names one, a break has several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@frozen
class Movement:
    """A movement (routines/movement-break.yaml).

    `prompt` is what a reminder says, a break by itself; in `guide` the person stands already. `technique` names the
    one it belongs to, which must be open; None: anybody may.
    """

    id: str
    name: str
    prompt: str
    guide: str
    technique: str | None = None


def fitting(movements: Iterable[Movement], open_techniques: Collection[str]) -> tuple[Movement, ...]:
    """The movements that are open, in order."""
    return tuple(m for m in movements if m.technique is None or m.technique in open_techniques)


def choose(movements: Iterable[Movement], turn: int, open_techniques: Collection[str]) -> Movement:
    """The movement of this turn, of those that are open. Raises ValueError where none is."""
    opened = fitting(movements, open_techniques)
    if not opened:
        raise ValueError("no movement is open")
    return opened[turn % len(opened)]
