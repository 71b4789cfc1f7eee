"""Things that are not the body: what acts on it, and what stands around.

| kind | fields that count |
|---|---|
| line | points, width |
| arrow | two points, level = its head (0: as long as usual), both |
| dashes | two points, size = dash and gap, level = how far the dashes are shifted, width |
| ball | at, size = half width and half height |
| roller | at, size = half width and half height |
| wall | at = (x of its face, top) |
| bricks | size = width and height |
| arc | at, size = half width and half height, span = from and to in degrees, width, level = its arrow head, both |
| heat, cold | at, size = width and height, turn |
| steam | at, size = width and height, level = phase in degrees |
| flake | at, size = half width, turn |
| lungs | at, size = how big, 1 |
| glass | at, size, turn, level = how full |
"""

from __future__ import annotations

from math import atan2, cos, degrees, hypot, radians, sin
from typing import TYPE_CHECKING

from coach.core.figure.drawing.plane import polar, turned

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.core.figure.drawing.canvas import Canvas
    from coach.core.figure.drawing.plane import Dots, Plane, Point
    from coach.core.figure.figure import Prop


HEAD = 5.5  # units; an arrow's head
FINE = 5.5  # dots; from this half width on a ball has a seam
CLOSE = 16  # dots from a pack in which no line of the back is drawn


def draw_prop(canvas: Canvas, prop: Prop) -> None:
    """Lay one thing over what is there."""
    if prop.kind in HOLLOW:
        HOLLOW[prop.kind](canvas, prop)
    else:
        canvas.put(SOLID[prop.kind](canvas.plane, prop), prop.ink, halo=int(prop.halo))


# --- solid things: a set of dots ----------------------------------------------------------------------------------


def _line(plane: Plane, prop: Prop) -> Dots:
    return plane.stroke(prop.points, prop.width)


def _arrow(plane: Plane, prop: Prop) -> Dots:
    """A line with a head at its end, or at both."""
    start, end = prop.points[:2]
    way, head = degrees(atan2(end[1] - start[1], end[0] - start[0])), prop.level or HEAD
    found = plane.polygon([end, *(polar(end, way + side, head) for side in (145, -145))])
    tail = start
    if prop.both:
        tail = polar(start, way, head / 2)
        found |= plane.polygon([start, *(polar(start, way + side, head) for side in (35, -35))])
    return found | plane.capsule(tail, polar(end, way, -head / 2), prop.width)


def _dashes(plane: Plane, prop: Prop) -> Dots:
    (ax, ay), (bx, by) = prop.points[:2]
    length = hypot(bx - ax, by - ay) or 1.0
    on, off = prop.size
    at, found = prop.level % (on + off) - on - off, 0

    def place(t: float) -> Point:
        t = max(0.0, min(1.0, t / length))
        return ax + (bx - ax) * t, ay + (by - ay) * t

    while at < length:
        if at + on > 0:
            found |= plane.capsule(place(at), place(at + on), prop.width)
        at += on + off
    return found


def _wall(plane: Plane, prop: Prop) -> Dots:
    """A solid face with hatching behind it."""
    x, top = prop.at
    found = plane.stroke([(x - 0.8, 0), (x - 0.8, top)], 0.8)
    y = -8.0
    while y < top:
        found |= plane.capsule((x - 8, y), (x - 2, y + 6), 0.3) & plane.above(0)
        y += 7
    return found


def _bricks(plane: Plane, prop: Prop) -> Dots:
    """Courses of bricks as dotted lines."""
    wide, high = prop.size
    x0, y0 = prop.at
    found, row = 0, 0
    y = y0
    while y < y0 + high:
        found |= plane.capsule((x0, y), (x0 + wide, y), 0.1)
        x = x0 + (6 if row % 2 else 14)
        while x < x0 + wide:
            found |= plane.capsule((x, y), (x, min(y0 + high, y + 8)), 0.1)
            x += 16
        y += 8
        row += 1
    return found & plane.pattern(2, 1)


def _arc(plane: Plane, prop: Prop) -> Dots:
    """A part of an ellipse, with an arrow head at its end where `level` says how long."""
    first, last = prop.span
    rx, ry = prop.size
    points = [
        (prop.at[0] + rx * cos(radians(a)), prop.at[1] + ry * sin(radians(a)))
        for a in (first + (last - first) * i / 16 for i in range(17))
    ]
    found = plane.stroke(points, prop.width)
    ends = [(points[-1], points[-3])] if prop.level else []
    if prop.both:
        ends.append((points[0], points[2]))
    for (x, y), (bx, by) in ends:
        back = degrees(atan2(by - y, bx - x))
        corners = [polar((x, y), back + 180, prop.level * 0.5)]
        corners += [polar((x, y), back + side, prop.level) for side in (-50, 50)]
        found |= plane.polygon(corners)
    return found


def _steam(plane: Plane, prop: Prop) -> Dots:
    """Three wavy lines."""
    wide, high = prop.size
    found = 0
    for n in (-1, 0, 1):
        points = [
            (prop.at[0] + n * wide / 2 + 1.5 * sin(k / 8 * 6.3 + radians(prop.level)), prop.at[1] + high * k / 12)
            for k in range(13)
        ]
        found |= plane.stroke(points, prop.width)
    return found


