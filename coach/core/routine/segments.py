"""The shapes a run is made of, before they get their place in it. All times are whole seconds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from coach.core.vocabulary import SegmentKind

if TYPE_CHECKING:
    from coach.core.vocabulary import Side


WORK = frozenset({SegmentKind.HOLD, SegmentKind.REP, SegmentKind.BREATHE, SegmentKind.MOVE, SegmentKind.CHECK})


class Sound(StrEnum):
    """Which sound goes with a cue."""

    READY = "ready"
    START = "start"
    HALF = "half"
    SOON = "soon"
    SKIN = "skin"
    SWAP = "swap"
    END = "end"
    ALARM = "alarm"
    REP = "rep"
    IN = "in"
    OUT = "out"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Pool:
    """What a cap is summed over within a run: every visit of the same spot, side and technique (or class).

    `cap` is in seconds. `by_day` pools also count what earlier runs of the day took.
    """

    name: str
    side: Side | None
    spot: int | None
    cap: int
    by_day: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A segment without its place. Cues are (offset, say, sound); end cues (seconds before the end, say, sound).

    `end_say` is said together with the start of what follows. `movement` names the one of a guided break.
    """

    kind: SegmentKind
    seconds: int
    say: str
    technique: str | None = None
    side: Side | None = None
    cues: tuple[tuple[int, str, Sound], ...] = ()
    end_cues: tuple[tuple[int, str, Sound], ...] = ()
    end_say: str = ""
    cap: int = 0
    floor: int = 0
    pool: Pool | None = None
    spot: int | None = None
    alarm: bool = False
    asleep_too: bool = False
    new_part: bool = False
    movement: str = ""
