"""`coach log function`: how well up to three own activities can be done, once a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.plain.function import ask_function, rate
from coach.cli.say import say
from coach.core.errors import BadInput
from coach.core.progress import words
from coach.core.progress.function import MOST
from coach.core.record.personal import FunctionRated
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Outside
    from coach.core.coach.door import Coach

NAME_ONE = 'Nothing is named yet. Name something that is hard to do: coach log function --new "long meetings"'
SECOND = "Name an activity, or rate one with a number."
NO_LEVEL = "Give the level that is right, such as: coach log function 6 --correct ID"


def function(args: Namespace, outside: Outside) -> int:
    """Name an activity, rate one, drop one, put a rating right; without words each is asked for, or told."""
    given = [args.new is not None, args.drop is not None, args.level is not None]
    if sum(given) > 1 or (args.activity is not None and args.level is None):
        raise BadInput("That is more than one thing at once.", SECOND)
    with outside.house() as house:
        desk = house.coach.looking_back
        if args.correct is not None:
            _put_right(house.coach, args)
        elif args.new is not None:
            desk.name_activity(args.new)
            say(f"Named: {' '.join(args.new.split())}. Rate it once a week: coach log function 6")
        elif args.drop is not None:
            dropped = desk.find_activity(args.drop)
            desk.drop_activity(dropped)
            say(f"No longer asked for: {dropped.words}. What was rated stays on record.")
        elif args.level is not None:
            rate(desk, desk.find_activity(args.activity), args.level)
        else:
            _all(house.coach, outside)
    return ExitCode.DONE


def _put_right(coach: Coach, args: Namespace) -> None:
    """Another level in the place of one; the record keeps both."""
    if args.level is None or args.activity is not None:
        raise BadInput("What is right is missing.", NO_LEVEL)
    standing = coach.corrections.standing(FunctionRated, args.correct)
    saved = coach.corrections.save(standing, coach.corrections.read(standing, {"level": args.level}))
    assert isinstance(saved.fact.body, FunctionRated)  # noqa: S101 - it takes the place of one
    said = coach.looking_back.words_of_activity(saved.fact.body.activity)
    say(f"Recorded: {words.rated_function(said, saved.fact.body.level)} (id {standing.id})")


def _all(coach: Coach, outside: Outside) -> None:
    """Ask for each at a terminal; else tell how they stand."""
    from coach.cli.leaving import Interruptible

    desk = coach.looking_back
    with Interruptible(outside.keyboard()) as keyboard:
        if keyboard.tty and not keyboard.closed:
            ask_function(desk, keyboard)
    known = desk.activities()
    for line in words.function_lines(known):
        say(line)
    if not known:
        say(NAME_ONE)
    elif len(known) < MOST:
        say(f"Up to {MOST} can be named.")
