"""The settings file: read with every fault at its place, written in one piece, never overwritten while it is wrong."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.adapters.settings.hours import HOURS, hours_faults
from coach.adapters.settings.known_settings import SETTINGS, to_data, to_settings
from coach.adapters.whole_file import write_whole
from coach.adapters.yaml_file import MAX_PROBLEMS, Loaded, parse_yaml, printable, read_yaml
from coach.core.errors import CoachError
from coach.core.settings import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.core.errors import Problem
    from coach.core.settings import Settings

    Changes = dict[tuple[str, ...], Any]

_HEAD = "# Settings of coach. Change them here or in the program; coach schema settings describes them.\n"


def load_settings(path: Path) -> tuple[Settings, list[Problem]]:
    """The settings in a file, and its faults; with any fault the defaults serve. No file: the defaults."""
    if not os.path.lexists(path):
        return DEFAULTS, []
    return _understood(read_yaml(path))


def check_settings(path: Path) -> list[Problem]:
    """Every fault of a settings file in order of line; here a file that is missing is one."""
    return _understood(read_yaml(path))[1]


def save_settings(path: Path, settings: Settings, was: Settings | None = None) -> None:
    """Write what differs from `was` (None: from the file); comments, order and all else in the file stay.

    Raises CoachError where the file is wrong (it is left as it is) or can't be written.
    """
    now, problems = load_settings(path)
    if problems:
        raise CoachError(
            f"The settings are not saved, because the file has a fault: {problems[0]}", "Mend it or delete it."
        )
    changes = _changes(to_data(was or now), to_data(settings))
    try:
        before = path.read_text(encoding="utf-8-sig") if path.exists() else _HEAD
        after = _changed(before, changes)
        file = Path(os.path.realpath(path))  # a link stays a link
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(file, after, lasting=True)
    except OSError as error:
        why = printable(error.strerror or "unknown reason")
        raise CoachError(f"The settings can't be saved in {path}: {why}.", "Check the folder.") from error


def _understood(loaded: Loaded) -> tuple[Settings, list[Problem]]:
    problems = [*loaded.problems, *_faults(loaded)]
    if problems:
        return DEFAULTS, sorted(problems, key=lambda problem: (problem.line, problem.column))
    return to_settings(loaded.data or {}), []


def _faults(loaded: Loaded) -> Iterator[Problem]:
    if loaded.problems or loaded.data is None:
        return
    found = list(islice(SETTINGS.faults(loaded.data, ()), MAX_PROBLEMS))
    if not any(fault.path[:2] in {(), HOURS[:1], HOURS} for fault in found):
        found += islice(hours_faults(loaded.data), MAX_PROBLEMS)
    for fault in found:
        yield loaded.problem(fault.path, fault.message, fault.hint, key=fault.key)


def _changes(old: dict[str, Any], new: dict[str, Any], path: tuple[str, ...] = ()) -> Changes:
    """The values that differ, by their path; groups whose keys may be left out are gone into."""
    found: Changes = {}
    for key, value in new.items():
        before = old.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            found |= _changes(before, value, (*path, key))
        elif before != value:
            found[(*path, key)] = value
    return found


def _changed(text: str, changes: Changes) -> str:
    """The text of the file with these changes. Raises CoachError where that can't be done without harm."""
    if not changes:
        return text
    from coach.adapters.settings.change import changed, put  # noqa: PLC0415 - only who writes needs it

    wanted = to_data(_understood(parse_yaml(text, ""))[0])
    for path, value in changes.items():
        put(wanted, path, value)
    after = changed(text, changes)
    written, problems = _understood(parse_yaml(after, ""))
    if problems or to_data(written) != wanted:
        raise CoachError("The settings file can't be changed by the program.", "Change it by hand.")
    return after
