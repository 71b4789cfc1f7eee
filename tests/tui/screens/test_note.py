"""Noting complaints and lumps: few keys, in the record, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from coach.core.clearance.clearance import Blocked, Cleared
from coach.core.coach.door import Coach
from coach.core.record.choices import Choices
from coach.core.record.facts import of
from coach.core.record.health import EpisodeBegan, EpisodeEnded, LumpSeen, VisitMade
from coach.core.vocabulary import BodyArea, ComplaintKind, Moves, SizeMethod, Tag, TechniqueClass, Texture, Trigger
from coach.tui.app import CoachApp
from coach.tui.screens.body import BodyScreen
from coach.tui.screens.card import CardScreen
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.notes.lump import LumpScreen
from coach.tui.screens.notes.seen import SeenScreen
from coach.tui.screens.notes.tick import TickScreen
from coach.tui.screens.rate import AskScreen, RateScreen
from coach.tui.screens.today import TodayScreen
from coach.tui.widgets.choice_row import ChoiceRow
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal
from tests.tui.conftest import SIZES, pass_check, screen_text, until
from tests.tui.stage import all_clear, opened

OpenApp = Callable[..., CoachApp]
FOUR = ("space", "down") * 4  # heat, cold, pressing, massage


async def test_a_spasm_is_noted_in_few_keys(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e")
        await opened(pilot, BodyScreen)
        await pilot.press("5")
        await opened(pilot, AskScreen)
        await pilot.press("4")
        await until(pilot, lambda: "When did it begin?" in screen_text(app))
        await pilot.press("1")
        await opened(pilot, RateScreen)
        await pilot.press("6")
        await opened(pilot, TickScreen)
        await pilot.press("2", "a", "enter")
        await opened(pilot, CheckScreen)
        assert "Check: Spasm, lower back" in screen_text(app)
        await all_clear(pilot)
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    (episode,) = checked.checks.complaints().episodes
    assert (episode.kind, episode.area, episode.triggers) == (
        ComplaintKind.SPASM,
        BodyArea.LOWER_BACK,
        (Trigger.LONG_SITTING,),
    )
    assert [(rating.level, rating.tags) for rating in episode.pain] == [(6, (Tag.MORNING,))]
    assert checked.checks.due().episodes == ()


async def note_lump(app: CoachApp, pilot, area: str = "1") -> None:  # type: ignore[no-untyped-def]
    await pilot.press("e")
    await opened(pilot, BodyScreen)
    await pilot.press(area)
    await opened(pilot, AskScreen)
    await pilot.press("2")
    await opened(pilot, LumpScreen)


async def test_a_lump_locks_heat_ball_and_massage_where_it_is(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await note_lump(app, pilot, "4")
        await pilot.press("2", "1", "ctrl+s")
        await opened(pilot, CheckScreen)
        assert "Check: Lump, mid back" in screen_text(app)
        await all_clear(pilot)
        await opened(pilot, CardScreen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    (lump,) = checked.checks.complaints().lumps
    assert lump.series(lambda look: look.size_mm)[0][1] == 8
    pass_check(checked)
    where = Choices(area=BodyArea.MID_BACK)
    there = [t for t in checked.library.techniques.values() if BodyArea.MID_BACK in t.areas]
    locked = {t.cls for t in there if isinstance(v := checked.sessions.ask(t.id, where), Blocked) and not v.check_due}
    by_lump = {TechniqueClass.HEAT, TechniqueClass.COMPRESSION, TechniqueClass.MASSAGE}
    assert locked == by_lump & {t.cls for t in there}
    (up,) = checked.rules.safety().flags
    assert set(up.blocks.classes) == by_lump
    assert up.area is BodyArea.MID_BACK
    assert isinstance(checked.sessions.ask("cat-cow", where), Cleared)


async def test_self_care_is_fine_only_with_who_has_said_so_and_when(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 40)) as pilot:
        await note_lump(app, pilot, "4")
        app.screen.query_one("#seen_by", ChoiceRow).focus()
        await pilot.press("3", "1", "ctrl+s")
        await until(pilot, lambda: "needs seen-who and seen-on" in " ".join(screen_text(app).split()))
        app.screen.query_one("#seen_on", ChoiceRow).focus()
        await pilot.press("3", "ctrl+s")
        await opened(pilot, CheckScreen)
    (lump,) = checked.checks.complaints().lumps
    (look,) = lump.checks
    assert (look.seen.seen_who, look.seen.seen_on) == ("doctor", look.at.date() - timedelta(days=6))


@pytest.mark.parametrize(("answer", "lump"), [("1", False), ("2", True), ("3", True)])
async def test_a_knot_that_may_be_a_lump_is_one(open_app: OpenApp, checked: Coach, answer: str, lump: bool) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e")
        await opened(pilot, BodyScreen)
        await pilot.press("2")
        await opened(pilot, AskScreen)
        await pilot.press("1")
        await until(pilot, lambda: "pinch it under the skin" in " ".join(screen_text(app).split()))
        await pilot.press("enter")  # nothing is chosen at first
        await pilot.pause()
        assert "pinch it under the skin" in " ".join(screen_text(app).split())
        await pilot.press(answer)
        if lump:
            await opened(pilot, LumpScreen)
        else:
            await until(pilot, lambda: "When did it begin?" in screen_text(app))


async def test_a_complaint_that_is_two_weeks_old_counts_from_then(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e")
        await opened(pilot, BodyScreen)
        await pilot.press("1")
        await opened(pilot, AskScreen)
        await pilot.press("4")
        await until(pilot, lambda: "When did it begin?" in screen_text(app))
        await pilot.press("5")
        await opened(pilot, RateScreen)
        await pilot.press("6")
        await opened(pilot, TickScreen)
        await pilot.press("enter")
        await opened(pilot, CheckScreen)
        await all_clear(pilot)
        await opened(pilot, CardScreen)
    assert {"spasm-prolonged", "no-better-24h"} <= {up.flag.id for up in checked.rules.safety().flags}


async def test_after_a_day_today_asks_whether_it_is_any_better(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock
) -> None:
    checked.entries.note(EpisodeBegan(complaint=ComplaintKind.SPASM, area=BodyArea.NECK))
    fake_clock.advance(25 * 3600)
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, (TodayScreen, CardScreen)))
        while isinstance(app.screen, CardScreen):
            await pilot.press("escape")
        assert "Spasm, neck, since yesterday: is it any better?" in screen_text(app)
        await pilot.press("e")
        await opened(pilot, AskScreen)
        await pilot.press("2")
        await until(pilot, lambda: "Is it any better?" in screen_text(app))
        await pilot.press("1")
        await opened(pilot, RateScreen)
        await pilot.press("2")
        await opened(pilot, CheckScreen)
        assert "any better" not in screen_text(app)
        await all_clear(pilot)
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    (episode,) = checked.checks.complaints().episodes
    assert [status.value for status in episode.statuses] == ["better"]
    assert "no-better-24h" not in {up.flag.id for up in checked.rules.safety().flags}


async def test_it_has_gone_closes_a_complaint_that_had_come_back(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock
) -> None:
    first = checked.entries.note(EpisodeBegan(complaint=ComplaintKind.ACHE, area=BodyArea.NECK))
    fake_clock.advance(3600)
    checked.entries.note(EpisodeEnded(episode=first.id))
    fake_clock.advance(3600)
    checked.entries.note(EpisodeBegan(complaint=ComplaintKind.ACHE, area=BodyArea.NECK))
    fake_clock.advance(3600)
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e")
        await opened(pilot, AskScreen)
        await pilot.press("2")
        await until(pilot, lambda: "It has gone" in screen_text(app))
        await pilot.press("5")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    fake_clock.advance(60)
    assert checked.checks.complaints().episodes == ()


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_questions_on_a_lump_are_seen_in_every_window(
    open_app: OpenApp, checked: Coach, size: tuple[int, int]
) -> None:
    app = open_app(checked)
    async with app.run_test(size=size) as pilot:
        await note_lump(app, pilot)
        shown = screen_text(app)
        assert "Since when?" in shown
        assert "As big as a" in shown


async def test_a_lump_of_9999_mm_is_refused_with_its_reason(
    open_app: OpenApp, checked: Coach, journal: MemoryJournal
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 60)) as pilot:
        await note_lump(app, pilot)
        await pilot.press("1", "down", *"9999", "ctrl+s")
        await until(pilot, lambda: "from 1 to 500" in screen_text(app))
    assert not [fact for fact in journal.kept if fact.kind == "lump"]


async def test_the_card_is_there_at_each_start_once_the_time_to_act_has_passed(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock
) -> None:
    checked.entries.note(LumpSeen(area=BodyArea.NECK, first_noticed=date(2026, 3, 2)))
    app = open_app(checked)
    async with app.run_test(size=(80, 24)):
        assert isinstance(app.screen, TodayScreen)
    fake_clock.advance(8 * 24 * 3600)
    for _ in range(2):
        app = open_app(checked)
        async with app.run_test(size=(80, 24)) as pilot:
            await opened(pilot, CardScreen)
            await pilot.press("escape")
            await until(pilot, lambda app=app: isinstance(app.screen, TodayScreen))  # type: ignore[misc]


async def test_a_visit_says_which_lump_was_looked_at(open_app: OpenApp, checked: Coach) -> None:
    checked.entries.note(LumpSeen(area=BodyArea.NECK, first_noticed=date(2026, 3, 2)))
    checked.entries.note(LumpSeen(area=BodyArea.SHOULDER, first_noticed=date(2026, 3, 2)))
    app = open_app(checked)
    async with app.run_test(size=(80, 50)) as pilot:
        await pilot.press("w")
        await opened(pilot, CardScreen)
        await pilot.press("v")
        await opened(pilot, SeenScreen)
        await pilot.press("space", "ctrl+s")
        await until(pilot, lambda: "Say which lump was looked at." in screen_text(app))
        await pilot.press("tab", "space", "tab", "tab", *FOUR, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    (visit,) = checked.record.of(VisitMade)
    neck, shoulder = checked.checks.complaints().lumps
    assert visit.body.lumps == (neck.id,)
    left = {up.subject for up in checked.rules.safety().flags if up.flag.id == "lump-new-unassessed"}
    assert left == {shoulder.id}


async def test_digits_go_from_question_to_question_and_never_become_millimetres(
    open_app: OpenApp, checked: Coach, journal: MemoryJournal
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 60)) as pilot:
        await note_lump(app, pilot)
        await pilot.press("1", "2", "3", "1", "ctrl+s")
        await opened(pilot, CheckScreen)
    (look,) = [fact.body for fact in of(journal.kept, LumpSeen)]
    assert (look.size_mm, look.size_method) == (18, SizeMethod.COMPARED)
    assert (look.texture, look.moves) == (Texture.FIRM, Moves.MOVES)
