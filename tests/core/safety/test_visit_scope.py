"""A visit opens what it names and nothing else: flag by flag, lump by lump, class by class, and for a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.catalogue.catalogue import Level
from coach.core.record.facts import Fact
from coach.core.safety.raised_flag import RaisedFlag
from coach.core.safety.screening import raised
from coach.core.vocabulary import TechniqueClass
from tests.core.conftest import MORNING, fact, named
from tests.core.situations import CATALOGUE, EVERY

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FINE = "seen: self-care fine"
OF_LUMP = ["back-lump-with-pain", "lump-new-unassessed", "lump-painful", "lump-hard", "lump-over-2-weeks"]
OTHERS = ["night-pain", "chest-pain", "rest-no-relief"]


def up(now: datetime, *facts: Fact) -> dict[tuple[str, str], RaisedFlag]:
    return {(one.flag.id, one.subject): one for one in raised(facts, CATALOGUE, now)}


def names(now: datetime, *facts: Fact) -> set[str]:
    return {name for name, _ in up(now, *facts)}


def locked(now: datetime, *facts: Fact) -> set[TechniqueClass]:
    return {cls for one in raised(facts, CATALOGUE, now) for cls in one.blocks.classes}


def seen(at: datetime, *flags: str, fine: list[str] | None = None, **more: Any) -> Fact:
    return fact("visit", at, flags=list(flags), classes=EVERY if fine is None else fine, who="GP", **more)


def lump(at: datetime = MORNING - 3 * DAY, **values: Any) -> Fact:
    return named("lump", "lump", at, area="lower-back", **values)


def pain(at: datetime, level: int) -> Fact:
    return fact("pain", at, level=level, area="lower-back")


# --- one class called fine ------------------------------------------------------------------------------------------


def test_a_visit_that_calls_breathing_fine_leaves_the_urgent_sign_of_a_sore_back_lump() -> None:
    there = (lump(), pain(MORNING - DAY, 6))
    before, after = (
        locked(MORNING, *there),
        locked(MORNING, *there, seen(MORNING, "back-lump-with-pain", fine=["breathing"])),
    )
    assert TechniqueClass.MOVEMENT_BREAK in before
    assert after == before
    assert "back-lump-with-pain" in names(
        MORNING + DAY, *there, seen(MORNING, "back-lump-with-pain", fine=["breathing"])
    )


def test_a_visit_meets_the_urgency_of_what_it_names_and_nothing_else() -> None:
    asked = fact("check", MORNING - DAY, answers={"night-pain": "yes", "fever-or-chills": "yes"})
    found = up(MORNING, asked, seen(MORNING, "night-pain", fine=["heat"]))
    night, fever = found["night-pain", ""], found["fever-or-chills", ""]
    assert (night.level, night.act_within, night.visited) == (Level.CLINICIAN, None, True)
    assert night.blocks.classes == fever.blocks.classes - {TechniqueClass.HEAT}
    assert (fever.level, fever.act_within) == (Level.URGENT, 24)


def test_a_word_on_one_sign_of_a_lump_leaves_the_combination_with_back_pain() -> None:
    there = (lump(), pain(MORNING - DAY, 2))
    assert "back-lump-with-pain" in names(MORNING, *there, seen(MORNING, "lump-new-unassessed", "lump-painful"))
    assert "back-lump-with-pain" not in names(MORNING, *there, seen(MORNING, "back-lump-with-pain"))


@pytest.mark.parametrize("later", ["nobody", "booked"])
def test_what_a_clinician_refused_stays_refused_until_a_visit_about_it(later: str) -> None:
    refused = lump(seen_by="seen: no self-care")
    again = fact("lump", MORNING - 2 * DAY, lump="lump", seen_by=later)
    full = CATALOGUE.levels[Level.CLINICIAN].blocks.classes
    assert locked(MORNING, refused, again) == full
    other = seen(MORNING - DAY, "lump-over-2-weeks")
    assert locked(MORNING, refused, again, other) >= full
    assert not locked(MORNING, refused, again, seen(MORNING - DAY, "lump-new-unassessed")) - {
        TechniqueClass.COMPRESSION
    }


@given(
    about=st.sets(st.sampled_from([*OF_LUMP, *OTHERS]), min_size=1),
    fine=st.sets(st.sampled_from(EVERY)),
    level=st.integers(0, 10),
    own=st.integers(0, 10),
    bad=st.sets(st.sampled_from(OTHERS)),
    days=st.integers(0, 120),
)
def test_no_visit_opens_more_than_the_classes_it_names_of_the_signs_it_names(
    about: set[str], fine: set[str], level: int, own: int, bad: set[str], days: int
) -> None:
    told = fact("check", MORNING - HOUR, answers=dict.fromkeys(bad, "yes"))
    there = (lump(pain=own, texture="stone-hard", first_noticed="not-sure"), pain(MORNING - DAY, level), told)
    visit = seen(MORNING, *sorted(about), fine=sorted(fine))
    now = MORNING + days * DAY
    before, after = up(now, *there), up(now, *there, visit)
    for key, one in before.items():
        opened = {TechniqueClass(cls) for cls in fine} if key[0] in about else set()
        left = one.blocks.classes - opened
        assert not left or (key in after and left <= after[key].blocks.classes)


# --- seen, and self-care is fine ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "later", "clears"),
    [(1, None, True), (3, None, True), (4, None, False), (1, 2, True), (1, 3, False), (3, 4, False), (None, 2, False)],
)
def test_seen_and_fine_covers_pain_of_three_and_less_than_two_above_that_of_the_visit(
    first: int | None, later: int | None, clears: bool
) -> None:
    looks = [named("lump", "lump", MORNING, area="neck", seen_by=FINE, **({} if first is None else {"pain": first}))]
    looks += [] if later is None else [fact("lump", MORNING + DAY, lump="lump", pain=later)]
    assert ("lump-painful" not in names(MORNING + 2 * DAY, *looks)) is clears


def test_seen_and_fine_lasts_for_ninety_days_from_the_day_of_the_visit() -> None:
    told = named(
        "lump",
        "lump",
        MORNING,
        area="neck",
        pain=2,
        seen_by=FINE,
        seen_who="GP",
        seen_on="2026-02-01",
        first_noticed="not-sure",
    )
    last = datetime(2026, 2, 2, tzinfo=MORNING.tzinfo) + 90 * DAY
    assert names(last - HOUR, told) & set(OF_LUMP) == set()
    assert {"lump-painful", "lump-new-unassessed"} <= names(last, told)


def test_a_sign_between_the_visit_and_the_look_that_tells_of_it_ends_it() -> None:
    ill = fact("check", MORNING - 5 * DAY, answers={"fever-or-chills": "yes"})
    told = named("lump", "lump", MORNING, area="neck", seen_by=FINE, seen_who="GP", seen_on="2026-02-01")
    assert "lump-new-unassessed" not in names(MORNING, told)
    assert "lump-new-unassessed" in names(MORNING, ill, told)


def test_seen_on_another_day_is_another_visit_and_said_again_is_none() -> None:
    first = named("lump", "lump", MORNING, area="neck", seen_by=FINE, seen_who="GP", seen_on="2026-03-01")
    same = fact("lump", MORNING + 60 * DAY, lump="lump", seen_by=FINE, seen_who="GP", seen_on="2026-03-01")
    bare = fact("lump", MORNING + 61 * DAY, lump="lump", seen_by=FINE)
    anew = fact("lump", MORNING + 62 * DAY, lump="lump", seen_by=FINE, seen_who="GP", seen_on="2026-04-30")
    assert "lump-new-unassessed" in names(MORNING + 95 * DAY, first, same, bare)
    assert "lump-new-unassessed" not in names(MORNING + 95 * DAY, first, same, bare, anew)


# --- pain after ninety days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "fires"), [(89, False), (90, True)])
def test_mild_pain_noted_after_a_visit_is_a_sign_again_once_the_visit_is_old(days: int, fires: bool) -> None:
    there = named("lump", "lump", MORNING, area="neck", pain=2)
    visit = seen(MORNING + HOUR, "lump-painful", "lump-new-unassessed")
    later = fact("lump", MORNING + 10 * DAY, lump="lump", pain=2)
    assert ("lump-painful" in names(MORNING + HOUR + days * DAY, there, visit, later)) is fires
    painless = named("lump", "lump", MORNING, area="neck", pain=0)
    assert "lump-painful" in names(MORNING + HOUR + days * DAY, painless, visit, later)
