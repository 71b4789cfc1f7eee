"""Draws the pictures of the README from the running program.

Run: python tests/gallery/export.py
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from textual.pilot import Pilot

from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.routines.routine_files import load_library, load_sources
from coach.core.coach.door import Coach
from coach.core.settings import Settings
from coach.tui import ahead, frame
from coach.tui.app import CoachApp, Opened
from coach.tui.screens.player.player import PlayerScreen
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal
from tests.tui.conftest import nothing_set, pass_check, until
from tests.tui.stage import all_clear, safe_page

HERE = Path(__file__).parent
ahead.LATER = 3600.0  # nothing is built that was not gone to
frame.HELD = 0.0  # keys come faster than from any hand, and none is held down
SIZE = (80, 24)


def person() -> tuple[Coach, FakeClock]:
    """Somebody with a check passed yesterday and a session done this morning."""
    library = load_library(None)
    catalogue = load_catalogue({t.id: t.cls for t in library.shipped_techniques})
    clock = FakeClock()
    ids = (f"id-{n}" for n in itertools.count())
    return Coach(library, catalogue, MemoryJournal(), clock, lambda: next(ids), "here"), clock


def app(coach: Coach, theme: str = "dark") -> CoachApp:
    """The program, as the command line would start it."""
    return CoachApp(Settings(theme=theme, hearing="silent"), nothing_set, lambda: Opened(coach, load_sources()))


def keep(shown: CoachApp, name: str) -> None:
    """Write the screen as a picture."""
    (HERE / f"{name}.svg").write_text(shown.export_screenshot(title="coach"), "utf-8")


async def at(pilot: Pilot[None], name: str) -> None:
    """Wait for a screen."""
    await until(pilot, lambda: type(pilot.app.screen).__name__ == name)
    await pilot.pause()


async def guided() -> None:
    """From the body to the middle of a hold."""
    coach, clock = person()
    shown = app(coach)
    async with shown.run_test(size=SIZE) as pilot:
        await at(pilot, "TodayScreen")
        await pilot.press("b")
        await at(pilot, "BodyScreen")
        keep(shown, "body")
        await pilot.press("escape")
        await at(pilot, "TodayScreen")
        await pilot.press("2", "enter")
        await at(pilot, "RateScreen")
        await pilot.press("4")
        await at(pilot, "CheckScreen")
        await safe_page(pilot)
        keep(shown, "check")
        await all_clear(pilot)
        await at(pilot, "BeginScreen")
        keep(shown, "ready")
        await pilot.press("enter")
        await at(pilot, "PlayerScreen")
        clock.advance(12)
        assert isinstance(shown.screen, PlayerScreen)
        shown.screen.wake()
        await pilot.pause()
        keep(shown, "player")


async def places() -> None:
    """Today and the library, after the check."""
    coach, _ = person()
    pass_check(coach)
    shown = app(coach)
    async with shown.run_test(size=SIZE) as pilot:
        await at(pilot, "TodayScreen")
        await pilot.press("2")
        await pilot.pause()
        keep(shown, "today")
        await pilot.press("l")
        await at(pilot, "LibraryScreen")
        keep(shown, "library")


async def warned() -> None:
    """The card, after an answer that a doctor should hear."""
    coach, _ = person()
    shown = app(coach, "light")
    async with shown.run_test(size=SIZE) as pilot:
        await at(pilot, "TodayScreen")
        await pilot.press("c")
        await at(pilot, "CheckScreen")
        await pilot.press("2", "y")
        await at(pilot, "CardScreen")
        keep(shown, "card")


async def noted() -> None:
    """A lump, from the body to the card."""
    coach, _ = person()
    pass_check(coach)
    shown = app(coach)
    async with shown.run_test(size=SIZE) as pilot:
        await at(pilot, "TodayScreen")
        await pilot.press("e")
        await at(pilot, "BodyScreen")
        await pilot.press("1")
        await at(pilot, "AskScreen")
        keep(shown, "note")
        await pilot.press("2")
        await at(pilot, "LumpScreen")
        await pilot.press("2", "2", "1", "1")
        await pilot.pause()
        keep(shown, "lump")


async def export() -> None:
    """All pictures."""
    await noted()
    await guided()
    await places()
    await warned()


if __name__ == "__main__":
    asyncio.run(export())
