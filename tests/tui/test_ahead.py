"""A key has only to show what it leads to: that was built before, nothing beneath it is dressed anew, nothing waits."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import Any

import pytest
from textual.command import CommandInput, CommandPalette
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

from coach.core.coach.door import Coach
from coach.core.record.choices import Choices
from coach.core.vocabulary import BodyArea, RatedWhen
from coach.tui.ahead import MODULES
from coach.tui.app import CoachApp
from coach.tui.requests import RoutineRequested
from coach.tui.screens.routine import RoutineScreen
from coach.tui.screens.today import TodayScreen
from coach.tui.stylesheet import KeptStylesheet
from tests.core.conftest import MemoryJournal
from tests.tui.conftest import screen_text, until

OpenApp = Callable[..., CoachApp]
PLACES = [("l", "library"), ("h", "progress"), ("o", "settings")]


@pytest.fixture
def dressed(monkeypatch: pytest.MonkeyPatch) -> list[DOMNode]:
    """The parts of windows that were dressed, in order."""
    found: list[DOMNode] = []
    apply = KeptStylesheet.apply

    def noted(sheet: KeptStylesheet, node: DOMNode, **how: Any) -> None:
        found.append(node)
        apply(sheet, node, **how)

    monkeypatch.setattr(KeptStylesheet, "apply", noted)
    return found


@pytest.mark.parametrize(("key", "mode"), PLACES)
async def test_a_place_is_drawn_as_soon_as_it_stands(open_app: OpenApp, checked: Coach, key: str, mode: str) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        assert app.current_mode == mode
        assert [timer.name for timer in app._timers if timer.name == "delay_update"] == []
        assert app._batch_count == 0


@pytest.mark.parametrize(("key", "mode"), PLACES)
async def test_a_new_place_is_dressed_when_it_is_made_and_nothing_beneath_it(
    open_app: OpenApp, checked: Coach, dressed: list[DOMNode], key: str, mode: str
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        beneath = set(app.screen.walk_children(with_self=True))
        dressed.clear()
        await pilot.press(key)
        await until(pilot, lambda: app.current_mode == mode)
        await pilot.pause()
        assert not beneath.intersection(dressed)
        for part in app.screen.walk_children():
            assert dressed.count(part) <= 2  # what takes the focus looks different then


async def test_a_window_that_is_left_is_seen_again_as_it_was(
    open_app: OpenApp, checked: Coach, dressed: list[DOMNode]
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: not isinstance(app.screen, TodayScreen))
        dressed.clear()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert not set(app.screen.walk_children(with_self=True)).intersection(dressed)
        assert app._clearing is not None


@pytest.mark.parametrize(("key", "mode"), [("t", "today"), *PLACES])
async def test_what_is_known_of_a_place_is_what_the_rules_say(
    open_app: OpenApp, checked: Coach, key: str, mode: str
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press(key)
        await until(pilot, lambda: app.current_mode == mode)
        for step in ("tab", "down", "shift+tab", "f2", "escape"):
            await pilot.press(step)
            parts = [part for part in app.screen.walk_children(with_self=True) if isinstance(part, DOMNode)]
            known = [dict(part.styles.base.get_rules()) for part in parts]
            for part in parts:
                Stylesheet.apply(app.stylesheet, part)
            for part, before in zip(parts, known, strict=True):
                assert (part, before) == (part, dict(part.styles.base.get_rules()))


async def test_a_place_of_a_kind_that_is_known_asks_no_rule(
    open_app: OpenApp, checked: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        parts = list(app.screen.walk_children(with_self=True))
        app.stylesheet.update_nodes(parts)
        asked: list[DOMNode] = []
        monkeypatch.setattr(Stylesheet, "apply", lambda _, node, **__: asked.append(node))
        app.stylesheet.update_nodes(parts)
        assert [node for node in asked if node.styles.base.get_rules()] == []
        asked.clear()
        app.theme = "coach-light"
        await pilot.pause()
        assert len(asked) >= len(parts)


async def test_what_comes_next_is_built_before_it_is_gone_to(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        assert list(app._screen_stacks) == ["today"]
        await app._build()
        gc.unfreeze()
        assert {"library", "progress", "settings"} <= set(app._screen_stacks)
        assert isinstance(app.screen, TodayScreen)
        assert all(name in sys.modules for name in MODULES)
        built = app._screen_stacks["library"][0]
        await pilot.press("l")
        await until(pilot, lambda: app.current_mode == "library")
        assert app.screen is built
        assert "Moist heat" in screen_text(app)


async def test_what_was_built_before_tells_what_was_noted_elsewhere_since(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await app._build()
        gc.unfreeze()
        checked.entries.rate(4, RatedWhen.ANY_TIME, BodyArea.NECK)
        await pilot.press("h")
        await until(pilot, lambda: "Pain, neck, worst of each day" in screen_text(app))


async def test_a_record_that_cannot_be_read_then_ends_nothing(
    open_app: OpenApp, checked: Coach, journal: MemoryJournal
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        journal.broken = "unreadable"
        await app._build()
        gc.unfreeze()
        await pilot.press("h")
        await until(pilot, lambda: "unreadable" in screen_text(app))
        await pilot.press("l")
        await until(pilot, lambda: app.current_mode == "library")


async def test_the_line_to_type_in_does_not_wait_for_what_is_found(
    open_app: OpenApp, checked: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CommandPalette, "_gather_commands", lambda *_: None)
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        assert app.screen.query_one(CommandInput).visible
        assert "A routine, a place that hurts" in screen_text(app)


async def test_a_long_routine_has_no_more_parts_than_a_short_one(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    counts = set()
    async with app.run_test(size=(80, 24)) as pilot:
        for routine in ("moist-heat", "neck-knot-desk"):
            app.screen.post_message(RoutineRequested(routine, Choices()))
            await until(pilot, lambda: isinstance(app.screen, RoutineScreen))
            counts.add(len([part for part in app.screen.walk_children() if part.id in {None, "about", "reading"}]))
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    assert len(counts) == 1
