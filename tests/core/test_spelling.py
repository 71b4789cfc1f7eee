"""The hint for a misspelt word."""

from __future__ import annotations

import pytest

from coach.core.spelling import LONGEST, suggestion

KNOWN = ("neck", "shoulder", "upper-back")


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("nek", "Did you mean 'neck'?"),
        ("UPPERBACK", "Did you mean 'upper-back'?"),
        ("qqq", "Choose from: neck, shoulder, upper-back."),
        ("", "Choose from: neck, shoulder, upper-back."),
        ("x" * 1_000_000, "Choose from: neck, shoulder, upper-back."),
    ],
)
def test_the_nearest_word_or_all_of_them(word: str, hint: str) -> None:
    assert suggestion(word, KNOWN) == hint


def test_a_sentence_of_ones_own_where_none_is_close() -> None:
    assert suggestion("qqq", KNOWN, "Known here: {known}.") == "Known here: neck, shoulder, upper-back."
    assert suggestion("{known}", [], "Look it up.") == "Look it up."


def test_more_than_one_word_and_only_those_close_enough() -> None:
    assert suggestion("neck-stretc", ["neck-stretch", "neck-rotation", "bridge"], most=3) == (
        "Did you mean 'neck-stretch' or 'neck-rotation'?"
    )
    assert suggestion("neck-rot", ["neck-rotation"], "", close=0.99) == ""
    assert suggestion("a" * (LONGEST + 1), ["a" * LONGEST]) == f"Did you mean '{'a' * LONGEST}'?"
