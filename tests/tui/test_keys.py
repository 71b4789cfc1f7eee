"""The keys: every one has a name of its own, and what can't be typed on every keyboard has a second one."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.command import CommandPalette
from textual.dom import DOMNode
from textual.keys import format_key
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

import coach.tui
from coach.adapters.settings.key_names import key_named
from coach.adapters.settings.known_keys import EVERYWHERE, KEYS, LETTERS, SCREENS, TYPING
from coach.core.coach.door import Coach
from coach.core.settings import KEPT_KEYS, Settings
from coach.tui.app import CoachApp
from coach.tui.keys import OwnKeys, WithOwnKeys
from coach.tui.requests import SettingsChanged
from coach.tui.screens.about import AboutScreen
from coach.tui.screens.body import BodyScreen
from coach.tui.screens.help import HelpScreen
from coach.tui.screens.player.player import PlayerScreen
from coach.tui.screens.today import TodayScreen
from coach.tui.widgets.key_line import KeyLine
from tests.tui.conftest import screen_lines, screen_text, until
from tests.tui.stage import opened, show
from tests.tui.test_app import OpenApp

for _found in pkgutil.walk_packages(coach.tui.__path__, "coach.tui."):
    importlib.import_module(_found.name)

HIDDEN = {"exclamation_mark", "question_mark", "slash", "plus"}  # on some keyboards behind two other keys


def _kinds(of: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for kind in of.__subclasses__():
        yield kind
        yield from _kinds(kind)


def declared() -> dict[type[DOMNode], list[Binding]]:
    """Every binding of the program, as it stands in its class."""
    ours = [kind for kind in dict.fromkeys(_kinds(DOMNode)) if kind.__module__.startswith("coach.")]
    found = {kind: [b for b in vars(kind).get("BINDINGS", ()) if isinstance(b, Binding)] for kind in ours}
    return {kind: bindings for kind, bindings in found.items() if bindings}


def test_every_binding_has_an_id_of_its_own() -> None:
    ids = [str(binding.id) for bindings in declared().values() for binding in bindings]
    assert len(ids) > 100
    assert [name for name in ids if not re.fullmatch(r"[a-z]+\.[a-z0-9]+(-[a-z]+)*", name or "")] == []
    assert sorted(set(ids)) == sorted(ids)


def test_the_first_word_of_an_id_says_where_the_key_acts() -> None:
    for kind, bindings in declared().items():
        assert len({str(binding.id).partition(".")[0] for binding in bindings}) == 1, kind


def test_the_settings_know_every_key_as_it_is() -> None:
    of_id: dict[str, list[str]] = {}
    for binding in (binding for bindings in declared().values() for binding in Binding.make_bindings(bindings)):
        of_id.setdefault(str(binding.id), []).append(key_named(binding.key))
    assert {name: " ".join(keys) for name, keys in of_id.items()} == KEYS


def _made(kind: type[DOMNode]) -> set[type[DOMNode]]:
    """The widgets that the classes of a screen make, and those that these make."""
    made: set[type[DOMNode]] = set()
    left = [kind]
    while left:
        for base in (base for base in left.pop().__mro__ if base.__module__.startswith("coach.tui.")):
            names = set(re.findall(r"(?<!class )\b([A-Z]\w+)\(", inspect.getsource(base)))
            there = (vars(sys.modules[base.__module__]).get(name) for name in names)
            new = {each for each in there if isinstance(each, type) and issubclass(each, Widget)} - made
            new = {each for each in new if not issubclass(each, Screen)}
            made |= new
            left += new
    return made


def _groups(kind: type[DOMNode], names: dict[type[DOMNode], str]) -> set[str]:
    """What acts on a screen, by the first words of the ids: its own keys, and those of the widgets on it."""
    made = _made(kind)
    parts: set[type] = {base for node in (kind, *made) for base in node.__mro__}
    found = {name for node, name in names.items() if node in parts}
    found |= {TYPING} if any(issubclass(node, Input) for node in made) else set()
    return found | ({LETTERS} if "on_key" in vars(kind) else set())


def test_the_settings_know_which_keys_act_together() -> None:
    names = {kind: str(bindings[0].id).partition(".")[0] for kind, bindings in declared().items()}
    screens = [kind for kind in dict.fromkeys(_kinds(Screen)) if kind.__module__.startswith("coach.tui.screens.")]
    bases = {base for kind in screens for base in kind.__mro__[1:]}
    seen = [_groups(kind, names) for kind in screens if kind not in bases]
    known = [{*groups, *(EVERYWHERE - {"app"})} for groups in SCREENS.values()]
    assert [groups for groups in seen if groups not in known] == []
    assert [groups for groups in known if groups not in seen] == []
    assert {name for name in names.values() if not any(name in groups for groups in known)} == {"app"}


def test_a_key_that_some_keyboards_hide_has_a_second_one() -> None:
    hidden = []
    for bindings in declared().values():
        for binding in bindings:
            same = [other for other in bindings if other.action == binding.action]
            if set(binding.key.split(",")) & HIDDEN:
                hidden.append(binding.id)
                assert {key for other in same for key in other.key.split(",")} - HIDDEN - {"escape", "enter", "q"}
    assert {"frame.help", "help.back", "library.search", "player.wrong", "player.longer"} <= set(hidden)


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_either_key_opens_the_help_and_closes_it(open_app: OpenApp, checked: Coach, key: str) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        await pilot.press(key)
        await until(pilot, lambda: not isinstance(app.screen, HelpScreen))


# --- keys that were changed -----------------------------------------------------------------------------------------


def changed(**keys: str) -> Settings:
    """Settings with these keys; `today__start_break` is today.start-break."""
    names = {name.replace("__", ".").replace("_", "-"): tuple(text.split()) for name, text in keys.items()}
    return Settings(theme="dark", keys=tuple(names.items()))


def words(app: CoachApp) -> str:
    """What the window shows, as one long line."""
    return " ".join(screen_text(app).split())


def foot(app: CoachApp) -> str:
    """The line of keys."""
    return screen_lines(app)[-1]


async def test_a_changed_key_acts_and_its_old_one_does_not(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked, changed(today__body="f6 x"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b")
        assert isinstance(app.screen, TodayScreen)
        for key in ("f6", "x"):
            await pilot.press(key)
            await until(pilot, lambda: isinstance(app.screen, BodyScreen))
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, TodayScreen))


async def test_the_line_of_keys_shows_the_changed_ones_at_their_place(open_app: OpenApp, checked: Coach) -> None:
    usual, mine = open_app(checked), open_app(checked, changed(today__about="f7"))
    async with usual.run_test(size=(80, 24)):
        before = foot(usual)
    async with mine.run_test(size=(80, 24)):
        assert foot(mine) == before.replace("i About", "f7 About")


async def test_the_way_to_all_keys_can_be_another_one(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked, changed(app__palette="f12"))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.click(KeyLine, offset=(foot(app).index("f12…"), 0))
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await pilot.press("escape", "ctrl+p")
        assert not isinstance(app.screen, CommandPalette)
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))


async def test_two_keys_are_swapped(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked, changed(place__library="h", place__progress="l"))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "h Library l Progress" in words(app)
        await pilot.press("h")
        await until(pilot, lambda: "▸ Library" in screen_lines(app)[0])


async def test_what_else_stood_on_a_key_stays_there(open_app: OpenApp, checked: Coach) -> None:
    keys = OwnKeys((("player.next", ("x",)),)).of(PlayerScreen).key_to_bindings
    assert [binding.id for binding in keys["n"]] == ["player.stay"]
    assert [binding.id for binding in keys["x"]] == ["player.next"]
    assert list(keys).index("n") < list(keys).index("x") < list(keys).index("b")


@pytest.mark.parametrize("name", sorted(KEYS))
def test_what_is_kept_can_be_taken_from_nothing(name: str) -> None:
    (kind,) = (kind for kind, bindings in declared().items() if name in {binding.id for binding in bindings})
    usual = {key for key, binding in OwnKeys(()).of(kind) if binding.id == name}
    now = {key for key, binding in OwnKeys(((name, ("f9",)),)).of(kind) if binding.id == name}
    assert now == {"f9"} | (usual & KEPT_KEYS)


async def test_a_changed_key_acts_while_something_is_typed(checked: Coach) -> None:
    screen = AboutScreen(checked)
    stage = show(screen)
    stage.own_keys = OwnKeys((("about.save", ("f8",)),))  # type: ignore[attr-defined]
    async with stage.run_test() as pilot:
        await opened(pilot, AboutScreen)
        assert isinstance(stage.focused, Input)
        await pilot.press("ctrl+s")
        assert stage.result == "still open"
        assert "f8 Save" in screen_lines(stage)[-1]
        await pilot.press("f8")
        await until(pilot, lambda: stage.result is True)


async def test_keys_that_are_changed_while_it_runs_hold_at_once(open_app: OpenApp, checked: Coach) -> None:
    app = open_app(checked)
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.own_keys is None
        for keys, key in ((changed(today__body="f6"), "f6"), (Settings(theme="dark"), "b")):
            app.post_message(SettingsChanged(keys))
            await until(pilot, lambda key=key: f"{key} Body" in foot(app))  # type: ignore[misc]
            await pilot.press(key)
            await until(pilot, lambda: isinstance(app.screen, BodyScreen))
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, TodayScreen))


async def test_the_help_names_the_keys_that_hold(open_app: OpenApp, checked: Coach) -> None:
    usual = open_app(checked)
    async with usual.run_test(size=(100, 60)) as pilot:
        await pilot.press("?")
        await until(pilot, lambda: "! or w says that something is wrong" in words(usual))
        assert "+ or = and - change the time" in words(usual)
    app = open_app(
        checked, changed(player__wrong="f4", frame__help="f5 f6", frame__help_typing="f7", today__check="ctrl+k")
    )
    async with app.run_test(size=(100, 60)) as pilot:
        await pilot.press("f5")
        await until(pilot, lambda: "f4 says that something is wrong" in words(app))
        assert "f5 or f6 or f7 is this page" in words(app)
        assert "^k asks them now" in words(app)
        assert "{" not in words(app)


async def test_what_stands_on_today_names_the_keys_that_hold(open_app: OpenApp, coach: Coach) -> None:
    app = open_app(coach, changed(today__check="f3", today__neck="N", today__minutes="f4"))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "f3: do the check" in screen_text(app)
        assert "N Neck" in screen_text(app)
        await pilot.press("N")
        await until(pilot, lambda: "What helps for your neck" in screen_text(app))


async def test_the_answers_of_the_check_name_the_keys_that_hold(open_app: OpenApp, coach: Coach) -> None:
    app = open_app(coach, changed(answer__not_sure="f8"))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("c")
        await until(pilot, lambda: "Check: Today" in screen_text(app))
        await pilot.press("1")
        await until(pilot, lambda: "f8 Not sure" in screen_text(app))


def test_the_keys_that_texts_name_are_the_usual_ones() -> None:
    sources = [path.read_text("utf-8") for path in Path(coach.tui.__file__).parent.rglob("*.py")]
    pattern = r'\{([a-z]+\.[a-z0-9-]+):([^}]+)\}|key(?:_now)?\([^")]*["\']([a-z]+\.[a-z-]+)["\'], ["\']([^"\']+)["\']\)'
    named = [found for source in sources for found in re.findall(pattern, source)]
    assert len(named) > 40
    for inside, usual, called, shown in named:
        name, told = inside or called, (usual or shown).lower().split(" or ")
        if name.partition(".")[0] not in {known.partition(".")[0] for known in KEYS}:
            continue  # {each.day:%a} is no key
        keys = [format_key(next(iter(Binding.make_bindings([Binding(key, "")]))).key) for key in KEYS[name].split()]
        assert [f"^{key[-1]}" if "ctrl" in key else key for key in keys][: len(told)] == told, name


def test_every_screen_follows_the_changed_keys() -> None:
    ours = [kind for kind in _kinds(Screen) if kind.__module__.startswith("coach.tui.")]
    assert [kind for kind in ours if not issubclass(kind, WithOwnKeys)] == []
