"""What a routine file says, as values of the core. Takes plain data that is known to fit the format."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from coach.core.routine.caution import Caution
from coach.core.routine.dose_limits import CHANGEABLE
from coach.core.routine.movement import Movement
from coach.core.routine.routine import (
    AfterAnswer,
    AfterQuestion,
    Basis,
    BodyPosition,
    Change,
    CueAt,
    CueLine,
    Dose,
    Equipment,
    Followup,
    Quantity,
    RestStep,
    Routine,
    Sequence,
    Sides,
    Support,
    Technique,
    TechniqueStep,
    Variant,
)
from coach.core.vocabulary import BodyArea, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Iterable

Data = dict[str, Any]

SEQUENCE = "sequence"

NO_RELEASE = "ball-no-release-2-min"  # red_flags.yaml: the spot did not ease
NOT_EASED = frozenset({"no", "it hurt more"})
USUAL_ANSWERS = ("yes", "a bit", "no", "it hurt more")

# Keys of a dose that are one number or a range, and the field of `Dose` each becomes.
PLAIN_NUMBERS = {
    "hold": "hold",
    "reps": "reps",
    "length": "length",
    "spots": "spots",
    "hard_stop": "hard_stop",
    "per_spot_per_day_seconds": "per_spot_per_day",
    "frequency": "per_day",
    "gap": "gap",
    "every_minutes": "every",
}
# What a single number is called where it is no range.
SINGLE = ("default", "seconds_default", "seconds", "max_per_day", "min_minutes")


def routine_from(data: Data, *, shipped: bool = False) -> Routine:
    """The technique or sequence that a file's data describes."""
    if data["class"] == SEQUENCE:
        return _sequence(data, shipped=shipped)
    return _technique(data, shipped=shipped)


def _technique(data: Data, *, shipped: bool) -> Technique:
    checklist = tuple(question["text"] for question in data.get("checklist") or ())
    return Technique(
        id=data["id"],
        name=data["name"],
        cls=TechniqueClass(data["class"]),
        areas=_areas(data["areas"]),
        position=_positions(data["position"]),
        equipment=_things(data.get("equipment") or "none"),
        at_desk=data.get("at_desk", False),
        sides=Sides(data.get("sides", "none")),
        dose=_dose(data.get("dose") or {}),
        steps=tuple(data.get("steps") or checklist),
        cues=tuple(_cue(cue) for cue in data.get("cues") or ()),
        cautions=_cautions(data.get("cautions")),
        stop_if=tuple(data.get("stop_if") or ()),
        supports=_supports(data.get("supports")),
        variants=tuple(_variant(variant) for variant in data.get("variants") or ()),
        checklist=checklist,
        never_on=_cautions(data.get("never_on")),
        pressure=data.get("pressure", ""),
        order_hint=data.get("order_hint", ""),
        ask_after=after_question(data),
        equipment_options=_things(data.get("equipment_options") or ()),
        end_alarm=data.get("end_alarm") == "insistent",
        figure=data["figure"] if isinstance(data.get("figure"), str) else "",
        movements=tuple(_movement(movement) for movement in data.get("movements") or ()),
        sit_down=tuple(data.get("sit_down") or ()),
        shipped=shipped,
    )


def _cautions(given: list[str | Data] | None) -> tuple[Caution, ...]:
    found = ({"say": one} if isinstance(one, str) else one for one in given or ())
    return tuple(
        Caution(one["say"], _areas(one.get("areas") or ()), tuple(listed(one.get("ways") or ())), one.get("from") or "")
        for one in found
    )


def after_question(data: Data) -> AfterQuestion | None:
    """The question at the end of a technique, with what each answer raises.

    A text is a question with its answers: "Did it ease? yes / no". Pressing has a safe default: "no" and "it hurt
    more" say that the spot did not ease, whether the file says so or not; a text with neither gets the usual answers.
    """
    asked = data.get("ask_after")
    if not asked:
        return None
    presses = data["class"] == TechniqueClass.COMPRESSION
    raising = presses or NO_RELEASE in (data.get("stop_if") or ())
    if isinstance(asked, dict):
        given = [{"say": answer} if isinstance(answer, str) else answer for answer in asked.get("answers") or ()]
        return AfterQuestion(asked["question"], _answers(given or _said(("yes", "no")), raising=raising))
    question, _, words = asked.partition("? ")
    says = tuple(word.strip() for word in words.split("/") if word.strip()) or ("yes", "no")
    if presses and not NOT_EASED & {say.lower() for say in says}:
        says = USUAL_ANSWERS
    return AfterQuestion(f"{question.rstrip('?')}?", _answers(_said(says), raising=raising))


def _said(says: Iterable[str]) -> list[Data]:
    return [{"say": say, "key": "m"} if say == "it hurt more" else {"say": say} for say in says]


def _answers(given: list[Data], *, raising: bool) -> tuple[AfterAnswer, ...]:
    """Each answer with a letter of its own: the one it names, else the first of its letters that is still free."""
    taken = {answer["key"] for answer in given if answer.get("key")}
    answers = []
    for answer in given:
        say = answer["say"]
        free = (letter for letter in (*say.lower(), *ascii_lowercase) if letter in ascii_lowercase)
        key = answer.get("key") or next(letter for letter in free if letter not in taken)
        taken.add(key)
        default = NO_RELEASE if raising and say.lower() in NOT_EASED else ""
        answers.append(AfterAnswer(say, key, answer.get("raises") or default))
    return tuple(answers)


