"""From the words of `coach run` to what the guide is asked for, the same for lines and for the full screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.commands.check import written_answers
from coach.cli.plain.chosen import given
from coach.cli.plain.picking import known_id
from coach.cli.wiring import clock_of_rehearsal
from coach.core.coach.guided import Request
from coach.exit_codes import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.outside import Outside
    from coach.cli.wiring import House


def session_request(args: Namespace, house: House, outside: Outside, *, offers: bool = False) -> Request | ExitCode:
    """What is asked for; the exit code where the person picked nothing or the written answers were refused.

    `offers` asks first about a session that was not finished. Raises BadInput for a routine or a choice there is not.
    """
    if not known_id(args, house, outside):
        return ExitCode.DONE
    choices = given(args)
    house.coach.sessions.plan(args.id, choices)
    written = None
    if args.answers is not None:
        written = written_answers(house, args.answers)
        if written is None:
            return ExitCode.WRONG
    rehearse = None if args.rehearse is None else clock_of_rehearsal(house, args.rehearse)
    return Request(args.id, choices, args.fresh, written, rehearse, args.rehearse or 1.0, offers)
