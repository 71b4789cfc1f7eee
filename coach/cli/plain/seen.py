"""A visit, or a slip, told at the keys: what is up stands on numbered lines, so that nobody has to type an id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.plain.asking import ask
from coach.cli.say import say
from coach.core.clearance.locks import because
from coach.core.errors import BadInput
from coach.core.vocabulary import TechniqueClass

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from coach.cli.outside import Keyboard
    from coach.core.coach.door import Coach
    from coach.core.safety.raised_flag import RaisedFlag


def ask_seen(args: Namespace, keyboard: Keyboard, coach: Coach) -> None:
    """Put what was left out of `coach log visit` into its arguments. Raises BadInput where nobody can say it."""
    up = [raised for raised in coach.rules.safety().flags if "clinician" in raised.flag.clears]
    if not keyboard.tty or not (up or args.flag):
        wanted = " and ".join(name for name, value in (("--flag", args.flag), ("--who", args.who)) if value is None)
        nothing = "" if up else " Nothing is up that waits for a visit."
        raise BadInput(f"A visit needs {wanted}.{nothing}", "See: coach log visit --help")
    told = args.flag is None
    if told:
        args.flag = ask_signs(keyboard, up, "What was it about?")
    if args.who is None:
        args.who = _said(ask(keyboard, "Who was seen?", as_typed=True))
    lumps = coach.checks.complaints().lumps
    there = {lump.id for lump in lumps}
    if told and len(lumps) > 1 and any(raised.subject in there for raised in up if raised.flag.id in args.flag):
        say("Which lump was looked at?")
        known = [f"{lump.area or 'a place that is not known'}, noted on {lump.known:%Y-%m-%d}" for lump in lumps]
        args.lump = [lumps[n - 1].id for n in _numbers(keyboard, known, "like 1 3")]
    kinds = _kinds(up, args.flag, coach)
    if told and kinds and not args.fine:
        say("What did they say is fine? Leave out the rest.")
        args.fine = [
            kinds[n - 1] for n in _numbers(keyboard, [str(kind) for kind in kinds], "0 for nothing yet", none=True)
        ]


def ask_signs(keyboard: Keyboard, up: Sequence[RaisedFlag], heading: str) -> list[str]:
    """The ids of the signs whose lines are named. Raises BadInput where nobody can answer."""
    lines = {raised.flag.id: because(raised) for raised in up}
    say(heading)
    return [[*lines][n - 1] for n in _numbers(keyboard, [*lines.values()], "like 1 3")]


def _kinds(up: Sequence[RaisedFlag], flags: Sequence[str], coach: Coach) -> list[TechniqueClass]:
    """The kinds of care that these signs lock, by kind or by technique."""
    about, techniques = [raised.blocks for raised in up if raised.flag.id in flags], coach.library.techniques
    locked = {cls for blocks in about for cls in blocks.classes}
    locked |= {techniques[name].cls for blocks in about for name in blocks.techniques if name in techniques}
    return [cls for cls in TechniqueClass if cls in locked]


def _numbers(keyboard: Keyboard, lines: Sequence[str], how: str, *, none: bool = False) -> list[int]:
    """The lines that are named; with `none` 0 names none of them."""
    for number, line in enumerate(lines, 1):
        say(f"  {number} {line}")
    known = {str(number): number for number in range(0 if none else 1, len(lines) + 1)}
    while True:
        words = _said(ask(keyboard, f"The numbers, {how}")).replace(",", " ").split()
        found = [known[word] for word in words if word in known]
        if words and len(found) == len(words) and (0 not in found or found == [0]):
            return [number for number in dict.fromkeys(found) if number]
        say(f"Not understood: give numbers from {min(known.values())} to {len(lines)}.")


def _said(word: str | None) -> str:
    if word is None:
        raise BadInput("Nobody is there to say it.", "Give it in the command: coach log --help")
    return word
