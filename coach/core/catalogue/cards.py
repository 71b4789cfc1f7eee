"""The words of the cards (coach/content/cards.yaml): what is shown when something is locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping


@frozen
class SignWords:
    """What a card says of one sign: what to do, by when, until when, and who can help first; empty: as its level."""

    do: str = ""
    by: str = ""
    until: str = ""
    who: tuple[str, ...] = ()


@frozen
class CardWords:
    """What every card may say beside the words of its level and its reasons.

    `enough` is the headline and what to do where the doses of the day are used up; `leave_out` what to do where one
    routine alone is locked. A time to act is told by `now`, in `hours` (up to `hours_up_to`) or in `days`. `until` says
    by `clears` how a sign goes away, `of_signs` what else is said of one.
    """

    enough: tuple[str, str]
    leave_out: str
    now: str
    hours: str
    days: str
    hours_up_to: int
    act: str
    who_can_help: tuple[str, ...]
    who_can_help_today: tuple[str, ...]
    who_can_help_now: tuple[str, ...]
    own_number: str
    nothing_open: str
    until: Mapping[str, str]
    of_signs: Mapping[str, SignWords]

    def when(self, hours: int) -> str:
        """How soon to act, in words."""
        if hours == 0:
            return self.now
        if hours <= self.hours_up_to:
            return self.hours.format(hours=hours)
        return self.days.format(days=hours // 24)
