"""The words of the command line that every command uses: a parser with our own errors, and types of arguments."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from coach.core.errors import BadInput
from coach.core.shown import shown
from coach.core.spelling import suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SLOWEST, FASTEST = 1, 1000  # times as fast as real time


REQUIRED = "the following arguments are required"  # argparse's own words


class Missing(BadInput):
    """A word that the command can't do without is not there."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in the same words as everything else."""

    def error(self, message: str) -> NoReturn:
        words = message.removeprefix("argument ").replace(REQUIRED, "This is missing")
        kind = Missing if REQUIRED in message else BadInput
        raise kind(f"{words[:1].upper()}{words[1:]}.", f"See: {self.prog} --help")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            what = str(action.metavar or action.dest)
            raise BadInput(f"There is no {what.lower()} '{shown(str(value))}'.", suggestion(str(value), action.choices))


def one_of(what: str, known: Iterable[str]) -> Callable[[str], str]:
    """A type that takes one of these words, and names the nearest where it is none of them."""
    names = [str(name) for name in known]

    def check(text: str) -> str:
        word = text.strip().lower().replace(" ", "-").replace("_", "-")
        if word not in names:
            raise BadInput(f"There is no {what} '{shown(text)}'.", suggestion(word, names))
        return word

    return check


def whole(option: str) -> Callable[[str], int]:
    """A type that takes a whole number."""

    def check(text: str) -> int:
        try:
            return int(text)
        except ValueError:
            raise BadInput(f"{option} can't be '{shown(text)}'.", "Give a whole number.") from None

    return check


def day(option: str) -> Callable[[str], date]:
    """A type that takes a day."""

    def check(text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise BadInput(f"{option} can't be '{shown(text)}'.", "Give a day such as 2026-11-01.") from None

    return check


def speed(text: str) -> float:
    """How many times as fast a rehearsal runs."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not SLOWEST <= value <= FASTEST:
        raise BadInput(f"A rehearsal can't run {shown(text)} times as fast.", f"Give {SLOWEST} to {FASTEST}.")
    return value
