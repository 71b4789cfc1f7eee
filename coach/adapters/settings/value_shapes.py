"""The shapes that values of the settings file may have: each checks a value, describes itself as JSON Schema, and
knows what the value in the file stands for.

Written by hand, without a library for it: status bars read the settings every few seconds.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from coach.core.shown import shown
from coach.core.spelling import suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Path_ = tuple[str | int, ...]


class Fault(NamedTuple):
    """What is wrong at `path` (with its key, where `key`), and how to mend it."""

    path: Path_
    message: str
    hint: str
    key: bool = False


class Shape(Protocol):
    """What a value may be."""

    def faults(self, value: Any, path: Path_) -> Iterator[Fault]:
        """Everything that is wrong with a value."""

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""

    def value(self, data: Any) -> Any:
        """The setting that a faultless value in the file stands for."""

    def data(self, value: Any) -> Any:
        """How a setting is written in the file."""


class AsWritten:
    """A setting that is the same in the file and in the program."""

    def value(self, data: Any) -> Any:
        """As it stands there."""
        return data

    def data(self, value: Any) -> Any:
        """As it is."""
        return value


def _cant(value: Any, path: Path_, hint: str) -> Fault:
    name = next((part for part in reversed(path) if isinstance(part, str)), "this")
    given = shown(json.dumps(value, ensure_ascii=False), 40)
    return Fault(path, f"'{shown(name)}' can't be {given}.", hint)


class YesNo(AsWritten):
    """True or false."""

    def faults(self, value: Any, path: Path_) -> Iterator[Fault]:
        """Anything else."""
        if not isinstance(value, bool):
            yield _cant(value, path, "Write true or false, without quotes.")

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""
        return {"type": "boolean"}


class Whole(AsWritten):
    """A whole number from `low` to `high`; `more` is what the hint says beyond."""

    def __init__(self, low: int, high: int, more: str = "") -> None:
        self.low, self.high = low, high
        self.hint = f"Write a whole number from {low} to {high}{more}."

    def faults(self, value: Any, path: Path_) -> Iterator[Fault]:
        """No number, a broken one, or one out of range."""
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not (number and value == int(value) and self.low <= value <= self.high):
            yield _cant(value, path, self.hint)

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""
        return {"type": "integer", "minimum": self.low, "maximum": self.high}

    def value(self, data: Any) -> int:
        """A file may write 12.0."""
        return int(data)


class Word(AsWritten):
    """One of these words."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def faults(self, value: Any, path: Path_) -> Iterator[Fault]:
        """Any other."""
        if value not in self.words:
            hint = f"Write {', '.join(self.words[:-1])} or {self.words[-1]}."
            yield _cant(value, path, suggestion(value, self.words, hint, close=0.6) if isinstance(value, str) else hint)

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""
        return {"enum": list(self.words)}


class Text(AsWritten):
    """A text that fits a pattern as a whole."""

    def __init__(self, pattern: str, hint: str) -> None:
        self.pattern, self.hint = pattern, hint

    def faults(self, value: Any, path: Path_) -> Iterator[Fault]:
        """No text, or another one."""
        if not (isinstance(value, str) and re.fullmatch(self.pattern, value)):
            yield _cant(value, path, self.hint)

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""
        return {"type": "string", "pattern": f"^(?:{self.pattern})$"}


class Or:
    """A value of another shape, or the one word (or null) in its place, which stands for None."""

    def __init__(self, shape: Shape, word: str | None) -> None:
        self.shape, self.word = shape, word

    def faults(self, value: Any, path: Path_) -> Iterator[Fault]:
        """What is wrong with it, where it is not that word."""
        if value != self.word:
            yield from self.shape.faults(value, path)

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""
        return {"anyOf": [self.shape.schema(), {"const": self.word}]}

    def value(self, data: Any) -> Any:
        """None for the word."""
        return None if data == self.word else self.shape.value(data)

    def data(self, value: Any) -> Any:
        """The word for None."""
        return self.word if value is None else self.shape.data(value)


