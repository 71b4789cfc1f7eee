"""The words of the cards (coach/content/cards.yaml): what is shown when something is locked."""

from __future__ import annotations

from coach.core.frozen import frozen


@frozen
class CardWords:
    """What every card may say beside the words of its level and its reasons.

    `enough` is the headline and what to do where the doses of the day are used up; `leave_out` what to do where one
    routine alone is locked. A time to act is told by `now`, in `hours` (up to `hours_up_to`) or in `days`.
    """

    enough: tuple[str, str]
    leave_out: str
    now: str
    hours: str
    days: str
    hours_up_to: int
    act: str
    who_can_help: tuple[str, ...]
    who_can_help_now: tuple[str, ...]
    own_number: str
    nothing_open: str

    def when(self, hours: int) -> str:
        """How soon to act, in words."""
        if hours == 0:
            return self.now
        if hours <= self.hours_up_to:
            return self.hours.format(hours=hours)
        return self.days.format(days=hours // 24)
