"""What the screen tests share: a Coach on a journal in memory and a clock that moves when told to."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import coach.tui.app as program
from coach.adapters.catalogue_file import load_catalogue
from coach.adapters.routine_files import load_library, load_sources
from coach.core.catalogue import Answer, Catalogue, Level
from coach.core.coach import Coach
from coach.core.library import Library
from coach.core.routine import Technique
from coach.core.settings import Settings
from coach.tui.app import CoachApp, Opened
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal

if TYPE_CHECKING:
    from textual.app import App
    from textual.pilot import Pilot

SIZES = [(80, 24), (40, 12), (120, 40)]


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
    """Answer no to everything the check asks now."""
    checkup = coach.checkup()
    while checkup.screen is not None:
        checkup = checkup.answer(checkup.screen.key, Answer.NO)
    coach.submit(checkup)


def lock(coach: Coach) -> None:
    """Answer the check so that a clinician has to look first."""
    checkup = coach.checkup()
    while checkup.screen is not None:
        key = checkup.screen.key
        flag = coach.catalogue.flags.get(key) if coach.catalogue is not None else None
        risen = any(checkup.bad)
        yes = not risen and (flag is None or flag.level is Level.CLINICIAN)
        checkup = checkup.answer(key, Answer.YES if yes else Answer.NO)
    coach.submit(checkup)
    assert coach.safety().level is Level.CLINICIAN


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
    """What was saved as settings; `fails` is the error that saving meets."""

    kept: list[Settings] = field(default_factory=list)
    fails: OSError | None = None

    def save(self, settings: Settings) -> None:
        """Keep them, or fail."""
        if self.fails is not None:
            raise self.fails
        self.kept.append(settings)


@pytest.fixture
def saved() -> Saved:
    return Saved()


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

    def make(coach: Coach, settings: Settings | None = None, notices: tuple[str, ...] = (), **more: Any) -> CoachApp:
        opened = Opened(coach, sources, notices)
        return ReadyApp(settings or Settings(theme="dark"), saved.save, lambda: opened, **more)

    return make


def screen_lines(app: App[Any]) -> list[str]:
    """What the window shows, line by line."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def screen_text(app: App[Any]) -> str:
    """What the window shows."""
    return "\n".join(screen_lines(app))


async def until(pilot: Pilot[Any], condition: Callable[[], bool], rounds: int = 100) -> None:
    """Let the program work until `condition` holds; fails after `rounds` of quiet."""
    for _ in range(rounds):
        if condition():
            return
        await pilot.pause()
    shown = screen_text(pilot.app)
    raise AssertionError(f"it never came to this; the window shows:\n{shown}")
