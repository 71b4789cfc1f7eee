"""Progress as it is shown: kept pictures of each part, in windows of three sizes, without colour and in 16 colours.

After a change on purpose: COACH_GOLDEN=1 pytest tests/tui/screens/progress/test_golden.py, and look at what changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.core.coach.door import Coach
from coach.core.progress.calendar import Mark
from coach.tui.app import CoachApp
from coach.tui.words.days import GLYPHS
from tests.gallery.sheets import toned
from tests.tui.conftest import screen_lines, until
from tests.tui.screens.progress.people import person

OpenApp = Callable[..., CoachApp]
GOLDEN = Path(__file__).with_name("golden")
PARTS = ("pain", "calendar", "followed")
SIZES = ((80, 24), (60, 20), (120, 40))


def inks(app: CoachApp, look: str) -> list[str]:
    """Each line as pieces, with how a terminal of this look shows each."""
    lines = []
    for strip in app.screen._compositor.render_strips():
        parts = []
        for piece in strip:
            style = toned(piece.style, look)
            if piece.text.strip() and style is not None:
                colours = [str(colour.number) for colour in (style.color, style.bgcolor) if colour is not None]
                marks = [name for name in ("bold", "underline", "reverse") if getattr(style, name)]
                parts.append(f"{piece.text.strip()} <{' '.join([*colours, *marks])}>")
        lines.append("  ".join(parts))
    return lines


def held(name: str, lines: list[str]) -> None:
    """Hold these lines against the kept ones."""
    path = GOLDEN / f"{name}.txt"
    text = "\n".join(lines) + "\n"
    if os.environ.get("COACH_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_each_part_is_shown_as_it_is_kept(open_app: OpenApp, checked: Coach, size: tuple[int, int]) -> None:
    app = open_app(person(checked))
    async with app.run_test(size=size) as pilot:
        await pilot.press("h")
        await until(pilot, lambda: app.current_mode == "progress")
        await pilot.pause()
        for part in PARTS:
            held(f"{part}-{size[0]}x{size[1]}", screen_lines(app))
            if size == SIZES[0]:
                held(f"{part}-no-colour", inks(app, "none"))
                held(f"{part}-16-colours", inks(app, "16"))
            await pilot.press("tab")
            await pilot.pause()


def test_no_colour_is_needed_to_tell_a_mark() -> None:
    told = [GLYPHS[mark] for mark in Mark if mark not in {Mark.OFF, Mark.NOTHING}]
    assert len({*told}) == len(told)
    assert GLYPHS[Mark.OFF] == GLYPHS[Mark.NOTHING] == " "
