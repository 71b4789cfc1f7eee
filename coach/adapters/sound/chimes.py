"""The chimes: soft tones made here, sample by sample, and written as wave files."""

from __future__ import annotations

import io
import sys
import wave
from array import array
from math import exp, pi, sin
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.routine.segments import Sound

if TYPE_CHECKING:
    from pathlib import Path

RATE = 22_050  # samples a second; enough for tones below 3 kHz
LOUDEST = 0.8  # of full scale, at volume 100
ATTACK = 0.012  # s; slower than a click, faster than a sigh
RELEASE = 0.03  # s, so that nothing ends with a click
A3, C4, E4, G4, C5, E5, G5, A5, C6 = 220.0, 261.6, 329.6, 392.0, 523.3, 659.3, 784.0, 880.0, 1046.5  # Hz


@frozen
class Note:
    """A tone of `length` seconds from `start`, gliding from `pitch` to `to` (Hz); `fade` is how fast it dies (1/s)."""

    start: float
    pitch: float
    length: float
    gain: float = 0.5
    fade: float = 6.0
    to: float = 0.0


NOTES = {
    Sound.READY: (Note(0, G4, 0.45, 0.45),),
    Sound.START: (Note(0, C5, 0.25), Note(0.14, G5, 0.5)),
    Sound.HALF: (Note(0, C5, 0.5, 0.4),),
    Sound.SOON: (Note(0, A5, 0.14, 0.35, 12), Note(0.2, A5, 0.2, 0.35, 12)),
    Sound.SKIN: (Note(0, C6, 0.2), Note(0.18, A5, 0.2), Note(0.36, C6, 0.45)),
    Sound.SWAP: (Note(0, C5, 0.2), Note(0.16, E5, 0.2), Note(0.32, C5, 0.2), Note(0.48, E5, 0.4)),
    Sound.END: (Note(0, G5, 0.25), Note(0.14, C5, 0.6)),
    Sound.REP: (Note(0, E5, 0.18, 0.35, 14),),
    Sound.IN: (Note(0, A3, 1.6, 0.4, 0.8, to=E4),),
    Sound.OUT: (Note(0, E4, 1.6, 0.4, 0.8, to=A3),),
    Sound.DONE: (Note(0, C5, 0.3), Note(0.16, E5, 0.3), Note(0.32, G5, 0.3), Note(0.48, C6, 0.9)),
}
ALARM_GAINS = (0.3, 0.45, 0.6, 0.8, 1.0)  # how loud each level is; each also has a stroke more
STROKE = 0.16  # s


def notes(sound: Sound, level: int = 0) -> tuple[Note, ...]:
    """What this chime is made of. The alarm grows with `level`."""
    if sound is not Sound.ALARM:
        return NOTES[sound]
    gain = ALARM_GAINS[min(level, len(ALARM_GAINS) - 1)]
    strokes = range(4 + 2 * min(level, 2))
    return tuple(Note(n * STROKE, A5 if n % 2 else C6, STROKE, gain, 5.0) for n in strokes)


def samples(sound: Sound, level: int = 0, volume: int = 100) -> array[int]:
    """The chime as 16-bit samples, one channel. `volume` is 0 to 100."""
    parts = notes(sound, level)
    mixed = [0.0] * int(max(part.start + part.length for part in parts) * RATE)
    for part in parts:
        _add(mixed, part)
    scale = 32767 * LOUDEST * (max(0, min(volume, 100)) / 100) ** 2  # an ear hears steps, not sums
    return array("h", (int(scale * max(-1.0, min(1.0, value))) for value in mixed))


def _add(mixed: list[float], note: Note) -> None:
    """One note: a tone with a quiet octave above it, struck softly and dying away."""
    first, count = int(note.start * RATE), int(note.length * RATE)
    glide = ((note.to or note.pitch) - note.pitch) / count
    turn = 0.0
    for n in range(min(count, len(mixed) - first)):
        moment = n / RATE
        turn += 2 * pi * (note.pitch + glide * n) / RATE
        edge = min(1.0, moment / ATTACK, (count - n) / RATE / RELEASE)
        mixed[first + n] += note.gain * edge * exp(-note.fade * moment) * (0.8 * sin(turn) + 0.2 * sin(2 * turn))


def wave_file(tones: array[int]) -> bytes:
    """These samples as a wave file."""
    if sys.byteorder == "big":
        tones = array("h", tones)
        tones.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(tones.tobytes())
    return file.getvalue()


def chime_file(folder: Path, sound: Sound, level: int, volume: int) -> Path:
    """The file of this chime in `folder`, written when it is first asked for. Raises OSError."""
    path = folder / f"{sound}-{level}.wav"
    if not path.exists():
        path.write_bytes(wave_file(samples(sound, level, volume)))
    return path
