"""The two facts about the person that are asked once: the year of birth and the emergency number. Both optional."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.plain.asking import ask
from coach.cli.say import say, tell
from coach.core.check.complaints import number_of, year_of
from coach.core.errors import BadInput, JournalError
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from datetime import datetime

    from coach.cli.outside import Keyboard, Outside
    from coach.cli.wiring import House


def about(args: Namespace, outside: Outside) -> int:
    """Record what was given, an empty text takes it away; then say what is on record."""
    with outside.house() as house:
        known = house.coach.entries.about_me()
        year = _or(args.birth_year, known.year_of_birth)
        number = _or(args.emergency_number, known.emergency_number)
        faults = _faults(year, number, house.clock.now().wall)
        for fault in faults:
            tell(fault)
        if faults:
            return ExitCode.WRONG
        if (args.birth_year, args.emergency_number) != (None, None):
            house.coach.entries.tell_about_me(year, number)
            known = house.coach.entries.about_me()
        say(f"Year of birth: {known.year_of_birth or 'not told'}")
        say(f"Emergency number: {known.emergency_number or 'not told'}")
    return ExitCode.DONE


def _or(given: str | None, known: object) -> str:
    return given if given is not None else str(known or "")


def _faults(year: str, number: str, now: datetime) -> list[str]:
    found = []
    reads: list[Callable[[], object]] = [lambda: year_of(year, now), lambda: number_of(number)]
    for read in reads:
        try:
            read()
        except BadInput as fault:
            found.append(str(fault))
    return found


def ask_once(house: House, keyboard: Keyboard) -> None:
    """Ask for both on a terminal, once the check is passed, where that was never done. Enter skips both.

    Where the record can't be read or written, another day will do.
    """
    try:
        if not keyboard.tty or not house.coach.rules.safety().check.valid or house.coach.entries.about_me().asked:
            return
        now = house.clock.now().wall
        say()
        say("About you: two things that help. They stay on this machine. You are asked only once.")
        question = "Which number do you call in an emergency? Cards will show it. Enter skips both"
        number = _told(keyboard, question, lambda text, _: number_of(text), now)
        year: str | None = number
        if number:
            question = "In which year were you born? Some signs count more with age. Enter skips"
            year = _told(keyboard, question, year_of, now)
        if number is not None and year is not None:
            house.coach.entries.tell_about_me(year, number)
            say("Noted. Change it with: coach log about")
            say()
    except JournalError as error:
        say(f"Not saved: {error}")


def _told(keyboard: Keyboard, question: str, read: Callable[[str, datetime], object], now: datetime) -> str | None:
    """A text that can be read; empty where it was skipped, None where nobody can answer."""
    while (text := ask(keyboard, question)) is not None:
        try:
            read(text, now)
        except BadInput as fault:
            say(f"Not understood: {fault}")
        else:
            return text
    return None
