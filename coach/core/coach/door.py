"""Coach, the one door: everything that screen, command line and reminders may ask for, put together from its parts."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from coach.core.coach.record import Record
from coach.core.coach.rules import Rules
from coach.core.session.ports import Alone

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.clock import Clock
    from coach.core.coach.checks import Checks
    from coach.core.coach.corrections import Corrections
    from coach.core.coach.entries import Entries
    from coach.core.coach.exchange import Exchange
    from coach.core.coach.learning import Learning
    from coach.core.coach.listing import Listing
    from coach.core.coach.looking_back import LookingBack
    from coach.core.coach.plans import Plans
    from coach.core.coach.reports import Reports
    from coach.core.coach.sessions import Sessions
    from coach.core.lessons.lesson import Lessons
    from coach.core.library import Library
    from coach.core.record.journal import Journal
    from coach.core.session.ports import Presence
    from coach.core.session.run import Run


class Coach:
    """The one door, by its parts.

    `rules`: what the record comes to now. `record`: facts as they are written, for the parts and the reminders.
    """

    def __init__(
        self,
        library: Library,
        catalogue: Catalogue | str,
        journal: Journal,
        clock: Clock,
        new_id: Callable[[], str],
        device: str = "",
        presence: Presence | None = None,
        when_over: Callable[[Run], None] | None = None,
        lessons: Callable[[], Lessons] | None = None,
    ) -> None:
        """Put the parts together.

        `catalogue` is the loaded catalogue, or a sentence saying why there is none: then everything is locked.
        `presence` knows which sessions other windows follow; `when_over` is told of each session that has ended.
        `lessons` reads the lessons; None: there are none.
        """
        self.library = library
        self.clock = clock
        self.catalogue = None if isinstance(catalogue, str) else catalogue
        self.record = Record(journal, clock, new_id, device)
        self.rules = Rules(self.record, library, catalogue)
        self._windows = presence or Alone()
        self._when_over = when_over
        self._lessons = lessons

    # Each part is loaded when it is first asked for: the reminders need none of them for months, a list only one.

    @cached_property
    def listing(self) -> Listing:
        """What there is and what was done."""
        from coach.core.coach.listing import Listing

        return Listing(self.record, self.rules, self.library, self._windows)

    @cached_property
    def checks(self) -> Checks:
        """What is to be asked, the answers, and the card for what is up."""
        from coach.core.coach.checks import Checks

        return Checks(self.record, self.rules, self.library)

    @cached_property
    def entries(self) -> Entries:
        """What is written by hand."""
        from coach.core.coach.entries import Entries

        return Entries(self.record, self.rules)

    @cached_property
    def corrections(self) -> Corrections:
        """What is put right of it."""
        from coach.core.coach.corrections import Corrections

        return Corrections(self.record, self.rules, self.entries, self.library)

    @cached_property
    def sessions(self) -> Sessions:
        """From choices to a run, and back to one that was interrupted."""
        from coach.core.coach.sessions import Sessions

        return Sessions(self.record, self.rules, self.library, self._windows, self._when_over)

    @cached_property
    def looking_back(self) -> LookingBack:
        """What changed, what followed, days away, what can be done."""
        from coach.core.coach.looking_back import LookingBack

        return LookingBack(self.record, self.rules, self.library)

    @cached_property
    def plans(self) -> Plans:
        """The personal plan."""
        from coach.core.coach.plans import Plans

        return Plans(self.record, self.rules, self.library)

    @cached_property
    def exchange(self) -> Exchange:
        """The record out, and in again."""
        from coach.core.coach.exchange import Exchange

        return Exchange(self.record, self.rules, self.library)

    @cached_property
    def reports(self) -> Reports:
        """The page for a clinician."""
        from coach.core.coach.reports import Reports

        return Reports(self.record, self.rules, self.library)

    @cached_property
    def learning(self) -> Learning:
        """Lessons and advice. Raises CoachError where the lessons can't be read."""
        from coach.core.coach.learning import Learning
        from coach.core.lessons.lesson import Lessons

        return Learning(self.record, self.rules, self._lessons() if self._lessons is not None else Lessons())
