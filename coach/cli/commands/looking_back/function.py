"""`coach log function`: how well up to three own activities can be done, once a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.plain.asking import ask
from coach.cli.say import say
from coach.core.errors import BadInput
from coach.core.progress import words
from coach.core.progress.function import BEST, MOST, WORST
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Keyboard, Outside
    from coach.core.coach.looking_back import LookingBack
    from coach.core.progress.function import Activity

SCALE = f"0 = {WORST}, 10 = {BEST}"
NAME_ONE = 'Nothing is named yet. Name something that is hard to do: coach log function --new "long meetings"'
SECOND = "Name an activity, or rate one with a number."


def function(args: Namespace, outside: Outside) -> int:
    """Name an activity, rate one, drop one; without words each is asked for at a terminal, or told."""
    given = [args.new is not None, args.drop is not None, args.level is not None]
    if sum(given) > 1 or (args.activity is not None and args.level is None):
        raise BadInput("That is more than one thing at once.", SECOND)
    with outside.house() as house:
        desk = house.coach.looking_back
        if args.new is not None:
            desk.name_activity(args.new)
            say(f"Named: {' '.join(args.new.split())}. Rate it once a week: coach log function 6")
        elif args.drop is not None:
            dropped = desk.find_activity(args.drop)
            desk.drop_activity(dropped)
            say(f"No longer asked for: {dropped.words}. What was rated stays on record.")
        elif args.level is not None:
            rate(desk, desk.find_activity(args.activity), args.level)
        else:
            _all(desk, outside)
    return ExitCode.DONE


def rate(desk: LookingBack, activity: Activity, level: int) -> None:
    """Record it, and say what was understood: the scale goes the other way than pain."""
    desk.rate_function(activity, level)
    say(f"Recorded: {activity.words}: {level} of 10 ({SCALE}).")


def _all(desk: LookingBack, outside: Outside) -> None:
    """Ask for each at a terminal; else tell how they stand."""
    from coach.cli.leaving import Interruptible

    known = desk.activities()
    if not known:
        say(NAME_ONE)
        return
    with Interruptible(outside.keyboard()) as keyboard:
        if keyboard.tty and not keyboard.closed:
            for one in known:
                level = _asked(keyboard, one)
                if level is not None:
                    rate(desk, one, level)
            known = desk.activities()
    for line in words.function_lines(known):
        say(line)
    if len(known) < MOST:
        say(f"Up to {MOST} can be named.")


def _asked(keyboard: Keyboard, one: Activity) -> int | None:
    """A level, None where it was skipped."""
    while word := ask(keyboard, f"How well can you do this now: {one.words}? {SCALE}. Enter skips"):
        if word.isascii() and word.isdigit() and int(word) <= 10:
            return int(word)
        say(f"Not understood: {word[:20]} is not on the scale. Give a whole number from 0 to 10.")
    return None
