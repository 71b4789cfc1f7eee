"""What a session needs of the things outside: a loudspeaker, and who follows which session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from coach.core.routine.segments import Sound


class Presence(Protocol):
    """Knows which sessions a living process is following, so that none is offered twice."""

    def hold(self, session: str) -> None:
        """This process follows the session from now on."""

    def release(self, session: str) -> None:
        """It no longer does."""

    def held(self, session: str) -> bool:
        """Whether some living process follows it."""

    def any(self) -> bool:
        """Whether some living process follows any session."""


class Loudspeaker(Protocol):
    """Sounds one thing at a time. Nothing here raises, waits (but `close`, where it is told to) or marks the screen."""

    def prepare(self) -> None:
        """Get ready: something is to sound soon."""

    def sound(self, heard: Heard) -> bool:
        """Say the words, or sound the chime where there are none or no voice; False where neither is possible."""

    def hush(self) -> None:
        """Nothing sounds any more, at once."""

    def close(self, wait: float = 0.0) -> None:
        """Let what sounds end, then go; wait for that at most so many real seconds."""


@frozen
class Heard:
    """Something to be heard: `words`, or the chime of `sound` (grown to `level`) where there are none or no voice.

    It cuts what still sounds; where `cuts` is False it is left out then.
    """

    words: str
    sound: Sound
    level: int = 0
    cuts: bool = True


class Alone:
    """The `Presence` where nobody else can be: no session is followed elsewhere."""

    def hold(self, session: str) -> None:
        """Nobody asks."""

    def release(self, session: str) -> None:
        """Nobody asks."""

    def held(self, session: str) -> bool:
        """Never."""
        del session
        return False

    def any(self) -> bool:
        """Never."""
        return False
