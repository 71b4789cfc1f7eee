"""What the reminders need of the things outside: telling, idle time, and whether the person is busy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from datetime import datetime


@frozen
class Notice:
    """What a person is told outside the program. `prompt` names what it is about, and comes back with the answer.

    `actions` are (name, label) in the order of their worth: a server that shows fewer shows the first. `click` is the
    name of what a click on the text itself does. `quiet`: no sound belongs to it.
    """

    prompt: str
    title: str
    text: str
    actions: tuple[tuple[str, str], ...] = ()
    click: str = "start"
    quiet: bool = False


@frozen
class Attempt:
    """What one channel did with a notice. `worked` is None where it can't be known; `mend` says what would help."""

    channel: str
    worked: bool | None
    why: str = ""
    mend: str = ""


class Notifier(Protocol):
    """Tells the person, on the first channel that works. Nothing here raises, blocks the caller or marks the screen.

    Answers come to the function given when it was made, as (prompt, action), in the event loop that called `show`.
    """

    async def show(self, notice: Notice) -> list[Attempt]:
        """Tell; an earlier notice is replaced. One attempt for each channel that was tried, the last the one used."""

    async def tidy(self) -> None:
        """Take away what a keeper before us left, whose buttons nobody hears."""

    async def close(self) -> None:
        """Take away what is still shown, and let go of every connection and child."""


class Idle(Protocol):
    """How long nobody has touched keyboard or mouse."""

    def seconds(self) -> float | None:
        """Seconds since the last touch; None where it is not known, which is never the same as 0."""


@frozen
class Busy:
    """Why not to prompt now: `reason` is "meeting" or "do-not-disturb", `until` its end where that is known."""

    reason: str
    source: str
    until: datetime | None = None


class Business(Protocol):
    """Looks whether the person is busy, when it is asked and not before."""

    def busy(self) -> tuple[Busy, ...]:
        """What speaks against a prompt now; nothing where nothing is known."""
