"""Draws every screen in five windows and four looks, to be looked at before a release.

Run: python tests/gallery/sheets.py FOLDER [part of a name]

Writes FOLDER/WINDOW/LOOK/NAME.svg. The looks: dark, light, 16 colours as a plain terminal shows them, and none.
"""

from __future__ import annotations

import asyncio
import io
import itertools
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style
from textual.pilot import Pilot

from coach.adapters.catalogue.catalogue_file import load_catalogue
from coach.adapters.routines.routine_files import load_library, load_sources
from coach.core.coach.door import Coach
from coach.tui import frame
from coach.tui.app import CoachApp
from coach.tui.screens.progress.screen import ProgressScreen
from coach.tui.screens.today import TodayScreen
from coach.tui.screens.week import WeekScreen
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal
from tests.tui.conftest import Saved
from tests.tui.screens.progress.people import person
from tests.tui.test_every_screen import WAYS, Way, make, walk

WINDOWS = ((40, 12), (60, 18), (80, 24), (120, 36), (160, 45))
LOOKS = ("dark", "light", "16", "none")
CELL = 12.2  # wide in a picture
SPACE = "&#160;"
LATER_WORDS = re.compile(rf'x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"([^>]*)>((?:{SPACE})+)([^<]+)')


KNOWN = {  # with twelve weeks of record
    "today of a person": Way("", TodayScreen),
    "progress of a person": Way("h", ProgressScreen),
    "progress of a person, the calendar": Way("h tab", ProgressScreen),
    "progress of a person, what followed": Way("h tab tab", ProgressScreen),
    "the week of a person": Way("p", WeekScreen),
}


def start(name: str, home: Path) -> CoachApp:
    """The program on a fresh record, or on that of a person."""
    library = load_library(None)
    catalogue = load_catalogue({t.id: t.cls for t in library.shipped_techniques})
    ids = (f"id-{n}" for n in itertools.count())
    coach = Coach(library, catalogue, MemoryJournal(), FakeClock(), lambda: next(ids), "here")
    app = make(coach, dict(load_sources()), Saved(home / "settings.yaml"), (WAYS | KNOWN)[name])
    if name in KNOWN:
        person(coach)
    return app


def toned(style: Style | None, look: str) -> Style | None:
    """The style as a terminal of 16 colours, or of none, shows it."""
    if style is None or look in {"dark", "light"}:
        return style
    if look == "none":
        return style.without_color
    colours = [colour.downgrade(ColorSystem.STANDARD) if colour else None for colour in (style.color, style.bgcolor)]
    return style + Style(color=colours[0], bgcolor=colours[1])


def moved(found: re.Match[str]) -> str:
    """Words behind the spaces they begin with: rsvg-convert leaves those out."""
    x, y, length, more, spaces, words = found.groups()
    by = CELL * len(spaces) / len(SPACE)
    return f'x="{float(x) + by:.1f}" y="{y}" textLength="{float(length) - by:.1f}"{more}>{words}'


def picture(app: CoachApp, look: str) -> str:
    """The screen as SVG."""
    console = Console(
        width=app.size.width, file=io.StringIO(), force_terminal=True, color_system="truecolor", record=True
    )
    for strip in app.screen._compositor.render_strips():
        line = [Segment(part.text, toned(part.style, look)) for part in strip if not part.control]
        console.print(Segments([*line, Segment.line()]), end="")
    return LATER_WORDS.sub(moved, console.export_svg(title="coach"))


async def draw(name: str, size: tuple[int, int], folder: Path, home: Path) -> None:
    """One screen in one window, in every look."""
    app = start(name, home)
    async with app.run_test(size=size) as pilot:
        walked: Pilot[Any] = pilot
        await walk(app, walked, (WAYS | KNOWN)[name])
        for look in LOOKS:
            app.theme = "coach-light" if look == "light" else "coach-dark"
            await pilot.pause()
            place = folder / f"{size[0]}x{size[1]}" / look
            place.mkdir(parents=True, exist_ok=True)
            (place / f"{name.replace(', ', '-').replace(' ', '-')}.svg").write_text(picture(app, look), "utf-8")


def main() -> None:
    """All of them."""
    frame.HELD = 0  # keys are pressed here faster than by any hand
    folder, wanted = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""
    for name in (*WAYS, *KNOWN):
        for size in WINDOWS if wanted in name else ():
            with tempfile.TemporaryDirectory() as home:
                asyncio.run(draw(name, size, folder, Path(home)))


if __name__ == "__main__":
    main()
