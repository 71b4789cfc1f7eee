"""The page for a clinician: what a front end may ask of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach import __version__
from coach.core.progress.function import FUNCTION_KINDS
from coach.core.progress.standing import COMPLAINTS
from coach.core.record.health import LumpSeen, VisitMade
from coach.core.report import writing
from coach.core.report.tried import OfLibrary
from coach.core.routine.routine import is_break
from coach.core.safety import screening

if TYPE_CHECKING:
    from coach.core.coach.record import Record
    from coach.core.coach.rules import Rules
    from coach.core.library import Library
    from coach.core.report.page import Page
    from coach.core.report.writing import Wanted

ALWAYS = (LumpSeen, VisitMade, *COMPLAINTS, *FUNCTION_KINDS)  # few, and told however old they are
SLACK = timedelta(days=1)  # a local day begins up to so much before the same day of another zone


class Reports:
    """Reads, and changes nothing."""

    def __init__(self, record: Record, rules: Rules, library: Library) -> None:
        self._record = record
        self._rules = rules
        self._library = library

    def page(self, wanted: Wanted) -> Page | None:
        """The page; None where nothing was noted in these days, and nothing is up.

        The signs are those of the card. Raises CoachError where there is no catalogue, JournalError where the record
        can't be read: a page without its signs would mislead.
        """
        catalogue, now = self._rules.known_catalogue(), self._record.now()
        rules = self._rules.needed()
        first = datetime.combine(wanted.span.before.first, datetime.min.time(), now.tzinfo) - SLACK
        return writing.page(
            writing.Record(
                evaluation=screening.evaluate(rules, catalogue, now),
                rules=rules,
                lately=self._record.facts(None, first),
                always=self._record.facts(ALWAYS),
                catalogue=catalogue,
                library=self._of_library(),
                now=now,
                program=__version__,
            ),
            wanted,
        )

    def _of_library(self) -> OfLibrary:
        routines = self._library.routines.values()
        areas = {one.id: one.areas[0] for one in routines if len(one.areas) == 1}
        return OfLibrary(areas, frozenset(one.id for one in routines if is_break(one)))
