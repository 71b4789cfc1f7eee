"""Putting an entry right: which one, the screen for it, what that means for the locks, and what is asked then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.core.clearance.lock_changes import NONE
from coach.core.coach.corrections import FIELDS
from coach.core.history.noted import in_words
from coach.tui.flows import noting
from coach.tui.screens.notes.entry import EntryScreen
from coach.tui.screens.notes.meaning import MeaningScreen
from coach.tui.screens.rate import BACK, AskScreen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import App

    from coach.core.coach.door import Coach
    from coach.core.history.noted import Noted


async def correct(app: App[Any], coach: Coach, sources: Mapping[str, str], entries: Sequence[Noted]) -> None:
    """Let one of these be put right, to be awaited in a worker. Raises CoachError where the record can't be read."""
    if len(entries) > 1:
        words = [f"{one.at:%H:%M}  {in_words(one)}" for one in entries]
        index = await app.push_screen_wait(AskScreen("Put right", "Which one?", words))
        if index is None or index == BACK:
            return
        entries = [entries[int(index)]]
    kind = next(kind for kind in FIELDS if isinstance(entries[0].body, kind))
    before = coach.rules.safety()
    saved = await app.push_screen_wait(EntryScreen(coach, coach.corrections.standing(kind, entries[0].id)))
    if saved is None:
        return
    if saved.changes:
        await app.push_screen_wait(MeaningScreen(saved.changes))
    else:
        app.notify(f"Corrected. {NONE}", markup=False)
    subjects = coach.checks.subjects_of(entries[0].id, saved.fact.body)
    if await noting.ask_questions(app, coach, sources, subjects):
        await noting.show_card(app, coach, sources, before.flags)
