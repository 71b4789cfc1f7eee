"""What a visit has known and what it clears, held against the visits themselves: no other rule stands in for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from coach.core.history.history import History, Lump, LumpCheck, Rating, Visit
from coach.core.history.lumps import pain_of, size_of
from coach.core.record.facts import as_a
from coach.core.record.health import LumpSeen
from coach.core.safety.evidence import Evidence
from coach.core.safety.observations import Observations
from coach.core.safety.visits import Visits
from coach.core.vocabulary import BodyArea, TechniqueClass
from tests.core.conftest import MORNING, fact
from tests.core.situations import CATALOGUE

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = MORNING - 20 * DAY
SEEN = MORNING - 10 * DAY  # when the clinician was seen
SORE, LARGE, HARD = (CATALOGUE.flags[name] for name in ("lump-painful", "lump-large", "lump-hard"))
CLOT, DIABETES = CATALOGUE.flags["blood-clot"], CATALOGUE.flags["diabetes"]


def visit(*flags: str, lumps: frozenset[str] | None = None, at: datetime = SEEN) -> Visit:
    return Visit("visit", at, frozenset(TechniqueClass), frozenset(flags), lumps)


def lump(name: str = "one", *looks: tuple[datetime, dict[str, Any]], since: datetime = START) -> Lump:
    checks = tuple(LumpCheck("look", at, as_a(fact("lump", at, **seen), LumpSeen).body) for at, seen in looks)
    return Lump(name, BodyArea.NECK, None, since, since, None, unknown=False, checks=checks)


def visits(*seen: Visit, lumps: tuple[Lump, ...] = (), **more: Any) -> Visits:
    return Visits(Observations(CATALOGUE, History(lumps=lumps, visits=seen, **more)))


def looked_at(name: str, before: list[Any], after: list[Any]) -> Lump:
    """A lump with these values noted a day apart, the last of `before` at the visit and the last of `after` now."""
    then = [(SEEN - n * DAY, {name: value}) for n, value in enumerate(reversed(before))]
    since = [(MORNING - n * DAY, {name: value}) for n, value in enumerate(reversed(after))]
    return lump("one", *reversed(then), *reversed(since), (MORNING + HOUR, {name: "soft" if name == "texture" else 9}))


# --- what was there at the visit is no news -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "known"),
    [
        ([2], [2], True),
        ([1], [2], True),
        ([1], [3], False),
        ([3], [3], True),
        ([3], [4], False),
        ([4], [3], True),
        ([4], [4], False),
        ([0, 2], [3], True),
        ([2, 0], [2], False),
        ([2], [4, 3], False),
        ([2], [3, 4], False),
        ([], [3], True),
        ([], [4], False),
    ],
)
def test_pain_is_no_news_up_to_three_and_less_than_two_above_the_visit(
    before: list[int], after: list[int], known: bool
) -> None:
    sore = looked_at("pain", before, after)
    assert visits(visit(SORE.id), lumps=(sore,)).not_news(SORE, sore, pain_of, MORNING) is known


@pytest.mark.parametrize(
    ("before", "after", "known"),
    [
        ([50], [52.9], True),
        ([50], [53], False),
        ([50, 60], [62], True),
        ([60, 50], [60], False),
        ([50], [60, 50], False),
        ([50], [50, 60], False),
        ([], [50], False),
    ],
)
def test_a_size_is_no_news_while_it_is_less_than_three_millimetres_above_the_visit(
    before: list[float], after: list[float], known: bool
) -> None:
    large = looked_at("size_mm", before, after)
    assert visits(visit(LARGE.id), lumps=(large,)).not_news(LARGE, large, size_of, MORNING) is known


@pytest.mark.parametrize(
    ("before", "after", "known"),
    [
        (["stone-hard"], ["stone-hard"], True),
        (["not-sure"], ["stone-hard"], False),
        (["soft", "stone-hard"], ["stone-hard"], True),
        (["stone-hard", "soft"], ["stone-hard"], False),
        (["stone-hard"], ["soft", "stone-hard"], False),
        ([], ["stone-hard"], False),
    ],
)
def test_any_other_value_is_no_news_while_it_stays_as_it_was(before: list[str], after: list[str], known: bool) -> None:
    hard = looked_at("texture", before, after)
    found = visits(visit(HARD.id), lumps=(hard,)).not_news(HARD, hard, lambda seen: seen.texture, MORNING)
    assert found is known


def test_what_is_logged_at_the_visit_or_was_seen_by_nobody_is_news() -> None:
    sore = looked_at("pain", [2], [2])
    assert not visits(lumps=(sore,)).not_news(SORE, sore, pain_of, MORNING)
    assert not visits(visit(HARD.id), lumps=(sore,)).not_news(SORE, sore, pain_of, MORNING)
    other = visit(SORE.id, lumps=frozenset({"two"}))
    assert not visits(other, lumps=(sore,)).not_news(SORE, sore, pain_of, MORNING)
    assert not visits(visit(SORE.id), lumps=(sore,)).not_news(SORE, sore, pain_of, SEEN)
    assert visits(visit(SORE.id), lumps=(sore,)).not_news(SORE, sore, pain_of, SEEN + HOUR)


@pytest.mark.parametrize(
    ("before", "after", "sore"),
    [
        ([], [], False),
        ([], [3], False),
        ([], [4], True),
        ([2], [3], False),
        ([1], [3], True),
        ([1], [2], False),
        ([4], [3], False),
        ([2, 1], [3], True),
        ([1, 2], [3], False),
        ([1], [5, 2], False),
        ([4], [], True),
    ],
)
def test_a_lump_is_too_sore_above_three_or_two_above_the_visit(before: list[int], after: list[int], sore: bool) -> None:
    one = looked_at("pain", before, after)
    assert visits().too_sore(one, visit(SORE.id), MORNING) is sore


@pytest.mark.parametrize(
    ("before", "after", "sore"),
    [
        ([0], [], True),
        ([0], [1], False),
        ([0], [2], True),
        ([], [1], False),
    ],
)
def test_a_look_that_can_not_be_read_may_have_told_of_any_pain(before: list[int], after: list[int], sore: bool) -> None:
    one = looked_at("pain", before, after)
    assert visits().too_sore(one, visit(SORE.id), MORNING, unread=SEEN) is sore


def test_what_was_noted_after_it_and_before_the_visit_is_known() -> None:
    one = looked_at("pain", [5, 2], [3])
    assert not visits().too_sore(one, visit(SORE.id), MORNING, unread=SEEN - DAY)


# --- which lump a visit was about ---------------------------------------------------------------------------------

ONE, TWO = lump("one"), lump("two", since=SEEN)
BOTH = (ONE, TWO)


def test_a_visit_is_about_the_lumps_it_names() -> None:
    named = visit("lump-hard", lumps=frozenset({"one"}))
    assert visits(lumps=BOTH).about(named, "one")
    assert not visits(lumps=BOTH).about(named, "two")


def test_what_is_about_no_lump_in_particular_needs_every_lump_that_was_there() -> None:
    assert not visits(lumps=BOTH).about(visit("lump-hard", lumps=frozenset({"one"})), "")
    assert visits(lumps=BOTH).about(visit("lump-hard", lumps=frozenset({"one", "two"})), "")
    assert visits(lumps=BOTH).about(visit("lump-hard", lumps=frozenset({"one"}), at=SEEN - HOUR), "")


def test_a_visit_that_names_no_lump_was_about_the_only_one_there_was_then() -> None:
    assert visits(lumps=BOTH).about(visit("lump-hard", at=SEEN - HOUR), "one")
    assert not visits(lumps=BOTH).about(visit("lump-hard"), "one"), "the other one was found that very moment"
    assert visits(lumps=BOTH).about(visit("lump-hard"), "")


def test_only_a_visit_about_this_lump_calls_it_fine() -> None:
    fine = visit("lump-hard", lumps=frozenset({"one"}))
    assert visits(fine, lumps=BOTH).called_fine(ONE, MORNING)
    assert not visits(fine, lumps=BOTH).called_fine(TWO, MORNING)
    nothing_is_fine = replace(fine, classes=frozenset())
    assert not visits(nothing_is_fine, lumps=BOTH).called_fine(ONE, MORNING)
    assert not visits(visit("night-pain", lumps=frozenset({"one"})), lumps=BOTH).called_fine(ONE, MORNING)
    assert not visits(visit("a-flag-of-later", lumps=frozenset({"one"})), lumps=BOTH).called_fine(ONE, MORNING)


# --- how sore the place of a lump may be ----------------------------------------------------------------------------

BACK = CATALOGUE.flags["back-lump-with-pain"]


def felt(days: int, level: int, area: BodyArea = BodyArea.NECK) -> Rating:
    return Rating(f"felt-{days}-{level}", MORNING - days * DAY, level, area)


@pytest.mark.parametrize(
    ("pain", "level", "as_sore"),
    [
        ([], 3, True),
        ([], 4, False),
        ([], None, True),
        ([felt(11, 5)], 6, True),
        ([felt(11, 5)], 7, False),
        ([felt(12, 9), felt(11, 5)], 7, False),
        ([felt(11, 9, BodyArea.SHOULDER)], 4, False),
        ([felt(9, 9)], 4, False),
    ],
)
def test_a_visit_has_known_of_pain_up_to_two_above_the_level_there(
    pain: list[Rating], level: int | None, as_sore: bool
) -> None:
    seen = visits(visit(BACK.id), lumps=(ONE,), pain=tuple(pain))
    assert seen.as_sore(BACK, ONE, level, MORNING) is as_sore
    assert not seen.as_sore(BACK, ONE, level, SEEN), "that the visit has known by itself"
    assert not seen.as_sore(BACK, ONE, level, SEEN + 90 * DAY)
    assert not seen.as_sore(SORE, ONE, level, MORNING), "it was about another sign"


def test_the_pain_of_the_lump_itself_counts_as_well_as_that_of_its_place() -> None:
    sore = looked_at("pain", [6], [6])
    for pain in ((), (felt(11, 2),)):
        seen = visits(visit(BACK.id), lumps=(sore,), pain=pain)
        assert [seen.as_sore(BACK, sore, level, MORNING) for level in (7, 8)] == [True, False]


# --- a visit that a look tells of -----------------------------------------------------------------------------------


def test_what_the_look_says_that_tells_of_a_visit_was_known_to_it() -> None:
    told_of = replace(visit(SORE.id), told=MORNING)
    assert (told_of.knew(SEEN), told_of.knew(SEEN + HOUR), told_of.knew(MORNING)) == (True, False, True)
    assert visits(told_of, lumps=(ONE,)).clears(SORE, "one", MORNING, MORNING) is told_of
    assert visits(told_of, lumps=(ONE,)).clears(SORE, "one", SEEN + HOUR, MORNING) is None


def test_such_a_visit_has_to_know_how_sore_the_lump_was() -> None:
    told_of = replace(visit(SORE.id), told=MORNING)
    assert visits().too_sore(lump("one"), told_of, MORNING)
    assert visits().too_sore(lump("one", (MORNING - DAY, {"pain": 1})), told_of, MORNING)
    assert not visits().too_sore(lump("one", (MORNING, {"pain": 1})), told_of, MORNING)
    assert visits().too_sore(
        lump("one", (MORNING, {"pain": 1}), (MORNING + HOUR, {"pain": 3})), told_of, MORNING + HOUR
    )
    assert visits().too_sore(lump("one", (MORNING, {"pain": 4})), told_of, MORNING)


# --- after ninety days a visit says nothing ---------------------------------------------------------------------------


def test_a_visit_hides_nothing_that_is_noted_ninety_days_later() -> None:
    one = lump("one", (SEEN, {"pain": 2}), (SEEN + 90 * DAY, {"pain": 2}))
    seen = visits(visit(SORE.id), lumps=(one,))
    assert seen.not_news(SORE, one, pain_of, SEEN + 90 * DAY - HOUR)
    assert not seen.not_news(SORE, one, pain_of, SEEN + 90 * DAY)


# --- what is known of the person ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("doubts", "clears"),
    [([(0, True)], True), ([(1, True)], False), ([(1, False)], True), ([(1, False), (2, True)], False)],
)
def test_a_change_of_health_after_the_visit_ends_what_it_said(doubts: list[tuple[int, bool]], clears: bool) -> None:
    seen = visits(visit(DIABETES.id), doubts=tuple((SEEN + n * HOUR, yes) for n, yes in doubts))
    assert (seen.clears(DIABETES, None, START, MORNING) is not None) is clears


def told(seen: Visits, name: str, at: datetime) -> None:
    """The question of this flag is answered yes."""
    seen.traces.up(name, fact("check", at, answers={name: "yes"}), Evidence("answer", "It was answered yes.", ()))


@pytest.mark.parametrize(("hours", "clears"), [(0, True), (1, False)])
def test_a_new_yes_after_the_visit_ends_it_for_an_urgent_profile_flag(hours: int, clears: bool) -> None:
    seen = visits(visit(CLOT.id))
    told(seen, CLOT.id, SEEN + hours * HOUR)
    assert (seen.clears(CLOT, None, START, MORNING) is not None) is clears


def test_another_answer_and_one_on_a_caution_leave_the_visit_as_it_was() -> None:
    for flag in (CLOT, DIABETES):
        seen = visits(visit(flag.id))
        told(seen, DIABETES.id, MORNING)
        assert seen.clears(flag, None, START, MORNING) is not None


# --- how long it clears -------------------------------------------------------------------------------------------


def test_a_visit_clears_what_it_could_know_for_ninety_days() -> None:
    seen = visits(visit(HARD.id), lumps=(ONE,))
    assert seen.clears(HARD, "one", SEEN, SEEN + 90 * DAY - HOUR) is not None
    assert seen.clears(HARD, "one", SEEN, SEEN + 90 * DAY) is None
    assert seen.clears(HARD, "one", SEEN + HOUR, MORNING) is None, "it came up only later"
    assert seen.clears(SORE, "one", SEEN, MORNING) is None, "it was about something else"
    other = visits(visit(HARD.id, lumps=frozenset({"two"})), lumps=BOTH)
    assert other.clears(HARD, "one", SEEN, MORNING) is None, "it was about another lump"


def test_ones_own_word_clears_nothing_that_somebody_has_to_see() -> None:
    for flag, clears in ((CLOT, False), (DIABETES, True)):
        seen = visits(replace(visit(flag.id), own_word=True))
        assert (seen.clears(flag, None, START, MORNING) is not None) is clears


@pytest.mark.parametrize(
    ("name", "hours", "ends"),
    [
        ("rest-no-relief", [1], True),  # a question of see-a-clinician that was not so before
        ("rest-no-relief", [0], False),
        ("rest-no-relief", [-1, 1], False),
        ("fever-or-chills", [-1, 1], True),  # an urgent one
        ("fever-or-chills", [-1], False),
        ("feel-ill-today", [1], False),  # a caution
    ],
)
def test_a_new_sign_after_the_visit_ends_it(name: str, hours: list[int], ends: bool) -> None:
    seen = visits(visit(HARD.id), lumps=(ONE,))
    for n in hours:
        told(seen, name, SEEN + n * HOUR)
    assert seen.sign_after(visit(HARD.id)) is ends
    assert (seen.clears(HARD, "one", SEEN, MORNING) is None) is ends


def test_what_was_measured_as_worse_after_the_visit_ends_it_however_it_stood_there() -> None:
    for measured in (True, False):
        seen = visits(visit(HARD.id), lumps=(ONE,))
        told(seen, SORE.id, SEEN)
        worse = fact("lump", MORNING, lump="one")
        seen.traces.up(SORE.id, worse, Evidence("LR8", "The pain went up.", ()), measured=measured)
        assert seen.sign_after(visit(HARD.id)) is measured
