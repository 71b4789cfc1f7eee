"""What a desktop shows of ours, noted in a file: a keeper that dies leaves it there, and the next one takes it away.

A number means nothing on another bus or with another server, so both are noted with it.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from coach.adapters.outside_files import Absent, Unusable, own_json
from coach.adapters.own_folders import set_aside
from coach.adapters.whole_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path

MOST = 1024  # bytes


class Shown(NamedTuple):
    """A notification: of which bus, by which server, and its number there."""

    bus: str
    server: str
    number: int


class LeftBehind:
    """One note. None of it raises: where it can't be written, a dead button may stay."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._noted: Shown | None = None

    def note(self, shown: Shown) -> None:
        """This is shown now."""
        if shown != self._noted:
            self._noted = shown
            with suppress(OSError):
                write_whole(self._path, json.dumps(shown._asdict()))

    def clear(self) -> None:
        """Nothing is shown."""
        self._noted = None
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def there(self) -> Shown | None:
        """What was shown when the last keeper ended; None where there is nothing that can be understood."""
        try:
            found = own_json(self._path, MOST)
        except Absent:
            return None
        except Unusable:
            found = None
        match found:
            case {"bus": str(bus), "server": str(server), "number": int(number)} if 0 < number < 2**32:
                return Shown(bus, server, number)
        set_aside(self._path)
        return None