def _sequence(data: Data, *, shipped: bool) -> Sequence:
    then = data.get("then")
    return Sequence(
        id=data["id"],
        name=data["name"],
        areas=_areas(data["areas"]),
        steps=tuple(_step(step) for step in data["steps"]),
        why=_supports(data.get("why")),
        then=Followup(then["after_hours"], then["ask"], then.get("source", "own")) if then else None,
        shipped=shipped,
        days_a_week=quantity_from(data["days_a_week"]) if data.get("days_a_week") is not None else None,
    )


def _step(step: str | Data) -> TechniqueStep | RestStep:
    if isinstance(step, str):
        return TechniqueStep(step)
    if "rest" in step:
        return RestStep(quantity_from({**step, "default": step["rest"]}))
    changes = tuple(Change(key, value) for key, value in step.items() if key in CHANGEABLE)
    return TechniqueStep(step["technique"], changes)


def quantity_from(raw: int | Data) -> Quantity:
    """One number of a dose; its default is the low end when the file names none."""
    if isinstance(raw, int):
        raw = {"default": raw}
    low, high = raw.get("min"), raw.get("max")
    single = next((raw[name] for name in SINGLE if raw.get(name) is not None), None)
    default = next(n for n in (single, low, high) if n is not None)
    return Quantity(
        low=default if low is None else low,
        default=default,
        high=default if high is None else high,
        basis=Basis(raw.get("basis", "policy")),
        source=raw.get("from", "own"),
        note=raw.get("note", ""),
    )


def _dose(raw: Data) -> Dose:
    numbers = {field: quantity_from(raw[key]) for key, field in PLAIN_NUMBERS.items() if raw.get(key) is not None}
    words: list[tuple[str, str, Basis, str]] = []
    notes: list[tuple[str, str]] = []

    def say(name: str, text: str, part: Data) -> None:
        words.append((name, text, Basis(part.get("basis", "policy")), part.get("from", "own")))
        if part.get("note"):
            notes.append((name, part["note"]))

    for name, part in raw.items():
        if not isinstance(part, dict):
            continue
        given = {key: part[key] for key in ("basis", "from", "note") if key in part}
        if name == "tempo":
            each = part.get("seconds_each_way")
            numbers["there"] = quantity_from({"default": part.get("seconds_up", each), **given})
            numbers["back"] = quantity_from({"default": part.get("seconds_down", each), **given})
        elif name == "pace":
            numbers["breathe_in"] = quantity_from({"default": part["in_seconds"], **given})
            numbers["breathe_out"] = quantity_from({"default": part["out_seconds"], **given})
        elif name == "every":
            say(name, part["default"], part)
        elif name == "per_day":
            say(name, f"{part['cups']} cups", part)
        if "rise_per_week" in part:
            numbers["rise_per_week"] = quantity_from(part["rise_per_week"])
        if "breaths" in part:
            say(name, f"{part['breaths']} breaths", {key: part[key] for key in given if key != "note"})
        if "seed_text" in part:
            notes.append((name, part["seed_text"]))
    return Dose(**numbers, words=tuple(words), notes=tuple(notes))


def _cue(raw: Data) -> CueLine:
    say = raw.get("say", "")
    if "at" in raw:
        at = raw["at"]
        return CueLine(CueAt.SECONDS, say, at) if isinstance(at, int) else CueLine(CueAt(at), say)
    if "each_rep" in raw:
        return CueLine(CueAt.EACH_REP, say)
    if "between_sides" in raw:
        return CueLine(CueAt.SWAP, say, raw["between_sides"])
    return CueLine(CueAt.PACER, say)


def _movement(raw: Data) -> Movement:
    return Movement(raw["id"], raw["name"], raw["prompt"], raw["guide"], raw.get("technique"))


def _variant(raw: Data) -> Variant:
    return Variant(
        id=raw["id"],
        note=raw.get("note", ""),
        default=raw.get("default", False),
        steps=tuple(raw["steps"]) if raw.get("steps") else None,
        position=_positions(raw["position"]) if raw.get("position") else None,
        equipment=_things(raw["equipment"]) if raw.get("equipment") else None,
        areas=_areas(raw["areas"]) if raw.get("areas") else None,
        sides=Sides(raw["sides"]) if raw.get("sides") else None,
    )


def without_nulls(value: Any) -> Any:
    """The same data without keys that have no value: `note:` with nothing behind it says nothing."""
    if isinstance(value, dict):
        return {key: without_nulls(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        return [without_nulls(part) for part in value]
    return value


def listed(value: Any) -> list[Any]:
    """A list as it is; a single value as a list of one."""
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _areas(value: Any) -> tuple[BodyArea, ...]:
    return tuple(BodyArea(area) for area in listed(value))


def _positions(value: Any) -> tuple[BodyPosition, ...]:
    return tuple(BodyPosition(position) for position in listed(value))


def _things(value: Any) -> tuple[Equipment, ...]:
    return tuple(Equipment(thing) for thing in listed(value))


def _supports(value: Any) -> tuple[Support, ...]:
    return tuple(Support(support.get("source", "own"), support["says"]) for support in listed(value or []))
