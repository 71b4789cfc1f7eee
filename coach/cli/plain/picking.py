"""A routine picked by number, where a place or another word was said. None is ever begun by guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.leaving import Interruptible
from coach.cli.plain.asking import ask_one_of
from coach.cli.say import say
from coach.core.clearance.listed_routine import BUT_FIRST, NOTHING_ASKED, sequences_first
from coach.core.durations import clock_text
from coach.core.errors import BadInput
from coach.core.spelling import suggestion
from coach.core.vocabulary import BodyArea

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence

    from coach.cli.outside import Keyboard, Outside
    from coach.cli.wiring import House
    from coach.core.clearance.listed_routine import Listed
    from coach.core.routine.routine import Routine

NONE = "Nothing was begun. Begin later with: coach run ID"


def known_id(args: Namespace, house: House, outside: Outside) -> bool:
    """Whether `args.id` is a routine; where it is an area or another word, one of those is picked and put there.

    False where the person picks none. Raises BadInput where nobody can be asked, with the ids to choose from.
    """
    library = house.coach.library
    if args.id in library.routines:
        return True
    fitting = library.search(args.id)
    if not fitting:
        hint = suggestion(args.id, [*BodyArea, *library.routines], "See them all with: coach routines", most=3)
        raise BadInput(f"There is no routine '{args.id}'.", hint)
    listed = in_order(house, fitting)
    with Interruptible(outside.keyboard()) as keyboard:
        if not keyboard.tty or keyboard.closed:
            raise _ids(args.id, listed)
        say(f"There is no routine '{args.id}'. This is what fits:")
        picked = pick(keyboard, listed)
    if picked is None:
        return False
    area = args.id.strip().lower().replace(" ", "-")
    if args.area is None and area in picked.areas:
        args.area = area  # it was said for this place
    args.id = picked.id
    return True


def in_order(house: House, routines: Iterable[Routine]) -> list[Listed]:
    """These routines, open ones first, as a person would pick from them."""
    return sequences_first(house.coach.listing.listed(routines))


def pick(keyboard: Keyboard, listed: Sequence[Listed]) -> Routine | None:
    """One of these, by number or id; None where the person wants none or can't answer."""
    wide = max(len(each.routine.id) for each in listed)
    for number, each in enumerate(listed, 1):
        if number == 1 and each.nothing_asked:
            say(f"{NOTHING_ASKED}. {BUT_FIRST}")
        length = clock_text(each.seconds) if each.seconds is not None else "-"
        say(f"{number:>3}  {each.routine.id:<{wide}} {length:>6}  {each.routine.name}{_state(each)}")
    known: dict[str, Routine | None] = {"": None, "q": None}
    for number, each in enumerate(listed, 1):
        known[str(number)] = known[each.routine.id] = each.routine
    numbers = "1" if len(listed) == 1 else f"1 to {len(listed)}"
    picked = ask_one_of(keyboard, f"Which one? {numbers}; Enter for none", known, f"give a number, {numbers}.")
    if picked is None:
        say(NONE)
    return picked


def _state(each: Listed) -> str:
    if each.nothing_asked:
        return " (nothing asked)"
    if each.check_due:
        return " (asks the check first)"
    return " (locked)" if each.locked else ""


def _ids(word: str, listed: Sequence[Listed]) -> BadInput:
    ids = [each.routine.id for each in listed]
    if len(ids) == 1:
        return BadInput(f"There is no routine '{word}'.", f"Did you mean '{ids[0]}'?")
    return BadInput(f"There is no routine '{word}'.", f"These fit: {', '.join(ids)}.")
