"""What past sessions tell: what was done, what was left open, and what was chosen the last time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.history.history import area_of
from coach.core.routine.choices import Choices
from coach.core.routine.routine import is_guided
from coach.core.vocabulary import SessionOutcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from coach.core.record.facts import Fact, PastSession
    from coach.core.routine.routine import Routine
    from coach.core.vocabulary import BodyArea

OPEN_WINDOW = timedelta(days=60)  # older unfinished sessions are not offered again
CHOICE_WINDOW = timedelta(days=365)  # older choices are not remembered


def newest_first(past: Sequence[PastSession], since: date | None = None) -> list[PastSession]:
    """What was done since this local day; discarded sessions are left out."""
    kept = [
        s for s in past if s.outcome != SessionOutcome.DISCARDED and (since is None or s.begun.local.date() >= since)
    ]
    return kept[::-1]


def done_on(past: Sequence[PastSession], day: date) -> tuple[PastSession, ...]:
    """What was begun on this local day, oldest first; discarded sessions are left out."""
    return tuple(s for s in past if s.begun.local.date() == day and s.outcome != SessionOutcome.DISCARDED)


def unfinished(past: Sequence[PastSession], followed: Callable[[str], bool]) -> PastSession | None:
    """The last one that never ended and that nobody follows in another window."""
    return next((s for s in reversed(past) if s.outcome is None and not followed(s.id)), None)


def last_area(past: Sequence[PastSession]) -> BodyArea | None:
    """The area of the last session that was for one."""
    areas = (area_of(s.begun.body.get("choices", {}).get("area")) for s in reversed(past))
    return next((area for area in areas if area is not None), None)


def choices_of(past: PastSession) -> Choices:
    """What was chosen for a session."""
    return Choices.from_dict(past.begun.body.get("choices", {}))


def last_choices(begun: Sequence[Fact], routine: Routine) -> Choices | None:
    """What was chosen the last time this routine ran, of these `session-begun` facts; None where it never did.

    A length is not kept. The turn of a guided break is chosen by nobody: each break has its own.
    """
    own = [fact for fact in begun if fact.body.get("routine") == routine.id]
    if not own:
        return None
    turn = len(own) if is_guided(routine) else None
    return replace(Choices.from_dict(own[-1].body.get("choices", {})), turn=turn, seconds=None)
