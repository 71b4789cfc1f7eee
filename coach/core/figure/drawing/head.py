"""Heads: a solid one with a nose when small and seen from the side, a globe with a face when there is room for one."""

from __future__ import annotations

from math import cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from coach.core.figure.drawing.plane import turned
from coach.core.figure.figure import Ink, View
from coach.core.frozen import frozen

if TYPE_CHECKING:
    from coach.core.figure.drawing.canvas import Canvas
    from coach.core.figure.drawing.plane import Dots, Point
    from coach.core.figure.drawing.rig import Build
    from coach.core.figure.figure import Head

FACING = {View.SIDE: 90.0, View.FRONT: 0.0, View.BACK: 180.0}
BIG = 8.0  # units; from this radius on a head has ears and a mouth
AWAY = -0.5


@frozen
class Globe:
    """Where a point of the head lands: sideways, up and towards the face, in radii."""

    centre: Point
    rx: float
    ry: float
    yaw: float
    roll: float

    def place(self, across: float, up: float, ahead: float) -> tuple[Point, float]:
        """The point, and how far it is turned towards us (-1 to 1)."""
        u = across * cos(self.yaw) + ahead * sin(self.yaw)
        toward = ahead * cos(self.yaw) - across * sin(self.yaw)
        return turned(self.centre, (u * self.rx, up * self.ry), self.roll), toward

    def point(self, across: float, up: float, ahead: float) -> Point:
        """The point alone."""
        return self.place(across, up, ahead)[0]


def draw_head(canvas: Canvas, build: Build, head: Head, view: View, neck: Dots = 0) -> None:
    """Lay a head over what is there; it grows out of `neck`."""
    yaw = radians(FACING[view] if head.yaw is None else head.yaw)
    radius = build.head * head.scale
    side = abs(sin(yaw))
    globe = Globe(head.at, radius * (0.84 + 0.1 * side), radius * 1.06, yaw, head.roll)
    if radius < BIG and (side > 0.8 or cos(yaw) < AWAY):
        _silhouette(canvas, globe, head, neck)
    elif cos(yaw) < AWAY:
        _nape(canvas, globe, radius)
    else:
        _face(canvas, globe, head, radius, neck)


def _silhouette(canvas: Canvas, globe: Globe, head: Head, neck: Dots) -> None:
    """Solid: at this size lines inside a head look like a mask."""
    plane = canvas.plane
    shape = plane.ellipse(head.at, globe.rx, globe.ry, head.roll)
    if abs(sin(globe.yaw)) > 0.8:
        shape |= plane.polygon([globe.point(0, 0.22, 0.8), globe.point(0, -0.2, 1.36), globe.point(0, -0.42, 0.8)])
        shape |= plane.polygon([globe.point(0, -0.45, 0.2), globe.point(0, -0.93, 0.72), globe.point(0, -0.98, 0.1)])
    canvas.put(shape, Ink.BODY, halo=1, keep=neck)
    if abs(sin(globe.yaw)) > 0.8:
        canvas.clear(plane.disc(globe.point(0, 0.12, 0.6), globe.rx * 0.13))


def _nape(canvas: Canvas, globe: Globe, radius: float) -> None:
    """A head seen from behind: hair and ears."""
    plane = canvas.plane
    shape = plane.ellipse(globe.centre, globe.rx, globe.ry, globe.roll)
    for side in (-1, 1):
        shape |= plane.ellipse(globe.point(side * 1.02, -0.12, 0), radius * 0.17, radius * 0.26, globe.roll)
    canvas.put(shape, Ink.BODY, halo=1, keep=plane.disc(globe.point(0, -1.0, 0), radius * 0.55))


