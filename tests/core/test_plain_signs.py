"""Signs where the terminal lacks ours: as many as before, plain, and apart where their meanings are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import coach
from coach.core.plain_signs import SIGNS, key_with_signs_of, plain_sign, with_signs_of
from coach.tui.words.days import GLYPHS, LEGEND


def test_what_the_encoding_has_stays_as_it_is() -> None:
    assert with_signs_of("● ✓ é 漢", "utf-8") == "● ✓ é 漢"
    assert with_signs_of("░ │ █ é", "cp437") == "░ │ █ é"
    assert with_signs_of("é · ●", "latin-1") == "é · *"


@pytest.mark.parametrize("encoding", ["ascii", "no-such-encoding", "cp437", "latin-1"])
def test_all_else_is_one_plain_sign_each(encoding: str) -> None:
    text = "".join(chr(code) for code in range(0x20, 0x3000)) + "漢🙂"
    found = with_signs_of(text, encoding)
    assert len(found) == len(text)
    if encoding != "no-such-encoding":
        found.encode(encoding)
    assert with_signs_of("漢é", "ascii") == "?e"


def test_no_sign_of_ours_becomes_a_question_mark() -> None:
    """Neither of the screens nor of the lines; letters are no signs."""
    files = [path for path in Path(coach.__file__).parent.rglob("*") if path.suffix in {".py", ".tcss"}]
    ours = set("".join(re.findall(r"[^\x00-\x7f]", "".join(path.read_text("utf-8") for path in files))))
    assert "●" in ours
    assert {sign for sign in ours if plain_sign(sign) == "?"} == set()


def test_meanings_stay_apart() -> None:
    days = [plain_sign(glyph) for glyph in GLYPHS.values() if glyph.strip()]
    assert len(days) == len(set(days))
    assert with_signs_of(LEGEND, "ascii") == ". checked in  o break  x session  # both  - away  ! lock"
    assert SIGNS["●"] != SIGNS["○"]
    assert len({SIGNS[sign] for sign in "✓✗◐○"}) == 4


def test_braille_grows_darker_with_its_dots() -> None:
    assert with_signs_of("\u2800\u2801\u2807\u283f\u28ff", "ascii") == " .:o#"


def test_a_key_is_named_where_it_has_no_sign() -> None:
    assert key_with_signs_of("⏎", "ascii") == "enter"
    assert key_with_signs_of("⏎", "utf-8") == "⏎"
    assert key_with_signs_of("^p", "ascii") == "^p"
