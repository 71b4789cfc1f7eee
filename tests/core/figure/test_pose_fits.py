"""What is shown and said fits what was chosen: for every technique, way, area and side.

Measured on what is drawn: the thing that acts lies on the body and on what holds it, at the place that was chosen, and
the words name the posture of the picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import hypot

import pytest

from coach.adapters.routines.routine_files import load_library
from coach.core.figure.drawing.body import BORDERS
from coach.core.figure.drawing.body import POSE as STANDARD
from coach.core.figure.drawing.canvas import Canvas
from coach.core.figure.drawing.draw import plane_of
from coach.core.figure.drawing.front import draw_front
from coach.core.figure.drawing.plane import Dots
from coach.core.figure.drawing.props import draw_prop
from coach.core.figure.drawing.rig import Build
from coach.core.figure.drawing.side import draw_side
from coach.core.figure.figure import Figure, Ink, Pose, Prop, View, described
from coach.core.record.choices import Choices
from coach.core.routine.choices import with_variant
from coach.core.routine.routine import BodyPosition, Technique
from coach.core.vocabulary import BodyArea, Side

LIBRARY = load_library(None)
PLANE = plane_of(80, 32)  # two dots a unit
Case = tuple[Technique, str | None, BodyArea | None]
THINGS = {"ball", "roller", "heat", "cold"}  # what lies on the body
SAID = {  # what the words call a posture, first match first
    "hands and knees": BodyPosition.HANDS_AND_KNEES,
    "kneeling": BodyPosition.KNEEL,
    "lying": BodyPosition.LIE_BACK,
    "back to a wall": BodyPosition.WALL,
    "back on a wall": BodyPosition.WALL,
    "standing": BodyPosition.STAND,
    "walking": BodyPosition.STAND,
    "getting up": BodyPosition.STAND,
    "sitting": BodyPosition.SIT,
    "at a desk": BodyPosition.SIT,
}
NAMED = {  # how the words may call an area where something lies on it
    BodyArea.NECK: ("neck",),
    BodyArea.SHOULDER: ("shoulder blade", "shoulder"),
    BodyArea.UPPER_BACK: ("shoulder blade", "upper back"),
    BodyArea.MID_BACK: ("middle of the back",),
    BodyArea.LOWER_BACK: ("lower back",),
}
ELSEWHERE = {area: tuple(w for a, words in NAMED.items() if a is not area for w in words) for area in NAMED}


def cases() -> Iterator[Case]:
    for technique in LIBRARY.shipped_techniques:
        for way in (None, *(v.id for v in technique.variants)):
            for area in (None, *with_variant(technique, way or "").areas):
                yield technique, way, area


CASES = list(cases())
NAMES = [f"{t.id}, {way or 'usual'}, {area or 'anywhere'}" for t, way, area in CASES]
every_case = pytest.mark.parametrize("case", CASES, ids=NAMES)


def shown(case: Case) -> tuple[Technique, Figure]:
    technique, way, area = case
    done = LIBRARY.taken(technique, Choices(variant=way, area=area))
    figure = LIBRARY.figure_of(technique, Choices(variant=way, area=area), technique.areas)
    assert figure is not None
    return done, figure


def view_of(figure: Figure, pose: Pose) -> View:
    return pose.view or figure.view


def body(figure: Figure, pose: Pose) -> Dots:
    """The dots of the person alone."""
    canvas, build = Canvas(PLANE), Build().times(pose.scale or figure.scale)
    whole = replace(pose, props={}, outline=False, trunk_acts=False)
    if view_of(figure, pose) is View.SIDE:
        draw_side(canvas, build, whole)
    else:
        draw_front(canvas, build, whole, view_of(figure, pose))
    return canvas.layers[Ink.BODY] | canvas.layers[Ink.ACTING]


def dots_of(prop: Prop) -> Dots:
    canvas = Canvas(PLANE)
    draw_prop(canvas, replace(prop, ink=Ink.ACTING))
    return canvas.layers[Ink.ACTING]


def touch(a: Dots, b: Dots) -> bool:
    """Whether there is no gap between two shapes: half a unit at most."""
    return bool(PLANE.grow(a, 1) & b)


def height_on_trunk(figure: Figure, pose: Pose, prop: Prop) -> float:
    """How far up the trunk a thing lies: 0 at the hips, 1 at the chest's top or the root of the neck."""
    if view_of(figure, pose) is View.SIDE:
        (x0, y0), (x1, y1) = pose.spine[0], pose.spine[-1]
        along = (prop.at[0] - x0) * (x1 - x0) + (prop.at[1] - y0) * (y1 - y0)
        return along / hypot(x1 - x0, y1 - y0) ** 2
    assert pose.hip is not None
    assert pose.chest is not None
    return (prop.at[1] - pose.hip[1]) / (pose.chest[1] - pose.hip[1])


def bounds(area: BodyArea) -> tuple[float, float]:
    """The same measure for the ends of an area, from the person on which areas are picked."""
    assert STANDARD.hip is not None
    assert STANDARD.chest is not None
    low, high = ((y - STANDARD.hip[1]) / (STANDARD.chest[1] - STANDARD.hip[1]) for y in BORDERS[area])
    return low, high


def supports(figure: Figure, pose: Pose) -> Iterator[Dots]:
    """Walls, and the ground where it is drawn."""
    for prop in (*figure.scene, *pose.props.values()):
        if prop.kind == "wall":
            yield dots_of(prop)
    if figure.ground is not None:
        yield PLANE.all & ~PLANE.above(0)


