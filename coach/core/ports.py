"""The things outside, as the core sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from coach.core.hearing import Heard
    from coach.core.record import Fact


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at the clock: three readings of the same moment.

    `mono` counts seconds while the machine is awake (holds). `boot` counts seconds asleep too (heat, cold, rests).
    `wall` is an aware local time (days, working hours, what is written in the record).
    """

    mono: float
    boot: float
    wall: datetime

    def since(self, earlier: Reading, *, asleep_too: bool) -> float:
        """Seconds from `earlier` to this reading, never negative."""
        return max(0.0, self.boot - earlier.boot if asleep_too else self.mono - earlier.mono)

    def asleep_since(self, earlier: Reading) -> float:
        """Seconds the machine slept between `earlier` and this reading."""
        return max(0.0, (self.boot - earlier.boot) - (self.mono - earlier.mono))


class Clock(Protocol):
    """Reads the time. The only implementation that asks the machine is `adapters/clock.py`."""

    def now(self) -> Reading:
        """All three readings of this moment."""


class Journal(Protocol):
    """Facts on disk, appended and never changed.

    Every method raises `JournalError` when the file can't be read or written; nothing half-done remains.
    """

    def append(self, facts: Iterable[Fact]) -> None:
        """Write all of `facts` in one transaction; on return they are on disk.

        A fact that is already there is left as it is.
        """

    def facts(self, kinds: Collection[str] | None = None, since: datetime | None = None) -> list[Fact]:
        """The facts of these kinds (all when None) at or after `since`, oldest first, equal moments as written."""

    def version(self) -> object:
        """Another value once anybody, here or in another process, has written; cheap."""


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


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person is told outside the program. `prompt` names what it is about, and comes back with the answer.

    `actions` are (name, label) in the order of their worth: a server that shows fewer shows the first.
    """

    prompt: str
    title: str
    text: str
    actions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
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

    async def close(self) -> None:
        """Take away what is still shown, and let go of every connection and child."""


class Idle(Protocol):
    """How long nobody has touched keyboard or mouse."""

    def seconds(self) -> float | None:
        """Seconds since the last touch; None where it is not known, which is never the same as 0."""


@dataclass(frozen=True, slots=True)
class Busy:
    """Why not to prompt now: `reason` is "meeting" or "do-not-disturb", `until` its end where that is known."""

    reason: str
    source: str
    until: datetime | None = None


class Business(Protocol):
    """Looks whether the person is busy, when it is asked and not before."""

    def busy(self) -> tuple[Busy, ...]:
        """What speaks against a prompt now; nothing where nothing is known."""


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
