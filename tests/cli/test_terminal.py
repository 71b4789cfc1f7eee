"""The terminal: whether it can show the full screen, and lines that come in pieces, late or never."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Iterator
from typing import TextIO

import pytest

from coach.adapters.terminal import StdinKeyboard, capable, lines_only, signs_of
from coach.cli.leaving import Interruptible, Leaving
from coach.cli.say import say, soften
from tests.cli.conftest import Typist
from tests.conftest import FakeClock


class Tty(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stdin", "stdout", "term", "why"),
    [
        (Tty(), Tty(), "xterm-256color", ""),
        (io.StringIO(), Tty(), "xterm", "the input is not a terminal"),
        (None, Tty(), "xterm", "the input is not a terminal"),
        (Tty(), io.StringIO(), "xterm", "the output is not a terminal"),
        (Tty(), Tty(), "dumb", "this terminal (TERM=dumb) has no full screen"),
        (Tty(), Tty(), "", "this terminal (TERM=not set) has no full screen"),
    ],
)
def test_a_terminal_says_what_it_lacks(stdin: TextIO | None, stdout: TextIO, term: str, why: str) -> None:
    assert capable(stdin, stdout, {"TERM": term}) == why


@pytest.mark.parametrize(
    ("encoding", "term", "signs"),
    [
        ("utf-8", "xterm", "utf-8"),
        ("utf-8", "linux", "cp437"),
        ("latin-1", "xterm", "latin-1"),
        (None, "xterm", "ascii"),
    ],
)
def test_a_terminal_has_the_signs_of_its_encoding(encoding: str | None, term: str, signs: str) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding) if encoding is not None else None
    assert signs_of(stream, {"TERM": term}) == signs


def test_a_line_is_said_in_signs_that_the_terminal_has(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, "ascii"))
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), "ascii"))
    soften()
    say("This week ● ○ ✓ é 漢")
    assert written.getvalue() == b"This week * o + e ?\n"


def test_a_closed_stream_is_no_terminal() -> None:
    stream = io.StringIO()
    stream.close()
    assert "input" in capable(stream, Tty(), {"TERM": "xterm"})


@pytest.mark.parametrize(
    ("stdin", "stdout", "term", "lines"),
    [
        (Tty(), Tty(), "dumb", True),
        (Tty(), Tty(), "", True),
        (Tty(), Tty(), "xterm", False),
        (io.StringIO(), Tty(), "dumb", False),
        (Tty(), io.StringIO(), "dumb", False),
        (None, None, "dumb", False),
    ],
)
def test_lines_are_for_a_person_at_a_terminal_without_a_screen(
    stdin: TextIO | None, stdout: TextIO | None, term: str, lines: bool
) -> None:
    assert lines_only(stdin, stdout, {"TERM": term}) is lines


@pytest.fixture
def pipe() -> Iterator[tuple[int, TextIO]]:
    reading, writing = os.pipe()
    with os.fdopen(reading) as stream:
        yield writing, stream
        if writing >= 0:
            try:
                os.close(writing)
            except OSError:
                return  # the test has closed it


def test_lines_come_whole_and_in_order(pipe: tuple[int, TextIO]) -> None:
    writing, stream = pipe
    lines = StdinKeyboard(stream)
    assert lines.wait(0.0) is None
    os.write(writing, b"one\ntw")
    assert lines.wait() == "one"
    assert lines.wait(0.0) is None
    os.write(writing, b"o\r\n\nlast")
    assert [lines.wait(), lines.wait()] == ["two", ""]
    os.close(writing)
    assert lines.wait() == "last"
    assert lines.closed
    assert lines.wait(0.0) is None


def test_an_input_at_its_end_is_closed_from_the_beginning(pipe: tuple[int, TextIO]) -> None:
    writing, stream = pipe
    os.close(writing)
    assert StdinKeyboard(stream).closed
    assert StdinKeyboard(None).closed
    assert StdinKeyboard(io.StringIO("n\n")).closed  # nothing that could be waited for


def test_what_is_no_text_is_still_a_line(pipe: tuple[int, TextIO]) -> None:
    writing, stream = pipe
    os.write(writing, b"\xff\xfe\n")
    assert StdinKeyboard(stream).wait() == "\ufffd\ufffd"


def test_what_a_pipe_holds_is_not_forgotten(pipe: tuple[int, TextIO]) -> None:
    writing, stream = pipe
    os.write(writing, b"3\n")
    lines = StdinKeyboard(stream)
    lines.forget()
    assert lines.wait() == "3"


def test_a_signal_ends_the_next_wait_and_nothing_else(fake_clock: FakeClock) -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interruptible(Typist(fake_clock, "n")) as keys:
        signal.raise_signal(signal.SIGINT)  # between two waits: the work under way is done first
        with pytest.raises(Leaving):
            keys.wait()
    assert signal.getsignal(signal.SIGINT) is before


def test_a_signal_while_waiting_ends_it_at_once(fake_clock: FakeClock) -> None:
    class Told(Typist):
        def wait(self, seconds: float | None = None) -> str | None:
            signal.raise_signal(signal.SIGTERM if sys.platform != "win32" else signal.SIGINT)
            return super().wait(seconds)

    with Interruptible(Told(fake_clock, "n")) as keys, pytest.raises(Leaving):
        keys.wait()
