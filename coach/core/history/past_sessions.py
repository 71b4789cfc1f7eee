"""What past sessions tell: what was done, what was left open, and what was chosen the last time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from coach.core.routine.routine import is_guided
from coach.core.vocabulary import SessionOutcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from coach.core.history.sessions import PastSession
    from coach.core.record.choices import Choices
    from coach.core.record.facts import FactOf
    from coach.core.record.sessions import SessionBegan
    from coach.core.routine.routine import Routine
    from coach.core.vocabulary import BodyArea

OPEN_WINDOW = timedelta(days=60)  # older unfinished sessions are not offered again
CHOICE_WINDOW = timedelta(days=365)  # older choices are not remembered


def newest_first(past: Sequence[PastSession], since: date | None = None) -> list[PastSession]:
    """What was done since this local day; discarded sessions are left out."""
    kept = [session for session in past if session.outcome is not SessionOutcome.DISCARDED]
    return [session for session in reversed(kept) if since is None or session.begun.local.date() >= since]


def done_on(past: Sequence[PastSession], day: date) -> tuple[PastSession, ...]:
    """What was begun on this local day, oldest first; discarded sessions are left out."""
    return tuple(s for s in past if s.begun.local.date() == day and s.outcome is not SessionOutcome.DISCARDED)


def unfinished(past: Sequence[PastSession], followed: Callable[[str], bool], device: str) -> PastSession | None:
    """The last one that never ended, of this computer, and that nobody follows in another window.

    One of another computer may be under way there: nobody here can know.
    """
    own = (s for s in reversed(past) if s.outcome is None and s.begun.device == device)
    return next((s for s in own if not followed(s.id)), None)


def last_area(past: Sequence[PastSession]) -> BodyArea | None:
    """The area of the last session that was for one."""
    areas = (session.begun.body.choices.area for session in reversed(past))
    return next((area for area in areas if area is not None), None)


def last_choices(begun: Sequence[FactOf[SessionBegan]], routine: Routine) -> Choices | None:
    """What was chosen the last time this routine ran, of these sessions; None where it never did.

    A length is not kept. The turn of a guided break is chosen by nobody: each break has its own.
    """
    own = [began.body for began in begun if began.body.routine == routine.id]
    if not own:
        return None
    turn = len(own) if is_guided(routine) else None
    return replace(own[-1].choices, turn=turn, seconds=None)
