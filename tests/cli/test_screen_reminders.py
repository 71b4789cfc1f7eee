"""The full screen beside a keeper in another process: what that wants opened is opened here, as it said."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from coach.adapters import notices
from coach.adapters.folders import folders
from coach.adapters.processes.locks import FileLock
from coach.adapters.processes.shared_files import SharedFiles, shared_files
from coach.cli import screen_reminders
from coach.cli.reminding import Reminding
from coach.cli.screen_reminders import ScreenReminders
from coach.cli.wiring import House
from coach.core.reminders.ports import Attempt
from coach.core.reminders.signals import OpenBreak
from coach.core.settings import Settings


@dataclass
class Bare:
    """As much of a house as opening needs."""

    settings: Settings = field(default_factory=Settings)


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SharedFiles:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    return shared_files(folders())


WANTED = [OpenBreak("movement-break", "p-1", 228), OpenBreak("neck-knot-desk", "p-2"), OpenBreak("check", "p-3")]


@pytest.mark.parametrize("wanted", WANTED)
async def test_what_another_process_wants_opened_opens_in_the_full_screen_at_its_length(
    where: SharedFiles, monkeypatch: pytest.MonkeyPatch, wanted: OpenBreak
) -> None:
    monkeypatch.setattr(screen_reminders, "LOOK", 0)
    elsewhere = Reminding(cast("House", Bare()), where)
    keeper = FileLock(where.reminders_lock._path)
    assert keeper.acquire()
    asked, found = asyncio.Event(), asyncio.get_running_loop().create_future()

    async def opens(what: OpenBreak) -> None:
        found.set_result(what)

    here = asyncio.create_task(ScreenReminders(Reminding(cast("House", Bare()), where)).run(asked.set, opens))
    await asyncio.wait_for(asked.wait(), 5)
    await elsewhere._open(wanted)
    assert await asyncio.wait_for(found, 5) == wanted
    here.cancel()
    await asyncio.gather(here, return_exceptions=True)
    keeper.release()


async def test_when_the_first_full_screen_is_left_the_second_is_the_one_to_open_in(
    where: SharedFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_reminders, "LOOK", 0)
    first, keeper = FileLock(where.screen_lock._path), FileLock(where.reminders_lock._path)
    assert first.acquire()
    assert keeper.acquire()
    await Reminding(cast("House", Bare()), where)._open(WANTED[1])
    told, opened = asyncio.Queue[None](), asyncio.Queue[OpenBreak]()
    second = ScreenReminders(Reminding(cast("House", Bare()), where))
    here = asyncio.create_task(second.run(lambda: told.put_nowait(None), opened.put))
    await asyncio.wait_for(told.get(), 5)
    assert not where.screen_lock.ours()
    assert [letter["open"] for _, letter in where.screen_mailbox.take()] == ["neck-knot-desk"], "it is for the first"
    first.release()
    for _ in range(50):
        await asyncio.wait_for(told.get(), 5)
    assert where.screen_lock.ours()
    await Reminding(cast("House", Bare()), where)._open(WANTED[0])
    assert await asyncio.wait_for(opened.get(), 5) == WANTED[0]
    here.cancel()
    await asyncio.gather(here, return_exceptions=True)
    keeper.release()


async def test_a_full_screen_that_is_left_while_it_lets_go_is_left(where: SharedFiles) -> None:
    waiting = FileLock(where.next_keeper_lock._path)
    assert waiting.acquire()
    begun, ending = asyncio.Event(), asyncio.Event()

    async def keeps() -> None:
        try:
            begun.set()
            await asyncio.Event().wait()
        finally:
            ending.set()
            await asyncio.Event().wait()

    async def opens(_: OpenBreak) -> None:
        raise AssertionError("nothing is to be opened")

    screen = ScreenReminders(Reminding(cast("House", Bare()), where))
    screen._keeping = asyncio.create_task(keeps())
    await begun.wait()
    here = asyncio.create_task(screen.run(lambda: None, opens))
    await ending.wait()
    here.cancel()
    await asyncio.wait([here], timeout=5)
    assert here.cancelled()
    waiting.release()


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (WANTED[0], ["run", "movement-break", "--seconds", "228"]),
        (WANTED[1], ["run", "neck-knot-desk"]),
        (WANTED[2], ["check"]),
    ],
)
async def test_with_no_full_screen_a_terminal_opens_it_at_its_length(
    where: SharedFiles, monkeypatch: pytest.MonkeyPatch, wanted: OpenBreak, words: list[str]
) -> None:
    opened: list[list[str]] = []

    async def terminal(command: list[str], *_: Any) -> Attempt:
        opened.append(command)
        return Attempt("terminal", True)

    monkeypatch.setattr(notices, "open_terminal", terminal)
    assert await Reminding(cast("House", Bare()), where)._open(wanted) == ""
    assert [command[1:] for command in opened] == [["-P", "-m", "coach", *words]]


async def test_what_did_not_open_is_said_with_its_mend(where: SharedFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    async def terminal(*_: Any) -> Attempt:
        return Attempt("terminal", False, "There is no terminal to open.", "Set one.")

    monkeypatch.setattr(notices, "open_terminal", terminal)
    why = await Reminding(cast("House", Bare()), where)._open(WANTED[0])
    assert why == "There is no terminal to open. Set one."
