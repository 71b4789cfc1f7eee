"""The reminders as the screens see them: what they are asked, and what stands in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from coach.core.reminders.pause_words import pause_words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping
    from datetime import date

    from coach.core.reminders.facts import Tally
    from coach.core.reminders.signals import Command, OpenBreak

KEYS = {"got-up": "g", "start": "n", "snooze": "z", "skip": "d", "back": "g"}  # the keys of a prompt's buttons
OUTCOMES = ("taken", "natural", "snoozed", "skipped", "missed")
WIDEST = 12  # cells of a bar


class Reminders(Protocol):
    """Keeps the reminders where nobody else does, and watches them where somebody does. Only `tallies` raises."""

    async def run(self, told: Callable[[], None], opens: Callable[[OpenBreak], Awaitable[None]]) -> None:
        """Until cancelled. `told` says that something may have changed, `opens` opens a routine or the check."""

    async def obey(self, command: Command) -> str:
        """Do what the person asks; gives why it can't be, empty where it can."""

    def status(self) -> dict[str, Any]:
        """Where they stand, as `coach status --json` shows it, with the notice that is out."""

    def tallies(self, first: date, days: int) -> tuple[Tally, ...]:
        """What became of the prompts of these days. Raises JournalError."""


@dataclass(frozen=True, slots=True)
class PromptView:
    """What the person is asked now: `actions` are (name, key, label)."""

    id: str
    title: str
    text: str
    actions: tuple[tuple[str, str, str], ...]

    def answer(self, name: str) -> str | None:
        """The action that the key called `name` takes here; None where there is none. "I got up" is "I'm back", too."""
        wanted = ("got-up", "back") if name == "got-up" else (name,)
        return next((action for action in wanted if action in {offered for offered, _, _ in self.actions}), None)


def prompt_of(status: Mapping[str, Any]) -> PromptView | None:
    """The prompt that waits for an answer; None where none does."""
    notice = status.get("notice")
    if not notice:
        return None
    actions = tuple((name, KEYS[name], label) for name, label in notice["actions"] if name in KEYS)
    return PromptView(notice["prompt"], notice["title"], notice["text"], actions)


def line(status: Mapping[str, Any]) -> str:
    """How the reminders stand, in one line; empty where nobody keeps them."""
    found = status["reminders"]
    if not found["running"]:
        return ""
    if found["paused"]:
        first = found["paused"][0]
        return f"Breaks: {pause_words(first['reason'])}{_until(first['until'])}"
    if found["state"] == "break":
        return "A break is under way"
    if found["in_seconds"] is None:
        return "Breaks: counting starts when you are back"
    minutes = round(found["in_seconds"] / 60)
    return "Break in less than a minute" if minutes < 1 else f"Break in {minutes} min"


def pauses(status: Mapping[str, Any]) -> list[str]:
    """Every reason why nothing is told now, with its end."""
    return [f"{pause_words(p['reason']).capitalize()}{_until(p['until'])}" for p in status["reminders"]["paused"]]


def _until(moment: str | None) -> str:
    return f", until {datetime.fromisoformat(moment).astimezone():%H:%M}" if moment else ""


def day_words(tally: Tally) -> str:
    """What became of the prompts of one day."""
    counts = [(getattr(tally, name), name) for name in OUTCOMES]
    words = ", ".join(f"{count} {name}" for count, name in counts if count)
    return words or "nothing yet"


def week_lines(tallies: Iterable[Tally]) -> list[str]:
    """A strip of the week: kept out of prompted, a line a day."""
    return [
        f"{tally.day:%a}  {'█' * min(WIDEST, tally.kept)}{'░' * max(0, min(WIDEST, tally.prompted) - tally.kept)}"
        f"  {tally.kept} of {tally.prompted}"
        if tally.prompted
        else f"{tally.day:%a}  ·"
        for tally in tallies
    ]
