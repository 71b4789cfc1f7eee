"""What both sides of the format go by (docs/exchange.md): a header, one fact a line by (at, id), an end with a sum."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.core.record.wire import YEARS

if TYPE_CHECKING:
    from datetime import datetime

    from coach.core.record.recorded import Recorded

FORMAT = 1
MOST_FACTS = 1_000_000
MOST_BYTES = 200 * 1024 * 1024  # of a file
MOST_OF_BODY = 64 * 1024  # bytes of one body
DEEPEST = 8  # levels of names with values or lists in a body
FARTHEST = 14 * 60  # minutes east or west of UTC
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
KIND = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_KIND = 64


def moment_text(at: datetime) -> str:
    """A moment, given in UTC, with microseconds."""
    return f"{at.isoformat(timespec='microseconds')[:26]}Z"


def wrong_with(kept: Recorded) -> str:
    """Why this can't travel, whatever its body says; empty where it can."""
    if not UUID.fullmatch(kept.id):
        return "its id is none"
    if not UUID.fullmatch(kept.device):
        return "its device is none"
    if len(kept.kind) > LONGEST_KIND or not KIND.fullmatch(kept.kind):
        return "its kind is no word"
    if kept.at.year not in YEARS:
        return "its moment is not of these times"
    if not -FARTHEST <= kept.offset <= FARTHEST:
        return "its offset is more than 14 hours"
    return ""
