"""What goes to the terminal: lines, one JSON document, and errors in one line."""

from __future__ import annotations

import contextlib
import os
import sys
from codecs import register_error
from typing import TYPE_CHECKING, Any

from coach.core.errors import CoachError
from coach.core.shown import shown, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.core.errors import Problem

PLAIN = "coach-plain"  # how a stream writes signs that it lacks
MOST_FAULTS = 20
LONGEST = 1000  # letters of one line on stderr; ours have a quarter of that


class OutputError(CoachError):
    """What was to be said could not be: the disk behind stdout is full, or the terminal is gone."""


def soften() -> None:
    """A sign the terminal can't show becomes a plain one, or a question mark, never an error."""
    register_error(PLAIN, _plain)
    for stream in (sys.stdout, sys.stderr):
        change = getattr(stream, "reconfigure", None)
        if change is not None:
            with contextlib.suppress(OSError):  # it writes out what waits; saying something will tell
                change(errors=PLAIN)


def _plain(error: UnicodeError) -> tuple[str, int]:
    from coach.core.plain_signs import plain_sign

    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(plain_sign, error.object[error.start : error.end])), error.end


def say(text: str = "") -> None:
    """One line on stdout, at once. Whatever is in it from outside can't act on the terminal."""
    _stdout(visible(text))


def say_lines(text: str) -> None:
    """A text of our own making in several lines, likewise."""
    _stdout("\n".join(visible(line) for line in text.split("\n")))


def _stdout(text: str, end: str = "\n") -> None:
    if sys.stdout is None:
        return
    try:
        sys.stdout.write(f"{text}{end}")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        hush()
        raise OutputError(f"The output can't be written: {error.strerror}.", "Send it somewhere else.") from error


def say_json(value: Any) -> None:
    """One JSON document on stdout."""
    import json

    _stdout(json.dumps(value, indent=2))  # which writes out all but plain letters itself


def say_json_list(items: Iterable[Any]) -> None:
    """One JSON document on stdout that is a list, each item written as soon as it is there."""
    import json

    between = "["
    for item in items:
        written = json.dumps(item, indent=2).replace("\n", "\n  ")  # within a text a line's end is spelt out
        _stdout(f"{between}\n  {written}", end="")
        between = ","
    _stdout("[]" if between == "[" else "\n]")


def tell(text: object) -> None:
    """One line on stderr."""
    _stderr(f"coach: {shown(' '.join(str(text).split()), LONGEST)}")


def tell_faults(problems: Iterable[Problem]) -> None:
    """The faults of files on stderr, each as file:line:column, at most 20 of them."""
    every = list(problems)
    for problem in every[:MOST_FAULTS]:
        _stderr(shown(str(problem), LONGEST))
    if len(every) > MOST_FAULTS:
        _stderr(f"{len(every) - MOST_FAULTS} more.")


def _stderr(text: str) -> None:
    with contextlib.suppress(OSError, AttributeError):  # nobody can be told; the exit code still says it
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def hush() -> None:
    """The reader of stdout has gone: send the rest nowhere, so that leaving makes no noise."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
