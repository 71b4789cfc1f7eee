"""One row for all messages: it covers nothing, the newest goes when it was read, and all can be read again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.widgets._toast import Toast

from coach.core.coach.door import Coach
from coach.tui import frame
from coach.tui.app import CoachApp
from coach.tui.messages import Messages, Told
from coach.tui.screens.all_messages import MessagesScreen
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.player.player import PlayerScreen
from coach.tui.screens.today import TodayScreen
from coach.tui.widgets.message_row import fitted
from tests.conftest import FakeClock
from tests.tui.conftest import SIZES, screen_lines, screen_text, until
from tests.tui.stage import opened, to_player

OpenApp = Callable[..., CoachApp]
REFUSAL = (
    "That is the longest this part may be: 30 minutes for heat on the lower back. "
    "Take it off, let the skin cool, and begin again in an hour."
)


def row(app: CoachApp) -> str:
    """What stands over the keys."""
    return screen_lines(app)[-2].strip()


def read(app: CoachApp) -> None:
    """It has stood for as long as reading takes."""
    app._stood()


@pytest.mark.parametrize("size", SIZES)
async def test_a_message_covers_nothing_of_a_question_and_no_toast_is_made(
    open_app: OpenApp, coach: Coach, size: tuple[int, int]
) -> None:
    app = open_app(coach)
    async with app.run_test(size=size) as pilot:
        await pilot.press("c")
        await opened(pilot, CheckScreen)
        before = screen_lines(app)
        for n in range(3):
            app.notify(f"{n} {REFUSAL}", severity="error")
        await until(pilot, lambda: row(app).startswith("! 2 That is the longest"))
        after = screen_lines(app)
        assert [line for n, line in enumerate(after) if n != len(after) - 2] == before[:-2] + before[-1:]
        assert not app.screen.query(Toast)
        assert row(app).endswith("F2 +2")


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_message_can_be_read_in_full(open_app: OpenApp, checked: Coach, size: tuple[int, int]) -> None:
    app = open_app(checked)
    async with app.run_test(size=size) as pilot:
        app.notify("Noted.")
        app.notify(REFUSAL, severity="warning")
        await pilot.pause()
        assert ("F2 more" in row(app)) is (len(REFUSAL) + 2 > size[0] - 4)
        await pilot.press("f2")
        await opened(pilot, MessagesScreen)
        words = " ".join(screen_text(app).split())
        assert f"09:00 ! {REFUSAL}" in words
        assert words.index(REFUSAL) < words.index("09:00 Noted."), "newest first"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert row(app) == "F2 messages", "they are read, and can be read again"


async def test_a_click_on_the_row_opens_them(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(40, 12)) as pilot:
        app.notify(REFUSAL)
        await pilot.pause()
        await pilot.click("MessageRow", offset=(3, 0))
        await opened(pilot, MessagesScreen)


async def test_it_goes_at_a_key_once_it_could_be_read(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        app.notify("The disk is full.", severity="error")
        await pilot.press("down")
        assert row(app) == "! The disk is full.", "nobody has read it yet"
        read(app)
        await pilot.pause()
        assert row(app) == "! The disk is full.", "a warning waits for a key"
        await pilot.press("down")
        assert row(app) == "F2 messages"


async def test_news_go_by_themselves_and_warnings_stay(
    open_app: OpenApp, checked: Coach, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame, "STALE", 0.001)
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        app.notify("The disk is full.", severity="error")
        app.notify("Heard now: chimes")
        await until(pilot, lambda: row(app).startswith("Heard now: chimes"))
        read(app)
        await until(pilot, lambda: row(app) == "! The disk is full.")
        read(app)
        await pilot.pause(0.01)
        assert row(app) == "! The disk is full."


async def test_it_stands_on_the_screen_that_comes_next(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        app.notify("The visit is written down.")
        await pilot.press("b")
        await pilot.pause()
        assert row(app) == "The visit is written down."


async def test_in_a_session_messages_wait_beside_the_steps_and_to_read_them_stops_the_time(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("enter", "s")
        player = await to_player(pilot)
        fake_clock.advance(8)
        player.wake()
        await pilot.pause()
        before = screen_lines(app)
        app.notify(REFUSAL, severity="warning")
        await until(pilot, lambda: row(app).startswith("! That is the longest"))
        assert screen_lines(app)[:-2] == before[:-2]
        await pilot.press("f2")
        await opened(pilot, MessagesScreen)
        await pilot.press("escape")
        await opened(pilot, PlayerScreen)
        await until(pilot, lambda: "Paused." in screen_text(app))


async def test_what_the_person_reads_makes_room_for_the_alarm(
    open_app: OpenApp, checked: Coach, fake_clock: FakeClock
) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        app.tasks.start("moist-heat", app.tasks.with_defaults("moist-heat", app.screen.chosen()))  # type: ignore[attr-defined]
        await pilot.pause()
        await pilot.press("s")
        player = await to_player(pilot)
        fake_clock.advance(60)
        player.wake()
        await pilot.press("question_mark")
        await until(pilot, lambda: "When it hurts" in screen_text(app))
        fake_clock.advance(3600)
        player.wake()
        await until(pilot, lambda: app.screen is player)
        assert "Press Enter when it is off." in screen_text(app)


async def test_ctrl_c_makes_no_message_either(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b", "ctrl+c")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))
        assert app.messages.kept == []


def test_news_make_room_for_what_is_newer_and_warnings_wait_behind() -> None:
    messages = Messages()
    for told in (Told("a"), Told("full", warns=True), Told("b"), Told("c")):
        messages.tell(told)
    assert (messages.current, messages.behind) == (Told("c"), 1)
    assert not messages.key(), "it has not stood yet"
    messages.stood()
    assert messages.key()
    assert messages.current == Told("full", warns=True)
    assert [told.text for told in messages.kept] == ["a", "full", "b", "c"]


def test_what_is_said_twice_in_a_row_is_kept_once() -> None:
    messages = Messages()
    for text in ("Saved.", "Saved.", "Noted.", "Saved."):
        messages.tell(Told(text))
    assert [told.text for told in messages.kept] == ["Saved.", "Noted.", "Saved."]


@pytest.mark.parametrize(
    ("line", "behind", "width", "shown"),
    [
        ("Noted.", 0, 10, ("Noted.", "")),
        ("Noted it all", 0, 12, ("Noted it all", "")),
        ("Noted it all now", 0, 15, ("Noted…", "F2 more")),
        ("Noted.", 2, 20, ("Noted.", "F2 +2")),
        ("", 0, 20, ("", "F2 messages")),
    ],
)
def test_what_has_no_room_is_marked(line: str, behind: int, width: int, shown: tuple[str, str]) -> None:
    assert fitted(line, behind, 3, width) == shown
