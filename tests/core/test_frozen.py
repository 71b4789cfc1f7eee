"""`@frozen` makes of a class what the standard decorator makes of it."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, InitVar, dataclass, field, fields, is_dataclass
from dataclasses import replace as standard_replace
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.frozen import frozen, replace


class Plain:
    kind: ClassVar = "plain"
    level: int
    where: tuple[str, ...] = ()
    notes: dict[str, int] = field(default_factory=dict, repr=False, compare=False)
    half: float = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "half", self.level / 2)


class Named:
    level: int = 3
    where: str = field(kw_only=True)


class Empty:
    pass


class Own:
    level: int

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 7

    def __repr__(self) -> str:
        return "own"


class One:
    level: object


SHAPES = (Plain, Named, Empty, Own, One)


def pair(shape: type, **options: bool) -> tuple[Any, Any]:
    """The class as the standard decorator makes it, and as ours does."""

    def again() -> type:
        return type(
            shape.__name__, (), {k: v for k, v in shape.__dict__.items() if k not in {"__dict__", "__weakref__"}}
        )

    return dataclass(frozen=True, slots=True, **options)(again()), frozen(**options)(again()) if options else frozen(
        again()
    )


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("options", [{}, {"kw_only": True}])
def test_it_takes_has_and_matches_what_the_standard_one_does(shape: type, options: dict[str, bool]) -> None:
    standard, ours = pair(shape, **options)
    taken = [
        [(p.name, p.kind) for p in inspect.signature(cls.__init__).parameters.values()] for cls in (standard, ours)
    ]
    assert taken[0] == taken[1]
    assert [(f.name, f.default, f.kw_only) for f in fields(ours)] == [
        (f.name, f.default, f.kw_only) for f in fields(standard)
    ]
    assert ours.__match_args__ == standard.__match_args__
    assert ours.__slots__ == standard.__slots__
    assert is_dataclass(ours)


@given(st.integers(), st.integers(), st.tuples(st.text()))
def test_values_are_equal_hashed_shown_and_replaced_alike(one: int, other: int, where: tuple[str, ...]) -> None:
    standard, ours = pair(Plain)
    a, b = standard(one, where, {"x": 1}), standard(other, where)
    x, y = ours(one, where, {"x": 1}), ours(other, where)
    assert (x == y, hash(x) == hash(y), repr(x)) == (a == b, hash(a) == hash(b), repr(a))
    assert x == ours(one, where)  # what is not compared
    assert x.__eq__(a) is NotImplemented
    for replaced in (replace, standard_replace):
        assert replaced(x, level=other) == y
        assert replaced(x, level=other).half == other / 2
    assert copy.deepcopy(x) == copy.copy(x) == x
    assert ours(1).notes is not ours(1).notes


def test_a_copy_has_every_field_and_the_changes_and_leaves_the_first_as_it_was() -> None:
    _, ours = pair(Named)
    first = ours(1, where="there")
    copied = replace(first, where="here")
    assert (copied, type(copied)) == (ours(1, where="here"), ours)
    assert first == ours(1, where="there")
    assert replace(first) == first
    assert replace(first) is not first
    with pytest.raises(FrozenInstanceError):
        copied.level = 2


@pytest.mark.parametrize("shape", [Plain, Named])
def test_what_is_no_field_can_not_be_replaced(shape: type) -> None:
    _, ours = pair(shape)
    it = ours(1, where="x")
    for name in ("other", "half"):
        with pytest.raises((TypeError, AttributeError), match=name):
            replace(it, **{name: 2})


@pytest.mark.parametrize("shape", [Plain, Named, One])
def test_nothing_of_it_can_be_changed(shape: type) -> None:
    _, ours = pair(shape)
    it = ours(1, where="x") if shape is Named else ours(1)
    with pytest.raises(FrozenInstanceError):
        it.level = 2
    with pytest.raises(FrozenInstanceError):
        del it.level
    with pytest.raises(FrozenInstanceError):
        it.other = 2
    assert it.level == 1


def test_what_it_is_not_given_it_asks_for() -> None:
    _, ours = pair(Named)
    with pytest.raises(TypeError, match="where"):
        ours(1)
    with pytest.raises(TypeError, match="extra"):
        ours(1, where="", extra=2)


def test_a_method_of_the_class_itself_stays() -> None:
    _, ours = pair(Own)
    assert (ours(1) == ours(2), hash(ours(1)), repr(ours(1))) == (True, 7, "own")


def test_what_only_the_standard_one_can_make_is_refused() -> None:
    class Asked:
        key: InitVar[int]

    with pytest.raises(TypeError, match="InitVar"):
        frozen(Asked)


@frozen
class Kept:
    level: int


def test_it_can_be_sent_and_comes_back() -> None:
    assert pickle.loads(pickle.dumps(Kept(3))) == Kept(3)  # noqa: S301 - our own bytes
