"""Writing a file in one piece."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def write_whole(path: Path, text: str, *, mode: int = 0o600, lasting: bool = False) -> None:
    """Put the text there: a reader sees the old file or the new one, never a half. Raises OSError.

    With `lasting` that holds after a power cut, too, which takes a few milliseconds.
    """
    write_parts(path, [text.encode()], mode=mode, lasting=lasting)


def write_parts(path: Path, parts: Iterable[bytes], *, mode: int = 0o600, lasting: bool = False) -> None:
    """As `write_whole`, of parts that come one after the other. Raises OSError, and what the parts raise."""
    draft = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            for part in parts:
                file.write(part)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        draft.chmod(mode)  # whatever the umask takes away
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
