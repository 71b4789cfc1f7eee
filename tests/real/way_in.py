"""How long the way from Today to the first cue is: words, pages and keys, read from the screens as they are drawn.

    python -m tests.real.way_in

For the first routine offered in each area and for moist heat; on the first day, the 2nd, the 8th and the 29th, on a
day with a cold and the day after it; in the full screen and in plain mode. Words are those of the pages of the check:
reason, headings, lines, questions.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import itertools
from functools import partial

from textual.pilot import Pilot
from textual.widgets import Static

from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.routines.routine_files import load_library
from coach.cli.plain.checking import HOW, MORE, NUMBERS, ONE, ask_check
from coach.core.check.checkup import Checkup
from coach.core.check.pages import Asks
from coach.core.coach.door import Coach
from coach.core.coach.guided import Request
from coach.core.record.choices import Choices
from coach.core.routine.routine import Technique
from coach.core.settings import Settings
from coach.core.vocabulary import BodyArea
from coach.tui import frame
from coach.tui.flows.session import guided
from coach.tui.screens.begin import BeginScreen
from coach.tui.screens.card import CardScreen
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.player.player import PlayerScreen
from coach.tui.screens.rate import RateScreen
from coach.tui.screens.today_wish import Wish
from coach.tui.widgets.mark_list import MarkList
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal
from tests.tui.stage import Stage

LIBRARY = load_library(None)
CATALOGUE = load_catalogue({name: r.cls for name, r in LIBRARY.routines.items() if isinstance(r, Technique)})
DAY = 24 * 3600
COLD = "feel-ill-today"
SAYS_ILL = CATALOGUE.flags[COLD].say


class Count:
    """What one way in took."""

    def __init__(self) -> None:
        self.words = self.pages = self.keys = self.longest = 0

    def page(self, words: int) -> None:
        self.words, self.pages = self.words + words, self.pages + 1
        self.longest = max(self.longest, words)


def words_on(screen: CheckScreen) -> int:
    """The words of what is asked, as drawn; numbers, boxes and the last line of a list are no words."""
    shown = [str(place.render()) for place in screen.query(Static) if place.display and place.id != "foot"]
    text = " ".join(text for place, text in zip(screen.query(Static), shown, strict=False) if place.id)
    listed = screen.query_one(MarkList)
    if listed.display:
        text += " " + " ".join(line.say for line in listed._lines)
    return len(text.split())


async def way_in(coach: Coach, clock: FakeClock, routine: str, area: BodyArea, *, ill: bool) -> Count:
    """Walk from the start of a routine to its first cue, or to the card that says why not today."""
    count, seen = Count(), set[str]()
    request = Request(routine, Choices(area=area))
    stage = Stage(lambda app: guided(app, coach, Settings(), {}, request))
    async with stage.run_test(size=(80, 24)) as pilot:
        while not isinstance(stage.screen, (PlayerScreen, CardScreen)):
            screen = stage.screen
            clock.advance(2)
            if isinstance(screen, CheckScreen) and screen.is_mounted and screen.takes_keys and screen._seen is not None:
                page = screen._checkup.page
                if page is not None and page.key not in seen:
                    seen.add(page.key)
                    count.page(words_on(screen))
                await answer(pilot, screen, count, ill=ill)
            elif isinstance(screen, RateScreen) and screen.is_mounted:
                await press(pilot, "3", count)
            elif isinstance(screen, BeginScreen) and screen.is_mounted:
                await press(pilot, "enter", count)
            await pilot.pause()
    return count


async def answer(pilot: Pilot[None], screen: CheckScreen, count: Count, *, ill: bool) -> None:
    """One page: nothing is so but, on such a day, a cold."""
    page = screen._checkup.page
    if page is None:
        return
    if page.asks is Asks.LINES:
        cold = [n for n, line in enumerate(page.lines, 1) if line.key in {COLD, "all/2"} and line.mark is None]
        if ill and cold:
            await press(pilot, str(cold[0]), count)
            await pilot.pause()
            await press(pilot, "enter", count)
        else:
            await press(pilot, "0", count)
        return
    yes = page.key.endswith("cold-on-bare-skin") or page.asks is Asks.STILL or page.key == COLD
    await press(pilot, "y" if yes else "n", count)


def submit(coach: Coach, area: BodyArea, checkup: Checkup) -> None:
    coach.checks.submit(checkup, area)


class Reader:
    """A keyboard in plain mode: it reads the page that was printed, counts it, and answers as `answer` does."""

    tty, closed = False, False

    def __init__(self, printed: io.StringIO, count: Count, *, ill: bool) -> None:
        self._printed, self._count, self._ill = printed, count, ill

    def forget(self) -> None:
        """Nothing is typed ahead."""

    def wait(self, seconds: float | None = None) -> str | None:
        """The answer to what stands there now."""
        del seconds
        lines = self._printed.getvalue().splitlines()
        self._printed.truncate(0)
        self._printed.seek(0)
        asked = lines.pop().removeprefix("Question: ")
        lines = [line for line in lines if line not in {HOW, ONE} and not line.lstrip().startswith("0 ")]
        self._count.keys += 1
        if asked == MORE:
            return ""
        if asked != NUMBERS:
            lines.append(asked)
        self._count.page(sum(not word.isdigit() for line in lines for word in line.split()))
        if asked == NUMBERS:
            ill = [line.split()[0] for line in lines if SAYS_ILL in line or "Fever, shivers, ill" in line]
            return ill[0] if ill and self._ill else "0"
        return "y" if "w worse" in asked or "towel" in asked or asked == CATALOGUE.flags[COLD].question else "n"


def in_lines(coach: Coach, routine: str, area: BodyArea, *, ill: bool) -> Count:
    """The check before a routine in plain mode, page by page as it is printed."""
    count, printed = Count(), io.StringIO()
    with contextlib.redirect_stdout(printed):
        ask_check(
            coach.checks.checkup(routine, area),
            Reader(printed, count, ill=ill),
            coach.clock,
            partial(submit, coach, area),
        )
    return count


async def press(pilot: Pilot[None], key: str, count: Count) -> None:
    count.keys += 1
    await pilot.press(key)


class New:
    """Somebody who has never used it."""

    def __init__(self) -> None:
        self.clock, ids = FakeClock(), (f"id-{n}" for n in itertools.count())
        self.coach = Coach(LIBRARY, CATALOGUE, MemoryJournal(), self.clock, lambda: next(ids), "here")


async def person(routine: str, area: BodyArea) -> list[tuple[str, Count, Count]]:
    """The days of one person."""
    at_screen, plain = New(), New()
    coach, clock = at_screen.coach, at_screen.clock
    found, today = [], 1
    for day, name, ill in (
        (1, "day 1", False),
        (2, "day 2", False),
        (8, "day 8", False),
        (29, "day 29", False),
        (30, "with a cold", True),
        (31, "the day after", True),
    ):
        clock.advance((day - today) * DAY)
        plain.clock.advance((day - today) * DAY)
        today = day
        seen = await way_in(coach, clock, routine, area, ill=ill)
        found.append((name, seen, in_lines(plain.coach, routine, area, ill=ill)))
    return found


def first_offered(area: BodyArea) -> str:
    """The routine that Today offers first for an area to a new person."""
    clock = FakeClock()
    coach = Coach(LIBRARY, CATALOGUE, MemoryJournal(), clock, lambda: "id", "here")
    listed = {one.routine.id: one for one in coach.listing.today().listed}
    found, _ = Wish(area=area).suggestions(LIBRARY, listed)
    return next(one.routine.id for one in found if not one.nothing_asked)


async def main() -> None:
    frame.HELD = 0.0  # keys come faster than from any hand, and none is held down
    ways = [(first_offered(area), area) for area in BodyArea] + [("moist-heat", BodyArea.NECK)]
    print(f"{'':51} screen: words pages keys longest   plain: words pages lines longest")
    for routine, area in ways:
        for day, *counts in await person(routine, area):
            print(f"{routine:24} {area:11} {day:14}", end="")
            for count in counts:
                print(f"{count.words:14} {count.pages:5} {count.keys:5} {count.longest:7}", end="")
            print(flush=True)


if __name__ == "__main__":
    asyncio.run(main())
