"""What comes in, held against what is there: what is new, what is known, what contradicts, what is dated ahead."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from coach.core.errors import CoachError, Problem
from coach.core.exchange.reading import Reading
from coach.core.frozen import frozen
from coach.core.history.corrections import CLOCK_SLACK, redated
from coach.core.record.checks import ClockCorrected
from coach.core.record.codec import is_damaged
from coach.core.record.facts import Unknown, Unreadable
from coach.core.record.recorded import agree, fact_of, mends
from coach.core.safety import screening

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from coach.core.record.facts import Fact
    from coach.core.record.journal import Journal
    from coach.core.record.recorded import Recorded

RULED = (*screening.KINDS, Unreadable)  # what the rules read, however old it is
LATELY = timedelta(days=8)  # and what they read of all other kinds
AT_ONCE = 1000  # facts looked up together
MOST_NAMED = 3  # contradictions


class Source(Protocol):
    """A file of somebody's: what it is called, and its lines, from the first, as often as asked."""

    @property
    def name(self) -> str:
        """What it is called to the person."""

    def lines(self) -> Iterator[bytes]:
        """Its lines, each with its end; one that is too long in parts. Raises CoachError where it can't be read."""


class Refused(CoachError):  # noqa: N818 - a finding about what came in
    """Nothing of these files is taken. `faults` are what is wrong with them, each with its line."""

    def __init__(self, faults: Sequence[Problem]) -> None:
        super().__init__("Nothing was taken.")
        self.faults = tuple(faults)


@frozen
class Incoming:
    """What files bring. `new` are entries that are not here, `known` those that are.

    Of the new ones: `devices` are their computers, `first` and `last` their local moments, `later` counts those of
    kinds that this version does not know, `unread` those that can't be read, `mended` those that are damaged here and
    whole in the file, `ahead` are those dated later than now. `programs` are the versions that wrote the files, `sums`
    their sums; `own`: one of them is an earlier or later state of this record itself.
    """

    new: int = 0
    known: int = 0
    devices: frozenset[str] = frozenset()
    first: datetime | None = None
    last: datetime | None = None
    later: int = 0
    unread: int = 0
    mended: int = 0
    ahead: tuple[Fact, ...] = ()
    programs: frozenset[str] = frozenset()
    sums: tuple[str, ...] = ()
    own: bool = False


class Looking:
    """Goes through files once. `kept` are the new facts that the safety rules read, where they are `wanted`."""

    def __init__(self, journal: Journal, device: str, now: datetime, *, wanted: bool = False) -> None:
        self.kept: list[Fact] = []
        self._wanted = wanted
        self._journal, self._device, self._now = journal, device, now
        self._late: list[Fact] = []
        self._clocks: list[Fact] = []
        self._seen: set[bytes] | None = None
        self._count = {"new": 0, "known": 0, "later": 0, "unread": 0, "mended": 0}
        self._devices: set[str] = set()
        self._first: datetime | None = None
        self._last: datetime | None = None

    def look(self, sources: Sequence[Source]) -> Incoming:
        """What they bring. Raises Refused with every fault of the first file that has one, JournalError."""
        programs, sums, own = set(), [], False
        self._seen = set() if len(sources) > 1 else None
        for source in sources:
            reading = Reading(source.name)
            rows = reading.rows(source.lines())
            contradicting: list[tuple[int, Recorded, Recorded]] = []
            while some := list(islice(rows, AT_ONCE)):
                contradicting += self._against(some)
            faults = reading.faults or _contradictions(source.name, contradicting)
            if faults or reading.header is None:
                raise Refused(faults)
            programs.add(reading.header.program)
            sums.append(reading.sum)
            own = own or reading.header.device == self._device
        return Incoming(
            **self._count,
            devices=frozenset(self._devices),
            first=self._first,
            last=self._last,
            ahead=self._ahead(),
            programs=frozenset(programs),
            sums=tuple(sums),
            own=own,
        )

    def _against(self, some: Sequence[tuple[int, Recorded]]) -> list[tuple[int, Recorded, Recorded]]:
        """Count these, and give those that contradict what is there."""
        there = self._journal.known([kept.id for _, kept in some])
        contradicting = []
        for line, kept in some:
            known = there.get(kept.id)
            if known is not None and mends(kept, known):
                if self._once(kept.id):
                    self._count["mended"] += 1
                    self._new(kept)
            elif known is not None:
                self._count["known"] += 1
                if not agree(known, kept):
                    contradicting.append((line, kept, known))
            elif self._once(kept.id):
                self._new(kept)
        return contradicting

    def _once(self, name: str) -> bool:
        """Whether it has not come in with a file before this one."""
        if self._seen is None:
            return True
        short = bytes.fromhex(name.replace("-", ""))
        if short in self._seen:
            return False
        self._seen.add(short)
        return True

    def _new(self, kept: Recorded) -> None:
        fact = fact_of(kept)
        self._count["new"] += 1
        self._devices.add(fact.device)
        local = fact.local
        self._first = local if self._first is None else min(self._first, local)
        self._last = local if self._last is None else max(self._last, local)
        self._count["later"] += isinstance(fact.body, Unknown)
        self._count["unread"] += isinstance(fact.body, Unreadable)
        if self._wanted and (isinstance(fact.body, RULED) or fact.at > self._now - LATELY):
            self.kept.append(fact)
        if isinstance(fact.body, ClockCorrected):
            self._clocks.append(fact)
        if fact.at > self._now + CLOCK_SLACK:
            self._late.append(fact)

    def _ahead(self) -> tuple[Fact, ...]:
        """The new ones that are dated ahead, where nobody has put that right yet."""
        if not self._late:
            return ()
        among = [*self._clocks, *self._journal.facts((ClockCorrected,))]
        return tuple(fact for fact, at in zip(self._late, _dates(self._late, among), strict=True) if self._is_late(at))

    def _is_late(self, at: datetime) -> bool:
        return at > self._now + CLOCK_SLACK


def _dates(facts: Sequence[Fact], among: Iterable[Fact]) -> list[datetime]:
    """When each counts from, with the corrections of the clock `among` these."""
    return [fact.at for fact in redated(facts, among)]


def _contradictions(name: str, found: Sequence[tuple[int, Recorded, Recorded]]) -> list[Problem]:
    faults = [
        Problem(
            name,
            line,
            1,
            f"The entry {kept.id[:8]} is here already and says something else: {_said(kept)}; here {_said(here)}.",
        )
        for line, kept, here in found[:MOST_NAMED]
    ]
    if len(found) > MOST_NAMED:
        line = found[MOST_NAMED][0]
        more = len(found) - MOST_NAMED
        faults.append(Problem(name, line, 1, f"{more} more {'entries are' if more > 1 else 'entry is'} like that."))
    return faults


def _said(kept: Recorded) -> str:
    kind = "of a damaged kind" if is_damaged(kept.kind) else kept.kind.replace("-", " ")
    return f"{kind} of {kept.at:%Y-%m-%d %H:%M} UTC"
