"""What a person can do, once a week: up to three own activities, each from 0 to 10, skipped with one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.core.errors import CoachError
from coach.core.progress.function import BEST, MOST, WORST
from coach.core.progress.words import HARD, HARD_HINT, MORE_HARD, can_do
from coach.core.progress.words import SCALE as BOTH_ENDS
from coach.core.record.personal import WORDS
from coach.tui.screens.notes.typed import TypeScreen
from coach.tui.screens.rate import BACK

if TYPE_CHECKING:
    from textual.app import App

    from coach.core.coach.door import Coach

PLACE = "What you can do"
SCALE = f"{BOTH_ENDS}. Enter alone skips it."
NO_LEVEL = f"A whole number from 0 ({WORST}) to 10 ({BEST})."


def faults(text: str) -> list[str]:
    """What is wrong with a level as it is typed."""
    word = text.strip()
    return [] if not word or (word.isascii() and word.isdigit() and int(word) <= 10) else [NO_LEVEL]


async def ask_function(app: App[Any], coach: Coach) -> None:
    """Ask for each activity, where none is named for up to three first; to be awaited in a worker.

    What was put away is asked next week.
    """
    desk = coach.looking_back
    try:
        if not desk.activities():
            await _name(app, coach)
        told = [
            f"{one.words}: {level} of 10"
            for one in desk.activities()
            if (level := await _level(app, coach, one.id)) is not None
        ]
        if not told:
            desk.skip_function()
    except CoachError as error:
        app.notify(str(error), severity="warning", markup=False)
        return
    app.notify(f"{'; '.join(told)}." if told else "Put away until next week.", markup=False)


async def _name(app: App[Any], coach: Coach) -> None:
    """Let up to three be named; Enter alone, or back, is all of them."""
    question, typed = HARD, ""
    while len(coach.looking_back.activities()) < MOST:
        named = await app.push_screen_wait(TypeScreen(PLACE, question, typed, HARD_HINT, name_faults))
        if not isinstance(named, str) or named in {"", BACK}:
            return
        if name_faults(named):
            typed = named
            continue
        coach.looking_back.name_activity(named)
        question, typed = MORE_HARD, ""


def name_faults(text: str) -> list[str]:
    """What is wrong with a name as it is typed."""
    return [f"Say it in at most {WORDS} characters."] if len(text) > WORDS else []


async def _level(app: App[Any], coach: Coach, activity: str) -> int | None:
    """The level of one activity, recorded; None where it was skipped."""
    one = next(each for each in coach.looking_back.activities() if each.id == activity)
    typed = ""
    while True:
        answer = await app.push_screen_wait(TypeScreen(PLACE, can_do(one.words), typed, SCALE, faults))
        if not isinstance(answer, str) or answer in {"", BACK}:
            return None
        if not faults(answer):
            coach.looking_back.rate_function(one, int(answer))
            return int(answer)
        typed = answer
