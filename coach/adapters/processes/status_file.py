"""The status for status bars: a small file that is read without starting anything (`status.json`)."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from coach.adapters.whole_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path


def write_status(path: Path, document: dict[str, Any]) -> None:
    """Write it in one piece. A full disk or a folder without rights loses the status only."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, json.dumps(document, indent=1) + "\n")


def read_status(path: Path) -> dict[str, Any] | None:
    """What was written last; None where there is nothing, or nothing that makes sense."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    whole = isinstance(found, dict) and isinstance(found.get("reminders"), dict)
    return found if whole and written_at(found) is not None else None


def written_at(document: dict[str, Any]) -> datetime | None:
    """When it was written (aware); None where it does not say."""
    try:
        found = datetime.fromisoformat(str(document.get("at")))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
