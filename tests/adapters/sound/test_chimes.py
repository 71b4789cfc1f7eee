"""The chimes: soft, each to be told from the others, and an alarm that grows."""

from __future__ import annotations

import itertools
import wave
from pathlib import Path

import pytest

from coach.adapters.sound.chimes import ALARM_GAINS, RATE, chime_file, notes, samples
from coach.adapters.sound.player import find_player
from coach.adapters.sound.voice import find_voice
from coach.core.routine.segments import Sound
from coach.core.session.hearing import ALARM_EVERY, ALARM_LEVELS


@pytest.mark.parametrize("sound", list(Sound))
def test_a_chime_is_soft_short_and_begins_and_ends_in_silence(sound: Sound) -> None:
    tones = samples(sound)
    assert 0.15 * RATE <= len(tones) <= ALARM_EVERY * RATE
    assert 1_000 < max(map(abs, tones)) < 30_000
    assert max(abs(tones[0]), abs(tones[-1])) < 200


def test_no_chime_is_like_another() -> None:
    for one, other in itertools.combinations(Sound, 2):
        pitches = [[(round(n.start, 2), n.pitch, n.to) for n in notes(sound)] for sound in (one, other)]
        assert pitches[0] != pitches[1], f"{one} sounds like {other}"


def test_the_alarm_grows_with_each_level() -> None:
    strength = [sum(t * t for t in samples(Sound.ALARM, level)) for level in range(ALARM_LEVELS)]
    assert strength == sorted(set(strength))
    assert len(ALARM_GAINS) == ALARM_LEVELS


def test_volume_nought_is_silence_and_less_is_softer() -> None:
    assert set(samples(Sound.START, volume=0)) == {0}
    assert max(samples(Sound.START, volume=30)) < max(samples(Sound.START, volume=70))


def test_a_chime_is_a_wave_file_made_once(tmp_path: Path) -> None:
    path = chime_file(tmp_path, Sound.END, 0, 70)
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        assert file.readframes(file.getnframes()) == samples(Sound.END, volume=70).tobytes()
    assert chime_file(tmp_path, Sound.END, 0, 70) == path


def there(*names: str) -> object:
    return lambda name: f"/bin/{name}" if name in names else None


def test_the_player_is_the_platforms_own() -> None:
    assert find_player(there("aplay", "paplay"), "linux") == ("/bin/paplay",)  # type: ignore[arg-type]
    assert find_player(there("aplay"), "linux") == ("/bin/aplay", "-q")  # type: ignore[arg-type]
    assert find_player(there("afplay"), "darwin") == ("/bin/afplay",)  # type: ignore[arg-type]
    assert "winsound" in str(find_player(there(), "win32"))  # type: ignore[arg-type]
    assert find_player(there(), "linux") is None  # type: ignore[arg-type]


def test_the_voice_is_the_platforms_own_as_it_is_set() -> None:
    espeak = find_voice("en-gb", 140, 35, there("espeak-ng", "spd-say"), "linux")  # type: ignore[arg-type]
    assert espeak is not None
    assert espeak.command == ("/bin/espeak-ng", "--stdin", "-z", "-s", "140", "-a", "50", "-v", "en-gb")
    spd = find_voice(None, 170, 70, there("spd-say"), "linux")  # type: ignore[arg-type]
    assert spd is not None
    assert spd.command == ("/bin/spd-say", "--wait", "--pipe-mode", "-r", "0", "-i", "0")
    assert spd.stop == ("/bin/spd-say", "--cancel")
    mac = find_voice("Daniel", 200, 70, there("say"), "darwin")  # type: ignore[arg-type]
    assert mac is not None
    assert mac.command == ("/bin/say", "-r", "200", "-v", "Daniel", "-f", "-")
    sapi = find_voice("it's", 185, 60, there("powershell"), "win32")  # type: ignore[arg-type]
    assert sapi is not None
    assert "$v.Rate = 1; $v.Volume = 60; $v.SelectVoice('it''s')" in sapi.command[-1]
    assert find_voice(None, 170, 70, there(), "linux") is None  # type: ignore[arg-type]
