"""When "not sure" ends without a visit: by a "no" to its own question, some time later, or by advice on the phone.

It counts as yes from the first moment. It lapses only where nothing but doubt was told of it, and never where a "no" of
the person says little: of lumps, of what is an emergency, and of the signs named here.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Clears, Layer, Level
from coach.core.safety.scope import of_lump

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from coach.core.catalogue.catalogue import Flag
    from coach.core.safety.observations import Observation
    from coach.core.safety.visits import Visits

WAIT = timedelta(hours=24)
AGAIN = timedelta(days=14)  # a second "not sure" within these stays until a visit
DAYS = {"night-pain": 7}  # days on which it has to be answered no; else by level
SAME_DAY_DAYS = 3
WEEKS_APART = {"weight-appetite-loss": 7}  # days between two answers: two weeks' pages
NEVER = frozenset(
    {
        *("what-is-it", "knot-may-be-lump", "no-better-24h", "blood-clot", "weakness-getting-worse", "walking-trouble"),
        *("clumsy-hands", "new-neck-headache", "accident-caused", "back-shape-change"),
    }
)


def lapsed(trace: Observation, visits: Visits, now: datetime) -> bool:
    """Whether all that was told of this sign until `now` was "not sure", and that has ended."""
    flag = trace.flag
    told = sorted({at for at, unsafe in trace.moments if unsafe and at <= now})
    if trace.kept is not None or not told or not set(told) <= trace.doubts or of_lump(flag):
        return False
    if visits.advised(flag, told[-1], now):
        return True
    if not ends_by_no(flag) or any(later - earlier <= AGAIN for earlier, later in pairwise(told)):
        return False
    answers = visits.traces.denied.get(flag.id, ())
    days = {at.date() for at, about in answers if told[-1] + WAIT <= at <= now and trace.subject in {about, ""}}
    return trace.safe and _enough(flag, days)


def asked_again(trace: Observation, visits: Visits, now: datetime) -> bool:
    """Whether its own question is to be asked now, by itself, because a "no" to it may end it: once a day.

    That is so of doubts, and of what was felt in a session of an earlier day.
    """
    flag, today = trace.flag, now.date()
    if trace.kept is not None or any(at.date() == today for at, _ in visits.traces.denied.get(flag.id, ())):
        return False
    told = sorted({at for at, unsafe in trace.moments if unsafe and at <= now})
    if flag.ask is Layer.IN_SESSION:
        return flag.clears is Clears.RESCREEN and trace.last.date() < today
    if flag.clears is not Clears.CLINICIAN or not set(told) <= trace.doubts or not ends_by_no(flag):
        return False
    apart = all(later - earlier > AGAIN for earlier, later in pairwise(told))
    return apart and bool(told) and now >= told[-1] + WAIT


def ends_by_no(flag: Flag) -> bool:
    """Whether a doubt about this flag may end by a "no" of the person."""
    return flag.level is not Level.EMERGENCY and flag.id not in NEVER and not of_lump(flag)


def _enough(flag: Flag, days: Collection[date]) -> bool:
    if flag.id in WEEKS_APART:
        return bool(days) and (max(days) - min(days)).days >= WEEKS_APART[flag.id]
    return len(days) >= DAYS.get(flag.id, SAME_DAY_DAYS if flag.level is Level.URGENT else 1)
