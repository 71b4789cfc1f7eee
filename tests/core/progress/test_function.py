"""What a person can do: which activities there are, their change, and when they are asked for."""

from __future__ import annotations

from coach.core.progress.function import activities, asked_for, mean_change, said_changed
from coach.core.record.facts import Fact
from coach.core.record.personal import ActivityTold, FunctionRated, FunctionSkipped
from tests.core.conftest import named, wrote
from tests.core.progress.facts import TODAY, at


def act(name: str, days: int = 60) -> Fact:
    return named(name, "function-activity", at(days), words=name)


def rated(name: str, level: int, days: int) -> Fact:
    return wrote(at(days), FunctionRated(activity=name, level=level))


def test_an_activity_has_its_words_and_one_level_a_day() -> None:
    facts = [act("sit"), rated("sit", 3, 20), rated("sit", 4, 20), rated("sit", 7, 1), rated("gone", 1, 1)]
    (one,) = activities(facts)
    assert (one.words, one.first, one.latest, one.change) == ("sit", 4, 7, 3)


def test_a_dropped_one_is_asked_for_no_more() -> None:
    drop = wrote(at(5), ActivityTold(words="sit", activity="sit", dropped=True))
    assert [one.id for one in activities([act("sit"), act("lift"), drop])] == ["lift"]


def test_two_points_on_the_mean_or_three_on_one() -> None:
    def of(*pairs: tuple[int, int]) -> bool:
        facts: list[Fact] = []
        for n, (first, last) in enumerate(pairs):
            facts += [act(f"a{n}"), rated(f"a{n}", first, 20), rated(f"a{n}", last, 1)]
        return said_changed(activities(facts))

    assert of((4, 6))
    assert not of((4, 5))
    assert of((4, 7), (4, 4))
    assert not of((4, 6), (4, 4))
    assert of((6, 4), (6, 4))
    assert mean_change(activities([act("a"), rated("a", 3, 1)])) is None


def test_it_is_asked_once_a_week_and_after_two_skips_every_other_week() -> None:
    def skip(days: int) -> Fact:
        return wrote(at(days), FunctionSkipped())

    assert asked_for([], TODAY)
    assert not asked_for([act("sit", 6)], TODAY)
    assert asked_for([act("sit", 7)], TODAY)
    assert not asked_for([act("sit", 60), rated("sit", 4, 3)], TODAY)
    assert asked_for([skip(7)], TODAY)
    assert not asked_for([skip(20), skip(13)], TODAY)
    assert asked_for([skip(21), skip(14)], TODAY)
    assert asked_for([skip(30), skip(20), rated("sit", 4, 7)], TODAY)
