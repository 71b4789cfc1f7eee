"""A desktop for the tests: a screen without a monitor, a bus of its own, and a notification server.

Linux only. What is missing there is named, not passed over.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

collect_ignore_glob = [] if sys.platform.startswith("linux") else ["test_*.py"]

XFCE = "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd"
PACKAGES = "xvfb dbus dunst xfce4-notifyd xdotool tmux jq polybar waybar sway foot grim fonts-dejavu-core"
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


# --- Wayland ----------------------------------------------------------------------------------------------------------

NOBODY = 65534


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another person can use, too: sway does not run for root."""
    folder = Path(tempfile.mkdtemp(prefix="coach-bars-"))
    folder.chmod(0o755)
    own = folder / "own"
    own.mkdir(mode=0o700)
    if os.getuid() == 0:
        os.chown(own, NOBODY, NOBODY)
    yield folder
    shutil.rmtree(folder)


@contextmanager
def running(argv: list[str], env: Environ) -> Iterator[None]:
    child = subprocess.Popen(argv, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        ended(child)


@contextmanager
def sway(folder: Path, size: str) -> Iterator[tuple[list[str], Environ]]:
    """A sway without a monitor in an `open_folder`: what a program of its person begins with, and its environment."""
    as_nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if os.getuid() == 0 else []
    own = folder / "own"
    (folder / "sway.conf").write_text(f"output * resolution {size} bg #000000 solid_color\nxwayland disable\n")
    clean = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG"}}
    env = clean | {
        "HOME": str(own), "XDG_RUNTIME_DIR": str(own), "NO_AT_BRIDGE": "1", "WLR_BACKENDS": "headless",
        "WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1",
        "GSETTINGS_BACKEND": "memory", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/no/where",
    }  # fmt: skip
    with running([*as_nobody, need("sway"), "-c", str(folder / "sway.conf")], env):
        yield as_nobody, env | {"WAYLAND_DISPLAY": "wayland-1"}
