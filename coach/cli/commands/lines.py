"""`coach` at a terminal that shows lines and nothing else: how safety stands, where it hurts, and what helps there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.leaving import Interruptible
from coach.cli.plain.asking import ask_one_of
from coach.cli.plain.card import overdue_card
from coach.cli.plain.picking import NONE, in_order, pick
from coach.cli.say import say
from coach.core.clearance import clearance
from coach.core.vocabulary import BodyArea
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from coach.cli.outside import Keyboard, Outside
    from coach.cli.wiring import House

LEAVE = "leave"


def begin(outside: Outside) -> int:
    """What Today shows, as lines; then the routine that was picked."""
    from coach.cli.command_line.read import read
    from coach.cli.plain.run import run_in_lines

    with outside.house() as house, Interruptible(outside.keyboard()) as keyboard:
        overdue_card(house)
        _stands(house)
        words = _picked(house, keyboard)
    if words is None:
        return ExitCode.DONE
    return run_in_lines(read(["run", *words]), outside)


def _stands(house: House) -> None:
    today = house.coach.listing.today()
    say(f"Safety: {clearance.headline(today.safety)}")
    if today.safety.fault:
        say(f"Note: {today.safety.fault}")
    news = house.news()
    if news:
        say(f"Note: {news}")
    past = today.unfinished
    if past is not None:
        say(f"Not finished: {past.name}, begun {past.begun.local:%Y-%m-%d %H:%M}. Go on: coach run {past.routine}")


def _picked(house: House, keyboard: Keyboard) -> list[str] | None:
    """The routine and its place as words of the command line; None where the person wants none."""
    areas = dict(enumerate(BodyArea, 1))
    for number, area in areas.items():
        say(f"{number:>3}  {area.replace('-', ' ')}")
    known: dict[str, BodyArea | str] = {"": "", "q": LEAVE}
    for number, area in areas.items():
        known[str(number)] = known[area] = known[area.replace("-", " ")] = area
    mend = f"give a number, 1 to {len(areas)}."
    where = ask_one_of(keyboard, f"Where does it hurt? 1 to {len(areas)}; Enter for anywhere, q to leave", known, mend)
    if where is None or where == LEAVE:
        say(NONE)
        return None
    place = where if isinstance(where, BodyArea) else None
    routine = pick(keyboard, in_order(house, house.coach.library.filter(area=place)))
    if routine is None:
        return None
    return [routine.id] if place is None else [routine.id, "--area", str(place)]
