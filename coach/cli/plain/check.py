"""The safety check in lines of text: asked, recorded, and the two facts about the person that are asked once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.plain.asking import ask
from coach.cli.plain.card import card
from coach.cli.plain.checking import ask_check
from coach.cli.say import say
from coach.core.check.complaints import number_of, year_of
from coach.core.errors import BadInput, JournalError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from coach.cli.outside import Keyboard
    from coach.cli.wiring import House
    from coach.core.check.checkup import Checkup
    from coach.core.vocabulary import BodyArea


def asked(house: House, keyboard: Keyboard, due: Checkup, area: BodyArea | None) -> None:
    """Ask what is `due`. Raises JournalError where it can't be written; its card has been shown then."""
    if due.page is not None:
        ask_check(due, keyboard, house.clock, lambda checkup: keep(house, checkup, area))


def keep(house: House, checkup: Checkup, area: BodyArea | None) -> None:
    """Record a check. Where it can't be written its answers still warn: the card is shown before the error goes on."""
    try:
        house.coach.checks.submit(checkup, area)
    except JournalError:
        blocked = house.coach.checks.standing(unsaved=checkup)
        for line in card(blocked, house.coach, house.sources) if blocked is not None else ():
            say(line)
        raise


def ask_about(house: House, keyboard: Keyboard) -> None:
    """Ask for both on a terminal. Enter skips both. Where the record can't be written, another day will do."""
    if not keyboard.tty:
        return
    try:
        now = house.clock.now().wall
        say()
        say("About you: two things that help. They stay on this machine. You are asked only once.")
        question = "Which number do you call in an emergency? Cards will show it. Enter skips both"
        number = _told(keyboard, question, lambda text, _: number_of(text), now)
        year: str | None = number
        if number:
            question = "In which year were you born? Some signs count more with age. Enter skips"
            year = _told(keyboard, question, year_of, now)
        if number is not None and year is not None:
            house.coach.entries.tell_about_me(year, number)
            say("Noted. Change it with: coach log about")
            say()
    except JournalError as error:
        say(f"Not saved: {error}")


def _told(keyboard: Keyboard, question: str, read: Callable[[str, datetime], object], now: datetime) -> str | None:
    """A text that can be read; empty where it was skipped, None where nobody can answer."""
    while (text := ask(keyboard, question)) is not None:
        try:
            read(text, now)
        except BadInput as fault:
            say(f"Not understood: {fault}")
        else:
            return text
    return None
