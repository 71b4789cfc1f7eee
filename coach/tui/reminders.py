"""The reminders as the screens see them: what they are asked, and what stands in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from coach.core.reminders.standing.moment_words import moment_words
from coach.core.reminders.standing.pause_words import pause_words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from datetime import date, datetime

    from coach.core.reminders.break_counts import BreakCounts
    from coach.core.reminders.ports import Notice
    from coach.core.reminders.signals import Command, OpenBreak
    from coach.core.reminders.standing.status import ReminderStatus

KEYS = {  # of a prompt's buttons
    "got-up": "{today.got-up:g}",
    "start": "{today.start:n}",
    "snooze": "{today.later:z}",
    "skip": "{today.skip:d}",
    "back": "{today.got-up:g}",
    "less-often": "{today.later:z}",
    "more-often": "{today.start:n}",
}
INSTEAD = {"got-up": ("back",), "snooze": ("less-often",), "start": ("more-often",)}  # with the same key
OUTCOMES = ("taken", "natural", "snoozed", "skipped", "missed")
COUNTED = 99  # minutes up to which they are said
WIDEST = 12  # cells of a bar


class Reminders(Protocol):
    """Keeps the reminders where nobody else does, and watches them where somebody does. Only what
    counts breaks raises."""

    async def run(self, told: Callable[[], None], opens: Callable[[OpenBreak], Awaitable[None]]) -> None:
        """Until cancelled. `told` says that something may have changed, `opens` opens a routine or the check."""

    async def obey(self, command: Command) -> str:
        """Do what the person asks; gives why it can't be, empty where it can."""

    def status(self) -> ReminderStatus | None:
        """Where they stand, with the notice that is out; None where nobody keeps them."""

    def break_counts(self, first: date, days: int) -> tuple[BreakCounts, ...]:
        """What became of the prompts of these days on this computer. Raises JournalError."""

    def breaks_elsewhere(self, first: date, days: int) -> tuple[tuple[BreakCounts, ...], ...]:
        """The same of each other computer on record. Raises JournalError."""


def buttons(notice: Notice) -> tuple[tuple[str, str, str], ...]:
    """What can be answered to a notice here, as (name, key, label)."""
    return tuple((name, KEYS[name], label) for name, label in notice.actions if name in KEYS)


def answer_of(notice: Notice, name: str) -> str | None:
    """The action that the key called `name` takes here; None where there is none."""
    wanted = (name, *INSTEAD.get(name, ()))
    offered = {action for action, _, _ in buttons(notice)}
    return next((action for action in wanted if action in offered), None)


def line(status: ReminderStatus | None) -> str:
    """How the reminders stand, in one line; empty where nobody keeps them."""
    from coach.core.reminders.state import ReminderPhase  # noqa: PLC0415 - 8 ms that the first frame saves

    if status is None:
        return ""
    if status.paused:
        first = status.paused[0]
        return f"Breaks: {pause_words(first.reason)}{_until(first.until, status.at)}"
    if status.state == ReminderPhase.BREAK:
        return "A break is under way"
    if status.in_seconds is None:
        return "Breaks: counting starts when you are back"
    minutes = round(status.in_seconds / 60)
    if minutes > COUNTED and status.next_at is not None:
        return f"Next break: {moment_words(status.next_at.astimezone(), status.at.astimezone())}"
    return "Break in less than a minute" if minutes < 1 else f"Break in {minutes} min"


def pauses(status: ReminderStatus | None) -> list[str]:
    """Every reason why nothing is told now, with its end."""
    if status is None:
        return []
    return [f"{pause_words(pause.reason).capitalize()}{_until(pause.until, status.at)}" for pause in status.paused]


def _until(moment: datetime | None, now: datetime) -> str:
    return f", until {moment_words(moment.astimezone(), now.astimezone())}" if moment is not None else ""


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
