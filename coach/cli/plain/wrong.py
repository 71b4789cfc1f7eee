"""What is wrong, asked in lines of text in the middle of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.plain.asking import ANSWERS, ask, ask_one_of, ask_pain
from coach.cli.say import say
from coach.core.vocabulary import Answer

if TYPE_CHECKING:
    from coach.cli.outside import Keyboard
    from coach.core.session.wrong import Wrong

WHICH = "What is wrong? The numbers that are so, such as 2 5; 0 none of these"
Felt = tuple["Wrong", bool, int | None]  # what it is, whether it has gone, and how strong the pain is now


def ask_wrong(keyboard: Keyboard, offered: tuple[Wrong, ...], felt: list[Felt]) -> bool:
    """Ask which it is, by number, and put it into `felt` as soon as it is told; False where nobody answers."""
    for number, what in enumerate(offered, 1):
        say(f"  {number}  {what.words}")
    chosen = _numbers(keyboard, len(offered))
    felt += [(offered[number - 1], False, None) for number in chosen or ()]
    for n, (what, _, _) in enumerate(felt):
        if what.then_ask:
            gone = ask_one_of(keyboard, f"{what.then_ask} y, n or u", ANSWERS, "answer y, n or u (not sure).")
            felt[n] = (what, gone is Answer.YES, None)
        if what.rates:
            felt[n] = (what, False, ask_pain(keyboard, "now"))
    return chosen is not None


def _numbers(keyboard: Keyboard, last: int) -> list[int] | None:
    """The numbers that are so, none for 0; None where nobody answers."""
    while (line := ask(keyboard, WHICH)) is not None:
        words = line.replace(",", " ").split()
        if words and all(word.isascii() and word.isdigit() and int(word) <= last for word in words):
            return sorted({int(word) for word in words} - {0})
        say(f"Not understood: give numbers from 1 to {last}, or 0.")
    return None
