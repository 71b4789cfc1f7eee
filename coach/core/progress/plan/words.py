"""The week and the plan in plain lines: what was done, what is asked, what may grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.progress.words import area_name, many
from coach.core.shown import visible
from coach.core.vocabulary import WeekWord, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.core.progress.plan.notches import Notch
    from coach.core.progress.week import Week

LAST_WEEK = "Last week: too much, right, or too little?"
NO_BREAKS = "no reminder told you of a break"
EMPTY_PLAN = "The plan is empty yet: it begins with the first session of something that may grow."
ONE_BACK = "One step back is part of the plan."


def this_week(week: Week, aim: int | None = None) -> list[str]:
    """The week in three lines; `aim` is on how many days the person means to do strength."""
    breaks = f"breaks kept {week.kept} of {week.prompted} prompted" if week.prompted else NO_BREAKS
    got = ", ".join(sorted(f"{area_name(area)} {count}" for area, count in week.areas)) or "none yet"
    return [
        f"This week: {breaks}.",
        f"This week: strength on {strength_words(week.strength, aim)}.",
        f"This week, sessions: {got}.",
    ]


def strength_words(days: int, aim: int | None) -> str:
    """On how many days strength was done, and meant to be: "1 day", "2 of 3 days"."""
    return f"{days} of {many(aim, 'day')}" if aim else many(days, "day")


def picked_days(days: int) -> str:
    """What was picked."""
    return f"Noted: strength on {many(days, 'day')} a week." if days else "Noted: no aim for strength."


def said_words(name: str, who: str) -> str:
    """That a professional has set the most."""
    return f"{visible(name)}: {visible(who) or 'a professional'} has set that; no more is offered."


def dose_words(notch: Notch) -> str:
    """A notch in words: "7 repeats", "2 repeats of 25 s"."""
    told = dict(notch)
    if "hold" not in told:
        return f"{told['reps']} repeats"
    return f"{told['reps']} repeats of {told['hold']} s" if "reps" in told else f"{told['hold']} s"


def judged_words(word: WeekWord) -> str:
    """What the word of the person does."""
    if word is WeekWord.TOO_MUCH:
        return f"Noted: everything goes one notch back. {ONE_BACK}"
    return f"Noted: {plain(word)}."


def grown_words(name: str, notches: Sequence[Notch], level: int) -> str:
    """Where a technique of the plan stands: the place `level` of its notches, 0 the first."""
    last = level + 1 == len(notches)
    most = ", which is the most" if last else f", up to {dose_words(notches[-1])}"
    return f"{visible(name)}: {dose_words(notches[level])} now{most}."


def next_time(name: str, notch: Notch) -> str:
    """What was agreed on."""
    return f"Next time: {visible(name)}, {dose_words(notch)}."


def offer_words(now: Notch, more: Notch) -> str:
    """One notch more, as it is asked."""
    return f"The last ones went well. Next time {dose_words(more)} instead of {dose_words(now)}?"
