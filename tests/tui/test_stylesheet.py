"""The stylesheet parses each source once for a set of colours, whatever is shown for the first time after it."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import textual.css.stylesheet as library
from textual.css.model import RuleSet
from textual.css.stylesheet import StylesheetParseError
from textual.widget import Widget

import coach.tui
from coach.core.coach.door import Coach
from coach.tui.app import CoachApp
from coach.tui.stylesheet import KeptStylesheet
from tests.tui.conftest import _read_rules, until

RED, BLUE = {"ink": "red"}, {"ink": "blue"}


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The sources parsed so far, in order, with the rank of each among those of its kind."""
    found: list[tuple[str, int]] = []
    parse: Any = vars(library)["parse"]

    def noted(scope: str, css: str, *more: Any, **named: Any) -> Iterator[RuleSet]:
        found.append((css, named["tie_breaker"]))
        return iter(parse(scope, css, *more, **named))

    monkeypatch.setattr(library, "parse", noted)
    monkeypatch.setattr(library.Stylesheet, "_parse_rules", _read_rules)
    return found


def sheet(*sources: str) -> KeptStylesheet:
    made = KeptStylesheet(variables=dict(RED))
    for number, css in enumerate(sources):
        made.add_source(css, (f"{number}.tcss", ""))
    return made


def colours(made: KeptStylesheet) -> list[str]:
    return [rule.styles.color.css for rule in made.rules]


def test_what_was_parsed_is_not_parsed_again(parsed: list[tuple[str, int]]) -> None:
    made = sheet("A { color: $ink; }")
    assert colours(made) == ["rgb(255,0,0)"]
    made.add_source("B { color: $ink; }", ("more.tcss", ""))
    made.set_variables(dict(RED))
    made.reparse()
    assert colours(made) == ["rgb(255,0,0)"] * 2
    assert parsed == [("A { color: $ink; }", 0), ("B { color: $ink; }", 0)]


def test_other_colours_are_taken_everywhere(parsed: list[tuple[str, int]]) -> None:
    made = sheet("A { color: $ink; }", "B { color: $ink; }")
    assert colours(made) == ["rgb(255,0,0)"] * 2
    made.set_variables(BLUE)
    made.reparse()
    assert colours(made) == ["rgb(0,0,255)"] * 2
    assert len(parsed) == 4


def test_more_sources_than_the_library_keeps_stay_parsed(parsed: list[tuple[str, int]]) -> None:
    made = sheet(*(f"A{number} {{ color: $ink; }}" for number in range(200)))
    assert len(made.rules) == 200
    made.reparse()
    assert len(made.rules) == len(parsed) == 200


def test_a_source_with_a_fault_leaves_the_rules_as_they_were(parsed: list[tuple[str, int]]) -> None:
    made = sheet("A { color: $ink; }")
    assert colours(made) == ["rgb(255,0,0)"]
    made.add_source("B { color: nonsense; }", ("more.tcss", ""))
    with pytest.raises(StylesheetParseError):
        made.reparse()
    assert [rule.styles.color.css for rule in made._rules] == ["rgb(255,0,0)"]
    assert len(parsed) == 2


def test_no_two_kinds_of_parts_have_one_name() -> None:
    for module in pkgutil.walk_packages(coach.tui.__path__, "coach.tui."):
        importlib.import_module(module.name)
    kinds = [Widget]
    for kind in kinds:
        kinds += kind.__subclasses__()
    names = Counter(kind.__name__ for kind in {*kinds} if kind.__module__.startswith("coach."))
    assert [name for name, count in names.items() if count > 1] == []  # a rule for one would mean the other, too


async def test_a_place_shown_first_has_nothing_parsed_twice(
    open_app: Callable[..., CoachApp], checked: Coach, parsed: list[tuple[str, int]]
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l")
        await until(pilot, lambda: app.current_mode == "library")
        await pilot.press("h")
        await until(pilot, lambda: app.current_mode == "progress")
    assert len(parsed) > 10
    assert len(parsed) == len(set(parsed))
