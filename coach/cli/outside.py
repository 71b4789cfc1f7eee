"""What a command gets from outside: the machine's own clock and keyboard, or those that a test hands in."""

from __future__ import annotations

import sys
from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.cli.wiring import House
    from coach.core.clock import Clock
    from coach.core.session.ports import Loudspeaker
    from coach.core.settings import Settings


class Keyboard(Protocol):
    """Lines that a person types."""

    @property
    def tty(self) -> bool:
        """Whether a terminal is at the other end."""

    @property
    def closed(self) -> bool:
        """Whether nothing more can come."""

    def wait(self, seconds: float | None = None) -> str | None:
        """The next line, or None where none came in these (real) seconds; None seconds: as long as it takes."""

    def forget(self) -> None:
        """Drop what was typed ahead."""


@frozen
class Outside:
    """Clock, keyboard and loudspeaker; None for the machine's own. `told` are the notices said so far."""

    clock: Clock | None = None
    lines: Keyboard | None = None
    sounds: Callable[[Settings], Loudspeaker] | None = None
    told: set[str] = field(default_factory=set)

    def house(self, *, read_only: bool = False, quiet: bool = False) -> House:
        """Everything wired together, to be used in a `with`; notices go to stderr, unless `quiet`."""
        from coach.cli import wiring
        from coach.cli.say import tell

        house = wiring.build(clock=self.clock, read_only=read_only)
        for notice in () if quiet else house.notices:
            tell(notice)
            self.told.add(notice)
        return house

    def speaker(self, settings: Settings) -> Loudspeaker:
        """What sounds, as the person has set it."""
        if self.sounds is not None:
            return self.sounds(settings)
        from coach.adapters.sound.loudspeaker import SystemLoudspeaker
        from coach.adapters.sound.player import find_player
        from coach.adapters.sound.voice import find_voice

        voice = find_voice(settings.voice, settings.voice_speed, settings.volume)
        return SystemLoudspeaker(find_player(), voice, settings.volume)

    def secret(self, question: str) -> str:
        """What the person types unseen. Raises BadInput where nobody is there to type, or nothing was."""
        from coach.adapters.terminal import is_tty
        from coach.core.errors import BadInput

        if self.lines is not None:
            typed = (self.lines.wait() or "") if self.lines.tty else ""
        elif is_tty(sys.stdin):
            from getpass import getpass

            try:
                typed = getpass(f"{question}: ")
            except EOFError:
                typed = ""
        else:
            typed = ""
        if not typed:
            raise BadInput(f"{question} is missing.", "It has to be typed at a terminal; nothing was done.")
        return typed

    def keyboard(self) -> Keyboard:
        """The person's lines."""
        from coach.adapters.terminal import StdinKeyboard

        return self.lines or StdinKeyboard(sys.stdin)
