"""Trying what sounds, and saying no more than what was seen: that a program ran is no proof of a sound."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coach.adapters.sound.loudspeaker import SystemLoudspeaker
from coach.adapters.sound.player import find_player
from coach.adapters.sound.voice import find_voice
from coach.core.frozen import frozen
from coach.core.routine.segments import Sound
from coach.core.session.ports import Heard

if TYPE_CHECKING:
    from coach.core.settings import Settings

SECONDS = 8.0  # that a chime or a few words may take
WORDS = "Coach can speak"
NONE_HERE = {
    "player": "no player, so the terminal's bell rings. On Linux install paplay, pw-play or aplay",
    "voice": "no voice, so chimes lead you. On Linux install espeak-ng or speech-dispatcher",
}


@frozen
class TriedSound:
    """What came of trying `kind` ("player" or "voice"). `ran` is None where it was not tried, or did not come back."""

    kind: str
    program: str
    tried: bool = False
    ran: bool | None = None

    @property
    def said(self) -> str:
        """The same in words."""
        if not self.program:
            return NONE_HERE[self.kind]
        if not self.tried:
            return f"{self.program} is there, and was not tried"
        if self.ran is None:
            return f"{self.program} was started, and did not come back. Look at the sound device and the settings"
        if not self.ran:
            return f"{self.program} is there, but does not run. Look at the sound device and the settings"
        return f"{self.program} ran. If you heard nothing, look at the volume and the sound device"


def try_sound(kind: str, settings: Settings, seconds: float = SECONDS, *, loud: bool = True) -> TriedSound:
    """Play a chime with the player, or say a few words with the voice; without `loud` only look what there is.

    It takes up to so many real seconds.
    """
    player, voice = find_player(), find_voice(settings.voice, settings.voice_speed, settings.volume)
    names = {"player": Path(player[0]).name if player else "", "voice": voice.name if voice else ""}
    if not (loud and names[kind]):
        return TriedSound(kind, names[kind])
    speaker = SystemLoudspeaker(player, voice if kind == "voice" else None, settings.volume)
    speaker.sound(Heard(WORDS if kind == "voice" else "", Sound.START))
    speaker.close(seconds)
    return TriedSound(kind, names[kind], tried=True, ran=speaker.seen.get(kind))
