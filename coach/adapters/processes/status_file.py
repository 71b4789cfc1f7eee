"""The status for status bars: a small file that is read without starting anything (`status.json`)."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from coach.adapters.outside_files import Absent, Unusable, own_json
from coach.adapters.own_folders import set_aside
from coach.adapters.processes.status_shape import sound
from coach.adapters.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MOST = 64 * 1024  # bytes; ours has two
VALID = 150.0  # seconds; it is written anew each minute, so an older one is nobody's


def write_status(path: Path, document: dict[str, Any]) -> None:
    """Write it in one piece. A full disk, or a folder without rights or gone, loses the status only."""
    text = json.dumps(document, indent=1) + "\n"
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            set_aside(path)
        write_whole(path, text)


def read_status(path: Path, tells: Callable[[str], None] = lambda _: None) -> dict[str, Any] | None:
    """What was written last; None where there is nothing, or nothing that makes sense, and `tells` is told so.

    It stays where it is: whoever keeps the reminders writes it anew within a minute.
    """
    try:
        document = sound(own_json(path, MOST))
    except Absent:
        return None
    except Unusable as unusable:
        tells(f"{path} can't be used: {unusable.message} It is written anew within a minute.")
        return None
    if document is None:
        tells(f"{path} can't be used: this is no status of coach. It is written anew within a minute.")
    return document


def written_at(document: dict[str, Any]) -> datetime:
    """When a document that was read was written (aware)."""
    return datetime.fromisoformat(document["at"])
