"""An entry is put right from the History: its fields, faults as they are made, nothing lost, the locks told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from coach.core.coach.door import Coach
from coach.core.history.noted import NotedBody
from coach.core.record.health import EpisodeBegan, EpisodeEnded, LumpSeen, PainRated, VisitMade
from coach.core.record.sessions import SessionBegan
from coach.core.vocabulary import BodyArea, ComplaintKind, RatedWhen, Tag, TechniqueClass, Trigger
from coach.tui.app import CoachApp
from coach.tui.screens.card import CardScreen
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.notes.entry import EntryScreen
from coach.tui.screens.notes.meaning import MeaningScreen
from coach.tui.screens.notes.tick import TickScreen
from coach.tui.screens.notes.typed import TypeScreen
from coach.tui.screens.progress.screen import ProgressScreen
from coach.tui.screens.rate import AskScreen, RateScreen
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal, clean
from tests.tui.conftest import screen_lines, screen_text, until
from tests.tui.screens.progress.test_entries import do
from tests.tui.stage import opened

OpenApp = Callable[..., CoachApp]
PAIN = PainRated(level=4, when=RatedWhen.ANY_TIME, area=BodyArea.NECK, tags=(Tag.NIGHT,))
SIZES = [(80, 24), (40, 12)]


async def to_entry(pilot: Pilot[Any]) -> EntryScreen:
    """Open the newest entry in Progress; in a low window the entries are a part of their own."""
    await pilot.press("h")
    found = await opened(pilot, ProgressScreen)
    if not found.query_one("#sessions").display:
        await pilot.press("shift+tab")
    await pilot.press("enter")
    entry = await opened(pilot, EntryScreen)
    assert isinstance(entry, EntryScreen)
    return entry


def bodies(coach: Coach) -> list[NotedBody]:
    return [one.body for one in coach.listing.everything().noted]


@pytest.mark.parametrize("size", SIZES)
async def test_the_history_names_what_was_noted_among_the_sessions(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock, size: tuple[int, int]
) -> None:
    do(checked, fake_clock, "cat-cow")
    fake_clock.advance(24 * 3600)
    checked.entries.note(PainRated(level=7, area=BodyArea.SHOULDER))
    checked.entries.note(VisitMade(flags=("night-pain",), classes=(), who="Dr Ruiz", on=date(2026, 3, 3)))
    app = open_app(checked)
    async with app.run_test(size=size) as pilot:
        await pilot.press("h")
        await opened(pilot, ProgressScreen)
        await pilot.press("end")
        await pilot.pause()
        rows = [str(option.prompt) for option in app.screen.query_one("#sessions").options if option.id]  # type: ignore[attr-defined]
    assert sum("Pain 7, shoulder" in row for row in rows) == 1
    assert sum("Seen by Dr Ruiz" in row for row in rows) == 1
    assert "Cat-cow" in rows[-1]


async def test_what_can_be_done_is_put_right_on_its_own_scale(open_app: OpenApp, checked: Coach) -> None:
    desk = checked.looking_back
    desk.name_activity("sitting long")
    desk.rate_function(desk.find_activity(None), 6)
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_entry(pilot)
        assert "Can do 6 of 10: sitting long" in screen_text(app)
        await pilot.press("enter")
        await opened(pilot, TypeScreen)
        assert "0 = can't do it, 10 = as well as before" in screen_text(app)
        await pilot.press("backspace", "4", "enter")
        await opened(pilot, EntryScreen)
        assert "▸ How well it goes  4  (was: 6)" in screen_text(app)
        await pilot.press("s")
        await opened(pilot, ProgressScreen)
    assert desk.activities()[0].latest == 4


@pytest.mark.parametrize("size", SIZES)
async def test_pain_is_put_right_and_shows_that_it_was(
    open_app: OpenApp, checked: Coach, journal: MemoryJournal, size: tuple[int, int]
) -> None:
    checked.entries.note(PAIN)
    app = open_app(checked)
    async with app.run_test(size=size) as pilot:
        await to_entry(pilot)
        await pilot.press("enter")
        await opened(pilot, RateScreen)
        await pilot.press("6")
        await opened(pilot, EntryScreen)
        assert "▸ How much it hurts 6  (was: 4)" in screen_text(app)
        before = len(journal.kept)
        await pilot.press("s")
        await opened(pilot, ProgressScreen)
        assert len(journal.kept) == before + 1
        assert "Pain 6, neck, tags: night" in " ".join(screen_text(app).split())
        assert "corrected" in screen_text(app)
        assert "Corrected. No lock has changed." in screen_text(app)
        if size == SIZES[0]:
            assert "middle 6, worst 6" in screen_text(app), "the pain goes by what stands now"
    assert bodies(checked) == [PainRated(level=6, when=RatedWhen.ANY_TIME, area=BodyArea.NECK, tags=(Tag.NIGHT,))]


@pytest.mark.parametrize("key", ["escape", "q", "ctrl+c"])
async def test_back_changes_nothing(open_app: OpenApp, checked: Coach, journal: MemoryJournal, key: str) -> None:
    checked.entries.note(PAIN)
    before = list(journal.kept)
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_entry(pilot)
        await pilot.press("enter", "6", key)
        await opened(pilot, ProgressScreen)
    assert journal.kept == before


async def test_a_value_that_was_the_old_one_is_no_change(
    open_app: OpenApp, checked: Coach, journal: MemoryJournal
) -> None:
    checked.entries.note(PAIN)
    before = list(journal.kept)
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_entry(pilot)
        await pilot.press("enter", "6", "enter", "4")
        await opened(pilot, EntryScreen)
        await pilot.press("s")
        await until(pilot, lambda: "Nothing has been changed yet." in screen_text(app))
    assert journal.kept == before


async def field(pilot: Pilot[Any], label: str) -> None:
    """Open the field with this label by two clicks."""
    for _ in range(2):
        lines = screen_lines(pilot.app)
        row = next(n for n, line in enumerate(lines) if line.strip().startswith(label))
        await pilot.click(offset=(lines[row].index(label) + 1, row))
        await pilot.pause()


async def test_by_mouse_with_ticks_choices_and_words(open_app: OpenApp, checked: Coach) -> None:
    checked.entries.note(PAIN)
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_entry(pilot)
        await field(pilot, "What fits")
        await opened(pilot, TickScreen)
        assert "[x] 1  It hurts at night" in screen_text(app)
        await pilot.press("1", "2", "enter")
        await opened(pilot, EntryScreen)
        await field(pilot, "Side")
        await opened(pilot, AskScreen)
        await pilot.press("2")
        await opened(pilot, EntryScreen)
        await field(pilot, "Note")
        await opened(pilot, TypeScreen)
        await pilot.press(*"quiet", "enter")
        await opened(pilot, EntryScreen)
        lines = screen_lines(app)
        await pilot.click(offset=(lines[-1].index("s Save") + 2, len(lines) - 1))
        await opened(pilot, ProgressScreen)
    (body,) = bodies(checked)
    assert isinstance(body, PainRated)
    assert (body.tags, body.side, body.note) == ((Tag.MORNING,), "right", "quiet")


@pytest.mark.parametrize("size", SIZES)
async def test_faults_are_told_as_they_are_made_all_of_them_and_nothing_is_written(
    open_app: OpenApp, checked: Coach, journal: MemoryJournal, size: tuple[int, int]
) -> None:
    knot = EpisodeBegan(complaint=ComplaintKind.KNOT, area=BodyArea.NECK, ended=date(2026, 2, 25))
    checked.entries.note(knot)
    before = list(journal.kept)
    app = open_app(checked)
    async with app.run_test(size=size) as pilot:
        await to_entry(pilot)
        await pilot.press("down", "down", "down", "enter")
        await opened(pilot, TypeScreen)
        await pilot.press(*"2026-02-28")
        await until(pilot, lambda: "ended is before started." in screen_text(app))
        await pilot.press("enter")
        await opened(pilot, EntryScreen)
        await pilot.press("down", "enter")
        await opened(pilot, TypeScreen)
        app.screen.query_one(Input).value = "soon"
        await until(pilot, lambda: "ended can't be 'soon'" in screen_text(app))
        await pilot.press("enter")
        await opened(pilot, EntryScreen)
        await pilot.press("s")
        text = " ".join(screen_text(app).split())
        assert "ended can't be 'soon'" in text
        assert "soon (was: 2026-02-25)" in text
        assert journal.kept == before
        await pilot.press("enter")
        await opened(pilot, TypeScreen)
        app.screen.query_one(Input).value = ""  # it isn't over after all
        await pilot.press("enter")
        await opened(pilot, EntryScreen)
        assert "can't be" not in screen_text(app)
        await pilot.press("s")
        await until(pilot, lambda: not isinstance(app.screen, EntryScreen))
    (body,) = bodies(checked)
    assert isinstance(body, EpisodeBegan)
    assert (body.ended, str(body.started)[:10]) == (None, "2026-02-28")


async def test_what_it_means_for_the_locks_is_said(open_app: OpenApp, checked: Coach) -> None:
    checked.entries.note(EpisodeBegan(complaint=ComplaintKind.GLAND, area=BodyArea.SHOULDER))
    clean(checked)
    assert checked.rules.safety().flags
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_entry(pilot)
        await pilot.press("enter")
        await opened(pilot, AskScreen)
        await pilot.press("1")  # a knot
        await opened(pilot, EntryScreen)
        await pilot.press("s")
        await opened(pilot, MeaningScreen)
        text = " ".join(screen_text(app).split())
        assert "Moist heat, ball press and hold, gentle massage by hand are open again." in text
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ProgressScreen))
    assert not checked.rules.safety().flags


async def test_a_lump_that_grew_locks_asks_and_shows_its_card(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock
) -> None:
    look = checked.entries.note(LumpSeen(area=BodyArea.SHOULDER, size_mm=10))
    fake_clock.advance(8 * 24 * 3600)
    checked.entries.note(LumpSeen(lump=look.id, area=BodyArea.SHOULDER, size_mm=10))
    clean(checked)
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        while isinstance(app.screen, CardScreen):  # what is overdue comes first
            await pilot.press("escape")
            await pilot.pause()
        await to_entry(pilot)
        await field(pilot, "Longest side, mm")
        await opened(pilot, TypeScreen)
        app.screen.query_one(Input).value = "16"
        await pilot.press("enter")
        await opened(pilot, EntryScreen)
        await pilot.press("s")
        await opened(pilot, MeaningScreen)
        text = " ".join(screen_text(app).split())
        assert "The lump went from 10 to 16 mm. It locks" in text
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, (CheckScreen, CardScreen)))
        if isinstance(app.screen, CheckScreen):
            await pilot.press("escape")
        await opened(pilot, CardScreen)


async def test_what_another_window_corrected_meanwhile_is_shown_and_nothing_is_lost(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock
) -> None:
    name = checked.entries.note(PAIN).id
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_entry(pilot)
        await pilot.press("enter", "6")
        await opened(pilot, EntryScreen)
        fake_clock.advance(60)
        standing = checked.corrections.standing(PainRated, name)
        checked.corrections.save(standing, checked.corrections.read(standing, {"level": 9, "note": "there"}))
        fake_clock.advance(60)
        await pilot.press("s")
        await until(pilot, lambda: "put right in another window meanwhile" in screen_text(app))
        assert "▸ How much it hurts 6  (was: 9)" in screen_text(app)
        assert "Note              there" in screen_text(app)
        assert "Corrected on 2026-03-02" in screen_text(app)
        await pilot.press("s")
        await opened(pilot, ProgressScreen)
    (body,) = bodies(checked)
    assert isinstance(body, PainRated)
    assert (body.level, body.note) == (6, "there")


async def test_a_full_disk_is_told_and_what_was_changed_stays(
    open_app: OpenApp, checked: Coach, journal: MemoryJournal
) -> None:
    checked.entries.note(PAIN)
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_entry(pilot)
        await pilot.press("enter", "6")
        await opened(pilot, EntryScreen)
        journal.broken = "The disk is full."
        await pilot.press("s")
        await until(pilot, lambda: "Not saved. The disk is full." in screen_text(app))
        assert "(was: 4)" in screen_text(app)
        journal.broken = ""
        await pilot.press("s")
        await opened(pilot, ProgressScreen)
    (body,) = bodies(checked)
    assert isinstance(body, PainRated)
    assert body.level == 6


async def test_the_pain_of_a_session_is_put_right_and_a_session_itself_says_why_not(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock
) -> None:
    do(checked, fake_clock, "cat-cow")
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h")
        await opened(pilot, ProgressScreen)
        await pilot.press("enter")
        await opened(pilot, AskScreen)
        assert "Pain 5" in screen_text(app)
        await pilot.press("1")
        await opened(pilot, EntryScreen)
        await pilot.press("enter", "2")
        await opened(pilot, EntryScreen)
        await pilot.press("s")
        await until(pilot, lambda: "pain 5 → 2, less" in screen_text(app))


async def test_what_can_not_be_put_right_says_why(open_app: OpenApp, checked: Coach) -> None:
    begun = checked.entries.note(EpisodeBegan(complaint=ComplaintKind.KNOT, area=BodyArea.NECK))
    checked.entries.note(EpisodeEnded(episode=begun.id))
    app = open_app(checked)
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.press("h")
        await opened(pilot, ProgressScreen)
        await pilot.press("enter")
        await until(pilot, lambda: "That it had gone stays as it was said." in screen_lines(app)[-2])
        assert isinstance(app.screen, ProgressScreen)


async def test_a_session_without_a_rating_says_why_it_stays(open_app: OpenApp, checked: Coach) -> None:
    checked.record.append(SessionBegan(session="one", routine="cat-cow", name="Cat-cow"))
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h")
        await opened(pilot, ProgressScreen)
        await pilot.press("enter")
        await until(pilot, lambda: "A session stands as it was followed." in screen_text(app))


async def test_a_visit_is_put_right(open_app: OpenApp, checked: Coach) -> None:
    visit = VisitMade(flags=("night-pain",), classes=(TechniqueClass.HEAT,), who="Dr Ruiz", on=date(2026, 3, 1))
    checked.entries.note(visit)
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_entry(pilot)
        await field(pilot, "Called fine")
        await opened(pilot, TickScreen)
        await pilot.press("2", "enter")
        await opened(pilot, EntryScreen)
        await pilot.press("s")
        await until(pilot, lambda: not isinstance(app.screen, EntryScreen))
    (body,) = bodies(checked)
    assert body == VisitMade(
        flags=("night-pain",), classes=(TechniqueClass.HEAT, TechniqueClass.COLD), who="Dr Ruiz", on=date(2026, 3, 1)
    )


async def test_a_wide_window_shows_all_of_the_highlighted_one(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock
) -> None:
    do(checked, fake_clock, "cat-cow")
    checked.entries.note(PainRated(level=7, triggers=(Trigger.STRESS,), note="in the evening"))
    app = open_app(checked)
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("h")
        await opened(pilot, ProgressScreen)
        beside = "\n".join(line[72:] for line in screen_lines(app))
        assert "Set off by" in beside
        assert "in the evening" in beside
        await pilot.press("down")
        await until(pilot, lambda: "✓ Cat-cow" in "\n".join(line[72:] for line in screen_lines(app)))
        await pilot.resize_terminal(119, 30)
        await until(pilot, lambda: not app.screen.query_one("#preview").display)


async def test_the_history_stays_at_the_entry_that_was_opened(open_app: OpenApp, checked: Coach) -> None:
    for level in (1, 2, 3):
        checked.entries.note(PainRated(level=level))
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h")
        await opened(pilot, ProgressScreen)
        await pilot.press("down", "enter")
        await opened(pilot, EntryScreen)
        await pilot.press("enter", "9")
        await opened(pilot, EntryScreen)
        await pilot.press("s")
        await until(pilot, lambda: "Pain 9" in screen_text(app))
        option = app.screen.query_one("#sessions").highlighted_option  # type: ignore[attr-defined]
        assert "Pain 9" in str(option.prompt)
