"""What the person asks of the reminders, as words on the command line and as JSON values between two processes."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from coach.core.errors import BadInput
from coach.core.reminders.plan import ReminderKind
from coach.core.reminders.signals import (
    AnotherInterval,
    Back,
    BusyFor,
    Finished,
    GotUp,
    OpenBreak,
    PauseFor,
    PauseUntil,
    PauseUntilTomorrow,
    Resume,
    Skip,
    Snooze,
    Start,
)
from coach.core.shown import shown
from coach.core.vocabulary import SessionOutcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.core.clock import Reading
    from coach.core.record.wire import Json
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
    "another-interval": AnotherInterval,
    "finished": Finished,
}
BARE: dict[Json, Command] = {"pause-until-tomorrow": PauseUntilTomorrow(), "resume": Resume(), "back": Back()}
LONGEST = timedelta(days=30)
LONGEST_WORD = 200  # letters of an id
MINUS = ("-", "\u2212", "\u2013")  # the sign, and what keyboards put in its place
HOW = "Write it as 10m, 1h or 1h30."
_LENGTH = re.compile(r"(?:(\d{1,3})\s*h)?\s*(?:(\d{1,4})\s*(?:m|min)?)?", re.IGNORECASE)


def to_body(command: Command) -> dict[str, Json]:
    """The command as JSON values."""
    name = next(name for name, kind in NAMES.items() if kind is type(command))
    given = {field.name: _plain(getattr(command, field.name)) for field in fields(command)}
    return {"do": name, **{key: value for key, value in given.items() if value is not None}}


def what_ended(run: Run) -> Command:
    """What the reminders are to be told of a run that has ended. "I got up" is taken; else its seconds are judged."""
    if run.ended is SessionOutcome.GOT_UP:
        return GotUp()
    return Finished(run.seconds, run.session.plan.routine)


def _plain(value: str | float | datetime | None) -> Json:
    return value.isoformat() if isinstance(value, datetime) else value


def from_body(body: Mapping[str, Json]) -> Command:
    """The command in these values, which may be anything. Raises BadInput where they are none."""
    try:
        return _command(body)
    except (TypeError, ValueError) as error:
        raise BadInput("That is no command.", "Use coach break, snooze or pause.") from error


def open_of(body: Mapping[str, Json]) -> OpenBreak | None:
    """What the keeper wants opened in another window, by the values of its letter; None where they make no sense."""
    try:
        what, prompt, seconds = _text(body.get("open")), _text(body.get("prompt")), body.get("seconds")
        return OpenBreak(what, prompt, None if seconds is None else _whole(seconds)) if what else None
    except (TypeError, ValueError):
        return None


def _command(body: Mapping[str, Json]) -> Command:
    prompt, name = _text(body.get("prompt")), body.get("do")
    if name in BARE:
        return BARE[name]
    match name:
        case "got-up":
            return GotUp(prompt)
        case "start":
            return Start(prompt, ReminderKind(_text(body.get("kind")) or ReminderKind.MOVEMENT))
        case "snooze":
            return Snooze(None if body.get("minutes") is None else _whole(body["minutes"]), prompt)
        case "skip":
            return Skip(prompt)
        case "pause-for":
            return PauseFor(_whole(body.get("seconds")))
        case "pause-until":
            return PauseUntil(_moment(body.get("until")))
        case "busy":
            return BusyFor(_whole(body.get("minutes")))
        case "another-interval":
            return AnotherInterval(body.get("longer") is True, prompt)
        case "finished":
            return Finished(_seconds(body.get("seconds")), _text(body.get("routine")) or "")
        case _:
            raise ValueError


def _text(value: Json) -> str | None:
    if value is not None and not (isinstance(value, str) and len(value) <= LONGEST_WORD and value.isprintable()):
        raise TypeError
    return value


def _whole(value: Json) -> int:
    """More than nothing, and in seconds no longer than anybody can ask for."""
    if type(value) is not int or not 0 < value <= LONGEST.total_seconds():
        raise TypeError
    return value


def _seconds(value: Json) -> float:
    if isinstance(value, (int, float)) and value is not True and 0 <= value <= LONGEST.total_seconds():
        return value
    raise TypeError


def _moment(value: Json) -> datetime:
    moment = datetime.fromisoformat(_text(value) or "")
    if moment.tzinfo is None or not 1970 < moment.year < 3000:  # away from where zones can't be reckoned
        raise ValueError
    return moment


def length_of(text: str) -> timedelta:
    """A length such as 10m, 1h, 1h30 or 90, which is minutes. Raises BadInput."""
    found = _LENGTH.fullmatch(text.strip())
    if found is None or not (found[1] or found[2]):
        what = "lies in the past" if text.strip()[:1] in MINUS else "is no length of time"
        raise BadInput(f"'{shown(text[:20])}' {what}.", HOW)
    length = timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0))
    if not timedelta() < length <= LONGEST:
        raise BadInput(f"'{text[:20]}' is {'too long' if length else 'no time at all'}.", HOW)
    return length


def minutes_of(text: str) -> int:
    """A length in whole minutes. Raises BadInput."""
    return int(length_of(text).total_seconds() // 60)


def pause_of(words: list[str], now: Reading) -> Command:
    """A pause in words: `1h`, `until 14:00`, `until tomorrow`. Raises BadInput."""
    text = " ".join(words).strip().lower()
    if text in {"until tomorrow", "tomorrow"}:
        return PauseUntilTomorrow()
    if not text.startswith("until"):
        return PauseFor(int(length_of(text).total_seconds()))
    clock = text.removeprefix("until").strip()
    found = re.fullmatch(r"(\d{1,2})[:.](\d{2})", clock)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise BadInput(f"'{clock[:20]}' is no time of day.", "Write it as: coach pause until 14:00")
    today = now.wall.replace(tzinfo=None, hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
    until = now.when(today, now.wall)
    return PauseUntil(until if until > now.wall else now.when(today + timedelta(days=1), now.wall))
