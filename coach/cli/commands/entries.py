"""`coach log pain|episode|lump`: what is entered by hand; every fault at once, nothing recorded while there is one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from coach.cli.commands.log import stands
from coach.cli.leaving import Interruptible
from coach.cli.plain.asking import ask_check
from coach.cli.plain.card import card
from coach.cli.plain.check import keep
from coach.cli.say import say, tell
from coach.core.catalogue.catalogue import Level
from coach.core.errors import BadInput
from coach.core.history.history import Lump, instant_of
from coach.core.record import entries
from coach.core.record.facts import Fact
from coach.core.safety.trends import NO_BETTER_KINDS
from coach.core.vocabulary import AREAS, ComplaintKind
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Keyboard, Outside
    from coach.cli.wiring import House

NOT_FIELDS = {"kind", "module", "function", "command", "correct", "id", "gone", "what"}
WITH_ID = {"episode": {"status", "ended"}}  # what can be said of a complaint on record; of a lump, all but its place


def record(args: Namespace, outside: Outside) -> int:
    """Record one entry, ask what belongs to it where somebody is at the keys, and say what stands now."""
    with outside.house() as house:
        given = {
            name.replace("_", "-"): value
            for name, value in vars(args).items()
            if name not in NOT_FIELDS and value is not None
        }
        if args.kind in {"episode", "pain"} and args.what is not None:
            given["kind"] = args.what
        entry = entries.read(args.kind, given, house.clock.now().wall)
        known = _on_record(args, house, entry)
        _missing(args, entry)
        if args.id is not None:
            _misplaced(args, given, entry, known)
        body = entry.body if args.correct is None or known is None else _together(args, house, entry)
        for fault in dict.fromkeys(entry.faults):
            tell(fault)
        if entry.faults:
            return ExitCode.WRONG
        before = _up(house)
        subjects = _write(args, replace(entry, body=body), house, known)
        with Interruptible(outside.keyboard()) as keyboard:
            _questions(house, keyboard, subjects, status_given=_says_how(args, known))
        _new(house, before)
        stands(house)
    return ExitCode.DONE


def _on_record(args: Namespace, house: House, entry: entries.Entry) -> Fact | Lump | None:
    """What --id or --correct names; where there is none, that is a fault like the others."""
    try:
        if args.correct is not None:
            return house.coach.entries.find_entry(args.kind, args.correct)
        if args.kind == "pain" or args.id is None:
            return None
        written = house.coach.entries
        return written.find_lump(args.id) if args.kind == "lump" else written.find_entry("episode", args.id)
    except BadInput as fault:
        entry.faults.append(str(fault))
        return None


def _missing(args: Namespace, entry: entries.Entry) -> None:
    if args.correct is not None and entry.at is not None:
        entry.faults.append("at stays as it was when an entry is put right. Leave it out.")
    if args.kind == "pain" or args.correct is not None or args.id is not None:
        return
    if args.kind == "episode" and args.what is None:
        entry.faults.append("What it is is missing. Say it, such as: coach log episode knot --area neck")
    if args.area is None:
        entry.faults.append(f"Where it is is missing. Say it with --area: {', '.join(AREAS)}.")
    if args.kind == "episode" and args.ended is not None and args.started is None:
        entry.faults.append("When it began is missing. Say it with --started.")
    if args.kind == "episode" and args.gone:
        entry.faults.append("Which one has gone is missing. Say it with --id; a new one that is over takes --ended.")


def _misplaced(args: Namespace, given: dict[str, Any], entry: entries.Entry, known: Fact | Lump | None) -> None:
    """What can't go with --id: it names something whose place and kind are known."""
    if args.correct is not None:
        entry.faults.append("--id and --correct don't go together. --id adds to it, --correct takes its place.")
    if args.kind == "lump":
        here = known.area if isinstance(known, Lump) else None
        if here is not None and entry.body.get("area", here) != here:
            entry.faults.append(f"This lump is on record at the {here}. A new one takes no --id.")
        if isinstance(known, Lump):
            _dates_of_lump(entry, known)
        if not set(given) - {"area", "side", "at"}:
            entry.faults.append("There is nothing to record. Say what it looks or feels like, such as --size-mm 12.")
        return
    wrong = sorted(set(given) - WITH_ID["episode"])
    if wrong:
        entry.faults.append(f"{', '.join(wrong)} can't go with --id. To put the entry right, use --correct.")
    if not (args.gone or args.status):
        entry.faults.append("There is nothing to record. Give --status better, same, worse or not-sure, or --gone.")
    if args.ended is not None and not args.gone:
        entry.faults.append("ended says that it has gone. Add --gone.")
    if isinstance(known, Fact) and "ended" in entry.body:
        begun = min(known.local, instant_of(known.body.get("started"), known))
        if instant_of(entry.body["ended"], known) < begun:
            entry.faults.append(f"ended is before it began, {begun:%Y-%m-%d %H:%M}. Check both.")


