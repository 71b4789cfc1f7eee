"""The one way in for files. Whatever lies at a path, reading it ends soon, takes little room and follows no surprise.

In our own folders only plain files are read. A file that a person names may be a pipe, too: `--answers <(...)`.
"""

from __future__ import annotations

import errno
import json
import os
import select
import stat
from typing import TYPE_CHECKING, NoReturn

from coach.adapters.clock import SystemClock
from coach.adapters.own_folders import NO_LINKS, WITHOUT_WAITING
from coach.core.errors import CoachError

if TYPE_CHECKING:
    from pathlib import Path

    from coach.core.record.wire import Json

PATIENCE = 1.0  # seconds that a pipe may take to its end; with the start of the program that is within two
CHUNK = 65_536  # bytes
READING = os.O_RDONLY | WITHOUT_WAITING | getattr(os, "O_BINARY", 0)
KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISLNK, "a link"),
)


class Unusable(CoachError):  # noqa: N818 - said of what lies there
    """What lies there is not to be used; says what it is, and the mend."""


class Absent(Unusable):
    """Nothing lies there."""


def read_own(path: Path, most: int, *, links: bool = False) -> bytes:
    """A plain file of at most `most` bytes in one of our folders; with `links` through a link, too. Raises Unusable."""
    return _read(path, most, pipes=False, links=links)


def read_named(path: Path, most: int) -> bytes:
    """What a person names: a plain file, or a pipe that comes to its end within a second. Raises Unusable."""
    return _read(path, most, pipes=True, links=True)


def own_json(path: Path, most: int) -> Json:
    """The JSON value in a plain file of ours. Raises Unusable."""
    try:
        found: Json = json.loads(read_own(path, most).decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unusable("This is not JSON.", "Delete it.") from None
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _read(path: Path, most: int, *, pipes: bool, links: bool) -> bytes:
    try:
        _look((path.stat() if links else path.lstat()).st_mode, pipes=pipes)
        descriptor = os.open(path, READING | (0 if links else NO_LINKS))
        try:
            found = os.fstat(descriptor)
            _look(found.st_mode, pipes=pipes)  # what was looked at before may have been another
            if found.st_size > most:
                raise _too_big(most)
            return _to_its_end(descriptor, most, found.st_mode)
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _look(mode: int, *, pipes: bool) -> None:
    if stat.S_ISREG(mode) or (pipes and os.name != "nt" and (stat.S_ISFIFO(mode) or stat.S_ISCHR(mode))):
        return
    kind = next((name for fits, name in KINDS if fits(mode)), "a device")
    raise Unusable(f"This is {kind}.", "Give a text file.")


def _to_its_end(descriptor: int, most: int, mode: int) -> bytes:
    """All that comes. A plain file has its end in itself; anything else is waited for, without polling, for a time.

    Raises Unusable where it is too much or takes too long, OSError where a plain file would have to be waited for.
    """
    found = bytearray()
    clock = SystemClock()
    end = clock.now().mono + PATIENCE
    while len(found) <= most:
        if not stat.S_ISREG(mode) and not _ready(descriptor, end - clock.now().mono):
            raise Unusable(f"It did not come to its end within {PATIENCE:g} s.", "Put it into a file first.")
        chunk = os.read(descriptor, min(CHUNK, most + 1 - len(found)))
        if not chunk:
            return bytes(found)
        found += chunk
    raise _too_big(most)


def _ready(descriptor: int, seconds: float) -> bool:
    """Whether something can be read, or the other end has gone, within this time."""
    if seconds <= 0:
        return False
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    return bool(waiting.poll(seconds * 1000))


def _too_big(most: int) -> Unusable:
    size = f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most // 1000} kB"
    return Unusable(f"This file is over {size}.", "Split it, or check that it is the right file.")


def _unreadable(path: Path, error: OSError | ValueError) -> Unusable:
    if isinstance(error, PermissionError):
        return Unusable("You have no right to read this file.", "Change its permissions.")
    if isinstance(error, OSError) and error.errno in {errno.ENOENT, errno.ELOOP}:
        if path.is_symlink():
            return Absent("This link points to nothing.", "Delete it or point it to a file.")
        return Absent("There is no such file.", "Check the name.")
    why = getattr(error, "strerror", None) or "such a name can't be"
    return Unusable(f"This can't be read: {why}.", "Check the file.")
