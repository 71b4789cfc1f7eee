"""Which lesson is next, when a question comes back, and when advice is earned."""

from __future__ import annotations

import itertools
import random
from datetime import datetime, timedelta

import pytest

from coach.core.errors import BadInput
from coach.core.lessons.choosing import (
    due_question,
    earned_advice,
    fitting,
    gist,
    learnt,
    next_lesson,
    offered_on,
    to_offer,
)
from coach.core.lessons.lesson import Advice, Basis, Lesson, Lessons, Line, Question
from coach.core.record.facts import Body, Fact, moment
from coach.core.record.health import EpisodeBegan, PainRated
from coach.core.record.lessons import LessonAnswered, LessonOffered, LessonRead
from coach.core.vocabulary import ComplaintKind, Trigger
from tests.core.conftest import MORNING

ASK = Question("Which?", ("this", "that"), 2, 1)
SAYS = (Line("That.", Basis.PROGRAM),)


def lesson(name: str, **more: object) -> Lesson:
    return Lesson(name, name.title(), SAYS, ASK, **more)  # type: ignore[arg-type]


LESSONS = Lessons(
    (
        lesson("knot", noted=frozenset({ComplaintKind.KNOT})),
        lesson("back", flags=frozenset({"knot-keeps-coming-back"})),
        lesson("heat", techniques=frozenset({"moist-heat", "cold-pack"})),
        lesson("causes", of_triggers=True),
        lesson("lump", noted=frozenset({ComplaintKind.LUMP}), help=True),
        lesson("help", help=True),
    ),
    (
        Advice(Trigger.STRESS, Line("Breathe.", Basis.SEED)),
        Advice(Trigger.LONG_SITTING, Line("Stand up.", Basis.SEED)),
    ),
)
TODAY = MORNING.date()
numbers = itertools.count()


def fact(body: Body, ago: float = 0, at: datetime = MORNING) -> Fact:
    return Fact(f"f{next(numbers)}", *moment(at - timedelta(days=ago)), "here", body)


def read(name: str, ago: float) -> Fact:
    return fact(LessonRead(lesson=name), ago)


def answered(name: str, ago: float, answer: int = 2) -> Fact:
    return fact(LessonAnswered(lesson=name, answer=answer), ago)


def name_of(found: Lesson | None) -> str:
    return found.id if found is not None else ""


def test_one_lesson_a_day_in_their_order() -> None:
    facts: list[Fact] = []
    order = []
    for day in range(10):
        now = MORNING + timedelta(days=day)
        found = next_lesson(LESSONS, facts, now.date())
        order.append(name_of(found))
        if found is not None:
            facts.append(fact(LessonRead(lesson=found.id), at=now))
            assert next_lesson(LESSONS, facts, now.date()) is None
    assert order == ["knot", "back", "heat", "causes", "lump", "help", "", "", "", ""]


def test_what_fits_a_sign_that_is_up_comes_first() -> None:
    assert name_of(next_lesson(LESSONS, [], TODAY, ["knot-keeps-coming-back"])) == "back"


def test_what_was_offered_or_put_off_today_is_not_offered_again_and_can_still_be_read() -> None:
    for put_off in (False, True):
        offered = [fact(LessonOffered(lesson="knot", put_off=put_off))]
        assert to_offer(LESSONS, offered, TODAY) is None
        assert name_of(next_lesson(LESSONS, offered, TODAY)) == "knot"
        assert name_of(to_offer(LESSONS, offered, TODAY + timedelta(days=1))) == "knot"
        assert offered_on(offered, TODAY) == {"knot": put_off}
    assert name_of(to_offer(LESSONS, [read("heat", 2)], TODAY)) == "heat", "its question is due"
    assert fitting(LESSONS, [], ["moist-heat"], without=["heat"]) is None


def test_each_break_has_the_line_of_another_lesson_and_under_a_lock_those_of_help() -> None:
    assert [name_of(gist(LESSONS, turn)) for turn in range(7)] == [
        "knot",
        "back",
        "heat",
        "causes",
        "lump",
        "help",
        "knot",
    ]
    assert [name_of(gist(LESSONS, turn, locked=True)) for turn in range(3)] == ["lump", "help", "lump"]


