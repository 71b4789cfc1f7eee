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

from coach.adapters.outside_files import Absent, Unusable, own_json
from coach.adapters.own_folders import private_folder, set_aside
from coach.adapters.whole_file import write_whole
from coach.core.errors import CoachError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coach.core.clock import Clock
    from coach.core.record.wire import Json

LETTER, ANSWER = ".letter", ".answer"
MOST = 16 * 1024  # bytes of a letter; more is none of ours
UNTAKEN = "The reminders do not answer, so nothing was changed."
UNANSWERED = "The reminders took it and did not answer: whether it counts is not known."
LOOK = 0.05  # seconds between two looks for an answer
AT_ONCE = 100  # letters of one look; the others wait for the next


class Mailbox:
    """One folder of letters. Reading never raises; what can't be read is set aside, and `tells` is told so."""

    def __init__(self, folder: Path, tells: Callable[[str], None] = lambda _: None) -> None:
        self._folder = folder
        self._tells = tells

    def send(self, body: dict[str, Any]) -> str:
        """Put a letter in and give its name. Raises CoachError."""
        name = uuid.uuid4().hex
        try:
            for folder in (self._folder.parent, self._folder):
                private_folder(folder)
            write_whole(self._folder / f"{name}{LETTER}", json.dumps(body))
        except OSError as error:
            why = error.strerror or "unknown reason"
            raise CoachError(f"Nothing can be written into {self._folder}: {why}.", "Check the folder.") from error
        return name

    def take(self) -> Iterator[tuple[str, dict[str, Json]]]:
        """Every letter with its name, oldest first; each is handed over once."""
        for path in sorted(self._there(LETTER), key=_age)[:AT_ONCE]:
            body = self._read(path)
            if body is None:
                continue
            try:
                path.unlink()
            except OSError:  # what can't be taken out would be obeyed again and again
                continue
            yield path.stem, body

    def answer(self, name: str, body: dict[str, Any]) -> None:
        """Answer a letter. A folder that can't be written to loses the answer only."""
        with suppress(OSError):
            write_whole(self._folder / f"{name}{ANSWER}", json.dumps(body))

    def answered(self, name: str) -> dict[str, Json] | None:
        """The answer to a letter, handed over once; None where there is none yet."""
        path = self._folder / f"{name}{ANSWER}"
        body = self._read(path)
        if body is not None:
            with suppress(OSError):
                path.unlink()
        return body

    def awaited(
        self, name: str, seconds: float, clock: Clock, pause: Callable[[float], object]
    ) -> dict[str, Json] | None:
        """The answer to a letter as soon as there is one; None where none comes within so many seconds of the clock.

        `pause` lets real seconds pass. Whatever clock or pause do, it looks no more often than these seconds ask for.
        """
        begun = clock.now()
        for _ in range(int(seconds / LOOK)):
            answer = self.answered(name)
            if answer is not None or clock.now().since(begun, asleep_too=False) >= seconds:
                return answer
            pause(LOOK)
        return self.answered(name)

    def given_up(self, name: str) -> str:
        """Wait no longer for the answer to a letter; in words, what is known of it."""
        return UNTAKEN if self.take_back(name) else UNANSWERED

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

    def _read(self, path: Path) -> dict[str, Json] | None:
        try:
            found = own_json(path, MOST)
            if isinstance(found, dict):
                return found
            why = "This is no letter."
        except Absent:
            return None
        except Unusable as unusable:
            why = unusable.message
        aside = set_aside(path)
        self._tells(f"{path} can't be used: {why} It is {f'kept as {aside.name}' if aside else 'left there'}.")
        return None

    def _there(self, ending: str) -> list[Path]:
        try:
            with os.scandir(self._folder) as found:
                return [Path(entry.path) for entry in found if entry.name.endswith(ending)]
        except OSError:
            return []


def _age(path: Path) -> tuple[int, str]:
    try:
        return (path.lstat().st_mtime_ns, path.name)
    except OSError:
        return (0, path.name)
