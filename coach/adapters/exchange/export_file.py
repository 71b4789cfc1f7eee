"""An export as a file: written whole, for its owner only, and never over something that is not an older one of ours."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from coach.adapters.exchange.source import LONGEST_NAME, first_bytes
from coach.adapters.whole_file import write_parts
from coach.core.errors import BadInput, CoachError
from coach.core.frozen import frozen
from coach.core.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_OF_HEADER = 1000  # bytes


@frozen
class OldExport:
    """An export that is there: of which computer it is, and how many entries it says it has."""

    device: str
    facts: int


def export_at(path: Path) -> OldExport | None:
    """The export that is at this place; None where it is none."""
    line, end, _ = first_bytes(path, MOST_OF_HEADER).partition(b"\n")
    try:
        head = json.loads(line) if end else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(head, dict) or head.get("coach") != "record":
        return None
    device, facts = head.get("device"), head.get("facts")
    return OldExport(device, facts) if isinstance(device, str) and type(facts) is int else None


def why_not_over(path: Path, device: str, facts: int) -> str:
    """Why this place is not written over without a word; empty where it may be: nothing is there, or an older export.

    `device` and `facts` are those of the export to come.
    """
    if not os.path.exists(path):  # noqa: PTH110 - for a name that can't be `Path` raises; it is told at the writing
        return ""
    name = shown(str(path), LONGEST_NAME)
    if path.is_dir():
        raise BadInput(f"{name} is a folder.", "Give the name of a file in it.")
    if not path.is_file():
        raise BadInput(f"{name} is no file.", "Give the name of a new file, or - for the output.")
    old = export_at(path)
    if old is None:
        return f"{name} is there already, and is no export of Coach."
    if old.device != device:
        return f"{name} is the export of another computer."
    if old.facts > facts:
        return f"{name} holds {old.facts:,} entries, and the record has {facts:,}."
    return ""


def write_export(path: Path, lines: Iterable[bytes]) -> None:
    """Write it there, whole or not at all. Raises CoachError."""
    place = Path(os.path.realpath(path))  # a link stays a link
    try:
        write_parts(place, lines, lasting=True)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "the name can't be"
        raise CoachError(
            f"The export can't be written to {shown(str(path), LONGEST_NAME)}: {why}.", "Give another file."
        ) from error
