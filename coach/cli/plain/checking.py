"""The safety check in lines of text: lists answered by their numbers, and the full question of each mark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.cli.plain.asking import ANSWERS, ask
from coach.cli.say import say
from coach.core.check.pages import Asks, was_read
from coach.core.vocabulary import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.cli.outside import Keyboard
    from coach.core.check.checkup import Checkup
    from coach.core.check.pages import CheckPage
    from coach.core.clock import Clock

STILL = {"y": Answer.YES, "yes": Answer.YES, "g": Answer.NO, "gone": Answer.NO, "n": Answer.NO, "no": Answer.NO}
WORSE = frozenset({"w", "worse"})
NUMBERS = "0, or the numbers that are so: 2 5, ?3"
MORE = "Enter to go on with what is marked, or more numbers"
HOW = "Type the numbers of the lines that are so, ? before one you are not sure of, 0 for none. b goes back."
ONE = "Answer: y yes, n no, u not sure (counts as yes), b back."
_MARK = re.compile(r"(\??)([0-9]+)")


def ask_check(
    checkup: Checkup, keyboard: Keyboard, clock: Clock, keep: Callable[[Checkup], None], why: str = ""
) -> None:
    """Ask a check, after saying `why` (where empty, its own reason), and hand it to `keep`, finished or not.

    An emergency ends the questions. Ends early where nobody answers any more.
    """
    page = checkup.page
    reason = why or (page.reason if page is not None else "")
    if reason:
        say(f"Check: {reason}")
    say(HOW)
    try:
        while (page := checkup.page) is not None:
            after = _answered(checkup, page, keyboard, clock)
            if after is None:
                break
            checkup = after
    except BaseException:
        if checkup.bad:  # left half-way: what was answered with yes still counts
            keep(checkup)
        raise
    if checkup.begun:
        keep(checkup)


def _answered(checkup: Checkup, page: CheckPage, keyboard: Keyboard, clock: Clock) -> Checkup | None:
    """The check after what is typed to this page; None where nobody can answer."""
    _show(page)
    shown = clock.now()
    keyboard.forget()
    word = ask(keyboard, _question(page))
    if word is None:
        return None
    if word == "b":
        return checkup.back()
    if page.asks is Asks.LINES:
        if keyboard.tty and word in {"0", "none"} and not was_read(shown, clock.now()):
            say("That was quick. Read the list, then answer.")
            return checkup
        return _marked(checkup, page, word)
    if page.asks is Asks.STILL and word in WORSE:
        return checkup.is_worse(page.key)
    known = STILL if page.asks is Asks.STILL else ANSWERS
    if word not in known:
        say(f"Not understood: answer {'y, g or w' if page.asks is Asks.STILL else 'y, n or u'}; b goes back.")
        return checkup
    return checkup.answer(page.key, known[word])


def _marked(checkup: Checkup, page: CheckPage, word: str) -> Checkup:
    """The check with these lines marked; the list is gone through, unless an emergency is asked about first."""
    if page.marked and not word:
        return checkup.close()
    marks = [_MARK.fullmatch(one) for one in word.replace(",", " ").split()]
    found = {int(mark[2]): Answer.NOT_SURE if mark[1] else Answer.YES for mark in marks if mark}
    if found.keys() == {0} and all(marks):
        if page.marked:
            say("A line is marked. Press Enter to go on with it, or b to go back.")
            return checkup
        return checkup.close()
    if not found or not all(marks) or not found.keys() <= set(range(1, len(page.lines) + 1)):
        say(f"Not understood: type 0, or numbers from 1 to {len(page.lines)}, like 2 5, ?3.")
        return checkup
    checkup = checkup.mark_all({page.lines[number - 1].key: answer for number, answer in found.items()})
    return checkup.close() if checkup.page is not None and checkup.page.key == page.key else checkup


def _question(page: CheckPage) -> str:
    match page.asks:
        case Asks.LINES:
            return MORE if page.marked else NUMBERS
        case Asks.STILL:
            return f"{page.question} y yes, g gone, w worse"
        case Asks.YES_NO:
            return page.question


def _show(page: CheckPage) -> None:
    say()
    say(f"{page.number} of {page.of}, {page.part}:")
    if page.asks is not Asks.LINES:
        for words in page.about:
            say(f"  - {words}")
        if page.no_if:
            say(f"  Answer no if {page.no_if}.")
        if page.asks is Asks.YES_NO:
            say(ONE)
        return
    say(page.question)
    for number, line in enumerate(page.lines, 1):
        marked = {None: "", Answer.YES: " (marked)", Answer.NOT_SURE: " (not sure)"}[line.mark]
        say(f"  {number} {line.say}{marked}")
    say(f"  0 {page.none}")
