"""Calls and presentations on macOS, from what `pmset` shows to everybody.

Do-not-disturb is not among it: its state lies in a file that needs full disk access, and Coach asks for no permission.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.adapters.signals.asking import Unknown, ask_program
from coach.adapters.signals.meeting_words import means_meeting
from coach.core.reminders.ports import Busy
from coach.core.shown import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMIT = 0.8  # seconds
MEETING = "meeting"
_LINE = re.compile(r'pid \d+\((?P<program>[^)]*)\):.*? (?P<kind>\w+) named: "(?P<reason>[^"]*)"')
_RECORDING = re.compile(r"microphone|input", re.IGNORECASE)


def microphone() -> Busy | None:
    """A meeting while the sound system keeps the machine awake for an input: then a program records."""
    for program, _, reason in _assertions():
        if program == "coreaudiod" and _RECORDING.search(reason):
            return Busy(MEETING, "microphone")
    return None


def listening() -> Callable[[], Busy | None]:
    """What looks whether a program records."""
    return microphone


def inhibitors() -> Busy | None:
    """A meeting while a program keeps the screen awake for a call or a presentation."""
    for program, kind, reason in _assertions():
        if kind in {"PreventUserIdleDisplaySleep", "NoDisplaySleepAssertion"} and means_meeting(program, reason):
            return Busy(MEETING, shown(program, 30))
    return None


def do_not_disturb() -> Busy | None:
    """Not to be known here."""
    raise Unknown("macOS tells do-not-disturb only to programs with full disk access.", "Pause the reminders instead.")


def _assertions() -> Iterator[tuple[str, str, str]]:
    """Program, kind and reason of each wish to stay awake."""
    for found in _LINE.finditer(ask_program(["pmset", "-g", "assertions"], LIMIT)):
        yield found["program"], found["kind"], found["reason"]
