"""The program as a whole: places, the way to the first cue, leaving, what the palette offers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual import events
from textual.screen import Screen

from coach.core.coach.door import Coach
from coach.core.coach.guided import Request
from coach.core.errors import CoachError, JournalError
from coach.core.record.choices import Choices, DoseChoice
from coach.core.settings import Settings
from coach.core.vocabulary import BodyArea
from coach.tui.app import CoachApp, Opened
from coach.tui.screens.begin import BeginScreen
from coach.tui.screens.card import CardScreen
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.player.player import PlayerScreen
from coach.tui.screens.rate import RateScreen
from coach.tui.screens.today import TodayScreen
from tests.conftest import FakeClock
from tests.core.conftest import MemoryJournal
from tests.tui.conftest import SIZES, ReadyApp, Saved, lock, nothing_set, screen_lines, screen_text, until
from tests.tui.stage import answered_yes

OpenApp = Callable[..., CoachApp]


async def test_it_opens_on_today(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)):
        assert isinstance(app.screen, TodayScreen)
        assert "▸ Today" in screen_lines(app)[0]
        assert "✓ Good to go" in screen_text(app)


@pytest.mark.parametrize(
    ("key", "name"), [("l", "Library"), ("h", "Progress"), ("o", "Settings")], ids=["library", "progress", "settings"]
)
async def test_a_key_goes_to_its_place_and_escape_comes_back(
    open_app: OpenApp, checked: Coach, key: str, name: str
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await until(pilot, lambda: f"▸ {name}" in screen_lines(app)[0])
        await pilot.press("escape", "escape")
        await until(pilot, lambda: "▸ Today" in screen_lines(app)[0])


async def test_a_click_on_a_name_in_the_bar_goes_there(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click("PlaceBar", offset=(screen_lines(app)[0].index("Progress") + 2, 0))
        await until(pilot, lambda: "▸ Progress" in screen_lines(app)[0])


COLD = "cold-on-bare-skin"  # the one question whose safe answer is yes


def _asked(screen: Screen[object]) -> str:
    """The key of the question that stands on a check."""
    question = screen._checkup.page if isinstance(screen, CheckScreen) else None
    return question.key if question is not None else ""


async def keys_to_the_first_cue(app: CoachApp, coach: Coach, area: str, fake_clock: FakeClock) -> int:
    """Walk from "it hurts here" to the first cue, as a person would; how many keys that took."""
    pressed = 0
    async with app.run_test(size=(80, 24)) as pilot:
        for key in (area, "enter"):
            await pilot.press(key)
            pressed += 1
        await until(pilot, lambda: not isinstance(app.screen, TodayScreen))
        while not isinstance(app.screen, PlayerScreen):
            shown: Screen[object] = app.screen
            before = (shown, _asked(shown), app.focused)
            asked = before[1]
            key = {RateScreen: "3", CheckScreen: "0"}.get(type(shown), "enter")
            fake_clock.advance(2)
            await pilot.press("y" if COLD in asked else key)
            pressed += 1
            await until(pilot, lambda before=before: (app.screen, _asked(app.screen), app.focused) != before)  # type: ignore[misc]
        await until(pilot, lambda: "Get ready" in screen_text(app))
        await pilot.press("ctrl+q")
    (past,) = coach.listing.history()
    assert past.begun.body.choices.area == list(BodyArea)[int(area) - 1]
    return pressed


@pytest.mark.parametrize("area", ["1", "2", "3", "4", "5"])
async def test_from_it_hurts_to_the_first_cue_on_a_repeat_day_takes_few_keys(
    open_app: OpenApp, repeat_day: Coach, fake_clock: FakeClock, area: str
) -> None:
    assert (
        await keys_to_the_first_cue(open_app(repeat_day), repeat_day, area, fake_clock) <= 7
    )  # at most 10 are allowed


@pytest.mark.parametrize("area", ["1", "2", "3", "4", "5"])
async def test_on_the_first_day_a_healthy_person_reaches_the_first_cue_within_25_keys(
    open_app: OpenApp, coach: Coach, fake_clock: FakeClock, area: str
) -> None:
    assert 9 <= await keys_to_the_first_cue(open_app(coach), coach, area, fake_clock) <= 25


async def test_leaving_the_program_in_a_session_records_it_as_left(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock
) -> None:
    app = open_app(checked)
    await keys_to_the_first_cue(app, checked, "4", fake_clock)
    assert checked.listing.history()[0].outcome == "left"
    assert app.exit_code == 0
    assert app.return_code == 0


@pytest.mark.parametrize(
    "keys", [(), ("l",), ("h",), ("o",), ("b",), ("i",), ("c",), ("question_mark",), ("1", "enter")]
)
async def test_ctrl_q_leaves_from_every_screen_at_once(
    open_app: OpenApp, checked: Coach, keys: tuple[str, ...]
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys, "ctrl+q")
    assert app.exit_code == 0
    assert app.return_code == 0


async def test_the_palette_offers_what_has_a_key_here(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)):
        titles = {offer.title for offer in app.offers()}
    wanted = {"Library", "Progress", "Settings", "Help", "Body", "Check", "Minutes", "About it", "Neck hurts", "Quit"}
    assert wanted <= titles


async def test_a_command_of_the_palette_does_what_its_key_does(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, lambda: "A routine, a place that hurts" in screen_text(app))
        await pilot.press(*"lower back hurts")
        await until(pilot, lambda: "Lower back hurts" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "What helps for your lower back" in screen_text(app))


async def test_a_theme_from_the_palette_is_kept(open_app: OpenApp, checked: Coach, saved: Saved) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        next(offer for offer in app.offers() if offer.title == "Theme light").run()
        await pilot.pause()
        assert app.theme == "coach-light"
    assert [settings.theme for settings in saved.kept] == ["light"]


async def test_an_unknown_theme_is_told_and_dark_serves(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked, Settings(theme="drak"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: any("Did you mean 'dark'?" in told.text for told in app.messages.kept))
        assert app.theme == "coach-dark"


async def test_auto_follows_a_light_terminal(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked, Settings(), terminal="0;15")
    async with app.run_test(size=(80, 24)):
        assert app.theme == "coach-light"


@pytest.mark.parametrize("size", [(39, 24), (80, 11)])
async def test_below_forty_by_twelve_one_line_is_left(open_app: OpenApp, checked: Coach, size: tuple[int, int]) -> None:
    app = open_app(checked)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "Window too small" in screen_text(app).replace("\n", " "))
        await pilot.resize_terminal(40, 12)
        await until(pilot, lambda: "▸ Today" in screen_lines(app)[0])


async def test_every_screen_opens_in_a_wide_window_with_its_keys_at_the_foot(open_app: OpenApp, checked: Coach) -> None:
    """In the usual and the smallest one: `test_every_screen`."""
    size = max(SIZES)
    app = open_app(checked)
    async with app.run_test(size=size) as pilot:
        seen = set()
        for key in ("escape", "l", "h", "o", "b", "i", "question_mark"):
            await pilot.press(key)
            await until(pilot, lambda: len(screen_lines(app)) == size[1])
            foot = screen_lines(app)[-1]
            assert "esc" in foot or "Start" in foot, key
            seen.add(type(app.screen))
            await pilot.press("escape", "escape")
            assert isinstance(app.screen, TodayScreen)
    assert len(seen) == 7


# --- straight into one routine --------------------------------------------------------------------------------------


async def test_a_start_goes_straight_into_the_routine_and_leaves_with_it(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked, start=Request("cat-cow"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, RateScreen))
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, BeginScreen) and app.screen.takes_keys)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PlayerScreen))
        await pilot.press("q", "y")
        await until(pilot, lambda: not app.is_running or not isinstance(app.screen, PlayerScreen))
        for _ in range(5):
            if app.is_running and app._exit is False:
                await pilot.press("escape")
    assert app.exit_code == 0
    assert checked.listing.history()[0].outcome == "left"


async def test_a_start_that_is_blocked_shows_the_card_and_leaves_with_three(open_app: OpenApp, coach: Coach) -> None:
    lock(coach)
    app = open_app(coach, start=Request("cat-cow"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, CardScreen))
        await pilot.press("escape")
        await until(pilot, lambda: app._exit)
    assert app.exit_code == 3


async def test_a_start_begins_with_the_card_where_the_time_to_act_has_passed(
    open_app: OpenApp, coach: Coach, fake_clock: FakeClock
) -> None:
    answered_yes(coach, "night-pain")
    fake_clock.advance(48 * 3600)
    answered_yes(coach)
    app = open_app(coach, start=Request("calm-breathing"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, CardScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, RateScreen))
        app.exit()


async def test_a_start_with_choices_that_mean_nothing_leaves_with_two(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked, start=Request("cat-cow", Choices(spots=2)))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app._exit)
    assert app.exit_code == 2


# --- what is kept ---------------------------------------------------------------------------------------------------


async def test_the_dose_of_the_settings_serves_where_nothing_else_was_chosen(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked, Settings(theme="dark", dose="high", wait=True))
    async with app.run_test(size=(80, 24)):
        assert app.tasks.with_defaults("cat-cow", Choices()) == Choices(dose=DoseChoice.HIGH, wait=True)


async def test_minutes_of_the_settings_serve_where_they_are_enough(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked, Settings(theme="dark", minutes=5))
    async with app.run_test(size=(80, 24)):
        assert app.tasks.with_defaults("cat-cow", Choices()).minutes == 5
        assert app.tasks.with_defaults("moist-heat", Choices()).minutes is None
        assert app.tasks.with_defaults("cat-cow", Choices(dose=DoseChoice.LOW)).dose is DoseChoice.LOW


async def test_the_record_that_cant_be_read_is_told_and_everything_is_locked(
    open_app: OpenApp, coach: Coach, journal: MemoryJournal
) -> None:
    journal.broken = "unreadable"
    app = open_app(coach)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "✗ Locked for now" in screen_text(app)
        await pilot.press("h")
        await until(pilot, lambda: "unreadable" in screen_text(app))
    with pytest.raises(JournalError):
        coach.listing.history()


async def test_what_is_typed_before_the_record_is_open_is_kept(checked: Coach, sources: dict[str, str]) -> None:
    class Hasty(ReadyApp):
        """The person types before the first frame has settled."""

        def _open(self) -> None:
            self.post_message(events.Key("2", "2"))
            self.call_later(super()._open)

    app = Hasty(Settings(theme="dark"), nothing_set, lambda: Opened(checked, sources))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "What helps for your shoulder" in screen_text(app))


async def test_a_house_that_cannot_be_opened_ends_the_program_with_its_reason() -> None:
    def broken() -> Opened:
        raise CoachError("The shipped routines are missing.", "Install coach again.")

    app = CoachApp(Settings(theme="dark"), nothing_set, broken)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: not app.is_running or app.exit_code == 1)
    assert app.exit_code == 1
