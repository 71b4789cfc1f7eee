"""A person with twelve weeks of record, for the pictures of Progress."""

from __future__ import annotations

from datetime import timedelta

from coach.core.coach.door import Coach
from coach.core.record.checks import FlagsLogged
from coach.core.record.facts import Fact
from coach.core.record.personal import AwayTold, FunctionRated
from coach.core.record.reminders import PromptEnded, StoodUp, StoodUpHow
from coach.core.vocabulary import BodyArea, PromptOutcome
from tests.core.conftest import named, wrote
from tests.core.progress.facts import TODAY, at, pain, session

WEEKEND = 5


def twelve_weeks() -> list[Fact]:
    """Ratings that get lower, two routines, breaks, a week away, a lock, an activity."""
    facts: list[Fact] = []
    for n in range(84, -1, -1):
        day = TODAY - timedelta(days=n)
        if day.weekday() >= WEEKEND or 30 <= n < 37:
            continue
        level = max(0, min(10, 2 + n // 14 + (n * 7) % 3 - 1))
        if n % 4:
            facts.append(pain(level, at(n, 8)))
        if n % 3 == 0:
            facts += session(f"neck-{n}", at(n, 9), level + 2, max(0, level - n % 2), routine="neck-knot-desk")
        if n % 9 == 0:
            lower = BodyArea.LOWER_BACK
            cat, more = ("cat-cow", "Cat-cow"), 5 + n % 4
            facts += session(f"c{n}", at(n, 16), 5, more, routine=cat[0], called=cat[1], area=lower, rated_area=lower)
        for hour in range(4):
            kept = PromptOutcome.TAKEN if (n + hour) % 3 else PromptOutcome.MISSED
            body = PromptEnded(prompt=f"{n}-{hour}", outcome=kept, stood=kept is PromptOutcome.TAKEN)
            facts.append(wrote(at(n, 10 + hour, 5 * hour), body))
        facts.append(wrote(at(n, 15, 30), StoodUp(how=StoodUpHow.NATURAL)))
    facts.append(wrote(at(37), AwayTold(until=TODAY - timedelta(days=31))))
    facts += [wrote(at(20), FlagsLogged(up=("night-pain",))), wrote(at(18), FlagsLogged(up=()))]
    facts.append(named("act", "function-activity", at(60), words="sitting through a meeting"))
    facts += [wrote(at(n), FunctionRated(activity="act", level=8 - n // 20)) for n in (60, 40, 20, 1)]
    return [fact for fact in facts if fact.local.date() <= TODAY]


def person(coach: Coach) -> Coach:
    """The record of that person."""
    coach.record.write(twelve_weeks())
    return coach
