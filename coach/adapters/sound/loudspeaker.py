"""Sounds through a child process. Nothing here waits: orders go into a queue, and a thread hands them on."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coach.adapters.sound.voice import Voice
    from coach.core.session.ports import Heard

MOST_WAITING = 20  # orders; then nobody takes them any more
LONGEST_WORDS = 400  # characters
LAST_WORDS = 7.0  # s; longer than the child gives itself
_ROOT = str(Path(__file__).resolve().parents[3])
_CHILD = f"import sys; sys.path.insert(0, {_ROOT!r}); from coach.adapters.sound.sounding import main; main()"


class SystemLoudspeaker:
    """Plays chimes with `player`, speaks with `voice`; its child process is there from the first sound to `close`."""

    def __init__(self, player: tuple[str, ...] | None, voice: Voice | None, volume: int) -> None:
        self._job = {
            "player": list(player or ()),
            "voice": list(voice.command) if voice else [],
            "stop": list(voice.stop) if voice else [],
            "volume": volume,
        }
        self._works = {"player": player is not None, "voice": voice is not None}
        self._seen: dict[str, bool] = {}
        self._child: _Child | None = None

    @property
    def seen(self) -> dict[str, bool]:
        """What of "player" and "voice" has been seen to work, or to fail; nothing of what has not come back yet."""
        return dict(self._seen)

    @property
    def works(self) -> dict[str, bool]:
        """Whether "player" and "voice" worked when they were last used; True where they are there and were not yet."""
        return dict(self._works)

    def prepare(self) -> None:
        """Start the child process, if there is anything to sound with."""
        if self._job["player"] or self._job["voice"]:
            self._child = self._child or _Child(self._job, self._works, self._seen)

    def sound(self, heard: Heard) -> bool:
        """Say the words, or sound the chime where there are none or no voice; False where neither is possible."""
        if not (self._job["player"] or (self._job["voice"] and heard.words)):
            return False
        child = self._child = self._child or _Child(self._job, self._works, self._seen)
        order = {
            "do": "sound",
            "words": heard.words[:LONGEST_WORDS],
            "sound": str(heard.sound),
            "level": heard.level,
            "cuts": heard.cuts,
        }
        handed = child.tell(order)
        return handed and (self._works["player"] or bool(heard.words and self._works["voice"]))

    def hush(self) -> None:
        """Nothing sounds any more, at once."""
        if self._child is not None:
            self._child.tell({"do": "hush"})

    def close(self, wait: float = 0.0) -> None:
        """Let what sounds end, then go; wait for that at most so many real seconds."""
        child, self._child = self._child, None
        if child is not None:
            child.tell({"do": "end"})
            child.thread.join(wait)


class _Child:
    """The child process, started, told and ended by a thread of its own. What works is written into `told`."""

    def __init__(self, job: dict[str, Any], *told: dict[str, bool]) -> None:
        self._job = job
        self._told = told
        self._orders: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._gone = False
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def tell(self, order: dict[str, Any]) -> bool:
        """Hand on an order; False where nobody takes it. To be quiet, or to end, is taken however many wait."""
        if self._gone or (self._orders.qsize() >= MOST_WAITING and order.get("do") not in {"hush", "end"}):
            return False
        self._orders.put(order)
        return True

    def _serve(self) -> None:
        _leave_signals_to_main()
        try:
            process = self._started()
        except OSError:
            self._gone = True
            return
        listener = threading.Thread(target=self._listen, args=(process,), daemon=True)
        listener.start()
        try:
            self._hand_on(process)
        except OSError:
            self._gone = True
        try:
            process.wait(LAST_WORDS)
        except subprocess.TimeoutExpired:
            _kill(process)
        listener.join(1.0)

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,  # nothing is left in a buffer when the program ends
            start_new_session=True,  # Ctrl-C in the terminal is for us
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def _hand_on(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None  # noqa: S101 - asked for
        with process.stdin as line:
            order = self._job
            while True:
                line.write(json.dumps(order).encode() + b"\n")
                if order.get("do") == "end":
                    return
                order = self._orders.get()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None  # noqa: S101 - asked for
        _leave_signals_to_main()
        with process.stdout as told:
            for line in told:
                with contextlib.suppress(ValueError):
                    said = json.loads(line)
                    for each in self._told:
                        each.update(said)
        self._gone = True


def _leave_signals_to_main() -> None:
    """A signal that reached this thread would not wake the one that waits for a key."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
