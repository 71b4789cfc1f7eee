"""The desktop session that a process was started in, by real sockets: still there, over, or another's."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.adapters.processes.desktop_session import DesktopSession


@pytest.fixture
def screens() -> Iterator[Path]:
    """A folder with a short name: the path of a socket may not be long."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    yield folder
    shutil.rmtree(folder)


def server(path: Path | str) -> socket.socket:
    """A server of a screen that listens there."""
    found = socket.socket(socket.AF_UNIX)
    found.bind(str(path))
    found.listen()
    return found


ENVIRONS = [{"DISPLAY": ":7"}, {"DISPLAY": "unix:7.0"}, {"WAYLAND_DISPLAY": "X7"}, {"WAYLAND_DISPLAY": "/X7"}]


def session(screens: Path, environ: dict[str, str]) -> DesktopSession:
    wayland = environ.get("WAYLAND_DISPLAY", "")
    more = {"WAYLAND_DISPLAY": f"{screens}{wayland}"} if wayland.startswith("/") else {"XDG_RUNTIME_DIR": str(screens)}
    return DesktopSession(environ | more, screens)


@pytest.mark.parametrize("environ", ENVIRONS)
def test_it_is_over_once_the_server_of_its_screen_is_gone(screens: Path, environ: dict[str, str]) -> None:
    with server(screens / "X7"):
        here = session(screens, environ)
        assert not here.over()
        (screens / "X7").unlink()
        assert not here.over(), "only its file was taken away"
    assert here.over()
    with server(screens / "X7"):
        assert here.over(), "the next session is another's"


def test_another_server_of_the_same_name_is_another_session(screens: Path) -> None:
    with server(screens / "X7"):
        here = session(screens, ENVIRONS[0])
        (screens / "X7").unlink()
        with server(screens / "X7"):
            os.utime(screens / "X7", ns=(1, 1))
            assert here.over()


def test_a_file_that_a_server_left_as_it_died_says_nothing(screens: Path) -> None:
    with server(screens / "X7"):
        here = session(screens, ENVIRONS[0])
    assert not here.over()


@pytest.mark.parametrize("name", ["X7", "X77"])
def test_a_server_that_has_a_name_without_a_file_is_known_by_all_of_it(screens: Path, name: str) -> None:
    with server(screens / "X7"):
        here = session(screens, ENVIRONS[0])
    with server(f"\0{screens / name}"):
        (screens / "X7").unlink()
        assert here.over() is (name == "X77")


@pytest.mark.parametrize(
    "environ", [{}, {"DISPLAY": "localhost:10.0"}, {"DISPLAY": ":9"}, {"WAYLAND_DISPLAY": "none"}, {"DISPLAY": ""}]
)
def test_without_a_screen_of_this_machine_nothing_is_known_to_be_over(screens: Path, environ: dict[str, str]) -> None:
    with server(screens / "X7"):
        here = session(screens, environ)
        with server(screens / "X9"):
            assert not here.over()
        (screens / "X9").unlink()
        assert not here.over()


def test_what_systemd_keeps_ends_when_systemd_says(screens: Path) -> None:
    with server(screens / "X7"):
        kept = session(screens, {"DISPLAY": ":7", "SYSTEMD_EXEC_PID": str(os.getpid())})
        child_of_one = session(screens, {"DISPLAY": ":7", "SYSTEMD_EXEC_PID": "1"})
    (screens / "X7").unlink()
    assert not kept.over()
    assert child_of_one.over()