def test_under_a_lock_only_the_two_about_help() -> None:
    assert name_of(next_lesson(LESSONS, [], TODAY, locked=True)) == "lump"
    assert name_of(next_lesson(LESSONS, [read("lump", 1)], TODAY, locked=True)) == "help"
    assert next_lesson(LESSONS, [read("lump", 2), read("help", 1)], TODAY, locked=True) is None
    assert fitting(LESSONS, [], ["moist-heat"], locked=True) is None
    assert due_question(LESSONS, [read("knot", 5)], TODAY, locked=True) is None
    assert name_of(due_question(LESSONS, [read("help", 5)], TODAY, locked=True)) == "help"


def test_the_first_time_something_is_opened_or_noted_brings_its_own_lesson_whatever_was_read_today() -> None:
    facts = [read("knot", 0)]
    assert name_of(fitting(LESSONS, facts, ["bridge", "cold-pack"])) == "heat"
    assert name_of(fitting(LESSONS, facts, noted=ComplaintKind.LUMP)) == "lump"
    assert fitting(LESSONS, facts, noted=ComplaintKind.KNOT) is None
    assert name_of(fitting(LESSONS, facts, trigger=True)) == "causes"
    assert fitting(LESSONS, [read("heat", 400)], ["moist-heat"]) is None
    assert fitting(LESSONS, [], ["bridge"]) is None


def test_a_question_comes_again_after_2_7_and_30_days_and_then_never() -> None:
    facts = [read("heat", 0)]
    asked = []
    for day in range(120):
        now = MORNING + timedelta(days=day)
        if due_question(LESSONS, facts, now.date()) is not None:
            asked.append(day)
            facts.append(fact(LessonAnswered(lesson="heat", answer=1 + day % 2), at=now))
    assert asked == [2, 7, 30]


def test_whoever_was_away_is_asked_one_a_day_the_longest_due_first() -> None:
    facts = [read("knot", 50), read("heat", 40)]
    assert name_of(due_question(LESSONS, facts, TODAY)) == "knot"
    facts.append(answered("knot", 0))
    assert due_question(LESSONS, facts, TODAY) is None
    assert name_of(due_question(LESSONS, facts, TODAY + timedelta(days=1))) == "heat"


def test_a_wrong_answer_counts_as_an_answer_and_reading_again_starts_nothing_anew() -> None:
    facts = [read("heat", 20), answered("heat", 15, answer=1), read("heat", 3)]
    one = learnt(facts)["heat"]
    assert one.read == TODAY - timedelta(days=20)
    assert one.asks_on == TODAY - timedelta(days=10)


def test_what_was_never_read_is_not_asked() -> None:
    assert learnt([answered("heat", 9)]) == {}
    assert due_question(LESSONS, [answered("heat", 9)], TODAY) is None


@pytest.mark.parametrize("times", range(6))
def test_a_trigger_noted_three_times_brings_its_line(times: int) -> None:
    facts = [fact(PainRated(level=3, triggers=(Trigger.STRESS, Trigger.INFECTION)), n) for n in range(times)]
    facts += [fact(EpisodeBegan(complaint=ComplaintKind.KNOT, triggers=(Trigger.LONG_SITTING,)), 1)]
    found = earned_advice(LESSONS, facts, TODAY)
    assert [(one.trigger, many) for one, many in found] == ([(Trigger.STRESS, times)] if times >= 3 else [])


def test_complaints_count_too_and_old_ones_do_not() -> None:
    facts = [fact(EpisodeBegan(complaint=ComplaintKind.KNOT, triggers=(Trigger.STRESS,)), n) for n in (1, 27)]
    facts += [fact(PainRated(level=1, triggers=(Trigger.STRESS,)), 28)]
    assert earned_advice(LESSONS, facts, TODAY) == []
    facts += [fact(PainRated(level=1, triggers=(Trigger.STRESS,)), 5)]
    assert len(earned_advice(LESSONS, facts, TODAY)) == 1
    mixed = list(facts)
    random.Random(1).shuffle(mixed)
    assert earned_advice(LESSONS, mixed, TODAY) == earned_advice(LESSONS, facts, TODAY)


def test_a_lesson_that_is_not_there_is_named_with_the_nearest() -> None:
    assert LESSONS.find("heat").title == "Heat"
    with pytest.raises(BadInput, match="There is no lesson 'heet'"):
        LESSONS.find("heet")
