"""Which questions about the person have an answer that still holds."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Layer
from coach.core.record.checks import CheckAnswered
from coach.core.record.facts import of
from coach.core.vocabulary import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.history.history import History
    from coach.core.record.facts import Fact


def profile_known(facts: Iterable[Fact], history: History, catalogue: Catalogue, now: datetime) -> frozenset[str]:
    """The questions about the person that were answered within the last 12 months, with no word since that their
    health has changed (LR16). Each has its own date; a check that was not finished answers none.
    """
    flags = {flag.id for flag in catalogue.of_layer(Layer.PROFILE)}
    doubt = max((at for at, changed in history.doubts if changed), default=None)
    known: set[str] = set()
    for fact in of(facts, CheckAnswered):
        if not fact.body.complete or now.date() >= a_year_after(fact.local.date()):
            continue
        if doubt is None or doubt <= fact.local:
            known |= flags & answered(fact.body, catalogue)
    return frozenset(known)


def answered(body: CheckAnswered, catalogue: Catalogue) -> set[str]:
    """The questions that a check has answered, each by itself or as a line of a page."""
    names = {name for name, _ in body.answers or ()} | set(body.listed or ())
    if body.listed is None:  # of a version whose screens had one answer for several questions
        whole = Layer.PROFILE in (body.sections or ())
        screens = [s for s in catalogue.former if body.group(s) is Answer.NO or whole]
        names |= {name for screen in screens for name in catalogue.former[screen]}
    return names


def a_year_after(day: date) -> date:
    """The same day a year later; the 29th of February becomes the 1st of March."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)
