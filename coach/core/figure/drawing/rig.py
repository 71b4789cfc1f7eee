"""The skeleton: how long and how thick each part is, and where its joints are for a pose. Lengths in figure units."""

from __future__ import annotations

from dataclasses import fields, replace
from math import atan2, degrees, hypot, sqrt
from typing import TYPE_CHECKING, Any

from coach.core.figure.drawing.plane import polar
from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.core.figure.drawing.plane import Point
    from coach.core.figure.figure import Limb


@frozen
class Build:
    """The measures of the person. Radii run along their part."""

    head: float = 5.4
    neck: float = 2.0
    thigh: float = 14.0
    shin: float = 13.0
    foot: float = 6.4
    ankle: float = 1.6  # over the middle of the sole
    sole: float = 1.15
    leg: tuple[float, ...] = (2.8, 2.15, 1.4)
    upper_arm: float = 10.0
    forearm: float = 9.0
    hand: float = 2.6
    palm: float = 1.35
    arm: tuple[float, ...] = (1.8, 1.5, 1.2)
    trunk: tuple[float, ...] = (4.2, 4.0, 4.2, 4.5, 3.7, 2.1)  # side view, from pelvis to neck
    shoulders: float = 8.2  # half widths of the front view
    waist: float = 5.2
    hips: float = 5.8

    def times(self, scale: float) -> Build:
        """A person `scale` times as big."""
        changed: dict[str, Any] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            changed[each.name] = tuple(v * scale for v in value) if isinstance(value, tuple) else value * scale
        return replace(self, **changed)


@frozen
class Bones:
    """A limb's joints: shoulder, elbow and wrist, or hip, knee and ankle."""

    start: Point
    mid: Point
    end: Point

    @property
    def direction(self) -> float:
        """Where the second bone points, in degrees."""
        return degrees(atan2(self.end[1] - self.mid[1], self.end[0] - self.mid[0]))


def bones(start: Point, limb: Limb, first: float, second: float) -> Bones:
    """The joints of a limb that hangs at `start`; what its end can't reach, it points to."""
    if limb.angles is not None:
        mid = polar(start, limb.angles[0], first)
        return Bones(start, mid, polar(mid, limb.angles[1], second))
    end = limb.end or (start[0], start[1] - first - second)
    if limb.mid is not None:
        return Bones(start, limb.mid, end)
    return _reach(start, end, first, second, limb.bend)


def _reach(start: Point, end: Point, first: float, second: float, bend: float) -> Bones:
    """The joint between two bones, by the law of cosines; `bend` +1 puts it left of the way to the end."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    far = hypot(dx, dy)
    reach = max(abs(first - second) + 0.01, min(far, first + second - 0.01))
    ux, uy = (dx / far, dy / far) if far else (0.0, -1.0)
    along = (first * first - second * second + reach * reach) / (2 * reach)
    off = sqrt(max(0.0, first * first - along * along)) * bend
    mid = (start[0] + ux * along - uy * off, start[1] + uy * along + ux * off)
    return Bones(start, mid, (start[0] + ux * reach, start[1] + uy * reach))


def curve(points: Sequence[Point], steps: int = 8) -> list[Point]:
    """A smooth line through points (Catmull-Rom)."""
    first = (2 * points[0][0] - points[1][0], 2 * points[0][1] - points[1][1])
    last = (2 * points[-1][0] - points[-2][0], 2 * points[-1][1] - points[-2][1])
    all_ = [first, *points, last]
    found = []
    for a, b, c, d in zip(all_, all_[1:], all_[2:], all_[3:], strict=False):
        for k in range(steps):
            t = k / steps
            x, y = (
                0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3)
                for p, q, r, s in zip(a, b, c, d, strict=True)
            )
            found.append((x, y))
    return [*found, points[-1]]


def along(values: Sequence[float], count: int) -> list[float]:
    """`count` values spread evenly over `values`."""
    found = []
    for i in range(count):
        at = i * (len(values) - 1) / (count - 1)
        j = min(int(at), len(values) - 2)
        found.append(values[j] + (values[j + 1] - values[j]) * (at - j))
    return found
