"""The person of the Body screen, as characters: which cell belongs to which area and side."""

from __future__ import annotations

from coach.core.figure.drawing.body import body_map
from coach.core.figure.figure import View
from coach.core.vocabulary import BodyArea, Side


def _rows(view: View) -> tuple[str, ...]:
    return tuple("".join(run.text for run in row) for row in body_map(view).picture.rows)


FIGURE = _rows(View.BACK)
FRONT = _rows(View.FRONT)
WIDTH = len(FIGURE[0])
HEIGHT = len(FIGURE)
MIDDLE = WIDTH // 2

AREAS = tuple(BodyArea)
SIDES: tuple[Side | None, ...] = (Side.LEFT, None, Side.RIGHT)

# The row of the figure that carries the number and the brackets of an area, and its name beside it.
LABEL_ROW = {
    BodyArea.NECK: 6,
    BodyArea.SHOULDER: 8,
    BodyArea.UPPER_BACK: 10,
    BodyArea.MID_BACK: 12,
    BodyArea.LOWER_BACK: 15,
}

SIDE_WORDS = {Side.LEFT: "left side", Side.RIGHT: "right side", None: "both sides"}


def area_name(area: BodyArea) -> str:
    """The area in words: "Upper back"."""
    return area.value.replace("-", " ").capitalize()


def place_name(area: BodyArea, side: Side | None) -> str:
    """Area and side in words: "Upper back, left side"."""
    return f"{area_name(area)}, {SIDE_WORDS[side]}"


def area_at(x: int, y: int, view: View = View.BACK) -> BodyArea | None:
    """The area at a cell of the figure, None beside it or on another part of the body."""
    if not (0 <= x < WIDTH and 0 <= y < HEIGHT):
        return None
    return body_map(view).areas[y][x]


def side_at(x: int, y: int, view: View = View.BACK) -> Side | None:
    """The side of a cell inside an area: its left or right third, None for the middle."""
    area = area_at(x, y, view)
    row = [column for column in range(WIDTH) if area is not None and area_at(column, y, view) is area]
    if not row:
        return None
    third = (row[-1] - row[0] + 1) / 3
    if x < row[0] + third:
        return Side.LEFT
    return Side.RIGHT if x > row[-1] - third else None


def is_lit(x: int, y: int, area: BodyArea | None, side: Side | None, view: View = View.BACK) -> bool:
    """Whether a cell belongs to the highlighted place; a side lights its half, None both."""
    if area is None or area_at(x, y, view) is not area:
        return False
    return side is None or (x < MIDDLE) == (side is Side.LEFT)


def label_cells(area: BodyArea, number: int | None, lit_side: Side | None, *, lit: bool) -> dict[int, str]:
    """What stands on the label row of an area, by column: its number, and brackets round the highlighted part."""
    row = LABEL_ROW[area]
    cells: dict[int, str] = {}
    if number is not None:
        text = str(number)
        cells.update({MIDDLE - len(text) // 2 + index: char for index, char in enumerate(text)})
    if lit:
        inside = [x for x in range(WIDTH) if is_lit(x, row, area, lit_side)]
        cells |= {inside[0]: "[", inside[-1]: "]"}
    return cells
