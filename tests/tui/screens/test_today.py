"""Today: what it says, what it suggests, and what becomes of an interrupted session."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from coach.adapters.journal.journal import open_journal
from coach.core.catalogue.catalogue import Catalogue
from coach.core.clearance.clearance import Cleared
from coach.core.clearance.listed_routine import BUT_FIRST, NOTHING_ASKED
from coach.core.coach.door import Coach
from coach.core.errors import Problem
from coach.core.library import Library
from coach.core.progress.suggestions import SHOWN
from coach.core.record.choices import Choices, SideChoice
from coach.core.record.health import PainRated
from coach.core.routine.routine import Sequence
from coach.core.settings import Settings
from coach.core.vocabulary import Answer, BodyArea
from coach.tui.app import CoachApp
from coach.tui.screens.begin import BeginScreen
from coach.tui.screens.card import CardScreen
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.player.player import PlayerScreen
from coach.tui.screens.rate import RateScreen
from coach.tui.screens.today import TodayScreen
from coach.tui.widgets.choice_row import ChoiceRow
from coach.tui.widgets.routine_list import MORE, RoutineList
from coach.tui.words.common import NO_LIMIT
from tests.adapters.journal.forging import forge
from tests.cli.commands.looking_back.test_plan import bridges
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal
from tests.tui.conftest import lock, pass_check, screen_lines, screen_text, until
from tests.tui.screens.progress.people import person
from tests.tui.stage import all_clear

OpenApp = Callable[..., CoachApp]


def listed(app: CoachApp) -> list[str]:
    """The ids on the list of suggestions."""
    return [str(option.id) for option in app.screen.query_one(RoutineList).options if not option.disabled]


async def whole(pilot: Pilot[Any]) -> None:
    """Open what is behind "more", where there is more."""
    if MORE in listed(pilot.app):  # type: ignore[arg-type]
        await pilot.press("end", "enter")
    await until(pilot, lambda: MORE not in listed(pilot.app))  # type: ignore[arg-type]


def sequences(coach: Coach, area: BodyArea | None = None) -> set[str]:
    """What Today lists there of a new person: sequences, and what asks nothing; the rest is in the Library."""
    free = {one.routine.id for one in coach.listing.listed() if one.nothing_asked}
    every = coach.library.filter(area=area) if area else coach.library.routines.values()
    return {one.id for one in every if isinstance(one, Sequence) or one.id in free}


def today(app: CoachApp) -> TodayScreen:
    assert isinstance(app.screen, TodayScreen)
    return app.screen


def interrupt(coach: Coach, clock: FakeClock, routine: str = "neck-knot-desk") -> None:
    """Begin a session and lose it after half a minute."""
    cleared = coach.sessions.ask(routine, Choices())
    assert isinstance(cleared, Cleared)
    run = coach.sessions.begin(cleared, Choices())
    clock.advance(30)
    run.tick()


async def test_without_a_check_it_says_so_and_c_asks_it(open_app: OpenApp, coach: Coach) -> None:
    app = open_app(coach)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "? Check due" in screen_text(app)
        assert "check first" in screen_text(app)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, CheckScreen))
        await all_clear(pilot)
        await until(pilot, lambda: "✓ Good to go" in screen_text(app))
        assert "check first" not in screen_text(app)


async def test_what_is_up_is_said_with_what_to_do_and_locked_routines_stay_listed(
    open_app: OpenApp, coach: Coach
) -> None:
    lock(coach)
    app = open_app(coach)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "! Get this checked." in screen_text(app)
        await whole(pilot)
        assert set(listed(app)) == sequences(coach)
        await pilot.press("end")
        await pilot.pause()
        assert any("✗" in line and "locked" in line for line in screen_lines(app))
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, CardScreen))


async def test_a_locked_routine_says_its_reason_and_enter_shows_the_card(open_app: OpenApp, coach: Coach) -> None:
    lock(coach)
    app = open_app(coach)
    async with app.run_test(size=(80, 24)) as pilot:
        await whole(pilot)
        await pilot.press("end")
        await until(pilot, lambda: "Locked: " in str(today(app).query_one("#detail", Static).content))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, CardScreen))


@pytest.mark.parametrize(("number", "area"), list(enumerate(BodyArea, 1)))
async def test_a_digit_suggests_only_what_is_for_that_area(
    open_app: OpenApp, checked: Coach, number: int, area: BodyArea
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(str(number))
        await whole(pilot)
        assert set(listed(app)) == sequences(checked, area)
        assert f"What helps for your {area.replace('-', ' ')}" in screen_text(app)
        await pilot.press("escape")
        await whole(pilot)
        assert set(listed(app)) == sequences(checked)
        assert "l: single techniques" in screen_text(app)


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (120, 36)])
async def test_what_asks_nothing_stands_first_with_when_not_to_start(
    open_app: OpenApp, coach: Coach, size: tuple[int, int]
) -> None:
    app = open_app(coach)
    async with app.run_test(size=size):
        assert listed(app)[:4] == ["movement-break", "posture-check", "calm-breathing", "hydration-check"]
        heads = [str(o.prompt) for o in app.screen.query_one(RoutineList).options if o.disabled]
        assert heads == [f"{NOTHING_ASKED}. {BUT_FIRST}" if size[0] > 80 else BUT_FIRST, "The check comes first"]
        assert (set(why(app).values()) == {NOTHING_ASKED.lower()}) == (size[0] == 80)
        assert set(BUT_FIRST.split()) <= set(screen_text(app).split())


async def test_under_an_emergency_nothing_stands_there(open_app: OpenApp, coach: Coach) -> None:
    coach.checks.volunteer({"chest-pain": Answer.YES})
    app = open_app(coach)
    async with app.run_test(size=(80, 24)):
        assert not [o for o in app.screen.query_one(RoutineList).options if o.disabled]


async def test_a_place_puts_the_highlight_on_what_is_for_it(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1")
        lit = app.screen.query_one(RoutineList).highlighted_routine
        assert lit is not None
        assert lit.routine.id not in listed(app)[:3]
        assert BodyArea.NECK in lit.routine.areas


async def test_in_the_smallest_window_the_highlight_is_seen_when_the_line_below_comes(
    open_app: OpenApp, checked: Coach
) -> None:
    app = open_app(person(checked))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("2")
        await until(pilot, lambda: "Not tried yet" in screen_text(app))
        await pilot.pause()
        assert any("▸  " in line for line in screen_lines(app)[1:])


async def test_a_click_on_an_area_chooses_it(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        line = next(n for n, text in enumerate(screen_lines(app)) if "5 Lower back" in text)
        await pilot.click(offset=(screen_lines(app)[line].index("Lower") + 1, line))
        assert today(app).chosen().area is BodyArea.LOWER_BACK
        assert "[5 Lower back]" in screen_text(app)


async def test_short_time_leaves_out_what_is_longer_and_says_how_many(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1")
        await whole(pilot)
        every = len(listed(app))
        await pilot.press("m")
        fitting = listed(app)
        assert f"({every - len(fitting)} more are longer: m)" in screen_text(app)
        lengths = {row.routine.id: row.seconds or 0 for row in checked.listing.listed()}
        assert all(lengths[name] <= 5 * 60 for name in fitting)
        assert today(app).chosen().minutes == 5


async def test_any_time_said_by_the_person_beats_what_a_routine_remembers(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked, Settings(theme="dark", minutes=20))
    async with app.run_test(size=(80, 24)) as pilot:
        assert today(app).chosen().minutes == 20
        await pilot.press("m")
        assert today(app).chosen().minutes == NO_LIMIT


async def test_the_side_goes_with_the_area(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s")
        assert today(app).chosen().side is None
        await pilot.press("2", "s", "s")
        assert today(app).chosen().side is SideChoice.RIGHT
        assert "right side" in screen_text(app)


async def test_enter_begins_the_highlighted_routine(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("5", "enter")
        await until(pilot, lambda: isinstance(app.screen, RateScreen))
        await pilot.press("2")
        await until(pilot, lambda: isinstance(app.screen, BeginScreen) and app.screen.takes_keys)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PlayerScreen))
        await pilot.press("ctrl+q")
    assert checked.listing.history()[0].routine == "lower-back-short"
    assert checked.listing.history()[0].before == 2


async def test_a_second_click_on_a_suggestion_begins_it(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 34)) as pilot:
        await pilot.press("1")
        line = next(n for n, text in enumerate(screen_lines(app)) if "Desk reset" in text)
        await pilot.click(offset=(10, line))
        await pilot.click(offset=(10, line))
        await until(pilot, lambda: isinstance(app.screen, RateScreen))
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, BeginScreen) and app.screen.takes_keys)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PlayerScreen))
        await pilot.press("ctrl+q")
    assert checked.listing.history()[0].routine == "desk-reset"


async def test_an_interrupted_session_can_be_gone_on_with(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock
) -> None:
    interrupt(checked, fake_clock)
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Neck knot at the desk, interrupted at 09:00" in screen_text(app)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, PlayerScreen))
        await pilot.press("ctrl+q")
    assert [past.outcome for past in checked.listing.history()] == ["left"]


async def test_an_interrupted_session_can_be_closed_as_partly_done(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock
) -> None:
    interrupt(checked, fake_clock)
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("k")
        await until(pilot, lambda: "◐ Neck knot at the desk: partly done" in screen_text(app))
        assert "interrupted at" not in screen_text(app)
        await pilot.press("k", "x", "r")
    assert [past.outcome for past in checked.listing.history()] == ["interrupted"]


async def test_an_interrupted_session_can_be_discarded(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock
) -> None:
    interrupt(checked, fake_clock)
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        await until(pilot, lambda: "interrupted at" not in screen_text(app))
    assert checked.listing.history() == []


async def test_a_session_that_cant_be_closed_stays_and_the_error_is_shown(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock, journal: MemoryJournal
) -> None:
    interrupt(checked, fake_clock)
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        journal.broken = "The disk is full."
        await pilot.press("k")
        await until(pilot, lambda: any("disk is full" in told.text for told in app.messages.kept))
        assert "interrupted at" in screen_text(app)


async def test_it_tells_of_a_restored_record_and_of_files_that_could_not_be_read(
    open_app: OpenApp, checked: Coach
) -> None:
    faults = (Problem("mine.yaml", 3, 1, "No such class."), Problem("mine.yaml", 4, 1, "No steps."))
    checked.library = replace(checked.library, problems=(*faults, Problem("other.yaml", 1, 1, "Not YAML.")))
    app = open_app(checked, notices=("Your record was damaged. The backup of yesterday serves now.",))
    async with app.run_test(size=(80, 24)):
        assert "! Your record was damaged." in screen_text(app)
        assert "! 2 routine files could not be read: mine.yaml, other.yaml." in screen_text(app)


async def test_the_body_picks_area_and_side_for_today(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b", "down", "down", "down", "left", "enter")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert today(app).chosen().area is BodyArea.UPPER_BACK
        assert today(app).chosen().side is SideChoice.LEFT
        assert "What helps for your upper back, left side" in screen_text(app)


async def test_the_minutes_row_works_by_arrows_too(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one("#minutes", ChoiceRow).focus()
        await pilot.press("left")
        assert today(app).chosen().minutes == 20


async def test_a_new_day_asks_the_check_again(open_app: OpenApp, checked: Coach, fake_clock: FakeClock) -> None:
    fake_clock.advance(24 * 3600)
    app = open_app(checked)
    async with app.run_test(size=(40, 12)) as pilot:
        assert "? Check due" in screen_text(app)
        pass_check(checked)
        today(app).reload()
        await until(pilot, lambda: "✓ Good to go" in screen_text(app))


async def test_entries_that_can_not_be_read_are_named_on_today_and_in_the_history(
    open_app: OpenApp, library: Library, catalogue: Catalogue, fake_clock: FakeClock, tmp_path: Path
) -> None:
    ids = (f"name{n}-of-a-fact" for n in itertools.count())
    with closing(open_journal(tmp_path / "journal.db", now=fake_clock.wall)) as journal:
        coach = Coach(library, catalogue, journal, fake_clock, lambda: next(ids), journal.device)
        pass_check(coach)
        wrong = coach.entries.note(PainRated(level=6, area=BodyArea.NECK))
        forge(journal.path, "UPDATE fact SET body = '{}' WHERE id = ?", wrong.id)
        app = open_app(coach)
        async with app.run_test(size=(80, 40)) as pilot:
            words = f"! 1 entry can't be read: {wrong.id[:8]} of 2026-03-02 09:00, pain."
            await until(pilot, lambda: words in screen_text(app))
            assert "c: do the check" in screen_text(app)
            await pilot.press("h")
            await until(pilot, lambda: "Nothing here yet." in screen_text(app))
            assert words in screen_text(app)


# --- it knows you -----------------------------------------------------------------------------------------------------


def why(app: CoachApp) -> dict[str, str]:
    return dict(app.screen.query_one(RoutineList)._why)


async def test_seven_rows_then_more_with_a_reason_for_what_comes_first(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(person(checked))
    async with app.run_test(size=(80, 40)) as pilot:
        await until(pilot, lambda: "This week ●   Last pain, lower back: 5, today" in screen_text(app))
        assert len(listed(app)) == 4 + SHOWN + 1
        assert listed(app)[-1] == MORE
        assert listed(app)[4] == "neck-knot-desk"
        assert why(app)["neck-knot-desk"] == "lower after 20 of 20"
        assert "not tried yet" in why(app).values()
        assert "cat-cow" not in listed(app)
        await whole(pilot)
        assert "cat-cow" not in listed(app)  # a single technique that often hurt more: in the Library
        await pilot.press("1")
        await until(pilot, lambda: "Last pain, neck: 1, today" in screen_text(app))
        assert len(listed(app)) == 4 + SHOWN


@pytest.mark.parametrize("known", [False, True])
async def test_in_a_usual_window_all_seven_can_be_seen_beside_what_asks_nothing(
    open_app: OpenApp, coach: Coach, *, known: bool
) -> None:
    if known:
        pass_check(coach)
        person(coach)
    app = open_app(coach)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: " more" in screen_text(app))
        rows = screen_lines(app)
        first = next(n for n, row in enumerate(rows) if BUT_FIRST in row)
        last = next(n for n, row in enumerate(rows) if re.search(r"\d+ more$", row.rstrip()))
        assert last - first == 4 + SHOWN + (1 if known else 2)


async def test_a_new_person_is_told_no_reasons_and_no_week(open_app: OpenApp, coach: Coach) -> None:
    app = open_app(coach)
    async with app.run_test(size=(100, 40)):
        assert why(app) == {}
        assert "This week" not in screen_text(app)


async def test_a_favourite_comes_first_and_can_be_taken_back(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("1", "down")
        name = listed(app)[5]
        await pilot.press("asterisk")
        await until(pilot, lambda: why(app).get(name) == "a favourite *")
        assert listed(app)[4] == name
        await pilot.press("asterisk")
        await until(pilot, lambda: name not in why(app))


async def test_what_is_not_here_is_remembered_and_hides_nothing(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("5")
        first = listed(app)[4]
        assert first == "lower-back-short"
        await pilot.press("v", "1")
        await until(pilot, lambda: why(app).get(first) == "no mat here")
        assert listed(app).index(first) > 7


async def test_a_step_of_the_plan_is_offered_and_taken_by_a_yes_alone(open_app: OpenApp, checked: Coach) -> None:
    checked.record.write(bridges(checked.clock.now().wall))
    app = open_app(checked)
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: "Next time 7 repeats instead of 5 repeats? f: yes" in screen_text(app))
        assert checked.plans.doses(checked.library.techniques.values()) == ()
        await pilot.press("f")
        await until(pilot, lambda: "Next time: Bridge, 7 repeats. A step back: press p" in screen_text(app))
        assert "Next time 7" not in screen_text(app)
    assert checked.plans.doses(checked.library.techniques.values()) == (("bridge", (("reps", 7),)),)
