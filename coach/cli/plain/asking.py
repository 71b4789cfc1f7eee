"""Questions in lines of text: each is asked until it is answered, or until nobody can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from coach.cli.say import say
from coach.core.errors import BadInput
from coach.core.vocabulary import Answer

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from coach.cli.outside import Keyboard, Outside

T = TypeVar("T")
ANSWERS = {
    "y": Answer.YES,
    "yes": Answer.YES,
    "n": Answer.NO,
    "no": Answer.NO,
    "u": Answer.NOT_SURE,
    "?": Answer.NOT_SURE,
    "not sure": Answer.NOT_SURE,
    "not-sure": Answer.NOT_SURE,
    "unsure": Answer.NOT_SURE,
}


def ask(keyboard: Keyboard, question: str, *, as_typed: bool = False) -> str | None:
    """One line that answers a question, in small letters unless `as_typed`; None where nobody can answer."""
    say(f"Question: {question}")
    while not keyboard.closed:
        line = keyboard.wait()
        if line is not None:
            return line.strip() if as_typed else line.strip().lower()
    return None


def ask_one_of(keyboard: Keyboard, question: str, known: Mapping[str, T], mend: str) -> T | None:
    """The meaning of an answer among these words; None where nobody can answer."""
    while (word := ask(keyboard, question)) is not None:
        if word in known:
            return known[word]
        say(f"Not understood: {mend}")
    return None


def confirmed(args: Namespace, outside: Outside, question: str) -> bool:
    """Whether the person says yes to this, at the keys or by --yes. Raises BadInput where nobody can be asked."""
    if args.yes:
        return True
    from coach.cli.leaving import Interruptible

    with Interruptible(outside.keyboard()) as keyboard:
        known = {"y": True, "yes": True, "n": False, "no": False, "": False}
        answer = ask_one_of(keyboard, f"{question} y yes, n no", known, "answer y or n.")
    if answer is None:
        raise BadInput("Nobody is there to confirm it.", "Add --yes if you are sure.")
    return answer


def ask_pain(keyboard: Keyboard, when: str) -> int | None:
    """A rating from 0 to 10; None where it was skipped."""
    question = f"How strong is the pain {when}, 0 to 10? Enter skips"
    while word := ask(keyboard, question):
        if word.isascii() and word.isdigit() and int(word) <= 10:
            return int(word)
        say(f"Not understood: {word[:20]} is not on the scale. Give a whole number from 0 to 10.")
    return None
