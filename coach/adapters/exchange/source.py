"""Files that come in from outside, read line by line: whatever they are, reading them ends."""

from __future__ import annotations

import os
import select
import stat
import sys
import tempfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from coach.core.errors import BadInput
from coach.core.exchange.wire_format import MOST_BYTES, MOST_OF_BODY
from coach.core.shown import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PIECE = 1 << 16  # bytes read at once
LONGEST = 8 * MOST_OF_BODY  # bytes of a line that is still handed on in one
LONGEST_NAME = 200  # letters of a name that are shown
PATIENCE = 30.0  # seconds in which something has to come through a pipe


class FileSource:
    """A file of lines. What can be read only once (a pipe), or has to be opened with a key, is kept in a file without a
    name beside the record while it is needed; `close` ends that.

    `opened` turns the bytes of a locked file into those of an open one; it is asked once.
    """

    def __init__(self, path: Path, beside: Path, opened: Callable[[IO[bytes], IO[bytes]], None] | None = None) -> None:
        self.name = shown(str(path), LONGEST_NAME)
        self._path, self._beside, self._opened = path, beside, opened
        self._copy: IO[bytes] | None = None

    def lines(self) -> Iterator[bytes]:
        """Its lines, each with its end; one that is too long in parts. Raises BadInput where it can't be read."""
        with self._told(), self._file() as file:
            read = 0
            while line := file.readline(LONGEST):
                read += len(line)
                if read > MOST_BYTES:
                    raise BadInput(f"{self.name} is larger than {MOST_BYTES >> 20} MB.", "Nothing was taken.")
                yield line

    def close(self) -> None:
        """Let go of the copy."""
        if self._copy is not None:
            self._copy.close()
            self._copy = None

    @contextmanager
    def _file(self) -> Iterator[IO[bytes]]:
        if self._copy is not None:
            self._copy.seek(0)
            yield self._copy
            return
        with _open(self._path, self.name) as file:
            if stat.S_ISREG(os.fstat(file.fileno()).st_mode) and self._opened is None:
                yield file
                return
            self._copy = self._copied(file)
        self._copy.seek(0)
        yield self._copy

    def _copied(self, file: IO[bytes]) -> IO[bytes]:
        self._beside.mkdir(mode=0o700, parents=True, exist_ok=True)
        copy = tempfile.TemporaryFile(dir=self._beside)  # noqa: SIM115 - it is kept until `close`
        try:
            if self._opened is not None:
                self._opened(file, copy)
                return copy
            for piece in _pieces(file, self.name):
                copy.write(piece)
        except BaseException:
            copy.close()
            raise
        return copy

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise cant_read(self.name, error) from error


def _pieces(file: IO[bytes], name: str) -> Iterator[bytes]:
    """What comes through a pipe or from a device, up to the limit of a file, each piece within a time."""
    read = line = 0
    while line <= LONGEST:  # what has no lines is no record: there is no sense in reading on
        if sys.platform != "win32" and not select.select([file], [], [], PATIENCE)[0]:
            raise BadInput(f"{name}: nothing came for {PATIENCE:.0f} seconds.", "Nothing was taken.")
        piece = os.read(file.fileno(), PIECE)
        if not piece:
            return
        read += len(piece)
        line = line + len(piece) if b"\n" not in piece else 0
        if read > MOST_BYTES:
            raise BadInput(f"{name} is larger than {MOST_BYTES >> 20} MB.", "Nothing was taken.")
        yield piece


def _open(path: Path, name: str) -> IO[bytes]:
    """Open it for reading without waiting for anybody. Raises OSError, BadInput for a folder."""
    wait_not = getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, os.O_RDONLY | wait_not | getattr(os, "O_BINARY", 0))
    mode = os.fstat(handle).st_mode
    if stat.S_ISDIR(mode):
        os.close(handle)
        raise BadInput(f"{name} is a folder, and a file is needed.", "Name the file in it.")
    if stat.S_ISFIFO(mode):
        os.set_blocking(handle, True)
    return os.fdopen(handle, "rb", buffering=PIECE)


def first_bytes(path: Path, many: int) -> bytes:
    """How a regular file begins; nothing for all else, and for what can't be read."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(many)
    except (OSError, ValueError):
        return b""


def cant_read(name: str, error: OSError) -> BadInput:
    """What is said of a file that can't be read."""
    if isinstance(error, FileNotFoundError):
        return BadInput(f"There is no file {name}.", "Check its name.")
    return BadInput(f"{name} can't be read: {error.strerror or 'unknown reason'}.", "Check the file and its rights.")
