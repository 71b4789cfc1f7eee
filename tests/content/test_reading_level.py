"""Every question is plain English: school grade 6 or below (about age 11) by the Flesch-Kincaid formula."""

from __future__ import annotations

import pytest
import textstat

from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.routines.routine_files import load_library
from tests.core.figure.golden_frames import drawn

CATALOGUE = load_catalogue({t.id: t.cls for t in load_library(None).shipped_techniques})
QUESTIONS = (
    {flag.id: flag.question for flag in CATALOGUE.flags.values() if flag.question}
    | {f"{flag.id}, then": flag.then_ask for flag in CATALOGUE.flags.values() if flag.then_ask}
    | {group.id: group.ask for group in CATALOGUE.groups}
    | {
        "second stage": CATALOGUE.second_stage,
        "changed": CATALOGUE.changed_question,
        "all of today": CATALOGUE.short_question,
    }
)
CARD = CATALOGUE.cards
CARDS = (
    {
        f"{level}, {part}": getattr(words, part)
        for level, words in CATALOGUE.levels.items()
        for part in ("headline", "body")
    }
    | {f"{name}, {part}": getattr(sign, part) for name, sign in CARD.of_signs.items() for part in ("do", "until")}
    | {f"until, {clears}": words for clears, words in CARD.until.items()}
    | {f"{flag.id}, advice": flag.advice for flag in CATALOGUE.flags.values() if flag.advice}
    | {line.partition(":")[0]: line for line in (*CARD.who_can_help, *CARD.who_can_help_today, *CARD.who_can_help_now)}
    | {line: line for sign in CARD.of_signs.values() for line in sign.who}
    | {"enough": " ".join(CARD.enough), "leave out": CARD.leave_out, "nothing open": CARD.nothing_open}
)
FIGURES = drawn()
HIGHEST = 6.0
HARDER = {
    "lump-nf2": "neurofibromatosis is the name of the illness; who has it in the family knows it by that name",
    "weak-immune-or-steroids": "it lists which steroids do not count: without that every inhaler would lock",
}
HARDER_CARDS = {
    "Physiotherapist": "the name of the profession, and what it does",
    "Your emergency number, or the nearest hospital.": "the words that stand on every telephone box",
}


def grade(text: str) -> float:
    """The Flesch-Kincaid school grade, to one decimal."""
    return float(textstat.flesch_kincaid_grade(text))


@pytest.mark.parametrize("name", sorted(set(QUESTIONS) - set(HARDER)))
def test_a_question_is_at_grade_six_or_below(name: str) -> None:
    assert grade(QUESTIONS[name]) <= HIGHEST, QUESTIONS[name]


@pytest.mark.parametrize("name", sorted(name for name, text in CARDS.items() if text and name not in HARDER_CARDS))
def test_what_a_card_says_is_at_grade_six_or_below(name: str) -> None:
    assert grade(CARDS[name]) <= HIGHEST, CARDS[name]


@pytest.mark.parametrize("name", sorted(HARDER_CARDS))
def test_a_named_harder_line_of_a_card_is_really_harder(name: str) -> None:
    assert HARDER_CARDS[name]
    assert HIGHEST < grade(CARDS[name]) < 13


@pytest.mark.parametrize("name", sorted(HARDER))
def test_a_named_harder_question_is_really_harder(name: str) -> None:
    assert HARDER[name]
    assert HIGHEST < grade(QUESTIONS[name]) < 9


def test_the_list_of_harder_questions_is_short() -> None:
    assert len(HARDER) <= 3


@pytest.mark.parametrize("name", FIGURES)
def test_a_picture_in_words_is_at_grade_six_or_below(name: str) -> None:
    assert grade(FIGURES[name].words) <= HIGHEST


def test_the_formula_tells_plain_from_hard() -> None:
    assert grade("Is the lump red or hot?") < 2
    assert grade("Have you experienced unexplained neurological deterioration recently?") > 12
