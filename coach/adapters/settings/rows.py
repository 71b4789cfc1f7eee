"""The rows of the settings, made from the one table: a setting that is new there has its row by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.adapters.settings.hours import WorkingWeek
from coach.adapters.settings.known_settings import SETTINGS, to_data
from coach.adapters.settings.typed_values import as_typed, choices_of, hint_of, kind_of
from coach.adapters.settings.value_shapes import Items, Or, SettingsGroup
from coach.core.setting_rows import SettingKind, SettingPath, SettingRow
from coach.core.settings import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from coach.adapters.settings.value_shapes import Shape
    from coach.adapters.yaml_file import Loaded

NEW_NAMES = SETTINGS.old  # old name -> the name it has now


def shape_at(path: SettingPath) -> Shape:
    """What may stand at this path. Raises KeyError where nothing may."""
    shape: Shape = SETTINGS
    for part in path:
        inside = _inside(shape)
        shape = inside.shape if isinstance(inside, Items) else inside.keys[str(part)][0]
    return shape


def setting_rows(data: dict[str, Any], file: Loaded, unsaved: Collection[SettingPath]) -> tuple[SettingRow, ...]:
    """Every setting, with the value it has in `data` (all keys of it) and its line in the file."""
    return tuple(_Rows(file, unsaved).of(SETTINGS, (), data, to_data(DEFAULTS)))


class _Rows:
    def __init__(self, file: Loaded, unsaved: Collection[SettingPath]) -> None:
        self._file, self._unsaved = file, unsaved

    def of(self, group: SettingsGroup, path: SettingPath, data: dict[str, Any], usual: Any) -> Iterator[SettingRow]:
        """The rows of a group. `usual` None: nothing in it has a usual value of its own."""
        for key, (shape, what) in group.keys.items():
            if key in group.old:
                continue
            here, inside, value = (*path, key), _inside(shape), data[key]
            before = usual[key] if usual is not None else None
            if isinstance(inside, SettingsGroup) and not isinstance(inside, WorkingWeek):
                yield from self.of(inside, here, value, before)
            elif isinstance(inside, Items) and isinstance(inside.shape, SettingsGroup):
                for n, one in enumerate([*value, None]):
                    yield self._row((*here, n), inside.shape, what, one, None)
            else:
                yield self._row(here, shape, what, value, None if usual is None else as_typed(shape, before))
                if isinstance(inside, WorkingWeek) and value is not None:
                    yield from self.of(inside, here, value, None)

    def _row(self, path: SettingPath, shape: Shape, what: str, value: Any, usual: str | None) -> SettingRow:
        kind, new = kind_of(shape), isinstance(path[-1], int) and value is None
        text = "" if new else as_typed(shape, value)
        choices = choices_of(shape)
        if kind is SettingKind.NUMBER and text not in choices:
            choices = tuple(sorted({*choices, text}, key=lambda one: int(one or "-1")))
        unsaved = any(one == path[: len(one)] or one[: len(path)] == path for one in self._unsaved)
        line = None if new else self._line(path)
        return SettingRow(path, kind, what, hint_of(shape), text, usual, choices, line, unsaved)

    def _line(self, path: SettingPath) -> int | None:
        for name in (path, *((old,) for old, new in NEW_NAMES.items() if path == (new,))):
            if self._file.has(name):
                return self._file.where(name, key=isinstance(name[-1], str))[0]
        return None


def _inside(shape: Shape) -> Any:
    return shape.shape if isinstance(shape, Or) else shape
