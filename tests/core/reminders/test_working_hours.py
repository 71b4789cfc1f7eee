"""Working hours: several spans, each weekday its own, over midnight."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.reminders.working_hours import ALWAYS, Span, WorkingHours, weekly

MONDAY = datetime(2026, 3, 2)  # noqa: DTZ001 - local time as the clock shows it
OFFICE = weekly((Span(9 * 60, 12 * 60 + 30), Span(13 * 60, 17 * 60)))
NIGHT = WorkingHours((*(() for _ in range(6)), (Span(22 * 60, 6 * 60),)))


@pytest.mark.parametrize(
    ("hours", "at", "wanted"),
    [
        (OFFICE, (0, 8, 59), False),
        (OFFICE, (0, 9, 0), True),
        (OFFICE, (0, 12, 29), True),
        (OFFICE, (0, 12, 30), False),
        (OFFICE, (0, 16, 59), True),
        (OFFICE, (0, 17, 0), False),
        (OFFICE, (5, 10, 0), False),
        (NIGHT, (6, 21, 59), False),
        (NIGHT, (6, 23, 0), True),
        (NIGHT, (0, 5, 59), True),
        (NIGHT, (0, 6, 0), False),
        (ALWAYS, (3, 3, 3), True),
    ],
)
def test_they_are_open_from_the_beginning_to_before_the_end(
    hours: WorkingHours, at: tuple[int, int, int], wanted: bool
) -> None:
    day, hour, minute = at
    assert hours.open_at(MONDAY + timedelta(days=day, hours=hour, minutes=minute)) is wanted


def test_the_next_change_is_told_over_midnight_and_over_the_week() -> None:
    assert OFFICE.next_change(MONDAY) == MONDAY.replace(hour=9)
    assert OFFICE.next_change(MONDAY.replace(hour=9)) == MONDAY.replace(hour=12, minute=30)
    assert OFFICE.next_change(MONDAY + timedelta(days=4, hours=18)) == MONDAY + timedelta(days=7, hours=9)
    assert NIGHT.next_change(MONDAY + timedelta(days=6, hours=23)) == MONDAY + timedelta(days=7, hours=6)
    assert ALWAYS.next_change(MONDAY) is None
    assert weekly(()).next_change(MONDAY) is None


SPANS = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda p: p[0] != p[1]).map(lambda p: Span(*p)),
    max_size=3,
)


@settings(max_examples=40)
@given(st.lists(SPANS, min_size=7, max_size=7), st.integers(0, 7 * 1440 - 1))
def test_nothing_changes_before_the_next_change(days: list[list[Span]], minute: int) -> None:
    hours = WorkingHours(tuple(tuple(spans) for spans in days))
    now = MONDAY + timedelta(minutes=minute)
    change = hours.next_change(now)
    before = hours.open_at(now)
    if change is None:
        assert all(hours.open_at(MONDAY + timedelta(minutes=m)) is before for m in range(0, 7 * 1440, 61))
        return
    assert hours.open_at(change) is not before
    assert hours.open_at(change - timedelta(minutes=1)) is before


@pytest.mark.parametrize(
    ("spans", "word"),
    [
        ((Span(540, 540),), "not a span"),
        ((Span(1020, 540),), "Turn them round"),
        ((Span(540, 720), Span(700, 800)), "overlap"),
        ((Span(-1, 30),), "not a span"),
    ],
)
def test_each_fault_is_one_line_with_its_mend(spans: tuple[Span, ...], word: str) -> None:
    faults = weekly(spans, (2,)).faults()
    assert len(faults) == 1
    assert faults[0].startswith("Wednesday")
    assert word in faults[0]


def test_a_night_that_runs_into_the_next_day_is_no_fault_unless_that_day_begins_sooner() -> None:
    assert weekly((Span(22 * 60, 6 * 60),), range(7)).faults() == ()
    assert weekly((Span(5 * 60, 8 * 60), Span(22 * 60, 6 * 60)), range(7)).faults() != ()
