"""From the record to the `Safety` that the door looks at: the flags, the day's check, what was used and answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.core.clearance.doses_of_day import uses
from coach.core.clearance.locks import Safety
from coach.core.history.corrections import redated
from coach.core.record.checks import FlagsLogged
from coach.core.safety import screening
from coach.core.safety.daily_check import DailyCheck, answered_before, lost
from coach.core.safety.profile import profile_known

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from coach.core.catalogue.catalogue import Catalogue
    from coach.core.record.facts import Fact


def unreadable(fault: str, catalogue: Catalogue | None = None) -> Safety:
    """Everything locked, because the catalogue or the record can't be read: `fault` says which, and why."""
    return Safety((), DailyCheck(valid=False), catalogue, (), "", fault)


def state_of(
    facts: Sequence[Fact],
    recent: Sequence[Fact],
    checks: Sequence[Fact],
    catalogue: Catalogue,
    now: datetime,
    own: str = "",
) -> Safety:
    """The state at `now` (local, aware). `own` is the session that is gone on with.

    `facts` are what the rules read, in order (`safety.reading`); `recent` what was done in the last week
    (`reading.done_lately`), `checks` the checks of the last 24 hours, both as recorded.
    """
    recent, checks = redated(recent, facts), redated(checks, facts)
    said = screening.evaluate(facts, catalogue, now)
    check = replace(screening.passed(facts, catalogue, now), lost=lost(facts))
    last = next((fact.id for fact in reversed(facts) if not isinstance(fact.body, FlagsLogged)), "")
    answered = answered_before([*recent, *checks], catalogue, now, own)
    version = f"{catalogue.digest}/{last}"
    return Safety(
        said.flags,
        check,
        catalogue,
        uses(recent),
        version,
        answered=answered,
        unread=said.unread,
        known=profile_known(facts, said.history, catalogue, now),
        lump=bool(said.history.lumps_at(now)),
    )
