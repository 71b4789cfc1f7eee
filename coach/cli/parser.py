"""The words of the command line. Nothing but argparse is loaded here: help has to come at once."""

from __future__ import annotations

import argparse
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NoReturn

from coach import __version__
from coach.core.errors import BadInput
from coach.core.routine import BodyArea, Equipment, Position, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SLOWEST, FASTEST = 1, 1000  # times as fast as real time


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in the same words as everything else."""

    def error(self, message: str) -> NoReturn:
        words = message.removeprefix("argument ").replace("the following arguments are required", "This is missing")
        raise BadInput(f"{words[:1].upper()}{words[1:]}.", f"See: {self.prog} --help")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            what = "command" if isinstance(action, argparse._SubParsersAction) else str(action.metavar or action.dest)  # noqa: SLF001
            raise BadInput(f"There is no {what.lower()} '{_shown(value)}'.", _hint(str(value), list(action.choices)))


def read(argv: list[str]) -> argparse.Namespace:
    """The command with its options. Raises BadInput, or SystemExit(0) after help."""
    return _parser().parse_args(argv)


def one_of(what: str, known: Iterable[str]) -> Callable[[str], str]:
    """A type that takes one of these words, and names the nearest where it is none of them."""
    names = [str(name) for name in known]

    def check(text: str) -> str:
        word = text.strip().lower().replace(" ", "-").replace("_", "-")
        if word not in names:
            raise BadInput(f"There is no {what} '{_shown(text)}'.", _hint(word, names))
        return word

    return check


def whole(option: str) -> Callable[[str], int]:
    """A type that takes a whole number."""

    def check(text: str) -> int:
        try:
            return int(text)
        except ValueError:
            raise BadInput(f"{option} can't be '{_shown(text)}'.", "Give a whole number.") from None

    return check


def speed(text: str) -> float:
    """How many times as fast a rehearsal runs."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not SLOWEST <= value <= FASTEST:
        raise BadInput(f"A rehearsal can't run {_shown(text)} times as fast.", f"Give {SLOWEST} to {FASTEST}.")
    return value


def _hint(word: str, known: list[str]) -> str:
    near = get_close_matches(word.lower(), known, 1, cutoff=0.5)
    return f"Did you mean '{near[0]}'?" if near else f"Choose from: {', '.join(known)}."


def _shown(value: object) -> str:
    return "".join(c if c.isprintable() else "?" for c in str(value))[:60]


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="coach",
        description="Guided self-care for muscle knots at the desk. Without a command: the full screen.",
        epilog="Coach gives no diagnosis, and no clinician has reviewed its rules.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", "-V", action="version", version=f"coach {__version__}")
    parser.set_defaults(module="screen", function="full_screen")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command", parser_class=_Parser)

    def command(name: str, help_: str, module: str, function: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_, description=f"{help_}.", allow_abbrev=False)
        sub.set_defaults(module=module, function=function)
        return sub

    _listing(command("routines", "List the routines", "routines", "listing"))
    show = command("show", "Show one routine: steps, dose, cautions, sources", "show", "show")
    show.add_argument("id", metavar="ID")
    timeline = command("timeline", "Show the planned run of a routine, second by second", "timeline", "timeline")
    _choices(timeline)
    _json(timeline)
    run = command("run", "Be guided through a routine", "run", "run")
    _choices(run)
    run.add_argument("--plain", action="store_true", help="lines of text instead of the full screen")
    run.add_argument("--answers", metavar="FILE", help="a file that answers the safety check")
    run.add_argument("--rehearse", metavar="SPEED", type=speed, help="run this many times as fast; counts as nothing")
    check = command("check", "Answer the safety check of the day", "check", "check")
    check.add_argument("--answers", metavar="FILE", help="a file with the answers")
    check.add_argument("--again", action="store_true", help="answer it anew though it is not due")
    _json(check)
    assess = command("assess", "Say what the safety rules make of a written case", "assess", "assess")
    assess.add_argument("case", metavar="CASE", help="a YAML file; see: coach schema case")
    assess.add_argument("--explain", action="store_true", help="which rule fired on which facts, and what it locks")
    _json(assess)
    _log(command("log", "Add to the record", "log", "log"))
    command("catalogue", "Print every safety rule, for a reviewer", "catalogue", "catalogue")
    _json(command("history", "Show what was done", "history", "history"))
    validate = command("validate", "Check routine files", "files", "validate")
    validate.add_argument("file", metavar="FILE", nargs="+")
    schema = command("schema", "Print the JSON Schema of a file, for editors", "files", "schema")
    schema.add_argument("kind", metavar="schema", choices=["routine", "case"], help="routine or case")
    _json(command("doctor", "Say what works here", "doctor", "doctor"))
    return parser


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON document")


