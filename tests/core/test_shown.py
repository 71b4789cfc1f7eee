"""Text from outside can't act on a terminal, can't hide in it and can't fill it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.shown import shown, visible


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Neck, 3 min: ça va?", "Neck, 3 min: ça va?"),
        ("\x1b]0;x\a", r"\x1b]0;x\x07"),
        ("a\x9b2Jb", r"a\x9b2Jb"),
        ("one\ntwo\r\tthree", r"one\ntwo\r\tthree"),
        ("\u202etxt.exe\u2069", r"\u202etxt.exe\u2069"),
        ("no\u200bbreak\ufeff", r"no\u200bbreak\ufeff"),
        ("\u2028\x85", r"\u2028\x85"),
        ("wide\u3000space\xa0here", "wide space here"),
        ("\udcff", r"\udcff"),
        ("\U000e0041", r"\U000e0041"),
        ("", ""),
    ],
)
def test_what_would_act_or_hide_is_written_out(text: str, seen: str) -> None:
    assert visible(text) == seen


def test_what_is_long_is_cut() -> None:
    assert shown("x" * 100, 10) == "xxxxxxx..."
    assert shown("x" * 10, 10) == "x" * 10
    assert shown("\x1b" * 9, 10) == r"\x1b\x1..."


@given(st.text(alphabet=st.characters(), max_size=99), st.integers(4, 60))
def test_any_text_is_one_printable_line_that_ends(text: str, most: int) -> None:
    assert visible(text).isprintable()
    assert shown(text, most).isprintable()
    assert len(shown(text, most)) <= most
