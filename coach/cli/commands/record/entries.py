"""`coach log pain|episode|lump`: what is entered by hand; every fault at once, nothing recorded while there is one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from coach.cli.commands.reading.learn import after_noting
from coach.cli.commands.record.log import stands
from coach.cli.leaving import Interruptible
from coach.cli.plain.card import card
from coach.cli.plain.check import keep
from coach.cli.plain.checking import ask_check
from coach.cli.say import say, tell
from coach.core.clearance.lock_changes import NONE
from coach.core.coach.corrections import Standing
from coach.core.errors import BadInput
from coach.core.history.history import Lump, instant_of
from coach.core.history.noted import details
from coach.core.record import hand_entries
from coach.core.record.facts import FactOf
from coach.core.record.health import EpisodeBegan, EpisodeEnded, LumpSeen, PainRated, StatusGiven
from coach.core.safety.rules.trends import NO_BETTER_KINDS
from coach.core.vocabulary import BodyArea
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Collection, Mapping

    from coach.cli.outside import Keyboard, Outside
    from coach.cli.wiring import House
    from coach.core.record.hand_entries import Entry
    from coach.core.safety.raised_flag import RaisedFlag

    Written = PainRated | EpisodeBegan | LumpSeen
    OnRecord = FactOf[Written] | Standing[Written] | Lump | None

NOT_FIELDS = {"kind", "module", "function", "command", "correct", "id", "gone", "what"}
WITH_ID = {"status", "ended"}  # what can be said of a complaint on record; of a lump, all but its place
KINDS: Mapping[str, type[Written]] = {"pain": PainRated, "episode": EpisodeBegan, "lump": LumpSeen}


def record(args: Namespace, outside: Outside) -> int:
    """Record one entry, ask what belongs to it where somebody is at the keys, and say what stands now."""
    with outside.house() as house:
        given = {name: value for name, value in vars(args).items() if name not in NOT_FIELDS and value is not None}
        if args.kind in {"episode", "pain"} and args.what is not None:
            given["complaint"] = args.what
        faults: list[str] = []
        known = _on_record(args, house, faults)
        entry = _read(args, house, given, known)
        faults = [*entry.faults, *faults, *_missing(args)]
        if args.id is not None:
            faults += _misplaced(args, given, entry, known)
        for fault in dict.fromkeys(faults):
            tell(fault)
        if faults or entry.body is None:
            return ExitCode.WRONG
        before = house.coach.rules.safety().flags
        subjects = _write(args, entry, entry.body, house, known)
        with Interruptible(outside.keyboard()) as keyboard:
            after_noting(house, attended=keyboard.tty and not keyboard.closed)
            _questions(house, keyboard, subjects, status_given=_says_how(args, known))
        _new(house, before)
        stands(house)
    return ExitCode.DONE


def _on_record(args: Namespace, house: House, faults: list[str]) -> OnRecord:
    """What --id or --correct names; where there is none, that is a fault like the others."""
    written = house.coach.entries
    try:
        if args.correct is not None:
            return house.coach.corrections.standing(KINDS[args.kind], args.correct)
        if args.kind == "pain" or args.id is None:
            return None
        return written.find_lump(args.id) if args.kind == "lump" else written.find_entry(EpisodeBegan, args.id)
    except BadInput as fault:
        faults.append(str(fault))
        return None


def _read(args: Namespace, house: House, given: Mapping[str, object], known: OnRecord) -> Entry[Written]:
    """What was given, laid over the entry that it puts right, or over the complaint that it is about."""
    if isinstance(known, Standing):
        return house.coach.corrections.read(known, given)
    base = known.body if isinstance(known, FactOf) else None
    return hand_entries.read(KINDS[args.kind], given, house.clock.now().wall, base)


def _missing(args: Namespace) -> list[str]:
    faults: list[str] = []
    if args.kind == "pain" or args.correct is not None or args.id is not None:
        return faults
    if args.kind == "episode" and args.gone:
        return ["Which one has gone is missing. Say it with --id, as coach check shows it; a new one takes --ended."]
    if args.kind == "episode" and args.what is None:
        faults.append("What it is is missing. Say it, such as: coach log episode knot --area neck")
    if args.area is None:
        faults.append(f"Where it is is missing. Say it with --area: {', '.join(BodyArea)}.")
    if args.kind == "episode" and args.ended is not None and args.started is None:
        faults.append("When it began is missing. Say it with --started.")
    return faults


def _misplaced(
    args: Namespace,
    given: Mapping[str, object],
    entry: Entry[Written],
    known: OnRecord,
) -> list[str]:
    """What can't go with --id: it names something whose place and kind are known."""
    faults = []
    if args.correct is not None:
        faults.append("--id and --correct don't go together. --id adds to it, --correct takes its place.")
    if args.kind == "lump":
        if isinstance(known, Lump) and isinstance(entry.body, LumpSeen):
            faults += _misplaced_look(entry, entry.body, known)
        if not set(given) - {"area", "side", "at"}:
            faults.append("There is nothing to record. Say what it looks or feels like, such as --size-mm 12.")
        return faults
    wrong = sorted(hand_entries.spoken(name) for name in set(given) - WITH_ID)
    if wrong:
        faults.append(f"{', '.join(wrong)} can't go with --id. To put the entry right, use --correct.")
    if not (args.gone or args.status):
        faults.append("There is nothing to record. Give --status better, same, worse or not-sure, or --gone.")
    if args.ended is not None and not args.gone:
        faults.append("ended says that it has gone. Add --gone.")
    over = _ended(entry)
    if isinstance(known, FactOf) and isinstance(known.body, EpisodeBegan) and over is not None:
        begun = min(known.local, instant_of(known.body.started, known))
        if instant_of(over, known) < begun:
            faults.append(f"ended is before it began, {begun:%Y-%m-%d %H:%M}. Check both.")
    return faults


