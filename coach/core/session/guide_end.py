"""What a guided session comes to: what rests now, whether a card is up, and whether anything was left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Level
from coach.core.session.guide_steps import Finished, Rest
from coach.core.vocabulary import SessionOutcome

if TYPE_CHECKING:
    from coach.core.session.guide_errands import LookedBack, Played
    from coach.core.session.guide_steps import Way


def looks_back(way: Way, played: Played) -> bool:
    """Whether it was a session that counts, in which something was done and nothing was wrong."""
    counts = way.rates and played.blocked is None and played.outcome is not SessionOutcome.STOPPED
    return counts and bool(played.held)


def with_summary(
    end: Finished, played: Played, seen: LookedBack, answered: frozenset[str], *, attended: bool
) -> Finished:
    """The end of a session that counts, with what came of it. `answered` are the flags that its answers have raised.

    The emergency number, or where that was asked what can be done, is asked where somebody is there to answer and
    nothing is up that asks for somebody to look; the second of whoever rated pain. Whether a quiet knot
    is over is asked also where it is what is up: nothing new of that kind must have come.
    """
    new = [up for up in seen.flags if up.flag.id not in played.up]
    reasons = {reason.flag: reason.text for reason in (seen.card.reasons if seen.card is not None else ())}
    rests = tuple(
        Rest(tuple(sorted(up.blocks.techniques & played.held)), reasons.get(up.flag.id, ""))
        for up in new
        if up.level is Level.CAUTION
    )
    worrying = any(up.level.rank >= Level.CLINICIAN.rank for up in seen.flags)
    asks = attended and not worrying
    asks_about = asks and seen.unasked
    serious = any(up.level.rank > Level.CAUTION.rank for up in new)
    over = seen.over if attended and not serious and not asks_about else None
    rated = seen.past is not None and (seen.past.before, seen.past.after) != (None, None)
    return replace(
        end,
        summary=True,
        whole=seen.past is None or all(step.done for step in seen.past.steps),
        past=seen.past,
        rests=rests,
        card=seen.card if new else None,
        serious=serious,
        unexpected=any(up.flag.id not in answered for up in new),
        asks_about=asks_about,
        asks_over=over,
        asks_function=asks and seen.function_due and not seen.unasked and rated and over is None,
        times=seen.times,
    )
