"""Arms and legs as shapes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.core.figure.drawing.plane import polar
from coach.core.figure.drawing.rig import bones
from coach.core.frozen import frozen

if TYPE_CHECKING:
    from coach.core.figure.drawing.plane import Dots, Plane, Point
    from coach.core.figure.drawing.rig import Build
    from coach.core.figure.figure import Limb

FLAT = 6  # degrees; a foot nearer to level than this stands on the ground
SPREAD = (-26, 0, 26)  # degrees; fingers


@frozen
class LimbShape:
    """A limb, its hand or foot alone, and where it joins the trunk."""

    whole: Dots
    tip: Dots
    joint: Dots


def leg(plane: Plane, build: Build, hip: Point, limb: Limb) -> LimbShape:
    """A leg seen from the side. A flat foot is put on the ground."""
    flat = build.ankle + build.sole
    if limb.end is not None and abs(limb.tip) < FLAT and limb.end[1] < flat:
        limb = replace(limb, end=(limb.end[0], flat))
    found = bones(hip, limb, build.thigh, build.shin)
    thigh, knee, ankle = build.leg
    shape = plane.stroke([found.start, found.mid, found.end], [thigh, knee, ankle])
    sole = polar(found.end, limb.tip - 90, build.ankle)
    heel = polar(sole, limb.tip, -0.22 * build.foot)
    toe = polar(sole, limb.tip, 0.78 * build.foot)
    foot = plane.capsule(found.end, heel, ankle, build.sole) | plane.capsule(heel, toe, build.sole, build.sole * 0.85)
    foot |= plane.capsule(found.end, polar(sole, limb.tip, 0.4 * build.foot), ankle, build.sole)
    return LimbShape(shape | foot, foot, plane.disc(hip, thigh * 1.55))


def front_leg(plane: Plane, build: Build, hip: Point, limb: Limb, outward: float) -> LimbShape:
    """A leg seen from the front; `outward` is +1 or -1, the way its toes point."""
    found = bones(hip, limb, build.thigh, build.shin)
    thigh, knee, ankle = build.leg
    if limb.toward:
        thigh = knee = thigh * 1.1
    toe = (found.end[0] + outward * build.foot * 0.25, found.end[1] - build.ankle * 0.7)
    foot = plane.capsule(found.end, toe, ankle, build.sole * 1.35)
    shape = plane.stroke([found.start, found.mid, found.end], [thigh, knee, ankle])
    return LimbShape(shape | foot, foot, plane.disc(hip, thigh * 1.2))


def arm(plane: Plane, build: Build, shoulder: Point, limb: Limb) -> LimbShape:
    """An arm with its hand; spread fingers where they matter."""
    found = bones(shoulder, limb, build.upper_arm, build.forearm)
    upper, elbow, wrist = build.arm
    shape = plane.stroke([found.start, found.mid, found.end], [upper, elbow, wrist])
    way = found.direction + limb.tip
    palm = build.palm * limb.hand
    tip = polar(found.end, way, build.hand * limb.hand)
    hand = plane.capsule(found.end, tip, wrist, palm)
    if limb.fingers:
        hand = plane.capsule(found.end, polar(found.end, way, build.hand * 0.7), wrist, palm)
        for spread in SPREAD:
            base = polar(polar(found.end, way, build.hand * 0.6), way + spread * 2.4, palm * 0.62)
            hand |= plane.capsule(base, polar(base, way + spread * 0.5, build.hand * limb.hand), palm * 0.34)
    return LimbShape(shape | hand, hand, plane.disc(shoulder, upper * 1.55 + 0.5))
