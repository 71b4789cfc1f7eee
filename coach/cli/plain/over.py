"""Whether a knot is over, asked once in lines of text after a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.plain.asking import ask_one_of
from coach.cli.say import say
from coach.core.errors import JournalError
from coach.core.progress.words import over_question

if TYPE_CHECKING:
    from coach.cli.outside import Keyboard
    from coach.core.coach.door import Coach
    from coach.core.history.history import Episode

KNOWN: dict[str, bool | None] = {"y": True, "yes": True, "n": False, "no": False, "": None}


def ask_over(coach: Coach, keyboard: Keyboard, episode: Episode) -> None:
    """Ask at a terminal; Enter leaves it open. Where the record can't be written, another day will do."""
    if not keyboard.tty or keyboard.closed:
        return
    question = f"{over_question(episode.kind, episode.area)} y yes, n still there, Enter leaves it open"
    gone = ask_one_of(keyboard, question, KNOWN, "y, n or Enter.")
    try:
        coach.checks.say_over(episode, gone=gone)
    except JournalError as error:
        say(f"Not saved: {error}")
        return
    if gone is not None:
        say("Noted: it is over. Good." if gone else "Noted: still there.")
