"""How much of the page fits on one printed sheet: reckoned with a wide letter, cut where it harms least."""

from __future__ import annotations

from dataclasses import replace
from textwrap import wrap
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.report.page import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from coach.core.report.page import Block

LINE = 4.75  # mm of a line of text (12 pt)
ROW = 4.4  # mm of a line in a table (11 pt)
PADDING = 0.6  # mm more of a row
LETTERS = 84  # of a line of text, in the widest letter that a browser is likely to have
CHART = 31.0  # mm, with its title; two stand side by side
BLANK = 6.0  # mm of a line to write on
BLOCK = 1.1  # mm between blocks


@frozen
class Sheet:
    """A sheet of paper between its margins: mm down, less the head of the page, and letters across."""

    high: float
    letters: int


SHEETS = (Sheet(252.0, 86), Sheet(234.0, 90))  # A4, US letter


@frozen
class Room:
    """What each part may take: letters of the two lists of signs; lines, rows or words of the others.

    `words` are on what the pain is like.
    """

    denied: int = 4 * LETTERS
    not_asked: int = 2 * LETTERS
    triggers: int = 12
    tried: int = 8
    function: int = 3
    lumps: int = 2
    notes: int = 5
    words: int = 8
    visits: int = 3
    complaints: int = 2


LEAST = Room(denied=LETTERS, not_asked=LETTERS, triggers=2, tried=0, function=1, lumps=1, notes=1, words=0, visits=1,
             complaints=1)  # fmt: skip
GAINS: tuple[dict[str, int], ...] = (
    *({"complaints": 2}, {"denied": 2 * LETTERS}, {"lumps": 2}, {"notes": 3}, {"denied": 4 * LETTERS}, {"visits": 3}),
    *({"not_asked": 2 * LETTERS}, {"words": 4}, {"tried": 1}, {"function": 3}, {"tried": 3}, {"triggers": 5}),
    *({"words": 8}, {"notes": 5}, {"tried": 5}, {"tried": 8}, {"triggers": 12}),
)  # what gets more room first; triggers, what was tried and function come last


def fitted(blocks_in: Callable[[Room], Sequence[Block]]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The blocks of the first sheet, and those that go on the next ones.

    Nothing that is up is ever cut: where all does not fit in the least room, what is left stands on a second sheet.
    """
    whole = tuple(blocks_in(Room()))
    if _fit(whole):
        return whole, ()
    room, kept = LEAST, tuple(blocks_in(LEAST))
    if not _fit(kept):
        return _split(whole)
    for gain in GAINS:
        wider = replace(room, **gain)
        blocks = tuple(blocks_in(wider))
        if _fit(blocks):
            room, kept = wider, blocks
    return kept, ()


def _split(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """As many of the first blocks as fit; one that is longer than a sheet runs over by itself."""
    first = 1
    while first < len(blocks) and _fit(blocks[: first + 1]):
        first += 1
    return blocks[:first], blocks[first:]


def _fit(blocks: Sequence[Block]) -> bool:
    return all(sum(height(block, sheet) for block in blocks) <= sheet.high for sheet in SHEETS)


def height(block: Block, sheet: Sheet) -> float:
    """About how many mm a block takes. Its title leads its first line, where it begins with one."""
    lines = [*block.lines, *block.after]
    led = (bool(block.lines) and not block.charts) or bool(block.blanks)
    if led and lines:
        lines[0] = f"{block.title}   {lines[0]}"
    text = LINE * (sum(_lines_of(line, sheet.letters) for line in lines) + (not led))
    charts = CHART if block.charts else 0.0
    return BLOCK + text + charts + sum(_rows(block)) + BLANK * block.blanks


WIDTHS = {Part.SIGNS: (48, 8, 8, 8, 8), Part.TRIED: (33, 6, 44)}  # letters of each column


def _rows(block: Block) -> Iterator[float]:
    if block.table is None:
        return
    widths = WIDTHS[block.part]
    yield 2 * ROW + PADDING  # the caption and the names of the columns
    for row in block.table.rows:
        yield PADDING + ROW * max(_lines_of(cell, width) for cell, width in zip(row, widths, strict=True))


def _lines_of(text: str, width: int) -> int:
    return max(1, len(wrap(text, width)))
