"""Draws every figure on one sheet without names: figures.png, and figures.txt, which says what each number is.

Run: python tests/gallery/figures.py, then show figures.png to somebody who knows neither the list nor this file.
A pose that is not named with certainty is not good enough. A cell has one colour, as in a terminal.
"""

from __future__ import annotations

import struct
import sys
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from coach.core.figure.drawing.canvas import CELLS, LEFT, RIGHT, Picture
from coach.core.figure.drawing.draw import COLUMNS, ROWS, draw
from coach.core.figure.figure import Figure, Frame, Ink
from tests.core.figure.golden_frames import drawn, moves

HERE = Path(__file__).parent
ACROSS = 6
PITCH = 3  # pixels from dot to dot
GAP = 8
WIDTH, HEIGHT = COLUMNS * 2 * PITCH + GAP, ROWS * 4 * PITCH + GAP
PAPER, LINE = (13, 26, 27), (60, 70, 76)
COLOURS = {Ink.BODY: (230, 241, 236), Ink.ACTING: (244, 180, 85), Ink.SCENE: (90, 125, 128)}
DIGITS = {  # three dots wide, five high
    "0": "75557", "1": "26227", "2": "71747", "3": "71717", "4": "55711", "5": "74717", "6": "74757", "7": "71111",
    "8": "75757", "9": "75717",
}  # fmt: skip
MOST_MOVES = 2  # half-way pictures of one figure

Pixels = list[bytearray]


def pictures() -> list[tuple[str, Picture]]:
    """Each key pose and what lies half way of its first moves, with its name; equal pictures of a figure once."""
    found: dict[tuple[str, Picture], str] = {}
    for name, figure in drawn().items():
        for frame, words in _moments(figure):
            found.setdefault((name.partition(".")[0], draw(figure, frame)), f"{name}: {words}")
    return [(words, picture) for (_, picture), words in found.items()]


def _moments(figure: Figure) -> list[tuple[Frame, str]]:
    still = [(Frame(pose, pose), pose) for pose in figure.poses if not pose.endswith("-5")]
    half = [(Frame(a, b, 1, 2), f"{a} > {b}, half way") for a, b in moves(figure)[:MOST_MOVES]]
    return still + half


def sheet(all_: list[Picture]) -> Pixels:
    """The pictures beside each other, numbered from 1."""
    rows = -(-len(all_) // ACROSS)
    pixels = [bytearray(bytes(PAPER) * (ACROSS * WIDTH)) for _ in range(rows * HEIGHT)]
    for n, picture in enumerate(all_):
        left, top = n % ACROSS * WIDTH, n // ACROSS * HEIGHT
        _frame(pixels, left, top)
        _number(pixels, str(n + 1), left + 4, top + 4)
        _dots(pixels, picture, left + GAP // 2, top + GAP // 2)
    return pixels


def _put(pixels: Pixels, x: int, y: int, colour: tuple[int, int, int], size: int = 1) -> None:
    for row in range(y, y + size):
        pixels[row][3 * x : 3 * (x + size)] = bytes(colour) * size


def _frame(pixels: Pixels, left: int, top: int) -> None:
    for x in range(WIDTH):
        _put(pixels, left + x, top, LINE)
    for y in range(HEIGHT):
        _put(pixels, left, top + y, LINE)


def _number(pixels: Pixels, text: str, left: int, top: int) -> None:
    for n, digit in enumerate(text):
        for y, bits in enumerate(DIGITS[digit]):
            for x in range(3):
                if int(bits) & 4 >> x:
                    _put(pixels, left + 2 * (4 * n + x), top + 2 * y, (200, 200, 120), 2)


def _dots(pixels: Pixels, picture: Picture, left: int, top: int) -> None:
    for y, row in enumerate(picture.rows):
        column = 0
        for run in row:
            for char in run.text:
                code = CELLS.index(char)
                for n in range(4):
                    for side, bits in enumerate((LEFT, RIGHT)):
                        if run.ink is not None and code & bits[n]:
                            where = left + (2 * column + side) * PITCH, top + (4 * y + n) * PITCH
                            _put(pixels, *where, COLOURS[run.ink], PITCH - 1)
                column += 1


def png(pixels: Pixels) -> bytes:
    """The pixels as a PNG file."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", len(pixels[0]) // 3, len(pixels), 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + bytes(row) for row in pixels), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def export() -> None:
    """Write the sheet and its key."""
    named = pictures()
    (HERE / "figures.png").write_bytes(png(sheet([picture for _, picture in named])))
    lines = (f"{n}  {name}" for n, (name, _) in enumerate(named, 1))
    (HERE / "figures.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    export()
