"""Library: found as you type, filtered, and nothing hidden because it is locked."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.widgets import Input, Static

from coach.core.catalogue.catalogue import Catalogue
from coach.core.coach.door import Coach
from coach.core.errors import Problem
from coach.core.library import Library
from coach.core.routine.routine import BodyPosition, Clamp, Equipment, Technique
from coach.core.vocabulary import BodyArea
from coach.tui.app import CoachApp
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.library import LibraryScreen, SearchLine
from coach.tui.screens.routine import RoutineScreen
from coach.tui.widgets.routine_list import RoutineList
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal
from tests.tui.conftest import lock, pass_check, screen_lines, screen_text, until

OpenApp = Callable[..., CoachApp]


def listed(app: CoachApp) -> list[str]:
    return [str(option.id) for option in app.screen.query_one(RoutineList).options]


def detail(app: CoachApp) -> str:
    return str(app.screen.query_one("#detail", Static).content)


async def test_it_opens_with_everything_and_the_focus_in_the_list(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen))
        assert listed(app) == list(checked.library.routines)
        assert isinstance(app.focused, RoutineList)


async def test_each_key_narrows_the_list_and_the_best_is_highlighted(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l", "slash", *"wall")
        assert listed(app) == [routine.id for routine in checked.library.search("wall")]
        highlighted = app.screen.query_one(RoutineList).highlighted_routine
        assert highlighted is not None
        assert highlighted.routine.id == "wall-angel"
        assert any(line.strip().startswith("▸  Wall angels") for line in screen_lines(app))


async def test_enter_opens_the_highlighted_one_and_arrows_move_while_typing(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l", "slash", *"neck", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, RoutineScreen))
        assert checked.library.search("neck")[1].name in screen_lines(app)[0]
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen))
        assert app.screen.query_one(Input).value == "neck"


async def test_letters_are_letters_while_typing_and_keys_after_escape(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l", "slash", "h", "e", "a", "t")
        assert isinstance(app.screen, LibraryScreen)
        await pilot.press("escape", "h")
        await until(pilot, lambda: "▸ Progress" in screen_lines(app)[0])


async def test_what_is_not_found_is_said_kindly(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l", "slash", *"zebra")
        await until(pilot, lambda: "Nothing like that." in screen_text(app))
        await pilot.press("escape", "z")
        await until(pilot, lambda: len(listed(app)) == len(checked.library.routines))


FILTERS: dict[str, dict[str, object]] = {
    "a": {"area": BodyArea.NECK},
    "p": {"position": BodyPosition.SIT},
    "pp": {"position": BodyPosition.STAND},
    "e": {"equipment": set()},
    "ee": {"equipment": {Equipment.CHAIR}},
    "d": {"at_desk": True},
    "dd": {"at_desk": False},
    "ad": {"area": BodyArea.NECK, "at_desk": True},
}


async def test_filters_leave_what_fits_and_z_takes_them_away(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l")
        for keys, wanted in FILTERS.items():
            await pilot.press(*keys)
            left = checked.library.filter(**wanted)  # type: ignore[arg-type]
            assert listed(app) == [routine.id for routine in left], keys
            assert 0 < len(left) < len(checked.library.routines)
            await pilot.press("z")
            assert listed(app) == list(checked.library.routines)


async def test_the_time_filter_leaves_what_is_short_enough(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l", "m")
        assert "Time: 5 min" in screen_text(app)
        lengths = {row.routine.id: row.seconds or 0 for row in checked.listing.listed()}
        assert set(listed(app)) == {name for name, seconds in lengths.items() if seconds <= 300}


async def test_a_click_on_a_filter_turns_it(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l")
        line = next(n for n, text in enumerate(screen_lines(app)) if "Area: any" in text)
        await pilot.click(offset=(screen_lines(app)[line].index("Area") + 1, line))
        await until(pilot, lambda: "Area: neck" in screen_text(app))


async def test_locked_routines_stay_with_sign_word_and_reason(open_app: OpenApp, coach: Coach) -> None:
    lock(coach)
    app = open_app(coach)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l", "slash", *"ball press")
        line = next(text for text in screen_lines(app) if "Ball press and hold" in text)
        assert "✗" in line
        assert "locked" in line
        reason = next(row for row in coach.listing.listed() if row.routine.id == "ball-compression").reasons[0].text
        assert detail(app) == f"✗ Locked: {reason}"


async def test_where_only_the_check_is_missing_it_says_check_first(open_app: OpenApp, coach: Coach) -> None:
    app = open_app(coach)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l", "slash", *"child")
        assert any("Child's pose" in text and "check first" in text for text in screen_lines(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RoutineScreen))
        await pilot.press("enter", "s")
        await until(pilot, lambda: isinstance(app.screen, CheckScreen))


async def test_locks_are_read_anew_after_the_check(open_app: OpenApp, coach: Coach) -> None:
    app = open_app(coach)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l")
        await until(pilot, lambda: "check first" in screen_text(app))
        pass_check(coach)
        assert isinstance(app.screen, LibraryScreen)
        app.screen.reload()
        await until(pilot, lambda: "check first" not in screen_text(app))


async def test_limits_and_faults_of_own_files_are_told_at_the_end(open_app: OpenApp, checked: Coach) -> None:
    clamp = Clamp("my-heat", "hold", 3600, 1200)
    fault = Problem("mine.yaml", 3, 7, "There is no class 'strech'.", "Did you mean 'stretch'?")
    checked.library = replace(checked.library, clamps=(clamp,), problems=(fault,))
    app = open_app(checked)
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.press("l")
        await until(pilot, lambda: "Your own files" in screen_text(app))
        assert "! my-heat: hold 3600 is over the limit, 1200 is used." in screen_text(app)
        assert "! mine.yaml:3:7: There is no class 'strech'." in screen_text(app)


async def test_with_two_hundred_routines_a_key_asks_coach_nothing(
    open_app: OpenApp,
    library: Library,
    catalogue: Catalogue,
    journal: MemoryJournal,
    fake_clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    models = itertools.cycle(r for r in library.routines.values() if isinstance(r, Technique))
    many = {f"own-{n}": replace(next(models), id=f"own-{n}", name=f"Routine number {n}") for n in range(200)}
    ids = (f"id-{n}" for n in itertools.count())
    bigger = replace(library, routines={**library.routines, **many})
    coach = Coach(bigger, catalogue, journal, fake_clock, lambda: next(ids), "here")
    pass_check(coach)
    app = open_app(coach)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l")
        await until(pilot, lambda: len(listed(app)) == len(bigger.routines))
        asked: list[str] = []
        monkeypatch.setattr(coach.listing, "listed", lambda *_: asked.append("listed"))
        monkeypatch.setattr(coach.rules, "safety", lambda *_: asked.append("safety"))
        await pilot.press("slash", *"number 19")
        assert len(listed(app)) == 12
        assert asked == []


async def test_in_a_low_window_what_is_cut_says_so(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("l")
        await until(pilot, lambda: "For neck, shoulder, upper back, mi" in screen_text(app))
        line = next(line for line in screen_text(app).splitlines() if "For neck" in line)
        assert line.endswith("…")


async def test_where_typing_goes_is_seen_without_colours(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen))
        await pilot.press("slash", "w")
        await until(pilot, lambda: "Wall angels" in screen_text(app))
        search = app.screen.query_one(SearchLine)
        typed = search.render_line(0)
        assert [part.text for part in typed if part.style is not None and part.style.reverse] == [" "]
