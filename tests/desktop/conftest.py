"""A desktop for the tests: a screen without a monitor, a bus of its own, and a notification server.

Linux only. What is missing there is named, not passed over.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

collect_ignore_glob = [] if sys.platform.startswith("linux") else ["test_*.py"]

XFCE = "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd"
PACKAGES = "xvfb dbus dunst xfce4-notifyd xdotool tmux jq polybar waybar sway grim fonts-dejavu-core"
Environ = dict[str, str]


def need(name: str) -> str:
    found = shutil.which(name) or next((str(p) for p in Path("/usr/lib").glob(f"*/xfce4/notifyd/{name}")), None)
    if found is None:
        pytest.fail(f"{name} is missing, which these tests need: apt-get install {PACKAGES}", pytrace=False)
    return found


ALONE = """<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context="default">
<allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>"""  # starts no service


def ended(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    if child.stdout is not None:
        child.stdout.close()


def daemon(environ: Environ, *options: str) -> subprocess.Popen[bytes]:
    """A session bus, which prints its address."""
    argv = [need("dbus-daemon"), *(options or ("--session",)), "--nofork", "--print-address=1"]
    return subprocess.Popen(argv, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def first_line(child: subprocess.Popen[bytes]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().decode().strip()


@pytest.fixture(scope="module")
def started() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts a program that is ended after the tests of this file."""
    with ExitStack() as closing:

        def start(*argv: str, env: Environ) -> subprocess.Popen[bytes]:
            child = subprocess.Popen(argv, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            closing.callback(ended, child)
            return child

        yield start


@pytest.fixture(scope="module")
def screen(started: Callable[..., subprocess.Popen[bytes]]) -> Environ:
    """The environment of a person at a screen."""
    clean = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "HOME"}}
    shown = started(need("Xvfb"), "-displayfd", "1", "-screen", "0", "1024x768x24", env=clean)
    return clean | {"DISPLAY": f":{first_line(shown)}", "NO_AT_BRIDGE": "1"}


@pytest.fixture
def bus(screen: Environ) -> Iterator[Environ]:
    """The same with a session bus of its own."""
    child = daemon(screen)
    try:
        yield screen | {"DBUS_SESSION_BUS_ADDRESS": first_line(child)}
    finally:
        ended(child)


@pytest.fixture
def bare_bus(screen: Environ, tmp_path: Path) -> Iterator[Environ]:
    """A bus on which nobody shows notifications, nor is started to."""
    (tmp_path / "bus.conf").write_text(ALONE)
    child = daemon(screen, f"--config-file={tmp_path / 'bus.conf'}")
    try:
        yield screen | {"DBUS_SESSION_BUS_ADDRESS": first_line(child)}
    finally:
        ended(child)
