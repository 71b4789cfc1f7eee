"""The schema's findings in plain words, each at its line and column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from coach.adapters.routines import dose_schema
from coach.adapters.routines import routine_schema as schema
from coach.adapters.routines.figure_schema import Drawing, part_at
from coach.adapters.routines.routine_values import SEQUENCE
from coach.adapters.yaml_file import MAX_PROBLEMS
from coach.core.figure.figure import Ease, Ink, View
from coach.core.routine.routine import Basis, BodyPosition, Equipment, Sides
from coach.core.shown import shown
from coach.core.spelling import suggestion
from coach.core.vocabulary import BodyArea, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

    from coach.adapters.routines.routine_part import Part
    from coach.adapters.yaml_file import Loaded
    from coach.core.errors import Problem

_GROUPS: dict[str, type[Part]] = {  # the model of what stands under a key
    "dose": dose_schema.Dose,
    "hold": dose_schema.Hold,
    "reps": dose_schema.Reps,
    "length": dose_schema.Range,
    "spots": dose_schema.Range,
    "every_minutes": dose_schema.Range,
    "tempo": dose_schema.Tempo,
    "pace": dose_schema.Pace,
    "hard_stop": dose_schema.HardStop,
    "per_spot_per_day_seconds": dose_schema.Single,
    "rise_per_week": dose_schema.Single,
    "frequency": dose_schema.Frequency,
    "gap": dose_schema.Gap,
    "every": dose_schema.Often,
    "per_day": dose_schema.Cups,
    "cues": schema.Cue,
    "supports": schema.Says,
    "why": schema.Says,
    "checklist": schema.Question,
    "variants": schema.Variant,
    "steps": schema.Step,
    "then": schema.Then,
    "days_a_week": dose_schema.Range,
    "ask_after": schema.AskAfter,
    "answers": schema.AfterAnswer,
}
_COUNTS = {"hold", "reps", "length", "spots"}  # a number, or a group of keys with the range
_CHOICES: dict[str, list[str]] = {
    "areas": list(BodyArea),
    "position": list(BodyPosition),
    "equipment": list(Equipment),
    "equipment_options": list(Equipment),
    "sides": list(Sides),
    "basis": list(Basis),
    "class": [*TechniqueClass, SEQUENCE],
    "view": list(View),
    "ease": list(Ease),
    "ink": list(Ink),
}
_EXAMPLES = {
    "id": "Add it, such as id: my-stretch",
    "name": "Add it, such as name: My stretch",
    "class": "Add it, such as class: stretch",
    "areas": "Add it, such as areas: [neck]",
    "position": "Add it, such as position: [sit]",
    "steps": "Add it: what to do, one short line each.",
}
_WORDS = {  # the kind of finding: what is said, how to mend it
    "greater_than_equal": ("{what} {value} is too small.", "It is at least {ge}."),
    "less_than_equal": ("{what} {value} is too big.", "It is at most {le}."),
    "greater_than": ("{what} {value} is too small.", "It is more than {gt}."),
    "float_type": ("{what} has to be a number, not {value}.", "Write it in digits, such as 12.5."),
    "dict_type": ("{what} has to be a group of keys, not {value}.", "Write its keys below it, indented."),
    "string_type": ("{what} has to be text, not {value}.", "Put it in quotes."),
    "bool_type": ("{what} has to be true or false, not {value}.", "Write true or false, without quotes."),
    "list_type": ("{what} has to be a list, not {value}.", "Write it in [ ], or each on a line with - before it."),
    "model_type": ("{what} has to be a group of keys, not {value}.", "Write its keys below it, indented."),
    "literal_error": ("{what} can't be {value}.", "It can be {expected}."),
    "string_pattern_mismatch": ("{what} can't be {value}.", "Use small letters, numbers and single dashes: my-stretch"),
    "string_too_long": ("{what} is longer than {max_length} characters.", "Make it shorter."),
    "string_too_short": ("{what} is empty.", "Write something, or leave it out."),
    "too_long": ("{what} has more than {max_length} entries.", "Leave some out."),
    "too_short": ("{what} has no entries.", "Add one."),
}
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)")


def fits(model: type[Part], data: Any) -> bool:
    """Whether data has the form of a model."""
    try:
        model.model_validate(data)
    except ValidationError:
        return False
    return True


def in_words(loaded: Loaded, model: type[Part]) -> list[Problem]:
    """Hold the data against its model; every fault as a problem, up to as many as anybody reads."""
    try:
        model.model_validate(loaded.data)
    except ValidationError as error:
        return [_problem(loaded, model, detail) for detail in error.errors(include_url=False)[:MAX_PROBLEMS]]
    return []


def _problem(loaded: Loaded, model: type[Part], detail: ErrorDetails) -> Problem:
    loc = detail["loc"]
    if loc and loc[-1] == "default" and not loaded.has(loc):  # `hold: 20` stands for `hold: {default: 20}`
        loc = loc[:-1]
    kind = detail["type"]
    if kind == "extra_forbidden":
        message, hint = _unknown_key(str(loc[-1]), _group_at(loc[:-1], model))
        return loaded.problem(loc, message, hint, key=True)
    if kind == "missing":
        return loaded.problem(loc[:-1], f"'{loc[-1]}' is missing.", _EXAMPLES.get(str(loc[-1]), "Add it."))
    return loaded.problem(loc, *_said(kind, loc, detail))


def _group_at(loc: tuple[str | int, ...], model: type[Part]) -> type[Part]:
    """The model of the group that stands at a place."""
    if model is Drawing:
        return part_at(loc)
    if loc[:1] == ("figure",):
        return part_at(loc[1:])
    return _GROUPS.get(_last_key(loc), model)


def _unknown_key(key: str, model: type[Part]) -> tuple[str, str]:
    known = [entry.alias or name for name, entry in model.model_fields.items()]
    hint = suggestion(key, known, "")
    if not hint and model is schema.TechniqueFile:
        in_dose = suggestion(key, dose_schema.Dose.model_fields, "", close=0.7)
        hint = f"{in_dose} It goes under dose." if in_dose else ""
    return f"'{shown(key)}' is not known here.", hint or f"Known here: {', '.join(known)}."


def _last_key(loc: Sequence[str | int]) -> str:
    return next((part for part in reversed(loc) if isinstance(part, str)), "")


def _said(kind: str, loc: tuple[str | int, ...], detail: ErrorDetails) -> tuple[str, str]:
    key = _last_key(loc)
    what = f"item {loc[-1] + 1} of '{key}'" if isinstance(loc[-1], int) else f"'{key}'"
    value, limits = detail["input"], detail.get("ctx", {})
    if kind == "enum":
        return _no_choice(key, value)
    if kind == "value_error":
        return str(limits["error"]), ""
    if kind in {"int_type", "int_from_float"} or (kind == "model_type" and loc[-1] in _COUNTS):
        return f"{what} has to be a whole number, not {_shown(value)}.", _number_hint(value)
    if kind == "too_short" and value:
        return f"{what} has only {limits['actual_length']} of {limits['min_length']} entries.", "Add what is missing."
    message, hint = _WORDS.get(kind, ("{what} can't be {value}.", ""))
    filling = {"what": what, "value": _shown(value), **limits}
    return message.format(**filling), hint.format(**filling)


def _no_choice(key: str, value: Any) -> tuple[str, str]:
    known = _CHOICES.get(key, [])
    return f"{_shown(value)} is not known for '{key}'.", suggestion(str(value), known, "Known: {known}.")


def _number_hint(value: Any) -> str:
    if isinstance(value, str):
        clock = _CLOCK.fullmatch(value)
        if clock:
            return f"In seconds that is {int(clock[1]) * 60 + int(clock[2])}."
        if value.isdecimal():
            return "Leave out the quotes and zeros in front."
    return "Write it in digits, such as 20."


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list):
        return "a list"
    return str(value) if isinstance(value, (int, float)) else f"'{shown(str(value), 40)}'"
