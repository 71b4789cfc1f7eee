"""`coach assess`: what the rules say of a written case. Nothing of the user's record is read or changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.cli.say import say, say_json, tell_faults
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from coach.cli.outside import Outside
    from coach.core.catalogue.catalogue import Blocks, Catalogue
    from coach.core.clearance.cases import Assessment
    from coach.core.routine.routine import Technique
    from coach.core.safety.evidence import Evidence
    from coach.core.safety.raised_flag import RaisedFlag


def assess(args: Namespace, outside: Outside) -> int:
    """Read a case and say what follows: 0 where it was read, 2 with every fault of the file."""
    from coach.adapters.catalogue.case_file import read_case
    from coach.adapters.clock import SystemClock
    from coach.core.clearance import cases

    catalogue, techniques = content()
    case, problems = read_case(Path(args.case), catalogue, techniques)
    tell_faults(problems)
    if problems:
        return ExitCode.WRONG
    now = (outside.clock or SystemClock()).now().wall
    said = cases.assess(case, catalogue, techniques, now)
    if args.json:
        document = _document(said)
        say_json(document | ({"explain": [_explained(up, said) for up in said.raised]} if args.explain else {}))
    else:
        _print(said, techniques, explain=args.explain)
    return ExitCode.DONE


def content() -> tuple[Catalogue, Mapping[str, Technique]]:
    """The catalogue and the shipped techniques. Raises CatalogueError."""
    from coach.adapters.catalogue.catalogue_file import load_catalogue
    from coach.adapters.routines.routine_files import load_library

    techniques = {technique.id: technique for technique in load_library(None).shipped_techniques}
    return load_catalogue({name: technique.cls for name, technique in techniques.items()}), techniques


def _document(said: Assessment) -> dict[str, Any]:
    return {
        "level": str(said.level),
        "flags": list(said.flags),
        "allowed": list(said.allowed),
        "blocked": list(said.blocked),
        "headline": said.headline,
        "act_within": said.act_within,
        "unanswered": list(said.blank),
    }


def locks(blocks: Blocks) -> str:
    """What a flag locks, in words."""
    names = [*sorted(blocks.classes), *sorted(blocks.techniques)]
    if not names:
        return "nothing"
    where = {"everywhere": "", "area": " in that area", "site": " on that spot"}[blocks.where]
    return ", ".join(names) + where + (f" ({blocks.until})" if blocks.until else "")


def _moments(evidence: Evidence, said: Assessment) -> list[str]:
    """The facts a rule saw, as what they are and when."""
    facts = [said.facts[name] for name in evidence.facts]
    return [f"{fact.kind} {fact.local:%Y-%m-%d %H:%M}" for fact in facts]


def _explained(up: RaisedFlag, said: Assessment) -> dict[str, Any]:
    return {
        "flag": up.flag.id,
        "level": str(up.level),
        "rules": [{"rule": e.rule, "says": e.words, "facts": _moments(e, said)} for e in up.evidence],
        "locks": locks(up.blocks),
        "area": str(up.area) if up.area is not None else None,
        "clears": str(up.flag.clears),
    }


def _print(said: Assessment, techniques: Mapping[str, Technique], *, explain: bool) -> None:
    from coach.core.clearance.clearance import NO_REVIEW

    say(f"Level: {said.level}")
    say(f"{said.headline} {said.action}")
    if said.act_within is not None:
        say("Act: now" if said.act_within == 0 else f"Act within: {said.act_within} hours")
    for up in said.raised:
        say(f"Up: {up.flag.id}, {up.level}")
        if explain:
            for evidence in up.evidence:
                facts = f" [{', '.join(_moments(evidence, said))}]" if evidence.facts else ""
                say(f"  Rule {evidence.rule}: {evidence.words}{facts}")
            say(f"  Locks: {locks(up.blocks)}")
            say(f"  Clears: {up.flag.clears}")
    for name in said.blank:
        say(f"Blank: {name}")
    for label, names in (("Open", said.allowed), ("Locked", said.blocked)):
        say(f"{label}: {', '.join(techniques[name].name for name in names) or 'nothing'}")
    say(f"Note: {NO_REVIEW}")
