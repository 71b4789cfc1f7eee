"""How one field of a fact stands in the journal: JSON in, a typed value out, and back.

Each function gives the metadata of a dataclass field. What doesn't fit raises ValueError with what was expected, never
a value in its place: a fact with one wrong field is unreadable as a whole.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import StrEnum

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

KEY: Final = "wire"


@frozen
class Wire:
    """How a field is read and written. `name` is its key where that differs from the field's.

    `null`: written as null where there is nothing; else the key is left out. `null_too`: null has a meaning of its own.
    `rare`: left out where it is as usual. `words` are those it takes, `many`: several of them.
    """

    read: Callable[[Json], object]
    write: Callable[[object], Json]
    name: str = ""
    null: bool = False
    null_too: bool = False
    rare: bool = False
    words: type[StrEnum] | None = None
    many: bool = False


def _field(wire: Wire) -> Mapping[str, Wire]:
    return {KEY: wire}


def _same(value: object) -> Json:
    return value  # type: ignore[return-value]  # checked when it was read, typed when it was made


def text(name: str = "", *, null: bool = False) -> Mapping[str, Wire]:
    """A text as it is."""

    def read(value: Json) -> str:
        if type(value) is not str:
            raise ValueError("not a text")
        return value

    return _field(Wire(read, _same, name, null))


def whole(low: int, high: int, name: str = "", *, null: bool = False) -> Mapping[str, Wire]:
    """A whole number from `low` to `high`; True and 5.0 are none."""

    def read(value: Json) -> int:
        if type(value) is not int or not low <= value <= high:
            raise ValueError(f"not a whole number from {low} to {high}")
        return value

    return _field(Wire(read, _same, name, null))


def number(low: float, high: float, name: str = "", *, null: bool = False) -> Mapping[str, Wire]:
    """A number from `low` to `high`."""

    def read(value: Json) -> float:
        if type(value) not in {int, float} or not low <= value <= high:  # type: ignore[operator]
            raise ValueError(f"not a number from {low:g} to {high:g}")
        return value  # type: ignore[return-value]

    return _field(Wire(read, _same, name, null))


def truth(*, rare: bool = False) -> Mapping[str, Wire]:
    """True or false; `rare`: written only where it is not as usual."""

    def read(value: Json) -> bool:
        if type(value) is not bool:
            raise ValueError("neither true nor false")
        return value

    return _field(Wire(read, _same, rare=rare))


def word(kind: type[StrEnum], name: str = "", *, null: bool = False) -> Mapping[str, Wire]:
    """One of these words."""

    known = {str(each): each for each in kind}

    def read(value: Json) -> StrEnum:
        if type(value) is not str or value not in known:
            raise ValueError(f"none of: {', '.join(known)}")
        return known[value]

    return _field(Wire(read, str, name, null, words=kind))


def words(kind: type[StrEnum]) -> Mapping[str, Wire]:
    """Some of these words, in their order."""

    one = word(kind)[KEY].read

    def read(value: Json) -> tuple[object, ...]:
        return tuple(one(each) for each in _list(value))

    return _field(Wire(read, _listed, words=kind, many=True))


def known_words(kind: type[StrEnum]) -> Mapping[str, Wire]:
    """Some of these words; one this program does not know is left out. For what only ever opens something."""
    known = frozenset(str(each) for each in kind)

    def read(value: Json) -> tuple[StrEnum, ...]:
        return tuple(kind(each) for each in _list(value) if isinstance(each, str) and each in known)

    return _field(Wire(read, _listed, words=kind, many=True))


def texts(name: str = "") -> Mapping[str, Wire]:
    """Some texts, in their order."""

    def read(value: Json) -> tuple[str, ...]:
        if not all(type(each) is str for each in _list(value)):
            raise ValueError("not a list of texts")
        return tuple(str(each) for each in _list(value))

    return _field(Wire(read, _listed, name))


def moment() -> Mapping[str, Wire]:
    """A moment, or a day that stands for its first minute (the fact's own zone counts where it names none)."""
    return _field(Wire(_moment, _date))


YEARS = range(1900, 3000)  # what lies outside is no moment of anybody's record, and no number can be added to it safely


def _moment(value: Json) -> date:
    if type(value) is not str:
        raise ValueError("not a moment")
    whole_day = len(value) <= len("2026-03-02")
    moment = date.fromisoformat(value) if whole_day else datetime.fromisoformat(value)
    if moment.year not in YEARS:
        raise ValueError("not a moment of these times")
    return moment


def day_or(kind: type[StrEnum], unset: StrEnum) -> Mapping[str, Wire]:
    """A day, or one of these words; null is `unset`."""
    words = frozenset(str(each) for each in kind)

    def read(value: Json) -> date | StrEnum:
        if value is None:
            return unset
        return kind(value) if isinstance(value, str) and value in words else _moment(value)

    def write(value: object) -> Json:
        return None if value is unset else _date(value) if isinstance(value, date) else str(value)

    return _field(Wire(read, write, null_too=True))


def pairs(kind: type[StrEnum], unknown: StrEnum) -> Mapping[str, Wire]:
    """Names with one of these words each; a word that is none of them is `unknown`."""
    known = {str(each): each for each in kind}

    def read(value: Json) -> tuple[tuple[str, StrEnum], ...]:
        return tuple(
            (name, known.get(each, unknown) if isinstance(each, str) else unknown)
            for name, each in object_of(value).items()
        )

    def write(value: object) -> Json:
        return {name: str(each) for name, each in value}  # type: ignore[attr-defined]

    return _field(Wire(read, write))


def counts() -> Mapping[str, Wire]:
    """Names with a whole number each."""

    def read(value: Json) -> tuple[tuple[str, int], ...]:
        if not all(type(each) is int for each in object_of(value).values()):
            raise ValueError("not whole numbers")
        return tuple((name, each) for name, each in object_of(value).items() if type(each) is int)

    def write(value: object) -> Json:
        return dict(value)  # type: ignore[call-overload, no-any-return]

    return _field(Wire(read, write))


def record(kind: type[Any]) -> Mapping[str, Wire]:
    """A dataclass of fields of its own; a field that doesn't fit is left out: it was a choice, not a finding."""
    own = {f.name: f.metadata[KEY] for f in fields(kind)}

    def read(value: Json) -> object:
        given = {}
        for name, each in object_of(value).items():
            if name in own and each is not None:
                with suppress(ValueError):
                    given[name] = own[name].read(each)
        return kind(**given)

    def write(value: object) -> Json:
        return {name: w.write(each) for name, w in own.items() if (each := getattr(value, name)) is not None}

    return _field(Wire(read, write))


def _list(value: Json) -> list[Json]:
    if type(value) is not list:
        raise ValueError("not a list")
    return value


def object_of(value: Json) -> dict[str, Json]:
    """Names with values; ValueError for anything else."""
    if type(value) is not dict:
        raise ValueError("not names with values")
    return value


def _listed(value: object) -> Json:
    return [str(each) for each in value]  # type: ignore[attr-defined]


def _date(value: object) -> Json:
    return value.isoformat()  # type: ignore[attr-defined, no-any-return]
