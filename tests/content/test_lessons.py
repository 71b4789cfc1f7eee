"""Rules for every lesson and line of advice: length, plain words, a basis for each line, real sources."""

from __future__ import annotations

import re

import pytest
import textstat

from coach.adapters.catalogue.catalogue_file import content_folder, load_catalogue
from coach.adapters.lessons.lesson_file import LESSONS, load_lessons
from coach.adapters.routines.routine_files import load_library, load_sources
from coach.adapters.yaml_file import read_yaml
from coach.core.lessons.lesson import Advice, Basis, Lesson, Line
from coach.core.vocabulary import Trigger

ALL = load_lessons()
LIBRARY = load_library(None)
CATALOGUE = load_catalogue({t.id: t.cls for t in LIBRARY.shipped_techniques})
SOURCES = read_yaml(content_folder() / "sources.yaml").data
LINES = [(lesson.id, number, line) for lesson in ALL.lessons for number, line in enumerate(lesson.lines, 1)]
LINES += [(str(one.trigger), 1, one.line) for one in ALL.advice]
LENGTHS = {"S0": 196, "S1": 102, "S2": 28, "S3": 33, "S4": 79}  # lines of the articles
HIGHEST = 6.0
NO_CAUSE = {Trigger.INFECTION, Trigger.ACCIDENT, Trigger.NOT_KNOWN}  # those are for a clinician, or nobody knows
WORD = re.compile(r"[a-z0-9]{4,}|\d+")
UNSAID = (
    *("ibuprofen", "aspirin", "tablet", "tumour", "tumor", "meningitis", "cauda", "lipoma", "cyst", "toxin", "waste"),
    *("percent", "%", "protective", "cure", "guarantee", "score", "points"),
)


def grade(text: str) -> float:
    return float(textstat.flesch_kincaid_grade(text))


def whole(lesson: Lesson) -> str:
    return " ".join(line.text for line in lesson.lines)


def test_there_are_twelve_in_the_order_of_the_file() -> None:
    assert [lesson.id for lesson in ALL.lessons] == [
        *("what-a-knot-is", "why-it-comes-back", "head-and-shoulders", "up-every-hour", "heat-or-cold", "the-ball"),
        *("stretch", "stress", "strength", "triggers", "not-every-lump", "when-to-get-help"),
    ]
    assert {lesson.id for lesson in ALL.lessons if lesson.help} == {"not-every-lump", "when-to-get-help"}


@pytest.mark.parametrize("lesson", ALL.lessons, ids=lambda lesson: lesson.id)
def test_a_lesson_has_60_to_120_words_of_grade_six_at_most(lesson: Lesson) -> None:
    assert 60 <= len(whole(lesson).split()) <= 120
    assert 5 <= len(lesson.lines) <= 7
    assert grade(whole(lesson)) <= HIGHEST
    assert grade(lesson.question.text) <= HIGHEST
    assert all(grade(answer) <= HIGHEST for answer in lesson.question.answers)


@pytest.mark.parametrize("advice", ALL.advice, ids=lambda one: str(one.trigger))
def test_a_line_of_advice_is_one_or_two_plain_sentences(advice: Advice) -> None:
    assert grade(advice.line.text) <= HIGHEST
    assert len(advice.line.text.split()) <= 25


@pytest.mark.parametrize(("name", "number", "line"), LINES, ids=lambda each: str(each)[:30])
def test_every_line_has_a_basis_and_what_it_names_is_there(name: str, number: int, line: Line) -> None:
    named = {origin.source for origin in line.origins}
    assert named <= {*SOURCES}
    if line.basis is Basis.SEED:
        assert named
        assert all(re.fullmatch(r"S[0-4]", source) for source in named)
        assert all(origin.lines for origin in line.origins)
    elif line.basis is Basis.CONVENTION:
        assert any(source.startswith("C-") for source in named)
    elif line.basis is Basis.GUIDANCE:
        assert any(source.startswith("G-") for source in named)
    for origin in line.origins:
        for part in filter(None, origin.lines.split(", ")):
            first, _, last = part.partition("-")
            assert 1 <= int(first) <= int(last or first) <= LENGTHS[origin.source]


def test_no_illness_no_odds_no_medicine_and_no_points() -> None:
    for name, _, line in LINES:
        assert not [word for word in UNSAID if word in line.text.lower()], name


def test_every_trigger_that_can_be_changed_has_one_line_of_advice() -> None:
    assert [one.trigger for one in ALL.advice] == list(dict.fromkeys(one.trigger for one in ALL.advice))
    assert {one.trigger for one in ALL.advice} == set(Trigger) - NO_CAUSE
    assert all({origin.source for origin in one.line.origins} & {*LENGTHS} for one in ALL.advice)


def test_what_a_lesson_goes_with_is_there() -> None:
    techniques = {name for lesson in ALL.lessons for name in lesson.techniques}
    assert techniques <= {technique.id for technique in LIBRARY.shipped_techniques}
    assert {name for lesson in ALL.lessons for name in lesson.flags} <= {*CATALOGUE.flags}
    together = [name for lesson in ALL.lessons for name in lesson.techniques]
    assert len(together) == len({*together})


def test_a_command_that_advice_names_is_there() -> None:
    named = [found for one in ALL.advice for found in re.findall(r"coach run ([a-z-]+)", one.line.text)]
    assert named
    assert {*named} <= {*LIBRARY.routines}


def test_the_questions_are_answered_by_a_line_of_the_lesson() -> None:
    for lesson in ALL.lessons:
        right = lesson.question.answers[lesson.question.right - 1]
        shared = {*WORD.findall(right.lower())} & {*WORD.findall(lesson.says.lower())}
        assert shared, (lesson.id, right, lesson.says)


def test_a_source_has_a_title_that_is_shown() -> None:
    titles = load_sources()
    assert all(titles.get(origin.source) for _, _, line in LINES for origin in line.origins if origin.source[0] == "S")
    assert (content_folder() / LESSONS).exists()
