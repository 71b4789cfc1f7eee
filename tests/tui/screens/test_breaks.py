"""The reminders on the screen: the line on Today, the prompt and its keys, and the screen of breaks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from coach.core.coach.door import Coach
from coach.core.reminders.break_counts import BreakCounts
from coach.core.reminders.ports import Notice
from coach.core.reminders.signals import BusyFor, Command, GotUp, OpenBreak, PauseFor, Skip, Snooze, Start
from coach.core.reminders.standing.status import PauseStatus, ReminderStatus
from coach.core.settings import Settings
from coach.tui.app import CoachApp, Opened
from coach.tui.reminders import answer_of, buttons, day_words, line, pauses, week_lines
from coach.tui.screens.breaks import BreaksScreen
from coach.tui.screens.player.player import PlayerScreen
from coach.tui.screens.rate import AskScreen
from coach.tui.screens.today import TodayScreen
from tests.conftest import FakeClock
from tests.tui.conftest import nothing_set, screen_text, until
from tests.tui.stage import opened

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
NOTICE = Notice(
    "p-1",
    "Time to stand up",
    "Stand up, walk to the window.",
    (("got-up", "I got up"), ("start", "Start"), ("snooze", "In 5 min (2 left)"), ("skip", "Skip")),
)


def standing(**more: Any) -> ReminderStatus:
    usual = ReminderStatus(NOW, "waiting", None, 1380, (), sitting_seconds=0, prompt=None, snoozed=0)
    return replace(usual, **more)


@dataclass
class Fake:
    """Reminders that note what they are asked."""

    now: ReminderStatus | None = field(default_factory=standing)
    asked: list[Command] = field(default_factory=list)
    why: str = ""
    long: int = 0  # seconds of the break that Start opens
    others: tuple[tuple[BreakCounts, ...], ...] = ()
    told: Callable[[], None] = lambda: None
    opens: Callable[[OpenBreak], Awaitable[None]] | None = None

    async def run(self, told: Callable[[], None], opens: Callable[[OpenBreak], Awaitable[None]]) -> None:
        self.told, self.opens = told, opens
        told()

    async def obey(self, command: Command) -> str:
        for _ in range(300):
            await asyncio.sleep(0)
        self.asked.append(command)
        if isinstance(command, Start) and self.opens is not None and self.long:
            await self.opens(OpenBreak("movement-break", command.prompt, self.long))
        return self.why

    def status(self) -> ReminderStatus | None:
        return self.now

    def break_counts(self, first: date, days: int) -> tuple[BreakCounts, ...]:
        found = [BreakCounts(first + timedelta(days=n)) for n in range(days - 1)]
        return (
            *found,
            BreakCounts(first + timedelta(days=days - 1), taken=3, natural=1, skipped=1, prompted=5, kept=4),
        )

    def breaks_elsewhere(self, first: date, days: int) -> tuple[tuple[BreakCounts, ...], ...]:
        return self.others

    def prompt(self) -> None:
        """A prompt goes out."""
        self.now = standing(notice=NOTICE)
        self.told()


@pytest.fixture
def fake() -> Fake:
    return Fake()


@pytest.fixture
def app(checked: Coach, sources: dict[str, str], fake: Fake) -> CoachApp:
    return CoachApp(Settings(), nothing_set, lambda: Opened(checked, sources, (), None, fake))


async def test_today_shows_when_the_next_break_comes(app: CoachApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Break in 23 min" in screen_text(app))


@pytest.mark.parametrize(
    ("key", "command"),
    [("g", GotUp("p-1")), ("n", Start("p-1")), ("z", Snooze(prompt="p-1")), ("d", Skip("p-1"))],
)
async def test_a_prompt_stands_on_today_until_a_key_answers_it(
    app: CoachApp, fake: Fake, key: str, command: Command
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Break in" in screen_text(app))
        await pilot.press(key)
        assert fake.asked == [], "without a prompt the key does nothing"
        fake.prompt()
        await until(pilot, lambda: "Stand up, walk to the window." in screen_text(app))
        assert "g I got up   n Start   z In 5 min (2 left)   d Skip" in screen_text(app)
        fake.now = standing()
        await pilot.press(key)
        await until(pilot, lambda: fake.asked == [command] and "walk to the window" not in screen_text(app))


async def test_a_prompt_is_seen_over_another_screen_too(app: CoachApp, fake: Fake) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Break in" in screen_text(app))
        await pilot.press("l")
        await until(pilot, lambda: not isinstance(app.screen, TodayScreen))
        fake.prompt()
        fake.told()
        await until(pilot, lambda: len(app.messages.kept) == 1)
        (told,) = app.messages.kept
        assert told.text == "Time to stand up: Stand up, walk to the window."


async def test_what_is_refused_is_said(app: CoachApp, fake: Fake) -> None:
    fake.why = "Put off 2 times: that is all for this break."
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Break in" in screen_text(app))
        fake.prompt()
        await pilot.press("z")
        await until(pilot, lambda: any(told.text == fake.why for told in app.messages.kept))


async def test_a_reminder_opens_a_routine_through_the_door(app: CoachApp, fake: Fake) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: fake.opens is not None)
        assert fake.opens is not None
        await fake.opens(OpenBreak("calm-breathing", "p-1"))
        await until(pilot, lambda: not isinstance(app.screen, TodayScreen))
        await fake.opens(OpenBreak("no-such-routine"))
        await pilot.press("ctrl+q")


@pytest.mark.parametrize("keys", [("n",), ("a", "n")])
async def test_the_break_of_a_prompt_is_as_long_as_the_prompt_says(
    app: CoachApp, fake: Fake, keys: tuple[str, ...]
) -> None:
    fake.long = 240
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Break in" in screen_text(app))
        fake.prompt()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        player = await opened(pilot, PlayerScreen)
        assert isinstance(player, PlayerScreen)
        timeline = player._run.session.plan
        assert 240 <= timeline.seconds < 260, "the time to get ready comes on top"


@pytest.mark.parametrize(
    ("keys", "command"), [(("p", "2"), PauseFor(3600)), (("b", "1"), BusyFor(30)), (("z",), Snooze()), (("d",), Skip())]
)
async def test_the_screen_of_breaks_asks_what_its_keys_say(
    app: CoachApp, fake: Fake, keys: tuple[str, ...], command: Command
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Break in" in screen_text(app))
        await pilot.press("a")
        await opened(pilot, BreaksScreen)
        assert "3 taken, 1 natural, 1 skipped" in screen_text(app)
        assert "████░  4 of 5" in screen_text(app)
        await pilot.press(keys[0])
        if len(keys) > 1:
            await opened(pilot, AskScreen)
            await pilot.press(keys[1])
        await until(pilot, lambda: fake.asked == [command])


async def test_without_reminders_there_is_no_line_and_no_key(
    checked: Coach, sources: dict[str, str], fake_clock: FakeClock
) -> None:
    app = CoachApp(Settings(), nothing_set, lambda: Opened(checked, sources))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "What helps" in screen_text(app))
        await pilot.press("a")
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen)
        assert "Break in" not in screen_text(app)


async def test_at_midnight_the_check_is_due_without_a_key(app: CoachApp, fake_clock: FakeClock) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Break in" in screen_text(app))
        assert "Check due" not in screen_text(app)
        fake_clock.advance(24 * 3600)
        app._new_day()
        await until(pilot, lambda: "Check due" in screen_text(app))


def test_the_line_says_why_nothing_comes() -> None:
    assert line(None) == ""
    assert line(standing(in_seconds=20)) == "Break in less than a minute"
    assert line(standing(state="break")) == "A break is under way"
    assert line(standing(in_seconds=None)) == "Breaks: counting starts when you are back"
    paused = (PauseStatus("meeting", None), PauseStatus("person", datetime(2026, 3, 2, 12, tzinfo=UTC)))
    assert line(standing(paused=paused)) == "Breaks: in a meeting"
    assert pauses(standing(paused=paused))[0] == "In a meeting"
    assert pauses(standing(paused=paused))[1].startswith("You paused them, until ")


def test_a_prompt_has_its_keys() -> None:
    assert [(name, key) for name, key, _ in buttons(NOTICE)] == [
        ("got-up", "{today.got-up:g}"),
        ("start", "{today.start:n}"),
        ("snooze", "{today.later:z}"),
        ("skip", "{today.skip:d}"),
    ]


def test_the_question_of_another_interval_is_answered_with_the_keys_of_the_buttons_it_replaces() -> None:
    answers = (("got-up", "I got up"), ("less-often", "Every 60 min"), ("more-often", "Every 30 min"), ("skip", "No"))
    asks = replace(NOTICE, actions=answers)
    assert [key.partition(":")[2][:1] for _, key, _ in buttons(asks)] == ["g", "z", "n", "d"]
    found = [answer_of(asks, name) for name in ("got-up", "snooze", "start", "skip")]
    assert found == ["got-up", "less-often", "more-often", "skip"]


async def test_i_got_up_is_said_on_the_breaks_screen_without_a_prompt(app: CoachApp, fake: Fake) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Break in" in screen_text(app))
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, BreaksScreen))
        await pilot.press("g")
        await until(pilot, lambda: fake.asked == [GotUp()])


def test_days_and_weeks_in_words() -> None:
    monday = date(2026, 3, 2)
    assert day_words(BreakCounts(monday)) == "nothing yet"
    assert day_words(BreakCounts(monday, missed=2, taken=1)) == "1 taken, 2 missed"
    assert week_lines([BreakCounts(monday), BreakCounts(monday, prompted=3, kept=1)]) == ["Mon  ·", "Mon  █░░  1 of 3"]


async def test_the_week_of_another_computer_stands_apart(app: CoachApp, fake: Fake) -> None:
    fake.others = ((BreakCounts(date(2026, 3, 2), prompted=7, kept=6),),)
    async with app.run_test(size=(80, 40)) as pilot:
        await until(pilot, lambda: "Break in" in screen_text(app))
        await pilot.press("a")
        await until(pilot, lambda: "On another computer:" in screen_text(app))
        assert "6 of 7" in screen_text(app)
        assert "4 of 5" in screen_text(app)
