"""What the person asks of the reminders, as words on the command line and as JSON values between two processes."""

from __future__ import annotations

import re
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from coach.core.errors import BadInput
from coach.core.reminders.plan import ReminderKind
from coach.core.reminders.signals import (
    Back,
    BusyFor,
    Finished,
    GotUp,
    PauseFor,
    PauseUntil,
    PauseUntilTomorrow,
    Resume,
    Skip,
    Snooze,
    Start,
)
from coach.core.vocabulary import SessionOutcome

if TYPE_CHECKING:
    from coach.core.reminders.signals import Command
    from coach.core.session.run import Run

NAMES: dict[str, type[Command]] = {
    "got-up": GotUp,
    "start": Start,
    "snooze": Snooze,
    "skip": Skip,
    "pause-for": PauseFor,
    "pause-until": PauseUntil,
    "pause-until-tomorrow": PauseUntilTomorrow,
    "resume": Resume,
    "busy": BusyFor,
    "back": Back,
    "finished": Finished,
}
LONGEST = timedelta(days=30)
_LENGTH = re.compile(r"(?:(\d{1,3})\s*h)?\s*(?:(\d{1,4})\s*(?:m|min)?)?", re.IGNORECASE)


def to_body(command: Command) -> dict[str, Any]:
    """The command as JSON values."""
    name = next(name for name, kind in NAMES.items() if kind is type(command))
    values = {key: _plain(value) for key, value in asdict(command).items() if value is not None}
    return {"do": name, **values}


def what_ended(run: Run) -> Command:
    """What the reminders are to be told of a run that has ended. "I got up" is taken; else its seconds are judged."""
    if run.ended is SessionOutcome.GOT_UP:
        return GotUp()
    return Finished(run.seconds, run.session.plan.routine)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def from_body(body: dict[str, Any]) -> Command:
    """The command in these values. Raises BadInput where they are none."""
    try:
        kind = NAMES[body["do"]]
        values = {field.name: body[field.name] for field in fields(kind) if field.name in body}
        if kind is PauseUntil:
            values["until"] = datetime.fromisoformat(values["until"])
        if kind is Start and "kind" in values:
            values["kind"] = ReminderKind(values["kind"])
        return kind(**values)
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"That is no command: {str(body)[:60]}.", "Use coach break, snooze or pause.") from error


def length_of(text: str) -> timedelta:
    """A length such as 10m, 1h, 1h30 or 90, which is minutes. Raises BadInput."""
    found = _LENGTH.fullmatch(text.strip())
    length = timedelta()
    if found is not None and (found[1] or found[2]):
        length = timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0))
    if not timedelta() < length <= LONGEST:
        raise BadInput(f"'{text[:20]}' is no length of time.", "Write it as 10m, 1h or 1h30.")
    return length


def minutes_of(text: str) -> int:
    """A length in whole minutes. Raises BadInput."""
    return int(length_of(text).total_seconds() // 60)


def pause_of(words: list[str], now: datetime) -> Command:
    """A pause in words: `1h`, `until 14:00`, `until tomorrow`. `now` is local and aware. Raises BadInput."""
    text = " ".join(words).strip().lower()
    if text in {"until tomorrow", "tomorrow"}:
        return PauseUntilTomorrow()
    if not text.startswith("until"):
        return PauseFor(int(length_of(text).total_seconds()))
    clock = text.removeprefix("until").strip()
    found = re.fullmatch(r"(\d{1,2})[:.](\d{2})", clock)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise BadInput(f"'{clock[:20]}' is no time of day.", "Write it as: coach pause until 14:00")
    until = now.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
    return PauseUntil(until if until > now else until + timedelta(days=1))
