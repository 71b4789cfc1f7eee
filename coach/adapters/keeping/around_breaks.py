"""What sounds at a prompt, and what of the person's own runs at the beginning and the end of a break."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from coach.core.reminders.signals import BreakBegins, BreakEnds, Stage, Tell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.core.clock import Clock
    from coach.core.reminders.signals import ReminderEvent
    from coach.core.settings import Settings

LONGEST = 5.0  # seconds for a command; then it is ended


class AroundBreaks:
    """Told every event of the reminders. Nothing here waits, raises, or outlives its five seconds.

    `settings` gives those that hold; `chime` sounds one of "prompt" and "over".
    """

    def __init__(self, settings: Callable[[], Settings], clock: Clock, chime: Callable[[str, Settings], None]) -> None:
        self._settings, self._clock, self._chime = settings, clock, chime
        self._faults: dict[tuple[str, ...], str] = {}

    def event(self, event: ReminderEvent) -> None:
        """Sound and run what belongs to it."""
        settings = self._settings()
        own = settings.reminders.on_break
        match event:
            case Tell(stage=Stage.PROMPT | Stage.AGAIN, quiet=False):
                self._sound("prompt", settings)
            case BreakBegins():
                self._run(own.begin)
            case BreakEnds(guided=guided):
                if not guided:
                    self._sound("over", settings)
                self._run(own.end)

    def fault(self) -> str:
        """What is wrong with a command that is still set, empty where nothing is."""
        own = self._settings().reminders.on_break
        return " ".join(self._faults[command] for command in (own.begin, own.end) if command in self._faults)

    def hushed(self) -> bool:
        """Whether these are hours of quiet: nothing sounds then, on any channel."""
        quiet = self._settings().quiet_hours
        if quiet is None:
            return False
        from coach.core.session.hearing import in_quiet_hours  # noqa: PLC0415 - only who has such hours needs it

        return in_quiet_hours(quiet, self._clock.now().wall)

    def silent(self) -> bool:
        """Whether nothing of a reminder is to sound now: no sound is wanted, or these are hours of quiet."""
        return not self._settings().reminders.sound or self.hushed()

    def _sound(self, what: str, settings: Settings) -> None:
        if not self.silent():
            self._chime(what, settings)

    def _run(self, command: tuple[str, ...]) -> None:
        if command:
            threading.Thread(target=self._followed, args=(command,), daemon=True).start()

    def _followed(self, command: tuple[str, ...]) -> None:
        why = ended_in_time(command)
        if why:
            self._faults[command] = f"on_break: {command[0]} {why}"
        else:
            self._faults.pop(command, None)


def ended_in_time(command: Sequence[str], seconds: float = LONGEST) -> str:
    """Run a command, without a shell, and end it and its children after so long. Gives what went wrong."""
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError) as error:
        return f"can't be started: {getattr(error, 'strerror', None) or error}."
    try:
        code = child.wait(seconds)
    except subprocess.TimeoutExpired:
        _end(child)
        return f"took longer than {seconds:g} s and was ended."
    return f"failed (exit {code})." if code else ""


def _end(child: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    child.wait()
