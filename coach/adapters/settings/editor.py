"""Changes the settings of a file one by one, beside whoever else changes them meanwhile."""

from __future__ import annotations

import threading
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from coach.adapters.settings.known_settings import to_data, to_settings
from coach.adapters.settings.rows import setting_rows, shape_at
from coach.adapters.settings.settings_file import data_faults, differences, read_settings, save_settings, understood
from coach.adapters.settings.typed_values import hint_of, typed
from coach.adapters.settings.value_shapes import Items, SettingsGroup
from coach.adapters.yaml_file import Loaded
from coach.core.errors import BadInput
from coach.core.settings import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from coach.adapters.settings.value_shapes import Fault, Shape
    from coach.core.errors import Problem
    from coach.core.setting_rows import SettingPath, SettingRow
    from coach.core.settings import Settings


class SettingsFileEditor:
    """The settings as they hold, and as they were last seen in the file: what differs was changed here.

    `settings` are those that were read at the start.
    """

    def __init__(self, path: Path, settings: Settings) -> None:
        self._path = path
        self._now = self._was = settings
        self._file = Loaded(str(path))
        self._rows: tuple[tuple[object, ...], tuple[SettingRow, ...]] | None = None  # made for these values
        self._seen: tuple[int, ...] | None = None  # what the file was like at the last look
        self.fault: Problem | None = None  # of the file, at the last look
        self._values = threading.Lock()  # never held while a file is read or written
        self._saving = threading.Lock()

    @property
    def now(self) -> Settings:
        """What holds."""
        return self._now

    def look(self) -> Problem | None:
        """Read the file: what was changed there meanwhile holds, too. Gives its first fault."""
        self._seen = self._stamp()
        file = read_settings(self._path)
        there, problems = understood(file)
        with self._values:
            self.fault = problems[0] if problems else None
            if problems:
                self._file = Loaded(str(self._path))
                return problems[0]
            mine = differences(to_data(self._was), to_data(self._now))
            both = _laid_over(to_data(there), mine)
            if not data_faults(both):
                self._now = to_settings(both)
            self._was, self._file = there, file
        return None

    def watch(self) -> Settings:
        """What holds, read anew where the file has changed since the last look; cheap where it has not."""
        if self._stamp() != self._seen:
            self.look()
        return self._now

    def _stamp(self) -> tuple[int, ...]:
        try:
            found = self._path.stat()
        except OSError:
            return ()
        return found.st_mtime_ns, found.st_size, found.st_ino

    def rows(self) -> tuple[SettingRow, ...]:
        """Every setting, in the order of the table."""
        with self._values:
            made_for = (self._now, self._was, self._file)
            if self._rows is None or any(a is not b for a, b in zip(self._rows[0], made_for, strict=True)):
                data = to_data(self._now)
                changed = list(differences(to_data(self._was), data))
                self._rows = made_for, setting_rows(data, self._file, changed)
            return self._rows[1]

    def check(self, path: SettingPath, text: str) -> str:
        """What is wrong with a value that is being typed, as it would be said of the file; empty: it is fine."""
        fault = self._tried(path, text)[1]
        return "" if fault is None else f"{fault.message} {_hint(shape_at(path), fault)}".strip()

    def change(self, path: SettingPath, text: str) -> None:
        """This value holds from now on. Raises BadInput where it can't be, and nothing is changed."""
        with self._values:
            data, fault = self._tried(path, text)
            if fault is not None:
                raise BadInput(fault.message, _hint(shape_at(path), fault))
            self._now = to_settings(data)

    def put_back(self, path: SettingPath) -> None:
        """The usual value holds from now on; an item of a list is taken out."""
        with self._values:
            data, usual = to_data(self._now), to_data(DEFAULTS)
            _put(data, path, None if isinstance(path[-1], int) else _at(usual, path))
            self._now = to_settings(data)

    def take(self, settings: Settings) -> None:
        """These hold from now on."""
        with self._values:
            self._now = settings

    def save(self) -> None:
        """Write what was changed here, and leave alone what was changed there.

        Raises CoachError where that can't be done; it holds all the same.
        It may be called from another thread, and takes up to a tenth of a second.
        """
        with self._saving:
            self.look()
            with self._values:
                now, was = self._now, self._was
            if now != was:
                save_settings(self._path, now, was)
                with self._values:
                    self._was = now
                self.look()

    def _tried(self, path: SettingPath, text: str) -> tuple[dict[str, Any], Fault | None]:
        """The data with this value, and the first thing that is wrong with it."""
        data, shape = to_data(self._now), shape_at(path)
        taken_out = isinstance(path[-1], int) and not text.strip()
        value = None if taken_out else typed(shape, text)
        fault = None if taken_out else next(iter(shape.faults(value, path)), None)
        if fault is None:
            _put(data, path, value)
            fault = next(iter(data_faults(data)), None)
        return data, fault


def _hint(shape: Shape, fault: Fault) -> str:
    """How to mend it, where it is typed: a list is written in another way here than in the file."""
    return hint_of(shape) if fault.hint in set(_of_the_file(shape)) else fault.hint


def _of_the_file(shape: Shape) -> Iterator[str]:
    """What a list and all within it say of how they are written in the file."""
    if isinstance(shape, Items):
        yield shape.hint
        yield str(getattr(shape.shape, "hint", ""))
        yield from _of_the_file(shape.shape)
    elif isinstance(shape, SettingsGroup):
        yield shape.hint
        for one, _ in shape.keys.values():
            yield str(getattr(one, "hint", ""))
            yield from _of_the_file(one)


def _at(data: Any, path: SettingPath) -> Any:
    for part in path:
        data = data[part]
    return data


def _put(data: Any, path: SettingPath, value: Any) -> None:
    """Set the value at `path`; in a list, None takes the item out, and one past the end is a new one."""
    *outer, last = path
    group = _at(data, tuple(outer))
    if isinstance(last, int):
        group[last : last + 1] = [] if value is None else [value]
    else:
        group[last] = value


def _laid_over(data: dict[str, Any], changes: Mapping[tuple[str, ...], Any]) -> dict[str, Any]:
    """The data with these values, by their path; a group that is not there is made."""
    for path, value in changes.items():
        *outer, last = path
        group = data
        for key in outer:
            if not isinstance(group[key], dict):
                group[key] = {}
            group = group[key]
        group[last] = deepcopy(value)
    return data
