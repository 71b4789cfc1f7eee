"""What is wrong with the files that the person writes, told once each: what was read before goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.reminders.ports import Notice
from coach.core.reminders.state import PauseReason

if TYPE_CHECKING:
    from coach.adapters.keeping.telling import Telling
    from coach.core.reminders.state import ReminderState

NAME = "file-fault"  # no prompt is called so, so no button answers it
QUIET = (PauseReason.PERSON, PauseReason.MEETING, PauseReason.DO_NOT_DISTURB, PauseReason.SESSION)


class ToldFaults:
    """Remembers which faults were told. One that comes back after it was mended is told again."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self._told: tuple[str, ...] = ()
        self._shown = False

    def now(self, faults: tuple[str, ...], state: ReminderState) -> None:
        """Tell what is new, as soon as no prompt is out and nobody wants quiet; take it back once all is mended."""
        if faults == self._told:
            return
        new = [fault for fault in faults if fault not in self._told]
        if not new:
            self._told = faults
            if self._shown and not faults:
                self._shown = False
                self._telling.word(None)
        elif state.open is None and not any(state.paused(reason) for reason in QUIET):
            self._told, self._shown = faults, True
            self._telling.word(Notice(NAME, "A file of yours has a fault", " ".join(new)))
