"""`coach away until DATE|off`: days that do not count, so that illness and holidays end nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from coach.cli.say import say
from coach.core.errors import BadInput
from coach.core.progress.words import BACK, day_name
from coach.core.shown import shown
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Outside

MEND = "Say it like: coach away until 2026-03-09, or: coach away off"


def away(args: Namespace, outside: Outside) -> int:
    """Set it, end it, or say how it stands."""
    with outside.house() as house:
        desk = house.coach.looking_back
        today = house.clock.now().wall.date()
        if args.words == ["off"] and args.since is None:
            was_away = desk.away_until() is not None
            desk.come_back()
            say(BACK if was_away else "You were not away, so nothing changes.")
            return ExitCode.DONE
        if args.words:
            desk.go_away(_until(args.words), _day(args.since) if args.since is not None else None)
        elif args.since is not None:
            raise BadInput("The last day is missing.", MEND)
        until = desk.away_until()
    if until is not None:
        say(f"Away until {day_name(until)}, that day too. Until then no day counts. Back sooner: coach away off")
    elif args.words:
        say(f"Noted: those days do not count. Today, {day_name(today)}, does.")
    else:
        say(f"You are not away. {MEND}")
    return ExitCode.DONE


def _until(words: list[str]) -> date:
    if len(words) != 2 or words[0] != "until":
        raise BadInput(f"'{shown(' '.join(words))}' is no time to be away.", MEND)
    return _day(words[1])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"'{shown(text)}' is no date.", "Write it like 2026-03-09.") from None
