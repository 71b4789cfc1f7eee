"""The record out, in again, and gone, from the screen: asked as the command line asks, done by the same functions."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from coach.tui.record_desk import Occupied
from coach.tui.screens.notes.meaning import MeaningScreen
from coach.tui.screens.notes.typed import TypeScreen
from coach.tui.screens.rate import BACK, AskScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

    from coach.tui.record_desk import RecordDesk, Wish

OUT = "It will hold your health record: keep it where only you can read it."
IN = "What is here already stays. First you see what it would bring; nothing is taken before you say so."
TABLES = "Pain, sessions, breaks, lumps, signs and visits, a file each. They are never taken in again."
EACH = {
    "export": ("Export", "To which file?", OUT),
    "tables": ("For a spreadsheet", "Into which folder?", TABLES),
    "import": ("Import", "Which file?", IN),
}
THEIRS = ("The clock of that computer", "The clock of this one")
MINE = "Nothing was taken. Set this computer's clock right; if it was ahead before, say so with: coach log clock"
DELETE = (
    "This takes your whole health record from this computer, and can't be undone. Coach leaves the full screen for it, "
    "offers a copy first, and asks for a word."
)
WHAT_GOES = ("Leave it all as it is", "The record; my settings stay", "All: my settings and routines, too")


async def exchange(app: App[Any], desk: RecordDesk, wish: Wish) -> None:
    """Do one of these with the person, to be awaited in a worker. Raises CoachError."""
    if wish == "delete":
        picked = await app.push_screen_wait(AskScreen("Delete everything", DELETE, WHAT_GOES))
        if picked in {1, 2}:
            desk.delete(settings_too=picked == 2)
            app.exit()
        return
    name = await _typed(app, *EACH[wish], desk.place(wish))
    if not name:
        return
    if wish == "import":
        await _take_in(app, desk, name)
        return
    write = desk.export if wish == "export" else desk.tables
    said = await _written(app, EACH[wish][0], partial(write, name))
    if said:
        app.notify(said, markup=False)


async def _typed(app: App[Any], place: str, question: str, hint: str, usual: str = "", *, secret: bool = False) -> str:
    """What was typed; empty where the person went back."""
    found = await app.push_screen_wait(TypeScreen(place, question, usual, hint, lambda _: (), secret=secret))
    return "" if found is None or found == BACK else str(found)


async def _written(app: App[Any], place: str, write: Callable[..., str]) -> str:
    try:
        return await asyncio.to_thread(write, over=False)
    except Occupied as there:
        question = f"{there.message} Write over it?"
        picked = await app.push_screen_wait(AskScreen(place, question, ("No, it stays", "Yes, write over it")))
    return await asyncio.to_thread(write, over=True) if picked == 1 else ""


async def _take_in(app: App[Any], desk: RecordDesk, name: str) -> None:
    passphrase = ""
    if desk.locked(name):
        passphrase = await _typed(app, "Import", "Its passphrase?", "It is hidden while you type it.", secret=True)
        if not passphrase:
            return
    looked = await asyncio.to_thread(desk.look, name, passphrase)
    await app.push_screen_wait(MeaningScreen(looked.said, "Import", "What it would bring"))
    if not looked.new:
        return
    if looked.clock:
        picked = await app.push_screen_wait(AskScreen("Import", looked.clock, THEIRS))
        if picked == 1:
            app.notify(MINE, severity="warning")
        if picked != 0:
            return
    elif await app.push_screen_wait(AskScreen("Import", "Take it in?", ("No, leave it", "Yes, take it in"))) != 1:
        return
    said = await asyncio.to_thread(partial(desk.take, name, passphrase, theirs=bool(looked.clock)))
    await app.push_screen_wait(MeaningScreen(said, "Import", "What came in"))
