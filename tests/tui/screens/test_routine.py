"""One routine: all there is to know, what to choose for this run, and why it may be locked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.widgets import Static

from coach.core.coach.door import Coach
from coach.core.record.choices import Choices, DoseChoice, SideChoice
from coach.core.settings import Settings
from coach.core.vocabulary import BodyArea
from coach.tui.app import CoachApp
from coach.tui.requests import RoutineRequested
from coach.tui.screens.card import CardScreen
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.rate import RateScreen
from coach.tui.screens.routine import LABEL, RoutineScreen
from coach.tui.screens.today import TodayScreen
from coach.tui.words.common import NO_LIMIT
from coach.tui.words.doses import basis_words, dose_lines
from tests.tui.conftest import SIZES, lock, screen_lines, screen_text, until
from tests.tui.stage import to_player

OpenApp = Callable[..., CoachApp]


async def show(pilot: Any, routine: str, choices: Choices | None = None) -> RoutineScreen:
    """Open the page of a routine."""
    pilot.app.screen.post_message(RoutineRequested(routine, choices or Choices()))
    await until(pilot, lambda: isinstance(pilot.app.screen, RoutineScreen))
    await pilot.pause()
    found: RoutineScreen = pilot.app.screen
    return found


def all_text(screen: RoutineScreen) -> str:
    """Everything on the page, the part out of sight too."""
    return "\n".join(str(part.content) for part in screen.query(Static))


async def test_it_tells_steps_dose_with_basis_cautions_stop_signs_and_sources(
    open_app: OpenApp, checked: Coach, sources: dict[str, str]
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        text = all_text(await show(pilot, "ball-compression"))
    ball = checked.library.techniques["ball-compression"]
    flags = checked.catalogue.flags if checked.catalogue is not None else {}
    for said in (*ball.steps, *ball.take_care(), *(support.says for support in ball.supports)):
        assert said in text
    assert "Hold: 30 to 60 s" in text
    assert f"from the article “{sources['S3']}”" in text
    assert "our own careful choice" in text
    assert flags["in-session-sharp-pain"].question in text
    assert "spine bones" in text
    assert sources["S2"] in text
    assert "wall, lie back" in text


async def test_a_sequence_tells_all_of_its_techniques(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        text = all_text(await show(pilot, "neck-knot-desk"))
    for name in ("Calm breathing", "Neck turns", "Neck side stretch"):
        assert name in text
    assert "gentle rotations and stretches release tension" in text


def test_every_number_of_every_dose_has_words_and_an_origin(checked: Coach, sources: dict[str, str]) -> None:
    for technique in checked.library.techniques.values():
        lines = dose_lines(technique, sources)
        assert len(lines) == len(technique.dose.quantities()) + len(technique.dose.words)
        for _, quantity in technique.dose.quantities():
            assert basis_words(quantity.basis, quantity.source, sources) in [origin for _, origin in lines]


async def test_choices_change_the_time_in_all(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await show(pilot, "ball-compression")

        def length() -> int:
            words = screen_lines(app)[0].split()
            return int(words[words.index("min") - 1])

        before = length()
        await pilot.press("p", "p", "d")
        assert length() > before
        longest = length()
        await pilot.press("s")
        assert "[left]" in screen_text(app)
        assert length() < longest


async def test_what_was_chosen_is_what_runs(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await show(pilot, "ball-compression", Choices(area=BodyArea.SHOULDER))
        await pilot.press("s", "s", "d", "p", "b")
        await until(pilot, lambda: isinstance(app.screen, RateScreen))
        await pilot.press("s")
        await to_player(pilot)
        await pilot.press("ctrl+q")
    (past,) = checked.listing.history()
    chosen = past.begun.body.choices
    assert (chosen.area, chosen.side, chosen.spots) == (BodyArea.SHOULDER, SideChoice.RIGHT, 2)
    assert chosen.dose is DoseChoice.HIGH


async def test_another_way_shows_its_own_steps(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await show(pilot, "ball-compression")
        assert "[wall ball]" in screen_text(app)
        await pilot.press("v")
        await until(pilot, lambda: "[floor ball]" in screen_text(app))
        assert "Put the ball under the muscle" in all_text(screen)


async def test_what_it_ran_with_last_is_chosen_already(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await show(pilot, "cat-cow")
        await pilot.press("d", "w", "enter")
        await until(pilot, lambda: isinstance(app.screen, RateScreen))
        await pilot.press("s")
        await to_player(pilot)
        await pilot.press("ctrl+q")
    again = open_app(checked, Settings(theme="dark"))
    async with again.run_test(size=(80, 24)) as pilot:
        await show(pilot, "cat-cow")
        assert "[full]" in screen_text(again)
        assert "[for a key between steps]" in screen_text(again)


async def test_time_that_is_too_short_is_said_and_nothing_begins(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await show(pilot, "moist-heat", Choices(minutes=5))
        assert "does not fit into 5 min" in screen_text(app)
        await pilot.press("enter")
        assert isinstance(app.screen, RoutineScreen)
        await pilot.press("m", "m", "m")
        assert "[any]" in screen_text(app)
        assert app.screen._choices.minutes == NO_LIMIT
        assert "Press Enter to begin," in screen_text(app)


async def test_a_fitted_run_says_what_was_left_out(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await show(pilot, "neck-knot-desk", Choices(minutes=5))
        assert "To fit 5 min: fewest repeats" in screen_text(app)


async def test_a_locked_one_says_why_and_who_can_help_and_begin_leads_to_the_card(
    open_app: OpenApp, coach: Coach
) -> None:
    lock(coach)
    app = open_app(coach)
    async with app.run_test(size=(80, 24)) as pilot:
        await show(pilot, "childs-pose")
        assert "✗ Locked." in screen_text(app)
        assert "Who can help:" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, CardScreen))


async def test_where_the_check_is_due_begin_leads_to_it(open_app: OpenApp, coach: Coach) -> None:
    app = open_app(coach)
    async with app.run_test(size=(80, 24)) as pilot:
        await show(pilot, "childs-pose")
        assert "? Check first." in screen_text(app)
        await pilot.press("enter", "s")
        await until(pilot, lambda: isinstance(app.screen, CheckScreen))


async def test_escape_goes_back_and_begins_nothing(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await show(pilot, "bridge")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
    assert checked.listing.history() == []


async def test_a_click_on_a_choice_takes_it(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await show(pilot, "knee-to-chest")
        line = next(n for n, text in enumerate(screen_lines(app)) if "s Side" in text)
        await pilot.click(offset=(screen_lines(app)[line].index("right") + 1, line))
        await until(pilot, lambda: "[right]" in screen_text(app))


@pytest.mark.parametrize("size", SIZES[1:2])
async def test_every_routine_has_a_page_that_opens_at_its_top(
    open_app: OpenApp, checked: Coach, size: tuple[int, int]
) -> None:
    app = open_app(checked)
    async with app.run_test(size=size) as pilot:
        for name, routine in checked.library.routines.items():
            await show(pilot, name)
            assert screen_lines(app)[0].strip().startswith(routine.name[:12])
            assert "in all. Press" in " ".join(screen_lines(app)[1:4])
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, TodayScreen))


@pytest.mark.parametrize("size", [(40, 12), (60, 18), (80, 24)])
async def test_what_it_is_for_stands_beside_its_label(open_app: OpenApp, checked: Coach, size: tuple[int, int]) -> None:
    app = open_app(checked)
    async with app.run_test(size=size) as pilot:
        screen = await show(pilot, "moist-heat")
        about = str(screen.query_one("#about", Static).content).splitlines()
        assert " ".join(line[LABEL:] for line in about[: len(about) - 3]) == (
            "neck, shoulder, upper back, mid back, lower back"
        )
        assert max(map(len, about)) <= size[0] - 3
        await pilot.resize_terminal(120, 36)
        await until(pilot, lambda: len(str(screen.query_one("#about", Static).content).splitlines()) == 4)
