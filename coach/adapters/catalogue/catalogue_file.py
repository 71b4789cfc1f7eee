"""Loads the red-flag catalogue that is part of the program, and refuses one it can't rely on.

It is three files of content/: red_flags.yaml (questions and rules), question_groups.yaml (the pages they share) and
cards.yaml (the words of the levels and cards).
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.adapters.parsed import CATALOGUE, parsed
from coach.core.catalogue.cards import CardWords, SignWords
from coach.core.catalogue.catalogue import (
    AskedAlone,
    AskedFor,
    AskWhen,
    Blocks,
    Catalogue,
    CatalogueError,
    Clears,
    Flag,
    Layer,
    Level,
    LevelText,
    Puts,
    QuestionGroup,
    RepeatLine,
    Rule,
    WarnsOwn,
    Where,
)
from coach.core.catalogue.catalogue_checks import faults
from coach.core.routine.routine import Support
from coach.core.safety.rules.known_rules import unimplemented
from coach.core.vocabulary import Answer, BodyArea, ComplaintKind, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Mapping

Data = dict[str, Any]

HINT = "Install coach again."
RED_FLAGS, QUESTION_GROUPS, CARDS = "red_flags.yaml", "question_groups.yaml", "cards.yaml"
PROSE = frozenset({"note", "basis", "source", "guidance", "scope"})  # of a flag: why it is there, not what it does


def content_folder() -> Path:
    """The content inside the program."""
    return Path(__file__).parent.parent.parent / "content"


def read_content(path: Path) -> Any:
    """A file of the program's own content. Raises OSError, ValueError where it is no YAML."""
    raw = path.read_bytes()
    known = parsed(CATALOGUE, path, raw)
    return read_catalogue_yaml(raw) if known is None else known


