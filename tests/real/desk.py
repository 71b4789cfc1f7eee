"""A person's desk for `working_day.py`: a screen, a bus, notification servers, a sound server, and a clock that jumps.

The clock is libfaketime's: it runs as the machine's does and is put forward by `jump`, for the programs of the desk
only. A jump is time that passed while the machine was awake: all three of Coach's clocks go with it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

NOTES, BUS = "org.freedesktop.Notifications", "org.freedesktop.DBus"
RULES = [
    f"interface='{NOTES}',member='Notify'",
    f"interface='{NOTES}',member='CloseNotification'",
    f"type='signal',interface='{NOTES}'",
]
PACKAGES = "xvfb dbus dunst xfce4-notifyd xdotool pulseaudio pulseaudio-utils faketime xterm"
LOOK = 0.1  # seconds between two looks
Environ = Mapping[str, str]


def program(name: str) -> str:
    """Where a program is; names what has to be installed where it is not."""
    found = shutil.which(name) or next(
        (str(path) for path in Path("/usr/lib").glob("*/**/" + name) if os.access(path, os.R_OK)), None
    )
    if found is None:
        sys.exit(f"{name} is missing: apt-get install {PACKAGES}")
    return found


@dataclass(frozen=True)
class Line:
    """One line of the log: when, of what kind, and what."""

    at: datetime
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.at:%a %H:%M:%S}  {self.kind:<8} {self.text}"


@dataclass
class Desk:
    """Everything on it; to be used in a `with`."""

    folder: Path
    begins: datetime
    log: list[Line] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)
    faked: dict[str, str] = field(default_factory=dict)
    _closing: ExitStack = field(default_factory=ExitStack)
    _wait: threading.Event = field(default_factory=threading.Event)
    _offset: float = 0.0
    _keeper: int = 0
    buttons: list[str] = field(default_factory=list)  # of the notification that is out

    def __enter__(self) -> Self:
        home, runtime = self.folder / "home", self.folder / "run"
        for each in (home, runtime):
            each.mkdir(mode=0o700)
        clean = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        self.env = clean | {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "TZ": "UTC", "NO_AT_BRIDGE": "1"}
        self.env["COACH_HOME"] = str(home / "coach")
        shown = self.start("Xvfb", "-displayfd", "1", "-screen", "0", "1024x768x24", pipe=True)
        self.env["DISPLAY"] = f":{first_line(shown)}"
        bus = self.start("dbus-daemon", "--session", "--nofork", "--print-address=1", pipe=True)
        self.env["DBUS_SESSION_BUS_ADDRESS"] = first_line(bus)
        modules = ("module-native-protocol-unix", "module-null-source source_name=mic", "module-null-sink")
        loads = [part for module in modules for part in ("-L", module)]
        self.start("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", *loads)
        self.come(lambda: "mic" in self.out("pactl", "list", "short", "sources"))
        threading.Thread(target=self._listen, daemon=True).start()
        self._set(self.begins)
        self.faked = self.env | {
            "LD_PRELOAD": program("libfaketime.so.1"),
            "FAKETIME_TIMESTAMP_FILE": str(self.folder / "clock"),
            "FAKETIME_NO_CACHE": "1",
        }
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    # --- programs -----------------------------------------------------------------------------------------------------

    def start(
        self, name: str, *argv: str, env: Environ | None = None, pipe: bool = False, stdin: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        """A program of the desk, ended with it."""
        out = subprocess.PIPE if pipe else subprocess.DEVNULL
        path = name if os.sep in name else program(name)
        child = subprocess.Popen([path, *argv], env=env or self.env, stdin=stdin, stdout=out, stderr=subprocess.DEVNULL)
        self._closing.callback(end, child)
        return child

    def out(self, *argv: str, env: Environ | None = None) -> str:
        """What a program prints."""
        done = subprocess.run(argv, env=env or self.env, capture_output=True, text=True, check=False, timeout=30)
        return done.stdout.strip() or done.stderr.strip()

    def keeper(self) -> subprocess.Popen[bytes]:
        """`coach remind`, once it says that it keeps them."""
        begun = self.now() - timedelta(seconds=1)  # what the status was before is another's
        child = self.start(sys.executable, "-P", "-m", "coach", "remind", env=self.faked)
        self.come(lambda: self.status().get("running") and datetime.fromisoformat(self.status()["at"]) > begun)
        self.rest(1.0)
        self._keeper = child.pid
        self.did("begins to remind")
        return child

    def coach(self, *words: str) -> str:
        """A command of the person, and what it says."""
        return self.out(sys.executable, "-P", "-m", "coach", *words, env=self.faked)

    def says(self, *words: str) -> None:
        """The person gives a command."""
        self.did(f"coach {' '.join(words)}: {self.coach(*words)}")

    def server(self, name: str) -> subprocess.Popen[bytes]:
        """A notification server that has taken its name on the bus."""
        child = self.start(name)
        owner = ("--dest=" + BUS, "--print-reply", "/", f"{BUS}.NameHasOwner", f"string:{NOTES}")
        self.come(lambda: "true" in self.out("dbus-send", "--session", *owner))
        self.did(f"{name} shows notifications")
        return child

    # --- the clock ----------------------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """What the clock of the desk shows."""
        return datetime.now(UTC) + timedelta(seconds=self._offset)

    def _set(self, to: datetime) -> None:
        self._offset = round((to - datetime.now(UTC)).total_seconds())
        new = self.folder / "clock.new"
        new.write_text(f"{self._offset:+}")
        new.replace(self.folder / "clock")

    def at(self, hour: int, minute: int, second: int = 0) -> datetime:
        """A time of this day."""
        return self.begins.replace(hour=hour, minute=minute, second=second)

    def jump(self, to: datetime, *, seen: bool = True) -> None:
        """Put it forward to this moment, and wait until the keeper has noticed (not where none is awake)."""
        self.come(lambda: not self._asks())
        if to > self.now():
            self._set(to)
        if seen:
            self.come(self.fresh)
            self.rest(1.0)

    def _asks(self) -> bool:
        """Whether a program that the keeper asks is still at it: its patience ends by the clock that jumps."""
        for place in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(place.read_text().rpartition(")")[2].split()[1])
                words = (place.parent / "cmdline").read_bytes().split(b"\0")
            except (OSError, ValueError):  # it has ended
                continue
            if parent == self._keeper and any(word.endswith((b"pactl", b"calendar_reader.py")) for word in words):
                return True
        return False

    def rest(self, seconds: float) -> None:
        """Let real time pass."""
        self._wait.wait(seconds)

    def come(self, condition: Callable[[], Any], seconds: float = 30) -> Any:
        """What the condition gives once it gives something; ends the day after so many real seconds."""
        for _ in range(int(seconds / LOOK)):
            found = condition()
            if found:
                return found
            self.rest(LOOK)
        print(*self.log, "", "it never came to this", sep="\n")
        raise TimeoutError

    # --- what is there to see -----------------------------------------------------------------------------------------

    def status(self) -> dict[str, Any]:
        """The reminders in status.json."""
        try:
            found: dict[str, Any] = json.loads(Path(self.env["COACH_HOME"], "status.json").read_text())
        except (OSError, ValueError):
            return {}
        return {**found["reminders"], "at": found.get("at")}

    def fresh(self) -> bool:
        """Whether the status was written at about this moment."""
        at = self.status().get("at")
        return at is not None and abs((datetime.fromisoformat(at) - self.now()).total_seconds()) < 50

    def look(self, after: float = 0.0) -> None:
        """Look at the status bar, after so many seconds."""
        self.rest(after)
        self.note("bar", self.coach("status", "--line"))

    def did(self, what: str) -> None:
        """The person, or the machine, did this."""
        self.note("did", what)

    def note(self, kind: str, text: str) -> None:
        """A line of the log."""
        self.log.append(Line(self.now(), kind, text))

    def told(self, number: int) -> datetime:
        """Wait for the notification of this number, and until the server has drawn it: when it was told."""
        said: list[Line] = self.come(lambda: (found := self.told_so_far())[number - 1 :] and found, 90)
        self.rest(1.5)
        return said[number - 1].at

    def told_so_far(self) -> list[Line]:
        """The notifications that were told."""
        return [line for line in self.log if line.kind == "told"]

    def _listen(self) -> None:
        """Everything said on the bus about notifications, heard by somebody who is neither Coach nor the server."""
        connection = open_dbus_connection(bus=self.env["DBUS_SESSION_BUS_ADDRESS"])
        address = DBusAddress("/org/freedesktop/DBus", BUS, f"{BUS}.Monitoring")
        connection.send_and_get_reply(new_method_call(address, "BecomeMonitor", "asu", (RULES, 0)))
        while True:
            try:
                message = connection.receive()
            except (OSError, EOFError):
                return
            body, member = message.body, message.header.fields.get(HeaderFields.member)
            if member == "Notify" and message.header.message_type is MessageType.method_call:
                self.buttons = [name for name in body[5][::2] if name != "default"]
                self.note("told", body[3])
                self.note("words", body[4])
            elif member == "CloseNotification":
                self.note("closed", "by coach")
            elif member == "ActionInvoked":
                self.note("clicked", str(body[1]))
            elif member == "NotificationClosed" and body[1] == 2:
                self.note("closed", "by the person")

    # --- the person's hands -------------------------------------------------------------------------------------------

    def window(self, kind: str) -> tuple[int, int, int, int]:
        """Where a window of this class is: x, y, width and height."""

        def there() -> tuple[int, int, int, int] | None:
            for each in self.out("xdotool", "search", "--onlyvisible", "--class", kind).split():
                found = dict(re.findall(r"(\w+)=(\d+)", self.out("xdotool", "getwindowgeometry", "--shell", each)))
                size = int(found.get("WIDTH", 0)), int(found.get("HEIGHT", 0))
                if size[0] > 100 and size[1] > 30:
                    return int(found["X"]), int(found["Y"]), *size
            return None

        place: tuple[int, int, int, int] = self.come(there)
        return place

    def click(self, kind: str, across: float, up: int, button: int = 1) -> None:
        """Click with the real pointer: so far across the window, and so many pixels above its foot."""
        x, y, width, height = self.window(kind)
        self.out("xdotool", "mousemove", str(x + int(width * across)), str(y + height - up), "click", str(button))


def first_line(child: subprocess.Popen[bytes]) -> str:
    """What a program says first."""
    assert child.stdout is not None
    return child.stdout.readline().decode().strip()


def end(child: subprocess.Popen[bytes]) -> None:
    """End a program, stopped or not."""
    child.send_signal(signal.SIGKILL)
    child.wait()
    if child.stdout is not None:
        child.stdout.close()
