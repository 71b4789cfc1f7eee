"""The reminders as the screens see them: what they are asked, and what stands in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping
    from datetime import date

    from coach.core.reminders.break_counts import BreakCounts
    from coach.core.reminders.signals import Command, OpenBreak

KEYS = {"got-up": "g", "start": "n", "snooze": "z", "skip": "d", "back": "g"}  # the keys of a prompt's buttons
PAUSED = {
    "person": "paused by you",
    "working-hours": "outside working hours",
    "do-not-disturb": "do-not-disturb is on",
    "meeting": "in a meeting",
    "safety": "waiting until you have been seen",
    "another-session": "a session is under way",
}
OUTCOMES = ("taken", "natural", "snoozed", "skipped", "missed")
WIDEST = 12  # cells of a bar


class Reminders(Protocol):
    """Keeps the reminders where nobody else does, and watches them where somebody does. Only `break_counts` raises."""

    async def run(self, told: Callable[[], None], opens: Callable[[OpenBreak], Awaitable[None]]) -> None:
        """Until cancelled. `told` says that something may have changed, `opens` opens a routine or the check."""

    async def obey(self, command: Command) -> str:
        """Do what the person asks; gives why it can't be, empty where it can."""

    def status(self) -> dict[str, Any]:
        """Where they stand, as `coach status --json` shows it, with the notice that is out."""

    def break_counts(self, first: date, days: int) -> tuple[BreakCounts, ...]:
        """What became of the prompts of these days. Raises JournalError."""


@dataclass(frozen=True, slots=True)
class PromptView:
    """What the person is asked now: `actions` are (name, key, label)."""

    id: str
    title: str
    text: str
    actions: tuple[tuple[str, str, str], ...]


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
        return f"Breaks: {PAUSED.get(first['reason'], first['reason'])}{_until(first['until'])}"
    if found["state"] == "break":
        return "A break is under way"
    if found["in_seconds"] is None:
        return "Breaks: counting starts when you are back"
    minutes = round(found["in_seconds"] / 60)
    return "Break in less than a minute" if minutes < 1 else f"Break in {minutes} min"


def pauses(status: Mapping[str, Any]) -> list[str]:
    """Every reason why nothing is told now, with its end."""
    return [
        f"{PAUSED.get(p['reason'], p['reason']).capitalize()}{_until(p['until'])}"
        for p in status["reminders"]["paused"]
    ]


def _until(moment: str | None) -> str:
    return f", until {datetime.fromisoformat(moment).astimezone():%H:%M}" if moment else ""


def day_words(day: BreakCounts) -> str:
    """What became of the prompts of one day."""
    counts = [(getattr(day, name), name) for name in OUTCOMES]
    words = ", ".join(f"{count} {name}" for count, name in counts if count)
    return words or "nothing yet"


def week_lines(week: Iterable[BreakCounts]) -> list[str]:
    """A strip of the week: kept out of prompted, a line a day."""
    return [
        f"{each.day:%a}  {'█' * min(WIDEST, each.kept)}{'░' * max(0, min(WIDEST, each.prompted) - each.kept)}"
        f"  {each.kept} of {each.prompted}"
        if each.prompted
        else f"{each.day:%a}  ·"
        for each in week
    ]
