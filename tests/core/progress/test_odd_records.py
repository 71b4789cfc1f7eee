"""Progress of odd records: two desks, clocks that change, entries that can't be read, full days, many years."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.progress.pain import day_values
from coach.core.progress.standing import ratings, standing
from coach.core.progress.whole import Around, Progress, progress
from coach.core.progress.words import lines
from coach.core.record.facts import Fact, Unreadable
from coach.core.record.health import PainRated
from coach.core.vocabulary import BodyArea
from tests.core.conftest import wrote
from tests.core.progress.facts import TODAY, at, pain, session

BERLIN = ZoneInfo("Europe/Berlin")
AROUND = Around(today=TODAY, device="here")
CHANGES = [datetime(2025, 10, 26, tzinfo=BERLIN), datetime(2026, 3, 29, tzinfo=BERLIN)]  # of 25 and of 23 hours


def told(found: Progress) -> list[str]:
    """Every line, none of them empty, and no name of a value in it."""
    every = lines(found)
    assert every
    assert all(line.strip() == line and "None" not in line for line in every)
    return every


def month(device: str = "here", first: int = 28) -> list[Fact]:
    """A month with a session and a rating a day."""
    facts: list[Fact] = []
    for ago in range(first, 0, -1):
        facts += session(f"{device}-{ago}", at(ago, 10 if device == "here" else 15), 3 + ago % 4, 2 + ago % 3)
        facts.append(pain(ago % 7, at(ago, 8)))
    return [replace(fact, device=device) for fact in facts]


@given(st.randoms(use_true_random=False))
def test_two_desks_give_the_same_in_any_order_and_no_less_than_one(rng: random.Random) -> None:
    both = [*month("here", 10), *month("there", 10)]
    whole = progress(both, AROUND)
    assert progress(rng.sample(both, len(both)), AROUND) == whole
    (one,) = whole.followed
    assert len(one.pairs) == one.sessions, "what the other desk did at another time comes not between"
    assert one.sessions > progress(month("here", 10), AROUND).followed[0].sessions
    assert whole.check_ins.done >= progress(month("here", 10), AROUND).check_ins.done
    told(whole)


@pytest.mark.parametrize("change", CHANGES)
def test_a_day_of_23_or_25_hours_is_one_day(change: datetime) -> None:
    def hourly(days: int) -> list[Fact]:
        start = change - timedelta(days=1)
        moments = (start.astimezone(ZoneInfo("UTC")) + timedelta(hours=n) for n in range(24 * days + 1))
        return [wrote(moment.astimezone(BERLIN), PainRated(level=4, area=BodyArea.NECK)) for moment in moments]

    facts = hourly(3)
    days = set(day_values(ratings(standing(facts, {}))))
    assert (change - timedelta(days=1)).date() in days
    assert {change.date(), (change + timedelta(days=1)).date()} <= days
    around = replace(AROUND, today=(change + timedelta(days=1)).date())
    found = progress(facts, around)
    assert [day.day for day in found.days] == sorted({day.day for day in found.days}), "each day once"
    assert sum(day.checked_in for day in found.days) >= 3
    told(found)


def test_what_can_not_be_read_takes_nothing_away() -> None:
    facts = month()
    broken = [replace(fact, id=f"x{n}", body=Unreadable("pain", "{", "cut off")) for n, fact in enumerate(facts[::5])]
    assert progress([*facts, *broken], AROUND) == progress(facts, AROUND)
    assert told(progress(broken, AROUND)) == told(progress([], AROUND))


def test_a_day_with_200_entries_is_one_day_with_its_worst() -> None:
    facts = [pain(n % 8, at(1, 6 + n // 20, n % 20)) for n in range(200)]
    found = progress(facts, AROUND)
    assert found.areas[0].compared.last.rated == 1
    assert found.areas[0].compared.last.worst == 7
    assert max(day.level for day in found.days) <= 3
    told(found)


def test_ten_years_are_told_as_the_last_of_them_are() -> None:
    facts = [pain(n % 9, at(n)) for n in range(3650)]
    found = progress(facts, AROUND)
    assert found.areas == progress(facts[:400], AROUND).areas
    assert len(told(found)) < 60
