"""The format of a figure, for checking what people write and for editors. Lengths are figure units, angles degrees."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from coach.adapters.routines.routine_part import Id, Line, Part
from coach.core.figure.drawing.props import KINDS
from coach.core.figure.figure import Ease, Ink, View

MOST_POSES = 30
MOST_THINGS = 40
FARTHEST = 300  # units; nothing this far off could be seen

Number = Annotated[float, Field(ge=-FARTHEST, le=FARTHEST)]
Angle = Annotated[float, Field(ge=-1080, le=1080)]
Point = Annotated[list[Number], Field(min_length=2, max_length=2)]
Angles = Annotated[list[Angle], Field(min_length=2, max_length=2)]
Points = Annotated[list[Point], Field(min_length=2, max_length=20)]
Size = Annotated[float, Field(gt=0, le=10)]
Scale = Annotated[float, Field(ge=0.3, le=4)]
Seconds = Annotated[float, Field(ge=0, le=600)]
Parts = Annotated[list[str], Field(max_length=20)]


class HeadKeys(Part):
    """Where the head is and where it looks."""

    at: Point | None = Field(None, description="The middle of the head")
    roll: Angle | None = Field(None, description="0 upright, 90 looking up (side view), tipped (front view)")
    yaw: Angle | None = Field(None, description="0 faces us, 90 looks right, 180 away")
    scale: Size | None = None
    closed: bool | None = Field(None, description="The eyes")


class LimbKeys(Part):
    """An arm or a leg: angles of its two bones, or its end (and mid)."""

    end: Point | None = Field(None, description="Wrist or ankle")
    mid: Point | None = Field(None, description="Elbow or knee; without it, it is found by the length of the bones")
    angles: Angles | None = Field(None, description="Of upper and lower bone: 0 right, 90 up")
    bend: Annotated[float, Field(ge=-1, le=1)] | None = Field(None, description="1 or -1: the side the joint lies on")
    tip: Angle | None = Field(None, description="Direction of the foot, or how far the hand is turned")
    hand: Size | None = Field(None, description="How big the hand is")
    fingers: bool | None = None
    acts: bool | None = Field(None, description="Drawn in the colour of what acts")
    toward: bool | None = Field(None, description="The thigh points at us")


class PropKeys(Part):
    """A thing around the body, or what acts on it."""

    kind: str | None = Field(None, json_schema_extra={"enum": list(KINDS)})
    points: Points | None = None
    at: Point | None = None
    size: Point | None = None
    span: Angles | None = None
    width: Size | None = None
    turn: Angle | None = None
    level: Angle | None = None
    ink: Annotated[Ink, Field(strict=False)] | None = None
    behind: bool | None = None
    halo: bool | None = None
    both: bool | None = None


class PoseKeys(Part):
    """One key pose; what it leaves out is as in the base."""

    view: Annotated[View, Field(strict=False)] | None = Field(None, description="Where it is not that of the figure")
    scale: Scale | None = Field(None, description="Where it is not that of the figure")
    bare: bool | None = Field(None, description="true: without ground and scene")
    spine: Annotated[list[Point], Field(min_length=3, max_length=9)] | None = Field(
        None, description="From pelvis to neck, in a side view"
    )
    hip: Point | None = Field(None, description="In a front or back view")
    chest: Point | None = Field(None, description="In a front or back view")
    head: HeadKeys | None = None
    far: Point | None = Field(None, description="How far the far hip and shoulder stand off")
    shoulder: Annotated[float, Field(ge=0, le=1)] | None = Field(None, description="How far up the spine the arms hang")
    breath: Annotated[float, Field(ge=-5, le=8)] | None = None
    outline: bool | None = Field(None, description="Big figures: only the lines of the trunk")
    trunk_acts: bool | None = Field(None, description="The trunk in the colour of what acts")
    joined: Parts | None = None
    order: Parts | None = None
    arm_near: LimbKeys | None = None
    arm_far: LimbKeys | None = None
    leg_near: LimbKeys | None = None
    leg_far: LimbKeys | None = None
    arm_left: LimbKeys | None = None
    arm_right: LimbKeys | None = None
    leg_left: LimbKeys | None = None
    leg_right: LimbKeys | None = None
    props: Annotated[dict[str, PropKeys | None], Field(max_length=MOST_THINGS)] | None = None


class StepKeys(Part):
    """Go to a pose."""

    to: Id
    seconds: Seconds | None = Field(None, description="For the way there; without it, all the time there is")
    stay: Seconds | None = None
    ease: Annotated[Ease, Field(strict=False)] | None = None
    again: bool | None = Field(None, description="true: goes round for ever")


def _as_step(value: Any) -> Any:
    return {"to": value} if isinstance(value, str) else value


def _as_like(value: Any) -> Any:
    return {"like": value} if isinstance(value, str) else value


StepLine = Annotated[StepKeys, BeforeValidator(_as_step, json_schema_input_type=StepKeys | Id)]
Steps = Annotated[list[StepLine], Field(min_length=1, max_length=MOST_POSES)]
Beats = Annotated[list[Steps], Field(min_length=1, max_length=10)]


class PlayKeys(Part):
    """What is done in each part of a run. In a rep and a breath, one list of steps for each word that is said."""

    prepare: Steps | None = None
    hold: Steps | None = None
    rep: Beats | None = None
    breathe: Beats | None = None
    move: Steps | None = None
    swap: Steps | None = None
    rest: Steps | None = None
    check: Steps | None = None


class Drawing(Part):
    """A figure: key poses and when each is taken."""

    format: Literal[1] = 1
    like: Id | None = Field(None, description="The figure it begins from: what is left out here is as in that one")
    words: Line | None = Field(None, description="The picture in words")
    view: Annotated[View, Field(strict=False)] | None = None
    scale: Scale | None = Field(None, description="1 standing, 1.4 on the floor")
    ground: Point | None = Field(None, description="From where to where the ground is drawn")
    scene: Annotated[list[PropKeys], Field(max_length=MOST_THINGS)] | None = None
    base: PoseKeys | None = Field(None, description="What all poses have in common")
    poses: Annotated[dict[Id, PoseKeys | None], Field(min_length=1, max_length=MOST_POSES)] | None = Field(
        None, description="Key poses by name; the first is where it begins"
    )
    play: PlayKeys | None = None
    variants: Annotated[dict[Id, Drawing | None], Field(max_length=20)] | None = Field(
        None,
        description="What is different for an area or another way to do it; a way has variants of its own for areas",
    )


FigureKey = Annotated[Drawing, BeforeValidator(_as_like, json_schema_input_type=Drawing | Id)]
_LIMBS = {name for name in PoseKeys.model_fields if name.startswith(("arm_", "leg_"))}


def part_at(path: tuple[str | int, ...]) -> type[Part]:
    """The model of what stands at a path inside a figure, for naming the keys that are known there."""
    names = [part for part in path if isinstance(part, str)]
    while names[:1] == ["variants"]:
        names = names[2:]
    if names[:1] == ["poses"]:
        names = ["base", *names[2:]]
    match names:
        case []:
            return Drawing
        case ["play", _, *_]:
            return StepKeys
        case ["play"]:
            return PlayKeys
        case ["scene"] | ["base", "props", *_]:
            return PropKeys
        case ["base", "head"]:
            return HeadKeys
        case ["base", limb] if limb in _LIMBS:
            return LimbKeys
    return PoseKeys
