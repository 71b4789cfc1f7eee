"""The card: what to do comes first, and what can be done from it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.widgets import Input

from coach.core.catalogue.catalogue import Catalogue
from coach.core.catalogue.origins import GUIDELINE, origins
from coach.core.clearance.clearance import Blocked, Cleared
from coach.core.coach.door import Coach
from coach.core.record.choices import Choices
from coach.core.record.health import VisitMade
from coach.core.vocabulary import Answer
from coach.tui.screens.card import CardScreen
from coach.tui.screens.notes.seen import SeenScreen
from coach.tui.widgets.picks import Picks
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal, just_before
from tests.tui.conftest import SIZES, pass_check, screen_lines, screen_text, until
from tests.tui.stage import Stage, answered_yes, opened, result, show

Card = Callable[..., Stage]

ILLNESSES = """cauda equina,meningitis,tumour,tumor,cancer,infection,sepsis,fracture,broken,osteoporosis,raynaud,clot
diabetes,vascular,stroke,arthritis,ulcer,neck mass""".replace("\n", ",").split(",")


@pytest.fixture
def card(coach: Coach, sources: dict[str, str]) -> Card:
    def make(*flags: str, routine: str = "ball-compression") -> Stage:
        answered_yes(coach, *flags)
        blocked = coach.sessions.ask(routine, Choices())
        assert isinstance(blocked, Blocked)
        return show(CardScreen(blocked, coach, sources))

    return make


async def test_the_action_stands_before_the_reason_and_the_sources_after_it(card: Card) -> None:
    async with card("night-pain").run_test(size=(120, 40)) as pilot:
        await opened(pilot, CardScreen)
        assert "How to Get Rid of a Back Knot" not in screen_text(pilot.app)
        await pilot.press("s")
        await until(pilot, lambda: "How to Get Rid of a Back Knot" in screen_text(pilot.app))
        shown = screen_text(pilot.app)
    order = ["!! TODAY", "Speak to a doctor or nurse today.", "Routines are locked", "Act within 24 hours.", "Why"]
    order += ["Still open", "Calm breathing", "Who can help", "Doctor", "Nurse", "How to Get Rid of a Back Knot"]
    order += ["No clinician has reviewed these rules."]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)


async def test_one_reason_is_shown_and_the_others_are_counted(card: Card) -> None:
    async with card("night-pain", "fever-or-chills").run_test(size=(120, 40)) as pilot:
        await opened(pilot, CardScreen)
        assert "and 1 more reason: press m" in screen_text(pilot.app)
        await pilot.press("m")
        await until(pilot, lambda: "press m" not in screen_text(pilot.app))
        shown = screen_text(pilot.app)
        assert "worse at night" in shown
        assert "fever" in shown.lower()


async def test_the_summary_goes_to_the_clipboard(card: Card) -> None:
    async with card("night-pain").run_test() as pilot:
        await opened(pilot, CardScreen)
        await pilot.press("y")
        await until(pilot, lambda: "Speak to a doctor or nurse today." in pilot.app.clipboard)
        assert "Still open: " in pilot.app.clipboard
        assert "No clinician has reviewed these rules." in pilot.app.clipboard


def test_no_source_on_a_card_names_what_it_might_be(catalogue: Catalogue, sources: dict[str, str]) -> None:
    for flag in catalogue.flags.values():
        ids = [*(support.source for support in flag.sources), *flag.guidance]
        shown = origins(ids, sources)
        assert GUIDELINE not in shown, f"{flag.id}: a guideline without a name for the card"
        for title in shown:
            named = [word for word in ILLNESSES if word in title.lower()]
            assert not named, f"{flag.id}: {title}"


async def test_the_card_of_an_emergency_names_no_illness(card: Card) -> None:
    async with card("saddle-numbness").run_test(size=(120, 40)) as pilot:
        await opened(pilot, CardScreen)
        await pilot.press("s")
        await until(pilot, lambda: "From:" in screen_text(pilot.app))
        shown = " ".join(screen_text(pilot.app).lower().split())
        assert "from: nhs community trust" in shown
        assert [word for word in ILLNESSES if word in shown] == []


async def test_the_question_about_a_slip_is_not_hidden_by_a_message(card: Card) -> None:
    async with card("night-pain").run_test() as pilot:
        await opened(pilot, CardScreen)
        await pilot.press("y")
        await until(pilot, lambda: "The summary is copied." in screen_text(pilot.app))
        await pilot.press("z")
        await until(
            pilot, lambda: "Escape to keep it. The record keeps both." in " ".join(screen_text(pilot.app).split())
        )


async def test_while_it_is_asked_about_a_slip_the_line_of_keys_shows_only_the_answers(card: Card, coach: Coach) -> None:
    async with card("night-pain").run_test() as pilot:
        await opened(pilot, CardScreen)
        await pilot.press("z")
        await until(pilot, lambda: screen_lines(pilot.app)[-1].strip() == "y It was a slip  esc Keep it")
        await pilot.press("v", "enter")
        await until(pilot, lambda: "Copy summary" in screen_lines(pilot.app)[-1])
        assert isinstance(pilot.app.screen, CardScreen)
    assert coach.rules.safety().flags


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_missing_in_the_form_is_said_in_sight(card: Card, size: tuple[int, int]) -> None:
    async with card("night-pain").run_test(size=size) as pilot:
        await opened(pilot, CardScreen)
        await pilot.press("v")
        await opened(pilot, SeenScreen)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Say who you saw." in screen_text(pilot.app))


@pytest.mark.parametrize("size", SIZES)
async def test_level_and_action_are_seen_at_once_in_every_window(card: Card, size: tuple[int, int]) -> None:
    async with card("chest-pain").run_test(size=size) as pilot:
        await opened(pilot, CardScreen)
        shown = " ".join(screen_text(pilot.app).split())
        assert "!!! EMERGENCY Stop. Get help now." in shown
        assert "Call your emergency number" in shown
        assert "Act now." in shown


async def test_a_slip_is_taken_back_only_after_asking(card: Card, coach: Coach, journal: MemoryJournal) -> None:
    stage = card("night-pain")
    async with stage.run_test() as pilot:
        await opened(pilot, CardScreen)
        await pilot.press("z")
        await until(pilot, lambda: "Was the answer a slip?" in screen_text(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: "Was the answer a slip?" not in screen_text(pilot.app))
        assert coach.rules.safety().flags
        await pilot.press("z", "y")
        await result(pilot)
    assert not coach.rules.safety().flags
    assert [f.kind for f in journal.kept if f.kind != "flags"][-1] == "withdrawn"


async def test_after_ten_minutes_an_answer_is_no_slip(card: Card, coach: Coach, fake_clock: FakeClock) -> None:
    stage = card("night-pain")
    async with stage.run_test() as pilot:
        await opened(pilot, CardScreen)
        fake_clock.advance(601)
        await pilot.press("z", "y")
        await until(pilot, lambda: "more than 10 minutes ago" in " ".join(screen_text(pilot.app).split()))
        assert isinstance(pilot.app.screen, CardScreen)
    assert coach.rules.safety().flags


async def test_a_visit_opens_what_was_said_to_be_fine(card: Card, coach: Coach, fake_clock: FakeClock) -> None:
    stage = card("limb-numb-tingle-weak")
    async with stage.run_test(size=(80, 30)) as pilot:
        await opened(pilot, CardScreen)
        await pilot.press("v")
        await opened(pilot, SeenScreen)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Say who you saw." in screen_text(pilot.app))
        await pilot.press("down", "down", "space", "tab", "tab", "space")
        await until(pilot, lambda: "[x] Heat" in screen_text(pilot.app))
        assert "(x) Physiotherapist" in screen_text(pilot.app)
        await pilot.press("ctrl+s")
        await result(pilot)
    fake_clock.advance(24 * 3600)
    pass_check(coach)
    just_before(coach, "moist-heat")
    assert isinstance(coach.sessions.ask("moist-heat", Choices()), Cleared)
    assert isinstance(coach.sessions.ask("ball-compression", Choices()), Blocked)


@pytest.mark.parametrize(("day", "words"), [("tomorrow", "The day must look like"), ("2026-03-09", "is still to come")])
async def test_a_visit_needs_a_day_that_has_been(card: Card, coach: Coach, day: str, words: str) -> None:
    stage = card("night-pain")
    async with stage.run_test(size=(80, 30)) as pilot:
        await opened(pilot, CardScreen)
        await pilot.press("v")
        form = await opened(pilot, SeenScreen)
        form.query_one("#day", Input).value = day
        await pilot.press("space", "ctrl+s")
        await until(pilot, lambda: words in screen_text(pilot.app))
    assert coach.rules.safety().flags


@pytest.mark.parametrize("size", [(80, 30), (60, 18), (40, 12)])
@pytest.mark.parametrize(("word", "left"), [(Answer.NOT_SURE, set()), (Answer.YES, {"limb-numb-tingle-weak"})])
async def test_advice_by_phone_settles_what_nobody_was_sure_of_and_never_a_yes(
    coach: Coach, sources: dict[str, str], size: tuple[int, int], word: Answer, left: set[str]
) -> None:
    coach.checks.volunteer({"limb-numb-tingle-weak": word})
    blocked = coach.sessions.ask("moist-heat", Choices())
    assert isinstance(blocked, Blocked)
    async with show(CardScreen(blocked, coach, sources)).run_test(size=size) as pilot:
        await opened(pilot, CardScreen)
        await pilot.press("v")
        form = await opened(pilot, SeenScreen)
        await pilot.press("space", "tab", "tab", "space", "tab", *"wait")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "By phone nobody has looked." in screen_text(pilot.app))
        assert coach.record.of(VisitMade) == []
        form.query_one("#fine", Picks).focus()
        await pilot.press("space", "ctrl+s")
        await result(pilot)
    (advice,) = coach.record.of(VisitMade)
    assert (advice.body.who, advice.body.said, advice.body.classes) == ("doctor", "wait", ())
    assert {up.flag.id for up in coach.rules.safety().flags} == left


async def test_a_fresh_dose_lock_offers_no_visit_and_no_slip(checked: Coach, sources: dict[str, str]) -> None:
    just_before(checked, "moist-heat")
    cleared = checked.sessions.ask("moist-heat", Choices())
    assert isinstance(cleared, Cleared)
    run = checked.sessions.begin(cleared, Choices())
    checked.clock.advance(400)  # type: ignore[attr-defined]
    run.tick()
    run.leave()
    blocked = checked.sessions.ask("moist-heat", Choices())
    assert isinstance(blocked, Blocked)
    stage = show(CardScreen(blocked, checked, sources))
    async with stage.run_test() as pilot:
        screen = await opened(pilot, CardScreen)
        assert "~ TAKE CARE" in screen_text(pilot.app)
        assert "Enough for now." in screen_text(pilot.app)
        await pilot.press("v", "z")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert "slip" not in screen_text(pilot.app)
