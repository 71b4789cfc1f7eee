"""What is drawn anew is what the library would draw, from fewer widgets."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

import pytest
from textual._compositor import Compositor
from textual.geometry import Region
from textual.widget import Widget

from coach.core.coach.door import Coach
from coach.tui.app import CoachApp
from coach.tui.compositor import MOST, NearCompositor
from tests.tui.conftest import until

OpenApp = Callable[..., CoachApp]
CONTROL = re.compile("\x1b\\[([0-9;]*)([Hm])|(.)", re.DOTALL)


def cells(sequence: str) -> dict[tuple[int, int], tuple[str, str]]:
    """What a terminal shows after it: the sign and its colours, by column and row."""
    shown = {}
    x = y = 0
    colours = ""
    for found in CONTROL.finditer(sequence):
        codes, control, sign = found.groups()
        if control == "H":
            y, x = (int(code) - 1 for code in codes.split(";"))
        elif control == "m":
            colours = codes
        elif sign != "\n":
            shown[x, y] = (sign, colours)
            x += 1
    return shown


def some_places(dice: Random, width: int, height: int) -> set[Region]:
    """A few places in the window."""
    window = Region(0, 0, width, height)
    return {
        window.intersection(
            Region(dice.randrange(width), dice.randrange(height), dice.randrange(1, 50), dice.randrange(1, 9))
        )
        for _ in range(dice.randrange(1, MOST + 3))
    }


@pytest.mark.parametrize(("key", "mode"), [("t", "today"), ("l", "library"), ("h", "progress"), ("o", "settings")])
async def test_it_draws_what_the_library_draws(open_app: OpenApp, checked: Coach, key: str, mode: str) -> None:
    app = open_app(checked)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press(key)
        await until(pilot, lambda: app.current_mode == mode)
        mine = app.screen._compositor
        assert isinstance(mine, NearCompositor)
        dice = Random(mode)  # noqa: S311 - places to try, no secret
        for _ in range(40):
            places = some_places(dice, 120, 36)
            drawn = []
            for way in (NearCompositor, Compositor):
                mine._dirty_regions = set(places)
                update = way.render_partial_update(mine)
                assert update is not None
                assert mine._dirty_regions == set()
                drawn.append(cells(update.render_segments(app.console)))
            due = {(x, y) for place in places for x in place.column_range for y in place.line_range}
            assert due <= drawn[0].keys()
            assert {at: drawn[0][at] for at in due} == {at: drawn[1][at] for at in due}


async def test_a_widget_is_asked_only_for_rows_that_are_due(
    open_app: OpenApp, checked: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app(checked)
    asked: list[tuple[Widget, Region]] = []
    render_lines = Widget.render_lines

    def noted(widget: Widget, crop: Region) -> object:
        asked.append((widget, crop))
        return render_lines(widget, crop)

    async with app.run_test(size=(80, 24)):
        state = app.screen.query_one("#state")
        monkeypatch.setattr(Widget, "render_lines", noted)
        app.screen._compositor._dirty_regions = {Region(state.region.x + 4, state.region.y, 10, 1)}
        assert app.screen._compositor.render_partial_update() is not None
        assert asked == [(state, Region(0, 0, state.region.width, 1))]
