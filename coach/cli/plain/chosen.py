"""What was chosen for a run: now, the last time, in the settings."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from coach.core.errors import BadInput
from coach.core.record.choices import Choices, DoseChoice, SideChoice
from coach.core.settings import DEFAULTS
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


def merged(args: Namespace, house: House) -> tuple[Choices, list[str]]:
    """The choices of a run, and a line for each that was not made now. Raises BadInput for what means nothing here."""
    coach = house.coach
    routine = coach.library.find(args.id)
    now = given(args)
    coach.sessions.plan(routine.id, now)
    if args.fresh:
        return now, []
    remembered = coach.sessions.choices(routine, now)
    whole = _with_settings(house, routine.id, remembered)
    lines = [_line(f"As last time: {name}", value) for name, value in _added(now, remembered)]
    lines += [_line(f"From your settings: {name}", value) for name, value in _added(remembered, whole)]
    return whole, lines


def _line(name: str, value: object) -> str:
    name = name.replace("_", " ")
    return name if value is True else f"{name} {'no' if value is False else value}"


def _added(before: Choices, after: Choices) -> list[tuple[str, object]]:
    names = [field.name for field in fields(Choices) if field.name != "turn"]  # that comes by itself
    return [(name, getattr(after, name)) for name in names if getattr(before, name) != getattr(after, name)]


def _with_settings(house: House, routine_id: str, choices: Choices) -> Choices:
    """With the person's settings where nothing was chosen, as far as they fit this routine."""
    settings = house.settings
    usual = Choices(
        minutes=settings.minutes,
        dose=DoseChoice(settings.dose) if settings.dose != DEFAULTS.dose else None,
        wait=settings.wait or None,
        wait_limit=settings.wait_limit if settings.wait else None,
    )
    for defaults in (usual, replace(usual, minutes=None)):
        whole = choices.over(defaults)
        try:
            house.coach.sessions.plan(routine_id, whole)
        except BadInput:
            continue
        return whole
    return choices
