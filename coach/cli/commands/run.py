"""`coach run`: a guided session in lines of text; with a full screen there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from coach.adapters.terminal import lines_only

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Outside


def run(args: Namespace, outside: Outside) -> int:
    """Guide through a routine: in lines with --plain or at a terminal without a screen, else on the full screen.

    Raises BadInput where nothing could be shown.
    """
    if args.plain or lines_only(sys.stdin, sys.stdout):
        from coach.cli.plain.run import run_in_lines

        return run_in_lines(args, outside)
    from coach.cli.commands.screen import guided

    return guided(args, outside)
