"""The figure seen from the front or from behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.figure.drawing.head import draw_head
from coach.core.figure.drawing.limbs import arm, front_leg
from coach.core.figure.drawing.props import draw_prop
from coach.core.figure.drawing.rig import curve
from coach.core.figure.figure import Ink, View

if TYPE_CHECKING:
    from coach.core.figure.drawing.canvas import Canvas
    from coach.core.figure.drawing.limbs import LimbShape
    from coach.core.figure.drawing.plane import Dots, Point
    from coach.core.figure.drawing.rig import Build
    from coach.core.figure.figure import Pose

ORDER = ("leg_left", "leg_right", "trunk", "arm_left", "arm_right", "head")
WIDTHS = (  # height along the trunk, and its half width in hips, waists, shoulders and necks
    (0.0, 1.0, 0.0, 0.0, 0.0),
    (0.12, 1.0, 0.0, 0.0, 0.0),
    (0.42, 0.0, 1.0, 0.0, 0.0),
    (0.7, 0.0, 0.0, 0.84, 0.0),
    (0.86, 0.0, 0.0, 0.97, 0.0),
    (0.95, 0.0, 0.0, 0.93, 0.0),
    (1.01, 0.0, 0.0, 0.72, 0.0),
    (1.06, 0.0, 0.0, 0.42, 0.0),
    (1.13, 0.0, 0.0, 0.0, 1.1),
)
SWELL = (0.0, 0.0, 1.0, 1.3, 0.6, 0.0, 0.0, 0.0, 0.0)  # how much of a breath widens each of these


def draw_front(canvas: Canvas, build: Build, pose: Pose, view: View) -> None:
    """Lay the parts over each other."""
    hip, chest = pose.hip or (40.0, 26.0), pose.chest or (40.0, 42.5)
    low = chest[1] - (chest[1] - hip[1]) * 0.1
    limbs: dict[str, LimbShape] = {}
    for name, limb in pose.limbs.items():
        if name not in ORDER:
            continue
        way = -1 if name.endswith("left") else 1
        if name.startswith("arm"):
            high = 0.0 if limb.mid is None else max(0.0, min(1.0, (limb.mid[1] - low) / build.upper_arm))
            start = (chest[0] + way * build.shoulders * 0.86, low + (chest[1] - low) * high)  # a raised arm lifts it
            limbs[name] = arm(canvas.plane, build, start, limb)
        else:
            start = (hip[0] + way * build.hips * 0.55, hip[1] + 1)
            limbs[name] = front_leg(canvas.plane, build, start, limb, way)
    for name in pose.order or ORDER:
        if name == "trunk":
            _trunk(canvas, build, pose, view, hip, chest, limbs)
        elif name == "head" and pose.head is not None:
            draw_head(canvas, build, pose.head, view, canvas.plane.capsule(chest, pose.head.at, build.neck * 1.15))
        elif name in limbs and name not in pose.joined:
            ink = Ink.ACTING if pose.limbs[name].acts else Ink.BODY
            canvas.put(limbs[name].whole, ink, halo=1, keep=limbs[name].joint if not pose.outline else 0)
        elif name in pose.props:
            draw_prop(canvas, pose.props[name])


def _outline(build: Build, pose: Pose, hip: Point, chest: Point) -> list[Point]:
    left, right = [], []
    for (t, *shares), swell in zip(WIDTHS, SWELL, strict=True):
        sizes = (build.hips, build.waist, build.shoulders, build.neck)
        half = sum(share * size for share, size in zip(shares, sizes, strict=True)) + pose.breath * swell
        x, y = hip[0] + (chest[0] - hip[0]) * t, hip[1] + (chest[1] - hip[1]) * t
        left.append((x - half, y))
        right.append((x + half, y))
    return curve(left, 4) + curve(right, 4)[::-1]


def _trunk(
    canvas: Canvas, build: Build, pose: Pose, view: View, hip: Point, chest: Point, limbs: dict[str, LimbShape]
) -> None:
    plane = canvas.plane
    trunk = plane.polygon(_outline(build, pose, hip, chest))
    neck = 0
    if pose.head is not None:
        neck = plane.capsule(chest, pose.head.at, build.neck * (1.3 if view is View.BACK else 1.15))
    whole = trunk | neck
    for name in pose.joined:
        whole |= limbs[name].whole
    canvas.put(whole, Ink.BODY, halo=1)
    if not pose.outline:
        return
    inner = plane.shrink(whole, 2 if build.shoulders * plane.unit > 13 else 1)
    canvas.clear(inner)
    if pose.joined:
        pit = chest[1] - (chest[1] - hip[1]) * 0.1 - build.arm[0] * 1.6
        canvas.put(plane.rim(trunk) & inner & ~plane.above(pit) & plane.above(hip[1] + 1), Ink.BODY)
    if view is View.BACK:
        canvas.mark(_back_lines(canvas, build, hip, chest) & inner)


def _back_lines(canvas: Canvas, build: Build, hip: Point, chest: Point) -> Dots:
    """Shoulder blades and the dotted line of the spine."""
    x, y = chest
    unit = build.shoulders / 8.2
    found = 0
    for side in (-1, 1):
        blade = [(0.55, 2.5), (0.36, 5.0), (0.5, 7.0)]
        found |= canvas.plane.stroke([(x + side * build.shoulders * a, y - b * unit) for a, b in blade], 0.3)
    at = y - 2 * unit
    while at > hip[1] + 2 * unit:
        found |= canvas.plane.capsule((x, at), (x, at - 0.7 * unit), 0.3)
        at -= 1.7 * unit
    return found
