"""A jointed figure: its key poses, what lies between them, and which pose belongs to which moment of a run.

Poses are data (routines/figures/*.yaml), drawn by `coach.core.figure.drawing`. Lengths are figure units: a
person stands about 55 high. x goes right, y up, the ground is y = 0. Angles are degrees: 0 right, 90 up. What is not
symmetrical is drawn for the RIGHT side; the left side is its mirror image.
"""

from __future__ import annotations

from dataclasses import field, fields, is_dataclass, replace
from enum import StrEnum
from math import cos, pi
from typing import TYPE_CHECKING, Any, TypeVar

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.core.vocabulary import SegmentKind, Side

Point = tuple[float, float]
T = TypeVar("T")


class Ink(StrEnum):
    """What a dot belongs to: the things around, the body, or what acts."""

    SCENE = "scene"
    BODY = "body"
    ACTING = "acting"


class View(StrEnum):
    """From where the figure is seen. The front is seen as in a mirror: the right of the picture is your right."""

    SIDE = "side"
    FRONT = "front"
    BACK = "back"


class Ease(StrEnum):
    """How a move gathers and loses speed."""

    IN_OUT = "in-out"
    IN = "in"
    OUT = "out"
    LINEAR = "linear"
    STEP = "step"


def eased(ease: Ease, t: float) -> float:
    """How far a move has come when the part `t` (0 to 1) of its time is over."""
    match ease:
        case Ease.IN_OUT:
            return (1 - cos(pi * t)) / 2
        case Ease.IN:
            return t * t
        case Ease.OUT:
            return 1 - (1 - t) ** 2
        case Ease.STEP:
            return float(t >= 1)
    return t


@frozen
class Head:
    """A head at its centre. `roll` 0 looks ahead, 90 up; `yaw` 0 faces us, 90 looks right, 180 away."""

    at: Point
    roll: float = 0.0
    yaw: float | None = None
    scale: float = 1.0
    closed: bool = False  # the eyes


@frozen
class Limb:
    """An arm or a leg: angles of its two bones, or its end (wrist, ankle) with the bend of its joint, or both points.

    `bend` is +1 or -1: on which side of the line from start to end the joint lies (+1: left of it). `tip` is the
    direction of the foot, or how far the hand is turned from the forearm.
    """

    end: Point | None = None
    mid: Point | None = None
    angles: Point | None = None
    bend: float = 1.0
    tip: float = 0.0
    hand: float = 1.0  # how big
    fingers: bool = False
    acts: bool = False
    toward: bool = False  # the thigh points at us


@frozen
class Prop:
    """A thing that is not the body. Which fields count depends on `kind` (see `coach.core.figure.drawing.props`)."""

    kind: str
    points: tuple[Point, ...] = ()
    at: Point = (0.0, 0.0)
    size: Point = (0.0, 0.0)
    span: Point = (0.0, 0.0)
    width: float = 0.6
    turn: float = 0.0
    level: float = 0.0
    ink: Ink = Ink.SCENE
    behind: bool = False
    halo: bool = False  # keeps a gap to what is under it, or before it if it is behind
    both: bool = False  # an arrow head at either end


@frozen
class Pose:
    """One key pose. `spine` runs from pelvis to neck in a side view; `hip` and `chest` place a front or back view.

    `view` and `scale` are those of the figure where None; a `bare` pose stands without ground and scene.
    """

    spine: tuple[Point, ...] = ()
    hip: Point | None = None
    chest: Point | None = None
    head: Head | None = None
    far: Point = (0.0, 0.0)
    shoulder: float = 0.86  # how far along the spine the arms hang
    breath: float = 0.0
    outline: bool = False
    trunk_acts: bool = False
    joined: tuple[str, ...] = ()
    limbs: Mapping[str, Limb] = field(default_factory=dict)
    props: Mapping[str, Prop] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    view: View | None = None
    scale: float | None = None
    bare: bool = False


@frozen
class FigureStep:
    """Go to a pose in `seconds` (None: all the time there is) and stay; steps that come `again` go round for ever."""

    to: str
    seconds: float | None = None
    stay: float = 0.0
    ease: Ease = Ease.IN_OUT
    again: bool = False


Beats = tuple[tuple[FigureStep, ...], ...]


@frozen
class Figure:
    """Key poses and how they follow each other.

    `play` says what is done in each kind of segment: one list of steps, or for reps and breaths one list for each cue.
    `words` describes the picture for people who don't see it.
    """

    name: str
    view: View
    poses: Mapping[str, Pose]
    words: str
    play: Mapping[SegmentKind, Beats] = field(default_factory=dict)
    scale: float = 1.0
    ground: Point | None = None
    scene: tuple[Prop, ...] = ()

    @property
    def ready(self) -> str:
        """The pose that everything begins with."""
        return next(iter(self.poses))


@frozen
class Frame:
    """One picture of a loop: `done` of `parts` from one pose to the next. Equal frames are equal pictures."""

    start: str
    end: str
    done: int = 0
    parts: int = 1
    ease: Ease = Ease.LINEAR
    mirrored: bool = False


def described(figure: Figure, side: Side | None = None) -> str:
    """The picture in words, for people who don't see it."""
    return f"{side.capitalize()} side: {figure.words}" if side is not None else figure.words


def pose_at(figure: Figure, frame: Frame) -> Pose:
    """The pose of a frame."""
    start = figure.poses[frame.start]
    if frame.done == 0 or frame.start == frame.end:
        return start
    return mix(start, figure.poses[frame.end], eased(frame.ease, frame.done / frame.parts))


def mix(a: T, b: T, t: float) -> T:
    """What lies between two values: numbers are mixed, what is only in the target is there at once, the rest changes
    at the end.
    """
    found: Any = _mixed(a, b, t)
    return found  # type: ignore[no-any-return]


def _mixed(a: Any, b: Any, t: float) -> Any:
    if a == b or t <= 0:
        return a
    if t >= 1:
        return b
    if isinstance(a, float) and isinstance(b, float):
        return a + (b - a) * t
    if isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b):
        return tuple(_mixed(x, y, t) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict) and isinstance(b, dict):
        return {name: _mixed(a[name], part, t) if name in a else part for name, part in b.items()}
    if isinstance(b, Prop) and b.kind == "arrow":  # it leads the move
        return b
    if isinstance(a, Pose) and isinstance(b, Pose) and a.view is not b.view:  # there is nothing between two views
        return a
    if is_dataclass(a) and type(a) is type(b) and not isinstance(a, type):
        return replace(a, **{f.name: _mixed(getattr(a, f.name), getattr(b, f.name), t) for f in fields(a)})
    return a
