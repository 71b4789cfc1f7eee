"""Loads the red-flag catalogue that is part of the program, and refuses one it can't rely on."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from coach.core.catalogue.catalogue import (
    AskWhen,
    Blocks,
    Catalogue,
    CatalogueError,
    Clears,
    Flag,
    Layer,
    Level,
    LevelText,
    QuestionGroup,
    Rule,
    Where,
    faults,
)
from coach.core.check import groups
from coach.core.routine.routine import Support
from coach.core.safety.known_rules import unimplemented
from coach.core.vocabulary import Answer, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Mapping

HINT = "Install coach again."
SAFE_IS_YES = frozenset({"no-better-24h", "ball-no-release-2-min"})  # red_flags.yaml, answers.exceptions


def catalogue_path() -> Path:
    """The catalogue inside the program."""
    return Path(__file__).parent.parent.parent / "content" / "red_flags.yaml"


def load_catalogue(techniques: Mapping[str, TechniqueClass], path: Path | None = None) -> Catalogue:
    """The catalogue, checked. Raises CatalogueError where it is missing, damaged or newer than the program."""
    path = path or catalogue_path()
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CatalogueError("The safety questions can't be read, so everything is locked.", HINT) from error
    try:
        data = yaml.load(raw, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - the safe loader in C
        catalogue = _catalogue(data, hashlib.sha256(raw).hexdigest()[:12])
    except (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CatalogueError("The safety questions are damaged, so everything is locked.", HINT) from error
    wrong = faults(catalogue, techniques) or unimplemented(catalogue)
    if wrong:
        raise CatalogueError(f"The safety questions can't be relied on ({wrong[0]}), so everything is locked.", HINT)
    return catalogue


def _catalogue(data: dict[str, Any], digest: str) -> Catalogue:
    levels = {
        Level(name): LevelText(body["headline"], body["body"], _blocks(body.get("default_blocks", {})))
        for name, body in data["levels"].items()
    }
    incomplete = data["screen_incomplete"]
    levels[Level.INCOMPLETE] = LevelText(incomplete["headline"], incomplete["body"], _blocks(incomplete["blocks"]))
    hours = {Level(name): _hours(body.get("act_within")) for name, body in data["levels"].items()}
    flags = [_flag(entry, levels, hours) for entry in data["flags"]]
    by_id = {flag.id: flag for flag in flags}
    if len(by_id) != len(flags):
        raise ValueError("an id stands twice")
    return Catalogue(
        version=data["version"],
        digest=digest,
        flags=by_id,
        today=tuple(_group(group) for group in data["today_groups"]),
        weekly=_group(data["weekly_group"], Layer.WEEKLY),
        levels=levels,
        guidance={name: body["what"] for name, body in data["guidance"].items()},
        grouped=groups.ALL,
        technique_classes={t: TechniqueClass(c) for c, names in data["classes"].items() for t in names},
        second_stage=_text(data["second_stage"]["question"]),
        no_second_stage=frozenset(data["second_stage"]["not_for"]),
        longitudinal={rule["id"]: _text(rule["flag"]) for rule in data["longitudinal"]},
    )


def _group(data: dict[str, Any], layer: Layer = Layer.TODAY) -> QuestionGroup:
    return QuestionGroup(data["id"], data["ask"], tuple(data["flags"]), layer)


def _hours(value: object) -> int | None:
    """`48h` as 48; "before-routine", "none" and "see flag (default 168h)" as None or their default."""
    text = str(value or "")
    if "default" in text:
        text = text.split("default")[1].strip(" )")
    return int(text[:-1]) if text.endswith("h") and text[:-1].isdigit() else None


def _flag(data: dict[str, Any], levels: Mapping[Level, LevelText], hours: Mapping[Level, int | None]) -> Flag:
    level = Level(data["level"])
    blocks = data.get("blocks")
    return Flag(
        id=data["id"],
        ask=Layer(data["ask"]),
        question=_text(data.get("question")),
        level=level,
        rule=_rule(data["rule"], data["id"]),
        blocks=levels[level].blocks if blocks is None else _blocks(blocks),
        act_within=_hours(data["act_within"]) if "act_within" in data else hours[level],
        clears=Clears(data["clears"]),
        basis=_text(data["basis"]),
        sources=tuple(Support(_text(s["seed"]), _text(s["says"])) for s in data.get("source", ())),
        guidance=tuple(data.get("guidance", ())),
        no_if=_text(data.get("no_if")),
        ask_when=_ask_when(data.get("ask_when")),
        applies_to=frozenset(TechniqueClass(c) for c in data.get("applies_to", ())),
        advice=_advice(data),
        then_ask=_text(data.get("then_ask")),
        note=_text(data.get("note")),
        modifies=tuple((name, _text(how)) for name, how in data.get("modifies", {}).items()),
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _advice(data: dict[str, Any]) -> str:
    scope = data.get("scope")
    return _text(data.get("advice") or (scope.get("advice") if isinstance(scope, dict) else None))


def _blocks(data: dict[str, Any]) -> Blocks:
    techniques = set(data.get("techniques", ()))
    return Blocks(
        classes=frozenset(TechniqueClass(c) for c in data.get("classes", ())),
        techniques=frozenset(techniques - {"current"}),
        where=Where(data.get("where", "everywhere")),
        current="current" in techniques,
        until=_text(data.get("for")),
    )


def _rule(data: dict[str, Any], name: str) -> Rule:
    every = data.get("all_of") or data.get("or_all_of") or ()
    return Rule(
        type=_text(data["type"]),
        must_be=Answer(data.get("must_be", "yes" if name in SAFE_IS_YES else "no")),
        any_two_of=tuple(data.get("any_two_of", ())),
        all_of=tuple(str(name) for name in every),
        also_sets=_text(data.get("also_sets")),
        hours=data.get("hours"),
        given=data,
    )


def _ask_when(data: dict[str, Any] | None) -> AskWhen | None:
    if data is None:
        return None
    ((how, conditions),) = data.items()
    if how not in {"any", "all"}:
        raise ValueError("ask_when wants any or all")
    return AskWhen(how == "all", tuple((c["flag"], frozenset(Answer(a) for a in c["answered"])) for c in conditions))
