"""Which rules the person has been told the news of: a word beside the record. Without it they are told once more."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from coach.adapters.outside_files import Unusable, read_own
from coach.adapters.own_folders import set_aside
from coach.adapters.whole_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path

NAME = "rules-shown"
LONGEST = 100  # bytes; a digest is shorter


def news_shown(folder: Path) -> str:
    """The digest of those rules; empty where there is none."""
    try:
        return read_own(folder / NAME, LONGEST).decode("ascii", "replace").strip()
    except Unusable:
        return ""


def remember_shown(folder: Path, rules: str) -> None:
    """The news of these rules has been shown. Where that can't be written it will be shown again."""
    with suppress(OSError):
        if (folder / NAME).is_dir():
            set_aside(folder / NAME)
        write_whole(folder / NAME, f"{rules}\n")
