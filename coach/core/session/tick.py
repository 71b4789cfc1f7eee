"""What one look at the clock has found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from coach.core.clock import Reading
    from coach.core.session.events import Position, SessionEvent
    from coach.core.session.session import Session


@frozen
class Tick:
    """A session after one look at the clock: all that is shown and heard of this moment rests on the same reading.

    `due_in` is how many seconds after it something happens by itself; None where nothing will.
    """

    reading: Reading
    events: tuple[SessionEvent, ...]
    session: Session
    position: Position
    due_in: float | None

    @classmethod
    def of(cls, session: Session, events: tuple[SessionEvent, ...], reading: Reading) -> Self:
        """This session, which has been brought to this reading."""
        return cls(reading, events, session, session.position(reading), session.due_in(reading))
