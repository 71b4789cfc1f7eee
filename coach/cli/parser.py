"""The words of the command line. Nothing but argparse is loaded here: help has to come at once."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, NoReturn

from coach import __version__
from coach.core.errors import BadInput
from coach.core.routine.routine import BodyPosition, Equipment
from coach.core.spelling import suggestion
from coach.core.vocabulary import BodyArea, TechniqueClass

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
            what = str(action.metavar or action.dest)
            raise BadInput(f"There is no {what.lower()} '{_shown(value)}'.", suggestion(str(value), action.choices))


def read(argv: list[str]) -> argparse.Namespace:
    """The command with its options. Raises BadInput, or SystemExit(0) after help."""
    return _parser(argv[:1] == ["log"]).parse_args(argv)


def one_of(what: str, known: Iterable[str]) -> Callable[[str], str]:
    """A type that takes one of these words, and names the nearest where it is none of them."""
    names = [str(name) for name in known]

    def check(text: str) -> str:
        word = text.strip().lower().replace(" ", "-").replace("_", "-")
        if word not in names:
            raise BadInput(f"There is no {what} '{_shown(text)}'.", suggestion(word, names))
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


def _shown(value: object) -> str:
    return "".join(c if c.isprintable() else "?" for c in str(value))[:60]


def _parser(log: bool) -> argparse.ArgumentParser:
    """The whole command line. The options of `coach log` name every word of an entry, so they are there only for it."""
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
    show.add_argument("--figure", action="store_true", help="a picture of each technique, with what it shows in words")
    show.add_argument("--area", type=one_of("area", BodyArea), metavar="AREA", help="draw it for this area")
    show.add_argument("--side", type=one_of("side", ["left", "right"]), metavar="SIDE", help="draw it for this side")
    show.add_argument("--variant", metavar="V", help="draw this way to do it")
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
    check.add_argument("--summary", metavar="FILE", help="write the card to a new file, or into a folder")
    check.add_argument("--again", action="store_true", help="answer it anew though it is not due")
    _json(check)
    assess = command("assess", "Say what the safety rules make of a written case", "assess", "assess")
    assess.add_argument("case", metavar="CASE", help="a YAML file; see: coach schema case")
    assess.add_argument("--explain", action="store_true", help="which rule fired on which facts, and what it locks")
    _json(assess)
    entry = command("log", "Add to the record", "log", "log")
    if log:
        _log(entry)
    command("catalogue", "Print every safety rule, for a reviewer", "catalogue", "catalogue")
    _json(command("history", "Show what was done", "history", "history"))
    validate = command("validate", "Check routine files, and settings.yaml", "files", "validate")
    validate.add_argument("file", metavar="FILE", nargs="+")
    schema = command("schema", "Print the JSON Schema of a file, for editors", "files", "schema")
    schema.add_argument(
        "kind", metavar="schema", choices=["routine", "settings", "case"], help="routine, settings or case"
    )
    _json(command("doctor", "Say what works here", "doctor", "doctor"))
    _reminders(command)
    return parser


def _reminders(command: Callable[[str, str, str, str], argparse.ArgumentParser]) -> None:
    remind = command("remind", "Keep the reminders, in the foreground and without a screen", "remind", "remind")
    remind.add_argument("--rehearse", metavar="SPEED", type=speed, help="let time run this many times as fast")
    _json(command("status", "Say when the next break is, and what pauses the reminders", "control", "status"))
    take = command("break", "Take a guided break now", "control", "take_break")
    kinds = ["movement", "desk", "drink"]
    take.add_argument(
        "kind", metavar="KIND", nargs="?", default="movement", type=one_of("kind", kinds), help=", ".join(kinds)
    )
    take.add_argument("--plain", action="store_true", help="lines of text instead of the full screen")
    put_off = command("snooze", "Put the break off", "control", "snooze")
    put_off.add_argument("length", metavar="LENGTH", nargs="?", help="such as 10m; the usual length when left out")
    command("skip", "Leave this break out", "control", "skip")
    pause = command("pause", "No reminders for a time: 1h, until 14:00, until tomorrow", "control", "pause")
    pause.add_argument("words", metavar="TIME", nargs="+", help="1h, until 14:00, until tomorrow")
    command("resume", "End the pause", "control", "resume")
    busy = command("busy", "In a meeting for so long: 30, 60, 90 minutes", "control", "busy")
    busy.add_argument("length", metavar="LENGTH", help="such as 30m or 1h")
    command("back", "I'm back: count again", "control", "back")
    auto = command("autostart", "Start the reminders with the session", "autostart", "autostart")
    auto.add_argument(
        "action",
        metavar="ACTION",
        type=one_of("action", ["install", "remove", "status"]),
        help="install, remove, status",
    )
    _json(auto)


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON document")


def _listing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--area", type=one_of("area", BodyArea), metavar="AREA", help=", ".join(BodyArea))
    parser.add_argument(
        "--position", type=one_of("position", BodyPosition), metavar="POSITION", help=", ".join(BodyPosition)
    )
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
    group.add_argument("--seconds", type=whole("--seconds"), metavar="N", help="how long a movement break is")
    group.add_argument("--turn", type=whole("--turn"), metavar="N", help="which movement a movement break begins with")
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
        help=f"what they said is fine: {', '.join(TechniqueClass)}, or all",
    )
    visit.add_argument("--who", metavar="TEXT", required=True, help="who was seen")
    visit.add_argument("--on", metavar="YYYY-MM-DD", help="the day (today when left out)")
    visit.add_argument("--lump", metavar="ID", nargs="+", help="which lumps it was about, where there are several")
    visit.add_argument("--correct", metavar="ID", help="the entry it takes the place of")
    _entries(kinds)
    about = kinds.add_parser("about", help="your year of birth and your emergency number; empty takes one away")
    about.set_defaults(module="about", function="about")
    about.add_argument("--birth-year", metavar="YYYY", help="some signs count more with age")
    about.add_argument("--emergency-number", metavar="NUMBER", help="it is shown on cards; coach never guesses it")
    slip = kinds.add_parser("slip", help="take back a wrong answer of the last 10 minutes")
    slip.set_defaults(function="slip")
    slip.add_argument("flag", metavar="FLAG", nargs="+", help="the sign it put up (see: coach check)")
    clock = kinds.add_parser("clock", help="confirm that the clock is right, after it was set back")
    clock.set_defaults(module="clock", function="clock")
    for sub in (slip, clock):
        sub.add_argument("--yes", action="store_true", help="don't ask")


def _entries(kinds: Any) -> None:
    """What is entered by hand. The words are checked by the command, so that every fault is told at once."""
    pain = kinds.add_parser("pain", help="how strong the pain is")
    pain.add_argument("level", metavar="LEVEL", help="0 to 10")
    pain.set_defaults(id=None)
    episode = kinds.add_parser("episode", help="a knot, spasm, ache, bruise or swollen gland; or a word on one")
    episode.add_argument(
        "what", metavar="KIND", nargs="?", help="knot, spasm, ache, bruise, swollen-gland, lump, not-sure"
    )
    episode.add_argument("--id", metavar="ID", help="a complaint on record, for --status or --gone")
    episode.add_argument("--gone", action="store_true", help="it has gone")
    lump = kinds.add_parser("lump", help="a new lump, or a look at one on record")
    lump.add_argument("--id", metavar="ID", help="the lump on record")
    options = {
        pain: ("kind", "when", "status", "medicine", "note", "at", "correct"),
        episode: ("status", "started", "ended", "correct"),
        lump: LUMP_OPTIONS,
    }
    for sub, names in options.items():
        sub.set_defaults(module="entries", function="record")
        for name in ("area", "side", *names):
            dest = {"kind": "what"}.get(name)  # `kind` says already what is logged
            metavar = "ID" if name == "correct" else "WORD"
            sub.add_argument(f"--{name}", metavar=metavar, help=_words(name), **({"dest": dest} if dest else {}))
        for name in ("feel", "tags", "triggers") if sub is pain else ("triggers",) if sub is episode else ():
            sub.add_argument(f"--{name}", metavar="WORD", nargs="+", help=_words(name))


LUMP_OPTIONS = (
    *("first-noticed", "size-mm", "size", "on-spine", "texture", "moves", "look", "pain", "pain-time", "feeling"),
    *("count", "after-injury", "other-lumps", "change-since-last", "seen-by", "spasm-or-stiff", "at", "correct"),
)


def _words(name: str) -> str:
    """The help of a field: what it is, or the words it takes."""
    from coach.core.record.hand_entries import words_of
    from coach.core.record.health import MAX_MM, EpisodeBegan, LumpSeen, PainRated
    from coach.core.vocabulary import SIZES, Trend

    told = {
        "medicine": "what you took for it; noted, nothing follows from it",
        "note": "anything else",
        "at": "when it was: a day, or a day and a time (now when left out)",
        "started": "when it began (now when left out)",
        "ended": "when it ended",
        "correct": "the entry it takes the place of; what is left out stays",
        "first-noticed": "the day, or not-sure",
        "size-mm": f"its longest side, 1 to {MAX_MM}",
        "size": f"or as big as: {', '.join(SIZES)}",
        "pain": "0 to 10",
    }
    field = "complaint" if name == "kind" else name.replace("-", "_")
    known = {"status": Trend, **words_of(EpisodeBegan), **words_of(LumpSeen), **words_of(PainRated)}.get(field, ())
    return told.get(name) or ", ".join(f"'{word}'" if " " in word else word for word in known)
