"""What the person should know before a routine begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.core.timeline import Timeline


class BeginScreen(Screen[bool]):
    """Says what was left out and why, and what to watch; gives True where the person begins."""

    def __init__(self, timeline: Timeline, lines: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._timeline = timeline
        self._lines = lines
