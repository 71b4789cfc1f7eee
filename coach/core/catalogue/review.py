"""The catalogue as a document a clinician can go through, in Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.core.catalogue.catalogue import Clears, Layer, Level
from coach.core.vocabulary import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coach.core.catalogue.catalogue import Blocks, Catalogue, Flag

LAYERS = {
    Layer.TODAY: "Asked each day",
    Layer.WEEKLY: "Asked each week",
    Layer.EPISODE: "Asked of a complaint",
    Layer.LUMP: "Asked of a lump",
    Layer.PROFILE: "Asked once a year",
    Layer.TECHNIQUE: "Asked just before a session",
    Layer.LOST: "Asked once after the record was damaged",
    Layer.IN_SESSION: "Told in a session",
    Layer.COMPUTED: "Worked out from the record",
}
CLEARS = {
    Clears.CLINICIAN: "a visit to a clinician",
    Clears.RESCREEN: "a later check that answers it safely, a day after at the earliest",
    Clears.TIME: "by itself, after its time",
    Clears.COMPUTED: "when the record no longer meets the rule",
    Clears.COMPUTED_OR_CLINICIAN: "when the record no longer meets the rule, or with a visit",
}
BASES = {
    "seed": "the source articles",
    "seed+guidance": "the source articles and guidance",
    "guidance": "guidance",
    "policy": "a choice of the project",
}


def document(catalogue: Catalogue, sources: Mapping[str, str]) -> list[str]:
    """Every rule with its question, level, lock, clearing and sources. `sources` are, by id, the titles of articles
    and what a guideline is for those who check it.
    """
    lines = ["# The safety catalogue of Coach", ""]
    lines += ["No clinician has reviewed it. This document is made for that review.", ""]
    lines += [f"Version {catalogue.version}, {catalogue.digest}: {len(catalogue.flags)} entries.", ""]
    lines += ["## Levels", "", "| Level | Headline | What to do | Locks |", "|---|---|---|---|"]
    for level in Level:
        text = catalogue.levels[level]
        lines.append(f"| {level} | {text.headline} | {text.body} | {locked(text.blocks)} |")
    for layer, heading in LAYERS.items():
        lines += ["", f"## {heading}"]
        for group in catalogue.groups:
            if group.layer is layer:
                lines += ["", f'Screen "{group.ask}": {", ".join(group.flags)}']
        for flag in catalogue.of_layer(layer):
            lines += ["", *_entry(flag, sources)]
    lines += ["", "## Rules that read the history", ""]
    lines += [f"- {name}: {flag or 'caps, times and reminders'}" for name, flag in catalogue.longitudinal.items()]
    return lines


def _entry(flag: Flag, sources: Mapping[str, str]) -> list[str]:
    lines = [f"### {flag.id}", ""]
    if flag.question:
        safe = "yes" if flag.rule.must_be is Answer.YES else "no"
        lines.append(f'- Question: "{flag.question}" (safe answer: {safe})')
    if flag.no_if:
        lines.append(f"- Answer no if: {flag.no_if}")
    if flag.ask_when is not None:
        how = " and " if flag.ask_when.every else " or "
        lines.append(f"- Asked only after: {how.join(name for name, _ in flag.ask_when.conditions)}")
    lines.append(f"- Rule: {_rule(flag)}")
    within = "" if flag.act_within is None else f", act within {flag.act_within} h" if flag.act_within else ", act now"
    lines += [f"- Level: {flag.level}{within}", f"- Locks: {locked(flag.blocks)}", f"- Clears: {CLEARS[flag.clears]}"]
    lines += [f"- While it is up: {name}: {how}" for name, how in flag.modifies]
    if flag.advice:
        lines.append(f"- Says: {flag.advice}")
    lines.append(f"- Basis: {BASES.get(flag.basis, flag.basis)}")
    lines += [f"- Source: {sources.get(s.source, s.source)}: {s.says}" for s in flag.sources]
    lines += [f"- Guidance: {sources.get(name, name)}" for name in flag.guidance]
    if flag.note:
        lines.append(f"- Note: {with_titles(flag.note, sources)}")
    return lines


def _rule(flag: Flag) -> str:
    given = {name: value for name, value in (flag.rule.given or {}).items() if name != "type"}
    words = "; ".join(f"{name.replace('_', ' ')}: {_words(value)}" for name, value in given.items())
    return f"{flag.rule.type}{' (' + words + ')' if words else ''}"


def _words(value: object) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def locked(blocks: Blocks) -> str:
    """What a lock holds, in words."""
    names = [
        *sorted(blocks.classes),
        *sorted(blocks.techniques),
        *(["the technique under way"] if blocks.current else []),
    ]
    if not names:
        return "nothing"
    where = {"everywhere": "", "area": ", in that area", "site": ", on that spot"}[blocks.where]
    return f"{', '.join(names)}{where}{', ' + blocks.until if blocks.until else ''}"


def with_titles(text: str, sources: Mapping[str, str]) -> str:
    """A text with the articles it names by their titles in place of S0 to S4."""
    return re.sub(r"\bS[0-4]\b", lambda match: f'"{sources.get(match[0], match[0])}"', text)


def questions(
    open_questions: Iterable[str], disagreements: Iterable[tuple[str, str, str]], sources: Mapping[str, str]
) -> list[str]:
    """What a reviewer is asked, and where the sources disagree."""
    lines = ["", "## Open questions", "", *(f"- {with_titles(one, sources)}" for one in open_questions)]
    lines += ["", "## Where the sources disagree", "", "| Point | Sources | Our reading |", "|---|---|---|"]
    return lines + [f"| {p} | {with_titles(s, sources)} | {with_titles(r, sources)} |" for p, s, r in disagreements]
