"""The words a written case may use, and its JSON Schema for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.core.catalogue.catalogue import Layer
from coach.core.record.health import MAX_MM
from coach.core.vocabulary import (
    Answer,
    BodyArea,
    ComplaintKind,
    Count,
    Feeling,
    Look,
    Moves,
    SeenBy,
    Tag,
    TechniqueClass,
    Texture,
    Trend,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from enum import StrEnum

    from coach.core.catalogue.catalogue import Catalogue

MAX_DAYS = 36_525  # a hundred years
AREAS = tuple(BodyArea)
KINDS = tuple(ComplaintKind)
CLASSES = tuple(TechniqueClass)
STATUSES = tuple(Trend)
TAGS = tuple(Tag)
THREE = tuple(Answer)
SEEN_BY = tuple(SeenBy)
# Fields of a lump with their words (docs/case-format.md, History); not-sure counts as yes.
LUMP_VALUES: Mapping[str, tuple[StrEnum, ...]] = {
    "texture": tuple(Texture),
    "moves": tuple(Moves),
    "look": tuple(Look),
    "feeling": tuple(Feeling),
    "count": tuple(Count),
    "on_spine": THREE,
    "after_injury": THREE,
}


def case_schema(catalogue: Catalogue, techniques: Collection[str]) -> dict[str, Any]:
    """The JSON Schema of a written case."""
    asked = [flag for flag in catalogue.flags.values() if flag.ask is not Layer.COMPUTED]
    answered = [flag.id for flag in asked]
    moment = {
        "type": "object",
        "properties": {"d": {"type": "integer", "maximum": 0}, "h": {"type": "number", "maximum": 0}},
        "oneOf": [{"required": ["d"]}, {"required": ["h"]}],
    }
    answers = {flag.id: {"enum": list(flag.options or THREE)} for flag in asked}
    reports = [flag.id for flag in catalogue.of_layer(Layer.IN_SESSION)]
    properties = {
        "person": _group({"age": {"type": "integer", "minimum": 0, "maximum": 120}}),
        "area": {"enum": list(AREAS)},
        "kind": {"enum": list(KINDS)},
        "answers": _group(answers) | {"description": "What is shown and not listed was answered no"},
        "unanswered": _list({"enum": answered}) | {"description": "Questions left blank"},
        "history": _history(moment, list(catalogue.flags)),
        "event": _group(
            {"technique": {"enum": sorted(techniques)}, "report": {"enum": reports}, "seconds": {"type": "number"}},
            ["technique", "report"],
        ),
    }
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A written case for coach assess"}
    return head | _group(properties)


def _history(moment: dict[str, Any], flags: list[str]) -> dict[str, Any]:
    whole = {"closed": moment | {"additionalProperties": False}}["closed"]
    level = {"type": "integer", "minimum": 0, "maximum": 10}
    lump: dict[str, Any] = {
        "first_noticed": {"anyOf": [whole, {"const": "not-sure"}]},
        "size_mm": _list(_dated(moment, {"v": {"type": "number", "minimum": 1, "maximum": MAX_MM}}, ["v"])),
        "pain": _list(_dated(moment, {"v": level}, ["v"])),
        "seen_by": {"enum": list(SEEN_BY)},
    }
    for name, words in LUMP_VALUES.items():
        one: dict[str, Any] = {"enum": list(words)}
        series = _list(_dated(moment, {"v": one}, ["v"]))
        lump[name] = {"anyOf": [one, series]} if name in {"texture", "look", "moves"} else one
    status = _dated(moment, {"v": {"enum": list(STATUSES)}}, ["v"])
    place = {"kind": {"enum": list(KINDS)}, "area": {"enum": list(AREAS)}}
    return _group(
        {
            "episode": _group({**place, "started": whole, "ended": whole, "status": _list(status)}),
            "episodes": _list(_dated(moment, place, [])),
            "pain": _list(_dated(moment, {"level": level, "tags": _list({"enum": list(TAGS)})}, ["level"])),
            "care_days": _list({"type": "integer", "maximum": 0}),
            "lump": _group(lump),
            "visits": _list(
                _dated(
                    moment,
                    {
                        "who": {"type": "string"},
                        "classes": _list({"enum": list(CLASSES)}),
                        "flags": _list({"enum": flags}),
                    },
                    [],
                )
            ),
        }
    )


def _group(properties: dict[str, Any], required: list[str] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": required} if required else {})


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _dated(moment: dict[str, Any], more: dict[str, Any], required: list[str]) -> dict[str, Any]:
    found = _group({**moment["properties"], **more}, required)
    return found | {"oneOf": moment["oneOf"]}
