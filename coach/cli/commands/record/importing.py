"""`coach import`: take in what another Coach wrote. All of it comes in, or nothing does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coach import __version__
from coach.cli.say import say, tell, tell_faults
from coach.core.errors import BadInput, CoachError
from coach.core.exchange.incoming import Refused
from coach.core.exchange.words import brought, taken
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from coach.adapters.exchange.source import FileSource
    from coach.cli.outside import Outside
    from coach.cli.wiring import House
    from coach.core.coach.exchange import Taken
    from coach.core.exchange.incoming import Source

CLOCK = "Say it with --clock theirs or --clock mine."
MINE = "Nothing was taken. Set this computer's clock right; if it was ahead before, say so with: coach log clock"


def take_in(args: Namespace, outside: Outside) -> int:
    """Take in `args.file`; with `args.look` only say what that would bring and change."""
    with outside.house(read_only=args.look) as house:
        sources = [_source(Path(name), house.folders.journal.parent, outside) for name in args.file]
        try:
            return _look(house, sources) if args.look else _take(args, outside, house, sources)
        except Refused as refused:
            tell_faults(refused.faults)
            tell("Nothing was taken.")
            return ExitCode.WRONG
        finally:
            for source in sources:
                source.close()


def _source(path: Path, beside: Path, outside: Outside) -> FileSource:
    """A file to read; where it is locked its passphrase is asked for, once."""
    from coach.adapters.exchange.encryption import is_locked, unlocking
    from coach.adapters.exchange.source import FileSource

    return FileSource(path, beside, unlocking(path, outside.secret) if is_locked(path) else None)


def _look(house: House, sources: Sequence[Source]) -> int:
    found = house.coach.exchange.would_take(sources)
    for line in brought(found.found, __version__):
        say(line)
    if found.found.ahead:
        say(f"Question: {house.coach.exchange.clock_question(found.found)} {CLOCK}")
    _news(found)
    say("Only looked: nothing was taken.")
    return ExitCode.DONE


def _take(args: Namespace, outside: Outside, house: House, sources: Sequence[Source]) -> int:
    from coach.core.coach.exchange import ClockAsked

    exchange = house.coach.exchange
    try:
        found = exchange.take(sources, theirs=args.clock == "theirs")
    except ClockAsked as asked:
        whose = args.clock or _whose(outside, str(asked))
        if whose == "mine":
            raise CoachError(MINE) from None
        found = exchange.take(sources, theirs=True)
    for line in taken(found.found, found.new, __version__):
        say(line)
    _news(found)
    return ExitCode.DONE


def _whose(outside: Outside, question: str) -> str:
    """Whose clock is wrong, asked of whoever is there. Raises BadInput where nobody is."""
    from coach.cli.leaving import Interruptible
    from coach.cli.plain.asking import ask_one_of

    with Interruptible(outside.keyboard()) as keyboard:
        known = {"t": "theirs", "theirs": "theirs", "m": "mine", "mine": "mine"}
        words = f"{question} t theirs, m mine"
        whose = ask_one_of(keyboard, words, known, "answer t or m.") if keyboard.tty else None
    if whose is None:
        raise BadInput(f"{question} {CLOCK}", "Nothing was taken.")
    return whose


def _news(found: Taken) -> None:
    for line in found.news:
        say(f"Note: {line}")
