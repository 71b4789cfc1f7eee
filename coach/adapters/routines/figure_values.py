"""What a figure's data says, as values of the core. Takes plain data that is known to fit the format."""

from __future__ import annotations

from typing import Any

from coach.core.figure.figure import Ease, Figure, FigureStep, Head, Ink, Limb, Pose, Prop, View
from coach.core.figure.motion import BY_CUE
from coach.core.vocabulary import SegmentKind

Data = dict[str, Any]

LIMBS = ("arm_near", "arm_far", "leg_near", "leg_far", "arm_left", "arm_right", "leg_left", "leg_right")
POINTS = {"at", "end", "mid", "angles", "size", "span", "far", "hip", "chest"}


def figure_from(name: str, data: Data) -> Figure:
    """The figure that this data describes. Each pose is the base with the pose's own keys over it."""
    base = data.get("base") or {}
    poses = {key: _pose(merged(base, own or {})) for key, own in data["poses"].items()}
    return Figure(
        name=name,
        view=View(data["view"]),
        poses=poses,
        words=data["words"],
        play={
            SegmentKind(kind): _beats(SegmentKind(kind), steps)
            for kind, steps in (data.get("play") or {}).items()
            if steps
        },
        scale=float(data.get("scale") or 1.0),
        ground=_point(data["ground"]) if data.get("ground") else None,
        scene=tuple(_prop(prop) for prop in data.get("scene") or ()),
    )


def merged(under: Data, over: Data) -> Data:
    """Both, group by group; where both have a value the second one counts."""
    found = dict(under)
    for key, value in over.items():
        below = found.get(key)
        found[key] = merged(below, value) if isinstance(value, dict) and isinstance(below, dict) else value
    return found


def _point(value: Any) -> tuple[float, float]:
    return float(value[0]), float(value[1])


def _fields(data: Data) -> Data:
    """The same keys with numbers as floats and pairs as points."""
    found: Data = {}
    for key, value in data.items():
        if value is None:  # takes back what the base gave
            continue
        if key == "points":
            found[key] = tuple(_point(p) for p in value)
        elif key in POINTS:
            found[key] = _point(value)
        elif isinstance(value, int) and not isinstance(value, bool):
            found[key] = float(value)
        else:
            found[key] = value
    return found


def _prop(data: Data) -> Prop:
    found = _fields(data)
    if "ink" in found:
        found["ink"] = Ink(found["ink"])
    return Prop(**found)


def _pose(data: Data) -> Pose:
    rest = {key: value for key, value in data.items() if key not in {*LIMBS, "spine", "head", "props"}}
    for key in ("joined", "order"):
        if key in rest:
            rest[key] = tuple(rest[key] or ())
    if rest.get("view"):
        rest["view"] = View(rest["view"])
    return Pose(
        spine=tuple(_point(p) for p in data.get("spine") or ()),
        head=Head(**_fields(data["head"])) if data.get("head") else None,
        limbs={name: Limb(**_fields(data[name])) for name in LIMBS if data.get(name)},
        props={name: _prop(prop) for name, prop in (data.get("props") or {}).items() if prop},
        **_fields(rest),
    )


def _beats(kind: SegmentKind, steps: list[Any]) -> tuple[tuple[FigureStep, ...], ...]:
    lists = steps if kind in BY_CUE else [steps]
    return tuple(tuple(_step(step) for step in beat) for beat in lists)


def _step(data: str | Data) -> FigureStep:
    if isinstance(data, str):
        return FigureStep(data)
    seconds = data.get("seconds")
    return FigureStep(
        data["to"],
        None if seconds is None else float(seconds),
        float(data.get("stay") or 0.0),
        Ease(data.get("ease") or Ease.IN_OUT),
        bool(data.get("again")),
    )
