"""`coach routines`: what there is. Locked ones stay listed, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.cli.plain.card import overdue_line
from coach.cli.say import say, say_json, tell
from coach.core.clearance.listed_routine import sequences_first
from coach.core.durations import clock_text
from coach.core.routine.routine import BodyPosition, Equipment, Sequence, Technique
from coach.core.vocabulary import BodyArea
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from coach.cli.outside import Outside
    from coach.core.clearance.listed_routine import Listed
    from coach.core.library import Library
    from coach.core.routine.routine import Routine

SEQUENCE = "sequence"


def listing(args: Namespace, outside: Outside) -> int:
    """List the routines that fit the filters."""
    with outside.house(read_only=True) as house:
        library = house.coach.library
        listed = house.coach.listing.listed(_wanted(args, library))
        if args.json:
            say_json([_entry(entry, library, house.sources) for entry in listed])
        else:
            _print(listed)
            overdue_line(house)
        if library.problems:
            many = len(library.problems)
            first = f"{many} faults in your own files. The first:" if many > 1 else "A fault in your own files:"
            tell(f"{first} {library.problems[0]}")
    return ExitCode.DONE


def _wanted(args: Namespace, library: Library) -> list[Routine]:
    kept = library.filter(
        area=args.area and BodyArea(args.area),
        position=args.position and BodyPosition(args.position),
        equipment=None if args.equipment is None else [Equipment(thing) for thing in args.equipment],
        at_desk=args.at_desk,
    )
    if args.search is None:
        return kept
    return [routine for routine in library.search(args.search) if routine in kept]


def sources_of(routine: Routine, library: Library) -> list[str]:
    """The ids of the articles and conventions behind a routine, in order of first use."""
    techniques = library.techniques_of(routine)
    own = [support.source for support in routine.why] if isinstance(routine, Sequence) else []
    backed = [support.source for technique in techniques for support in technique.supports]
    doses = [q.source for technique in techniques for _, q in technique.dose.quantities()]
    return list(dict.fromkeys([*own, *backed] or doses))


def _entry(listed: Listed, library: Library, sources: Mapping[str, str]) -> dict[str, Any]:
    routine = listed.routine
    return {
        "id": routine.id,
        "name": routine.name,
        "class": str(routine.cls) if isinstance(routine, Technique) else SEQUENCE,
        "areas": list(routine.areas),
        "position": list(library.positions_of(routine)),
        "equipment": list(library.equipment_of(routine)),
        "at_desk": library.at_desk(routine),
        "seconds": listed.seconds or 0,
        "sides": str(library.sides_of(routine)),
        "techniques": [technique.id for technique in library.techniques_of(routine)],
        "locked": listed.locked,
        "reasons": [reason.text for reason in listed.reasons],
        "sources": [sources.get(name, name) for name in sources_of(routine, library)],
        "check_due": listed.check_due,
        "shipped": routine.shipped,
    }


def _print(listed: list[Listed]) -> None:
    if not listed:
        say("No routine fits. Ask for less, or see them all with: coach routines")
        return
    wide = max(len(entry.routine.id) for entry in listed)
    for entry in sequences_first(listed):
        routine = entry.routine
        length = clock_text(entry.seconds) if entry.seconds is not None else "-"
        mark = "*" if entry.check_due else " "
        say(f"{routine.id:<{wide}} {mark} {length:>6}  {routine.name} ({', '.join(routine.areas)})")
        if entry.locked and not entry.check_due:
            say(f"{'':<{wide}}   Locked: {entry.reasons[0].text if entry.reasons else 'not now'}")
    say()
    if any(entry.check_due for entry in listed):
        say("* asks today's safety check first. Answer it with: coach check")
    say("More of one: coach show ID. Begin: coach run ID")