def read_catalogue_yaml(raw: bytes) -> Any:
    """The value in these bytes. Raises ValueError where they are no YAML."""
    import yaml  # noqa: PLC0415 - a tenth of a start, and hardly ever needed

    try:
        return yaml.load(raw, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - the safe one in C
    except yaml.YAMLError as error:
        raise ValueError("no YAML") from error


def load_catalogue(techniques: Mapping[str, TechniqueClass], folder: Path | None = None) -> Catalogue:
    """The catalogue in this folder, checked; None: the program's own.

    Raises CatalogueError where a file is missing or damaged, or newer than the program.
    """
    folder = folder or content_folder()
    try:
        red_flags, screens, cards = (read_content(folder / name) for name in (RED_FLAGS, QUESTION_GROUPS, CARDS))
        catalogue = _catalogue(red_flags, screens, cards)
    except OSError as error:
        raise CatalogueError("The safety questions can't be read, so everything is locked.", HINT) from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise CatalogueError("The safety questions are damaged, so everything is locked.", HINT) from error
    wrong = faults(catalogue, techniques) or unimplemented(catalogue)
    if wrong:
        raise CatalogueError(f"The safety questions can't be relied on ({wrong[0]}), so everything is locked.", HINT)
    return catalogue


def _catalogue(data: Data, screens: Data, cards: Data) -> Catalogue:
    blocks = {Level(name): _blocks(body.get("default_blocks", {})) for name, body in data["levels"].items()}
    blocks[Level.INCOMPLETE] = _blocks(data["screen_incomplete"]["blocks"])
    words = cards["levels"]
    levels = {level: _level(words[level], locked) for level, locked in blocks.items()}
    hours = {Level(name): _hours(body.get("act_within")) for name, body in data["levels"].items()}
    flags = [_flag(entry, levels, hours) for entry in data["flags"]]
    by_id = {flag.id: flag for flag in flags}
    if len(by_id) != len(flags):
        raise ValueError("an id stands twice")
    return Catalogue(
        version=data["version"],
        digest=rules_name(data, screens),
        flags=by_id,
        groups=tuple(_group(group) for group in screens["groups"]),
        levels=levels,
        cards=_cards(cards),
        longest=int(screens["longest"]),
        reason=_text(screens["reason"]),
        none=_text(screens["none"]),
        short_question=_text(screens["short"]),
        still_question=_text(screens["still"]),
        former={name: tuple(flags) for name, flags in screens["former"].items()},
        changed_question=_text(screens["changed"]),
        technique_classes={t: TechniqueClass(c) for c, names in data["classes"].items() for t in names},
        second_stage=_text(data["second_stage"]["question"]),
        no_second_stage=frozenset(data["second_stage"]["not_for"]),
        longitudinal={rule["id"]: _text(rule["flag"]) for rule in data["longitudinal"]},
    )


def rules_name(data: Data, screens: Data) -> str:
    """The name of these questions and rules, which answers on record carry: it changes when any of them does.

    It is their hash, or the name that red_flags.yaml says this very hash had before (`known_as`).
    """
    rules = {key: value for key, value in data.items() if key != "known_as"}
    rules["flags"] = [{key: part for key, part in flag.items() if key not in PROSE} for flag in data["flags"]]
    whole = json.dumps([rules, screens], sort_keys=True, default=str)
    digest = hashlib.sha256(whole.encode()).hexdigest()[:12]
    return str((data.get("known_as") or {}).get(digest, digest))


def _level(words: Data, blocks: Blocks) -> LevelText:
    return LevelText(_text(words["sign"]), _text(words["headline"]), _text(words["body"]), blocks)


def _cards(data: Data) -> CardWords:
    when = data["when"]
    return CardWords(
        enough=(_text(data["enough"]["headline"]), _text(data["enough"]["body"])),
        leave_out=_text(data["leave_out"]),
        now=_text(when["now"]),
        hours=_text(when["hours"]),
        days=_text(when["days"]),
        hours_up_to=int(when["hours_up_to"]),
        act=_text(data["act"]),
        who_can_help=tuple(_text(line) for line in data["who_can_help"]),
        who_can_help_today=tuple(_text(line) for line in data["who_can_help_today"]),
        who_can_help_now=tuple(_text(line) for line in data["who_can_help_now"]),
        own_number=_text(data["own_number"]),
        nothing_open=_text(data["nothing_open"]),
        until={clears: _text(data["until"][clears]) for clears in Clears},
        of_signs={name: _sign(words) for name, words in data["of_signs"].items()},
    )


def _sign(data: Data) -> SignWords:
    who = tuple(_text(line) for line in data.get("who", ()))
    return SignWords(_text(data.get("do")), _text(data.get("by")), _text(data.get("until")), who)


def _group(data: Data) -> QuestionGroup:
    return QuestionGroup(
        data["id"],
        _text(data["ask"]),
        tuple(data["flags"]),
        Layer(data["layer"]),
        frozenset(BodyArea(area) for area in data.get("near", ())),
        tuple(RepeatLine(_text(line["say"]), tuple(line["flags"])) for line in data.get("repeat", ())),
    )


def _hours(value: object) -> int | None:
    """`48h` as 48; "before-routine", "none" and "see flag (default 168h)" as None or their default."""
    text = str(value or "")
    if "default" in text:
        text = text.split("default")[1].strip(" )")
    return int(text[:-1]) if text.endswith("h") and text[:-1].isdigit() else None


def _flag(data: Data, levels: Mapping[Level, LevelText], hours: Mapping[Level, int | None]) -> Flag:
    level = Level(data["level"])
    blocks = data.get("blocks")
    return Flag(
        id=data["id"],
        ask=Layer(data["ask"]),
        question=_text(data.get("question")),
        level=level,
        rule=_rule(data["rule"]),
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
        alone=AskedAlone(data["alone"]) if "alone" in data else None,
        of_kinds=frozenset(ComplaintKind(kind) for kind in data.get("of_kinds", ())),
        options=tuple(name for name in data["rule"].get("routes", {}) if name not in list(Answer)),
        puts=Puts(data["puts"]) if "puts" in data else None,
        seen_fine_clears=data.get("seen_fine_clears") is True,
        warns_own=_warns_own(data.get("warns_own")),
        say=_text(data.get("say")),
        signs=tuple(_text(sign) for sign in data.get("signs", ())),
        then=tuple(data.get("then", ())),
        asked_for=tuple(_asked_for(entry) for entry in data.get("asked_for", ())),
    )


def _asked_for(data: Data) -> AskedFor:
    areas = frozenset(BodyArea(area) for area in data.get("areas", ()))
    return AskedFor(frozenset(TechniqueClass(c) for c in data["classes"]), areas)


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _advice(data: Data) -> str:
    scope = data.get("scope")
    return _text(data.get("advice") or (scope.get("advice") if isinstance(scope, dict) else None))


def _blocks(data: Data) -> Blocks:
    techniques = set(data.get("techniques", ()))
    return Blocks(
        classes=frozenset(TechniqueClass(c) for c in data.get("classes", ())),
        techniques=frozenset(techniques - {"current"}),
        where=Where(data.get("where", "everywhere")),
        current="current" in techniques,
        until=_text(data.get("for")),
    )


def _warns_own(data: Data | None) -> WarnsOwn | None:
    if data is None:
        return None
    classes = frozenset(TechniqueClass(c) for c in data["classes"])
    return WarnsOwn(classes, BodyArea(data["area"]), tuple(_text(word) for word in data["words"]))


def _rule(data: Data) -> Rule:
    every = data.get("all_of") or data.get("or_all_of") or ()
    return Rule(
        type=_text(data["type"]),
        must_be=Answer(data.get("must_be", "no")),
        any_two_of=tuple(data.get("any_two_of", ())),
        all_of=tuple(str(name) for name in every),
        also_sets=_text(data.get("also_sets")),
        hours=data.get("hours"),
        parts=tuple(data.get("parts", ())),
        given=data,
    )


def _ask_when(data: Data | None) -> AskWhen | None:
    if data is None:
        return None
    ((how, conditions),) = data.items()
    if how not in {"any", "all"}:
        raise ValueError("ask_when wants any or all")
    return AskWhen(how == "all", tuple((c["flag"], frozenset(Answer(a) for a in c["answered"])) for c in conditions))
