"""What a person may set, with the one table of defaults."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Theme ("auto", "dark", "light" or a theme's name), sounds on or off, minutes usually at hand (None: no limit),
    the end of each dose ("low" or "high"), whether to wait for a key between steps, and whether the figure moves.
    """

    theme: str = "auto"
    sound: bool = True
    minutes: int | None = None
    dose: str = "low"
    wait: bool = False
    motion: bool = True


DEFAULTS = Settings()
