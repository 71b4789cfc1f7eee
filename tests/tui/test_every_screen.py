"""All screens in the frame: keys that act, Escape that leads back, messages that cover nothing, the mouse instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from coach.adapters.lessons.lesson_file import load_lessons
from coach.core.coach.door import Coach
from coach.core.record.choices import Choices
from coach.core.record.health import EpisodeBegan
from coach.core.record.lessons import LessonOffered
from coach.core.settings import Settings
from coach.core.vocabulary import BodyArea, ComplaintKind
from coach.tui.app import CoachApp, Opened
from coach.tui.screens.about import AboutScreen
from coach.tui.screens.all_messages import MessagesScreen
from coach.tui.screens.begin import BeginScreen, DoneScreen
from coach.tui.screens.body import BodyScreen
from coach.tui.screens.breaks import BreaksScreen
from coach.tui.screens.card import CardScreen
from coach.tui.screens.check import CheckScreen
from coach.tui.screens.framed import Framed
from coach.tui.screens.help import HelpScreen
from coach.tui.screens.learn.lesson import LessonScreen
from coach.tui.screens.library import LibraryScreen
from coach.tui.screens.notes.entry import EntryScreen
from coach.tui.screens.notes.lump import LumpScreen
from coach.tui.screens.notes.meaning import MeaningScreen
from coach.tui.screens.notes.seen import SeenScreen
from coach.tui.screens.notes.tick import TickScreen
from coach.tui.screens.notes.typed import TypeScreen
from coach.tui.screens.player.player import PlayerScreen
from coach.tui.screens.progress.screen import ProgressScreen
from coach.tui.screens.rate import AskScreen, RateScreen
from coach.tui.screens.report import ReportScreen
from coach.tui.screens.routine import RoutineScreen
from coach.tui.screens.settings.settings import SettingsScreen
from coach.tui.screens.sheet import Sheet
from coach.tui.screens.today import TodayScreen
from coach.tui.screens.week import WeekScreen
from coach.tui.widgets.key_line import KeyLine
from tests.core.conftest import MemoryJournal, clean
from tests.tui.conftest import ReadyApp, Saved, lock, pass_check, screen_lines, until
from tests.tui.screens.test_breaks import Fake
from tests.tui.screens.test_exchanging import FakeDesk
from tests.tui.stage import all_clear, opened, safe_page, to_player

SIZES = [(80, 24), (40, 12)]


@dataclass(frozen=True)
class Way:
    """How to come to a screen from Today, one key after the other, and what lies behind it."""

    keys: str
    screen: type[Screen[Any]]
    behind: type[Screen[Any]] = TodayScreen
    locked: bool = False
    new: bool = False
    noted: bool = False


WAYS = {
    "today": Way("", TodayScreen),
    "today, an area": Way("2", TodayScreen),
    "library": Way("l", LibraryScreen),
    "library, the search": Way("l slash w", LibraryScreen, LibraryScreen),
    "library, a filter": Way("l shift+tab", LibraryScreen),
    "progress": Way("h", ProgressScreen),
    "progress from the library": Way("l h", ProgressScreen, LibraryScreen),
    "settings": Way("o", SettingsScreen),
    "settings, a group": Way("o enter", SettingsScreen, SettingsScreen),
    "settings, a value typed": Way("o enter enter", SettingsScreen, SettingsScreen),
    "settings, the themes": Way("o down down down down down down down enter enter", SettingsScreen, SettingsScreen),
    "about": Way("o a", AboutScreen, SettingsScreen),
    "settings, an import": Way("o up enter up up up enter", TypeScreen, SettingsScreen),
    "settings, all deleted": Way("o up enter up enter", AskScreen, SettingsScreen),
    "help": Way("question_mark", HelpScreen),
    "help over a question": Way("1 enter question_mark", HelpScreen, RateScreen),
    "messages": Way("f2", MessagesScreen),
    "messages over the check": Way("c f2", MessagesScreen, CheckScreen),
    "body": Way("b", BodyScreen),
    "breaks": Way("a", BreaksScreen),
    "a pause": Way("a p", AskScreen, BreaksScreen),
    "routine": Way("i", RoutineScreen),
    "routine from the library": Way("l enter", RoutineScreen, LibraryScreen),
    "rating": Way("1 enter", RateScreen),
    "rating from a routine": Way("1 i enter", RateScreen, RoutineScreen),
    "check": Way("c", CheckScreen),
    "check, a question later": Way("c PAGE", CheckScreen, new=True),
    "before it begins": Way("START s NO", BeginScreen),
    "player": Way("1 enter s PLAY", PlayerScreen, PlayerScreen),
    "player, asked to leave": Way("1 enter s PLAY q", PlayerScreen, PlayerScreen),
    "player, paused": Way("1 enter s PLAY space", PlayerScreen, PlayerScreen),
    "help over the player": Way("1 enter s PLAY question_mark", HelpScreen, PlayerScreen),
    "something is wrong": Way("1 enter s PLAY exclamation_mark", ReportScreen, PlayerScreen),
    "note, where": Way("e", BodyScreen),
    "note, what": Way("e 2", AskScreen, BodyScreen),
    "note, knot or lump": Way("e 2 1", AskScreen, AskScreen),
    "note, since when": Way("e 2 4", AskScreen, AskScreen),
    "note, how much": Way("e 2 4 1", RateScreen, AskScreen),
    "note, what fits": Way("e 2 4 1 s", TickScreen, RateScreen),
    "note, a lump": Way("e 2 2", LumpScreen, AskScreen),
    "an entry": Way("h enter", EntryScreen, ProgressScreen, noted=True),
    "an entry, a choice": Way("h enter enter", AskScreen, EntryScreen, noted=True),
    "an entry, something changed": Way("h enter enter 1", EntryScreen, ProgressScreen, noted=True),
    "an entry, a value typed": Way("h enter down down down enter", TypeScreen, EntryScreen, noted=True),
    "an entry, what it means for the locks": Way("h enter enter 1 s", MeaningScreen, ProgressScreen, noted=True),
    "card": Way("w", CardScreen, locked=True),
    "a lesson": Way("j", LessonScreen),
    "the week": Way("p", WeekScreen),
    "seen": Way("w v", SeenScreen, CardScreen, locked=True),
}


def make(coach: Coach, sources: dict[str, str], saved: Saved, way: Way) -> CoachApp:
    """The program, with reminders, on a record that has what the way needs."""
    if not way.new:
        (lock if way.locked else pass_check)(coach)
    if way.noted:
        coach.entries.note(EpisodeBegan(complaint=ComplaintKind.GLAND, area=BodyArea.SHOULDER))
        clean(coach)
    settings = Settings(theme="dark")
    return ReadyApp(
        settings,
        cache(lambda: saved.editor(settings)),
        lambda: Opened(with_lessons(coach), sources, (), None, Fake(), desk=FakeDesk()),
    )


def with_lessons(coach: Coach) -> Coach:
    """The same person, with the lessons of the program."""
    coach.learning.lessons = load_lessons()
    return coach


async def walk(app: CoachApp, pilot: Pilot[Any], way: Way) -> None:
    await until(pilot, lambda: app.screen._reminding)  # type: ignore[attr-defined]
    for key in way.keys.split():
        if key == "PLAY":
            await to_player(pilot)
        elif key == "START":
            app.tasks.start("shoulder-blade-knot", Choices(minutes=17))
        elif key == "NO":
            await all_clear(pilot)
        elif key == "PAGE":
            await safe_page(pilot)
        else:
            await until(pilot, lambda: getattr(app.screen, "takes_keys", True))
            await pilot.press(key)
        await pilot.pause()
    await opened(pilot, way.screen)


class Recorder:
    """Notes the actions that keys run, and lets none of them act."""

    def __init__(self, app: CoachApp, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ran: list[str] = []
        self._app = app
        monkeypatch.setattr(app, "run_action", self._note)

    async def _note(self, action: Any, namespace: Any = None) -> bool:
        if namespace is not None and not self._app._check_action_state(action, namespace):
            return False
        self.ran.append(str(action))
        return True


def action_of(app: CoachApp, key: str) -> str:
    """What a key of the footer says it does."""
    active = app.screen.active_bindings.get(key)
    return active.binding.action if active is not None else "command_palette"


OpenWay = Callable[[Way], CoachApp]


@pytest.fixture
def open_way(coach: Coach, sources: dict[str, str], saved: Saved) -> OpenWay:
    return lambda way: make(coach, sources, saved, way)


@pytest.mark.parametrize("name", WAYS)
async def test_the_frame_holds(
    open_way: OpenWay, journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """In a usual window and in the smallest, then back out of it."""
    way = WAYS[name]
    app = open_way(way)
    async with app.run_test(size=SIZES[0]) as pilot:
        await walk(app, pilot, way)
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            await no_message_covers_anything(app, pilot)
            await every_key_of_the_footer_acts(app, pilot, monkeypatch, by_key=size == SIZES[0])
        what_has_no_room_is_in_the_palette_which_a_click_opens(app)
        await escape_leads_back(app, pilot, way, journal)


async def no_message_covers_anything(app: CoachApp, pilot: Pilot[Any]) -> None:
    before = screen_lines(app)
    app.notify("That is the longest that this part may be, and some more words.", severity="error")
    await until(pilot, lambda: "! That is the longest" in screen_lines(app)[-2])
    after = screen_lines(app)
    assert after[:-2] + after[-1:] == before[:-2] + before[-1:]


async def every_key_of_the_footer_acts(
    app: CoachApp, pilot: Pilot[Any], monkeypatch: pytest.MonkeyPatch, *, by_key: bool
) -> None:
    """By a click where it stands; by the key as well, which does the same in every window."""
    line = app.screen.query_one(KeyLine)
    named = line.shown()
    assert named, "there is always a way on or out"
    assert named[-1].end <= line.content_size.width
    foot = screen_lines(app)[-1]
    assert all(f"{one.key} {one.words}".strip() in foot for one in named), foot
    with monkeypatch.context() as only_noted:
        recorder = Recorder(app, only_noted)
        for one in named:
            wanted = action_of(app, one.press)
            if by_key:
                recorder.ran.clear()
                await pilot.press(one.key if len(one.key) == 1 and one.key.isascii() else one.press)
                assert recorder.ran == [wanted], one
            recorder.ran.clear()
            await pilot.click(KeyLine, offset=(one.column + line.styles.padding.left, 0))
            await pilot.pause()
            assert recorder.ran == [wanted], f"a click on {one}"


def what_has_no_room_is_in_the_palette_which_a_click_opens(app: CoachApp) -> None:
    named = app.screen.query_one(KeyLine).shown()
    shown = {action_of(app, one.press) for one in named}
    active = app.screen.active_bindings.values()
    hidden = [one.binding for one in active if one.binding.show and one.enabled]
    left = {binding.action for binding in hidden if binding.action not in shown}
    if left and not isinstance(app.focused, Input):
        assert "ctrl+p" in {one.press for one in named}, left


async def escape_leads_back(app: CoachApp, pilot: Pilot[Any], way: Way, journal: MemoryJournal) -> None:
    kept, here = len(journal.kept), app.screen
    await pilot.press("escape")
    await until(pilot, lambda: isinstance(app.screen, way.behind))
    await pilot.pause()
    assert isinstance(app.screen, way.behind)
    assert (app.screen is not here) or way.screen is way.behind
    written = [fact for fact in journal.kept[kept:] if not isinstance(fact.body, LessonOffered)]
    assert written == [], "going back writes nothing down, but that a lesson was put off"


def test_no_screen_is_left_out() -> None:
    """Except those that come after a session, which have nothing to go back to."""
    kinds: list[type[object]] = [Framed]
    screens = set()
    while kinds:
        kind = kinds.pop()
        below = [one for one in kind.__subclasses__() if one.__module__.startswith("coach.")]
        kinds += below
        if not below:
            screens.add(kind)
    assert screens - {way.screen for way in WAYS.values()} == {DoneScreen}
    assert issubclass(DoneScreen, Sheet)


@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_every_sign_and_none_of_them_can_be_seen(open_way: OpenWay, size: tuple[int, int]) -> None:
    way = WAYS["something is wrong"]
    app = open_way(way)
    async with app.run_test(size=size) as pilot:
        await walk(app, pilot, way)
        shown = "\n".join(screen_lines(app))
        assert "1  Did you feel a sharp pain?" in shown
        if size == (40, 12):  # no room for all: the list moves
            await pilot.press("end")
            await pilot.pause()
            shown += "\n".join(screen_lines(app))
            assert "6  Pain or a tight feeling in the" in shown
        assert "a  Bladder or bowel, or numb" in shown
        assert "0  None of these" in shown
