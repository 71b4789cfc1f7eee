"""What sounds does so in a child process: whatever that does, nothing waits for it and nothing is left of it."""

from __future__ import annotations

import os
import select
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.adapters.sound.loudspeaker import SystemLoudspeaker
from coach.adapters.sound.voice import Voice
from coach.core.routine.segments import Sound
from coach.core.session.ports import Heard

ROOT = Path(__file__).resolve().parents[3]
LONG = 10.0  # s; what takes longer has failed
WORDS = Heard("Left side: lean in", Sound.START)
CHIME = Heard("", Sound.SWAP)

Script = Callable[[str, str], str]


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Makes a program of shell lines; LOG in it is the file of `log`."""

    def make(name: str, lines: str) -> str:
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\nLOG={tmp_path}/log\n{lines}\n", "utf-8")
        path.chmod(stat.S_IRWXU)
        return str(path)

    return make


@pytest.fixture
def log(tmp_path: Path) -> Callable[[], list[str]]:
    return lambda: (tmp_path / "log").read_text("utf-8").splitlines() if (tmp_path / "log").exists() else []


PLAYS = 'echo "plays $(basename $1)" >> $LOG; exec sleep 0.1'
SPEAKS = 'read words; echo "says $words" >> $LOG; exec sleep 0.1'


def speaker(player: str | None, voice: str | None) -> SystemLoudspeaker:
    return SystemLoudspeaker((player,) if player else None, Voice("fake", (voice,)) if voice else None, 50)


def test_words_are_said_and_chimes_are_played_and_the_last_may_end(
    script: Script, log: Callable[[], list[str]]
) -> None:
    spoken = speaker(script("player", PLAYS), script("voice", SPEAKS))
    assert spoken.sound(WORDS)
    spoken.close(LONG)
    assert spoken.sound(CHIME), "after the end of one session there may be another"
    spoken.close(LONG)
    assert log() == ["says Left side: lean in", "plays swap-0.wav"]


def test_what_a_voice_would_obey_is_said(script: Script, log: Callable[[], list[str]]) -> None:
    spoken = speaker(None, script("voice", SPEAKS))
    spoken.sound(Heard("!-!SET VOLUME\n\x1b[2J", Sound.START))
    spoken.close(LONG)
    (line,) = log()
    assert line.startswith("says SET VOLUME")
    assert line.isprintable()


def test_without_a_voice_the_chime_stands_in_and_without_both_nothing_does(
    script: Script, log: Callable[[], list[str]]
) -> None:
    chimes = speaker(script("player", PLAYS), None)
    assert chimes.sound(WORDS)
    chimes.close(LONG)
    assert log() == ["plays start-0.wav"]
    assert not speaker(None, None).sound(WORDS)
    assert not speaker(None, script("voice", SPEAKS)).sound(CHIME)


@pytest.mark.parametrize("lines", ["exit 1", "exit 0", "kill -9 $$"])
def test_a_voice_that_has_said_nothing_is_replaced_by_the_chime(
    script: Script, log: Callable[[], list[str]], lines: str
) -> None:
    spoken = speaker(script("player", PLAYS), script("voice", f"read words; {lines}"))
    spoken.sound(WORDS)
    spoken.close(LONG)
    assert log() == ["plays start-0.wav"]


def test_a_player_that_fails_is_told_so_that_a_bell_can_ring(script: Script) -> None:
    broken = speaker(script("player", "exit 1"), None)
    assert broken.sound(CHIME), "nobody knows yet"
    broken.close(LONG)
    assert not broken.sound(CHIME)
    broken.close(LONG)


def test_what_is_new_cuts_what_sounds_and_a_remark_does_not(
    script: Script, log: Callable[[], list[str]], tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "begun")
    voice = script("voice", f'read words; echo "says $words" >> $LOG; echo > {tmp_path}/begun; exec sleep 600')
    spoken = speaker(None, voice)
    for heard in (WORDS, Heard("Half way", Sound.HALF, cuts=False), Heard("Right side", Sound.SWAP)):
        spoken.sound(heard)
        if heard.cuts:
            (tmp_path / "begun").read_text("utf-8")  # until it has begun
    spoken.hush()
    spoken.close(LONG)
    assert log() == ["says Left side: lean in", "says Right side"]


FAULTS = {
    "hangs": "exec sleep 600",
    "hangs and will not be told": "trap '' TERM INT HUP; while :; do sleep 1; done",
    "floods": "exec cat /dev/zero",
    "writes on the terminal": "echo marked > /dev/tty; echo marked; echo marked >&2; exec sleep 600",
    "dies": "exit 3",
    "is killed": "kill -9 $$",
    "missing": "",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_the_child_does_nothing_waits_for_it_and_the_screen_is_not_marked(
    script: Script, capfd: pytest.CaptureFixture[str], fault: str
) -> None:
    path = script("program", FAULTS[fault]) if FAULTS[fault] else "/nowhere/program"
    sounding = speaker(path, path)
    for n in range(40):
        sounding.sound(WORDS if n % 2 else CHIME)
    child = sounding._child
    assert child is not None
    sounding.hush()
    sounding.close()
    assert capfd.readouterr() == ("", "")
    child.thread.join(LONG)
    assert not child.thread.is_alive(), "the child lives on"


def test_nothing_outlives_a_program_that_is_killed(script: Script, tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    os.mkfifo(alive)
    player = script("player", f"exec 3> {alive}; echo begun >&3; trap '' TERM HUP; exec sleep 600")
    program = (
        "from coach.adapters.sound.loudspeaker import SystemLoudspeaker\n"
        "from coach.core.session.hearing import Heard\n"
        "from coach.core.routine.segments import Sound\n"
        f"SystemLoudspeaker(({player!r},), None, 50).sound(Heard('', Sound.ALARM))\n"
        "input()\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    run = [sys.executable, "-c", program]
    with subprocess.Popen(run, stdin=subprocess.PIPE, env=environment) as killed, alive.open("rb", buffering=0) as sign:
        assert sign.read(6) == b"begun\n"
        killed.send_signal(signal.SIGKILL)
        assert select.select([sign], [], [], LONG)[0]
        assert sign.read(1) == b"", "the player lives on"
