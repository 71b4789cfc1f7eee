"""What the screen tests share: a Coach on a journal in memory and a clock that moves when told to."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import textual.app
import textual.pilot
import textual.screen
from textual._compositor import Compositor
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

import coach.tui.app as program
from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.routines.routine_files import load_library, load_sources
from coach.adapters.settings.editor import SettingsFileEditor
from coach.adapters.settings.settings_file import save_settings
from coach.core.catalogue.catalogue import Catalogue, Level
from coach.core.coach.door import Coach
from coach.core.library import Library
from coach.core.routine.routine import Technique
from coach.core.setting_rows import SettingsEditor
from coach.core.settings import Settings
from coach.tui import ahead, frame
from coach.tui.app import CoachApp, Opened
from coach.tui.screens.settings.tools import Tool
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal, all_no, with_yes

if TYPE_CHECKING:
    from textual.app import App
    from textual.pilot import Pilot

SIZES = [(80, 24), (40, 12), (120, 40)]
FRAME = 0.001  # s: how long the program puts off drawing what has changed; 1/60 outside of tests
SOON = 0.01  # s: what is due until then, as a window that has changed its size, is waited for
WAITS = 10  # and for so many such things one after the other: some come back for ever
QUIET = 3  # turns of the event loop with nothing to do, after which it is at rest


def _soon(loop: Any) -> float | None:
    """When the next thing is due that the program has put off for a moment; None: nothing is."""
    due = [handle.when() for handle in loop._scheduled if not handle.cancelled()]
    return min((when for when in due if when <= loop.time() + SOON), default=None)


_draw = Compositor.render_update
_undrawn: dict[Compositor, dict[str, Any]] = {}


def _draw_later(compositor: Compositor, **how: Any) -> None:
    """What has changed stays marked as changed, and is drawn at once when the program is at rest."""
    _undrawn[compositor] = how


def _draw_now() -> None:
    while _undrawn:
        compositor, how = _undrawn.popitem()
        if isinstance(compositor.root, Screen) and compositor.root.is_current:
            _draw(compositor, **how)


async def _at_rest(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Wait until the program has nothing left to do: asked of the event loop, where Textual asks the processor.

    Textual looks every 20 ms whether the process has been idle, twice for each key; and a machine with much else to
    do looks idle to it.
    """
    loop: Any = asyncio.get_running_loop()
    end = loop.time() + max_sleep
    quiet = waits = 0
    while quiet < QUIET and loop.time() < end:
        await asyncio.sleep(0)
        quiet = 0 if loop._ready else quiet + 1
        if quiet == QUIET and _undrawn:
            _draw_now()
            quiet = 0
        if quiet == QUIET and waits < WAITS and (due := _soon(loop)) is not None:
            await asyncio.sleep(due - loop.time())
            quiet, waits = 0, waits + 1


_read_rules = Stylesheet._parse_rules
_rules_read: dict[Any, list[RuleSet]] = {}


