"""`coach plan`: the week, what may grow and at which notch it is; offered, never applied."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coach.cli.say import say, say_json
from coach.core.progress import words
from coach.core.progress.standing import session_area
from coach.core.vocabulary import TechniqueClass, WeekWord, plain
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Outside
    from coach.cli.wiring import House
    from coach.core.coach.plans import PlanLine
    from coach.core.vocabulary import BodyArea

NOTHING = "The plan is empty yet: it begins with the first session of something that may grow."
ASKED = "Last week: too much, right, or too little? Say it: coach plan --week right"
BACK = "One step back is part of the plan."


def plan(args: Namespace, outside: Outside) -> int:
    """Show it, or take what the person says to it."""
    with outside.house() as house:
        plans = house.coach.plans
        if args.yes is not None:
            line = plans.step_up(args.yes)
            again = f"Back again: coach plan --back {args.yes}"
            say(f"Next time: {line.technique.name}, {words.dose_words(line.now)}. {again}")
        elif args.back is not None:
            line = plans.step_back(args.back)
            say(f"Next time: {line.technique.name}, {words.dose_words(line.now)}. {BACK}")
        elif args.week is not None:
            plans.judge(WeekWord(args.week))
            much = args.week == WeekWord.TOO_MUCH
            say("Noted: everything goes one notch back. " + BACK if much else f"Noted: {plain(args.week)}.")
        elif args.json:
            say_json([_document(line) for line in plans.lines()])
        else:
            _tell(house)
    return ExitCode.DONE


def _tell(house: House) -> None:
    for told in _week(house):
        say(told)
    if house.coach.plans.asked_for():
        say(ASKED)
    lines = house.coach.plans.lines()
    if not lines:
        say(NOTHING)
    for line in lines:
        most = f", up to {words.dose_words(line.notches[-1])}" if line.next is not None else ", which is the most"
        say(f"{line.technique.name}: {words.dose_words(line.now)} now{most}.")
        if line.offered and line.next is not None:
            yes = f"Yes: coach plan --yes {line.technique.id}. No answer is a no."
            say(f"{words.offer_words(line.now, line.next)} {yes}")


def _week(house: House) -> list[str]:
    """Breaks kept, days of strength, what each area got; this week, from Monday on."""
    found = house.coach.looking_back.progress(house.settings)
    monday = found.today - timedelta(days=found.today.weekday())
    own = [day for day in found.days if day.day >= monday]
    kept, prompted = sum(day.kept for day in own), sum(day.prompted for day in own)
    breaks = f"breaks kept {kept} of {prompted} prompted" if prompted else "no break prompted"
    past = house.coach.listing.history(monday)
    strength = {one.begun.local.date() for one in past if any(_is_strength(house, s.technique) for s in one.steps)}
    areas = Counter(words.area_name(session_area(one.begun.body, _areas(house))) for one in past)
    got = ", ".join(f"{area} {count}" for area, count in sorted(areas.items())) or "none yet"
    days = "1 day" if len(strength) == 1 else f"{len(strength)} days"
    return [f"This week: {breaks}.", f"This week: strength on {days}.", f"This week, sessions: {got}."]


def _areas(house: House) -> dict[str, BodyArea]:
    return {one.id: one.areas[0] for one in house.coach.library.routines.values() if len(one.areas) == 1}


def _is_strength(house: House, technique: str) -> bool:
    known = house.coach.library.techniques.get(technique)
    return known is not None and known.cls is TechniqueClass.STRENGTH


def _document(line: PlanLine) -> dict[str, Any]:
    return {
        "technique": line.technique.id,
        "now": dict(line.now),
        "level": line.standing.level + 1,
        "notches": [dict(notch) for notch in line.notches],
        "offered": dict(line.next) if line.offered and line.next is not None else None,
    }