def _dates_of_lump(entry: entries.Entry, lump: Lump) -> None:
    """What is said of a lump on record can't lie before it was noticed, nor can it be noticed after it was recorded."""
    noticed = entry.body.get("first_noticed", "not-sure")
    if noticed != "not-sure" and noticed > lump.known.date().isoformat():
        entry.faults.append(f"first-noticed is after it was put on record, {lump.known:%Y-%m-%d}. Check both.")
    if noticed == "not-sure" and entry.at is not None and lump.first_noticed and entry.at.date() < lump.since.date():
        entry.faults.append(f"at is before it was first noticed, {lump.since:%Y-%m-%d}. Check both.")


def _together(args: Namespace, house: House, entry: entries.Entry) -> dict[str, Any]:
    """The entry as it stands with this correction; what does not fit together is a fault."""
    body: dict[str, Any] = house.coach.entries.as_corrected(args.kind, args.correct) | entry.body
    begun, over = body.get("started"), body.get("ended")
    if begun and over and datetime.fromisoformat(over) < datetime.fromisoformat(begun):
        entry.faults.append("ended is before started. Check both.")
    return body


def _write(args: Namespace, entry: entries.Entry, house: House, known: Fact | Lump | None) -> set[str]:
    """Record it, and give the complaints and lumps it is about."""
    coach = house.coach
    if args.kind == "episode" and args.id is not None and known is not None:
        if args.status:
            fact = coach.entries.note("status", {"episode": known.id, "value": entry.body["status"]})
            say(f"Recorded: {entry.body['status']} (id {fact.id})")
        if args.gone:
            ended = {"ended": entry.body["ended"]} if "ended" in entry.body else {}
            fact = coach.entries.note("episode-ended", {"episode": known.id, **ended})
            say(f"Recorded: it has gone (id {fact.id})")
        return {known.id}
    body: dict[str, Any] = dict(entry.body)
    if args.kind == "lump" and args.id is not None and known is not None:
        body["lump"] = known.id
    if args.kind == "pain":
        body.setdefault("when", "any time")
    status = body.pop("status", None) if args.kind == "episode" else None
    fact = coach.entries.note(args.kind, body, entry.at, args.correct)
    name = known.id if known is not None and args.correct is not None else fact.id
    say(f"Recorded: {_told(args.kind, body)} (id {name})")
    if status is not None:
        coach.entries.note("status", {"episode": name, "value": status})
    return set() if args.kind == "pain" else {str(body.get("lump") or name), *_hinted(house, body)}


def _hinted(house: House, body: dict[str, Any]) -> set[str]:
    """The lumps that a swollen gland, or something that may be a lump, puts on record in its place."""
    if body.get("kind") in {ComplaintKind.GLAND, ComplaintKind.LUMP, ComplaintKind.NOT_SURE}:
        return {lump.id for lump in house.coach.checks.complaints().lumps if lump.area == body.get("area")}
    return set()


def _says_how(args: Namespace, known: Fact | Lump | None) -> bool:
    """Whether the person has just said how a complaint goes that would be asked that."""
    kind = known.body.get("kind") if isinstance(known, Fact) else args.kind == "episode" and args.what
    return args.kind == "episode" and args.status is not None and kind in NO_BETTER_KINDS


def _questions(house: House, keyboard: Keyboard, subjects: set[str], *, status_given: bool) -> None:
    """The questions due of what was just entered: asked at a terminal; in a pipe they stay due."""
    if not subjects or house.coach.rules.safety().fault:
        return
    checkup = house.coach.checks.questions_of(subjects, status_given=status_given)
    if checkup is None or checkup.screen is None:
        return
    if not keyboard.tty or keyboard.closed:
        if house.coach.rules.safety().check.valid:
            say("Next: coach check. A few questions about it are due.")
        return
    ask_check(checkup, keyboard, lambda answered: keep(house, answered, None), "a few questions about it.")


def _up(house: House) -> set[str]:
    """The signs that are up and ask for somebody to look."""
    return {up.flag.id for up in house.coach.rules.safety().flags if up.level.rank >= Level.CLINICIAN.rank}


def _new(house: House, before: set[str]) -> None:
    """The card, where what was entered put a sign up that asks for somebody to look."""
    blocked = house.coach.rules.standing() if _up(house) - before else None
    if blocked is not None:
        say()
        for line in card(blocked, house.coach, house.sources):
            say(line)


FIRST = ("kind", "level", "area", "side")  # said without their names
UNSAID = {*FIRST, "noted", "when", "lump", "size_method"}


def _told(kind: str, body: dict[str, Any]) -> str:
    """What was recorded, in words."""
    shown = [str(body[name]) for name in FIRST if body.get(name) is not None]
    if kind != "episode":
        shown.insert(0, kind)
    for name, value in body.items():
        words = " and ".join(value) if isinstance(value, list) else str(value)
        if name in {"started", "ended"}:
            words = words[:16].replace("T", " ")
        words = words if len(words) <= 60 else f"{words[:59]}…"
        if name not in UNSAID and value is not None:
            shown.append(f"{words} mm" if name == "size_mm" else f"{name.replace('_', ' ')}: {words}")
    return ", ".join(shown)
