"""A pose of a figure as a picture of any size."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from coach.core.figure.drawing.canvas import Canvas
from coach.core.figure.drawing.front import ORDER as FRONT_ORDER
from coach.core.figure.drawing.front import draw_front
from coach.core.figure.drawing.plane import Plane
from coach.core.figure.drawing.props import draw_prop
from coach.core.figure.drawing.rig import Build
from coach.core.figure.drawing.side import ORDER as SIDE_ORDER
from coach.core.figure.drawing.side import draw_side
from coach.core.figure.figure import Frame, Ink, View, pose_at

if TYPE_CHECKING:
    from coach.core.figure.drawing.canvas import Picture
    from coach.core.figure.figure import Figure, Pose

COLUMNS, ROWS = 40, 16  # cells; the size that poses are made for
LEAST_COLUMNS, LEAST_ROWS = 30, 12  # cells; in less room limbs run into each other
MARGIN = 4  # dots between a patterned wall and the body before it

plane_of = lru_cache(maxsize=8)(Plane)
build_of = lru_cache(maxsize=32)(Build().times)


def draw(figure: Figure, frame: Frame, columns: int = COLUMNS, rows: int = ROWS) -> Picture:
    """The picture of one frame."""
    return draw_pose(figure, pose_at(figure, frame), columns, rows, mirrored=frame.mirrored)


def draw_pose(
    figure: Figure, pose: Pose, columns: int = COLUMNS, rows: int = ROWS, *, mirrored: bool = False
) -> Picture:
    """The picture of a pose: the ground, what stands behind, the body, what lies before it."""
    canvas = Canvas(plane_of(columns, rows))
    build = build_of(pose.scale or figure.scale)
    view = pose.view or figure.view
    for prop in (*(() if pose.bare else figure.scene), *(p for p in pose.props.values() if p.behind)):
        draw_prop(canvas, prop)
    if view is View.SIDE:
        draw_side(canvas, build, pose)
    else:
        draw_front(canvas, build, pose, view)
    if any(prop.halo for prop in figure.scene):
        canvas.part(MARGIN)
    inside = pose.order or (SIDE_ORDER if view is View.SIDE else FRONT_ORDER)
    for name, prop in pose.props.items():
        if not prop.behind and name not in inside:
            draw_prop(canvas, prop)
    if figure.ground is not None and not pose.bare:
        _ground(canvas, *figure.ground)
    canvas.tidy()
    return canvas.picture(mirrored=mirrored)


def _ground(canvas: Canvas, left: float, right: float) -> None:
    """A line in a row of cells of its own; nothing of the body is under it."""
    plane = canvas.plane
    under = plane.all & ~plane.above(0)
    canvas.layers[Ink.BODY] &= ~under
    ends = plane.dot((left, 0))[0], plane.dot((right, 0))[0]
    canvas.put(plane.span(plane.floor, *ends), Ink.SCENE)
