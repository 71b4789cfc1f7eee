"""The figure seen from the side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.drawing.head import draw_head
from coach.core.drawing.limbs import arm, leg
from coach.core.drawing.props import draw_prop
from coach.core.drawing.rig import along, curve
from coach.core.figure import Ink, View

if TYPE_CHECKING:
    from coach.core.drawing.canvas import Canvas
    from coach.core.drawing.limbs import LimbShape
    from coach.core.drawing.plane import Point
    from coach.core.drawing.rig import Build
    from coach.core.figure import Pose

ORDER = ("arm_far", "leg_far", "trunk", "head", "leg_near", "arm_near")


def draw_side(canvas: Canvas, build: Build, pose: Pose) -> None:
    """Lay the parts over each other from the far side to the near one."""
    spine = curve(pose.spine)
    joints = _joints(pose, spine)
    shapes: dict[str, LimbShape] = {}
    for name, limb in pose.limbs.items():
        draw = arm if name.startswith("arm") else leg
        shapes[name] = draw(canvas.plane, build, joints[name], limb)
    for name in pose.order or ORDER:
        if name == "trunk":
            _trunk(canvas, build, pose, spine)
        elif name == "head" and pose.head is not None:
            neck = canvas.plane.capsule(spine[-1], pose.head.at, build.neck * 1.5)
            draw_head(canvas, build, pose.head, View.SIDE, neck)
        elif name in shapes:
            _limb(canvas, pose, name, shapes[name])
        elif name in pose.props:
            draw_prop(canvas, pose.props[name])
        elif name == "hand_near":
            canvas.put(shapes["arm_near"].tip, _ink(pose, "arm_near"), halo=1, keep=shapes["arm_near"].whole)


def _joints(pose: Pose, spine: list[Point]) -> dict[str, Point]:
    shoulder = spine[round(pose.shoulder * (len(spine) - 1))]
    hip = spine[0]
    dx, dy = pose.far
    return {
        "arm_near": shoulder,
        "leg_near": hip,
        "arm_far": (shoulder[0] + dx, shoulder[1] + dy),
        "leg_far": (hip[0] + dx, hip[1] + dy),
    }


def _trunk(canvas: Canvas, build: Build, pose: Pose, spine: list[Point]) -> None:
    radii = along(build.trunk, len(spine))
    shape = canvas.plane.stroke(spine, radii)
    if pose.breath:
        belly = [(x + pose.breath * (i / len(spine)) * (1 - i / len(spine)) * 4, y) for i, (x, y) in enumerate(spine)]
        shape |= canvas.plane.stroke(belly, radii)
    if pose.head is not None:
        shape |= canvas.plane.capsule(spine[-1], pose.head.at, build.neck)
    canvas.put(shape, Ink.BODY, halo=1)


def _ink(pose: Pose, name: str) -> Ink:
    return Ink.ACTING if pose.limbs[name].acts else Ink.BODY


def _limb(canvas: Canvas, pose: Pose, name: str, shape: LimbShape) -> None:
    keep = 0 if name.endswith("far") else shape.joint
    canvas.put(shape.whole, _ink(pose, name), halo=1, keep=keep)
