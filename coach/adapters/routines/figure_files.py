"""Figures on disk: those that come with the program, and those a routine file of a person's own carries.

Nothing is read before a figure is asked for.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from coach.adapters.yaml_file import read_yaml
from coach.core.errors import CoachError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from coach.core.figure.figure import Figure

Data = dict[str, Any]
FOLDER = "figures"  # beside the routines
VARIANTS = "variants"
LIKE = "like"


def figures(folder: Path, own: Mapping[str, Data] | None = None) -> Callable[[str, tuple[str, ...]], Figure | None]:
    """Finds a figure by name, in its variants for the given words (an area, a way to do it); None: there is none.

    `own` holds figures from a person's files by name. Raises CoachError where a shipped file can't be used.
    """
    drawn = dict(own or {})

    @lru_cache(maxsize=64)
    def find(name: str, given: tuple[str, ...] = ()) -> Figure | None:
        from coach.adapters.routines.figure_values import figure_from  # noqa: PLC0415 - not needed to list routines

        data = drawn.get(name) or shipped_figure(folder, name)
        if data is None:
            return None
        try:
            return figure_from(name, varied(whole(data, folder), given))
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise CoachError(f"The figure {name} is damaged.", "Install coach again.") from error

    return find


def shipped_figure(folder: Path, name: str) -> Data | None:
    """The data of a figure that comes with the program; None where there is none of this name."""
    path = folder / FOLDER / f"{name}.yaml"
    if not path.is_file():
        return None
    loaded = read_yaml(path)
    if loaded.problems or not isinstance(loaded.data, dict):
        raise CoachError(f"The figure {path} can't be read.", "Install coach again.")
    return loaded.data


def shipped_names(folder: Path) -> list[str]:
    """The figures that come with the program."""
    return sorted(path.stem for path in (folder / FOLDER).glob("*.yaml"))


def whole(data: Data, folder: Path) -> Data:
    """The data over that of the figure it is like."""
    from coach.adapters.routines.figure_values import merged  # noqa: PLC0415 - not needed to list routines

    if LIKE not in data:
        return data
    under = shipped_figure(folder, data[LIKE]) or {}
    return merged(under, {key: value for key, value in data.items() if key != LIKE})


def varied(data: Data, given: tuple[str, ...]) -> Data:
    """The data with its variants for these words laid over it, in this order.

    From a variant on, only its own variants count: what an area changes in the usual way fits no other way.
    """
    from coach.adapters.routines.figure_values import merged  # noqa: PLC0415 - not needed to list routines

    for word in given:
        own = variants_of(data).get(word)
        if own:
            data = merged({key: value for key, value in data.items() if key != VARIANTS}, own)
    return data


def variants_of(data: Data) -> Data:
    """The variants of a figure, or of one of its variants, by the words they are for."""
    found: Data = data.get(VARIANTS) or {}
    return found


def ways_of(data: Data, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every drawing that the data holds, the usual one first."""
    yield before
    for word, own in variants_of(data).items():
        yield from ways_of(own or {}, (*before, word))
