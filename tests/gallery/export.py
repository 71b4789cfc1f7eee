"""Draws the pictures of the README from the running program.

Run: python tests/gallery/export.py
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from coach.adapters.catalogue_file import load_catalogue
from coach.adapters.routine_files import load_library, load_sources
from coach.core.coach import Coach
from coach.core.settings import Settings
from coach.tui.app import CoachApp, Opened
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal
from tests.tui.conftest import pass_check, until

HERE = Path(__file__).parent
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
    return CoachApp(Settings(theme=theme, sound=False), lambda _: None, lambda: Opened(coach, load_sources()))


async def export() -> None:
    """Press the keys a person would, and keep what is on the screen."""
    coach, clock = person()
    shown = app(coach)
    async with shown.run_test(size=SIZE) as pilot:

        async def at(name: str) -> None:
            await until(pilot, lambda: type(shown.screen).__name__ == name)
            await pilot.pause()

        def keep(name: str) -> None:
            (HERE / f"{name}.svg").write_text(shown.export_screenshot(title="coach"), "utf-8")

        await at("TodayScreen")
        await pilot.press("b")
        await at("BodyScreen")
        keep("body")
        await pilot.press("escape")
        await at("TodayScreen")
        await pilot.press("2", "enter")
        await at("RateScreen")
        await pilot.press("4")
        await at("CheckScreen")
        await pilot.press("n")
        keep("check")
        await pilot.press("n", "n", "n", "n")
        await at("PlayerScreen")
        clock.advance(12)
        shown.screen.wake()  # type: ignore[attr-defined]
        await pilot.pause()
        keep("player")
    coach, clock = person()
    pass_check(coach)
    shown = app(coach)
    async with shown.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: type(shown.screen).__name__ == "TodayScreen")
        await pilot.press("2")
        await pilot.pause()
        (HERE / "today.svg").write_text(shown.export_screenshot(title="coach"), "utf-8")
        await pilot.press("l")
        await until(pilot, lambda: type(shown.screen).__name__ == "LibraryScreen")
        await pilot.pause()
        (HERE / "library.svg").write_text(shown.export_screenshot(title="coach"), "utf-8")
    coach, clock = person()
    shown = app(coach, "light")
    async with shown.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: type(shown.screen).__name__ == "TodayScreen")
        await pilot.press("c")
        await until(pilot, lambda: type(shown.screen).__name__ == "CheckScreen")
        await pilot.press("n", "y", "n", "n", "n", "y")
        await pilot.pause()
        while type(shown.screen).__name__ == "CheckScreen":
            await pilot.press("n")
            await pilot.pause()
        await until(pilot, lambda: type(shown.screen).__name__ == "CardScreen")
        (HERE / "card.svg").write_text(shown.export_screenshot(title="coach"), "utf-8")


if __name__ == "__main__":
    asyncio.run(export())
