"""What is said around a session: before it, and when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.progress.words import at_the_end
from coach.core.vocabulary import RatedWhen, SessionOutcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.core.session.guide_steps import Finished, Rest, SayBefore

RATINGS = {
    RatedWhen.BEFORE: ("How much does it hurt now?", "Before you begin. It shows later whether this helps."),
    RatedWhen.AFTER: ("And now: how much does it hurt?", "After the routine."),
}
OVER = {
    SessionOutcome.COMPLETED: "Well done. That is all of it.",
    SessionOutcome.LEFT: "You left early. What you did is kept.",
}
IN_PART = "That is the end. What you did is kept."  # gone through, with parts left out
REHEARSED = "That was a rehearsal. It counts as nothing."


def paragraphs(step: SayBefore) -> list[tuple[str, tuple[str, ...]]]:
    """What has to be said before it begins, under its headings: nothing on most days."""
    lines = [
        ("Left out this time", step.left_out),
        ("Good to know", step.good_to_know),
        ("Brought to its limit", step.clamps),
    ]
    return [(heading, sentences) for heading, sentences in lines if sentences]


def heading(end: Finished) -> str:
    """How it ended, in one line."""
    part = end.outcome is SessionOutcome.COMPLETED and not end.whole
    return IN_PART if part else OVER.get(end.outcome, "That is all.")


def remarks(end: Finished, names: Mapping[str, str]) -> list[str]:
    """How often it was, what may be missing from the record, and what rests. `names` are those of the techniques."""
    often = at_the_end(end.times, None, None)
    told = [often] if often and end.past is not None and not end.serious else []
    return [*told, *([missing(end.fault)] if end.fault else []), *(_rests(rest, names) for rest in end.rests)]


def missing(fault: str) -> str:
    """That something may not be on record."""
    return f"{fault} What you did may be missing from the record."


def _rests(rest: Rest, names: Mapping[str, str]) -> str:
    what = ", ".join(sorted(names.get(name, name) for name in rest.techniques)) or "What you did"
    return f"{what}: not again today. {rest.why}".strip()
