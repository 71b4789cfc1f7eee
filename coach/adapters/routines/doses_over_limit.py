"""Doses of a person's file over their limit. They load at the limit; here each is named at its place."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from coach.adapters.routines.routine_values import PLAIN_NUMBERS, SEQUENCE, SINGLE, listed
from coach.core.catalogue.catalogue import CHECKED_CLASSES
from coach.core.frozen import frozen
from coach.core.routine.dose_limits import CAPPED, CHANGEABLE, LARGEST_HOLDS, caps_by_class, caps_of, strictest_by_class
from coach.core.routine.routine import Technique
from coach.core.vocabulary import TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from coach.adapters.yaml_file import Loaded, Path_
    from coach.core.errors import Problem
    from coach.core.routine.dose_limits import Caps
    from coach.core.routine.routine import Quantity, Routine

# Dose keys as a file has them, with the numbers inside that are measured against a limit.
_NESTED = (
    ("tempo", "seconds_each_way", "there"),
    ("tempo", "seconds_up", "there"),
    ("tempo", "seconds_down", "back"),
    ("pace", "in_seconds", "breathe_in"),
    ("pace", "out_seconds", "breathe_out"),
)


@frozen
class Rules:
    """What a file is held against: the shipped techniques, the ids of the signs that end a session, and the folder
    of the shipped figures.
    """

    shipped: tuple[Technique, ...]
    stop_ids: frozenset[str]
    folder: Path
    caps: Caps = field(init=False)
    strictest: Mapping[TechniqueClass, Mapping[str, Quantity]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "caps", caps_by_class(self.shipped))
        object.__setattr__(self, "strictest", strictest_by_class(self.shipped))


def limit_faults(loaded: Loaded, rules: Rules, routines: Mapping[str, Routine]) -> Iterator[Problem]:
    """Doses over (a gap: under) their limit."""
    data = loaded.data
    if not isinstance(data, dict):
        return
    if data.get("class") == SEQUENCE:
        for path, step in steps_of(loaded):
            technique = routines.get(str(step.get("technique")))
            if not isinstance(technique, Technique):
                continue
            for key in CHANGEABLE:
                limit: Quantity | None = getattr(technique.dose, key)
                if limit is not None and whole(step.get(key)) and step[key] > limit.high:
                    message = f"{key} {step[key]} is over the limit of {limit.high} for {technique.id}."
                    yield loaded.problem((*path, key), message, f"Write {limit.high} or less.")
        return
    cls = class_of(data)
    if cls is None:
        return
    numbers: dict[str, list[tuple[int, Path_]]] = {}
    for name, path, value in numbers_of(data.get("dose")):
        numbers.setdefault(name, []).append((value, path))
    caps = caps_of(cls, listed(data.get("areas")), rules.shipped)
    for name, found in numbers.items():
        yield from _over(loaded, rules, cls, name, found, caps)


def foreign_doses(loaded: Loaded, rules: Rules) -> Iterator[Problem]:
    """Doses of another class in a file that says it is a calm one: nobody knows what it is, so it can't be used."""
    cls = class_of(loaded.data)
    if cls is None or cls in CHECKED_CLASSES:
        return
    for name, path, _ in numbers_of(loaded.data.get("dose")):
        if name in CAPPED and name not in rules.caps.get(cls, {}):
            yield _foreign(loaded, cls, path)


def _foreign(loaded: Loaded, cls: TechniqueClass, path: Path_) -> Problem:
    return loaded.problem(path[:2], f"The class {cls} has no {path[1]}.", "Leave it out.", key=True)


def _over(
    loaded: Loaded,
    rules: Rules,
    cls: TechniqueClass,
    name: str,
    found: list[tuple[int, Path_]],
    caps: Mapping[str, int],
) -> Iterator[Problem]:
    least = name in LARGEST_HOLDS
    value, path = min(found) if least else max(found)
    of_day = rules.strictest.get(cls, {}).get(name)
    if name in CAPPED and name not in caps:
        yield _foreign(loaded, cls, path)
        return
    limit = caps[name] if name in CAPPED else of_day.high if of_day else None
    if limit is None:
        return
    if value < limit if least else value > limit:
        side = "under" if least else "over"
        word = "more" if least else "less"
        message = f"{path[-1] if len(path) > 3 else path[1]} {value} is {side} the limit of {limit} for {cls}"
        examples = ", ".join(_examples(rules.shipped, cls, name, limit))
        yield loaded.problem(path, f"{message} ({examples}).", f"Write {limit} or {word}.")


def _examples(shipped: Iterable[Technique], cls: TechniqueClass, name: str, limit: int) -> Iterator[str]:
    for technique in shipped:
        quantity: Quantity | None = getattr(technique.dose, name)
        if technique.cls is cls and quantity is not None and quantity.high == limit:
            span = str(limit) if quantity.low == limit else f"{quantity.low} to {limit}"
            yield f"{technique.name}: {span}"


def class_of(data: dict[str, Any]) -> TechniqueClass | None:
    """The class that a file names, if there is one of that name."""
    name = data.get("class")
    return TechniqueClass(name) if isinstance(name, str) and name in set(TechniqueClass) else None


def whole(value: object) -> bool:
    """Whether a value is a whole number (true and false are none)."""
    return isinstance(value, int) and not isinstance(value, bool)


def numbers_of(dose: object) -> Iterator[tuple[str, Path_, int]]:
    """Every whole number of a dose as (field of Dose, path, value); what has the wrong type is passed over."""
    if not isinstance(dose, dict):
        return
    for key, name in PLAIN_NUMBERS.items():
        part = dose.get(key)
        if isinstance(part, int) and not isinstance(part, bool):
            yield name, ("dose", key), part
        elif isinstance(part, dict):
            for inner in ("min", "max", *SINGLE):
                if whole(part.get(inner)):
                    yield name, ("dose", key, inner), part[inner]
            rise = part.get("rise_per_week")
            if isinstance(rise, dict) and whole(rise.get("max")):
                yield "rise_per_week", ("dose", key, "rise_per_week", "max"), rise["max"]
    for key, inner, name in _NESTED:
        part = dose.get(key)
        if isinstance(part, dict) and whole(part.get(inner)):
            yield name, ("dose", key, inner), part[inner]


def steps_of(loaded: Loaded) -> Iterator[tuple[Path_, dict[str, Any]]]:
    """The steps of a sequence, each as a group of keys, with their paths."""
    steps = loaded.data.get("steps")
    for index, step in enumerate(steps if isinstance(steps, list) else ()):
        if isinstance(step, str):
            yield ("steps", index), {"technique": step}
        elif isinstance(step, dict):
            yield ("steps", index), step
