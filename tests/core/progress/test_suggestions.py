"""What is suggested, in which order and why; what the end of a session and the week say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coach.core.progress.calendar import Day
from coach.core.progress.followed import Followed, FollowedWord, Pair
from coach.core.progress.suggestions import Known, favourites, missing, suggestions
from coach.core.progress.words import at_the_end, week_line
from coach.core.record.facts import Fact
from coach.core.record.personal import FavouriteMarked, KitTold
from coach.core.vocabulary import BodyArea
from tests.core.conftest import wrote
from tests.core.progress.facts import TODAY, at

NAMES = ["a", "b", "c", "d", "e"]
NEEDS = {"a": ("tennis-ball",), "b": ("mat",)}


def rated(routine: str, word: FollowedWord) -> Followed:
    pairs = tuple(Pair(str(n), at(n), None, 6, 4 if n else 7) for n in range(9))
    return Followed(routine, routine, pairs, 9, word, 2, 1, 3, sure=True)


def order(known: Known, untried: list[str] | None = None) -> list[tuple[str, str]]:
    found = suggestions(NAMES, known, NEEDS, NAMES if untried is None else untried)
    return [(one.routine, one.why) for one in found]


def test_a_new_person_gets_the_order_of_the_articles_without_a_reason() -> None:
    assert order(Known()) == [(name, "") for name in NAMES]


def test_each_comes_with_its_reason_and_nothing_is_hidden() -> None:
    known = Known(
        last="d",
        done=frozenset({"a", "b", "d", "e"}),
        followed=(rated("e", FollowedWord.LOWER), rated("b", FollowedWord.HIGHER)),
        missing=frozenset({"tennis-ball"}),
    )
    assert order(known) == [
        ("d", "the last one again"),
        ("e", "lower after 8 of 9"),
        ("c", "not tried yet"),
        ("a", "no tennis ball here"),
        ("b", "often higher afterwards"),
    ]


def test_only_one_is_marked_as_new_and_bad_news_beats_a_favourite() -> None:
    known = Known(done=frozenset({"x"}), favourites=frozenset({"c"}), followed=(rated("c", FollowedWord.HIGHER),))
    assert [why for _, why in order(known)].count("not tried yet") == 1
    assert order(known)[-1] == ("c", "often higher afterwards")
    assert order(Known(favourites=frozenset({"c"})))[0] == ("c", "a favourite *")


def test_favourites_and_kit_are_what_was_said_last_kit_at_this_computer() -> None:
    facts: list[Fact] = [
        wrote(at(3), FavouriteMarked(routine="a")),
        wrote(at(2), FavouriteMarked(routine="b")),
        wrote(at(1), FavouriteMarked(routine="a", on=False)),
        wrote(at(3), KitTold(thing="mat", there=False)),
        wrote(at(2), KitTold(thing="towel", there=False)),
        wrote(at(1), KitTold(thing="mat", there=True)),
    ]
    assert favourites(facts) == {"b"}
    assert missing(facts, "here") == {"towel"}
    assert missing(facts, "another") == frozenset()


@pytest.mark.parametrize(
    ("times", "before", "after", "told"),
    [
        (3, 5, 3, "Third time this week. Pain 5, then 3."),
        (1, 5, 7, "Pain 5, then 7."),
        (2, None, 3, "Second time this week."),
        (9, 0, 0, "9 times this week. Pain 0, then 0."),
        (1, None, None, ""),
        (1, 5, None, ""),
    ],
)
def test_the_end_says_facts_and_nothing_where_there_is_nothing(
    times: int, before: int | None, after: int | None, told: str
) -> None:
    assert at_the_end(times, before, after) == told


def test_the_week_in_one_line() -> None:
    friday = TODAY + timedelta(days=4)
    days = [Day(TODAY + timedelta(days=n), checked_in=n != 2) for n in range(-3, 5)]
    assert week_line(days, (BodyArea.NECK, friday, 3), friday) == "This week ● ● ○ ● ●   Last pain, neck: 3, today"
    assert week_line([], (None, TODAY, 3), friday) == "Last pain: 3, 4 days ago"
    assert week_line([Day(friday)], None, friday) == ""
