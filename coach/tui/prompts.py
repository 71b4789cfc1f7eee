"""Brings the reminders to the screens: Today shows how they stand, and a new prompt is seen wherever one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.core.record.choices import Choices
from coach.tui.screens.today import TodayScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.screen import Screen

    from coach.core.clock import Clock
    from coach.core.reminders.signals import Command, OpenBreak
    from coach.tui.flows.tasks import Tasks
    from coach.tui.reminders import Reminders


class Prompts:
    """The reminders of the full screen. `today` gives its screen where there is one."""

    def __init__(
        self, app: App[Any], reminders: Reminders, tasks: Tasks, today: Callable[[], Screen[Any] | None]
    ) -> None:
        self._app, self._reminders, self._tasks, self._today = app, reminders, tasks, today
        self._prompted = ""
        app.run_worker(reminders.run(self._show, self._open), group="reminders", exit_on_error=False)

    def _show(self) -> None:
        """Something of the reminders may have changed."""
        if not self._app.is_running:
            return
        status = self._reminders.status()
        today = self._today()
        if isinstance(today, TodayScreen):
            today.show_breaks(status)
        notice = status.notice if status is not None else None
        if notice is not None and notice.prompt != self._prompted and self._app.screen is not today:
            self._app.notify(notice.text, title=notice.title, markup=False)
        self._prompted = notice.prompt if notice is not None else ""

    async def _open(self, wanted: OpenBreak) -> None:
        """A reminder wants this opened: the check, or a routine, through the usual door."""
        if wanted.what == "check":
            self._tasks.check()
        else:
            self._tasks.start(wanted.what, Choices(seconds=wanted.seconds))

    def answer(self, prompt: str, action: str) -> None:
        """Tell whoever keeps the reminders."""
        from coach.core.reminders.words import command_of  # noqa: PLC0415

        command = command_of(prompt, action)
        if command is not None:
            self._app.run_worker(self._obeyed(command), group="answers")

    async def _obeyed(self, command: Command) -> None:
        why = await self._reminders.obey(command)
        if why:
            self._app.notify(why, severity="warning", markup=False)
        self._show()

    def show_breaks(self, clock: Clock) -> None:
        """Show how the reminders stand."""
        from coach.tui.screens.breaks import BreaksScreen  # noqa: PLC0415

        self._app.push_screen(BreaksScreen(self._reminders, clock))
