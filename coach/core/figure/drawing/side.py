"""The figure seen from the side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.figure.drawing.head import draw_head
from coach.core.figure.drawing.limbs import arm, leg
from coach.core.figure.drawing.props import draw_prop
from coach.core.figure.drawing.rig import along, curve
from coach.core.figure.figure import Ink, View

if TYPE_CHECKING:
    from coach.core.figure.drawing.canvas import Canvas
    from coach.core.figure.drawing.limbs import LimbShape
    from coach.core.figure.drawing.plane import Dots, Point
    from coach.core.figure.drawing.rig import Build
    from coach.core.figure.figure import Pose

ORDER = ("arm_far", "leg_far", "trunk", "head", "leg_near", "arm_near")


def draw_side(canvas: Canvas, build: Build, pose: Pose) -> None:
    """Lay the parts over each other from the far side to the near one."""
    spine = curve(pose.spine)
    joints = _joints(pose, spine)
    shapes: dict[str, LimbShape] = {}
    for name, limb in pose.limbs.items():
        if name not in joints:
            continue
        draw = arm if name.startswith("arm") else leg
        shapes[name] = draw(canvas.plane, build, joints[name], limb)
    for name in pose.order or ORDER:
        if name == "trunk":
            _trunk(canvas, build, pose, spine)
        elif name == "head" and pose.head is not None:
            draw_head(canvas, build, pose.head, View.SIDE, _neck(canvas, build, pose, spine))
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
        canvas.put(canvas.plane.capsule(spine[-1], pose.head.at, build.neck), Ink.BODY, halo=1)
    canvas.put(shape, Ink.ACTING if pose.trunk_acts else Ink.BODY, halo=1, keep=_neck(canvas, build, pose, spine))


def _neck(canvas: Canvas, build: Build, pose: Pose, spine: list[Point]) -> Dots:
    """Where head and trunk grow together."""
    return 0 if pose.head is None else canvas.plane.capsule(spine[-1], pose.head.at, build.neck * 1.5)


def _ink(pose: Pose, name: str) -> Ink:
    return Ink.ACTING if pose.limbs[name].acts else Ink.BODY


def _limb(canvas: Canvas, pose: Pose, name: str, shape: LimbShape) -> None:
    keep = 0 if name.endswith("far") else shape.joint
    canvas.put(shape.whole, _ink(pose, name), halo=1, keep=keep)
