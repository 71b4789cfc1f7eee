"""Shapes as sets of dots. A set is one whole number with a bit for each dot, so layers and outlines are arithmetic.

Points are in figure units: x to the right, y up, y = 0 on the ground. A plane says how many dots a unit is.
"""

from __future__ import annotations

from dataclasses import field
from math import ceil, cos, floor, hypot, inf, radians, sin, sqrt
from typing import TYPE_CHECKING

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Dots = int

WIDTH, HEIGHT = 80.0, 60.0  # units that always fit: 40 columns, and 15 rows over the ground
GROUND_ROWS = 4  # dots under y = 0: a row of cells of its own, so the ground never shares a colour with a foot
THINNEST = 0.58  # dots; half the width of a line that never breaks


@frozen
class Plane:
    """A window of `columns` x `rows` cells with the figure's ground in its last row of cells."""

    columns: int
    rows: int
    width: int = field(init=False)
    height: int = field(init=False)
    unit: float = field(init=False)  # dots
    left: float = field(init=False)  # dots from the left edge to x = 0
    floor: int = field(init=False)  # dots from the top edge to y = 0
    all: Dots = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Fit 80 x 60 units into the window, in its middle, on its ground."""
        width, height = 2 * self.columns, 4 * self.rows
        unit = min(width / WIDTH, (height - GROUND_ROWS) / HEIGHT)
        row = (1 << width) - 1
        made = {"width": width, "height": height, "unit": unit, "floor": height - GROUND_ROWS}
        made["left"] = (width - WIDTH * unit) / 2
        made["all"] = sum(row << (y * (width + 2) + 1) for y in range(height))
        for name, value in made.items():
            object.__setattr__(self, name, value)

    @property
    def stride(self) -> int:
        """Bits from a dot to the one under it; a spare bit at each end keeps rows apart."""
        return self.width + 2

    def dot(self, p: Point) -> Point:
        """A point in dots from the top left corner."""
        return self.left + p[0] * self.unit, self.floor - p[1] * self.unit

    def span(self, row: int, left: float, right: float) -> Dots:
        """The dots of one row whose centres lie between two places."""
        return self._dots(left, right) << row * self.stride if 0 <= row < self.height else 0

    def _dots(self, left: float, right: float) -> Dots:
        """Those of the first row whose centres lie between two places."""
        if left > right:
            return 0
        first, last = max(0, ceil(left - 0.5)), min(self.width - 1, floor(right - 0.5))
        return ((1 << last - first + 1) - 1) << first + 1 if first <= last else 0

    def _rows(self, top: float, bottom: float) -> range:
        return range(max(0, floor(top)), min(self.height - 1, ceil(bottom)) + 1)

    # --- shapes ---------------------------------------------------------------------------------------------------

    def capsule(self, p: Point, q: Point, r: float, s: float | None = None) -> Dots:
        """A thick line from p to q whose half width goes from r to s."""
        (ax, ay), (bx, by) = self.dot(p), self.dot(q)
        ra = max(THINNEST, r * self.unit)
        rb = ra if s is None else max(THINNEST, s * self.unit)
        length = hypot(bx - ax, by - ay) or 1.0
        nx, ny = -(by - ay) / length, (bx - ax) / length
        sides = [(ax + k * nx * ra, ay + k * ny * ra, bx + k * nx * rb, by + k * ny * rb) for k in (1, -1)]
        ends = ((ax, ay, ra), (bx, by, rb)) if (ax, ay, ra) != (bx, by, rb) else ((ax, ay, ra),)
        sides = [(x1, y1, x2, y2) for x1, y1, x2, y2 in sides if y1 != y2]
        rows = self._rows(min(ay - ra, by - rb), max(ay + ra, by + rb))
        found = 0
        for row in reversed(rows):
            y = row + 0.5
            left, right = inf, -inf
            for cx, cy, radius in ends:
                off = y - cy
                if -radius <= off <= radius:
                    half = sqrt(radius * radius - off * off)
                    left = min(left, cx - half)
                    right = max(right, cx + half)
            for x1, y1, x2, y2 in sides:
                if (y1 - y) * (y2 - y) <= 0:
                    x = x1 + (x2 - x1) * (y - y1) / (y2 - y1)
                    left = min(left, x)
                    right = max(right, x)
            found = found << self.stride | self._dots(left, right)
        found <<= rows.start * self.stride
        return found or self.span(floor(ay), floor(ax), floor(ax) + 1)

    def stroke(self, points: Sequence[Point], radii: float | Sequence[float]) -> Dots:
        """A thick line through points; one half width, or one for each point."""
        found = 0
        for i in range(len(points) - 1):
            if isinstance(radii, (int, float)):
                found |= self.capsule(points[i], points[i + 1], radii)
            else:
                found |= self.capsule(points[i], points[i + 1], radii[i], radii[i + 1])
        return found

    def disc(self, p: Point, r: float) -> Dots:
        """A filled circle."""
        return self.capsule(p, p, r)

    def ellipse(self, centre: Point, rx: float, ry: float, roll: float = 0.0) -> Dots:
        """A filled ellipse, turned by `roll` degrees."""
        return self.polygon([turned(centre, (rx * c, ry * s), roll) for c, s in CIRCLE])

    def polygon(self, points: Sequence[Point]) -> Dots:
        """A filled outline."""
        corners = [self.dot(p) for p in points]
        edges = list(zip(corners, corners[1:] + corners[:1], strict=True))
        found = 0
        for row in self._rows(min(y for _, y in corners), max(y for _, y in corners)):
            y = row + 0.5
            cuts = sorted(ax + (bx - ax) * (y - ay) / (by - ay) for (ax, ay), (bx, by) in edges if (ay > y) != (by > y))
            for left, right in zip(cuts[::2], cuts[1::2], strict=True):
                found |= self.span(row, left, right)
        return found

    def pattern(self, step: int, slant: int) -> Dots:
        """Those dots whose column plus `slant` times their row (from the top left) is a multiple of `step`."""
        across, full = sum(1 << x for x in range(0, self.width, step)), (1 << self.width) - 1
        found = 0
        for row in reversed(range(self.height)):
            found = found << self.stride | (across << -slant * row % step & full) << 1
        return found

    def above(self, y: float) -> Dots:
        """Every dot over a height."""
        rows = max(0, min(self.height, round(self.dot((0, y))[1])))
        return self.all & ((1 << (rows * self.stride)) - 1)

    # --- arithmetic -----------------------------------------------------------------------------------------------

    def grow(self, dots: Dots, by: int = 1) -> Dots:
        """The dots and their neighbours, `by` times."""
        for _ in range(by):
            dots = (dots | dots << 1 | dots >> 1 | dots << self.stride | dots >> self.stride) & self.all
        return dots

    def shrink(self, dots: Dots, by: int = 1) -> Dots:
        """The dots that have all four neighbours, `by` times. Beyond the window everything counts as there."""
        first = (1 << self.stride) - 1
        for _ in range(by):
            full = dots | ~self.all
            dots &= (full << 1) & (full >> 1) & (full >> self.stride) & (full << self.stride | first)
        return dots

    def rim(self, dots: Dots, by: int = 1) -> Dots:
        """The outermost dots of a shape."""
        return dots & ~self.shrink(dots, by)

    def pieces(self, dots: Dots) -> Iterable[Dots]:
        """The parts of a shape that don't touch each other, not even at a corner."""
        while dots:
            piece = dots & -dots
            while True:
                wide = piece | piece << 1 | piece >> 1
                more = (wide | wide << self.stride | wide >> self.stride) & dots
                if more == piece:
                    break
                piece = more
            yield piece
            dots &= ~piece


CIRCLE = tuple((cos(radians(a)), sin(radians(a))) for a in range(0, 360, 10))


def turned(centre: Point, offset: Point, degrees: float) -> Point:
    """The point at `offset` from a centre, turned round it."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return centre[0] + offset[0] * c - offset[1] * s, centre[1] + offset[0] * s + offset[1] * c


def polar(start: Point, degrees: float, distance: float) -> Point:
    """The point at a distance in a direction: 0 is right, 90 is up."""
    return start[0] + distance * cos(radians(degrees)), start[1] + distance * sin(radians(degrees))
