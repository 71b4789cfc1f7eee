"""Where the parts of coach lie that the comparison imports: the one place to change when a module moves.

Each name has its places, the newest first; the first that is there serves. All else goes through `coach.cli.main.run`
and the methods of `Coach`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from inspect import signature
from typing import Any

PLACES: dict[str, tuple[str, ...]] = {
    "run": ("coach.cli.main",),
    "Outside": ("coach.cli.outside",),
    "Reading": ("coach.core.clock", "coach.core.ports"),
    "Choices": ("coach.core.record.choices", "coach.core.choices"),
    "SideChoice": ("coach.core.record.choices", "coach.core.choices"),
    "DoseChoice": ("coach.core.record.choices", "coach.core.choices"),
    "BodyArea": ("coach.core.vocabulary", "coach.core.routine"),
    "Answer": ("coach.core.vocabulary", "coach.core.catalogue"),
    "Blocked": ("coach.core.clearance.clearance", "coach.core.clearance"),
    "BadInput": ("coach.core.errors",),
    "CoachError": ("coach.core.errors",),
    "ReminderDesk": ("coach.core.coach.reminder_desk", "coach.core.reminder_desk"),
    "rebuild": ("coach.core.reminders.rebuild", "coach.core.reminders.facts", "coach.core.reminder_facts"),
    "step": ("coach.core.reminders.step", "coach.core.reminders"),
    "next_due": ("coach.core.reminders.step", "coach.core.reminders"),
    "Signals": ("coach.core.reminders.signals", "coach.core.reminder_signals"),
    "Write": ("coach.core.reminders.signals", "coach.core.reminder_signals"),
    "GotUp": ("coach.core.reminders.signals", "coach.core.reminder_signals"),
    "Skip": ("coach.core.reminders.signals", "coach.core.reminder_signals"),
    "Snooze": ("coach.core.reminders.signals", "coach.core.reminder_signals"),
    "PauseFor": ("coach.core.reminders.signals", "coach.core.reminder_signals"),
    "Resume": ("coach.core.reminders.signals", "coach.core.reminder_signals"),
    "ReminderSettings": ("coach.core.reminders.plan", "coach.core.reminder_plan"),
    "Planned": ("coach.core.reminders.plan", "coach.core.reminder_plan"),
}


def first_of(*modules: str) -> Any:
    """The first of these modules that is there."""
    for module in modules:
        try:
            return import_module(module)
        except ImportError:
            continue
    raise ImportError(f"none of {', '.join(modules)} is there")


@cache
def place(name: str) -> Any:
    """This part of coach, from the first of its places that has it."""
    for module in PLACES[name]:
        try:
            return getattr(import_module(module), name)
        except (ImportError, AttributeError):
            continue
    raise ImportError(f"{name} is in none of {', '.join(PLACES[name])}: put its new place into tests/versions/where.py")


PARTS = ("rules", "listing", "checks", "entries", "sessions", "library")


def owner(coach: Any, name: str) -> Any:
    """The part of `Coach` that has this method; before there were parts, `Coach` itself."""
    if hasattr(coach, name):
        return coach
    return next(part for part in (getattr(coach, p, None) for p in PARTS) if hasattr(part, name))


class AllParts:
    """Every method of every part of `Coach` under one roof, as they were before there were parts."""

    def __init__(self, coach: Any) -> None:
        self._coach = coach

    def __getattr__(self, name: str) -> Any:
        return getattr(owner(self._coach, name), name)


def desk(house: Any, settings: Any, new_id: Any) -> Any:
    """The reminders' side of the record."""
    coach = house.coach
    if hasattr(coach, "rules"):
        kind = place("ReminderDesk")
        asked = "Callable" in str(signature(kind.__init__).parameters["settings"].annotation)
        return kind(coach.record, coach.rules, coach.library, (lambda: settings) if asked else settings)
    return place("ReminderDesk")(coach, house.journal, settings, new_id, house.device)
