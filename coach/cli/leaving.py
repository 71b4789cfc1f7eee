"""Being told to leave (Ctrl-C, a closed terminal, a shutdown) while a session runs.

The signal is acted on only while waiting, so that it never cuts a fact in half.
"""

from __future__ import annotations

import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from coach.cli.outside import Keyboard

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class Leaving(BaseException):
    """The person or the system wants the program to go."""


class Interruptible:
    """A keyboard whose waiting ends with `Leaving` when a signal comes. Use it in a `with`."""

    def __init__(self, keyboard: Keyboard) -> None:
        self._keyboard = keyboard
        self._before: dict[int, Any] = {}
        self._waiting = False
        self._told = False

    def __enter__(self) -> Self:
        """Catch the signals; where this is not the main thread they go their usual way."""
        for name in SIGNALS:
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(ValueError):
                    self._before[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the signals go their usual way again."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _on_signal(self, number: int, frame: object) -> None:
        del number, frame
        self._told = True
        if self._waiting:
            self._waiting = False
            raise Leaving

    @property
    def tty(self) -> bool:
        """Whether a terminal is at the other end."""
        return self._keyboard.tty

    @property
    def closed(self) -> bool:
        """Whether nothing more can come."""
        return self._keyboard.closed

    def forget(self) -> None:
        """Drop what was typed ahead."""
        self._keyboard.forget()

    def wait(self, seconds: float | None = None) -> str | None:
        """As the keyboard; raises Leaving where a signal came since the last wait."""
        self._waiting = True
        try:
            if self._told:
                raise Leaving
            return self._keyboard.wait(seconds)
        finally:
            self._waiting = False
