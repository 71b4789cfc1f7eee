"""`coach log visit` and `coach log slip`: what ends a sign that is up."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from coach.cli.leaving import Interruptible
from coach.cli.plain.asking import confirmed
from coach.cli.plain.seen import ask_seen, ask_signs
from coach.cli.say import say, tell
from coach.core.catalogue.catalogue import Level
from coach.core.clearance.lock_changes import locks_words
from coach.core.clearance.locks import because
from coach.core.errors import BadInput
from coach.core.record import hand_entries
from coach.core.record.health import VisitMade
from coach.core.spelling import suggestion
from coach.exit_codes import ExitCode

NO_DOSE = "none"

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from coach.cli.outside import Outside
    from coach.cli.wiring import House
    from coach.core.coach.door import Coach
    from coach.core.safety.raised_flag import RaisedFlag


def visit(args: Namespace, outside: Outside) -> int:
    """Record a visit to a clinician and say what stands now; with every fault told, and nothing recorded."""
    with outside.house() as house:
        doses = [_dose(word) for word in args.dose]
        if doses and args.flag is None:
            return _doses(house, doses, args.who)
        if args.flag is None or args.who is None:
            with Interruptible(outside.keyboard()) as keyboard:
                ask_seen(args, keyboard, house.coach)
        now = house.clock.now().wall
        given = {"flags": args.flag, "classes": args.fine, "who": args.who, "on": args.on}
        entry = hand_entries.read(VisitMade, given, now)
        lumps: list[str] = []
        faults = [*entry.faults, *_unknown(args, house, lumps)]
        for fault in faults:
            tell(fault)
        if faults or entry.body is None:
            return ExitCode.WRONG
        if doses:
            _doses(house, doses, args.who)
        before = {up.flag.id for up in house.coach.rules.safety().flags}
        seen, on = entry.body, entry.body.on or now.date()
        about = lumps if args.lump else None
        fact = house.coach.entries.seen(seen.flags, seen.classes, seen.who, on, about, args.correct)
        say(f"Recorded: {seen.who} on {on}, about {', '.join(args.flag)} (id {fact.id}).")
        for name in args.flag:
            if name not in before:
                say(f"Note: {name} was not up, so this changes nothing now.")
        up = house.coach.rules.safety().flags
        for raised in up:
            say(f"Still up: {because(raised)} {locks_words(raised, house.coach.library.techniques)}")
        if not up:
            say("Nothing is up now.")
    return ExitCode.DONE


def _dose(word: str) -> tuple[str, str, int | None]:
    """What was typed: technique, dose and number; None takes it away. Raises BadInput."""
    name, _, said = word.partition("=")
    dose, number = ("hold", said.removesuffix("s")) if said.endswith("s") else ("reps", said)
    if name and said == NO_DOSE:
        return name, dose, None
    if not name or not (number.isascii() and number.isdecimal() and 0 < len(number) < 4):
        raise BadInput(f"A dose can't be '{word[:60]}'.", "Say it as bridge=8, or childs-pose=25s.")
    return name, dose, int(number)


def _doses(house: House, doses: list[tuple[str, str, int | None]], who: str | None) -> int:
    """Take down how much a professional said. Raises BadInput."""
    if not who:
        raise BadInput("A dose needs --who: who has said it.", "See: coach log visit --help")
    for name, dose, most in doses:
        kept = house.coach.plans.set_dose(name, dose, most, who)
        unit = "s" if dose == "hold" else "repeats"
        if most is None:
            say(f"Taken away: what was said of {name}.")
        elif kept != most:
            say(f"Recorded: {name}, {kept} {unit}. Coach guides no more than that.")
        else:
            say(f"Recorded: {name}, {kept} {unit} from now on, and no more.")
    return ExitCode.DONE


def advice(args: Namespace, outside: Outside) -> int:
    """Record advice by phone and say what stands now; with every fault told, and nothing recorded."""
    with outside.house() as house:
        now = house.clock.now().wall
        given = {"flags": args.flag, "classes": [], "who": args.who, "on": args.on, "said": args.said}
        entry = hand_entries.read(VisitMade, given, now)
        faults = [*entry.faults]
        for name in args.flag:
            try:
                _known(house, [name])
            except BadInput as error:
                faults.append(str(error))
        for fault in faults:
            tell(fault)
        if faults or entry.body is None:
            return ExitCode.WRONG
        told = entry.body
        fact = house.coach.entries.advice(told.flags, told.who, told.on or now.date(), told.said or "")
        say(f"Recorded: {told.who} by phone, about {', '.join(args.flag)} (id {fact.id}).")
        for raised in house.coach.rules.safety().flags:
            say(f"Still up: {because(raised)} {locks_words(raised, house.coach.library.techniques)}")
    return ExitCode.DONE


def _unknown(args: Namespace, house: House, lumps: list[str]) -> list[str]:
    """What names nothing that is there: a fault like the others. The ids of the lumps it was about go into `lumps`."""
    faults = []
    names: list[Callable[[], object]] = [partial(_known, house, [name]) for name in args.flag]
    find = house.coach.entries.find_seen_lump
    names += [partial(lambda name: lumps.append(find(name)), name) for name in args.lump or ()]
    if args.correct is not None:
        names.append(lambda: house.coach.entries.find_entry(VisitMade, args.correct))
    for look in names:
        try:
            look()
        except BadInput as fault:
            faults.append(str(fault))
    return faults


def slip(args: Namespace, outside: Outside) -> int:
    """Take back answers of the last 10 minutes; the record keeps both. 1 where any of them can't be taken back."""
    with outside.house() as house:
        coach = house.coach
        if not args.flag:
            args.flag = _slipped(outside, coach)
        _known(house, args.flag)
        names = list(dict.fromkeys(args.flag))
        found = coach.entries.slips(names)
        up = coach.rules.safety().flags
        for name in names:
            if name not in found:
                tell(_kept(name, [raised for raised in up if raised.flag.id == name]))
        if found and confirmed(args, outside, f"Take back {', '.join(found)}?"):
            coach.entries.withdraw(found)
            say(f"Taken back: {', '.join(found)}. The record keeps both.")
        elif found:
            say("Nothing was taken back.")
            return ExitCode.FAILED
        stands(house)
    return ExitCode.DONE if len(found) == len(names) else ExitCode.FAILED


