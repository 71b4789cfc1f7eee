"""Names and notes from outside are shown as they are: no markup, no sign that acts on the terminal."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from coach.adapters.routines.routine_files import load_library
from coach.core.catalogue.catalogue import Catalogue
from coach.core.coach.door import Coach
from coach.tui.app import CoachApp
from coach.tui.nothing_raw import NOTHING_RAW
from coach.tui.signs_of import SignsOf
from tests.conftest import MONDAY_MORNING, FakeClock
from tests.core.conftest import MemoryJournal, fact
from tests.tui.conftest import pass_check, screen_lines, screen_text

STEERS = "\x1b]0;x\x07\x9b31m\u202egn\u200b"
MARKUP = "[@click=app.quit]x[/] [bold red]y"
OWN = """\
format: 1
id: own-one
name: "[@click=app.quit]x[/] [bold red]y"
class: sequence
areas: [neck]
steps: [neck-rotation]
why: {source: own, says: "[@click=app.quit]why[/]"}
"""


@pytest.fixture
def odd(catalogue: Catalogue, journal: MemoryJournal, fake_clock: FakeClock, tmp_path: Path) -> Coach:
    """Somebody whose own routine is named in markup, and whose record holds what acts on a terminal."""
    (tmp_path / "own.yaml").write_text(OWN)
    ids = (f"id-{n}" for n in itertools.count())
    coach = Coach(load_library(tmp_path), catalogue, journal, fake_clock, lambda: next(ids), "here")
    pass_check(coach)
    at = MONDAY_MORNING - timedelta(days=1)
    journal.append(
        [
            fact("pain", at, when="any time", area="neck", level=3, note=STEERS + MARKUP),
            fact("session-begun", at, session="s", routine=STEERS + MARKUP, name=STEERS + MARKUP, choices={}),
            fact("visit", at, who=STEERS + MARKUP, flags=["night-pain"], classes=[]),
        ]
    )
    return coach


@pytest.mark.parametrize("keys", ["", "l", "l end", "l end enter", "h", "h home enter", "h down down enter", "o",
                                  "ctrl+p x", "question_mark", "f2", "2 end enter"])  # fmt: skip
async def test_no_screen_writes_what_acts_on_the_terminal(
    odd: Coach, open_app: Callable[..., CoachApp], keys: str
) -> None:
    app = open_app(odd, notices=(STEERS + MARKUP,))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press(*keys.split())
        await pilot.pause()
        assert all(line.isprintable() for line in screen_lines(app))
        assert all(strip.cell_length == 100 for strip in app.screen._compositor.render_strips())
        if keys in {"l end", "h", ""}:
            assert "[@click=app.quit]x[/] [bold red]y" in screen_text(app)
        if keys == "h":
            assert r"\x1b]0;x\x07\x9b31m\u202egn\u200b" in screen_text(app)


@pytest.mark.parametrize(
    "text", [STEERS, "plain", "", "a\u3000b\xa0c", "\U0001f469\u200d\U0001f467", "\ue000\ud800", "e\u0301"]
)
def test_a_line_keeps_its_width(text: str) -> None:
    after = "".join(segment.text for segment in NOTHING_RAW.apply([Segment(text), Segment("end")], Color(0, 0, 0)))
    assert after.replace("\u200d", "").isprintable()
    assert cell_len(after) == cell_len(text) + 3
    assert after.endswith("end")


async def test_a_terminal_without_our_signs_gets_plain_ones_as_wide(
    open_app: Callable[..., CoachApp], checked: Coach
) -> None:
    app = open_app(checked)
    app.show_only("ascii")
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("t", "i", "escape", "b", "escape", "h"):
            await pilot.press(key)
            assert screen_text(app).isascii()
            assert "▸" not in screen_text(app)
        assert "> Progress" in screen_lines(app)[0]
    line = [Segment("漢● a")]
    assert [part.text for part in SignsOf("ascii").apply(line, Color(0, 0, 0))] == ["??* a"]
