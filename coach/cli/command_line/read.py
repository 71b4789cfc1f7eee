"""What was typed, as a command with its options; and what is said of words that are too much, or missing."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from coach.cli.command_line.arguments import Missing
from coach.cli.command_line.commands import every_command
from coach.core.errors import BadInput
from coach.core.shown import shown
from coach.core.spelling import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LENGTHS = frozenset({"pause", "snooze", "busy"})  # commands that take a length of time
NEAR = 0.7  # of 1: options share their dashes, so they have to be closer than words


def read(argv: list[str]) -> argparse.Namespace:
    """The command with its options. Raises BadInput, or SystemExit(0) after help."""
    if argv[:1] == ["help"]:
        argv = [*argv[1:], "--help"]
    below = next((n for n, word in enumerate(argv) if word[:1] == "-" and word[1:2].isdigit()), 0)
    if below and argv[0] in LENGTHS and "--" not in argv:  # -5m is a length, if a wrong one, and no option
        argv = [*argv[:below], "--", *argv[below:]]
    parser = every_command(log=argv[:1] == ["log"])
    known = parser._option_string_actions  # noqa: SLF001 - argparse has no other way to ask
    if argv and argv[0].startswith("-") and argv[0].partition("=")[0] not in known:
        raise _too_much(parser, argv[:1])
    try:
        args, more = parser.parse_known_args(argv)
    except Missing as missing:
        used = _used(parser, argv)
        strays = _strays(used, argv)
        raise (_too_much(used, strays) if strays else missing) from None
    if more:
        raise _too_much(_used(parser, argv), more)
    return args


def _too_much(used: argparse.ArgumentParser, more: Sequence[str]) -> BadInput:
    """What to say of words that the command used does not take."""
    option = next((word.partition("=")[0] for word in more if word.startswith("-")), None)
    see = f"See: {used.prog} --help"
    if option is None:
        return BadInput(f"'{used.prog}' does not take '{shown(more[0])}'.", see)
    owners = [parser.prog for parser in _every(every_command(log=True)) if option in _options(parser)]
    if owners:
        return BadInput(f"'{used.prog}' has no {option}.", f"{option} belongs to: {', '.join(owners)}.")
    return BadInput(f"'{used.prog}' has no {shown(option)}.", suggestion(option, _options(used), see, close=NEAR))


def _strays(used: argparse.ArgumentParser, argv: Sequence[str]) -> list[str]:
    """The options among these words that the command used does not have."""
    words = argv[: argv.index("--")] if "--" in argv else argv
    named = [word for word in words if word[:1] == "-" and not word[1:2].isdigit() and word != "-"]
    return [word for word in named if not any(o.startswith(word.partition("=")[0]) for o in _options(used))]


def _options(parser: argparse.ArgumentParser) -> list[str]:
    return [name for action in parser._actions for name in action.option_strings]  # noqa: SLF001


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The commands of a parser, by name."""
    found = [action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001
    return dict(found[0]) if found else {}


def _every(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    for sub in _commands(parser).values():
        yield sub
        yield from _every(sub)


def _used(parser: argparse.ArgumentParser, argv: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of the command that these words name."""
    for word in argv:
        found = _commands(parser).get(word)
        if found is None:
            break
        parser = found
    return parser
