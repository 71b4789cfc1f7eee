"""The chain: the first channel that works tells; the next one serves where one fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.adapters.notices.channel import Tidy
from coach.core.reminders.ports import Attempt, Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.adapters.notices.channel import Channel

TEST = Notice("test", "Coach", "This is how a reminder looks.", (("got-up", "I got up"), ("snooze", "Later")))


class Chain:
    """Tells on the first channel that does not fail, and remembers it, so that what it shows can be taken away."""

    def __init__(self, channels: Sequence[Channel]) -> None:
        self._channels = tuple(channels)
        self._used: Channel | None = None

    async def show(self, notice: Notice) -> list[Attempt]:
        """One attempt for each channel that was tried, the last the one that told."""
        attempts = []
        for channel in self._channels:
            attempt = await _tried(channel, notice)
            attempts.append(attempt)
            if attempt.worked is not False:
                if self._used is not None and self._used is not channel:
                    await self.close()
                self._used = channel
                break
        return attempts

    async def tidy(self) -> None:
        """Take away what a keeper before us left."""
        for channel in self._channels:
            if isinstance(channel, Tidy):
                await channel.tidy()

    async def close(self) -> None:
        """Take away what is shown."""
        used, self._used = self._used, None
        if used is not None:
            await used.close()

    async def probe(self) -> list[Attempt]:
        """Try every channel with a test notice: what each did, and what would mend it."""
        attempts = []
        for channel in self._channels:
            attempts.append(await _tried(channel, TEST))
            await channel.close()
        return attempts


async def _tried(channel: Channel, notice: Notice) -> Attempt:
    """A channel never raises; one that does all the same has failed, and the next one serves."""
    try:
        return await channel.show(notice)
    except Exception as error:  # noqa: BLE001 - a fault in one channel must not cost the reminder
        return Attempt(channel.name, False, f"A fault: {type(error).__name__}: {error}.", "Please report it.")
