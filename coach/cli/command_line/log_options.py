"""The words of `coach log`. Its options name every word of an entry, so they are loaded only for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.cli.command_line.arguments import Parser, whole
from coach.core.record.hand_entries import words_of
from coach.core.record.health import MAX_MM, EpisodeBegan, LumpSeen, PainRated
from coach.core.vocabulary import SIZES, TechniqueClass, Trend

if TYPE_CHECKING:
    import argparse

LUMP_OPTIONS = (
    *("first-noticed", "size-mm", "size", "on-spine", "texture", "moves", "look", "pain", "pain-time", "feeling"),
    *("count", "after-injury", "other-lumps", "change-since-last", "seen-by", "spasm-or-stiff", "at", "correct"),
    *("seen-who", "seen-on"),
)


def log_options(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(metavar="KIND", dest="kind", required=True, parser_class=Parser)
    _seen(kinds)
    _entries(kinds)
    _function(kinds)
    about = kinds.add_parser("about", help="your year of birth and your emergency number; empty takes one away")
    about.set_defaults(module="about", function="about")
    about.add_argument("--birth-year", metavar="YYYY", help="some signs count more with age")
    about.add_argument("--emergency-number", metavar="NUMBER", help="it is shown on cards; coach never guesses it")
    slip = kinds.add_parser("slip", help="take back a wrong answer of the last 10 minutes")
    slip.set_defaults(function="slip")
    slip.add_argument("flag", metavar="FLAG", nargs="*", help="the sign it put up; asked at a terminal")
    clock = kinds.add_parser("clock", help="confirm that the clock is right, after it was set back")
    clock.set_defaults(module="record.clock", function="clock")
    for sub in (slip, clock):
        sub.add_argument("--yes", action="store_true", help="don't ask")


def _seen(kinds: Any) -> None:
    visit = kinds.add_parser("visit", help="a visit to a clinician, which opens what they said is fine")
    visit.set_defaults(function="visit")
    visit.add_argument("--flag", metavar="ID", nargs="+", help="what the visit was about; asked at a terminal")
    visit.add_argument(
        "--fine",
        metavar="CLASS",
        nargs="*",
        default=[],
        help=f"what they said is fine: {', '.join(TechniqueClass)}, or all",
    )
    visit.add_argument("--who", metavar="TEXT", help="who was seen; asked at a terminal")
    visit.add_argument("--on", metavar="YYYY-MM-DD", help="the day (today when left out)")
    visit.add_argument("--lump", metavar="ID", nargs="+", help="which lumps it was about, where there are several")
    visit.add_argument("--correct", metavar="ID", help="the entry it takes the place of")
    visit.add_argument(
        "--dose",
        metavar="NAME=NUMBER",
        nargs="+",
        default=[],
        help="how much they said: bridge=8 repeats, childs-pose=25s, bridge=none takes it away",
    )
    advice = kinds.add_parser("advice", help="what a professional said by phone; it ends a 'not sure', never a yes")
    advice.set_defaults(function="advice")
    advice.add_argument("--flag", metavar="ID", nargs="+", required=True, help="what it was about")
    advice.add_argument("--who", metavar="TEXT", required=True, help="who was asked")
    advice.add_argument("--said", metavar="TEXT", required=True, help="what was said")
    advice.add_argument("--on", metavar="YYYY-MM-DD", help="the day (today when left out)")


def _function(kinds: Any) -> None:
    can = kinds.add_parser(
        "function", help="how well you can do what is hard, once a week: 0 can't do it, 10 as before"
    )
    can.set_defaults(module="looking_back.function", function="function")
    can.add_argument(
        "level", metavar="LEVEL", nargs="?", type=whole("LEVEL"), help="0 can't do it, 10 as well as before"
    )
    can.add_argument("--activity", metavar="NAME", help="which one, where there are several")
    can.add_argument("--new", metavar="WORDS", help="name one, up to three")
    can.add_argument("--drop", metavar="NAME", help="ask for this one no more")
    can.add_argument("--correct", metavar="ID", help="the rating it takes the place of")


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
        sub.set_defaults(module="record.entries", function="record")
        for name in ("area", "side", *names):
            dest = {"kind": "what"}.get(name)  # `kind` says already what is logged
            metavar = "ID" if name == "correct" else "WORD"
            sub.add_argument(f"--{name}", metavar=metavar, help=_words(name), **({"dest": dest} if dest else {}))
        for name in ("feel", "tags", "triggers") if sub is pain else ("tags", "triggers") if sub is episode else ():
            sub.add_argument(f"--{name}", metavar="WORD", nargs="+", help=_words(name))


def _words(name: str) -> str:
    """The help of a field: what it is, or the words it takes."""
    told = {
        "medicine": "what you took for it; noted, nothing follows from it",
        "note": "anything else",
        "at": "when it was: a day, or a day and a time (now when left out)",
        "started": "when it began (now when left out)",
        "ended": "when it ended",
        "correct": "the entry it takes the place of; what is left out stays, an empty value takes it away",
        "first-noticed": "the day, or not-sure",
        "size-mm": f"its longest side, 1 to {MAX_MM}",
        "size": f"or as big as: {', '.join(SIZES)}",
        "pain": "0 to 10",
        "seen-who": "who has said that self-care is fine",
        "seen-on": "the day on which they said it",
    }
    field = "complaint" if name == "kind" else name.replace("-", "_")
    known = {"status": Trend, **words_of(EpisodeBegan), **words_of(LumpSeen), **words_of(PainRated)}.get(field, ())
    return told.get(name) or ", ".join(f"'{word}'" if " " in word else word for word in known)
