"""Facts of the reminders. `n` counts them on one machine: their order, whatever the clock did.

Keys name what a prompt is about: `movement`, `drink`, `desk-check`, `routine:ID@2026-03-02T10:30`,
`follow-up:STAGE:ABOUT`. Seconds are those of the clock that runs on while the machine sleeps.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from coach.core.frozen import frozen
from coach.core.record import wire
from coach.core.vocabulary import PromptOutcome

if TYPE_CHECKING:
    from datetime import date

MOST = 1_000_000_000  # a count, or seconds
LONGEST = 10_000_000_000  # seconds; three centuries


class PausedFor(StrEnum):
    """Why the person paused the reminders."""

    PERSON = "person"  # they want to be left alone
    MEETING = "meeting"


class PutOffBy(StrEnum):
    """What put a prompt off: a snooze, or a pause."""

    SNOOZE = "snooze"
    PERSON = PausedFor.PERSON
    MEETING = PausedFor.MEETING


class StoodUpHow(StrEnum):
    """From what the count of sitting began anew."""

    START = "start"  # of the program
    AFRESH = "afresh"  # working hours began, or a long absence ended
    BACK = "back"  # "I'm back"
    NATURAL = PromptOutcome.NATURAL  # away for at least a break
    TAKEN = PromptOutcome.TAKEN  # a break


@frozen(kw_only=True)
class PromptShown:
    """A prompt was told. `sat` seconds of sitting led to it, a break of `break_seconds` is proposed (0 for a question).

    `early` are keys that rode along before their time, `seen`: it asks only whether somebody was seen, `asks`: whether
    another interval would suit better; `quiet`: told without a sound.
    """

    kind: ClassVar = "prompt"
    n: int = field(default=0, metadata=wire.whole(0, MOST))
    prompt: str = field(metadata=wire.text())
    kinds: tuple[str, ...] = field(default=(), metadata=wire.texts())
    keys: tuple[str, ...] = field(default=(), metadata=wire.texts())
    sat: int = field(default=0, metadata=wire.whole(0, MOST))
    break_seconds: int | None = field(default=None, metadata=wire.whole(0, MOST, "break"))
    snoozes: int = field(default=0, metadata=wire.whole(0, MOST))
    early: tuple[str, ...] = field(default=(), metadata=wire.texts())
    seen: bool = field(default=False, metadata=wire.truth(rare=True))
    asks: bool = field(default=False, metadata=wire.truth(rare=True))
    quiet: bool = field(default=False, metadata=wire.truth(rare=True))


@frozen(kw_only=True)
class PromptEnded:
    """What became of a prompt that was told `ago` seconds before.

    `stood`: the person stood up for it. `back_in`: seconds until "are you back?" is asked. Where it was put off:
    for `seconds`, the `snoozes`-th time, by whom.
    """

    kind: ClassVar = "prompt-over"
    n: int = field(default=0, metadata=wire.whole(0, MOST))
    prompt: str = field(metadata=wire.text())
    outcome: PromptOutcome = field(metadata=wire.word(PromptOutcome))
    keys: tuple[str, ...] = field(default=(), metadata=wire.texts())
    ago: float = field(default=0.0, metadata=wire.number(-LONGEST, LONGEST))
    stood: bool = field(default=False, metadata=wire.truth())
    early: tuple[str, ...] = field(default=(), metadata=wire.texts())
    ignored: bool = field(default=False, metadata=wire.truth(rare=True))
    back_in: int | None = field(default=None, metadata=wire.whole(0, MOST, "return"))
    seconds: float | None = field(default=None, metadata=wire.number(-LONGEST, LONGEST))
    snoozes: int | None = field(default=None, metadata=wire.whole(0, MOST))
    by: PutOffBy | None = field(default=None, metadata=wire.word(PutOffBy))


@frozen(kw_only=True)
class PromptDismissed:
    """The person took away what was shown of a prompt, without an answer: they have seen it.

    A version that does not know this takes it for missed where it was started anew before the prompt was over.
    """

    kind: ClassVar = "prompt-dismissed"
    n: int = field(default=0, metadata=wire.whole(0, MOST))
    prompt: str = field(metadata=wire.text())


@frozen(kw_only=True)
class PromptHeld:
    """These would have been prompted, and were held back."""

    kind: ClassVar = "prompt-held"
    n: int = field(default=0, metadata=wire.whole(0, MOST))
    keys: tuple[str, ...] = field(default=(), metadata=wire.texts())
    seconds: float | None = field(default=None, metadata=wire.number(-LONGEST, LONGEST))


@frozen(kw_only=True)
class PromptSpared:
    """These need not be prompted any more: what they ask for was done unasked."""

    kind: ClassVar = "prompt-spared"
    n: int = field(default=0, metadata=wire.whole(0, MOST))
    keys: tuple[str, ...] = field(default=(), metadata=wire.texts())


@frozen(kw_only=True)
class StoodUp:
    """The count of sitting began anew, `ago` seconds before it was written down.

    `back_in`: seconds until "are you back?" is asked. `seconds` of an absence; `prompt` is the one it answered.
    """

    kind: ClassVar = "stood-up"
    n: int = field(default=0, metadata=wire.whole(0, MOST))
    how: StoodUpHow = field(metadata=wire.word(StoodUpHow))
    ago: float = field(default=0.0, metadata=wire.number(-LONGEST, LONGEST))
    back_in: int | None = field(default=None, metadata=wire.whole(0, MOST, "return"))
    seconds: int | None = field(default=None, metadata=wire.whole(0, MOST))
    prompt: str | None = field(default=None, metadata=wire.text())


@frozen(kw_only=True)
class RemindersPaused:
    """No prompt for `seconds`, or where that is None until the clock on the wall shows `until`."""

    kind: ClassVar = "reminders-paused"
    n: int = field(default=0, metadata=wire.whole(0, MOST))
    reason: PausedFor = field(default=PausedFor.PERSON, metadata=wire.word(PausedFor))
    until: date | None = field(default=None, metadata=wire.moment())
    seconds: float | None = field(default=None, metadata=wire.number(0, LONGEST, null=True))


@frozen(kw_only=True)
class RemindersResumed:
    """A pause is over: the one of `reason` ran out; None: the person ended all of theirs."""

    kind: ClassVar = "reminders-resumed"
    n: int = field(default=0, metadata=wire.whole(0, MOST))
    reason: PausedFor | None = field(default=None, metadata=wire.word(PausedFor))


@frozen(kw_only=True)
class ReturnAsked:
    """The person was asked whether they are back."""

    kind: ClassVar = "return-asked"
    n: int = field(default=0, metadata=wire.whole(0, MOST))


@frozen(kw_only=True)
class ClockSet:
    """The clock on the wall was set by so many seconds (negative: back)."""

    kind: ClassVar = "clock-set"
    n: int = field(default=0, metadata=wire.whole(0, MOST))
    by: float = field(default=0.0, metadata=wire.number(-LONGEST, LONGEST))
