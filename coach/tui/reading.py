"""What the program gives to read and to take along: the page for a doctor, lessons, the week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.tui.ahead import Ahead

if TYPE_CHECKING:
    from coach.tui import requests
    from coach.tui.flows.tasks import Tasks
    from coach.tui.record_desk import RecordDesk


class Reading(Ahead):
    """Hands what is asked for to the tasks."""

    tasks: Tasks
    _desk: RecordDesk | None

    def on_page_requested(self, request: requests.PageRequested) -> None:
        """Write it."""
        self.tasks.page(self._desk, request.area)

    def on_lesson_requested(self, request: requests.LessonRequested) -> None:
        """Show it."""
        self.tasks.learn(request.lesson)

    def on_week_requested(self) -> None:
        """Show it."""
        self.tasks.week()
