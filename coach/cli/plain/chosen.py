"""What was chosen for a run: now, the last time, in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.record.choices import Choices, DoseChoice, SideChoice
from coach.core.routine.defaults import SettledChoices
from coach.core.vocabulary import BodyArea

if TYPE_CHECKING:
    from argparse import Namespace

    from coach.cli.wiring import House


def given(args: Namespace) -> Choices:
    """What the command line says."""
    return Choices(
        area=args.area and BodyArea(args.area),
        side=args.side and SideChoice(args.side),
        minutes=args.minutes,
        variant=args.variant,
        spots=args.spots,
        dose=args.dose and DoseChoice(args.dose),
        wait=args.wait,
        turn=args.turn,
        seconds=args.seconds,
        wait_limit=args.wait_limit,
    )


def chosen(args: Namespace, house: House) -> SettledChoices:
    """The choices of a run. Raises BadInput for what means nothing here."""
    house.coach.sessions.plan(args.id, given(args))
    if args.fresh:
        return SettledChoices(given(args))
    return house.coach.sessions.settled(args.id, given(args), house.settings)