def _misplaced_look(entry: Entry[Written], look: LumpSeen, lump: Lump) -> list[str]:
    """A look at a lump on record can't be at another place or before it was noticed, nor notice it afterwards."""
    faults = []
    if lump.area is not None and look.area not in {None, lump.area}:
        faults.append(f"This lump is on record at the {lump.area}. A new one takes no --id.")
    noticed = look.first_noticed if isinstance(look.first_noticed, date) else None
    if noticed is not None and noticed > lump.known.date():
        faults.append(f"first-noticed is after it was put on record, {lump.known:%Y-%m-%d}. Check both.")
    if noticed is None and entry.at is not None and lump.first_noticed and entry.at.date() < lump.since.date():
        faults.append(f"at is before it was first noticed, {lump.since:%Y-%m-%d}. Check both.")
    return faults


def _ended(entry: Entry[Written]) -> date | None:
    """The end of a complaint, where it was said now."""
    return entry.body.ended if isinstance(entry.body, EpisodeBegan) and "ended" in entry.said else None


def _write(
    args: Namespace,
    entry: Entry[Written],
    body: Written,
    house: House,
    known: OnRecord,
) -> set[str]:
    """Record it, and give the complaints and lumps it is about."""
    written = house.coach.entries
    if isinstance(known, Standing):
        return _put_right(entry, body, house, known)
    if args.kind == "episode" and args.id is not None and known is not None:
        if entry.status is not None:
            fact = written.note(StatusGiven(episode=known.id, value=entry.status))
            say(f"Recorded: {entry.status} (id {fact.id})")
        if args.gone:
            fact = written.note(EpisodeEnded(episode=known.id, ended=_ended(entry)))
            say(f"Recorded: it has gone (id {fact.id})")
        return {known.id}
    if isinstance(body, LumpSeen) and args.id is not None and known is not None:
        body = replace(body, lump=known.id)
    fact = written.note(body, entry.at)
    say(f"Recorded: {_told(body)} (id {fact.id})")
    if entry.status is not None:
        written.note(StatusGiven(episode=fact.id, value=entry.status))
    return house.coach.checks.subjects_of(fact.id, body)


def _put_right(entry: Entry[Written], body: Written, house: House, known: Standing[Written]) -> set[str]:
    """Record it in the place of an entry, say what that means for the locks, and give what it is about."""
    saved = house.coach.corrections.save(known, entry)
    say(f"Recorded: {_told(body)} (id {known.id})")
    for sentence in saved.changes or (NONE,):
        say(sentence)
    if entry.status is not None:
        house.coach.entries.note(StatusGiven(episode=known.id, value=entry.status))
    return house.coach.checks.subjects_of(known.id, body)


def _says_how(args: Namespace, known: OnRecord) -> bool:
    """Whether the person has just said how a complaint goes that would be asked that."""
    if args.kind != "episode" or args.status is None:
        return False
    there = known.body if isinstance(known, (FactOf, Standing)) else None
    said = there.complaint if isinstance(there, EpisodeBegan) else args.what
    return said in NO_BETTER_KINDS


def _questions(house: House, keyboard: Keyboard, subjects: set[str], *, status_given: bool) -> None:
    """The questions due of what was just entered: asked at a terminal; in a pipe they stay due."""
    if not subjects or house.coach.rules.safety().fault:
        return
    checkup = house.coach.checks.questions_of(subjects, status_given=status_given)
    if checkup is None or checkup.page is None:
        return
    if not keyboard.tty or keyboard.closed:
        if house.coach.rules.safety().check.valid:
            say("Next: coach check. A few questions about it are due.")
        return
    ask_check(checkup, keyboard, house.clock, lambda answered: keep(house, answered, None), "a few questions about it.")


def _new(house: House, before: Collection[RaisedFlag]) -> None:
    """The card, where what was entered put a sign up that asks for somebody to look."""
    blocked = house.coach.checks.news(before)
    if blocked is not None:
        say()
        for line in card(blocked, house.coach, house.sources):
            say(line)


def _told(body: Written) -> str:
    """What was recorded, in words."""
    first = (getattr(body, name, None) for name in ("complaint", "level", "area", "side"))
    kind = [] if isinstance(body, EpisodeBegan) else [body.kind]
    return ", ".join([*kind, *(str(value) for value in first if value is not None), *details(body)])
