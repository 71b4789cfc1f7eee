"""Pain by area: day values, windows, and the word for them."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.progress.pain import WindowWord, compared, day_values, pain_by_area, upper_median, window_word
from coach.core.progress.standing import ratings, standing
from coach.core.record.facts import Fact, FactOf
from coach.core.record.health import EpisodeEnded, PainRated
from coach.core.vocabulary import BodyArea
from tests.core.conftest import named, wrote
from tests.core.progress.facts import TODAY, at, pain, session

RUNS = 2000


def rated(*facts: Fact) -> list[FactOf[PainRated]]:
    return ratings(standing(facts, {}))


def test_a_day_has_its_worst_rating_and_a_day_without_one_is_a_gap() -> None:
    facts = rated(pain(2, at(2)), pain(6, at(2, 18)), pain(0, at(0)))
    assert day_values(facts) == {TODAY - timedelta(days=2): 6, TODAY: 0}
    (neck,) = pain_by_area(facts, TODAY, 14)
    assert neck.levels == (*[None] * 11, 6, None, 0)
    assert neck.first == TODAY - timedelta(days=13)


def test_areas_stand_in_the_order_of_the_body_and_no_area_last() -> None:
    facts = rated(pain(1, at(0), None), pain(2, at(1), BodyArea.LOWER_BACK), pain(3, at(1)), pain(9, at(200)))
    assert [one.area for one in pain_by_area(facts, TODAY, 28)] == [BodyArea.NECK, BodyArea.LOWER_BACK, None]


def test_a_word_needs_five_rated_days_on_both_sides() -> None:
    last, before = [pain(2, at(n)) for n in range(5)], [pain(7, at(n)) for n in range(14, 18)]
    few = compared(rated(*last, *before), TODAY)
    assert (few.word, few.missing) == (WindowWord.TOO_FEW, 1)
    enough = compared(rated(*last, *before, pain(7, at(20))), TODAY)
    assert (enough.word, enough.missing) == (WindowWord.LOWER, 0)
    assert (enough.last.middle, enough.last.worst, enough.last.rated, enough.last.bad) == (2, 2, 5, 0)
    assert (enough.before.middle, enough.before.bad) == (7, 5)


def test_the_fortnights_touch_and_do_not_overlap() -> None:
    edge = compared(rated(pain(3, at(13)), pain(4, at(14)), pain(5, at(27)), pain(6, at(28))), TODAY)
    assert (edge.last.rated, edge.before.rated, edge.last.worst, edge.before.worst) == (1, 2, 3, 5)


def test_medicine_is_counted_by_day_in_both_windows_and_not_before() -> None:
    facts = rated(*(pain(3, at(n), medicine="yes") for n in (0, 0, 20, 40)))
    assert compared(facts, TODAY).medicine == 2


def test_a_word_needs_the_middle_and_the_pairs() -> None:
    assert window_word([5] * 6, [3] * 6) is WindowWord.LOWER
    assert window_word([3] * 6, [5] * 6) is WindowWord.HIGHER
    assert window_word([5] * 6, [4] * 6) is WindowWord.SAME
    assert window_word([1, 1, 1, 6, 6, 6, 6], [0, 0, 0, 0, 8, 8, 8]) is WindowWord.SAME  # medians 6 and 0, few pairs


@pytest.mark.parametrize(("rho", "most"), [(0.3, 0.06), (0.6, 0.13), (0.8, 0.22)])
def test_a_word_is_seldom_said_where_nothing_changed(rho: float, most: float) -> None:
    rng = random.Random(7)

    def days(n: int) -> list[int]:
        x, found = rng.gauss(0, 1.6), []
        for _ in range(n):
            x = rho * x + rng.gauss(0, 1.6 * (1 - rho * rho) ** 0.5)
            found.append(max(0, min(10, round(4 + x))))
        return found

    said = 0
    for _ in range(RUNS):
        whole = days(28)
        before = [v for v in whole[:14] if rng.random() < 0.5]
        last = [v for v in whole[14:] if rng.random() < 0.5]
        said += window_word(before, last) in {WindowWord.LOWER, WindowWord.HIGHER}
    assert said / RUNS <= most + 0.01
    assert said / RUNS < 0.26  # what the medians alone would say


@given(st.lists(st.integers(0, 10), min_size=1), st.lists(st.integers(0, 10), min_size=1), st.randoms())
def test_the_order_within_a_window_does_not_matter_and_the_mirror_says_the_opposite(
    before: list[int], last: list[int], rng: random.Random
) -> None:
    word = window_word(before, last)
    assert window_word(rng.sample(before, len(before)), rng.sample(last, len(last))) is word
    opposite = {WindowWord.LOWER: WindowWord.HIGHER, WindowWord.HIGHER: WindowWord.LOWER}
    assert window_word(last, before) is opposite.get(word, word)
    assert upper_median(before) in before


def test_pain_of_a_session_belongs_to_the_area_it_was_done_for() -> None:
    facts = session("s", at(1), 6, 3, area=None, rated_area=None)
    assert [r.body.area for r in ratings(standing(facts, {}))] == [None, None]
    alone = ratings(standing(facts, {"neck-knot-desk": BodyArea.NECK}))
    assert [r.body.area for r in alone] == [BodyArea.NECK, BodyArea.NECK]
    chosen = session("s", at(1), 6, 3, area=BodyArea.SHOULDER, rated_area=None)
    assert {r.body.area for r in ratings(standing(chosen, {}))} == {BodyArea.SHOULDER}


def test_pain_of_a_session_without_an_area_belongs_to_the_only_complaint_that_is_open() -> None:
    facts = session("s", at(1), 6, 3, routine="calm-breathing", area=None, rated_area=None)
    knot = named("knot", "episode", at(5), kind="knot", area="upper-back")
    ache = named("ache", "episode", at(4), kind="ache", area="neck")

    def areas(*told: Fact, older: tuple[Fact, ...] = ()) -> set[BodyArea | None]:
        return {one.body.area for one in ratings(standing([*told, *facts], {}, older))}

    assert areas(knot) == {BodyArea.UPPER_BACK} == areas(older=(knot,))
    assert areas(knot, ache) == {None} == areas(ache, older=(knot,))
    gone = wrote(at(2), EpisodeEnded(episode="ache"))
    assert areas(knot, ache, gone) == {BodyArea.UPPER_BACK}
    assert areas(knot, wrote(at(0), EpisodeEnded(episode="knot"))) == {BodyArea.UPPER_BACK}, "it was open then"
    assert areas(named("late", "episode", at(0), kind="knot", area="neck")) == {None}
    assert areas() == {None}


def test_a_rating_that_has_nothing_to_do_with_the_session_keeps_no_area() -> None:
    other = pain(6, at(1, 6), None, when="before")
    facts = [other, *session("s", at(1), 5, 3, area=BodyArea.NECK)]
    assert ratings(standing(facts, {}))[0].body.area is None


def test_a_correction_counts_and_one_without_its_entry_does_not() -> None:
    entry = pain(8, at(3))
    right = pain(2, at(0), supersedes=entry.id)
    assert day_values(rated(entry, right)) == {at(3).date(): 2}
    assert day_values(rated(right)) == {}


def test_how_long_ago_it_was_rated_last_is_known() -> None:
    facts = rated(pain(3, at(9), BodyArea.NECK), pain(3, at(0), BodyArea.UPPER_BACK))
    found = pain_by_area(facts, TODAY)
    assert {one.area: one.unrated_for for one in found} == {BodyArea.NECK: 9, BodyArea.UPPER_BACK: 0}
