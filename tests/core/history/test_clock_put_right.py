"""A clock that was ahead: once that is confirmed, what it dated ahead comes back to now, in its own order."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.coach.door import Coach
from coach.core.history.corrections import in_order, redated
from coach.core.record.checks import ClockCorrected
from coach.core.record.codec import decode
from coach.core.record.facts import Fact, as_a, moment
from coach.core.record.health import EpisodeBegan, LumpSeen
from coach.core.vocabulary import Answer
from tests.conftest import FakeClock
from tests.core.conftest import MORNING, MemoryJournal, fact, utc

AHEAD = MORNING + timedelta(days=400)
hours = st.lists(st.integers(0, 5000), min_size=1, max_size=8)


def put_right(*wrong: Fact) -> Fact:
    newest = max(one.at for one in wrong)
    return fact("clock-corrected", MORNING, seen=newest.isoformat(), facts=[one.id for one in wrong])


@given(hours)
def test_order_and_distances_stay_and_the_newest_is_now(after: list[int]) -> None:
    wrong = [fact("care", AHEAD + timedelta(hours=hour)) for hour in after]
    right = fact("care", MORNING - timedelta(days=1000))
    found = {one.id: one for one in in_order([*wrong, right, put_right(*wrong)])}
    assert found[right.id].at == right.at
    moved = sorted((found[one.id].at, one.at) for one in wrong)
    assert len({new - old for new, old in moved}) == 1
    assert moved[-1][0] == MORNING - timedelta(microseconds=1)


@given(hours)
def test_doing_it_twice_is_doing_it_once(after: list[int]) -> None:
    wrong = [fact("care", AHEAD + timedelta(hours=hour)) for hour in after]
    facts = [*wrong, put_right(*wrong)]
    assert in_order(in_order(facts)) == in_order(facts)


def test_dates_written_in_an_entry_come_back_with_it_and_those_of_before_stay() -> None:
    began, before = AHEAD - timedelta(days=3), MORNING - timedelta(days=9)
    ahead = fact("episode", AHEAD, kind="knot", area="neck", started=began.isoformat())
    earlier = fact("lump", AHEAD, area="neck", first_noticed=before.date().isoformat())
    facts = redated([ahead, earlier], [put_right(ahead, earlier)])
    assert as_a(facts[0], EpisodeBegan).body.started == MORNING - timedelta(days=3, microseconds=1)
    assert as_a(facts[1], LumpSeen).body.first_noticed == before.date()


def test_what_was_dated_right_is_never_moved_whatever_a_correction_says() -> None:
    old = fact("care", MORNING - timedelta(days=3))
    false = fact("clock-corrected", MORNING, seen=AHEAD.isoformat(), facts=[old.id])
    assert redated([old], [false]) == [old]


@pytest.mark.parametrize("seen", [None, "soon", 5, utc("2020-01-01T00:00:00").isoformat()])
def test_a_correction_that_can_not_be_read_moves_nothing_ahead_or_loses_it(seen: object) -> None:
    wrong = fact("care", AHEAD)
    text = json.dumps({"seen": seen, "facts": [wrong.id]})
    (found,) = redated([wrong], [Fact("damaged", *moment(MORNING), "", decode("clock-corrected", text))])
    assert found.at >= wrong.at - timedelta(microseconds=1)


def test_only_a_clock_that_is_behind_the_record_by_a_minute_is_told(
    coach: Coach, journal: MemoryJournal, clock: FakeClock
) -> None:
    assert coach.entries.clock_ahead() is None
    journal.append([fact("session-ended", MORNING + timedelta(seconds=60), session="x", outcome="left")])
    assert coach.entries.clock_ahead() is None
    clock.advance(-1)
    assert coach.entries.clock_ahead() == MORNING + timedelta(seconds=60)
    coach.entries.put_clock_right()
    assert coach.entries.clock_ahead() is None
    coach.entries.put_clock_right()
    assert len(journal.facts((ClockCorrected,))) == 1, "there is nothing more to put right"


def test_a_slip_can_be_seen_beforehand(coach: Coach, clock: FakeClock) -> None:
    assert coach.entries.slips(["night-pain"]) == ()
    coach.checks.volunteer({"night-pain": Answer.YES})
    assert coach.entries.slips(["night-pain", "chest-pain"]) == ("night-pain",)
    clock.advance(601)
    assert coach.entries.slips(["night-pain"]) == ()
