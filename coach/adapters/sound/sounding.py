"""The child process that sounds: it runs player and voice, one at a time, and goes when its input ends.

It is a process of its own so that nothing in it can hold up a session: a player that hangs, a start that takes long.
Its input ends with the program, however that ends; then what sounds is killed, and nothing outlives the session.
First line in: what to sound with. Then a line an order. Out goes a line whenever player or voice has worked or failed.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.adapters.clock import SystemClock
from coach.adapters.sound.chimes import ALARM_GAINS, NOTES, chime_file
from coach.core.routine.segments import Sound
from coach.core.shown import visible

LOOK = 0.02  # s between two looks at what sounds
LONGEST = {"player": 5.0, "voice": 20.0}  # s; what takes longer hangs
SHORTEST = 0.06  # s; what succeeds sooner has made no sound
COMMAND = "!-!"  # what a line to speech-dispatcher begins with that is to be obeyed, not said
LAST_WORDS = 5.0  # s that the last one may go on after the end


@dataclass(slots=True)
class Sounding:
    """What sounds now. `order` is what it was started for."""

    process: subprocess.Popen[bytes]
    kind: str
    since: float
    order: dict[str, Any]


class Playback:
    """Sounds one thing at a time."""

    def __init__(self, job: dict[str, Any], folder: Path) -> None:
        self._commands: dict[str, list[str]] = {"player": job["player"], "voice": job["voice"]}
        self._stop_voice: list[str] = job["stop"]
        self._volume = int(job["volume"])
        self._folder = folder
        self._unwritten = [*((Sound.ALARM, level) for level in range(len(ALARM_GAINS))), *((s, 0) for s in NOTES)]
        self._clock = SystemClock()
        self._now: Sounding | None = None
        self._ready: subprocess.Popen[bytes] | None = None
        self._prepare()

    @property
    def busy(self) -> bool:
        """Whether something sounds."""
        return self._now is not None

    def take(self, order: dict[str, Any]) -> None:
        """Act on one order."""
        if order["do"] == "hush":
            self.hush()
        elif order["do"] == "sound" and (order["cuts"] or self._now is None or not self._now.order["cuts"]):
            self.hush()
            self._begin(order)

    def look(self) -> None:
        """See whether what sounds has ended, well or not."""
        now = self._now
        if now is None:
            return
        code, lasted = now.process.poll(), self._clock.now().mono - now.since
        if code is None and lasted < LONGEST[now.kind]:
            return
        self._now = None
        if code is None:
            _kill(now.process)
        well = code == 0 and lasted >= SHORTEST
        self._over(now, well=well)

    def hush(self) -> None:
        """Nothing sounds any more."""
        now, self._now = self._now, None
        if now is None:
            return
        _kill(now.process)
        if now.kind == "voice":
            if self._stop_voice:
                self._start(self._stop_voice)
            self._prepare()

    def close(self) -> None:
        """End everything."""
        self.hush()
        if self._ready is not None:
            _kill(self._ready)

    def write_chime(self) -> bool:
        """Make one more of the chimes beforehand; False when all are there."""
        if not self._unwritten or not self._commands["player"]:
            return False
        sound, level = self._unwritten.pop()
        with contextlib.suppress(OSError):  # told when it is to be played
            chime_file(self._folder, sound, level, self._volume)
        return True

    # --- starting and ending --------------------------------------------------------------------------------------

    def _begin(self, order: dict[str, Any]) -> None:
        if order["words"] and self._commands["voice"]:
            self._speak(order)
        else:
            self._chime(order)

    def _speak(self, order: dict[str, Any]) -> None:
        process, self._ready = self._ready, None
        if process is None or process.poll() is not None:  # it did not wait: perhaps it can't
            process = self._start(self._commands["voice"], listens=True)
        if process is None or process.stdin is None:
            self._failed("voice", order)
            return
        self._now = Sounding(process, "voice", self._clock.now().mono, order)
        with contextlib.suppress(OSError):  # then it has ended, which is seen at the next look
            process.stdin.write(visible(order["words"]).removeprefix(COMMAND).encode() + b"\n")
            process.stdin.close()

    def _chime(self, order: dict[str, Any]) -> None:
        if not self._commands["player"]:
            return
        try:
            path = chime_file(self._folder, Sound(order["sound"]), order["level"], self._volume)
        except OSError:
            path = None
        process = self._start([*self._commands["player"], str(path)]) if path else None
        if process is None:
            _tell("player", works=False)
            return
        self._now = Sounding(process, "player", self._clock.now().mono, order)

    def _over(self, past: Sounding, *, well: bool) -> None:
        if past.kind == "voice":
            self._prepare()
        if well or past.kind == "player":
            _tell(past.kind, works=well)
        else:
            self._failed(past.kind, past.order)

    def _failed(self, kind: str, order: dict[str, Any]) -> None:
        """No voice: the chime stands in."""
        _tell(kind, works=False)
        self._chime(order)

    def _prepare(self) -> None:
        """Have the next voice loaded and waiting for its words: some need a second to begin."""
        if self._commands["voice"]:
            self._ready = self._start(self._commands["voice"], listens=True)

    def _start(self, command: list[str], *, listens: bool = False) -> subprocess.Popen[bytes] | None:
        nowhere = subprocess.DEVNULL
        try:
            return subprocess.Popen(
                command,
                stdin=subprocess.PIPE if listens else nowhere,
                stdout=nowhere,
                stderr=nowhere,
                bufsize=0,
                start_new_session=True,  # no terminal to write on, and a group that can be killed whole
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError:
            return None


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End it and whatever it has started."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(0.2)


def _tell(kind: str, *, works: bool) -> None:
    with contextlib.suppress(OSError):
        sys.stdout.write(json.dumps({kind: works}) + "\n")
        sys.stdout.flush()


def _read(orders: queue.SimpleQueue[bytes]) -> None:
    line = b"-"
    while line:
        line = sys.stdin.buffer.readline()
        orders.put(line)


def main() -> None:
    """Sound what is ordered until the input ends."""
    job = json.loads(sys.stdin.buffer.readline())
    folder = Path(tempfile.mkdtemp(prefix="coach-"))  # its owner's only
    playback = Playback(job, folder)
    orders: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(orders,), daemon=True).start()
    try:
        _follow(playback, orders)
    finally:
        playback.close()
        shutil.rmtree(folder, ignore_errors=True)


def _follow(playback: Playback, orders: queue.SimpleQueue[bytes]) -> None:
    left: float | None = None  # s, once the end is told
    while left is None or (playback.busy and left > 0):
        if orders.empty() and not playback.busy and playback.write_chime():
            continue
        try:
            line = orders.get(timeout=LOOK if playback.busy else None)
        except queue.Empty:
            left = None if left is None else left - LOOK
            playback.look()
            continue
        if not line and left is None:
            return
        order = json.loads(line) if line else {"do": "end"}
        if order["do"] == "end":
            left = left or LAST_WORDS
        else:
            playback.take(order)
