"""What the core tests share: the shipped library and catalogue, readings, and facts."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

import pytest

from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.routines.routine_files import load_library
from coach.core.catalogue.catalogue import Catalogue
from coach.core.check.checkup import Checkup
from coach.core.check.pages import Asks
from coach.core.check.written_check import from_answers
from coach.core.clearance.clearance import Cleared, decide
from coach.core.clearance.locks import Safety
from coach.core.coach.door import Coach
from coach.core.errors import Differs, JournalError
from coach.core.library import Library
from coach.core.record.choices import Choices
from coach.core.record.codec import decode, encode, is_damaged
from coach.core.record.facts import Fact, Known, Unknown, Unreadable, moment
from coach.core.record.journal import Abridged
from coach.core.record.recorded import NOT_AS_WRITTEN, Recorded, agree, fact_of, mends
from coach.core.record.spans import begins, span_of
from coach.core.record.wire import KEY
from coach.core.routine.routine import Technique
from coach.core.safety.daily_check import DailyCheck
from coach.core.vocabulary import Answer, BodyArea
from tests.conftest import MONDAY_MORNING, FakeClock

MORNING = MONDAY_MORNING


def clean(coach: Coach, routine: str | None = None, area: BodyArea | None = None) -> None:
    """Give the safe answer to all that is to be asked now, before this routine where one is named."""
    due = coach.checks.checkup(routine, area)
    coach.checks.submit(from_answers(due.catalogue, {}, frozenset(), others=True, due=due), area)


def all_no(checkup: Checkup) -> Checkup:
    """The check with every list left unmarked and every question given its safe answer, page by page."""
    while (page := checkup.page) is not None:
        flag = checkup.catalogue.flags.get(page.key.rsplit("/", 1)[-1])
        safe = Answer.NO if flag is None or page.key.startswith("second/") else flag.rule.must_be
        checkup = checkup.close() if page.asks is Asks.LINES else checkup.answer(page.key, safe)
    return checkup


def walked(checkup: Checkup, *yes: str, word: Answer = Answer.YES, until: str = "") -> tuple[Checkup, list[str]]:
    """The check with these lines marked and these questions answered yes (or `word`), and no to all else.

    Gives it at its end, or where the page `until` is shown, and the keys of the pages in order.
    """
    order: list[str] = []
    while (page := checkup.page) is not None and page.key != until:
        if not order or order[-1] != page.key:
            order.append(page.key)
        name = page.key.rsplit("/", 1)[-1]
        if page.asks is Asks.LINES:
            lines = {line.key: word for line in page.lines if line.mark is None and called(line.key) & {*yes}}
            marked = checkup.mark_all(lines)
            checkup = marked.close() if marked.page is not None and marked.page.key == page.key else marked
            continue
        flag = checkup.catalogue.flags.get(name)
        safe = Answer.NO if flag is None or page.key.startswith("second/") else flag.rule.must_be
        said = {page.key} if page.key.startswith("second/") else called(page.key)
        checkup = checkup.answer(page.key, word if said & {*yes} else safe)
    return checkup, order


def called(key: str) -> set[str]:
    """What a test may call a line or page: its key, or the name at its end."""
    return {key, key.rsplit("/", 1)[-1]}


def with_yes(checkup: Checkup, *flags: str, word: Answer = Answer.YES) -> Checkup:
    """The check with these lines marked and confirmed, and no to everything else."""
    return walked(checkup, *flags, word=word)[0]


def lines_of(checkup: Checkup) -> set[str]:
    """The keys of every line and question that a check shows where nothing is so."""
    found: set[str] = set()
    while (page := checkup.page) is not None:
        found |= {line.key for line in page.lines} or {page.key}
        checkup = checkup.close() if page.asks is Asks.LINES else checkup.answer(page.key, Answer.NO)
    return found


def just_before(coach: Coach, routine: str, area: BodyArea | None = None) -> None:
    """Give the safe answers that are asked just before this routine, once the day's check has been passed."""
    assert not coach.checks.checkup(routine, area).day
    clean(coach, routine, area)


