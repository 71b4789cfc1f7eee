"""A moment in the words of a clock: the day is named where it is not today."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

WEEK = 7  # days from which a weekday alone would be taken for the next one


def moment_words(moment: datetime, now: datetime) -> str:
    """Such as 14:00, Mon 09:00 or Mon 9 Mar 09:00. Both are local times."""
    days = (moment.date() - now.date()).days
    if days == 0:
        return f"{moment:%H:%M}"
    if 0 < days < WEEK:
        return f"{moment:%a %H:%M}"
    return f"{moment:%a} {moment.day} {moment:%b %H:%M}"
