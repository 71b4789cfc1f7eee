"""Facts of a guided session, in the order in which they happen."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import ClassVar

from coach.core.frozen import frozen
from coach.core.record import wire
from coach.core.record.choices import Choices
from coach.core.record.health import LEVELS
from coach.core.vocabulary import BodyArea, SegmentKind, SessionOutcome, Side

MOST = 1_000_000_000  # an index, or seconds


class PauseCause(StrEnum):
    """Why a session was paused."""

    KEY = "key"
    ASLEEP = "asleep"


@frozen(kw_only=True)
class SessionBegan:
    """A session began. `planned` and `parts` are the seconds of work and the number of parts of each technique.

    `seconds` is the length of the whole run, `left_out` are techniques that were locked, `clearance` is the version of
    the catalogue and of the record that it was allowed by, `before` the pain rated just before.
    """

    kind: ClassVar = "session-begun"
    session: str = field(metadata=wire.text())
    routine: str = field(metadata=wire.text())
    name: str | None = field(default=None, metadata=wire.text())
    choices: Choices = field(default=Choices(), metadata=wire.record(Choices))
    seconds: int | None = field(default=None, metadata=wire.whole(0, MOST))
    planned: tuple[tuple[str, int], ...] | None = field(default=None, metadata=wire.counts())
    parts: tuple[tuple[str, int], ...] | None = field(default=None, metadata=wire.counts())
    left_out: tuple[str, ...] | None = field(default=None, metadata=wire.texts())
    clearance: str | None = field(default=None, metadata=wire.text())
    before: int | None = field(default=None, metadata=wire.whole(*LEVELS))


@frozen(kw_only=True)
class SessionResumed:
    """An interrupted session went on at segment `index`."""

    kind: ClassVar = "session-resumed"
    session: str = field(metadata=wire.text())
    index: int = field(metadata=wire.whole(0, MOST))


@frozen(kw_only=True)
class SessionPaused:
    """The time of a session was stopped."""

    kind: ClassVar = "paused"
    session: str = field(metadata=wire.text())
    why: PauseCause = field(metadata=wire.word(PauseCause))


@frozen(kw_only=True)
class SessionContinued:
    """The time of a session goes on."""

    kind: ClassVar = "resumed"
    session: str = field(metadata=wire.text())


@frozen(kw_only=True)
class SegmentReached:
    """Segment `index` began, planned to last so many seconds. `work`: it does something for the body."""

    kind: ClassVar = "reached"
    session: str = field(metadata=wire.text())
    index: int = field(metadata=wire.whole(0, MOST))
    technique: str | None = field(default=None, metadata=wire.text(null=True))
    side: Side | None = field(default=None, metadata=wire.word(Side, null=True))
    spot: int | None = field(default=None, metadata=wire.whole(0, MOST, null=True))
    area: BodyArea | None = field(default=None, metadata=wire.word(BodyArea, null=True))
    segment: SegmentKind | None = field(default=None, metadata=wire.word(SegmentKind, "kind"))
    work: bool = field(default=False, metadata=wire.truth())
    planned: int = field(default=0, metadata=wire.whole(0, MOST))


@frozen(kw_only=True)
class SegmentEnded:
    """Segment `index` is over: `held` seconds of it, `over` more until its alarm was answered.

    `done`: held to its end. `acknowledged` False: nobody answered its alarm.
    """

    kind: ClassVar = "segment"
    session: str = field(metadata=wire.text())
    index: int = field(metadata=wire.whole(0, MOST))
    technique: str | None = field(default=None, metadata=wire.text(null=True))
    side: Side | None = field(default=None, metadata=wire.word(Side, null=True))
    spot: int | None = field(default=None, metadata=wire.whole(0, MOST, null=True))
    area: BodyArea | None = field(default=None, metadata=wire.word(BodyArea, null=True))
    segment: SegmentKind | None = field(default=None, metadata=wire.word(SegmentKind, "kind"))
    work: bool = field(default=False, metadata=wire.truth())
    planned: int = field(default=0, metadata=wire.whole(0, MOST))
    held: float = field(default=0.0, metadata=wire.number(0, MOST))
    over: float = field(default=0.0, metadata=wire.number(0, MOST))
    done: bool = field(default=False, metadata=wire.truth())
    acknowledged: bool = field(default=True, metadata=wire.truth(rare=True))


@frozen(kw_only=True)
class SessionEnded:
    """A session is over."""

    kind: ClassVar = "session-ended"
    session: str = field(metadata=wire.text())
    outcome: SessionOutcome = field(metadata=wire.word(SessionOutcome))
