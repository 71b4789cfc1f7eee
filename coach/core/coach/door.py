"""Coach, the one door: everything that screen, command line and reminders may ask for, put together from its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.coach.checks import Checks
from coach.core.coach.entries import Entries
from coach.core.coach.listing import Listing
from coach.core.coach.record import Record
from coach.core.coach.rules import Rules
from coach.core.coach.sessions import Sessions
from coach.core.session.ports import Alone

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.clock import Clock
    from coach.core.library import Library
    from coach.core.record.journal import Journal
    from coach.core.session.ports import Presence
    from coach.core.session.run import Run


class Coach:
    """The one door, by its parts.

    `rules`: what the record comes to now. `listing`: what there is and what was done. `checks`: what is to be asked,
    and the answers. `entries`: what is written by hand. `sessions`: from choices to a run, and back to one that was
    interrupted. `record`: facts as they are written, for the parts and the reminders.
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
    ) -> None:
        """Put the parts together.

        `catalogue` is the loaded catalogue, or a sentence saying why there is none: then everything is locked.
        `presence` knows which sessions other windows follow; `when_over` is told of each session that has ended.
        """
        windows = presence or Alone()
        self.library = library
        self.clock = clock
        self.catalogue = None if isinstance(catalogue, str) else catalogue
        self.record = Record(journal, clock, new_id, device)
        self.rules = Rules(self.record, library, catalogue)
        self.listing = Listing(self.record, self.rules, library, windows)
        self.checks = Checks(self.record, self.rules, library)
        self.entries = Entries(self.record, self.rules)
        self.sessions = Sessions(self.record, self.rules, library, windows, when_over)
