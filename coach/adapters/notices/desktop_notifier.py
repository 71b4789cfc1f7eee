"""Notifications with buttons on Windows and macOS, where the extra `buttons` (desktop-notifier) is installed."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from coach.adapters.notices.words import TEXT, TITLE, one_line
from coach.core.reminders.ports import Attempt

if TYPE_CHECKING:
    from coach.adapters.notices.channel import Answers
    from coach.core.reminders.ports import Notice

PATIENCE = 5.0  # seconds
MODULE = "desktop_notifier"
MEND = "For buttons: pip install 'knot-coach[buttons]'."


class NativeChannel:
    """One notification at a time through desktop-notifier."""

    name = "native"

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._notifier: Any = None
        self._shown: Any = None

    async def show(self, notice: Notice) -> Attempt:
        """Tell, within 5 s."""
        if find_spec(MODULE) is None:
            return Attempt(self.name, False, "desktop-notifier is not installed.", MEND)
        try:
            async with asyncio.timeout(PATIENCE):
                await self._show(notice)
        except TimeoutError:
            return Attempt(self.name, False, f"It did not come back within {PATIENCE:g} s.", "")
        except Exception as error:  # noqa: BLE001 - whatever the system says no with
            return Attempt(self.name, False, f"The system says no: {type(error).__name__}.", "Allow notifications.")
        return Attempt(self.name, True, "Handed to the system.")

    async def _show(self, notice: Notice) -> None:
        library = import_module(MODULE)
        if self._notifier is None:
            self._notifier = library.DesktopNotifier(app_name="Coach")
        await self.close()

        def pressed(name: str) -> Any:
            return lambda: self._answers(notice.prompt, name)

        buttons = [
            library.Button(title=one_line(label, 30), on_pressed=pressed(name)) for name, label in notice.actions
        ]
        self._shown = await self._notifier.send(
            title=one_line(notice.title, TITLE),
            message=one_line(notice.text, TEXT),
            buttons=buttons,
            on_clicked=pressed(notice.click),
            on_dismissed=pressed("dismissed"),
        )

    async def close(self) -> None:
        """Take it away."""
        shown, self._shown = self._shown, None
        if shown is not None:
            with suppress(Exception):
                async with asyncio.timeout(PATIENCE):
                    await self._notifier.clear(shown)
