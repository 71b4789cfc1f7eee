"""What a visit to a clinician opens: per flag and per lump, for a time, until any new sign."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Level
from coach.core.history.lumps import pain_of, size_of
from coach.core.safety.scope import of_lump, of_profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.core.catalogue.catalogue import Flag
    from coach.core.history.history import Lump, LumpCheck, V, Visit
    from coach.core.record.health import LumpSeen
    from coach.core.safety.observations import Observation, Observations

    Noted = Callable[[LumpSeen], str | float | None]  # reads one thing that a look at a lump may note

VISIT_DAYS = 90  # policy; docs/safety-rules.md, Visits
MILD = 3  # docs/safety-rules.md, Visits: a visit clears a sore lump while the pain is 3 or less ...
RISE = 2  # ... and less than 2 above its level at the visit


@dataclass(slots=True)
class Visits:
    """The visits on record, held against what came after them."""

    traces: Observations

    def last_on(self, flag: Flag, lump: str | None) -> Visit | None:
        """The last visit that names this flag, or what it goes on as, and this lump where there is one."""
        names = {flag.id, (flag.rule.given or {}).get("until")}
        for visit in reversed(self.traces.history.visits):
            if names & visit.flags and not visit.advice and (lump is None or self.about(visit, lump)):
                return visit
        return None

    def advised(self, flag: Flag, since: datetime, now: datetime) -> bool:
        """Whether somebody was asked by phone about this flag after this moment, until `now`."""
        told = (visit for visit in self.traces.history.visits if visit.advice and flag.id in visit.flags)
        return any(since <= visit.at <= now for visit in told)

    def about(self, visit: Visit, lump: str) -> bool:
        """Whether a visit was about this lump. One that names none was about the only one there was then.

        A lump whose entries can't be read is none of those on record: it was the only one where there was no other.
        """
        lumps = self.traces.history.lumps
        there = {one.id for one in lumps if one.since <= visit.at}
        if visit.lumps is not None:
            return lump in visit.lumps if lump else there <= visit.lumps
        unread = not any(one.id == lump for one in lumps)
        return not lump or there == {lump} or (unread and not there)

    def clears(self, flag: Flag, lump: str | None, known_since: datetime | None, now: datetime) -> Visit | None:
        """The visit that clears this flag now. What came up only after a visit, no visit has known.

        `known_since` None: all of it was as it was at the visit.
        """
        visit = self.last_on(flag, lump)
        if visit is None or not (known_since is None or visit.knew(known_since)):
            return None
        if visit.own_word and flag.id in self.traces.catalogue.no_second_stage:
            return None
        if of_profile(flag):
            changed = any(yes and at > visit.at for at, yes in self.traces.history.doubts)
            again = flag.level.rank >= Level.URGENT.rank and any(
                trace.flag is flag and at > visit.at for at, trace, _ in self.traces.signs
            )
            return None if changed or again else visit
        return None if _over(visit, now) or self.sign_after(visit) else visit

    def sign_after(self, visit: Visit) -> bool:
        """Whether a new sign came after a visit: an unsafe answer to an urgent question, or to one not so before.

        A question of level caution is none.
        """
        for at, trace, measured in self.traces.signs:
            if visit.knew(at) or trace.flag.level.rank < Level.CLINICIAN.rank:
                continue
            if measured or trace.flag.level.rank >= Level.URGENT.rank or not trace.unsafe_at(visit.at):
                return True
        return False

    def called_fine(self, lump: Lump, now: datetime) -> bool:
        """Whether a clinician has ever called self-care fine for this lump."""
        return any(visit.at <= now for visit in self._fine(lump))

    def _fine(self, lump: Lump) -> list[Visit]:
        flags = self.traces.catalogue.flags
        return [
            visit
            for visit in self.traces.history.visits
            if visit.classes
            and any(name in flags and of_lump(flags[name]) for name in visit.flags)
            and self.about(visit, lump.id)
        ]

    def not_news(self, flag: Flag, lump: Lump, noted: Noted, at: datetime) -> bool:
        """Whether a logged value was there at the visit that cleared this flag and has not changed since.

        A visit says nothing of what is noted 90 days later.
        """
        visit = self.last_on(flag, lump.id)
        if visit is None or visit.knew(at) or _over(visit, at):
            return False
        pains, sizes = lump.series(pain_of), lump.series(size_of)
        if noted is pain_of:
            pain, later = _around(pains, visit, at)
            least = pain[-1] if pain else None
            return all(v <= MILD and (least is None or v - least < RISE) for v in later)
        if noted is size_of:
            size, grown = _around(sizes, visit, at)
            return bool(size) and all(v - size[-1] < RISE + 1 for v in grown)  # 3 mm: home measuring error
        known, since = _around(lump.series(noted), visit, at)
        return bool(known) and all(value == known[-1] for value in since)

    def too_sore(self, lump: Lump, visit: Visit, now: datetime, unread: datetime | None = None) -> bool:
        """Whether the lump hurts more than a visit can clear. One that a look tells of has to know how much it hurt.

        `unread`: a look of then can't be read, so what was noted before says nothing, and what it said may have been 0.
        """
        looks = ((check.at, value) for check, value in lump.series(pain_of) if check.at <= now)
        series = [(at, value) for at, value in looks if unread is None or at > unread]
        known = [value for at, value in series if visit.knew(at)]
        if unread is not None and not known:
            return not series or series[-1][1] >= RISE
        if not known and visit.told is not None:
            return True
        if not series:
            return False
        latest = series[-1][1]
        return latest > MILD or bool(known and latest - known[-1] >= RISE)

    def as_sore(self, flag: Flag, lump: Lump, level: int | None, at: datetime) -> bool:
        """Whether the last visit about this flag and lump has known of pain there as strong as this (None: not told).

        Without a level from before the visit, it has known of none above 3.
        """
        visit = self.last_on(flag, lump.id)
        if visit is None or visit.knew(at) or _over(visit, at):
            return False
        if level is None:
            return True
        pain = self.traces.history.pain
        until = bisect_right(pain, visit.at, key=lambda rating: rating.at)
        felt = next((r.level for r in reversed(pain[:until]) if r.area is lump.area), None)
        noted = [value for check, value in lump.series(pain_of) if visit.knew(check.at)][-1:]
        known = max([*noted, *([felt] if felt is not None else [])], default=None)
        return level <= MILD if known is None else level - known < RISE


def _around(series: list[tuple[LumpCheck, V]], visit: Visit, at: datetime) -> tuple[list[V], list[V]]:
    """What was noted until the visit, and after it until `at`."""
    known = [value for check, value in series if visit.knew(check.at)]
    return known, [value for check, value in series if not visit.knew(check.at) and check.at <= at]


def _over(visit: Visit, now: datetime) -> bool:
    return now >= visit.at + timedelta(days=VISIT_DAYS)


def known_at(trace: Observation) -> datetime | None:
    """The first moment a visit could have known of it; None where all of it was as it was at the last visit.

    What is kept up, only a later visit can have known whole.
    """
    first = min((at for at, unsafe in trace.moments if unsafe and at not in trace.as_seen), default=None)
    if trace.kept is None:
        return first
    return trace.kept.news if first is None else max(first, trace.kept.news)
