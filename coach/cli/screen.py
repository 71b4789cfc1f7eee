"""`coach` and `coach run` on the full screen."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from coach.adapters.terminal import capable
from coach.core.errors import BadInput

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from coach.cli.outside import Outside
    from coach.cli.wiring import House
    from coach.core.choices import Choices
    from coach.core.ports import Clock

WRONG = 2


def full_screen(args: Namespace, outside: Outside) -> int:
    """Open the full screen."""
    del args
    _can_show("coach run ID --plain")
    with outside.house(quiet=True) as house:
        return _open(house, None)


def guided(args: Namespace, outside: Outside) -> int:
    """Open the full screen at one routine."""
    from coach.adapters.clock import RehearsalClock
    from coach.cli.check import take_answers, written_answers
    from coach.cli.chosen import merged

    with outside.house(quiet=True) as house:
        house.coach.library.find(args.id)
        choices, _ = merged(args, house)
        written = None
        if args.answers is not None:
            written = written_answers(house, args.answers)
            if written is None:
                return WRONG
        _can_show(f"coach run {args.id} --plain")
        if written is not None:
            take_answers(house, written, choices.area)
        speed = args.rehearse
        rehearse = None if speed is None else lambda: RehearsalClock(house.clock, speed)
        return _open(house, (args.id, choices, rehearse))


def _can_show(instead: str) -> None:
    why = capable(sys.stdin, sys.stdout)
    if why:
        raise BadInput(f"The full screen can't be shown: {why}.", f"Use lines of text: {instead}")


def _open(house: House, start: tuple[str, Choices, Callable[[], Clock] | None] | None) -> int:
    from coach.tui.app import CoachApp

    app = CoachApp(
        house.coach,
        house.clock,
        house.settings,
        house.save_settings,
        house.sources,
        house.notices,
        start=start,
        terminal=os.environ.get("COLORFGBG", ""),
    )
    app.run()
    return app.exit_code or app.return_code or 0