def posture(figure: Figure, pose: Pose) -> set[BodyPosition]:
    """Which postures the picture may be, by its joints alone."""
    upright = {BodyPosition.SIT, BodyPosition.STAND, BodyPosition.WALL}
    if view_of(figure, pose) is not View.SIDE:
        assert pose.hip is not None
        assert pose.chest is not None
        assert abs(pose.chest[0] - pose.hip[0]) < pose.chest[1] - pose.hip[1]
        legs = any(name.startswith("leg") for name in pose.limbs)
        if not legs:
            return upright
        return {BodyPosition.STAND, BodyPosition.WALL} if any(p.kind == "bricks" for p in figure.scene) else upright
    (x0, y0), (x1, y1) = pose.spine[0], pose.spine[-1]
    size = (pose.scale or figure.scale) * Build().thigh
    assert pose.head is not None
    if abs(x1 - x0) > abs(y1 - y0):  # the trunk lies level
        if pose.head.roll > 45:
            return {BodyPosition.LIE_BACK}
        hands = pose.limbs["arm_near"].end
        knees = pose.limbs["leg_near"].mid
        assert hands is not None
        assert knees is not None
        assert max(hands[1], knees[1]) < size / 2
        return {BodyPosition.HANDS_AND_KNEES} if y0 > size else {BodyPosition.KNEEL}
    leg = pose.limbs.get("leg_near")
    if leg is None:  # a picture of the upper body
        return upright
    foot = leg.end
    assert foot is not None
    if leg.mid is not None and leg.mid[1] < size / 2:  # the knee is on the floor
        return {BodyPosition.KNEEL}
    if y0 - foot[1] < 1.25 * size + 2:  # the hips no higher than the knees
        return {BodyPosition.SIT}
    leans = any(prop.kind == "wall" for prop in figure.scene)
    return {BodyPosition.WALL} if leans else {BodyPosition.STAND}


def said(words: str) -> BodyPosition | None:
    return next((place for word, place in SAID.items() if word in words.lower()), None)


# --- what lies on the body ------------------------------------------------------------------------------------------


@every_case
def test_a_thing_lies_on_the_body_and_on_what_holds_it(case: Case) -> None:
    _, figure = shown(case)
    for name, pose in figure.poses.items():
        for prop in (p for p in pose.props.values() if p.kind in THINGS):
            thing = dots_of(prop)
            assert touch(thing, body(figure, pose)), f"{name}: the {prop.kind} is in the air"
            if prop.kind in {"ball", "roller"}:
                assert any(touch(thing, held) for held in supports(figure, pose)), f"{name}: nothing holds it"


@every_case
def test_a_thing_lies_on_the_area_that_was_chosen_and_the_words_name_it(case: Case) -> None:
    technique, figure = shown(case)
    area = case[2] or technique.areas[0]
    things = [(pose, p) for pose in figure.poses.values() for p in pose.props.values() if p.kind in THINGS]
    for pose, prop in things:
        low, high = bounds(area)
        at = height_on_trunk(figure, pose, prop)
        if area is BodyArea.SHOULDER and prop.kind in {"ball", "roller"}:
            low, high = bounds(BodyArea.UPPER_BACK)  # the blade: a ball presses nowhere else there
        assert low <= at <= high, (low, at, high)
    if things:
        words = figure.words.lower()
        assert any(word in words for word in NAMED[area]) or (area is BodyArea.UPPER_BACK and "the back" in words)
        for word in NAMED[area]:
            words = words.replace(word, "")
        assert not [word for word in ELSEWHERE[area] if word in words]


@every_case
def test_there_is_the_thing_that_the_way_is_done_with(case: Case) -> None:
    technique, figure = shown(case)
    drawn = {prop.kind for pose in figure.poses.values() for prop in pose.props.values()}
    drawn |= {prop.kind for prop in figure.scene}
    for thing, kind in {
        "tennis-ball": "ball",
        "foam-roller": "roller",
        "heat-pack": "heat",
        "cold-pack": "cold",
    }.items():
        assert (kind in drawn) is (thing in technique.equipment)
    if technique.id == "ball-compression":
        assert ("wall" in drawn) is ("wall" in technique.equipment)


# --- the posture ----------------------------------------------------------------------------------------------------


@every_case
def test_words_picture_and_way_have_one_posture(case: Case) -> None:
    technique, figure = shown(case)
    starts = next(iter(figure.poses.values()))
    allowed = set(technique.position)
    named = said(figure.words)
    if named is not None:
        assert named in allowed
        assert any(named in posture(figure, pose) for pose in figure.poses.values())
    if technique.id != "movement-break":  # it gets up from a chair
        for name, pose in figure.poses.items():
            assert posture(figure, pose) & allowed, name
            assert named is None or named in posture(figure, pose), name
    assert starts is figure.poses[figure.ready]


@every_case
@pytest.mark.parametrize("side", [None, *Side])
def test_each_side_is_described_with_the_same_words(case: Case, side: Side | None) -> None:
    _, figure = shown(case)
    words = described(figure, side)
    assert words.endswith(figure.words)
    assert side is None or words.startswith(f"{side.capitalize()} side: ")


def test_the_measure_sees_a_ball_in_the_air_and_a_wrong_posture() -> None:
    technique = next(t for t in LIBRARY.shipped_techniques if t.id == "ball-compression")
    _, figure = shown((technique, "floor-ball", BodyArea.UPPER_BACK))
    pose = figure.poses[figure.ready]
    high = replace(pose.props["ball"], at=(26.0, 40.0))
    assert not touch(dots_of(high), body(figure, pose))
    assert posture(figure, pose) == {BodyPosition.LIE_BACK}
    assert said("Standing with the back to a wall, a ball between.") is BodyPosition.WALL
