"""What a run is to be: what was chosen now, over what was chosen last time, over the settings."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.record.choices import Choices, DoseChoice
from coach.core.settings import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.core.settings import Settings

BY_ITSELF = "turn"  # chosen by nobody, so nothing is said of it


@frozen
class SettledChoices:
    """The choices of a run, with a line for each that was not made now.

    `too_short` says that the minutes of the settings do not do for this routine, empty where they do.
    """

    choices: Choices
    notes: tuple[str, ...] = ()
    too_short: str = ""


def from_settings(settings: Settings) -> Choices:
    """What the settings say of every run."""
    return Choices(
        minutes=settings.minutes,
        dose=DoseChoice(settings.dose) if settings.dose in set(DoseChoice) - {DEFAULTS.dose} else None,
        wait=settings.wait or None,
        wait_limit=settings.wait_limit if settings.wait else None,
    )


def settled(
    chosen: Choices, last: Choices | None, settings: Settings, fits: Callable[[Choices], bool]
) -> SettledChoices:
    """What was chosen, over what was chosen the `last` time, over the settings.

    `fits` says whether choices can be planned. Minutes of the settings that are too few for the routine are left out
    first, then all of the settings. What was chosen now always stays.
    """
    remembered = chosen if last is None else chosen.over(last)
    if remembered != chosen and not fits(remembered):
        remembered = chosen
    usual = from_settings(settings)
    tries = (remembered.over(usual), remembered.over(replace(usual, minutes=None)))
    whole = next((one for one in tries if one == remembered or fits(one)), remembered)
    notes = [_note("As last time", name, value) for name, value in _added(chosen, remembered)]
    notes += [_note("From your settings", name, value) for name, value in _added(remembered, whole)]
    too_short = ""
    if whole.minutes != tries[0].minutes:
        too_short = f"Your usual {usual.minutes} min do not do for this routine, so it takes its own time."
        notes.append(too_short)
    return SettledChoices(whole, tuple(notes), too_short)


def _note(origin: str, name: str, value: object) -> str:
    words = name.replace("_", " ")
    return f"{origin}: {words}" if value is True else f"{origin}: {words} {'no' if value is False else value}"


def _added(before: Choices, after: Choices) -> list[tuple[str, object]]:
    names = [field.name for field in fields(Choices) if field.name != BY_ITSELF]
    return [(name, getattr(after, name)) for name in names if getattr(before, name) != getattr(after, name)]
