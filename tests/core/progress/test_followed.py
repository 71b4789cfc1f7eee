"""What followed a routine: pairs, intervals, words, and how seldom they are false."""

from __future__ import annotations

import math
import random

import pytest

from coach.core.progress.followed import (
    Followed,
    FollowedWord,
    MorningWord,
    followed,
    interval,
    middle_change,
    often_higher,
    tends_lower,
)
from coach.core.progress.standing import standing
from coach.core.progress.words import followed_word, rated_words
from coach.core.record.facts import Fact
from coach.core.vocabulary import BodyArea, RatedWhen, SessionOutcome
from tests.core.progress.facts import MINUTE, at, pain, session

RUNS = 2000
NECK = {"neck-knot-desk": BodyArea.NECK}


def look(facts: list[Fact], area: BodyArea | None = None) -> Followed:
    (one,) = followed(standing(facts, NECK), NECK, area)
    return one


def many(changes: list[int], *, before: int = 6, days: int = 1) -> list[Fact]:
    facts: list[Fact] = []
    for n, change in enumerate(changes):
        facts += session(f"s{n}", at(60 - n * days), before, before - change)
    return facts


@pytest.mark.parametrize(
    ("pairs", "k"), [(5, 1), (8, 2), (10, 2), (11, 3), (12, 3), (13, 4), (16, 5), (18, 6), (20, 6)]
)
def test_the_interval_is_that_of_the_sign_test(pairs: int, k: int) -> None:
    assert interval(list(range(1, pairs + 1))) == (k, pairs + 1 - k)


def test_four_changes_hold_no_interval() -> None:
    assert interval([1, 2, 3, 4]) is None


def test_words_come_late_for_good_news_and_early_for_bad() -> None:
    assert look(many([2] * 4)).word is FollowedWord.TOO_FEW
    five = look(many([2, 2, 1, 3, 2]))
    assert (five.word, five.middle, five.low, five.high, five.sure) == (FollowedWord.NUMBERS, 2, 1, 3, False)
    eight = look(many([2, 2, 1, 3, 2, 2, 1, 2]))
    assert (eight.word, eight.low, eight.high, eight.sure) == (FollowedWord.LOWER, 1, 2, True)
    assert look(many([1, 0, -2, -2, -3])).word is FollowedWord.HIGHER
    assert look(many([0, 1, 0, 1, 0, 0, 1, 1])).word is FollowedWord.NUMBERS
    assert look(many([-1] * 8)).word is FollowedWord.NUMBERS  # a rise of one is no rise


def test_a_good_word_needs_four_days() -> None:
    facts: list[Fact] = []
    for n in range(8):
        facts += session(f"s{n}", at(n % 3, 8 + n), 6, 3)
    assert look(facts).word is FollowedWord.NUMBERS


def test_a_good_word_needs_most_sessions_rated() -> None:
    unrated: list[Fact] = []
    for n in range(4):
        unrated += session(f"u{n}", at(n), 6)
    one = look([*many([2] * 8), *unrated])
    assert (one.word, len(one.pairs), one.sessions, one.sure) == (FollowedWord.NUMBERS, 8, 12, False)


def test_only_sessions_with_room_to_fall_that_ran_their_course_count() -> None:
    facts = [
        *session("low", at(9), 2, 1),
        *session("stopped", at(8), 6, 5, outcome=SessionOutcome.STOPPED),
        *session("open", at(7), 6, 5, outcome=None),
        *session("gone", at(6), 6, 5, outcome=SessionOutcome.DISCARDED),
        *session("left", at(5), 6, 5, outcome=SessionOutcome.LEFT),
        *session("unrated", at(4), 6),
    ]
    one = look(facts)
    assert [pair.session for pair in one.pairs] == ["left"]
    assert one.sessions == 2


def test_another_session_of_the_area_in_between_takes_the_pair_away() -> None:
    first = session("first", at(3), 6, 4)
    between = session("between", at(3) + 5 * MINUTE, 5)
    assert not look([*first, *between]).pairs
    elsewhere = session("x", at(3) + 5 * MINUTE, 5, routine="cat-cow", area=BodyArea.LOWER_BACK, rated_area=None)
    assert len(look([*first, *elsewhere]).pairs) == 1


def test_the_next_morning_is_the_first_rating_before_noon() -> None:
    facts = session("s", at(3, 18), 6, 4)
    assert look([*facts, pain(5, at(2, 8)), pain(1, at(2, 9))]).pairs[0].morning == 5
    assert look([*facts, pain(5, at(2, 13))]).pairs[0].morning is None
    assert look([*facts, pain(5, at(2, 13), when=RatedWhen.NEXT_MORNING)]).pairs[0].morning == 5
    assert look([*facts, pain(5, at(2, 8), BodyArea.SHOULDER)]).pairs[0].morning is None
    assert look([*facts, *session("t", at(3, 20), 5, 4), pain(2, at(2, 8))]).pairs[0].morning is None


def test_what_is_said_of_the_next_morning() -> None:
    def mornings(level: int) -> Followed:
        facts = many([3] * 8, days=2)
        return look([*facts, *(pain(level, at(59 - n * 2, 8)) for n in range(8))])

    assert mornings(4).morning is MorningWord.LOWER
    assert mornings(6).morning is MorningWord.BACK
    assert mornings(7).morning is None
    assert mornings(4).mornings == 8


