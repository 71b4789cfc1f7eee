"""The two facts about the person that are asked once: the year of birth and the emergency number. Both optional."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.say import say, tell
from coach.core.check.complaints import number_of, year_of
from coach.core.errors import BadInput
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable
    from datetime import datetime

    from coach.cli.outside import Outside


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
