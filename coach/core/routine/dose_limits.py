"""The limits of doses: what a person's own file or sequence may ask for, and what is used when it asks for more.

A sequence may not go over the high end of its technique; an own technique not over the largest of its class, and on the
neck not over the largest of those for the neck (docs/safety-rules.md, A person's own technique). What goes over is
brought to the cap and said so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.core.routine.routine import Change, Clamp, CueAt, CueLine, Dose, Quantity, Technique
from coach.core.vocabulary import BodyArea, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

# Numbers whose largest value in a class is the cap of a person's own technique in it.
CAPPED = ("hold", "reps", "length", "spots", "there", "back", "breathe_in", "breathe_out", "every")
# Numbers that come from the class when a file leaves them out; the strictest shipped one holds.
SMALLEST_HOLDS = ("hard_stop", "per_spot_per_day", "per_day", "rise_per_week", "breathe_in", "breathe_out")
LARGEST_HOLDS = ("gap",)
# Numbers a step of a sequence may change.
CHANGEABLE = ("hold", "reps", "length", "spots")

# Without one of these a technique of the class has nothing to time.
NEEDED: Mapping[TechniqueClass, tuple[str, ...]] = {
    TechniqueClass.HEAT: ("hold",),
    TechniqueClass.COLD: ("hold",),
    TechniqueClass.COMPRESSION: ("hold",),
    TechniqueClass.MASSAGE: ("hold",),
    TechniqueClass.STRETCH: ("hold", "reps"),
    TechniqueClass.STRENGTH: ("hold", "reps"),
    TechniqueClass.MOVEMENT_BREAK: ("length",),
    TechniqueClass.BREATHING: ("length",),
}

Caps = dict[TechniqueClass, dict[str, int]]


def caps_by_class(shipped: Iterable[Technique]) -> Caps:
    """For each class the largest high end of each number its shipped techniques have."""
    caps: Caps = {}
    for technique in shipped:
        of_class = caps.setdefault(technique.cls, {})
        for name, quantity in technique.dose.quantities():
            if name in CAPPED:
                of_class[name] = max(quantity.high, of_class.get(name, 0))
    return caps


def caps_of(cls: TechniqueClass, areas: Collection[str], shipped: Iterable[Technique]) -> dict[str, int]:
    """What a technique of a person's own may ask for at most: the largest of its class, on the neck of those there."""
    siblings = [technique for technique in shipped if technique.cls is cls]
    caps = caps_by_class(siblings).get(cls, {})
    if BodyArea.NECK not in areas:
        return caps
    there = caps_by_class(t for t in siblings if BodyArea.NECK in t.areas).get(cls, {})
    return {name: min(cap, there.get(name, cap)) for name, cap in caps.items()}


def strictest_by_class(shipped: Iterable[Technique]) -> dict[TechniqueClass, dict[str, Quantity]]:
    """For each class the strictest of the numbers that limit a day: the smallest, of gaps the largest."""
    found: dict[TechniqueClass, dict[str, Quantity]] = {}
    for technique in shipped:
        of_class = found.setdefault(technique.cls, {})
        for name, quantity in technique.dose.quantities():
            known = of_class.get(name)
            smaller = name in SMALLEST_HOLDS and (known is None or quantity.high < known.high)
            larger = name in LARGEST_HOLDS and (known is None or quantity.high > known.high)
            if smaller or larger:
                of_class[name] = quantity
    return found


def within_class(own: Technique, shipped: Iterable[Technique]) -> tuple[Technique, tuple[Clamp, ...]]:
    """A person's own technique inside the limits of its class, and what had to be brought to them.

    A number that no shipped technique of the class has is left out (cap 0). Heat and cold always end with an alarm
    and keep the class's looks at the skin.
    """
    siblings = [technique for technique in shipped if technique.cls is own.cls]
    caps = caps_of(own.cls, own.areas, siblings)
    strictest = strictest_by_class(siblings).get(own.cls, {})
    clamps: list[Clamp] = []
    numbers: dict[str, Quantity | None] = {}
    for name, quantity in own.dose.quantities():
        if name in CAPPED:
            cap = caps.get(name, 0)
            numbers[name] = lowered(quantity, cap) if cap else None
            if quantity.high > cap:
                clamps.append(Clamp(own.id, name, quantity.high, cap))
    for name, limit in strictest.items():
        given: Quantity | None = getattr(own.dose, name)
        laxer = given is not None and (given.low < limit.high if name in LARGEST_HOLDS else given.high > limit.high)
        if given is None or laxer:
            numbers[name] = limit
        if given is not None and laxer and name not in CAPPED:
            clamps.append(Clamp(own.id, name, given.low if name in LARGEST_HOLDS else given.high, limit.high))
    dose: Dose = replace(own.dose, **numbers)  # type: ignore[arg-type]
    never = (replace(place, ways=()) for t in siblings for place in t.never_on)  # their ways are not its own
    skin = own.cls in {TechniqueClass.HEAT, TechniqueClass.COLD}
    return replace(
        own,
        dose=dose,
        cues=_cues_within(own, siblings, dose),
        never_on=tuple(dict.fromkeys([*own.never_on, *never])),
        end_alarm=own.end_alarm or skin,
        shipped=False,
    ), tuple(clamps)


def lowered(quantity: Quantity, cap: int) -> Quantity:
    """The same number with no end above `cap`."""
    if quantity.high <= cap:
        return quantity
    return replace(quantity, low=min(quantity.low, cap), default=min(quantity.default, cap), high=cap)


def with_changes(technique: Technique, changes: Iterable[Change]) -> Technique:
    """The technique with a sequence's own numbers as its defaults, each at most the technique's high end."""
    numbers: dict[str, Quantity] = {}
    for change in changes:
        quantity: Quantity | None = getattr(technique.dose, change.field)
        if quantity is not None:
            value = max(1, min(change.value, quantity.high))
            numbers[change.field] = replace(quantity, low=min(quantity.low, value), default=value)
    if not numbers:
        return technique
    dose: Dose = replace(technique.dose, **numbers)  # type: ignore[arg-type]
    return replace(technique, dose=dose)


def within_technique(
    sequence_id: str, technique: Technique, changes: Iterable[Change]
) -> tuple[tuple[Change, ...], tuple[Clamp, ...]]:
    """A step's changes brought to the caps of its technique, and what was over them."""
    kept: list[Change] = []
    clamps: list[Clamp] = []
    for change in changes:
        quantity: Quantity | None = getattr(technique.dose, change.field)
        if quantity is None:
            continue
        if change.value > quantity.high:
            clamps.append(Clamp(sequence_id, f"{technique.id} {change.field}", change.value, quantity.high))
        kept.append(Change(change.field, min(change.value, quantity.high)))
    return tuple(kept), tuple(clamps)


def _cues_within(own: Technique, siblings: list[Technique], dose: Dose) -> tuple[CueLine, ...]:
    cues = list(own.cues)
    if own.cls in {TechniqueClass.HEAT, TechniqueClass.COLD}:
        known = {(cue.at, cue.seconds) for cue in cues}
        for cue in (cue for sibling in siblings for cue in sibling.cues):
            if (cue.at, cue.seconds) not in known:
                known.add((cue.at, cue.seconds))
                cues.append(cue)
    longest = dose.hold or dose.length
    if longest is None:
        return tuple(cues)
    return tuple(cue for cue in cues if cue.at is not CueAt.SECONDS or cue.seconds < longest.high)
