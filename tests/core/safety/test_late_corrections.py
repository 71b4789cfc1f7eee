"""A correction after the time for a slip: what is worse counts at once, and nothing vanishes by it alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from coach.core.coach.door import Coach
from coach.core.history.corrections import SLIP, corrected, in_order
from coach.core.record.facts import Fact
from coach.core.record.health import LumpSeen
from coach.core.safety.raised_flag import RaisedFlag
from coach.core.safety.screening import raised
from coach.core.vocabulary import Answer
from tests.conftest import FakeClock
from tests.core.conftest import MORNING, MemoryJournal, clean, fact, named
from tests.core.situations import CATALOGUE, EVERY

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
LATER = SLIP + MINUTE


def up(now: datetime, *facts: Fact) -> dict[tuple[str, str], RaisedFlag]:
    return {(one.flag.id, one.subject): one for one in raised(facts, CATALOGUE, now)}


def names(now: datetime, *facts: Fact) -> set[str]:
    return {name for name, _ in up(now, *facts)}


def put_right(entry: Fact, at: datetime, **body: Any) -> Fact:
    return named(f"right-{entry.id}-{at:%d%H%M}", entry.kind, at, **body, supersedes=entry.id)


def night(n: int, level: int = 6) -> Fact:
    at = MORNING - n * DAY - 6 * HOUR
    return named(f"night-{n}", "pain", at, level=level, area="neck", tags=["night"])


def look(name: str, at: datetime, **values: Any) -> Fact:
    first = {"area": "neck"} if name == "lump" else {"lump": "lump"}
    return named(name, "lump", at, **first, **values)


def said(at: datetime, name: str, answer: str = "no", **more: Any) -> Fact:
    """An answer to the own question of a flag."""
    return fact("check", at, answers={name: answer}, **({"listed": []} | more))


NIGHTS = [night(3), night(2), night(1)]
GROWN = [look("lump", MORNING - 9 * DAY, size_mm=10), look("again", MORNING - DAY, size_mm=20)]


# --- nothing vanishes at once ---------------------------------------------------------------------------------------


def test_pain_at_night_stays_when_one_night_is_put_right_days_later() -> None:
    right = put_right(NIGHTS[1], MORNING, level=1, area="neck")
    assert "night-pain" in names(MORNING, *NIGHTS)
    assert "night-pain" in names(MORNING, *NIGHTS, right)
    soon = put_right(NIGHTS[2], NIGHTS[2].local + 9 * MINUTE, level=1, area="neck")
    assert "night-pain" not in names(MORNING, *NIGHTS, soon)


@pytest.mark.parametrize("which", [0, 1])
def test_a_growing_lump_stays_when_a_size_is_put_right_later(which: int) -> None:
    right = put_right(
        GROWN[which], MORNING, **({"area": "neck"} if which == 0 else {"lump": "lump"}), size_mm=[20, 10][which]
    )
    assert "lump-growing" in names(MORNING, *GROWN, right)


def test_what_was_never_up_is_not_kept() -> None:
    first = look("lump", MORNING - 9 * DAY, size_mm=5)
    right = put_right(first, MORNING - 8 * DAY, area="neck", size_mm=15)
    same = look("again", MORNING - DAY, size_mm=15)
    assert "lump-growing" not in names(MORNING, first, right, same)


def test_what_is_worse_counts_at_once() -> None:
    first = look("lump", MORNING - 9 * DAY, size_mm=10, texture="soft")
    right = put_right(first, MORNING, area="neck", size_mm=10, texture="stone-hard")
    assert "lump-hard" in names(MORNING, first, right)
    mild = night(1, 1)
    bad = put_right(mild, MORNING, level=9, area="neck", tags=["night"])
    assert "night-pain" in names(MORNING, night(3), night(2), mild, bad)


def test_a_lump_that_is_put_right_into_a_knot_stays_until_somebody_has_seen_it() -> None:
    lump = named("e", "episode", MORNING - DAY, kind="lump", area="neck")
    right = put_right(lump, MORNING, kind="knot", area="neck")
    assert ("lump-new-unassessed", "lump-neck") in up(MORNING, lump, right)
    seen = fact("visit", MORNING + HOUR, flags=["lump-new-unassessed"], classes=EVERY, who="GP")
    assert "lump-new-unassessed" not in names(MORNING + 2 * HOUR, lump, right, seen)


def test_a_trend_goes_with_what_is_told_later_as_it_would_have_gone() -> None:
    began = named("e", "episode", MORNING - 4 * DAY, kind="knot", area="neck")
    levels = [(4, 2), (3, 6), (2, 6)]
    rated = [named(f"p{days}", "pain", MORNING - days * DAY, level=level, area="neck") for days, level in levels]
    right = put_right(rated[2], MORNING, level=2, area="neck")
    assert "pain-getting-worse" in names(MORNING, began, *rated)
    assert "pain-getting-worse" in names(MORNING, began, *rated, right)
    eased = [named(f"q{n}", "pain", MORNING + n * HOUR, level=2, area="neck") for n in (1, 2, 3)]
    assert "pain-getting-worse" not in names(MORNING + 4 * HOUR, began, *rated, right, *eased)


def test_other_words_in_an_entry_change_nothing() -> None:
    right = put_right(NIGHTS[1], MORNING, level=6, area="neck", tags=["night"], note="it was the left side")
    assert up(MORNING, *NIGHTS, right).keys() == up(MORNING, *NIGHTS).keys()


# --- and how it is settled ------------------------------------------------------------------------------------------

KEPT = [*NIGHTS, put_right(NIGHTS[1], MORNING, level=1, area="neck")]


@pytest.mark.parametrize(
    ("answer", "goes"),
    [
        (said(MORNING + HOUR, "night-pain"), False),
        (said(MORNING + DAY, "night-pain"), True),
        (said(MORNING + DAY, "night-pain", "not-sure"), False),
        (said(MORNING + DAY, "chest-pain"), False),
        (fact("check", MORNING + DAY, complete=True, layer="today", groups={"all": "no", "T5-pain": "no"}), False),
        (fact("check", MORNING + DAY, complete=True, layer="today", listed=["night-pain"]), False),
        (said(MORNING + DAY, "night-pain", listed=None), False),
        (fact("visit", MORNING + HOUR, flags=["night-pain"], classes=EVERY, who="GP"), True),
    ],
)
def test_only_its_own_question_on_a_later_day_or_a_visit_settles_it(answer: Fact, goes: bool) -> None:
    answers = dict(answer.body.answers or ()) if hasattr(answer.body, "answers") else {}
    gone = "night-pain" not in names(MORNING + 2 * DAY, *KEPT, answer)
    assert gone is (goes and answers.get("night-pain") is not Answer.NOT_SURE)


def test_what_the_corrected_record_holds_is_not_settled_by_that() -> None:
    four = [night(4), *KEPT]
    assert "night-pain" in names(MORNING + 2 * DAY, *four, said(MORNING + DAY, "night-pain"))


def test_the_answer_is_about_the_same_lump() -> None:
    right = put_right(GROWN[1], MORNING, lump="lump", size_mm=10)
    for lump, goes in (("lump", True), ("other", False), (None, True)):
        answer = said(MORNING + DAY, "lump-growing", **({} if lump is None else {"lump": lump}))
        assert ("lump-growing" not in names(MORNING + 2 * DAY, *GROWN, right, answer)) is goes


@pytest.mark.parametrize(
    ("looks", "settled"),
    [
        ([(1, 20), (2, 20)], True),
        ([(1, 21), (2, 22.9)], True),
        ([(1, 20)], False),
        ([(0, 20), (0.1, 20)], False),
        ([(1, 20), (2, 23)], False),
        ([(1, 23), (2, 23)], False),
        ([(1, 18), (2, 21)], False),
        ([(1, 20), (2, 24), (3, 20)], False),
        ([(1, 24), (2, 20), (3, 20)], True),
    ],
)
def test_two_agreeing_later_looks_settle_a_mistyped_size(looks: list[tuple[float, float]], settled: bool) -> None:
    typed = [look("lump", MORNING - 9 * DAY, size_mm=20), look("again", MORNING - DAY, size_mm=40)]
    right = put_right(typed[1], MORNING, lump="lump", size_mm=20)
    later = [look(f"later-{n}", MORNING + HOUR + n * DAY, size_mm=size) for n, size in looks]
    assert ("lump-growing" not in names(MORNING + 4 * DAY, *typed, right, *later)) is settled


def test_two_looks_settle_nothing_but_a_size() -> None:
    hard = [look("lump", MORNING - DAY, texture="stone-hard", size_mm=10)]
    right = put_right(hard[0], MORNING, area="neck", texture="soft", size_mm=10)
    later = [look(f"later-{n}", MORNING + n * DAY, size_mm=10, texture="soft") for n in (1, 2)]
    assert "lump-hard" in names(MORNING + 3 * DAY, *hard, right, *later)


def test_what_one_correction_has_put_up_the_next_takes_not_away() -> None:
    same = [look("lump", MORNING - 9 * DAY, size_mm=20), look("again", MORNING - DAY, size_mm=20)]
    for entry, first, more in ((same[0], 10, {"area": "neck"}), (same[1], 30, {"lump": "lump"})):
        grown = put_right(entry, MORNING, size_mm=first, **more)
        back = put_right(entry, MORNING + HOUR, size_mm=20, **more)
        assert "lump-growing" not in names(MORNING, *same)
        assert "lump-growing" in names(MORNING, *same, grown)
        assert "lump-growing" in names(MORNING + HOUR, *same, grown, back)


def test_only_what_was_up_then_is_kept_of_the_record_before() -> None:
    lump = named("e", "episode", MORNING - DAY, kind="lump", area="shoulder")
    right = put_right(lump, MORNING, kind="knot", area="shoulder")
    rated = [named(f"p{n}", "pain", MORNING + n * DAY, level=6 - 2 * (n > 0), area="shoulder") for n in (0, 14)]
    found = names(MORNING + 15 * DAY, lump, right, *rated)
    assert found == {"lump-new-unassessed"}, "two weeks of it were never up"


def test_each_size_that_was_typed_wrong_has_to_be_settled() -> None:
    typed = [look("lump", MORNING - 9 * DAY, size_mm=20), look("again", MORNING - DAY, size_mm=40)]
    both = [
        put_right(typed[0], MORNING, area="neck", size_mm=34),
        put_right(typed[1], MORNING, lump="lump", size_mm=34),
    ]
    other = [put_right(typed[0], MORNING, area="neck", size_mm=30), *both[1:]]
    later = [look(f"later-{n}", MORNING + n * DAY, size_mm=34) for n in (1, 2)]
    assert "lump-growing" not in names(MORNING + 3 * DAY, *typed, *both, *later)
    assert "lump-growing" in names(MORNING + 3 * DAY, *typed, *other, *later)


def test_a_correction_of_one_entry_wakes_nothing_of_another() -> None:
    answer = said(MORNING + DAY, "night-pain")
    other = look("lump", MORNING + 2 * DAY, texture="stone-hard")
    right = put_right(other, MORNING + 3 * DAY, area="neck", texture="soft")
    assert "night-pain" not in names(MORNING + 4 * DAY, *KEPT, answer, other, right)
    assert "lump-hard" in names(MORNING + 4 * DAY, *KEPT, answer, other, right)


def test_a_visit_that_is_put_right_later_opens_what_a_new_one_would() -> None:
    told = fact("check", MORNING - 2 * DAY, answers={"night-pain": "yes"})
    seen = named("v", "visit", MORNING - DAY, flags=["night-pain"], classes=["heat"], who="GP")
    right = put_right(seen, MORNING, flags=["night-pain"], classes=EVERY, who="GP")
    assert "night-pain" not in names(MORNING, told, seen, right)


# --- any record -----------------------------------------------------------------------------------------------------

values = st.fixed_dictionaries(
    {},
    optional={
        "size_mm": st.sampled_from([5, 10, 16, 30]),
        "pain": st.integers(0, 8),
        "texture": st.sampled_from(["soft", "firm", "stone-hard"]),
        "moves": st.sampled_from(["moves", "stuck"]),
    },
)


@st.composite
def told(draw: st.DrawFn) -> list[Fact]:
    """Ratings, looks and complaints of some days, an hour apart at least."""
    facts: list[Fact] = []
    at = MORNING - 20 * DAY
    lump = False
    for n in range(draw(st.integers(2, 12))):
        at += draw(st.sampled_from([HOUR, 12 * HOUR, DAY, 3 * DAY]))
        kind = draw(st.sampled_from(["pain", "lump", "episode"]))
        if kind == "pain":
            tags = draw(st.sampled_from([[], ["night"]]))
            body: dict[str, Any] = {"level": draw(st.integers(0, 9)), "area": "lower-back", "tags": tags}
        elif kind == "lump":
            body = draw(values) | ({"lump": "n-lump"} if lump else {"area": "lower-back"})
        else:
            body = {"kind": draw(st.sampled_from(["knot", "spasm", "lump"])), "area": "lower-back"}
        name = "n-lump" if kind == "lump" and not lump else f"n{n}"
        lump = lump or kind == "lump"
        facts.append(named(name, kind, at, **body))
    return facts


@st.composite
def another(draw: st.DrawFn, entry: Fact, at: datetime) -> Fact:
    """A correction of this entry, of any kind."""
    if entry.kind == "pain":
        body: dict[str, Any] = {"level": draw(st.integers(0, 9)), "tags": draw(st.sampled_from([[], ["night"]]))}
        return put_right(entry, at, area="lower-back", **body)
    if isinstance(entry.body, LumpSeen):
        first = {"lump": entry.body.lump} if entry.body.lump else {"area": "lower-back"}
        return put_right(entry, at, **first, **draw(values))
    return put_right(entry, at, kind=draw(st.sampled_from(["knot", "spasm", "lump"])), area="lower-back")


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(told(), st.data())
def test_no_late_correction_takes_a_sign_away_and_each_adds_what_is_worse(
    facts: list[Fact], data: st.DataObject
) -> None:
    at = facts[-1].local + LATER + HOUR
    given_now = list(facts)
    for n in range(data.draw(st.integers(1, 3))):
        before = up(at, *given_now)
        entry = data.draw(st.sampled_from(facts))
        right = data.draw(another(entry, at))
        right = replace(right, id=f"{right.id}-{n}")
        given_now.append(right)
        after = up(at, *given_now)
        event(f"{len(before)} up")
        for key, one in before.items():
            assert key in after
            assert one.blocks.classes <= after[key].blocks.classes
            assert one.level.rank <= after[key].level.rank
        corrected_alone, _ = corrected(in_order(given_now))
        assert up(at, *corrected_alone).keys() <= after.keys()
        at += LATER


# --- the time for a slip --------------------------------------------------------------------------------------------


def test_a_clock_that_was_set_back_opens_the_time_for_a_slip_for_nothing_of_before(
    coach: Coach, clock: FakeClock, journal: MemoryJournal
) -> None:
    clean(coach)
    coach.checks.volunteer({"night-pain": Answer.YES})
    clock.advance(3600)
    coach.entries.rate(2, "any time")  # type: ignore[arg-type]
    clock.wall -= timedelta(minutes=55)
    assert coach.entries.slips(["night-pain"]) == ()
    coach.entries.withdraw(["night-pain"])
    assert {one.flag.id for one in coach.rules.safety().flags} == {"night-pain"}
    coach.entries.put_clock_right()
    assert coach.entries.slips(["night-pain"]) == ()
    coach.entries.withdraw(["night-pain"])
    assert {one.flag.id for one in coach.rules.safety().flags} == {"night-pain"}
    assert journal.kept


@pytest.mark.parametrize(
    ("minutes", "clock", "slip"),
    [(0, None, True), (10, None, True), (11, None, False), (5, 0, False), (5, 5, False), (5, 6, True), (5, -1, True)],
)
def test_a_slip_is_known_only_where_the_clock_was_not_put_right_in_between(
    minutes: int, clock: int | None, slip: bool
) -> None:
    told = named("a", "check", MORNING, answers={"night-pain": "yes"})
    taken = named("b", "withdrawn", MORNING + minutes * MINUTE, flags=["night-pain"])
    facts = [told, taken]
    if clock is not None:
        at = MORNING + clock * MINUTE
        facts.append(named("c", "clock-corrected", at, seen=(at - HOUR).isoformat(), facts=[]))
    assert ("night-pain" not in names(MORNING + HOUR, *facts)) is slip


def test_a_correction_after_the_clock_was_set_back_is_a_late_one(coach: Coach, clock: FakeClock) -> None:
    look = coach.entries.note(LumpSeen(area="neck", texture="stone-hard"))  # type: ignore[arg-type]
    clock.advance(3600)
    coach.entries.rate(2, "any time")  # type: ignore[arg-type]
    clock.wall -= timedelta(minutes=55)
    coach.entries.put_right(look.id, LumpSeen(area="neck", texture="soft"))  # type: ignore[arg-type]
    assert "lump-hard" in {one.flag.id for one in coach.rules.safety().flags}


def test_a_size_that_is_put_right_into_none_leaves_the_growth_up_whatever_is_measured_later() -> None:
    right = put_right(GROWN[1], MORNING, lump="lump")
    assert "lump-growing" in names(MORNING, *GROWN, right)
    later = [look(f"later-{n}", MORNING + n * DAY, size_mm=10) for n in (1, 2)]
    assert "lump-growing" in names(MORNING + 3 * DAY, *GROWN, right, *later)
