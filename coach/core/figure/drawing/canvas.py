"""Layers of ink on a plane, and the braille cells that come of them."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from coach.core.figure.figure import Ink
from coach.core.frozen import frozen

if TYPE_CHECKING:
    from coach.core.figure.drawing.plane import Dots, Plane

BLANK = 0x2800
CELLS = (" ", *(chr(BLANK + code) for code in range(1, 256)))  # some fonts draw the empty cell as eight rings
LEFT = (0x01, 0x02, 0x04, 0x40)  # braille dots of the left column, from the top
RIGHT = (0x08, 0x10, 0x20, 0x80)
SPECK = 5  # dots; a loose piece smaller than this reads as dirt
INKS = (Ink.BODY, Ink.ACTING, Ink.SCENE)  # in a tie the first one colours the cell


@frozen
class InkRun:
    """Cells beside each other in one colour; `ink` is None where nothing is drawn."""

    text: str
    ink: Ink | None


@frozen
class Picture:
    """Rows of cells. Every row has the same width."""

    rows: tuple[tuple[InkRun, ...], ...]

    @property
    def text(self) -> str:
        """The picture as lines, without spaces at their ends."""
        return "\n".join("".join(run.text for run in row).rstrip() for row in self.rows)


class Canvas:
    """Later ink covers earlier ink."""

    def __init__(self, plane: Plane) -> None:
        self.plane = plane
        self.layers: dict[Ink, Dots] = dict.fromkeys(INKS, 0)
        self.details: Dots = 0  # small on purpose

    def put(self, shape: Dots, ink: Ink, halo: int = 0, keep: Dots = 0) -> None:
        """Lay ink, first clearing `halo` dots round the shape but not inside `keep`, where it joins what is there."""
        self.clear(self.plane.grow(shape, halo) & ~keep if halo else 0)
        self.clear(shape)
        self.layers[ink] |= shape

    def mark(self, shape: Dots) -> None:
        """Lay a small detail of the body: an eye, the line of the spine."""
        self.put(shape, Ink.BODY)
        self.details |= shape

    def clear(self, shape: Dots) -> None:
        """Take all ink away."""
        for ink in INKS:
            self.layers[ink] &= ~shape

    def part(self, by: int) -> None:
        """Take away the scene within `by` dots of the person and in narrow places between its limbs."""
        plane = self.plane
        person = self.layers[Ink.BODY] | self.layers[Ink.ACTING]
        self.layers[Ink.SCENE] &= ~plane.shrink(plane.grow(person, 2 * by), by)

    def bare(self, shape: Dots, by: int) -> None:
        """Take away whole small details within `by` dots of a shape: half of one reads as dirt."""
        near = self.plane.grow(shape, by)
        for piece in self.plane.pieces(self.details & self.layers[Ink.BODY]):
            if piece & near:
                self.layers[Ink.BODY] &= ~piece

    def tidy(self, most: int = SPECK) -> None:
        """Take away loose dots of the body."""
        body = self.layers[Ink.BODY]
        for piece in self.plane.pieces(body):
            if piece.bit_count() < most and not piece & self.details:
                self.layers[Ink.BODY] &= ~piece

    def picture(self, *, mirrored: bool = False) -> Picture:
        """The cells. A cell has one colour: that of the ink with most dots in it."""
        rows = []
        for top in range(0, self.plane.height, 4):
            codes = [self._codes(self.layers[ink], top) for ink in INKS]
            cells = [_cell(found) for found in zip(*codes, strict=True)]
            if mirrored:
                cells = [(FLIPPED[code], ink) for code, ink in reversed(cells)]
            groups = groupby(cells, key=itemgetter(1))
            rows.append(tuple(InkRun("".join([CELLS[code] for code, _ in group]), ink) for ink, group in groups))
        return Picture(tuple(rows))

    def _codes(self, dots: Dots, top: int) -> bytes:
        """What of these dots stands in each cell of four rows of dots, as braille codes."""
        plane = self.plane
        band = dots >> top * plane.stride & (1 << 4 * plane.stride) - 1
        if not band:
            return bytes(plane.columns)
        mask, size = (1 << plane.width) - 1, (plane.columns + 3) // 4
        strips = ((band >> n * plane.stride + 1 & mask).to_bytes(size, "little") for n in range(4))
        first, second, third, fourth = FOUR_CELLS
        fours = (first[a] | second[b] | third[c] | fourth[d] for a, b, c, d in zip(*strips, strict=True))
        return b"".join([four.to_bytes(4, "little") for four in fours])[: plane.columns]


@lru_cache(maxsize=4096)  # most cells are like others, and empty
def _cell(found: tuple[int, ...]) -> tuple[int, Ink | None]:
    """The dots of all inks in a cell, and the ink that has most of them."""
    code, most, ink = 0, 0, None
    for name, own in zip(INKS, found, strict=True):
        if own:
            code |= own
            if own.bit_count() > most:
                most, ink = own.bit_count(), name
    return code, ink


def _four_cells(row: int) -> tuple[int, ...]:
    """For each eight dots of a row, the leftmost lowest: the codes of four cells, the first one lowest."""
    pairs = (0, LEFT[row], RIGHT[row], LEFT[row] | RIGHT[row])
    return tuple(sum(pairs[eight >> 2 * cell & 3] << 8 * cell for cell in range(4)) for eight in range(256))


FOUR_CELLS = tuple(_four_cells(row) for row in range(4))


def _flip(code: int) -> int:
    pairs = zip(LEFT, RIGHT, strict=True)
    return sum((right if code & left else 0) | (left if code & right else 0) for left, right in pairs)


FLIPPED = tuple(_flip(code) for code in range(256))
