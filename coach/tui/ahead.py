"""What the person may go to next is built while nobody waits for it, a piece at a time: a key has only to show it."""

from __future__ import annotations

import asyncio
import gc
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from coach.tui.app_settings import SettingsFrame
from coach.tui.screens.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.await_complete import AwaitComplete
    from textual.timer import Timer

LATER = 0.3  # s after the first screen stands
PAUSE = 0.03  # s between two pieces, for keys
HERE = Path(__file__).parent
SCREENS = (
    "routine",
    "body",
    "help",
    "check",
    "about",
    "breaks",
    "week",
    "all_messages",
    "notes.entry",
    "notes.lump",
    "notes.tick",
)
MODULES = (
    "coach.core.coach.sessions",
    *(f"coach.tui.{name}" for name in ("palette.offers", "palette.finder", "flows.noting", "flows.session")),
    *(f"coach.tui.screens.{name}" for name in SCREENS),
)


class Ahead(SettingsFrame):
    """Builds the places that were not gone to yet, and loads the other screens with their looks."""

    _unread: frozenset[Place] = frozenset()  # built ahead: what they show is as old as the program
    _clearing: Timer | None = None

    def build_ahead(self) -> None:
        """Begin with it in a moment."""
        self.set_timer(LATER, lambda: self.run_worker(self._build(), group="ahead"))

    async def _build(self) -> None:
        for mode in self.MODES:
            if self.is_running and mode not in self._screen_stacks:
                await self._init_mode(mode)
                place = self._screen_stacks[mode][0]
                if isinstance(place, Place):
                    self._unread |= {place}
                place._compositor.render_update(full=True)  # noqa: SLF001 - it keeps its rows
                await asyncio.sleep(PAUSE)
        for _ in self._loaded():
            await asyncio.sleep(PAUSE)
        gc.collect()
        gc.freeze()  # all this stays: to look through it for what can go took 30 ms, in the middle of any key

    def _loaded(self) -> Iterator[None]:
        for path in sorted(HERE.glob("screens/**/*.tcss")):
            if not self.stylesheet.has_source(str(path)):
                self.stylesheet.read(path)
                self.stylesheet.reparse()
                yield
        for name in MODULES:
            import_module(name)
            yield

    def pop_screen(self) -> AwaitComplete:
        """What was left is cleared away in a moment, and not in the middle of a key."""
        if self._clearing is not None:
            self._clearing.stop()
        self._clearing = self.set_timer(LATER, gc.collect)
        return super().pop_screen()

    def _arrived(self) -> None:
        """What was built ahead reads the record when it has been seen."""
        super()._arrived()
        place = self.screen
        if isinstance(place, Place) and place in self._unread:
            self._unread -= {place}
            place.call_after_refresh(place.reload)
