"""Over SSH: the message on tmux's own line, as a person who goes on typing sees it, and the bell of their terminal."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.adapters.notices.terminal import TmuxChannel
from coach.core.reminders.ports import Notice
from tests.desktop.conftest import need
from tests.desktop.test_remind_process import come

NOTICE = Notice("p", "Time to stand up", "Walk to the window. 100 % #now")


class Person:
    """Somebody in tmux, whose terminal is a window of another tmux: what they see, and what they type."""

    def __init__(self, folder: Path) -> None:
        self._tmux = need("tmux")
        self._folder = folder
        self.environ = {"PATH": os.environ["PATH"], "TERM": "xterm", "TMUX_TMPDIR": str(folder), "HOME": str(folder)}
        self._outer = str(folder / "outer")
        self.run("-f", "/dev/null", "new-session", "-d", "cat")
        self.run(
            *("-S", self._outer, "-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "12"),
            f"env -u TMUX TMUX_TMPDIR={folder} {self._tmux} attach",
        )
        come(lambda: self.run("list-clients"))

    def run(self, *words: str) -> str:
        done = subprocess.run([self._tmux, *words], env=self.environ, capture_output=True, text=True, check=False)
        return done.stdout

    def sees(self) -> str:
        return self.run("-S", self._outer, "capture-pane", "-p")

    def types(self, *keys: str) -> None:
        self.run("-S", self._outer, "send-keys", *keys)

    def leave(self) -> None:
        self.run("kill-server")
        self.run("-S", self._outer, "kill-server")


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    found = Person(tmp_path)
    yield found
    found.leave()


async def test_the_message_stays_for_its_time_whatever_is_typed_and_the_bell_rings(person: Person) -> None:
    person.run("-S", person._outer, "set", "-g", "monitor-bell", "on")
    person.run("-S", person._outer, "new-window", "-n", "other")  # a bell is marked in a window that is not looked at
    attempt = await TmuxChannel(person.environ).show(NOTICE)
    assert attempt.worked
    come(lambda: "1" in person.run("-S", person._outer, "list-windows", "-F", "#{window_bell_flag}"))
    person.run("-S", person._outer, "kill-window", "-t", "other")
    words = f"{NOTICE.title}: {NOTICE.text}"
    come(lambda: words in person.sees())
    person.types("a", "b", "Enter")
    assert words in person.sees()
    come(lambda: words not in person.sees())
    person.types("c", "Enter")
    come(lambda: "c\nc\n" in person.sees())


async def test_in_the_hours_of_quiet_the_message_is_there_and_no_bell(person: Person) -> None:
    person.run("-S", person._outer, "set", "-g", "monitor-bell", "on")
    person.run("-S", person._outer, "new-window", "-n", "other")
    assert (await TmuxChannel(person.environ, lambda: True).show(NOTICE)).worked
    words = f"{NOTICE.title}: {NOTICE.text}"
    come(lambda: words in person.run("-S", person._outer, "capture-pane", "-p", "-t", ":0"))
    assert "1" not in person.run("-S", person._outer, "list-windows", "-F", "#{window_bell_flag}")
