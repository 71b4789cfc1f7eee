"""How high a block is reckoned: by words as they wrap, on the narrowest sheet."""

from __future__ import annotations

import pytest

from coach.core.report.fitting import BLOCK, LINE, SHEETS, height
from coach.core.report.page import Block, Part


@pytest.mark.parametrize(
    ("line", "lines"),
    [("", 1), ("a" * 70, 1), (" ".join(["a" * 50] * 3), 3), ("a" * 200, 3), (" ".join(["ab"] * 100), 4)],
)
def test_a_line_takes_as_many_as_its_words_need(line: str, lines: int) -> None:
    block = Block(Part.NOTES, "Notes", ("",), after=(line,))
    for sheet in SHEETS:
        assert height(block, sheet) == pytest.approx(BLOCK + LINE * (1 + lines))
