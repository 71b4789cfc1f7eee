"""What the keeper of the reminders needs of the record, and where it tells and shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from coach.core.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from coach.core.clock import Reading
    from coach.core.record.facts import Fact, OfReminders
    from coach.core.reminders.plan import Plan
    from coach.core.reminders.ports import Business, Idle, Notifier
    from coach.core.reminders.signals import OpenBreak, ReminderEvent
    from coach.core.reminders.standing.status import ReminderStatus


class Record(Protocol):
    """What the keeper needs of the record: `core/coach/reminder_desk.py` has it."""

    def plan(self) -> Plan:
        """What the reminders go by now: the settings, and what the record adds. Never raises."""

    def facts(self) -> list[Fact]:
        """This machine's facts that the state is rebuilt from. Raises JournalError."""

    def changes(self) -> object:
        """Something that is another value once the record has changed; cheap. Never raises."""

    def keep(self, written: Iterable[OfReminders], at: Reading) -> None:
        """Append these facts in one transaction. Raises JournalError."""

    def under_way(self) -> bool:
        """Whether a guided session is under way in any window."""


async def _unset(minutes: int) -> str:
    return f"Write interval_minutes: {minutes} into settings.yaml."


@frozen
class Outlets:
    """Where the keeper tells and shows.

    `notifier` makes what tells, given who takes the (prompt, action) of a button. `opens` opens a routine or the check,
    and gives why it did not, with what would help; empty where it did. `shows` is told every event, for a screen of
    this process; `publishes` writes the status for others, None once nobody keeps the reminders. None of them raises.
    `ours` says whether we are still the one who keeps them, `leaves` whether it is time to let another. `faults` gives
    what is wrong with the files that the person writes, a line each. These three are asked at each heartbeat, so they
    are cheap. `sets_interval` puts another interval (minutes) into the settings, and gives why it can't.
    """

    notifier: Callable[[Callable[[str, str], None]], Notifier]
    idle: Idle
    business: Business
    opens: Callable[[OpenBreak], Awaitable[str]]
    publishes: Callable[[ReminderStatus | None], None]
    shows: Callable[[ReminderEvent], None] = lambda _: None
    ours: Callable[[], bool] = lambda: True
    leaves: Callable[[], bool] = lambda: False
    faults: Callable[[], tuple[str, ...]] = tuple
    sets_interval: Callable[[int], Awaitable[str]] = _unset