def _skull(canvas: Canvas, globe: Globe) -> tuple[Dots, Dots]:
    """The whole head, and its hair."""
    plane = canvas.plane
    outline, hairline = [], []
    for degrees in range(0, 360, 8):
        u, v = cos(radians(degrees)), sin(radians(degrees))
        narrow = 1 - 0.17 * v * v if v < 0 else 1.0
        outline.append(turned(globe.centre, (u * narrow * globe.rx, v * globe.ry), globe.roll))
    for i in range(25):
        u = -1 + i / 12
        hairline.append(turned(globe.centre, (u * globe.rx, _hair_at(u, globe.yaw) * globe.ry), globe.roll))
    top = [turned(globe.centre, (x * globe.rx, 1.3 * globe.ry), globe.roll) for x in (1.3, -1.3)]
    first, last = hairline[0], hairline[-1]
    ends = [turned(first, (-0.3 * globe.rx, 0), globe.roll), turned(last, (0.3 * globe.rx, 0), globe.roll)]
    full = plane.polygon(outline)
    return full, full & plane.polygon([ends[0], *hairline, ends[1], *top])


def _hair_at(u: float, yaw: float) -> float:
    """How high the hair ends at a place across the head: brow in front, nape behind."""
    low, high = -1.0, 1.0
    for _ in range(12):  # v against the hairline, which depends on how far the skin there faces forward
        v = (low + high) / 2
        ahead = u * sin(yaw) + sqrt(max(0.0, 1 - u * u - v * v)) * cos(yaw)
        low, high = (v, high) if v < max(-0.62, 0.02 + 0.6 * ahead) else (low, v)
    return low


def _face(canvas: Canvas, globe: Globe, head: Head, radius: float, neck: Dots) -> None:
    plane = canvas.plane
    big = radius >= BIG
    side = abs(sin(globe.yaw))
    full, hair = _skull(canvas, globe)
    body = full
    if side > 0.35:
        reach = 1.14 + (0.08 if big else 0.12)
        body |= plane.polygon([globe.point(0, 0.24, 0.85), globe.point(0, -0.16, reach), globe.point(0, -0.34, 0.85)])
    ears = [globe.place(e, -0.06, -0.08) for e in (-1, 1)] if big else []
    lobes = [(plane.ellipse(p, radius * 0.13, radius * 0.22, globe.roll), w) for p, w in ears if w > -0.4]
    for shape, w in lobes:
        if w < 0.45:
            body |= shape
    line = 2 if big else 1
    canvas.put(body, Ink.BODY, halo=1, keep=0 if big else neck)  # a gap would take all of a small neck
    canvas.clear(plane.shrink(body, line))
    canvas.put(hair, Ink.BODY)
    for shape, w in lobes:
        if w >= 0.45:  # an ear on our side: a ring in a gap of the hair
            canvas.put(plane.grow(shape, 1), Ink.BODY, halo=1)
            canvas.clear(shape)
    _eyes(canvas, globe, head, radius)
    if big:
        _nose_and_mouth(canvas, globe, body)


def _eyes(canvas: Canvas, globe: Globe, head: Head, radius: float) -> None:
    plane = canvas.plane
    side = abs(sin(globe.yaw))
    for e in (-1, 1):
        p, toward = globe.place(e * 0.40, 0.04, 0.86 - 0.22 * side)
        if toward <= 0.12:
            continue
        if head.closed:
            ends = [turned(p, (k * radius * 0.17, 0), globe.roll) for k in (-1, 1)]
            canvas.mark(plane.capsule(ends[0], ends[1], 0.1))
        else:
            canvas.mark(plane.ellipse(p, max(0.8, radius * 0.11), max(0.8, radius * 0.12)))


def _nose_and_mouth(canvas: Canvas, globe: Globe, body: Dots) -> None:
    plane = canvas.plane
    side = abs(sin(globe.yaw))
    if side <= 0.35:
        nose = plane.stroke([globe.point(0.02, 0.0, 1.05), globe.point(0.07, -0.27, 1.1)], 0.3)
        canvas.mark(nose)
    found = [globe.place(x / 10, -0.53 + 0.004 * x * x, 0.8 - (0.008 + 0.025 * side) * x * x) for x in range(-3, 4)]
    lips = [p for p, toward in found if toward > -0.02]
    if len(lips) > 1:
        canvas.mark(plane.stroke(lips, 0.4) & body)
