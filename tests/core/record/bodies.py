"""Bodies of every kind, built from what the dataclasses say of their fields."""

from __future__ import annotations

import dataclasses
import types
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from coach.core.record.choices import Choices
from coach.core.record.codec import KINDS
from coach.core.record.facts import Known

DAY = st.dates(date(1900, 1, 1), date(2999, 12, 31))
FIRST, LAST = datetime(1900, 1, 2), datetime(2999, 12, 30)  # noqa: DTZ001 - hypothesis gives them a zone
MOMENT = st.datetimes(FIRST, LAST, timezones=st.just(UTC)).map(lambda at: at.replace(fold=0))
SIMPLE: dict[object, st.SearchStrategy[Any]] = {
    str: st.text(),
    bool: st.booleans(),
    int: st.integers(1, 10),  # inside every field's limits
    float: st.floats(1, 10) | st.integers(1, 10),
    date: DAY | MOMENT,
}


def hints(kind: type[Known | Choices]) -> dict[str, Any]:
    """The type of each field."""
    names = {f.name for f in dataclasses.fields(kind)}
    scope = {"date": date, "ClassVar": ClassVar}
    return {name: hint for name, hint in get_type_hints(kind, None, scope).items() if name in names}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of this type."""
    if get_origin(hint) in {Union, types.UnionType}:
        return st.one_of([st.none() if each is type(None) else values(each) for each in get_args(hint)])
    if get_origin(hint) is tuple:
        inner, *more = get_args(hint)
        if more != [Ellipsis]:
            return st.tuples(*(values(each) for each in (inner, *more)))
        named = get_origin(inner) is tuple  # names with values each have one
        return st.lists(values(inner), max_size=3, unique_by=(lambda pair: pair[0]) if named else None).map(tuple)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    return bodies(Choices) if hint is Choices else SIMPLE[hint]


def bodies(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Any body of this kind."""
    return st.builds(kind, **{name: values(hint) for name, hint in hints(kind).items()})


EVERY: st.SearchStrategy[Known] = st.one_of([bodies(kind) for kind in KINDS.values()])
