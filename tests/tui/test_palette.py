"""The command palette: whatever there is, found by the words people type."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import OptionList

from coach.adapters.settings.settings_file import load_settings
from coach.core.coach.door import Coach
from coach.core.errors import CoachError
from coach.core.library import Library
from coach.core.record.choices import Choices
from coach.core.record.health import VisitMade
from coach.core.settings import Settings
from coach.core.vocabulary import BodyArea
from coach.tui.app import CoachApp
from coach.tui.palette.matching import Offer, once, score
from coach.tui.screens.body import BodyScreen
from coach.tui.screens.card import CardScreen
from coach.tui.screens.notes.lump import LumpScreen
from coach.tui.screens.notes.seen import SeenScreen
from coach.tui.screens.rate import RateScreen
from coach.tui.screens.settings.setting_list import LineList
from coach.tui.screens.settings.settings import SettingsScreen
from coach.tui.screens.today import TodayScreen
from tests.core.conftest import MemoryJournal
from tests.tui.conftest import SIZES, Saved, lock, screen_lines, screen_text, until
from tests.tui.test_app import OpenApp


def offer(title: str, words: str = "") -> Offer:
    return Offer(title, "", lambda: None, words)


@pytest.mark.parametrize(
    ("query", "title", "words"),
    [
        ("hea", "Moist heat", ""),
        ("lower back", "Lower back hurts", ""),
        ("back lower", "Lower back hurts", ""),
        ("  BACK,low ", "Lower back hurts", ""),
        ("lumbar", "Lower back hurts", "lumbar"),
        ("lumb hurts", "Lower back hurts", "lumbar"),
    ],
)
def test_each_word_is_found_at_the_start_of_a_word_in_any_order(query: str, title: str, words: str) -> None:
    assert score(query, offer(title, words)) > 0


@pytest.mark.parametrize("query", ["", "  ", "eat", "hea x", "b w", "moist heat pack"])
def test_what_begins_no_word_is_not_found(query: str) -> None:
    assert score(query, offer("Moist heat", "shoulder")) == 0


def test_the_title_counts_more_than_what_else_it_is_called_and_the_whole_most() -> None:
    scores = [
        score("heat", offer(*each)) for each in (("Heat",), ("Heat pack",), ("Heater",), ("A", "heat"), ("A", "heater"))
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_of_two_with_one_title_the_first_is_kept() -> None:
    assert [each.title for each in once([offer("Body"), offer("Neck"), offer("body")])] == ["Body", "Neck"]


def titles(app: CoachApp, query: str = "") -> list[str]:
    """What is found for a query, best first."""
    offers = [each for each in app.offers() if not query or score(query, each)]
    return [each.title for each in sorted(offers, key=lambda each: -score(query, each))]


async def find(pilot: Pilot[None], query: str) -> list[str]:
    """Open the palette and type; the lines it shows."""
    app = pilot.app
    await pilot.press("ctrl+p")
    await until(pilot, lambda: isinstance(app.screen, CommandPalette))
    await pilot.press(*query)
    shown = app.screen.query_one(OptionList)
    await until(pilot, lambda: shown.option_count > 0 and app.screen.has_class("-ready"))
    await pilot.pause(0.05)
    return [str(shown.get_option_at_index(n).prompt) for n in range(shown.option_count)]


async def test_hea_finds_moist_heat_and_starts_it(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        found = await find(pilot, "hea")
        assert found[0].startswith("Moist heat\nStart: ")
        assert not any("Ball" in line for line in found)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RateScreen))


@pytest.mark.parametrize(("query", "key"), [("lower back", "t"), ("back lower", "h"), ("lumbar", "l")])
async def test_an_area_is_found_by_every_word_from_everywhere(
    open_app: OpenApp, checked: Coach, query: str, key: str
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        assert (await find(pilot, query))[0].startswith("Lower back hurts")
        await pilot.press("enter")
        await until(pilot, lambda: "What helps for your lower back" in screen_text(app))


@pytest.mark.parametrize(
    ("query", "row"),
    [
        ("volume", "volume"),
        ("quiet", "quiet_hours"),
        ("moving fig", "motion"),
        ("drink every", "reminders.drink_minutes"),
        ("changed keys", "keys"),
    ],
)
async def test_a_setting_is_gone_to(open_app: OpenApp, checked: Coach, query: str, row: str) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await find(pilot, query)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        lines = app.screen.query_one(LineList)
        await until(pilot, lambda: lines.has_focus and lines.at == row)


async def test_pain_and_a_lump_are_noted_from_the_palette(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        assert (await find(pilot, "pain"))[0].startswith("Note pain")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, BodyScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        await find(pilot, "lump")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, BodyScreen))
        await pilot.press("2")
        await until(pilot, lambda: isinstance(app.screen, LumpScreen))
        await pilot.press("escape")  # back to where, and not round and round
        await until(pilot, lambda: isinstance(app.screen, BodyScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))


async def test_a_visit_is_noted_from_the_palette(open_app: OpenApp, checked: Coach, journal: MemoryJournal) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await find(pilot, "visit")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SeenScreen))
        await pilot.press("space", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    (visit,) = [fact.body for fact in journal.facts() if isinstance(fact.body, VisitMade)]
    assert visit.who == "doctor"


async def test_a_locked_routine_says_so_and_shows_its_card(open_app: OpenApp, coach: Coach) -> None:
    lock(coach)
    app = open_app(coach)
    async with app.run_test(size=(80, 24)) as pilot:
        found = await find(pilot, "moist heat")
        assert found[0].startswith("Moist heat\n✗ Locked: ")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, CardScreen))


async def test_a_routine_that_waits_for_the_check_says_so(open_app: OpenApp, coach: Coach) -> None:
    app = open_app(coach)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "? Check first: " in (await find(pilot, "moist heat"))[0]


async def test_what_was_chosen_on_today_goes_along(
    open_app: OpenApp, checked: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "s")
        started: list[Choices] = []
        monkeypatch.setattr(app.tasks, "start", lambda _, choices: started.append(choices))
        for title in ("Wall angels", "Knee to chest"):
            next(each.run for each in app.offers() if each.title == title)()
        await pilot.pause()
        assert [choices.area for choices in started] == [BodyArea.SHOULDER, None]


@pytest.mark.parametrize("key", ["t", "l", "h", "o"])
async def test_nothing_stands_there_twice(open_app: OpenApp, checked: Coach, key: str) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        if key == "l":
            await pilot.press("escape")
        await pilot.pause()
        found = titles(app)
        assert sorted(set(found)) == sorted(found)
        assert {"Note pain", "Volume", "Moist heat", "Neck hurts", "Help", "Quit"} <= set(found)
        assert not {"Focus Next", "Copy selected text", "Anywhere"} & set(found)


async def test_at_first_stands_what_can_be_done_here_then_routines_and_settings(
    open_app: OpenApp, checked: Coach
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        shown = [line.partition("\n")[0] for line in await find(pilot, "")]
        order = [shown.index(title) for title in ("Body", "Neck hurts", "Moist heat", "Volume", "Theme light")]
        assert order == sorted(order)
        assert len(shown) == len(set(shown))


async def test_the_best_comes_first(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)):
        for query, first in (
            ("check", "Check"),
            ("body", "Body"),
            ("volume", "Volume"),
            ("progr", "Progress"),
            ("neck", "Neck hurts"),
            ("doctor", "Note a visit"),
            ("bump", "Note a lump"),
            ("mute", "Hear"),
            ("emergency", "About you"),
            ("exit", "Quit"),
        ):
            assert titles(app, query)[:1] == [first], query


async def test_names_from_files_are_shown_as_they_are_and_hide_nothing(
    open_app: OpenApp, checked: Coach, library: Library
) -> None:
    own = replace(library.find("cat-cow"), name="Check [red]now[/red]")
    same = replace(library.find("moist-heat"), name="Check")
    renamed = {**library.routines, own.id: own, same.id: same}
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        checked.listing._library = replace(library, routines=renamed)
        found = await find(pilot, "check")
        assert any(line.startswith("Check [red]now[/red]\n") for line in found)
        assert len([line for line in found if line.startswith("Check\n")]) == 2


async def test_a_record_that_cant_be_read_takes_nothing_else_away(
    open_app: OpenApp, checked: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)):

        def broken() -> None:
            raise CoachError("The record can't be read.", "Look at it.")

        monkeypatch.setattr(checked.listing, "listed", broken)
        found = titles(app)
        assert "Routines can't be read" in found
        assert {"Note pain", "Volume", "Neck hurts", "Quit"} <= set(found)


async def test_on_a_question_only_what_can_be_done_there_is_found(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, BodyScreen))
        assert "Quit" in titles(app)
        assert not {"Moist heat", "Volume", "Note pain", "Library"} & set(titles(app))


@pytest.mark.parametrize("size", SIZES)
async def test_the_palette_opens_at_every_size_and_escape_closes_it(
    open_app: OpenApp, checked: Coach, size: tuple[int, int]
) -> None:
    app = open_app(checked)
    async with app.run_test(size=size) as pilot:
        await find(pilot, "hea")
        assert "Moist heat" in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert len(screen_lines(app)) == size[1]


async def test_a_setting_of_the_palette_is_kept_and_no_other_is_touched(
    open_app: OpenApp, checked: Coach, saved: Saved
) -> None:
    mine = Settings(theme="dark", keys=(("today.note", ("y",)),))
    app = open_app(checked, mine)
    async with app.run_test(size=(80, 24)):
        next(each for each in app.offers() if each.title == "Hear: silent").run()
        assert app.settings == replace(mine, hearing="silent")
    assert load_settings(saved.path)[0] == replace(mine, hearing="silent")
