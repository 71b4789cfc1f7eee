"""`coach log`: add to the record by hand."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from coach.cli.say import say
from coach.core.errors import BadInput
from coach.core.routine import TechniqueClass

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Outside
    from coach.cli.wiring import House


def visit(args: Namespace, outside: Outside) -> int:
    """Record a visit to a clinician and say what stands now."""
    who = " ".join(args.who.split())
    if not who:
        raise BadInput("Who was seen is missing.", 'Say it, such as --who "Dr Hill".')
    with outside.house() as house:
        today = house.clock.now().wall.date()
        on = _day(args.on, today)
        _known(house, args.flag)
        before = {up.flag.id for up in house.coach.safety().flags}
        classes = list(TechniqueClass) if "all" in args.fine else [TechniqueClass(name) for name in args.fine]
        lumps = [house.coach.find_entry("lump", name).id for name in args.lump] if args.lump else None
        fact = house.coach.seen(args.flag, classes, who, on, lumps, args.correct)
        say(f"Recorded: {who} on {on}, about {', '.join(args.flag)} (id {fact.id}).")
        for name in args.flag:
            if name not in before:
                say(f"Note: {name} was not up, so this changes nothing now.")
        up = house.coach.safety().flags
        for raised in up:
            left = ", ".join(sorted(raised.blocks.classes | raised.blocks.techniques)) or "nothing"
            say(f"Still up: {raised.flag.id}, it locks {left}")
        if not up:
            say("Nothing is up now.")
    return 0


def _day(text: str | None, today: date) -> date:
    if text is None:
        return today
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"'{text}' is no day.", f"Write it as {today.isoformat()}.") from None


def _known(house: House, flags: list[str]) -> None:
    catalogue = house.coach.catalogue
    for name in flags:
        if catalogue is not None and name not in catalogue.flags:
            near = get_close_matches(name, catalogue.flags, 1, cutoff=0.5)
            hint = f"Did you mean '{near[0]}'?" if near else "See what is up with: coach check"
            raise BadInput(f"There is no sign '{name}'.", hint)