def _flake(plane: Plane, prop: Prop) -> Dots:
    """A snow crystal: six arms, each with two side branches."""
    radius = prop.size[0]
    found = 0
    for arm in range(30, 390, 60):
        way = arm + prop.turn
        fork = polar(prop.at, way, radius * 0.55)
        found |= plane.capsule(prop.at, polar(prop.at, way, radius), 0.3)
        for side in (-60, 60):
            found |= plane.capsule(fork, polar(fork, way + side, radius * 0.36), 0.3)
    return found


LUNG = ((0.9, 5.0), (2.0, 6.2), (3.6, 5.0), (5.0, 1.5), (5.6, -3.0), (5.4, -5.6), (3.4, -4.9), (1.3, -3.4), (0.9, 0.0))


def _lungs(plane: Plane, prop: Prop) -> Dots:
    """Two lungs that grow with the breath, and the windpipe."""
    x, y = prop.at
    k = prop.size[0]
    found = 0
    for side in (-1, 1):
        found |= plane.polygon([(x + side * a * k, y + b * k) for a, b in LUNG])
    return found | plane.stroke([(x, y + 9.5 * k), (x, y + 4 * k)], 0.5)


# --- hollow things: they also clear what is under them --------------------------------------------------------------


def _ball(canvas: Canvas, prop: Prop) -> None:
    """A tennis ball: solid, with its seam left out."""
    plane = canvas.plane
    rx, ry = prop.size
    full = plane.ellipse(prop.at, rx, ry, prop.turn)
    canvas.put(full, prop.ink, halo=int(prop.halo))
    if rx * plane.unit < FINE:
        return
    for side in (-1, 1):
        seam = [turned(prop.at, (side * rx * (0.42 + 0.5 * v * v), ry * v), prop.turn) for v in SEAM]
        canvas.clear(plane.stroke(seam, 0.1) & plane.shrink(full))


def _roller(canvas: Canvas, prop: Prop) -> None:
    """A foam roller from its end: a thick ring round a narrow hole."""
    plane = canvas.plane
    rx, ry = prop.size
    canvas.put(plane.ellipse(prop.at, rx, ry), prop.ink)
    canvas.clear(plane.ellipse(prop.at, rx * 0.36, ry * 0.36))


SEAM = tuple(-1 + i / 5 for i in range(11))


def _corners(prop: Prop) -> list[Point]:
    wide, high = prop.size
    return [turned(prop.at, (x * wide / 2, y * high / 2), prop.turn) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]


def _heat(canvas: Canvas, prop: Prop) -> None:
    """A solid, round-ended pack."""
    plane = canvas.plane
    wide, high = prop.size
    ends = [turned(prop.at, (side * (wide - high) / 2, 0), prop.turn) for side in (-1, 1)]
    full = plane.capsule(ends[0], ends[1], high / 2)
    canvas.bare(full, CLOSE)
    canvas.put(full, prop.ink, halo=1)


def _cold(canvas: Canvas, prop: Prop) -> None:
    """A framed, square pack with loose cubes in it."""
    plane = canvas.plane
    full = plane.polygon(_corners(prop))
    canvas.bare(full, CLOSE)
    canvas.put(full, prop.ink, halo=1)
    canvas.clear(plane.shrink(full))
    canvas.put(plane.shrink(full, 2) & plane.pattern(4, 2), prop.ink)


def _glass(canvas: Canvas, prop: Prop) -> None:
    """A glass, a little wider at its open rim; the water stays level."""
    plane = canvas.plane
    wide, high = prop.size
    shape = [(-0.4 * wide, 0.0), (0.4 * wide, 0.0), (0.5 * wide, high), (-0.5 * wide, high)]
    corners = [turned(prop.at, p, prop.turn) for p in shape]
    full = plane.polygon(corners)
    canvas.put(full, prop.ink, halo=1)
    mouth = [
        turned(prop.at, (x * wide, y * high), prop.turn) for x, y in ((-0.5, 1), (0.5, 1), (0.5, 1.2), (-0.5, 1.2))
    ]
    beyond = plane.polygon([*corners[:2], mouth[2], mouth[3]])
    canvas.clear(plane.shrink(full | beyond) & full)
    low, top = min(y for _, y in corners), max(y for _, y in corners)
    wet = full & ~plane.above(low + (top - low) * prop.level)
    canvas.put(wet, prop.ink)


SOLID: dict[str, Callable[[Plane, Prop], Dots]] = {
    "line": _line,
    "arrow": _arrow,
    "dashes": _dashes,
    "wall": _wall,
    "bricks": _bricks,
    "arc": _arc,
    "steam": _steam,
    "flake": _flake,
    "lungs": _lungs,
}
HOLLOW: dict[str, Callable[[Canvas, Prop], None]] = {
    "ball": _ball,
    "roller": _roller,
    "heat": _heat,
    "cold": _cold,
    "glass": _glass,
}
KINDS = (*SOLID, *HOLLOW)
NEEDED = dict.fromkeys(KINDS, ("at", "size")) | {
    "line": ("points",),
    "arrow": ("points",),
    "dashes": ("points", "size"),
    "wall": ("at",),
    "arc": ("at", "size", "span"),
}
