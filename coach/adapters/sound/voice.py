"""The platform's own voice: a command that reads what to say from its input, so that no list of processes shows it."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

USUAL_SPEED = 170  # words a minute, what the rates without a unit are measured from
USUAL_VOLUME = 70
_SAPI = (
    "Add-Type -AssemblyName System.Speech;"
    "$v = New-Object System.Speech.Synthesis.SpeechSynthesizer;"
    "$v.Rate = {rate}; $v.Volume = {volume}; {choose}"
    "$in = New-Object IO.StreamReader([Console]::OpenStandardInput(), [Text.Encoding]::UTF8);"
    "$v.Speak($in.ReadToEnd())"
)


@frozen
class Voice:
    """A voice: `command` says its input, then ends; `stop`, where it has one, silences what goes on without it."""

    name: str
    command: tuple[str, ...]
    stop: tuple[str, ...] = ()


def find_voice(
    voice: str | None,
    speed: int,
    volume: int,
    which: Callable[[str], str | None] = shutil.which,
    platform: str = sys.platform,
) -> Voice | None:
    """The voice to be used; None where there is none. `speed` is in words a minute, `volume` 0 to 100."""
    if platform == "win32":
        return _sapi(voice, speed, volume, which)
    if platform == "darwin":
        found = which("say")
        named = ("-v", voice) if voice else ()
        return Voice("say", (found, "-r", str(speed), *named, "-f", "-")) if found else None
    found = which("espeak-ng")
    if found:
        named = ("-v", voice) if voice else ()
        loud = str(min(200, round(volume * 100 / USUAL_VOLUME)))
        return Voice("espeak-ng", (found, "--stdin", "-z", "-s", str(speed), "-a", loud, *named))
    found = which("spd-say")
    if found:
        named = ("-y", voice) if voice else ()
        rate, loud = _percent(speed, USUAL_SPEED), _percent(volume, USUAL_VOLUME)
        command = (found, "--wait", "--pipe-mode", "-r", rate, "-i", loud, *named)
        return Voice("spd-say", command, (found, "--cancel"))
    return None


def _percent(value: int, usual: int) -> str:
    """A value as speech-dispatcher counts: 0 is usual, -100 and 100 are the ends."""
    return str(max(-100, min(100, round(100 * (value - usual) / usual))))


def _sapi(voice: str | None, speed: int, volume: int, which: Callable[[str], str | None]) -> Voice | None:
    found = which("powershell")
    if found is None:
        return None
    rate = max(-10, min(10, round((speed - USUAL_SPEED) / 15)))
    quoted = (voice or "").replace("'", "''")
    choose = f"$v.SelectVoice('{quoted}');" if voice else ""
    script = _SAPI.format(rate=rate, volume=volume, choose=choose)
    return Voice("System.Speech", (found, "-NoProfile", "-NonInteractive", "-Command", script))