def test_a_routine_that_was_never_rated_is_not_listed_and_an_area_sorts_out() -> None:
    assert followed(standing(session("s", at(1)), NECK), NECK) == ()
    assert followed(standing(many([2] * 3), NECK), NECK, BodyArea.LOWER_BACK) == ()
    assert len(look(many([2] * 3), BodyArea.NECK).pairs) == 3


def test_the_order_of_the_facts_does_not_matter() -> None:
    facts = [*many([2, 1, -1, 3, 2, 0, 2, 2]), *(pain(4, at(59 - n, 8)) for n in range(8))]
    whole = look(facts)
    for seed in range(20):
        shuffled = random.Random(seed).sample(facts, len(facts))
        assert look(shuffled) == whole


def test_of_two_middles_the_one_with_more_pain_is_taken() -> None:
    assert middle_change([1, 3]) == 1


# --- how often a word is false (2,000 people, seeded) ---------------------------------------------------------------


def share(said: int) -> float:
    return said / RUNS


def at_most(rate: float) -> float:
    """The rate that is promised, and what a count of 2,000 is off by but once in forty: two standard errors."""
    return rate + 2 * math.sqrt(rate * (1 - rate) / RUNS)


def at_least(rate: float) -> float:
    return rate - 2 * math.sqrt(rate * (1 - rate) / RUNS)


def pairs_of(rng: random.Random, phi: float, effect: float, count: int) -> list[int]:
    """Changes of a routine that takes `effect` points away, begun when it hurts: 3 or more."""

    def clip(x: float) -> int:
        return max(0, min(10, round(x)))

    found: list[int] = []
    while len(found) < count:
        x = rng.gauss(3, 1.8)
        before = clip(x + rng.gauss(0, 0.5))
        if before >= 3:
            y = 3 + phi * (x - 3) + rng.gauss(0, 1.8 * (1 - phi * phi) ** 0.5) - effect
            found.append(before - clip(y + rng.gauss(0, 0.5)))
    return found


@pytest.mark.parametrize(("phi", "at_eight", "ever"), [(0.95, 0.004, 0.013), (0.7, 0.024, 0.089)])
def test_a_routine_that_does_nothing_seldom_earns_a_good_word(phi: float, at_eight: float, ever: float) -> None:
    rng = random.Random(1)
    people = [pairs_of(rng, phi, 0, 24) for _ in range(RUNS)]
    assert share(sum(tends_lower(one[:8]) for one in people)) <= at_most(at_eight)
    assert share(sum(any(tends_lower(one[:n]) for n in range(8, 25)) for one in people)) <= at_most(ever)


@pytest.mark.parametrize(("phi", "one", "two"), [(0.95, 0.39, 0.97), (0.7, 0.31, 0.8)])
def test_a_routine_that_helps_earns_it(phi: float, one: float, two: float) -> None:
    rng = random.Random(1)
    assert share(sum(tends_lower(pairs_of(rng, phi, 1, 8)) for _ in range(RUNS))) >= at_least(one)
    assert share(sum(tends_lower(pairs_of(rng, phi, 2, 8)) for _ in range(RUNS))) >= at_least(two)


@pytest.mark.parametrize(("phi", "false", "one", "two"), [(0.95, 0.003, 0.39, 0.97), (0.7, 0.029, 0.39, 0.95)])
def test_a_routine_that_does_nothing_seldom_gets_a_bad_word(phi: float, false: float, one: float, two: float) -> None:
    rng = random.Random(5)

    def ever(effect: float) -> float:
        people = [pairs_of(rng, phi, effect, 16) for _ in range(RUNS)]
        return share(sum(any(often_higher(one[:n]) for n in range(5, 17)) for one in people))

    assert ever(0) <= at_most(false)
    assert ever(-1) >= at_least(one)
    assert ever(-2) >= at_least(two)


def test_a_good_word_of_few_pairs_is_not_said_where_one_rose_as_much() -> None:
    assert tends_lower([-1, *[2] * 7])
    assert not tends_lower([-2, *[2] * 7])
    assert not tends_lower([-2, *[2] * 9])
    assert tends_lower([-2, *[2] * 10])
    assert look(many([-2, *[2] * 7])).word is FollowedWord.NUMBERS
    assert look(many([-1, *[2] * 7])).word is FollowedWord.LOWER


def test_a_bad_word_is_not_said_where_the_last_five_fell_as_well() -> None:
    assert often_higher([-2, -2, -2, 0, 1])
    assert not often_higher([-2, -2, -2, 0, 2])
    assert not often_higher([-2, -2, -2, 1, 1])
    assert often_higher([2, -2, -2, -2, 0, 0])  # it was before the last five
    assert not often_higher([-2, -2, -2, 0])


def test_a_session_after_midnight_belongs_to_the_day_before() -> None:
    late = session("s", at(3, 1), 6, 4)
    assert look([*late, pain(5, at(3, 8))]).pairs[0].morning == 5
    assert look([*late, pain(5, at(2, 8))]).pairs[0].morning is None


def test_a_routine_that_only_began_with_little_pain_has_its_name_and_is_not_said_to_be_unrated() -> None:
    one = look(session("s1", at(2), 1, 0))
    assert (one.sessions, one.name) == (0, look(session("s1", at(2), 6, 5)).name)
    assert one.name != one.routine
    assert followed_word(one) == "can't tell: pain was below 3 before each"
    assert rated_words(one) == ""
