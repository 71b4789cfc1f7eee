"""A piece of the settings in a file of its own: what it is taken for, and what is wrong with it there."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, Any

from coach.adapters.settings.known_keys import KEYS
from coach.adapters.settings.known_settings import SETTINGS
from coach.adapters.settings.settings_file import data_faults
from coach.adapters.settings.value_shapes import Or, SettingsGroup
from coach.adapters.yaml_file import MAX_PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from coach.adapters.yaml_file import Loaded
    from coach.core.errors import Problem

OTHERS = frozenset({"id", "steps", "class", "areas", "position", "poses", "answers"})  # of routines, figures and cases
CLOSE = 0.8  # of 1: a key so much like one of a group is one of it that is misspelt


def piece_of(data: Any) -> tuple[str, ...] | None:
    """The group of the settings that data look like, by its keys: () for the whole file. None: they are something else.

    The group that knows most of the keys is meant.
    """
    if not isinstance(data, dict) or not data or OTHERS & data.keys():
        return None
    hits = {path: sum(_is_one_of(key, keys) for key in data) for path, keys in _groups(SETTINGS, ())}
    best = max(hits, key=lambda path: hits[path])
    return best if hits[best] else None


def piece_faults(loaded: Loaded, piece: tuple[str, ...]) -> list[Problem]:
    """What is wrong with it, each with its line in this file."""
    data = loaded.data
    for key in reversed(piece):
        data = {key: data}
    found = (fault for fault in data_faults(data) if fault.path[: len(piece)] == piece)
    problems = [loaded.problem(f.path[len(piece) :], f.message, f.hint, key=f.key) for f in islice(found, MAX_PROBLEMS)]
    return sorted(problems, key=lambda problem: (problem.line, problem.column))


def taken_for(piece: tuple[str, ...]) -> str:
    """What it was taken for, in words."""
    if not piece:
        return "taken for a piece of settings.yaml"
    return f"taken for a piece of settings.yaml, what stands there below {': '.join(piece)}:"


def _groups(group: SettingsGroup, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    yield path, group.keys
    for key, (shape, _) in group.keys.items():
        inner = shape.shape if isinstance(shape, Or) else shape
        if isinstance(inner, SettingsGroup):
            yield from _groups(inner, (*path, key))
    if not path:
        yield ("keys",), KEYS


def _is_one_of(key: object, known: Mapping[str, Any]) -> bool:
    return isinstance(key, str) and (key in known or bool(get_close_matches(key, known, 1, CLOSE)))
