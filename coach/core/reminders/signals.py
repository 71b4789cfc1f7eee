"""What goes into a step of the reminders, and what comes out: plain values."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.reminders.plan import ReminderKind

if TYPE_CHECKING:
    from datetime import datetime

    from coach.core.record.facts import OfReminders
    from coach.core.reminders.plan import Plan
    from coach.core.reminders.ports import Busy, Notice


# --- what the person asks for -------------------------------------------------------------------------------------
# `prompt` is set where it is the answer to one: an answer to a prompt that is over is dropped.


@frozen
class GotUp:
    """I got up: the break is taken, without a guide. With no prompt named, it was a movement break in any case."""

    prompt: str | None = None


@frozen
class Start:
    """Open what the prompt is about; with no prompt, take a break of `kind` now."""

    prompt: str | None = None
    kind: ReminderKind = ReminderKind.MOVEMENT


@frozen
class Snooze:
    """Not now, but in `minutes`; None: as long as the first length set."""

    minutes: int | None = None
    prompt: str | None = None


@frozen
class Skip:
    """Not this one."""

    prompt: str | None = None


@frozen
class PauseFor:
    """No prompt for so many seconds, however the clock is set meanwhile."""

    seconds: int


@frozen
class PauseUntil:
    """No prompt until the clock on the wall shows `until` (aware)."""

    until: datetime


@frozen
class PauseUntilTomorrow:
    """No prompt until the next day begins, at four in the morning."""


@frozen
class Resume:
    """End the pause, or "busy", before its time."""


@frozen
class BusyFor:
    """In a meeting for so many minutes."""

    minutes: int


@frozen
class AnotherInterval:
    """The answer to "would more or less often suit you?": the next longer interval, or the next shorter one."""

    longer: bool
    prompt: str | None = None


@frozen
class Back:
    """I'm back: count again."""


@frozen
class Finished:
    """A guided break or any other routine has ended after `seconds` of it."""

    seconds: float
    routine: str = ""


@frozen
class Dismissed:
    """The person took the notice away without an answer: they have seen it."""

    prompt: str


@frozen
class NotOpened:
    """What was to be started did not open, and why, with what would help. With a prompt: it stays."""

    prompt: str | None
    why: str


@frozen
class Untold:
    """No channel could tell this prompt: that nobody answers it says nothing."""

    prompt: str


@frozen
class Lost:
    """What was shown of this prompt is gone, and nobody took it away: its server ended, or who showed it."""

    prompt: str


Command = (
    GotUp
    | Start
    | Snooze
    | Skip
    | PauseFor
    | PauseUntil
    | PauseUntilTomorrow
    | Resume
    | BusyFor
    | Back
    | Finished
    | AnotherInterval
    | Dismissed
    | NotOpened
    | Untold
    | Lost
)


@frozen
class Signals:
    """What is known at a step. None always means "not looked" or "not known", never "no".

    `idle` is in seconds; `busy` holds what speaks against a prompt (empty: nothing does); `session` says whether a
    guided session is under way anywhere; `plan` is given where it has changed.
    """

    commands: tuple[Command, ...] = ()
    idle: float | None = None
    busy: tuple[Busy, ...] | None = None
    session: bool | None = None
    plan: Plan | None = None


NOTHING = Signals()


class Probe(StrEnum):
    """What is worth looking at before the next step."""

    IDLE = "idle"
    BUSY = "busy"


# --- what comes out -----------------------------------------------------------------------------------------------


class Stage(StrEnum):
    """What a telling is: the announcement, the prompt itself, the same once more, "are you back?", or a word in
    passing that nobody has to answer."""

    NOTICE = "notice"
    PROMPT = "prompt"
    AGAIN = "again"
    WORD = "word"
    RETURN = "return"


@frozen
class Tell:
    """Tell the person; what was shown before is replaced. `quiet`: without sound, the last ones had no answer."""

    notice: Notice
    stage: Stage
    kinds: tuple[ReminderKind, ...]
    quiet: bool = False


@frozen
class Close:
    """Take away what was told about this prompt."""

    prompt: str


@frozen
class OpenBreak:
    """The person wants this now: a routine's id, or "check" for questions. Whether it may run, the door decides.

    `seconds` is how long a movement break is, which grows with the sitting before it; None for anything else.
    """

    what: str
    prompt: str | None = None
    seconds: int | None = None


@frozen
class SetInterval:
    """The person wants a break every so many minutes from now on: it goes into the settings."""

    minutes: int


@frozen
class BreakBegins:
    """A break begins now, `guided` or not."""

    guided: bool


@frozen
class BreakEnds:
    """A break is over now."""

    guided: bool


@frozen
class Write:
    """A fact to append, before anything is told."""

    body: OfReminders


@frozen
class CommandRefused:
    """A command that can't be followed, and why, in one line."""

    command: Command
    why: str


ReminderEvent = Tell | Close | OpenBreak | SetInterval | BreakBegins | BreakEnds | Write | CommandRefused
