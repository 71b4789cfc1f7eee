"""The person of the Body screen, from behind and from the front: where each area is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from coach.core.figure.drawing.canvas import Canvas
from coach.core.figure.drawing.front import draw_front
from coach.core.figure.drawing.plane import Plane
from coach.core.figure.drawing.rig import Build
from coach.core.figure.figure import Head, Ink, Limb, Pose, View
from coach.core.frozen import frozen
from coach.core.vocabulary import BodyArea

if TYPE_CHECKING:
    from coach.core.figure.drawing.canvas import Picture
    from coach.core.figure.drawing.plane import Dots

COLUMNS, ROWS = 24, 18  # cells
SCALE = 3.3
POSE = Pose(
    hip=(40, -1),
    chest=(40, 62),
    head=Head((40, 90)),
    limbs={"arm_left": Limb(angles=(252, 268)), "arm_right": Limb(angles=(288, 272))},
    order=("trunk", "arm_left", "arm_right", "head"),
)
NECK = 17.0  # units from the middle to where the neck ends and the shoulder begins
BORDERS = {  # lower and upper end of each area from behind, in units
    BodyArea.NECK: (61.5, 76.0),
    BodyArea.SHOULDER: (51.5, 70.0),
    BodyArea.UPPER_BACK: (38.5, 51.5),
    BodyArea.MID_BACK: (21.5, 38.5),
    BodyArea.LOWER_BACK: (4.0, 21.5),
}
IN_FRONT = (BodyArea.NECK, BodyArea.SHOULDER)


@frozen
class BodyMap:
    """The picture of one side of the body, and the area of each of its cells (None: another part, or nothing)."""

    picture: Picture
    areas: tuple[tuple[BodyArea | None, ...], ...]


@cache
def body_map(view: View) -> BodyMap:
    """The body from behind or from the front. Both have your left on the left: the front is a mirror."""
    plane = Plane(COLUMNS, ROWS)
    canvas = Canvas(plane)
    build = Build().times(SCALE)
    draw_front(canvas, build, POSE, view)
    body = canvas.layers[Ink.BODY]
    known = tuple(BORDERS) if view is View.BACK else IN_FRONT
    places = {area: _place(plane, build, area) & body for area in known}
    for area in known:  # a thin gap between two areas keeps them apart without colour
        canvas.clear(_gap(plane, BORDERS[area][0]) & places[area])
    canvas.tidy()
    rows = tuple(
        tuple(_area_of(plane, places, canvas.layers[Ink.BODY], column, row) for column in range(COLUMNS))
        for row in range(ROWS)
    )
    return BodyMap(canvas.picture(), rows)


def _band(plane: Plane, low: float, high: float) -> Dots:
    return plane.above(low) & ~plane.above(high)


def _gap(plane: Plane, y: float) -> Dots:
    """One row of dots."""
    return plane.above(y) & ~(plane.above(y) >> plane.stride)


def _place(plane: Plane, build: Build, area: BodyArea) -> Dots:
    """Where an area is, arms left out: these belong to none, but for their top, the shoulder."""
    low, high = BORDERS[area]
    half = {BodyArea.NECK: NECK, BodyArea.SHOULDER: 40.0}.get(area, build.shoulders * 0.9)
    middle = plane.polygon([(40 - half, low), (40 + half, low), (40 + half, high), (40 - half, high)])
    found = middle & _band(plane, low, high)
    return found & ~_place(plane, build, BodyArea.NECK) if area is BodyArea.SHOULDER else found


def _area_of(plane: Plane, places: dict[BodyArea, Dots], body: Dots, column: int, row: int) -> BodyArea | None:
    """The area with most dots in a cell that the body fills."""
    cell = 0
    for n in range(4):
        cell |= plane.span(4 * row + n, 2 * column, 2 * column + 2)
    counts = {area: (dots & body & cell).bit_count() for area, dots in places.items()}
    best = max(counts, key=lambda area: counts[area])
    return best if counts[best] else None
