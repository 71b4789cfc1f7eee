"""`coach plan`: the week, what may grow and at which notch it is; offered, never applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.cli.say import say, say_json
from coach.core.progress.plan import words
from coach.core.vocabulary import WeekWord
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Outside
    from coach.cli.wiring import House
    from coach.core.coach.plans import PlanLine


def plan(args: Namespace, outside: Outside) -> int:
    """Show it, or take what the person says to it."""
    with outside.house() as house:
        plans = house.coach.plans
        if args.yes is not None:
            line = plans.step_up(args.yes)
            say(f"{words.next_time(line.technique.name, line.now)} Back again: coach plan --back")
        elif args.back is not None:
            line = plans.step_back(args.back or plans.last_step())
            say(f"{words.next_time(line.technique.name, line.now)} {words.ONE_BACK}")
        elif args.week is not None:
            word = WeekWord(args.week)
            plans.judge(word)
            say(words.judged_words(word))
        elif args.strength_days is not None:
            plans.pick_strength_days(args.strength_days)
            say(words.picked_days(args.strength_days))
        elif args.json:
            say_json([_document(line) for line in plans.lines()])
        else:
            _tell(house)
    return ExitCode.DONE


def _tell(house: House) -> None:
    for told in words.this_week(house.coach.looking_back.week(house.settings), house.coach.plans.strength_days()):
        say(told)
    if house.coach.plans.asked_for():
        say(f"{words.LAST_WEEK} Say it: coach plan --week right")
    lines = house.coach.plans.lines()
    if not lines:
        say(words.EMPTY_PLAN)
    for line in lines:
        say(words.grown_words(line.technique.name, line.notches, line.standing.level))
        if line.said is not None:
            say(words.said_words(line.technique.name, line.said.who))
        if line.offered and line.next is not None:
            yes = f"Yes: coach plan --yes {line.technique.id}. No answer is a no."
            say(f"{words.offer_words(line.now, line.next)} {yes}")


def _document(line: PlanLine) -> dict[str, Any]:
    return {
        "technique": line.technique.id,
        "now": dict(line.now),
        "level": line.standing.level + 1,
        "notches": [dict(notch) for notch in line.notches],
        "offered": dict(line.next) if line.offered and line.next is not None else None,
    }
