"""Where the reminders stand: one phase, beside it a set of pauses. Moments are seconds of the boot clock."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.record.reminders import PausedFor
from coach.core.reminders.plan import Lock, Plan, ReminderKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from coach.core.clock import Reading

GRACE = 120.0  # seconds after waking, or coming back, in which nothing is told
NEVER = float("inf")
LONG_AGO = float("-inf")


class ReminderPhase(StrEnum):
    """What the reminders are doing."""

    WAITING = "waiting"
    NOTICE = "notice"  # a break is announced
    BREAK = "break"  # a prompt was told: it waits for an answer, or its break is under way
    RETURN = "awaiting-return"  # the break is over; the next countdown waits for "I'm back"


class PauseReason(StrEnum):
    """Why nothing is told now. The first and `MEETING` may also be the person's own word, which goes on record."""

    PERSON = PausedFor.PERSON
    HOURS = "working-hours"
    DO_NOT_DISTURB = "do-not-disturb"
    MEETING = PausedFor.MEETING
    SAFETY = "safety"
    SESSION = "another-session"


EVERYTHING = frozenset(ReminderKind)
# Working hours are for the desk: a time set by hand, and what the safety rules ask, have times of their own.
# A safety lock holds nothing: it turns reminders into "have you been seen?".
HOLDS = {
    PauseReason.PERSON: EVERYTHING,
    PauseReason.HOURS: frozenset({ReminderKind.MOVEMENT, ReminderKind.DESK, ReminderKind.DRINK, ReminderKind.EYES}),
    PauseReason.DO_NOT_DISTURB: EVERYTHING,
    PauseReason.MEETING: EVERYTHING,
    PauseReason.SAFETY: frozenset[ReminderKind](),
    PauseReason.SESSION: EVERYTHING,
}


@frozen
class Pause:
    """Why nothing is told, who says so, and its end: `until` on the wall (aware), or None where nobody knows.

    `ends` is set where it was given as a length of time: then that counts, and `until` is only for showing.
    """

    reason: PauseReason
    source: str = ""
    until: datetime | None = None
    ends: float | None = None

    @property
    def own(self) -> bool:
        """Whether the person asked for it: only they, or its time, end it."""
        return self.source == OWN

    def over(self, now: Reading) -> bool:
        """Whether its time is up."""
        if self.ends is not None:
            return now.boot >= self.ends
        return self.until is not None and now.wall >= self.until


OWN = "you"


@frozen
class Item:
    """One thing that is due. `key` tells it from others; `opens` is the routine it stands for, `name` its title.

    `not_before` is the earliest moment to tell it (after a snooze).
    """

    kind: ReminderKind
    key: str
    seconds: int
    opens: str
    name: str = ""
    text: str = ""
    not_before: float = LONG_AGO


@frozen
class Prompt:
    """One prompt, from its notice to its outcome. The longest item leads; the others ride along.

    `told` is when it was, or will be, told, or later why it could not be opened; `started` when its guided break began.
    `sat` is the seconds of sitting before it. `early` are the keys that ride along before their time: undone, they keep
    it. `dismissed`: the person took the notice away; `again`: it was told once more; `lost`: what was shown of it is
    gone. `voluntary`: nobody was prompted, the person took a break.
    """

    id: str
    items: tuple[Item, ...]
    told: float
    sat: float
    seconds: int
    snoozes: int = 0
    early: tuple[str, ...] = ()
    started: float | None = None
    seen: bool = False
    asks: bool = False
    quiet: bool = False
    untold: bool = False
    dismissed: bool = False
    again: bool = False
    lost: bool = False
    voluntary: bool = False

    @property
    def lead(self) -> Item:
        """What it is mainly about."""
        return self.items[0]

    @property
    def kinds(self) -> tuple[ReminderKind, ...]:
        """The kinds it covers, the lead first."""
        return tuple(dict.fromkeys(item.kind for item in self.items))

    @property
    def told_as(self) -> tuple[ReminderKind, ...]:
        """What it is told about: what it covers, or in a lock only whether somebody was seen."""
        return (ReminderKind.SEEN,) if self.seen else self.kinds

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys it covers."""
        return tuple(item.key for item in self.items)

    def covers(self, kind: ReminderKind) -> bool:
        """Whether it satisfies this kind."""
        return any(item.kind is kind for item in self.items)


@frozen
class Absence:
    """A stretch in which nobody was there, as far as is known by now. `credited`: the prompt it answered."""

    since: float
    until: float
    credited: str = ""

    @property
    def seconds(self) -> float:
        """How long it is for certain."""
        return self.until - self.since


@frozen
class LastAsked:
    """When something that is asked once a day was last asked."""

    key: str
    day: date
    at: float


@frozen
class ReminderState:
    """All the reminders know. Made by `rebuild`, changed only by `step`; what is a fact, only by `evolve`.

    `sat` is when the person last stood up; `due` and `drink` are when the next movement break and drink are due.
    `owed` holds what came due and could not be told yet, `came_due` the planned times that did so lately.
    `unanswered` counts prompts in a row without an answer; `questioned` says that the times were put in question.
    `scanned_until` is the local time up to which planned times were looked at.
    `wake` is the next moment at which time alone changes anything.
    """

    plan: Plan
    seen: Reading
    sat: float
    due: float
    drink: float
    desk: date
    scanned_until: datetime
    phase: ReminderPhase = ReminderPhase.WAITING
    pauses: tuple[Pause, ...] = ()
    open: Prompt | None = None
    owed: tuple[Item, ...] = ()
    came_due: tuple[str, ...] = ()
    asked: tuple[LastAsked, ...] = ()
    snoozed: tuple[tuple[str, int], ...] = ()
    unanswered: int = 0
    questioned: bool = False
    number: int = 0
    absence: Absence | None = None
    present: float = LONG_AGO  # somebody was there for certain
    woke: float = LONG_AGO
    idle_read: float = LONG_AGO
    busy_read: float = LONG_AGO
    ask_at: float = NEVER  # in RETURN: when to ask "are you back?" ...
    back_by: float = NEVER  # ... and when to count again without a word
    break_until: float = NEVER  # an unguided break goes on until then
    eyed: float = LONG_AGO  # the eyes last rested, or a prompt was told
    day_end: float = NEVER  # the working day ended then, and that is still to be said
    word: str = ""  # what is being said in passing ...
    word_until: float = NEVER  # ... and until when
    patient: float = NEVER  # since when what is due waits for the keys to rest ...
    look_at: float = NEVER  # ... and when to look again whether they do
    written: int = 0  # facts written so far: their order, whatever the clock shows
    starting: bool = False  # a stretch of sitting begins that is not on record yet
    wake: float = LONG_AGO

    def paused(self, reason: PauseReason) -> bool:
        """Whether this reason holds anything back now."""
        return any(pause.reason is reason for pause in self.pauses)

    def held(self, kind: ReminderKind) -> bool:
        """Whether any pause holds this kind back."""
        return any(kind in HOLDS[pause.reason] for pause in self.pauses)

    @property
    def absent(self) -> bool:
        """Whether nobody has been there for at least a break."""
        return self.absence is not None and self.absence.seconds >= self.plan.settings.break_seconds

    def grace_over(self, now: Reading) -> bool:
        """Whether waking is long enough ago to tell anything."""
        return now.boot >= self.woke + GRACE

    def turned(self, kind: ReminderKind) -> bool:
        """Whether a safety lock turns this kind into "have you been seen?"."""
        lock = self.plan.lock
        return lock is Lock.EMERGENCY or (lock is Lock.URGENT and kind in {ReminderKind.MOVEMENT, ReminderKind.ROUTINE})
