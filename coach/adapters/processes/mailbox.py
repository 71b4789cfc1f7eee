"""Letters between two processes of the same person: small files in a folder, each written in one piece.

Who keeps the reminders looks into it at each heartbeat; who asks waits for the answer beside the letter.
"""

from __future__ import annotations

import json
import os
import uuid
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.adapters.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

LETTER, ANSWER = ".letter", ".answer"
MOST = 64 * 1024  # bytes of a letter; more is none of ours


class Mailbox:
    """One folder of letters. Reading never raises; what can't be read is thrown away."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, body: dict[str, Any]) -> str:
        """Put a letter in and give its name. Raises OSError."""
        for folder in (self._folder.parent, self._folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = uuid.uuid4().hex
        write_whole(self._folder / f"{name}{LETTER}", json.dumps(body))
        return name

    def take(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every letter with its name, oldest first; each is handed over once."""
        for path in sorted(self._there(LETTER), key=_age):
            body = _read(path)
            with suppress(OSError):
                path.unlink()
            if body is not None:
                yield path.stem, body

    def answer(self, name: str, body: dict[str, Any]) -> None:
        """Answer a letter. A folder that can't be written to loses the answer only."""
        with suppress(OSError):
            write_whole(self._folder / f"{name}{ANSWER}", json.dumps(body))

    def answered(self, name: str) -> dict[str, Any] | None:
        """The answer to a letter, handed over once; None where there is none yet."""
        path = self._folder / f"{name}{ANSWER}"
        body = _read(path)
        if body is not None:
            with suppress(OSError):
                path.unlink()
        return body

    def take_back(self, name: str) -> bool:
        """Take a letter out again; whether it was still there."""
        try:
            (self._folder / f"{name}{LETTER}").unlink()
        except OSError:
            return False
        return True

    def clear(self) -> None:
        """Throw away what lies there: nobody waits for it any more."""
        for path in (*self._there(LETTER), *self._there(ANSWER)):
            with suppress(OSError):
                path.unlink()

    def _there(self, ending: str) -> list[Path]:
        try:
            with os.scandir(self._folder) as found:
                return [Path(entry.path) for entry in found if entry.name.endswith(ending)]
        except OSError:
            return []


def _age(path: Path) -> tuple[int, str]:
    try:
        return (path.stat().st_mtime_ns, path.name)
    except OSError:
        return (0, path.name)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        with path.open(encoding="utf-8") as file:
            found = json.loads(file.read(MOST))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
