"""What a channel is: one way to reach the person, which says what it did and never raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.core.reminders.ports import Attempt, Notice

    Answers = Callable[[str, str], None]


class Channel(Protocol):
    """One way to reach the person. An earlier notice of it is replaced."""

    name: str

    async def show(self, notice: Notice) -> Attempt:
        """Tell, and say what came of it. Nothing here raises, blocks the event loop or writes on the screen."""

    async def close(self) -> None:
        """Take away what is shown, and let go of everything; it may be shown on again."""


@runtime_checkable
class Tidy(Protocol):
    """A channel whose notices outlive who showed them."""

    async def tidy(self) -> None:
        """Take away what a keeper before us left. Nothing here raises."""
