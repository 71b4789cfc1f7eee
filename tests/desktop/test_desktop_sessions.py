"""Reminders over the end of a desktop session, and beside a full screen that came first: somebody always keeps them."""

from __future__ import annotations

import os
import pty
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import NamedTuple

import pytest

from coach.adapters.processes.desktop_session import SCREENS
from coach.cli.commands.screen import ENDED
from tests.desktop.conftest import ended, need
from tests.desktop.test_remind_process import COACH, Home, come, home

__all__ = ["home"]
Screen = Callable[[], subprocess.Popen[bytes]]
CTRL_Q = b"\x11"
DISPLAY = f":{500 + os.getpid() % 5000}"  # a number that nobody is given who asks for the first free one


@pytest.fixture
def screen() -> Iterator[Screen]:
    """Starts the screen, and waits until it is there."""
    with ExitStack() as closing:

        def start() -> subprocess.Popen[bytes]:
            argv = [need("Xvfb"), DISPLAY, "-screen", "0", "640x480x24"]
            child = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            closing.callback(ended, child)
            come((SCREENS / f"X{DISPLAY[1:]}").exists)
            return child

        yield start


def test_what_the_desktop_started_ends_with_it_and_the_status_says_so(home: Home, screen: Screen) -> None:
    first = screen()
    keeper = home.kept(heart="lively", DISPLAY=DISPLAY)
    first.terminate()
    first.wait()
    assert keeper.wait(10) == 0
    assert keeper.communicate()[0] == "Your desktop session is over, and the reminders with it.\n"
    assert not home.file()["reminders"]["running"]


def test_the_next_session_has_its_own_at_once(home: Home, screen: Screen) -> None:
    first = screen()
    before = home.kept(DISPLAY=DISPLAY)
    first.terminate()
    first.wait()
    screen()
    following = home.kept(DISPLAY=DISPLAY)
    assert before.wait(10) == 0
    assert home.status()["reminders"]["running"]
    assert following.poll() is None


class Terminal(NamedTuple):
    """A terminal with the program in it: what it shows of that, and where keys go in."""

    child: subprocess.Popen[bytes]
    shown: list[bytes]
    keys: int

    @property
    def last_line(self) -> str:
        """What stands at the end, once the program has ended."""
        assert self.child.wait(20) == 0
        return b"".join(self.shown).decode().splitlines()[-1]


@contextmanager
def on_a_terminal(home: Home, *words: str) -> Iterator[Terminal]:
    """The program in a terminal, keeping the reminders."""
    ours, theirs = pty.openpty()
    env = home.env | {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    argv = [*COACH, *words]
    child = subprocess.Popen(argv, env=env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown: list[bytes] = []

    def read() -> None:
        with suppress(OSError):
            while data := os.read(ours, 65536):
                shown.append(data)

    reading = threading.Thread(target=read, daemon=True)
    reading.start()
    try:
        come(lambda: home.file().get("reminders", {}).get("running"), 20)
        yield Terminal(child, shown, ours)
    finally:
        ended(child)
        reading.join()
        os.close(ours)


@pytest.fixture
def full_screen(home: Home) -> Iterator[Terminal]:
    """The full screen, which keeps the reminders."""
    with on_a_terminal(home) as terminal:
        yield terminal


def test_who_keeps_them_in_a_terminal_lets_go_for_what_is_to_stay_and_says_so(home: Home) -> None:
    with on_a_terminal(home, "remind") as terminal:
        keeper = home.kept()
        assert terminal.last_line == "Another coach keeps the reminders from now on."
    assert home.status()["reminders"]["running"]
    assert keeper.poll() is None


def test_a_full_screen_that_came_first_lets_the_keeper_have_them_and_takes_them_back(
    home: Home, full_screen: Terminal
) -> None:
    keeper = home.kept()
    assert keeper.poll() is None, "it was not sent away"
    assert home.coach("pause", "1h").returncode == 0
    keeper.terminate()
    keeper.wait()
    come(lambda: home.file().get("reminders", {}).get("running"), 20)
    (pause,) = home.file()["reminders"]["paused"]
    assert (pause["reason"], full_screen.child.poll()) == ("person", None)
    os.write(full_screen.keys, CTRL_Q)
    assert full_screen.last_line.endswith(ENDED)


def test_the_reminders_go_on_when_that_full_screen_is_left(home: Home, full_screen: Terminal) -> None:
    keeper = home.kept()
    os.write(full_screen.keys, CTRL_Q)
    assert ENDED not in full_screen.last_line
    assert home.status()["reminders"]["running"]
    assert home.coach("resume").returncode == 1, "nothing is paused, as the keeper itself says"
    assert keeper.poll() is None
