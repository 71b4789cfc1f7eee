"""Start really starts: each terminal of the desktop that is installed here runs what it is told, word for word.

xterm and foot have to be here. Of the others those that are installed are tried; on Debian that can be all but ptyxis,
ghostty and wezterm, which it does not have.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from coach.adapters.notices.opener import open_terminal
from coach.adapters.notices.terminals import WAYLAND_ONLY, WORDS
from tests.desktop.conftest import Environ, need, sway
from tests.desktop.test_remind_process import come

HERE = ["xterm", *(name for name in WORDS if name not in WAYLAND_ONLY | {"xterm"} and shutil.which(name))]
WORDS_TO_RUN = ["two words", "quo'te", "-e", "$HOME"]
CALLS = {"lxterm": ("uxterm", "xterm"), "uxterm": ("xterm",), "koi8rxterm": ("xterm",)}  # scripts that start others
FILLS_IN = {"qterminal", "konsole"}  # put the value of a variable in the place of its name, even where it stands alone
TOLD = (
    "import json, os, sys; open(sys.argv[1], 'w').write(json.dumps([os.getpid(), sys.stdin.isatty(), *sys.argv[2:]]))"
)


@pytest.fixture
def only(bus: Environ, tmp_path: Path) -> Iterator[Environ]:
    """A person at a screen who has the programs that are linked into one folder, and no others."""
    programs, home = tmp_path / "programs", tmp_path / "home"
    for folder in (programs, home, home / "run"):
        folder.mkdir(mode=0o700)
    for name in ("env", "sh", "dbus-launch", "dbus-daemon", "bash", "locale", "which"):
        if found := shutil.which(name):
            (programs / name).symlink_to(found)
    own = {"PATH": str(programs), "HOME": str(home), "XDG_RUNTIME_DIR": str(home / "run"), "LIBGL_ALWAYS_SOFTWARE": "1"}
    yield (
        bus | own | {"SHELL": "/bin/sh", "GSETTINGS_BACKEND": "memory", "GDK_BACKEND": "x11", "QT_QPA_PLATFORM": "xcb"}
    )
    for place in Path("/proc").glob("[0-9]*"):  # a terminal may have left its session: it is known by its home
        with suppress(OSError):
            if f"HOME={home}\0".encode() in (place / "environ").read_bytes():
                os.kill(int(place.name), signal.SIGKILL)


@pytest.mark.parametrize("name", HERE)
def test_it_runs_what_it_is_told_in_a_window(only: Environ, tmp_path: Path, name: str) -> None:
    for program in (name, *CALLS.get(Path(need(name)).resolve().name, ())):
        (Path(only["PATH"]) / program).symlink_to(need(program))
    told = tmp_path / "told"
    given = WORDS_TO_RUN[:-1] if Path(need(name)).resolve().name in FILLS_IN else WORDS_TO_RUN
    argv = [sys.executable, "-P", "-c", TOLD, str(told), *given]
    attempt = asyncio.run(open_terminal(argv, None, only | {"COACH_HOME": str(tmp_path / "my home")}))
    assert (attempt.worked, attempt.why) == (True, f"Opened with {name}.")
    come(lambda: told.exists() and told.read_text(), 20)
    _, on_a_terminal, *words = json.loads(told.read_text())
    assert on_a_terminal
    assert words == given


def test_foot_runs_what_it_is_told_in_a_window_of_wayland(only: Environ, open_folder: Path, tmp_path: Path) -> None:
    (Path(only["PATH"]) / "foot").symlink_to(need("foot"))
    told = tmp_path / "told"
    argv = [sys.executable, "-P", "-c", TOLD, str(told), *WORDS_TO_RUN]
    with sway(open_folder, "640x480") as (_, wayland):
        socket = Path(wayland["XDG_RUNTIME_DIR"]) / wayland["WAYLAND_DISPLAY"]
        come(socket.exists)
        here = {name: value for name, value in only.items() if name != "DISPLAY"} | {"WAYLAND_DISPLAY": str(socket)}
        attempt = asyncio.run(open_terminal(argv, None, here))
        assert (attempt.worked, attempt.why) == (True, "Opened with foot.")
        come(lambda: told.exists() and told.read_text(), 20)
    assert json.loads(told.read_text())[1:] == [True, *WORDS_TO_RUN]


def doctor(environ: Environ, home: Path, settings: str = "") -> dict[str, Any]:
    """What `coach doctor` says of it."""
    home.mkdir(exist_ok=True)
    (home / "settings.yaml").write_text(settings)
    words = [sys.executable, "-P", "-m", "coach", "doctor", "--json"]
    done = subprocess.run(words, env=environ | {"COACH_HOME": str(home)}, capture_output=True, text=True, check=False)
    checks: list[dict[str, Any]] = json.loads(done.stdout)["checks"]
    return next(check for check in checks if check["name"] == "start of a break")


def test_doctor_opens_a_window_and_says_whether_anything_ran_in_it(only: Environ, tmp_path: Path) -> None:
    home, programs = tmp_path / "coach", Path(only["PATH"])
    assert doctor(only, home)["state"] == "mend", "a screen, and no terminal"
    (programs / "xterm").symlink_to(need("xterm"))
    tried = doctor(only, home)
    assert (tried["state"], tried["says"].endswith("Opened with xterm.")) == ("ok", True)
    failed = doctor(only, home, "reminders: {terminal: xterm -no-such-option -e}\n")
    assert (failed["state"], "settings.yaml" in failed["says"]) == ("mend", True)
    (programs / "mine").write_text("#!/bin/sh\nexit 0\n")
    (programs / "mine").chmod(0o755)
    silent = doctor(only, home, "reminders: {terminal: mine}\n")
    assert (silent["state"], "nothing ran in it" in silent["says"]) == ("mend", True)
    nowhere = doctor({name: value for name, value in only.items() if name != "DISPLAY"}, home)
    assert (nowhere["state"], "coach done" in nowhere["says"]) == ("limited", True)


def test_a_screen_that_is_not_there_is_said_and_not_taken_for_a_window(only: Environ, tmp_path: Path) -> None:
    (Path(only["PATH"]) / "xterm").symlink_to(need("xterm"))
    attempt = asyncio.run(open_terminal([sys.executable, "-V"], None, only | {"DISPLAY": ":9999"}))
    assert (attempt.worked, attempt.why) == (False, "xterm opened nothing: it ended with 1.")
    assert "settings.yaml" in attempt.mend
