"""Every command with its options. Nothing but argparse is loaded here: help has to come at once."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from coach import __version__
from coach.cli.command_line.arguments import Parser, day, one_of, speed, whole
from coach.core.routine.routine import BodyPosition, Equipment
from coach.core.vocabulary import BodyArea

Command = Callable[[str, str, str, str], argparse.ArgumentParser]  # name, help, module, function
WEEK_WORDS = ("too-much", "right", "too-little")
SPANS = ("14", "28", "90")  # days of pain that can be looked at


def every_command(*, log: bool) -> argparse.ArgumentParser:
    """The whole command line. The options of `coach log` name every word of an entry, so they are there only for it."""
    parser = Parser(
        prog="coach",
        description="Guided self-care for muscle knots at the desk. Without a command: the full screen.",
        epilog="Coach gives no diagnosis, and no clinician has reviewed its rules.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", "-V", action="version", version=f"coach {__version__}")
    parser.set_defaults(module="screen", function="full_screen")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command", parser_class=Parser)

    def command(name: str, help_: str, module: str, function: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_, description=f"{help_}.", allow_abbrev=False)
        sub.set_defaults(module=module, function=function)
        return sub

    _routines(command)
    _safety(command)
    _record(command, log=log)
    _looking_back(command)
    _exchange(command)
    _files(command)
    _reminders(command)
    told = commands.add_parser("help", help="Say how a command is used", description="The same as COMMAND --help.")
    told.add_argument("words", metavar="COMMAND", nargs="*", help="the command; all of them when left out")
    return parser


def _routines(command: Command) -> None:
    _listing(command("routines", "List the routines", "routines", "listing"))
    show = command("show", "Show one routine: steps, dose, cautions, sources", "show", "show")
    show.add_argument("id", metavar="ID")
    show.add_argument("--figure", action="store_true", help="a picture of each technique, with what it shows in words")
    show.add_argument("--area", type=one_of("area", BodyArea), metavar="AREA", help="draw it for this area")
    show.add_argument("--side", type=one_of("side", ["left", "right"]), metavar="SIDE", help="draw it for this side")
    show.add_argument("--variant", metavar="V", help="draw this way to do it")
    timeline = command("timeline", "Show the planned run of a routine, second by second", "timeline", "timeline")
    timeline.add_argument("id", metavar="ID")
    _choices(timeline)
    _json(timeline)
    run = command("run", "Be guided through a routine", "run", "run")
    run.add_argument("id", metavar="ID", help="the routine; an area or another word shows which there are")
    _choices(run)
    run.add_argument("--plain", action="store_true", help="lines of text instead of the full screen")
    run.add_argument("--answers", metavar="FILE", help="a file that answers the safety check")
    run.add_argument("--rehearse", metavar="SPEED", type=speed, help="run this many times as fast; counts as nothing")


def _safety(command: Command) -> None:
    check = command("check", "Answer the safety check of the day", "check", "check")
    check.add_argument("--answers", metavar="FILE", help="a file with the answers")
    check.add_argument("--summary", metavar="FILE", help="write the card to a new file, or into a folder")
    check.add_argument("--sources", action="store_true", help="where what is up comes from, too")
    check.add_argument("--again", action="store_true", help="answer it anew though it is not due")
    _json(check)
    assess = command("assess", "Say what the safety rules make of a written case", "assess", "assess")
    assess.add_argument("case", metavar="CASE", help="a YAML file; see: coach schema case")
    assess.add_argument("--explain", action="store_true", help="which rule fired on which facts, and what it locks")
    _json(assess)
    command("catalogue", "Print every safety rule, for a reviewer", "catalogue", "catalogue")


def _record(command: Command, *, log: bool) -> None:
    entry = command("log", "Add to the record", "record.log", "log")
    if log:
        from coach.cli.command_line.log_options import log_options

        log_options(entry)
    past = command("history", "Show what was done and what was noted", "history", "history")
    past.add_argument("--noted", action="store_true", help="only what you noted: pain, knots, lumps, visits")
    past.add_argument("--breaks", action="store_true", help="what became of the breaks of each day, on this computer")
    _json(past)
    page = command("report", "Write the page for a doctor: one sheet of what you noted", "reading.report", "report")
    _report(page)
    learn = command("learn", "Read a short lesson, the next one or the one you name", "reading.learn", "learn")
    learn.add_argument("id", metavar="ID", nargs="?", help="the lesson; see --list")
    learn.add_argument("--list", action="store_true", help="all of them, and which you have read")
    learn.add_argument("--plain", action="store_true", help="only the lesson; nothing is asked")
    learn.add_argument("--answer", metavar="N", type=whole("--answer"), help="answer the question of this lesson")


def _report(page: argparse.ArgumentParser) -> None:
    page.add_argument("--days", metavar="N", type=whole("--days"), help="the last so many days (28)")
    page.add_argument("--since", metavar="DATE", type=day("--since"), help="from this day on, as in 2026-11-01")
    page.add_argument(
        "--area", type=one_of("area", BodyArea), metavar="AREA", help="only one area; signs are all there"
    )
    page.add_argument("--without", metavar="PARTS", help="leave out: lumps,tried,triggers,seen (a sign never)")
    page.add_argument("--notes", action="store_true", help="with your own words")
    page.add_argument("--text", action="store_true", help="as text, printed here")
    page.add_argument("--open", action="store_true", help="show it in your browser")
    page.add_argument("--output", metavar="FILE", help="a new file of this name")


def _looking_back(command: Command) -> None:
    told = command("progress", "Say what changed and what followed, in numbers", "looking_back.progress", "told")
    told.add_argument("--area", type=one_of("area", BodyArea), metavar="AREA", help=", ".join(BodyArea))
    days = one_of("number of days", SPANS)
    told.add_argument("--days", type=days, metavar="N", default="28", help=f"of pain: {', '.join(SPANS)}")
    _json(told)
    plan = command("plan", "The week, and what may grow: offered, never applied", "looking_back.plan", "plan")
    said = plan.add_mutually_exclusive_group()
    said.add_argument("--yes", metavar="TECHNIQUE", help="take the notch that is offered")
    said.add_argument("--back", metavar="TECHNIQUE", nargs="?", const="", help="go one notch back; the last step alone")
    said.add_argument("--strength-days", type=whole("DAYS"), metavar="DAYS", help="how many days a week, 0 to 4")
    said.add_argument("--week", type=one_of("word", WEEK_WORDS), metavar="WORD", help=", ".join(WEEK_WORDS))
    _json(plan)
    away = command("away", "Days that do not count: until DATE, or off", "looking_back.away", "away")
    away.add_argument("words", metavar="WHEN", nargs="*", help="until 2026-03-09, or off")
    away.add_argument("--since", metavar="YYYY-MM-DD", help="the first day, where it is not today")


def _exchange(command: Command) -> None:
    out = command(
        "export", "Write the record to a file that Coach takes in again (tables: never)", "record.export", "export"
    )
    out.add_argument("file", metavar="FILE", nargs="?", help="the file; - for the output")
    out.add_argument("--csv", metavar="FOLDER", help="tables for a spreadsheet; they are never taken in again")
    out.add_argument("--all", metavar="FOLDER", help="the record, your settings and your own routines side by side")
    out.add_argument("--encrypt", action="store_true", help="behind a passphrase, in the format of age (FILE only)")
    out.add_argument("--force", action="store_true", help="write over whatever is there")
    come = command(
        "import", "Take in what another Coach wrote; what is here already stays", "record.importing", "take_in"
    )
    come.add_argument("file", metavar="FILE", nargs="+", help="all of them come in, or none")
    come.add_argument("--look", action="store_true", help="only say what they would bring and change")
    step = command("sync", "Keep several computers in step through a folder that they share", "record.sync", "sync")
    step.add_argument("folder", metavar="FOLDER", help="each computer writes one file there and reads the others")
    gone = command("delete", "Take all that Coach keeps from this computer", "record.delete", "delete")
    gone.add_argument("--everything", action="store_true", required=True, help="the whole record; there is no part")
    gone.add_argument("--settings-too", action="store_true", help="settings and your own routines as well")
    gone.add_argument("--yes", action="store_true", help="don't ask; what you had written elsewhere stays")
    for sub, whose in ((come, ["theirs", "mine"]), (step, ["theirs"])):
        sub.add_argument(
            "--clock",
            metavar="WHOSE",
            type=one_of("clock", whose),
            help=f"whose clock is wrong where entries are dated ahead: {' or '.join(whose)}",
        )


def _files(command: Command) -> None:
    validate = command("validate", "Check routine files, and settings.yaml", "files", "validate")
    validate.add_argument("file", metavar="FILE", nargs="+")
    schema = command("schema", "Print the JSON Schema of a file, for editors", "files", "schema")
    schema.add_argument(
        "kind", metavar="schema", choices=["routine", "settings", "case"], help="routine, settings or case"
    )
    doctor = command("doctor", "Say what works here", "doctor", "doctor")
    doctor.add_argument(
        "--report", metavar="FILE", help="write it to a new file for a bug report, nothing of your health"
    )
    doctor.add_argument(
        "--new-computer", action="store_true", help="the record was copied here: give this computer an id of its own"
    )
    _json(doctor)


def _reminders(command: Command) -> None:
    remind = command("remind", "Keep the reminders, in the foreground and without a screen", "remind", "remind")
    remind.add_argument("--rehearse", metavar="SPEED", type=speed, help="let time run this many times as fast")
    status = command("status", "Say when the next break is, and what pauses the reminders", "control", "status")
    status.add_argument("--line", action="store_true", help="a few words, for a status bar")
    status.add_argument("--if-due", action="store_true", help="with --line: only while something waits for an answer")
    _json(status)
    take = command("break", "Take a guided break now", "control", "take_break")
    kinds = ["movement", "desk", "drink"]
    take.add_argument(
        "kind", metavar="KIND", nargs="?", default="movement", type=one_of("kind", kinds), help=", ".join(kinds)
    )
    take.add_argument("--plain", action="store_true", help="lines of text instead of the full screen")
    put_off = command("snooze", "Put the break off", "control", "snooze")
    put_off.add_argument("length", metavar="LENGTH", nargs="?", help="such as 10m; the usual length when left out")
    command("done", "I got up: a movement break was taken now, prompted or not", "control", "done")
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
