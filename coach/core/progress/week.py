"""This week, from Monday on: breaks kept, days of strength, what each area got. It counts, and judges nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from coach.core.history.sessions import PastSession
    from coach.core.progress.calendar import Day
    from coach.core.vocabulary import BodyArea


@frozen
class Week:
    """Breaks `kept` of those `prompted`, on how many days strength was done, and the sessions of each area."""

    kept: int
    prompted: int
    strength: int
    areas: tuple[tuple[BodyArea | None, int], ...]


def week_of(
    days: Iterable[Day], past: Iterable[tuple[PastSession, BodyArea | None]], monday: date, strong: Collection[str]
) -> Week:
    """The week from `monday` on. `past` are sessions with their areas, `strong` the techniques of strength."""
    own = [day for day in days if day.day >= monday]
    done = [(one, area) for one, area in past if one.begun.local.date() >= monday]
    strength = {one.begun.local.date() for one, _ in done if any(step.technique in strong for step in one.steps)}
    return Week(
        kept=sum(day.kept for day in own),
        prompted=sum(day.prompted for day in own),
        strength=len(strength),
        areas=tuple(Counter(area for _, area in done).items()),
    )