def _listing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--area", type=one_of("area", BodyArea), metavar="AREA", help=", ".join(BodyArea))
    parser.add_argument("--position", type=one_of("position", Position), metavar="POSITION", help=", ".join(Position))
    parser.add_argument(
        "--equipment",
        type=one_of("equipment", Equipment),
        metavar="THING",
        nargs="+",
        help=f"what you have: {', '.join(Equipment)}",
    )
    parser.add_argument("--at-desk", action="store_true", default=None, help="only what can be done at the desk")
    parser.add_argument("--search", metavar="TEXT", help="words in the name, the areas or the equipment")
    _json(parser)


def _choices(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID")
    group = parser.add_argument_group("choices (kept for the next time)")
    group.add_argument("--area", type=one_of("area", BodyArea), metavar="AREA", help=", ".join(BodyArea))
    group.add_argument(
        "--side", type=one_of("side", ["left", "right", "both"]), metavar="SIDE", help="left, right, both"
    )
    group.add_argument("--minutes", type=whole("--minutes"), metavar="N", help="fit it into N minutes")
    group.add_argument("--variant", metavar="V", help="another way to do it (see: coach show ID)")
    group.add_argument("--spots", type=whole("--spots"), metavar="N", help="how many spots")
    group.add_argument("--dose", type=one_of("dose", ["low", "high"]), metavar="DOSE", help="low or high")
    group.add_argument("--wait", action=argparse.BooleanOptionalAction, help="wait for a key before each step")
    group.add_argument(
        "--wait-limit", metavar="N", type=whole("--wait-limit"), help="after N seconds it goes on without"
    )
    group.add_argument("--fresh", action="store_true", help="use nothing that was chosen last time")


def _log(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(metavar="KIND", dest="kind", required=True, parser_class=_Parser)
    visit = kinds.add_parser("visit", help="a visit to a clinician, which opens what they said is fine")
    visit.set_defaults(function="visit")
    visit.add_argument("--flag", metavar="ID", nargs="+", required=True, help="what the visit was about")
    visit.add_argument(
        "--fine",
        metavar="CLASS",
        nargs="*",
        default=[],
        type=one_of("class", [*TechniqueClass, "all"]),
        help=f"what they said is fine: {', '.join(TechniqueClass)}, or all",
    )
    visit.add_argument("--who", metavar="TEXT", required=True, help="who was seen")
    visit.add_argument("--on", metavar="YYYY-MM-DD", help="the day (today when left out)")
    visit.add_argument("--lump", metavar="ID", nargs="+", help="which lumps it was about, where there are several")
    visit.add_argument("--correct", metavar="ID", help="the entry it takes the place of")
    _entries(kinds)


def _entries(kinds: Any) -> None:
    """What is entered by hand. The words are checked by the command, so that every fault is told at once."""
    pain = kinds.add_parser("pain", help="how strong the pain is")
    pain.add_argument("level", metavar="LEVEL", help="0 to 10")
    episode = kinds.add_parser("episode", help="a knot, spasm, ache, bruise or swollen gland; or a word on one")
    episode.add_argument("what", metavar="KIND", nargs="?", help="knot, spasm, ache, bruise, swollen-gland, lump")
    episode.add_argument("--id", metavar="ID", help="a complaint on record, for --status or --gone")
    episode.add_argument("--gone", action="store_true", help="it has gone")
    lump = kinds.add_parser("lump", help="a new lump, or a look at one on record")
    lump.add_argument("--id", metavar="ID", help="the lump on record")
    options = {
        pain: ("kind", "status", "medicine", "note", "at", "correct"),
        episode: ("status", "started", "ended", "correct"),
        lump: (
            *("first-noticed", "size-mm", "on-spine", "texture", "moves", "look", "pain", "pain-time", "feeling"),
            *(
                "count",
                "after-injury",
                "other-lumps",
                "change-since-last",
                "seen-by",
                "spasm-or-stiff",
                "at",
                "correct",
            ),
        ),
    }
    for sub, names in options.items():
        sub.set_defaults(module="entries", function="record")
        for name in ("area", "side", *names):
            dest = {"kind": "what"}.get(name)  # `kind` says already what is logged
            metavar = "ID" if name == "correct" else "WORD"
            sub.add_argument(f"--{name}", metavar=metavar, **({"dest": dest} if dest else {}))
        for name in ("feel", "tags", "triggers") if sub is pain else ("triggers",) if sub is episode else ():
            sub.add_argument(f"--{name}", metavar="WORD", nargs="+")
