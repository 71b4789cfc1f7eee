"""The shapes a run is made of, before they get their place in it. All times are whole seconds."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.vocabulary import SegmentKind

if TYPE_CHECKING:
    from coach.core.vocabulary import Side


SLACK = 120  # s; policy: how much longer a wait may become with +
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


@frozen
class Words:
    """What a cue says, in its parts: how the part before it ends, what this is, what to do, what comes then.

    `lead` tells what it is ("Left side", "Step 2 of 6", "Half way"). `after` holds only where the time runs on: it is
    left unsaid while a step waits for the person. `spoken` is what a voice says in place of all of it: empty where
    the sound alone carries it, None where the voice says what is written.
    """

    text: str
    lead: str = ""
    before: str = ""
    after: str = ""
    spoken: str | None = None

    @property
    def line(self) -> str:
        """What it is and what to do."""
        return f"{self.lead}: {self.text}" if self.lead else self.text

    @property
    def waiting(self) -> str:
        """All but `after`."""
        return sentences(self.before, self.line)

    @property
    def say(self) -> str:
        """All of it, as it is written."""
        return sentences(self.before, self.line, self.after)


def sentences(*parts: str) -> str:
    """These one after the other; empty ones are left out."""
    return ". ".join(part for part in parts if part)


@frozen
class Pool:
    """What a cap is summed over within a run: every visit of the same spot, side and technique (or class).

    `cap` is in seconds. `by_day` pools also count what earlier runs of the day took.
    """

    name: str
    side: Side | None
    spot: int | None
    cap: int
    by_day: bool = False


@frozen
class Draft:
    """A segment without its place. Cues are (offset, words, sound); end cues (seconds before the end, words, sound).

    `end_say` is said together with the start of what follows. `movement` names the one of a guided break.
    """

    kind: SegmentKind
    seconds: int
    say: str
    technique: str | None = None
    side: Side | None = None
    cues: tuple[tuple[int, Words, Sound], ...] = ()
    end_cues: tuple[tuple[int, Words, Sound], ...] = ()
    end_say: str = ""
    cap: int = 0
    floor: int = 0
    pool: Pool | None = None
    spot: int | None = None
    alarm: bool = False
    asleep_too: bool = False
    new_part: bool = False
    movement: str = ""
