"""A routine from its first question to its end, in lines of text."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING

from coach.cli.commands.check import written_answers
from coach.cli.leaving import Interruptible
from coach.cli.plain.card import overdue_card
from coach.cli.plain.chosen import given
from coach.cli.plain.guided import guided_in_lines
from coach.cli.plain.picking import known_id
from coach.cli.say import say
from coach.core.coach.guided import Request, way_of
from coach.core.errors import BadInput
from coach.core.session.hearing import Ear
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Outside


def run_in_lines(args: Namespace, outside: Outside) -> int:
    """Guide through the routine that `args` of `coach run` name. Raises BadInput where nobody could follow."""
    if sys.stdout is None:
        raise BadInput("The output is closed, so nobody could follow.", "Leave it open, or send it to a file.")
    with outside.house() as house:
        if not known_id(args, house, outside):
            return ExitCode.DONE
        house.coach.sessions.plan(args.id, given(args))
        written = None
        if args.answers is not None:
            written = written_answers(house, args.answers)
            if written is None:
                return ExitCode.WRONG
        from coach.cli.wiring import clock_of_rehearsal

        rehearse = None if args.rehearse is None else clock_of_rehearsal(house, args.rehearse)
        request = Request(args.id, given(args), args.fresh, written, rehearse, args.rehearse or 1.0, offers=True)
        way = way_of(house.coach, request, house.settings)
        ear = Ear(house.settings, outside.speaker(house.settings), request.speed)
        ear.prepare(house.clock.now().wall)
        with closing(ear), Interruptible(outside.keyboard()) as keyboard:
            reminded = overdue_card(house)
            if rehearse is not None:
                say(f"Rehearsal: {args.rehearse:g} times as fast. It counts as nothing.")
            return guided_in_lines(house, way, request, keyboard, ear, reminded)
