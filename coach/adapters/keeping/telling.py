"""Shows one notice outside at a time, or none."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.core.reminders.ports import Notice, Notifier


class Telling:
    """A slow channel holds nothing up; what it was showing is over once something else is to be shown.

    `begin` starts a task, `untold` is given the prompt that no channel could tell.
    """

    def __init__(self, notifier: Notifier, begin: Callable[[Any], asyncio.Task[Any]], untold: Callable[[str], None]):
        self._notifier, self._begin, self._untold = notifier, begin, untold
        self._last: asyncio.Task[None] | None = None
        self._wanted: Notice | None = None
        self.notice: Notice | None = None  # of the reminders; `word` shows what is none of theirs

    def tell(self, notice: Notice | None) -> None:
        """Show this notice of the reminders, or none."""
        self.notice = notice
        self._show(notice)

    def word(self, notice: Notice | None) -> None:
        """Show this beside the reminders, or take it back; whatever they tell comes before it."""
        if self.notice is None:
            self._show(notice)

    def _show(self, notice: Notice | None) -> None:
        self._wanted = notice
        self._last = self._begin(self._shown(notice, self._last))

    async def _shown(self, notice: Notice | None, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        if notice is not self._wanted:
            return  # overtaken
        if notice is None:
            await self._notifier.close()
            return
        attempts = await self._notifier.show(notice)
        if not any(attempt.worked is not False for attempt in attempts):
            self._untold(notice.prompt)

    async def tidy(self) -> None:
        """Take away what a keeper before us left."""
        await self._notifier.tidy()

    async def close(self) -> None:
        """Nothing of it is left."""
        await self._notifier.close()
