"""What a person can do, once a week: up to three own activities, each from 0 to 10, skipped with one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.core.errors import CoachError
from coach.core.progress.function import BEST, WORST
from coach.tui.screens.notes.typed import TypeScreen
from coach.tui.screens.rate import BACK

if TYPE_CHECKING:
    from textual.app import App

    from coach.core.coach.door import Coach

PLACE = "What you can do"
NAME = "Is there something that your neck or back makes hard?"
NAME_HINT = "In a few words, such as: sitting through a meeting. Up to three; one each week."
SCALE = f"0 = {WORST}, 10 = {BEST}. Enter alone skips it."
NO_LEVEL = f"A whole number from 0 ({WORST}) to 10 ({BEST})."


def faults(text: str) -> list[str]:
    """What is wrong with a level as it is typed."""
    word = text.strip()
    return [] if not word or (word.isascii() and word.isdigit() and int(word) <= 10) else [NO_LEVEL]


async def ask_function(app: App[Any], coach: Coach) -> None:
    """Ask for each activity, or for a first one; to be awaited in a worker. What was put away is asked next week."""
    desk = coach.looking_back
    try:
        known = desk.activities()
        told = [
            f"{one.words}: {level} of 10" for one in known if (level := await _level(app, coach, one.id)) is not None
        ]
        if not known:
            named = await app.push_screen_wait(TypeScreen(PLACE, NAME, "", NAME_HINT, lambda _: ()))
            if isinstance(named, str) and named not in {"", BACK}:
                desk.name_activity(named)
                told = [f"Named: {named}. The same key rates it, once a week"]
        if not told:
            desk.skip_function()
    except CoachError as error:
        app.notify(str(error), severity="warning", markup=False)
        return
    app.notify(f"{'; '.join(told)}." if told else "Put away until next week.", markup=False)


async def _level(app: App[Any], coach: Coach, activity: str) -> int | None:
    """The level of one activity, recorded; None where it was skipped."""
    one = next(each for each in coach.looking_back.activities() if each.id == activity)
    typed = ""
    while True:
        question = f"How well can you do this now: {one.words}?"
        answer = await app.push_screen_wait(TypeScreen(PLACE, question, typed, SCALE, faults))
        if not isinstance(answer, str) or answer in {"", BACK}:
            return None
        if not faults(answer):
            coach.looking_back.rate_function(one, int(answer))
            return int(answer)
        typed = answer
