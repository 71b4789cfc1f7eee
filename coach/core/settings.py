"""What a person may set, with the one table of defaults."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Theme ("auto", "dark", "light" or a theme's name), minutes usually at hand (None: no limit), the end of each
    dose ("low" or "high"), whether to wait for a key between steps, and the seconds after which a step begins without
    one (None: never).

    How a session is heard ("voice", "chimes" or "silent"), the name of the voice (None: the platform's own), its words
    a minute, the volume (0 to 100), and the hours in which nothing sounds ("22:00-07:00").
    """

    theme: str = "auto"
    hearing: str = "voice"
    minutes: int | None = None
    dose: str = "low"
    wait: bool = False
    wait_limit: int | None = None
    voice: str | None = None
    voice_speed: int = 170
    volume: int = 70
    quiet_hours: str | None = None


DEFAULTS = Settings()
