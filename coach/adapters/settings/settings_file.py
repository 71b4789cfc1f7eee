"""The settings file: read with every fault at its place, written in one piece, never overwritten while it is wrong."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.adapters.outside_files import read_own
from coach.adapters.settings.hours import HOURS, hours_faults
from coach.adapters.settings.known_settings import SETTINGS, to_data, to_settings
from coach.adapters.whole_file import write_whole
from coach.adapters.yaml_file import MAX_BYTES, MAX_PROBLEMS, Loaded, parse_yaml, read_yaml
from coach.core.errors import CoachError
from coach.core.settings import DEFAULTS
from coach.core.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.adapters.settings.value_shapes import Fault
    from coach.core.errors import Problem
    from coach.core.settings import Settings

    Changes = dict[tuple[str, ...], Any]

_HEAD = "# Settings of coach. Change them here or in the program; coach schema settings describes them.\n"


def load_settings(path: Path) -> tuple[Settings, list[Problem]]:
    """The settings in a file, and its faults; with any fault the defaults serve. No file: the defaults."""
    return understood(read_settings(path))


def read_settings(path: Path) -> Loaded:
    """What a file holds, with the line of each value; no file: nothing."""
    return read_yaml(path) if os.path.lexists(path) else Loaded(str(path))


def check_settings(path: Path) -> list[Problem]:
    """Every fault of a settings file in order of line; here a file that is missing is one."""
    return understood(read_yaml(path, named=True))[1]


def save_settings(path: Path, settings: Settings, was: Settings | None = None) -> None:
    """Write what differs from `was` (None: from the file); comments, order and all else in the file stay.

    Raises CoachError where the file is wrong (it is left as it is) or can't be written.
    """
    now, problems = load_settings(path)
    if problems:
        raise CoachError(
            f"The settings are not saved, because the file has a fault: {problems[0]}", "Mend it or delete it."
        )
    changes = differences(to_data(was or now), to_data(settings))
    try:
        before = read_own(path, MAX_BYTES, links=True).decode("utf-8-sig") if os.path.lexists(path) else _HEAD
        after = _changed(before, changes)
        file = Path(os.path.realpath(path))  # a link stays a link
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(file, after, lasting=True)
    except OSError as error:
        why = shown(error.strerror or "unknown reason")
        raise CoachError(
            f"The settings can't be saved in {shown(str(path), 200)}: {why}.", "Check the folder."
        ) from error


def understood(loaded: Loaded) -> tuple[Settings, list[Problem]]:
    """The settings that it stands for, and its faults; with any fault the defaults."""
    problems = [*loaded.problems, *_faults(loaded)]
    if problems:
        return DEFAULTS, sorted(problems, key=lambda problem: (problem.line, problem.column))
    return to_settings(loaded.data or {}), []


def _faults(loaded: Loaded) -> Iterator[Problem]:
    if loaded.problems or loaded.data is None:
        return
    for fault in data_faults(loaded.data):
        yield loaded.problem(fault.path, fault.message, fault.hint, key=fault.key)


def data_faults(data: Any) -> list[Fault]:
    """Everything that is wrong with data of the settings, as far as it can be said without the file."""
    found = list(islice(SETTINGS.faults(data, ()), MAX_PROBLEMS))
    if not any(fault.path[:2] in {(), HOURS[:1], HOURS} for fault in found):
        found += islice(hours_faults(data), MAX_PROBLEMS)
    return found


def differences(old: dict[str, Any], new: dict[str, Any], path: tuple[str, ...] = ()) -> Changes:
    """The values that differ, by their path; groups are gone into where nothing of them was taken out."""
    found: Changes = {}
    for key, value in new.items():
        before = old.get(key)
        if isinstance(before, dict) and isinstance(value, dict) and before.keys() <= value.keys():
            found |= differences(before, value, (*path, key))
        elif before != value:
            found[(*path, key)] = value
    return found


def _changed(text: str, changes: Changes) -> str:
    """The text of the file with these changes. Raises CoachError where that can't be done without harm."""
    if not changes:
        return text
    from coach.adapters.settings.change import changed, put  # noqa: PLC0415 - only who writes needs it

    wanted = to_data(understood(parse_yaml(text, ""))[0])
    for path, value in changes.items():
        put(wanted, path, value)
    after = changed(text, changes)
    written, problems = understood(parse_yaml(after, ""))
    if problems or to_data(written) != wanted:
        raise CoachError("The settings file can't be changed by the program.", "Change it by hand.")
    return after