@dataclass
class MemoryJournal:
    """A journal in memory that can be told to fail."""

    kept: list[Fact] = field(default_factory=list)
    broken: str = ""
    copies: list[datetime] = field(default_factory=list)
    note: tuple[str, datetime, frozenset[str], int] | None = None

    def append(self, facts: Iterable[Fact]) -> None:
        if self.broken:
            raise JournalError(self.broken, "Try again.")
        known = {fact.id for fact in self.kept}
        self.kept += [fact for fact in facts if fact.id not in known]

    def facts(self, kinds: Collection[type[Known]] | None = None, since: datetime | None = None) -> list[Fact]:
        if self.broken == "unreadable":
            raise JournalError(self.broken, "Try again.")
        names = {kind.kind for kind in kinds or ()}
        found = [
            f
            for f in self.kept
            if (kinds is None or f.kind in names or is_damaged(f.kind)) and (since is None or f.at >= since)
        ]
        return sorted(found, key=lambda fact: fact.at)

    def abridged(self, kinds: Collection[type[Known]], rules: str) -> Abridged | None:
        if self.note is None or self.note[0] != rules:
            return None
        _, until, ids, many = self.note
        if many != sum(fact.at < until for fact in self.kept):
            return None
        past = [fact for fact in self.facts() if fact.id in ids]
        return Abridged(until, past, self.facts(kinds, until))

    def abridge(self, rules: str, until: datetime, ids: Collection[str], version: object) -> None:
        assert until == begins(span_of(until))
        if version == self.version():
            self.note = rules, until, frozenset(ids), sum(fact.at < until for fact in self.kept)

    def backwards(self) -> Iterator[list[Fact]]:
        days: dict[int, list[Fact]] = {}
        for fact in self.facts():
            days.setdefault(fact.at.toordinal(), []).append(fact)
        yield from (days[day] for day in sorted(days, reverse=True))

    def look_after(self, now: datetime) -> None:
        """Memory needs none."""

    def version(self) -> object:
        return len(self.kept)

    @contextmanager
    def snapshot(self) -> Iterator[Callable[[], Iterator[Recorded]]]:
        rows = sorted((as_recorded(fact) for fact in self.kept), key=attrgetter("place"))
        yield lambda: iter(rows)

    def known(self, ids: Collection[str]) -> dict[str, Recorded]:
        return {fact.id: as_recorded(fact) for fact in self.kept if fact.id in ids}

    def take(self, rows: Iterable[Recorded]) -> int:
        given = list(rows)
        there = self.known([row.id for row in given])
        new: list[Fact] = []
        for row in given:
            if not agree(there.setdefault(row.id, row), row):
                raise Differs(row.id)
            if mends(row, there[row.id]):
                self.kept = [fact for fact in self.kept if fact.id != row.id]
                there[row.id] = row
            if there[row.id] is row:
                new.append(fact_of(row))
        self.append(new)
        return len(new)

    def backup(self, now: datetime) -> None:
        self.copies.append(now)


def as_recorded(fact: Fact) -> Recorded:
    """A fact as a journal keeps it."""
    damaged = isinstance(fact.body, Unreadable) and fact.body.why == NOT_AS_WRITTEN
    return Recorded(fact.id, fact.at, fact.offset, fact.device, fact.kind, encode(fact.body), whole=not damaged)


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(None)


@pytest.fixture(scope="session")
def techniques(library: Library) -> dict[str, Technique]:
    return {name: r for name, r in library.routines.items() if isinstance(r, Technique)}


@pytest.fixture(scope="session")
def catalogue(techniques: dict[str, Technique]) -> Catalogue:
    return load_catalogue({name: t.cls for name, t in techniques.items()})


@pytest.fixture
def clock(fake_clock: FakeClock) -> FakeClock:
    return fake_clock


@pytest.fixture
def journal() -> MemoryJournal:
    return MemoryJournal()


@pytest.fixture
def coach(library: Library, catalogue: Catalogue, journal: MemoryJournal, clock: FakeClock) -> Coach:
    ids = (f"id-{n}" for n in itertools.count())
    return Coach(library, catalogue, journal, clock, lambda: next(ids), "here")


@pytest.fixture
def healthy(catalogue: Catalogue) -> Safety:
    """Nothing raised, the check of the day passed."""
    every = frozenset(catalogue.flags)
    return Safety((), DailyCheck(valid=True, begun=True), catalogue, (), "v1", answered=every, known=every)


@pytest.fixture
def clear(library: Library, techniques: dict[str, Technique], healthy: Safety) -> Callable[..., Cleared]:
    """A clearance for a routine, by the door itself."""

    def make(routine_id: str, choices: Choices | None = None) -> Cleared:
        routine = library.find(routine_id)
        verdict = decide(routine, library.techniques_of(routine), choices or Choices(), healthy, MORNING, techniques)
        assert isinstance(verdict, Cleared)
        return verdict

    return make


_number = itertools.count()


_UNSAID = {  # what the journal's rows always hold, and most tests have nothing to say of
    "check": {"layer": "told"},
    "session-begun": {"routine": "neck-stretch"},
}


def fact(kind: str, at: datetime, /, **body: Any) -> Fact:
    """A fact with a fresh id, from the values that the journal would keep."""
    return named(f"fact-{next(_number)}", kind, at, **body)


def named(name: str, kind: str, at: datetime, /, **body: Any) -> Fact:
    """A fact with this id, from the values that the journal would keep. It has to be one that can be read."""
    return Fact(name, *moment(at), "here", body_of(kind, **body))


def body_of(kind: str, /, **values: Any) -> Known:
    """A body from the values that the journal would keep. It has to be one that can be read."""
    decoded = decode(kind, json.dumps(_UNSAID.get(kind, {}) | values))
    assert not isinstance(decoded, (Unknown, Unreadable)), decoded
    assert set(values) <= {f.metadata[KEY].name or f.name for f in fields(decoded)}, f"{kind} has no such field"
    return decoded


def wrote(at: datetime, body: Known) -> Fact:
    """A fact with a fresh id and this body."""
    return Fact(f"fact-{next(_number)}", *moment(at), "here", body)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
