"""Facts of days for the tests of progress."""

from __future__ import annotations

from datetime import datetime, timedelta

from coach.core.record.choices import Choices
from coach.core.record.facts import Fact
from coach.core.record.health import PainRated
from coach.core.record.sessions import SessionBegan, SessionEnded
from coach.core.vocabulary import BodyArea, RatedWhen, SessionOutcome
from tests.core.conftest import MORNING, wrote

TODAY = MORNING.date()
MINUTE = timedelta(minutes=1)


def at(days_ago: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment so many days before today."""
    return MORNING.replace(hour=hour, minute=minute) - timedelta(days=days_ago)


def pain(level: int, moment: datetime, area: BodyArea | None = BodyArea.NECK, **more: object) -> Fact:
    """A rating."""
    return wrote(moment, PainRated(level=level, area=area, **more))  # type: ignore[arg-type]


def session(
    name: str,
    when: datetime,
    before: int | None = None,
    after: int | None = None,
    *,
    routine: str = "neck-knot-desk",
    called: str = "Neck knot",
    area: BodyArea | None = BodyArea.NECK,
    rated_area: BodyArea | None = BodyArea.NECK,
    outcome: SessionOutcome | None = SessionOutcome.COMPLETED,
) -> list[Fact]:
    """A session of ten minutes with its ratings."""
    body = SessionBegan(session=name, routine=routine, name=called, choices=Choices(area=area), before=before)
    facts = [wrote(when, body)]
    if before is not None:
        facts.insert(0, pain(before, when - MINUTE, rated_area, when=RatedWhen.BEFORE))
    if outcome is not None:
        facts.append(wrote(when + 10 * MINUTE, SessionEnded(session=name, outcome=outcome)))
    if after is not None:
        rated = PainRated(level=after, area=rated_area, when=RatedWhen.AFTER, session=name, before=before)
        facts.append(wrote(when + 11 * MINUTE, rated))
    return facts
