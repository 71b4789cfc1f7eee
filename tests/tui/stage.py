"""A bare stage for one screen or one walk, in the looks of the program."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen

import coach.tui
from coach.core.check.pages import Asks
from coach.core.check.written_check import from_answers
from coach.core.clearance.clearance import Cleared
from coach.core.coach.door import Coach
from coach.core.record.choices import Choices
from coach.core.session.run import Run
from coach.core.vocabulary import Answer
from coach.tui.frame import Frame
from coach.tui.screens.about import AboutScreen
from coach.tui.screens.begin import BeginScreen
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.framed import Framed
from coach.tui.screens.player.player import PlayerScreen
from coach.tui.theme import DARK, HOUSE_THEMES
from tests.conftest import FakeClock
from tests.core.conftest import just_before
from tests.tui.conftest import until

STILL_OPEN = "still open"


class Bare(Framed[None]):
    """A place with nothing but the frame."""

    def compose(self) -> ComposeResult:
        yield from self.compose_foot()


class Stage(Frame):
    """Shows one screen (or walks one way) and keeps what came of it, and every bell."""

    CSS_PATH: ClassVar[Any] = [Path(coach.tui.__file__).parent / name for name in ("screens/today.tcss", "app.tcss")]

    def __init__(self, way: Callable[[Frame], Awaitable[Any]]) -> None:
        super().__init__()
        self._way = way
        self.result: Any = STILL_OPEN
        self.bells = 0

    def get_default_screen(self) -> Screen[Any]:
        return Bare()

    def on_mount(self) -> None:
        for theme in HOUSE_THEMES:
            self.register_theme(theme)
        self.theme = DARK
        self.run_worker(self._walk())

    async def _walk(self) -> None:
        self.result = await self._way(self)

    def bell(self) -> None:
        self.bells += 1


def show(screen: Screen[Any]) -> Stage:
    """A stage with this screen on it."""
    return Stage(lambda app: app.push_screen_wait(screen))


async def opened(pilot: Pilot[Any], kind: type[Screen[Any]]) -> Screen[Any]:
    """The screen on top, once it is one of this kind and has been drawn."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind) and pilot.app.screen.is_mounted)
    await pilot.pause()
    return pilot.app.screen


async def safe_page(pilot: Pilot[Any]) -> None:
    """Answer the page of the check that stands, once it could be read, so that nothing is so."""
    screen = pilot.app.screen
    page = screen._checkup.page if isinstance(screen, CheckScreen) and screen.is_mounted else None
    if page is None:
        await pilot.pause()
        return
    assert isinstance(screen, CheckScreen)
    await until(pilot, lambda: screen.takes_keys)
    clock = screen._coach.clock
    assert isinstance(clock, FakeClock)
    clock.advance(2)
    yes = page.key.endswith("cold-on-bare-skin")
    await pilot.press("0" if page.asks is Asks.LINES else "y" if yes else "n")
    await pilot.pause()


async def all_clear(pilot: Pilot[Any], pages: int = 60) -> None:
    """Go through this check (or these many pages of it) so that nothing is so."""
    screen = pilot.app.screen
    for _ in range(pages):
        if pilot.app.screen is not screen or not isinstance(screen, CheckScreen) or screen._checkup.page is None:
            break
        await safe_page(pilot)


async def to_player(pilot: Pilot[Any]) -> PlayerScreen:
    """Answer what is asked just before a session with no, until the player stands."""
    for _ in range(100):
        screen = pilot.app.screen
        if isinstance(screen, PlayerScreen):
            break
        if isinstance(screen, CheckScreen):
            await safe_page(pilot)
        elif isinstance(screen, (AboutScreen, BeginScreen)) and screen.is_mounted:
            await pilot.press("enter")
        await pilot.pause()
    found = await opened(pilot, PlayerScreen)
    assert isinstance(found, PlayerScreen)
    return found


async def result(pilot: Pilot[Any]) -> Any:
    """What came of it, once it is over."""
    stage = pilot.app
    assert isinstance(stage, Stage)
    await until(pilot, lambda: stage.result is not STILL_OPEN)
    return stage.result


def run_of(coach: Coach, routine: str, choices: Choices | None = None, **more: Any) -> Run:
    """A run that begins now."""
    chosen = choices or Choices()
    just_before(coach, routine)
    cleared = coach.sessions.ask(routine, chosen)
    assert isinstance(cleared, Cleared)
    return coach.sessions.begin(cleared, chosen, **more)


def answered_yes(coach: Coach, *flags: str) -> None:
    """A full check with yes to these and the safe answer to the rest."""
    assert coach.catalogue is not None
    told = dict.fromkeys(flags, Answer.YES)
    coach.checks.submit(from_answers(coach.catalogue, told, frozenset(), others=True, due=coach.checks.checkup()))
