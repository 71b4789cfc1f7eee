"""A person seen from behind, as characters: which cell belongs to which area and side."""

from __future__ import annotations

from coach.core.routine import BodyArea, Side

# The left half of each row; the right half is its mirror image.
FIGURE_HALF = (
    "         ▄██",
    "        ▐███",
    "        ████",
    "        ▐███",
    "         ▀██",
    "         ▐██",
    "       ▄▄███",
    "   ▄████████",
    " ▄██████████",
    "▐███████████",
    "▐███▐███████",
    "▐██▌▐███████",
    "▐██▌ ███████",
    "▐██▌ ▐██████",
    "▐██  ▐██████",
    "▐██  ▐██████",
    "▐██  ███████",
    " ▀▀  ███████",
)

# The area of each cell by its digit; a dot is the rest of the body.
ZONE_HALF = (
    "         ...",
    "        ....",
    "        ....",
    "        ....",
    "         ...",
    "         111",
    "       11111",
    "   222222222",
    " 22233333333",
    "222233333333",
    "....33333333",
    "....44444444",
    ".... 4444444",
    ".... 4444444",
    "...  5555555",
    "...  5555555",
    "...  5555555",
    " ..  .......",
)

MIRROR = str.maketrans("▐▌", "▌▐")

FIGURE = tuple(half + half[::-1].translate(MIRROR) for half in FIGURE_HALF)
ZONES = tuple(half + half[::-1] for half in ZONE_HALF)

WIDTH = len(FIGURE[0])
HEIGHT = len(FIGURE)
MIDDLE = WIDTH // 2

AREAS = tuple(BodyArea)
SIDES: tuple[Side | None, ...] = (Side.LEFT, None, Side.RIGHT)

# The row of the figure that carries the number and the brackets of an area, and its name beside it.
LABEL_ROW = {
    BodyArea.NECK: 5,
    BodyArea.SHOULDER: 7,
    BodyArea.UPPER_BACK: 9,
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


def area_at(x: int, y: int) -> BodyArea | None:
    """The area at a cell of the figure, None beside it or on another part of the body."""
    if not (0 <= x < WIDTH and 0 <= y < HEIGHT):
        return None
    zone = ZONES[y][x]
    return AREAS[int(zone) - 1] if zone.isdigit() else None


def side_at(x: int, y: int) -> Side | None:
    """The side of a cell inside an area: its left or right third, None for the middle."""
    area = area_at(x, y)
    row = [column for column in range(WIDTH) if area is not None and area_at(column, y) is area]
    if not row:
        return None
    third = (row[-1] - row[0] + 1) / 3
    if x < row[0] + third:
        return Side.LEFT
    return Side.RIGHT if x > row[-1] - third else None


def is_lit(x: int, y: int, area: BodyArea | None, side: Side | None) -> bool:
    """Whether a cell belongs to the highlighted place; a side lights its half, None both."""
    if area is None or area_at(x, y) is not area:
        return False
    return side is None or (x < MIDDLE) == (side is Side.LEFT)


def is_border(x: int, y: int) -> bool:
    """Whether another area begins under this cell: a thin line there keeps the areas apart without colour."""
    below = area_at(x, y + 1)
    return area_at(x, y) is not None and below is not None and below is not area_at(x, y) and FIGURE[y][x] == "█"


def label_cells(area: BodyArea, number: int | None, lit_side: Side | None, *, lit: bool) -> dict[int, str]:
    """What stands on the label row of an area, by column: its number, and brackets round the highlighted part."""
    row = LABEL_ROW[area]
    cells: dict[int, str] = {}
    if number is not None:
        text = str(number)
        cells.update({MIDDLE - len(text) // 2 + index: char for index, char in enumerate(text)})
    if lit:
        inside = [x for x in range(WIDTH) if is_lit(x, row, area, lit_side) and FIGURE[row][x] == "█"]
        cells |= {inside[0]: "[", inside[-1]: "]"}
    return cells