def _rules(sheet: Stylesheet, *what: Any, **more: Any) -> list[RuleSet]:
    """The rules of a style sheet, read once for all programs of this process that have the same colours."""
    key = (frozenset(sheet._variables.items()), what, frozenset(more.items()))
    if key not in _rules_read:
        _rules_read[key] = _read_rules(sheet, *what, **more)
    return _rules_read[key]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pilot goes on as soon as the program is at rest; it is drawn then; styles are read once.

    It presses keys faster than any hand: none of them counts as held down.
    """
    _undrawn.clear()
    monkeypatch.setattr(textual.app, "wait_for_idle", _at_rest)
    monkeypatch.setattr(textual.pilot, "wait_for_idle", _at_rest)
    monkeypatch.setattr(textual.screen, "UPDATE_PERIOD", FRAME)
    monkeypatch.setattr(Compositor, "render_update", _draw_later)
    monkeypatch.setattr(frame, "HELD", 0.0)
    monkeypatch.setattr(ahead, "LATER", 3600.0)  # nothing is built that was not gone to
    monkeypatch.setattr(RuleSet, "__hash__", object.__hash__)  # the same in other words: identity, asked without a call
    monkeypatch.setattr(Stylesheet, "_parse_rules", _rules)


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(None)


@pytest.fixture(scope="session")
def catalogue(library: Library) -> Catalogue:
    return load_catalogue({name: r.cls for name, r in library.routines.items() if isinstance(r, Technique)})


@pytest.fixture(scope="session")
def sources() -> dict[str, str]:
    """Source ids with their titles."""
    return dict(load_sources())


@pytest.fixture
def journal() -> MemoryJournal:
    return MemoryJournal()


@pytest.fixture
def coach(library: Library, catalogue: Catalogue, journal: MemoryJournal, fake_clock: FakeClock) -> Coach:
    """A new person: nothing recorded, the check of the day due."""
    ids = (f"id-{n}" for n in itertools.count())
    return Coach(library, catalogue, journal, fake_clock, lambda: next(ids), "here")


def pass_check(coach: Coach) -> None:
    """Answer no to everything the check asks now, and leave out what is asked once."""
    coach.checks.submit(all_no(coach.checks.checkup()))
    coach.entries.tell_about_me("", "")


def lock(coach: Coach) -> None:
    """Answer the check so that a clinician has to look first."""
    coach.checks.submit(with_yes(coach.checks.checkup(), "limb-numb-tingle-weak"))
    assert coach.rules.safety().level is Level.CLINICIAN


@pytest.fixture
def checked(coach: Coach) -> Coach:
    """A person whose check of the day is passed."""
    pass_check(coach)
    return coach


@pytest.fixture
def repeat_day(checked: Coach, fake_clock: FakeClock) -> Coach:
    """The day after a full check: the quick check is due."""
    fake_clock.advance(24 * 3600)
    return checked


@dataclass
class Saved:
    """What was saved as settings, and their file; `fails` is the error that saving meets."""

    path: Path
    kept: list[Settings] = field(default_factory=list)
    fails: OSError | None = None

    def editor(self, settings: Settings) -> SettingsEditor:
        """What changes them; the file has these at first."""
        save_settings(self.path, settings)
        return KeptEditor(self, settings)


class KeptEditor(SettingsFileEditor):
    """Notes what it writes, or fails."""

    def __init__(self, saved: Saved, settings: Settings) -> None:
        super().__init__(saved.path, settings)
        self._saved = saved

    def save(self) -> None:
        if self._saved.fails is not None:
            raise self._saved.fails
        super().save()
        self._saved.kept.append(self.now)


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    return Saved(tmp_path / "settings.yaml")


def nothing_set() -> SettingsEditor:
    """Instead of an editor, where nothing is to be set."""
    raise AssertionError("a setting was asked for")


class ReadyApp(CoachApp):
    """The program, handed to a test when its record is open."""

    CSS_PATH = str(Path(program.__file__).parent / "screens" / "today.tcss")

    @asynccontextmanager
    async def run_test(self, **more: Any) -> AsyncIterator[Pilot[None]]:
        async with super().run_test(**more) as pilot:
            await until(pilot, lambda: self._is_open)
            await pilot.pause()
            yield pilot


@pytest.fixture
def open_app(fake_clock: FakeClock, sources: dict[str, str], saved: Saved) -> Callable[..., CoachApp]:
    """Builds the program on a coach, as the command line does."""

    def make(
        coach: Coach,
        settings: Settings | None = None,
        notices: tuple[str, ...] = (),
        tools: tuple[Tool, ...] = (),
        **more: Any,
    ) -> CoachApp:
        opened = Opened(coach, sources, notices, tools=lambda: tools)
        settings = settings or Settings(theme="dark")
        return ReadyApp(settings, cache(lambda: saved.editor(settings)), lambda: opened, **more)

    return make


def screen_lines(app: App[Any]) -> list[str]:
    """What the window shows, line by line."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def screen_text(app: App[Any]) -> str:
    """What the window shows."""
    return "\n".join(screen_lines(app))


async def until(pilot: Pilot[Any], condition: Callable[[], bool], rounds: int = 300) -> None:
    """Let the program work until `condition` holds; fails after `rounds` of quiet."""
    for _ in range(rounds):
        if condition():
            return
        await pilot.pause()
        if not condition():
            await pilot.pause(SOON)  # what takes real time has some
    shown = screen_text(pilot.app)
    raise AssertionError(f"it never came to this; the window shows:\n{shown}")
