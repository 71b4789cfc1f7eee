"""A routine from its first question to its end, in lines of text."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING

from coach.cli.commands.reading.learn import gist_of_break, offer_next, to_read_first
from coach.cli.leaving import Interruptible
from coach.cli.plain.card import overdue_card
from coach.cli.plain.guided import guided_in_lines
from coach.cli.say import say
from coach.cli.session_request import session_request
from coach.core.coach.guided import way_of
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
        request = session_request(args, house, outside, offers=True)
        if isinstance(request, ExitCode):
            return request
        way = way_of(house.coach, request, house.settings)
        ear = Ear(house.settings, outside.speaker(house.settings), request.speed)
        ear.prepare(house.clock.now().wall)
        with closing(ear), Interruptible(outside.keyboard()) as keyboard:
            reminded = overdue_card(house)
            if request.rehearse is not None:
                say(f"Rehearsal: {args.rehearse:g} times as fast. It counts as nothing.")
            if keyboard.tty:
                to_read_first(house, house.coach.library.techniques_of(house.coach.library.find(request.routine)))
            code = guided_in_lines(house, way, request, keyboard, ear, reminded)
            if keyboard.tty and request.rehearse is None and code == ExitCode.DONE:
                (gist_of_break if way.light else offer_next)(house)
            return code
