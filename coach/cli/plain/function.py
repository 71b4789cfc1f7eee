"""What a person can do, asked in lines of text: first what is hard, then each from 0 to 10; Enter skips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.plain.asking import ask
from coach.cli.say import say
from coach.core.errors import BadInput, JournalError
from coach.core.progress.function import MOST
from coach.core.progress.words import HARD, HARD_HINT, MORE_HARD, SCALE, can_do, rated_function

if TYPE_CHECKING:
    from coach.cli.outside import Keyboard
    from coach.core.coach.door import Coach
    from coach.core.coach.looking_back import LookingBack
    from coach.core.progress.function import Activity

SKIPPED = ""


def after_a_session(coach: Coach, keyboard: Keyboard) -> None:
    """Ask once a week, at a terminal. Where the record can't be written, another day will do."""
    if not keyboard.tty or keyboard.closed:
        return
    try:
        say()
        ask_function(coach.looking_back, keyboard)
    except JournalError as error:
        say(f"Not saved: {error}")


def ask_function(desk: LookingBack, keyboard: Keyboard) -> None:
    """Ask for each activity, where none is named for up to three first. What is skipped whole is asked next week."""
    answered = not desk.activities() and _name(desk, keyboard)
    told = [_rated(desk, keyboard, one) for one in desk.activities()]
    if not any(told) and (answered or SKIPPED in told):
        desk.skip_function()
        say("Put away until next week.")


def rate(desk: LookingBack, activity: Activity, level: int) -> None:
    """Record it, and say what was understood."""
    fact = desk.rate_function(activity, level)
    say(f"Recorded: {rated_function(activity.words, level)} (id {fact.id})")


def _name(desk: LookingBack, keyboard: Keyboard) -> bool:
    """Let up to three be named; whether somebody answered."""
    answered = False
    question = f"{HARD} {HARD_HINT} Enter: nothing"
    while len(desk.activities()) < MOST and (words := ask(keyboard, question, as_typed=True)) is not None:
        answered = True
        if not words:
            break
        try:
            desk.name_activity(words)
        except BadInput as fault:
            say(f"Not understood: {fault}")
        else:
            question = f"{MORE_HARD} Enter: no"
    return answered


def _rated(desk: LookingBack, keyboard: Keyboard, one: Activity) -> str | None:
    """The level of one as it was typed, recorded; SKIPPED, and None where nobody can answer."""
    while word := ask(keyboard, f"{can_do(one.words)} {SCALE}. Enter skips"):
        if word.isascii() and word.isdigit() and int(word) <= 10:
            rate(desk, one, int(word))
            return word
        say(f"Not understood: {word[:20]} is not on the scale. Give a whole number from 0 to 10.")
    return None if word is None else SKIPPED
