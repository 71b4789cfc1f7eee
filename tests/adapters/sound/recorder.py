"""Records what a program really sounds: a sound server of its own, the voice on the left, the chimes on the right."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import threading
from array import array
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from coach.adapters.clock import SystemClock

NEEDED = {
    "pulseaudio": "pulseaudio",
    "parec": "pulseaudio-utils",
    "paplay": "pulseaudio-utils",
    "espeak-ng": "espeak-ng",
}
RATE = 16_000
FRAME = 4  # bytes: two channels of 16 bits
WINDOW = 160  # samples: 10 ms
LOUD = 250  # of 32767; the sinks are silent else
GAP = 0.6  # s; a shorter pause is inside one thing that is said
VOICE, CHIMES = 0, 1
_SERVER = """load-module module-null-sink sink_name=ear rate=16000 channels=2 channel_map=front-left,front-right
load-module module-remap-sink sink_name=voice master=ear channels=1 channel_map=mono \
master_channel_map=front-left remix=no
load-module module-remap-sink sink_name=chimes master=ear channels=1 channel_map=mono \
master_channel_map=front-right remix=no
set-default-sink voice
load-module module-native-protocol-unix auth-anonymous=1 socket={folder}/native
"""


def missing() -> str:
    """What has to be installed first, as a sentence; empty where all is there."""
    packages = sorted({package for name, package in NEEDED.items() if shutil.which(name) is None})
    return f"Install these Debian packages first: {' '.join(packages)}." if packages else ""


def now() -> float:
    """Seconds on the machine's clock."""
    return SystemClock().now().mono


class Recorder:
    """Use it in a `with`; `environment` is for the program that is to be heard. `folder` is empty and its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._data = bytearray()
        self._began = float("inf")  # when the first sample was heard, in seconds of `now`
        self._server: subprocess.Popen[bytes] | None = None
        self._tape: subprocess.Popen[bytes] | None = None
        self._wait = threading.Event()
        folder.chmod(0o700)
        player = folder / "bin" / "paplay"
        player.parent.mkdir()
        player.write_text(f'#!/bin/sh\nexec {shutil.which("paplay")} --device=chimes "$@"\n', "utf-8")
        player.chmod(stat.S_IRWXU)

    @property
    def environment(self) -> dict[str, str]:
        """For the program that is to be heard."""
        path = f"{self._folder / 'bin'}:{os.environ['PATH']}"
        return {"PATH": path, "PULSE_SERVER": f"unix:{self._folder}/native", **self._own()}

    def _own(self) -> dict[str, str]:
        home = str(self._folder)
        return {"HOME": home, "XDG_RUNTIME_DIR": home, "PULSE_RUNTIME_PATH": home}

    def __enter__(self) -> Self:
        """Start the sound server, wake it, and record."""
        setup = self._folder / "server.pa"
        setup.write_text(_SERVER.format(folder=self._folder), "utf-8")
        run = ["pulseaudio", "-n", "-F", str(setup), "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
        log = (self._folder / "server.log").open("wb")
        environment = {"PATH": os.environ["PATH"], **self._own()}
        self._server = subprocess.Popen(run, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        log.close()
        for _ in range(500):
            if (self._folder / "native").exists() or self._server.poll() is not None:
                break
            self._wait.wait(0.01)
        waking = {**os.environ, **self.environment}
        self._record(waking)
        return self

    def _record(self, environment: dict[str, str]) -> None:
        record = ["parec", "--raw", "-d", "ear.monitor", f"--rate={RATE}", "--channels=2", "--format=s16le"]
        self._tape = subprocess.Popen(
            [*record, "--latency-msec=10"], env=environment, stdout=subprocess.PIPE, bufsize=0
        )
        threading.Thread(target=self._listen, args=(self._tape,), daemon=True).start()
        for _ in range(500):
            if len(self._data) > RATE * FRAME // 10:
                break
            self._wait.wait(0.01)

    def _listen(self, tape: subprocess.Popen[bytes]) -> None:
        assert tape.stdout is not None
        with tape.stdout as sound:
            while chunk := sound.read(65_536):
                self._data += chunk
                self._began = min(self._began, now() - len(self._data) / RATE / FRAME)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End what was started."""
        for process in (self._tape, self._server):
            if process is not None:
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(5)
                process.kill()

    def listen_on(self, seconds: float) -> None:
        """Let real time pass, so that what sounds last is on the tape."""
        self._wait.wait(seconds)

    def heard(self, channel: int, gap: float = GAP) -> list[tuple[float, float]]:
        """(begin, end) of everything on one channel, in seconds of `now`."""
        whole = bytes(self._data[: len(self._data) // FRAME * FRAME])
        samples = array("h", whole)[channel::2]
        found: list[list[float]] = []
        for first in range(0, len(samples) - WINDOW, WINDOW):
            window = samples[first : first + WINDOW]
            if max(window) > LOUD or min(window) < -LOUD:
                at = self._began + first / RATE
                if found and at - found[-1][1] < gap:
                    found[-1][1] = at
                else:
                    found.append([at, at])
        return [(begin, end) for begin, end in found]
