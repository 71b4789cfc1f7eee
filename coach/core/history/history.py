"""What the record tells of complaints, lumps, ratings and visits, computed from its facts each time it is read.

Nothing here decides whether something is serious; the rules in `trends` and `combinations` read these values.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from coach.core.frozen import frozen
from coach.core.record.checks import CheckAnswered
from coach.core.record.health import EarlierStart, EpisodeBegan, LumpSeen, PainRated, SignReported
from coach.core.vocabulary import BodyArea, LumpChange, Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.core.record.facts import Body, Fact
    from coach.core.vocabulary import ComplaintKind, EntrySide, TechniqueClass, Trend, Trigger

REOPEN_DAYS = 7  # docs/safety-rules.md, Complaints: one in the same area within 7 days re-opens the old one
CLOSED_BY = 1  # pain of 0 to 1 ...
CLOSED_DAYS = 3  # ... on 3 days running closes an episode (docs/safety-rules.md, Complaints)
GONE_DAYS = 7  # docs/safety-rules.md, Lumps: logged as gone at two checks a week apart

V = TypeVar("V")


@frozen
class Rating:
    """One pain entry: 0 to 10, when (local), where."""

    id: str
    at: datetime
    level: int
    area: BodyArea | None
    tags: tuple[Tag, ...] = ()
    medicine: str = ""  # what was taken for it, in the person's words

    @property
    def night(self) -> bool:
        """Whether it was felt at night."""
        return Tag.NIGHT in self.tags


@frozen
class Status:
    """A word on how a complaint goes."""

    id: str
    at: datetime
    value: Trend


@frozen
class Episode:
    """One complaint from its start to its end (None while it is open). `pain` are the ratings of its area since."""

    id: str
    kind: ComplaintKind
    area: BodyArea | None
    side: EntrySide | None
    started: datetime
    ended: datetime | None
    known_at: datetime
    statuses: tuple[Status, ...] = ()
    pain: tuple[Rating, ...] = ()
    triggers: tuple[Trigger, ...] = ()

    def open(self, now: datetime) -> bool:
        """Whether it has begun and not ended."""
        return self.started <= now and (self.ended is None or self.ended > now)

    def days(self, now: datetime) -> int:
        """Local calendar days since it began."""
        return (now.date() - self.started.date()).days


@frozen
class LumpCheck:
    """One look at a lump, with what was noted."""

    id: str
    at: datetime
    seen: LumpSeen


@frozen
class Lump:
    """A lump. `first_noticed` is None where it was not given; `unknown` says that the person is not sure.

    It is on record since `known`; `since` is when it was there, as far as anybody knows.
    """

    id: str
    area: BodyArea | None
    side: EntrySide | None
    known: datetime
    since: datetime
    first_noticed: date | None
    unknown: bool
    checks: tuple[LumpCheck, ...]

    def series(self, noted: Callable[[LumpSeen], V | None]) -> list[tuple[LumpCheck, V]]:
        """Every value that was noted of one thing, oldest first."""
        return [(check, value) for check in self.checks if (value := noted(check.seen)) is not None]

    def value_at(self, noted: Callable[[LumpSeen], V | None], at: datetime) -> tuple[LumpCheck, V] | None:
        """What was noted of one thing as it stood at a moment."""
        return next(((check, value) for check, value in reversed(self.series(noted)) if check.at <= at), None)

    def on_record(self, now: datetime) -> bool:
        """Whether it counts at `now`: it is known, and not logged as gone at two checks a week apart."""
        return self.known <= now and not self.gone(now)

    def gone(self, now: datetime, after: datetime | None = None) -> bool:
        """Whether it was logged as gone at two checks a week apart, of those until `now` (and after `after`)."""
        first: datetime | None = None
        over = False
        for check in self.checks:
            if check.at > now:
                break
            if after is not None and check.at <= after:
                continue
            if check.seen.change_since_last is not LumpChange.GONE:
                first, over = None, False
            elif first is None:
                first = check.at
            elif (check.at.date() - first.date()).days >= GONE_DAYS:
                over = True
        return over


@frozen
class Visit:
    """A visit to a clinician. `at` is the moment from which an answer is news to it; `lumps` None: whichever is the
    only one. `own_word` is the second stage: nobody was seen now, but a professional had said it is fine. `advice` was
    by phone: nobody has looked. `told` is the look at a lump that tells of it: what that look says, the clinician has
    seen, however long ago it was.
    """

    id: str
    at: datetime
    classes: frozenset[TechniqueClass]
    flags: frozenset[str]
    lumps: frozenset[str] | None = None
    own_word: bool = False
    told: datetime | None = None
    advice: bool = False

    def knew(self, moment: datetime) -> bool:
        """Whether it has known what was there at this moment."""
        return moment <= self.at or moment == self.told


@frozen
class History:
    """All that the rules read, oldest first."""

    episodes: tuple[Episode, ...] = ()
    lumps: tuple[Lump, ...] = ()
    pain: Sequence[Rating] = ()
    visits: tuple[Visit, ...] = ()
    care_days: frozenset[date] = frozenset()
    past_starts: tuple[tuple[datetime, BodyArea | None, str], ...] = ()  # earlier complaints known only by their start
    age: int | None = None
    year_of_birth: int | None = None
    doubts: tuple[tuple[datetime, bool], ...] = ()  # "Has anything changed?": when, and whether it had

    def ages_at(self, now: datetime) -> tuple[int, int] | None:
        """The least and the most the age can be, in years; None where it is not known.

        Of a year of birth nobody knows whether the birthday has been: each rule takes the worse.
        """
        if self.age is not None:
            return self.age, self.age
        most = now.year - self.year_of_birth if self.year_of_birth is not None else None
        return (most - 1, most) if most is not None else None

    def lumps_at(self, now: datetime) -> list[Lump]:
        """The lumps on record at `now`."""
        return [lump for lump in self.lumps if lump.on_record(now)]

    def lump_of(self, body: Body) -> str:
        """Which lump a fact speaks of: the one it names, else the only one of its area, else none in particular."""
        if isinstance(body, (CheckAnswered, LumpSeen)) and body.lump:
            return body.lump
        area = area_of(body)
        there = [lump.id for lump in self.lumps if area is None or lump.area is None or lump.area is area]
        return there[0] if len(there) == 1 else ""


def area_of(body: Body) -> BodyArea | None:
    """The body area that a fact speaks of; None where it names none."""
    placed = (PainRated, CheckAnswered, LumpSeen, EpisodeBegan, SignReported, EarlierStart)
    return body.area if isinstance(body, placed) else None


def instant_of(value: date | None, fact: Fact) -> datetime:
    """A written moment as a local time; a day alone is its first minute, None the fact's own moment."""
    if value is None:
        return fact.local
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day, tzinfo=fact.local.tzinfo)
    return value if value.tzinfo is not None else value.replace(tzinfo=fact.local.tzinfo)


def ended_by_itself(started: datetime, pain: Sequence[Rating]) -> datetime | None:
    """When pain of 0 to 1 on 3 days running closed a complaint; None where it did not, or pain came back in a week.

    `pain` is in order.
    """
    run: list[date] = []
    first = bisect_left(pain, started, key=_at)
    while first < len(pain):
        day = pain[first].at.date()
        after = first
        quiet = True
        while after < len(pain) and pain[after].at.date() == day:
            quiet = quiet and pain[after].level <= CLOSED_BY
            after += 1
        follows = bool(run) and day - run[-1] == timedelta(days=1)
        run = ([*run, day] if follows else [day]) if quiet else []
        if len(run) == CLOSED_DAYS:
            end = pain[after - 1].at
            week = bisect_right(pain, end + timedelta(days=REOPEN_DAYS), key=_at)
            if all(rating.level <= CLOSED_BY for rating in pain[after:week]):
                return end
            run = []
        first = after
    return None


def _at(rating: Rating) -> datetime:
    return rating.at
