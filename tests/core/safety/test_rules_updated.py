"""After an update of the rules: what is read differently of the same record, and nothing that has another cause."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from coach.core.catalogue.catalogue import Catalogue
from coach.core.coach.door import Coach
from coach.core.library import Library
from coach.core.record.checks import CheckAnswered, FlagsLogged
from coach.core.record.facts import Unreadable
from coach.core.record.health import LumpSeen, PainRated, SignReported
from coach.core.safety.rule_news import RuleNews, in_words
from coach.core.vocabulary import Answer, BodyArea, CheckLayer, Texture
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal
from tests.core.situations import CATALOGUE

DAY = 24 * 3600
ILL = CATALOGUE.flags["feel-ill-today"].question
OTHER = replace(CATALOGUE, digest="other")  # the same rules under another name
Open = Callable[[Catalogue], Coach]


def reading(flag: str, safe: Answer) -> Catalogue:
    """The next version of the rules, in which another answer to this flag is the safe one."""
    own = CATALOGUE.flags[flag]
    changed = replace(own, rule=replace(own.rule, must_be=safe))
    return replace(OTHER, flags={**CATALOGUE.flags, flag: changed})


LENIENT = reading("feel-ill-today", Answer.YES)  # "yes" is safe, "no" is not


@pytest.fixture
def opened(library: Library, journal: MemoryJournal, clock: FakeClock) -> Open:
    """Coach with these rules, on the same record."""
    ids = (f"id-{n}" for n in itertools.count())
    return lambda catalogue: Coach(library, catalogue, journal, clock, lambda: next(ids), "here")


def answer(coach: Coach, given: Answer, flag: str = "feel-ill-today") -> None:
    catalogue = coach.rules.known_catalogue()
    coach.record.append(
        CheckAnswered(layer=CheckLayer.TODAY, answers=((flag, given),), catalogue=catalogue.digest, complete=True)
    )
    coach.rules.audit()


def test_a_sign_that_went_by_the_rules_alone_is_told(opened: Open) -> None:
    answer(opened(CATALOGUE), Answer.YES)
    said = opened(LENIENT).rules.news("2")
    assert said == f'One sign is read differently since version 2: "{ILL}" is no longer up.'


def test_a_sign_that_rose_by_the_rules_alone_is_told_though_the_log_was_empty(opened: Open) -> None:
    answer(opened(CATALOGUE), Answer.NO)
    said = opened(LENIENT).rules.news("2")
    assert said == f'One sign is read differently since version 2: "{ILL}" is up now.'


def test_it_is_told_though_the_flags_were_written_down_before_anybody_saw_it(opened: Open) -> None:
    answer(opened(CATALOGUE), Answer.YES)
    coach = opened(LENIENT)
    coach.rules.audit()
    assert "is no longer up." in coach.rules.news("2")


def test_what_the_rules_read_as_before_is_no_news(opened: Open, clock: FakeClock) -> None:
    coach = opened(CATALOGUE)
    answer(coach, Answer.YES)
    assert coach.rules.news("2") == ""
    assert opened(OTHER).rules.news("2") == ""


def test_what_time_takes_down_is_no_news(opened: Open, clock: FakeClock) -> None:
    coach = opened(CATALOGUE)
    answer(coach, Answer.NO)
    coach.entries.note(SignReported(flag="in-session-sharp-pain", technique="cat-cow"))
    assert coach.rules.safety().flags
    clock.advance(40 * DAY)
    assert coach.rules.safety().flags == ()
    assert opened(OTHER).rules.news("2") == ""


def test_what_time_raises_is_no_news(opened: Open, clock: FakeClock) -> None:
    coach = opened(CATALOGUE)
    answer(coach, Answer.NO)
    coach.entries.note(LumpSeen(area=BodyArea.NECK, texture=Texture.SOFT))
    clock.advance(30 * DAY)
    before = {up.flag.id for up in coach.rules.safety().flags}
    assert len(before) > 1
    assert opened(OTHER).rules.news("2") == ""


def test_what_was_told_since_is_no_news(opened: Open, clock: FakeClock) -> None:
    answer(opened(CATALOGUE), Answer.NO)
    clock.advance(60)
    coach = opened(OTHER)
    coach.entries.note(LumpSeen(area=BodyArea.NECK, texture=Texture.STONE_HARD))
    assert coach.rules.safety().flags
    assert coach.rules.news("2") == ""


def test_an_entry_told_since_of_an_earlier_moment_is_no_news(opened: Open, clock: FakeClock) -> None:
    answer(opened(CATALOGUE), Answer.YES)
    clock.advance(3600)
    coach = opened(OTHER)
    now = clock.now().wall
    coach.entries.note(LumpSeen(area=BodyArea.NECK, texture=Texture.STONE_HARD, noted=now), now - timedelta(hours=2))
    assert coach.rules.news("2") == ""


def test_a_change_that_no_longer_holds_is_no_news(opened: Open, clock: FakeClock) -> None:
    answer(opened(CATALOGUE), Answer.NO)
    coach = opened(LENIENT)
    clock.advance(60)
    answer(coach, Answer.YES)
    clock.advance(3 * DAY)
    answer(coach, Answer.YES)
    assert coach.rules.safety().flags == ()
    assert coach.rules.news("2") == ""


def test_an_older_journal_names_no_rules_and_the_check_before_tells_them(opened: Open, journal: MemoryJournal) -> None:
    answer(opened(CATALOGUE), Answer.YES)
    (logged,) = (fact for fact in journal.kept if isinstance(fact.body, FlagsLogged))
    assert logged.body == FlagsLogged(up=("feel-ill-today",), rules=CATALOGUE.digest)
    journal.kept[journal.kept.index(logged)] = replace(logged, body=FlagsLogged(up=("feel-ill-today",)))
    assert "no longer up" in opened(LENIENT).rules.news("2")
    assert (
        opened(replace(LENIENT, digest=CATALOGUE.digest)).rules.news("2") == ""
    )  # the same rules, as far as one can know


def test_where_the_rules_of_then_are_not_known_nothing_is_said(opened: Open, journal: MemoryJournal) -> None:
    coach = opened(CATALOGUE)
    coach.record.append(FlagsLogged(up=("feel-ill-today",)))
    coach.record.append(PainRated(level=3))
    assert opened(LENIENT).rules.news("2") == ""


def test_where_two_machines_wrote_nothing_is_said(opened: Open, journal: MemoryJournal) -> None:
    answer(opened(CATALOGUE), Answer.YES)
    journal.kept[0] = replace(journal.kept[0], device="there")
    assert opened(LENIENT).rules.news("2") == ""


def test_where_an_entry_can_not_be_read_nothing_is_said(opened: Open, journal: MemoryJournal) -> None:
    answer(opened(CATALOGUE), Answer.YES)
    journal.kept.append(replace(journal.kept[0], id="x", body=Unreadable("check", "{", "torn")))
    assert opened(LENIENT).rules.news("2") == ""


def test_an_empty_record_has_no_news(opened: Open) -> None:
    assert opened(LENIENT).rules.news("2") == ""


def test_several_are_counted_and_a_sign_that_is_gone_from_the_rules_goes_by_its_name() -> None:
    news = RuleNews(("feel-ill-today",), ("old-sign/lump-1", "old-sign/lump-2"))
    assert in_words(news, OTHER, "2") == (
        f'2 signs are read differently since version 2: "{ILL}" is up now; old sign is no longer up.'
    )
    assert in_words(None, OTHER, "2") == ""
