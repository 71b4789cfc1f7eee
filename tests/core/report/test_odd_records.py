"""The page of odd records: two desks, a clock that changes, entries that can't be read, full days, many years."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from coach.core.record.facts import Fact, Unreadable
from coach.core.record.health import PainRated
from coach.core.report.text import as_text
from coach.core.vocabulary import BodyArea
from tests.core.conftest import MORNING, wrote
from tests.core.progress.facts import at, pain, session
from tests.core.report.records import page_of


def told(facts: Sequence[Fact]) -> str:
    page = page_of(facts)
    assert page is not None
    text = as_text(page)
    assert "None" not in text
    return text


def month(device: str) -> list[Fact]:
    facts: list[Fact] = []
    for ago in range(20, 0, -1):
        facts += session(f"{device}-{ago}", at(ago, 10 if device == "here" else 15), 3 + ago % 4, 2 + ago % 3)
    return [replace(fact, device=device) for fact in facts]


def test_the_page_of_two_desks_is_the_same_in_any_order_and_has_both() -> None:
    both = [*month("here"), *month("there")]
    text = told(both)
    assert told(random.Random(3).sample(both, len(both))) == text
    assert "rated on 20 of 28" in text


def test_entries_that_can_not_be_read_leave_what_can() -> None:
    facts = month("here")
    broken = [replace(fact, id=f"x{n}", body=Unreadable("pain", "{", "cut off")) for n, fact in enumerate(facts[::4])]
    assert "rated on 20 of 28" in told([*facts, *broken])


def test_a_day_with_200_ratings_and_ten_years_of_them_fit_on_the_page() -> None:
    full = [pain(n % 8, at(1, 6 + n // 60, n % 60)) for n in range(200)]
    assert "worst 7, middle 7" in told(full)
    years = [pain(n % 9, at(n)) for n in range(3650)]
    assert told(years) == told(years[:100])


def test_the_day_on_which_the_clock_changes_is_one_day() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    now = MORNING.replace(month=4, day=2).astimezone(berlin)
    start = (now - timedelta(days=5)).astimezone(ZoneInfo("UTC"))
    facts = [
        wrote((start + timedelta(hours=n)).astimezone(berlin), PainRated(level=4, area=BodyArea.NECK))
        for n in range(100)
    ]
    page = page_of(facts, now=now)
    assert page is not None
    assert "rated on 5 of 28" in as_text(page)