class OrUsual(Or):
    """A group, or null in its place, which stands for the usual settings of the group."""

    def value(self, data: Any) -> Any:
        """The group with nothing in it, for null."""
        return self.shape.value(data or {})


class Items:
    """A list of `least` to `most` values of one shape, none twice; `ordered` where their order means nothing."""

    def __init__(self, shape: Shape, least: int, most: int, hint: str, *, ordered: bool = False) -> None:
        self.shape, self.least, self.most, self.hint, self.ordered = shape, least, most, hint, ordered

    def faults(self, value: Any, path: Path_) -> Iterator[Fault]:
        """No list, too short or too long, and what is wrong within."""
        if not isinstance(value, list) or not self.least <= len(value) <= self.most:
            yield _cant(value, path, self.hint)
            return
        for n, one in enumerate(value):
            if one in value[:n]:
                yield Fault((*path, n), f"{shown(json.dumps(one), 40)} is here twice.", "Leave one out.")
            yield from self.shape.faults(one, (*path, n))

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""
        return {
            "type": "array",
            "items": self.shape.schema(),
            "minItems": self.least,
            "maxItems": self.most,
            "uniqueItems": True,
        }

    def value(self, data: Any) -> tuple[Any, ...]:
        """In the order of the file, or from the least to the greatest."""
        values = [self.shape.value(one) for one in data]
        return tuple(sorted(set(values)) if self.ordered else values)

    def data(self, value: Any) -> list[Any]:
        """A list."""
        return [self.shape.data(one) for one in value]


class Words(Items):
    """A command: a program and its words, in their order, and the same word as often as it is needed."""

    def faults(self, value: Any, path: Path_) -> Iterator[Fault]:
        """No list, too many of them, and what is wrong within."""
        if not isinstance(value, list) or not self.least <= len(value) <= self.most:
            yield _cant(value, path, self.hint)
            return
        for n, one in enumerate(value):
            yield from self.shape.faults(one, (*path, n))

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""
        return super().schema() | {"uniqueItems": False}


class SettingsGroup:
    """Keys with their shapes and what each is for. `make` makes the setting of the same fields; keys that are `old`
    names of others are only read. `must` have to be there, and at least `least` of them.
    """

    def __init__(
        self,
        keys: Mapping[str, tuple[Shape, str]],
        hint: str,
        make: Callable[..., Any],
        *,
        must: tuple[str, ...] = (),
        least: int = 0,
        old: Mapping[str, str] | None = None,
    ) -> None:
        self.keys, self.hint, self.make, self.must, self.least, self.old = keys, hint, make, must, least, old or {}

    def faults(self, value: Any, path: Path_) -> Iterator[Fault]:
        """No group, keys that are unknown or missing, and what is wrong within."""
        if not isinstance(value, dict) or len(value) < self.least:
            yield _cant(value, path, self.hint) if path else Fault((), "Settings are keys and values.", self.hint)
            return
        for key, one in value.items():
            if key in self.keys:
                yield from self.keys[key][0].faults(one, (*path, key))
            else:
                hint = suggestion(key, self.keys, "Known here: {known}.")
                yield Fault((*path, key), f"'{shown(key)}' is not known here.", hint, key=True)
        for key in self.must:
            if key not in value:
                yield Fault(path, f"'{key}' is missing here.", self.hint)

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""
        properties = {key: {**shape.schema(), "description": what} for key, (shape, what) in self.keys.items()}
        found: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
        if self.must:
            found["required"] = list(self.must)
        return found | ({"minProperties": self.least} if self.least else {})

    def value(self, data: Any) -> Any:
        """What is left out is as by default."""
        return self.make(**{key: self.keys[key][0].value(one) for key, one in data.items()})

    def data(self, value: Any) -> dict[str, Any]:
        """Every key of it."""
        return {key: shape.data(getattr(value, key)) for key, (shape, _) in self.keys.items() if key not in self.old}
