"""The record out, in again and gone, from the settings: asked as the command line asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from coach.cli.record_desk import FileDesk
from coach.cli.wiring import House, build
from coach.core.coach.door import Coach
from coach.core.errors import CoachError
from coach.core.settings import Settings
from coach.core.vocabulary import BodyArea
from coach.tui.app import CoachApp, Opened
from coach.tui.record_desk import Looked, Occupied, Wish
from coach.tui.requests import CardRequested, PageRequested
from coach.tui.screens.card import CardScreen
from coach.tui.screens.progress.screen import ProgressScreen
from coach.tui.screens.rate import AskScreen
from coach.tui.screens.settings.settings import SettingsScreen
from tests.conftest import FakeClock
from tests.core.exchange.records import DEVICES, exported, made, minutes
from tests.core.exchange.test_merging import SAID
from tests.tui.conftest import ReadyApp, Saved, screen_text, until
from tests.tui.stage import answered_yes, opened


@dataclass
class FakeDesk:
    """Notes what it is asked."""

    asked: list[str] = field(default_factory=list)
    there: str = ""
    clock: str = ""
    closed: bool = False

    def place(self, wish: Wish) -> str:
        return f"/docs/{wish}"

    def export(self, name: str, *, over: bool) -> str:
        if self.there and not over:
            raise Occupied(self.there)
        self.asked.append(f"export {name} {over}")
        return f"Exported: 3 entries to {name}"

    def tables(self, name: str, *, over: bool) -> str:
        self.asked.append(f"tables {name}")
        return f"Written: 8 tables in {name}"

    def locked(self, name: str) -> bool:
        return self.closed

    def look(self, name: str, passphrase: str) -> Looked:
        self.asked.append(f"look {name} {passphrase}".strip())
        return Looked(("New: 2 entries of 1 computer.", "Up now, and not before: night-pain."), True, self.clock)

    def take(self, name: str, passphrase: str, *, theirs: bool) -> list[str]:
        self.asked.append(f"take {name} {theirs}")
        return ["Taken: 2 entries of 1 computer."]

    def page(self, area: BodyArea | None) -> str:
        if self.there:
            raise CoachError(self.there)
        self.asked.append(f"page {area}")
        return "The page is in /docs/coach-report.html."

    def delete(self, *, settings_too: bool) -> None:
        self.asked.append(f"delete {settings_too}")


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def app(coach: Coach, sources: dict[str, str], saved: Saved, desk: FakeDesk) -> CoachApp:
    settings = Settings(theme="dark")
    return ReadyApp(settings, cache(lambda: saved.editor(settings)), lambda: Opened(coach, sources, desk=desk))


@pytest.mark.parametrize(
    ("there", "says"), [("", "The page is in /docs/coach-report.html."), ("The disk is full.", "The disk is full.")]
)
async def test_the_page_for_a_doctor_is_written_and_its_place_is_said(
    app: CoachApp, desk: FakeDesk, there: str, says: str
) -> None:
    desk.there = there
    async with app.run_test(size=(80, 30)) as pilot:
        await until(pilot, lambda: "What" in screen_text(app))
        app.post_message(PageRequested(BodyArea.NECK))
        await shown(app, pilot, says)
    assert desk.asked == ([] if there else ["page neck"])


async def test_the_card_writes_the_page_for_a_doctor(app: CoachApp, coach: Coach, desk: FakeDesk) -> None:
    answered_yes(coach, "night-pain")
    async with app.run_test(size=(80, 30)) as pilot:
        await until(pilot, lambda: "What" in screen_text(app))
        app.post_message(CardRequested())
        await opened(pilot, CardScreen)
        await pilot.press("p")
        await until(pilot, lambda: desk.asked == ["page None"])


async def test_progress_writes_the_page_for_a_doctor(app: CoachApp, desk: FakeDesk) -> None:
    async with app.run_test(size=(80, 30)) as pilot:
        await until(pilot, lambda: "What" in screen_text(app))
        await pilot.press("h")
        await until(pilot, lambda: isinstance(app.screen, ProgressScreen))
        await pilot.press("p")
        await until(pilot, lambda: desk.asked == ["page None"])
        await shown(app, pilot, "The page is in /docs/coach-report.html.")


LINES = {"export": 4, "import": 3, "tables": 2, "delete": 1}  # from the end of the group


async def go(app: CoachApp, pilot: Pilot[Any], wish: str) -> None:
    """To this line of the last group of the settings, and open it."""
    await pilot.press("o")
    await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
    await pilot.press("up", "enter", *["up"] * LINES[wish], "enter")


async def shown(app: CoachApp, pilot: Pilot[Any], words: str) -> None:
    await until(pilot, lambda: words in screen_text(app))
    await pilot.pause()


async def test_the_record_goes_to_a_file_and_never_over_another_by_itself(app: CoachApp, desk: FakeDesk) -> None:
    desk.there = "/docs/export is there already, and is no export of Coach."
    async with app.run_test(size=(80, 30)) as pilot:
        await go(app, pilot, "export")
        await shown(app, pilot, "To which file?")
        assert "It will hold your health record" in screen_text(app)
        await pilot.press("enter")
        await shown(app, pilot, "Write over it?")
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        assert desk.asked == []
        await pilot.press("enter")
        await shown(app, pilot, "To which file?")
        await pilot.press("enter")
        await shown(app, pilot, "Write over it?")
        await pilot.press("2")
        await until(pilot, lambda: desk.asked == ["export /docs/export True"])
        await shown(app, pilot, "Exported: 3 entries")


async def test_tables_go_to_a_folder(app: CoachApp, desk: FakeDesk) -> None:
    async with app.run_test(size=(80, 30)) as pilot:
        await go(app, pilot, "tables")
        await shown(app, pilot, "Into which folder?")
        await pilot.press("enter")
        await until(pilot, lambda: desk.asked == ["tables /docs/tables"])


async def test_what_comes_in_is_looked_at_first(app: CoachApp, desk: FakeDesk) -> None:
    async with app.run_test(size=(80, 30)) as pilot:
        await go(app, pilot, "import")
        await shown(app, pilot, "Which file?")
        await pilot.press("enter")
        await shown(app, pilot, "What it would bring")
        assert "Up now, and not before: night-pain." in screen_text(app)
        await pilot.press("escape")
        await shown(app, pilot, "Take it in?")
        assert desk.asked == ["look /docs/import"]
        await pilot.press("2")
        await shown(app, pilot, "Taken: 2 entries")
        assert desk.asked[1:] == ["take /docs/import False"]


@pytest.mark.parametrize(("answer", "took"), [("1", ["take /docs/import True"]), ("2", []), ("escape", [])])
async def test_whose_clock_is_wrong_is_asked(app: CoachApp, desk: FakeDesk, answer: str, took: list[str]) -> None:
    desk.clock = "3 entries are dated up to 2 days ahead. Is that computer's clock wrong, or this one's?"
    async with app.run_test(size=(80, 30)) as pilot:
        await go(app, pilot, "import")
        await shown(app, pilot, "Which file?")
        await pilot.press("enter")
        await shown(app, pilot, "What it would bring")
        await pilot.press("escape")
        await shown(app, pilot, "that computer's clock wrong")
        await pilot.press(answer)
        await until(pilot, lambda: not isinstance(app.screen, AskScreen))
        await pilot.pause()
        assert desk.asked[1:] == took
        if answer == "2":
            await shown(app, pilot, "Nothing was taken. Set this computer's clock right")


async def test_a_locked_file_asks_for_its_passphrase(app: CoachApp, desk: FakeDesk) -> None:
    desk.closed = True
    async with app.run_test(size=(80, 30)) as pilot:
        await go(app, pilot, "import")
        await shown(app, pilot, "Which file?")
        await pilot.press("enter")
        await shown(app, pilot, "Its passphrase?")
        await pilot.press(*"xqz")
        await shown(app, pilot, "\u2022" * 3)
        assert "xqz" not in screen_text(app)
        await shown(app, pilot, "Show or hide it")
        await pilot.press("ctrl+r")
        await shown(app, pilot, "xqz")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "xqz" not in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: desk.asked == ["look /docs/import xqz"])


async def test_deleting_leaves_the_screen_and_nothing_happens_without_a_choice(app: CoachApp, desk: FakeDesk) -> None:
    async with app.run_test(size=(80, 30)) as pilot:
        await go(app, pilot, "delete")
        await shown(app, pilot, "can't be undone")
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        assert desk.asked == []
        await pilot.press("enter")
        await shown(app, pilot, "can't be undone")
        await pilot.press("3")
        await until(pilot, lambda: desk.asked == ["delete True"])
        await until(pilot, lambda: app._exit)


# --- the desk itself --------------------------------------------------------------------------------------------------


@pytest.fixture
def house(fake_clock: FakeClock) -> House:
    return build(clock=fake_clock)


def theirs(tmp_path: Path, many: int = 2, ahead: float = 0) -> str:
    path = tmp_path / "theirs.jsonl"
    path.write_bytes(exported([made(SAID[0], minutes(ahead - n), DEVICES[1]) for n in range(many)], DEVICES[1]))
    return str(path)


def test_the_desk_uses_what_the_commands_use(house: House, tmp_path: Path) -> None:
    with house:
        desk = FileDesk(house)
        looked = desk.look(theirs(tmp_path), "")
        assert looked.said[0] == "New: 2 entries of 1 computer, 2 Mar. 0 are here already."
        assert (looked.new, looked.clock, desk.locked(theirs(tmp_path))) == (True, "", False)
        assert desk.take(theirs(tmp_path), "", theirs=False)[0].startswith("Taken: 2 entries")
        assert "dated up to" in desk.look(theirs(tmp_path, 1, 5000), "").clock
        target = str(tmp_path / "mine.jsonl")
        assert desk.export(target, over=False).startswith("Exported: 2 entries")
        Path(target).write_text("mine", "utf-8")
        with pytest.raises(Occupied, match="is no export of Coach"):
            desk.export(target, over=False)
        desk.export(target, over=True)
        said = desk.tables(str(tmp_path / "t"), over=False)
        assert said == f"Written: {len(list((tmp_path / 't').glob('*.csv')))} tables in {tmp_path / 't'}"
        assert "function.csv" in {each.name for each in (tmp_path / "t").iterdir()}
        assert "coach-report-2026-03-02.html" in desk.page(BodyArea.NECK)
        desk.delete(settings_too=True)
        assert desk.deletes == ["delete", "--everything", "--settings-too"]


def test_the_desk_writes_no_page_of_nothing(house: House) -> None:
    with house, pytest.raises(CoachError, match="Nothing was noted in these 28 days"):
        FileDesk(house).page(None)


def test_the_faults_of_a_file_are_one_sentence(house: House, tmp_path: Path) -> None:
    bad = Path(theirs(tmp_path))
    bad.write_bytes(bad.read_bytes()[:-9])
    with house, pytest.raises(Exception, match=r"Line 3: The file is cut off after line 3\. Nothing was taken\."):
        FileDesk(house).look(str(bad), "")