def _slipped(outside: Outside, coach: Coach) -> list[str]:
    """Which of those that can be taken back, picked at the keys. Raises BadInput where there is none, or nobody."""
    up = coach.rules.safety().flags
    slips = coach.entries.slips(list(dict.fromkeys(raised.flag.id for raised in up)))
    if not slips:
        raise BadInput("Nothing was answered in the last 10 minutes that can be taken back.", "See: coach check")
    with Interruptible(outside.keyboard()) as keyboard:
        if not keyboard.tty:
            raise BadInput("Name what was a slip.", f"It may be: {', '.join(slips)}")
        return ask_signs(keyboard, [raised for raised in up if raised.flag.id in slips], "Which answer was a slip?")


def _kept(name: str, up: list[RaisedFlag]) -> str:
    """Why a sign can't be taken back."""
    if not up:
        return f"{name} is not up, so there is nothing to take back."
    if any(seen.rule in {"answer", "report"} for raised in up for seen in raised.evidence):
        return f"{name} was told more than 10 minutes ago, so it stays. A visit clears it, or time: coach check"
    return f"{name} follows from what is on record, so it can't be taken back by itself. Correct that: coach log --help"


def stands(house: House) -> None:
    """Say what is up now, and whether the check has to be answered anew. Raises BadInput where nothing can be read."""
    safety = house.coach.rules.safety()
    if safety.fault:
        raise BadInput(safety.fault)
    for up in safety.flags:
        say(f"Up: {because(up)}")
    if not safety.check.valid and safety.level is not Level.EMERGENCY:
        say(f"Next: coach check. {safety.check.why}".strip())


def _known(house: House, flags: list[str]) -> None:
    catalogue = house.coach.catalogue
    for name in flags:
        if catalogue is not None and name not in catalogue.flags:
            hint = suggestion(name, catalogue.flags, "See what is up with: coach check")
            raise BadInput(f"There is no sign '{name}'.", hint)
