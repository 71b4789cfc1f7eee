"""Notifications without buttons through plyer, in a process of its own: it blocks, prints and claims success."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from coach.adapters.notices.words import TEXT, TITLE, one_line
from coach.core.reminders.ports import Attempt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.core.reminders.ports import Notice

PATIENCE = 5.0  # seconds; then it is ended
CODE = (
    "import sys; from plyer import notification as n; n.notify(sys.argv[1], sys.argv[2], app_name='Coach', timeout=30)"
)
MEND = {
    "linux": "Install a notification server and libnotify-bin (notify-send).",
    "darwin": "Install pyobjus, or Coach with the extra: pip install 'knot-coach[buttons]'.",
    "win32": "Allow notifications in the settings of Windows.",
}


class PlainChannel:
    """One notification through plyer. It can't be taken away again, nor answered."""

    name = "plyer"

    def __init__(self, environ: Mapping[str, str] | None = None, platform: str = sys.platform) -> None:
        self._environ = dict(os.environ if environ is None else environ)
        self._platform = platform

    async def show(self, notice: Notice) -> Attempt:
        """Tell, within 5 s. Any word on stderr means failure, and so does a desktop that is not there."""
        if self._platform.startswith("linux") and not self._environ.get("DBUS_SESSION_BUS_ADDRESS"):
            return self._failed("There is no session bus, and plyer would not notice.")
        argv = [sys.executable, "-c", CODE, one_line(notice.title, TITLE), one_line(notice.text, TEXT)]
        try:
            child = await asyncio.create_subprocess_exec(
                *argv,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
                env=self._environ,
                start_new_session=True,
            )
        except OSError as error:
            return self._failed(f"It could not be started: {error.strerror}.")
        try:
            async with asyncio.timeout(PATIENCE):
                _, told = await child.communicate()
        except TimeoutError:
            return self._failed(f"It did not come back within {PATIENCE:g} s.")
        finally:
            await _ended(child)
        if child.returncode or told.strip():
            lines = [line for line in told.decode(errors="replace").splitlines() if "warnings.warn" not in line]
            return self._failed(one_line(lines[-1] if lines else "It failed without a word.", 120))
        return Attempt(self.name, None, "Handed over; plyer does not say whether it was shown.")

    def _failed(self, why: str) -> Attempt:
        platform = "linux" if self._platform.startswith("linux") else self._platform
        return Attempt(self.name, False, why, MEND.get(platform, ""))

    async def close(self) -> None:
        """What plyer shows goes by itself."""


async def _ended(child: asyncio.subprocess.Process) -> None:
    """No child outlives the attempt, nor do its own."""
    if child.returncode is None:
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(child.pid, 9)
            else:
                child.kill()
        await child.wait()
