"""The planned run as a value: its segments, its cues, its steps. All times are whole seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.record.choices import Choices
from coach.core.routine.segments import Pool, Sound
from coach.core.vocabulary import SegmentKind, Side

if TYPE_CHECKING:
    from coach.core.record.choices import Choices
    from coach.core.routine.segments import Pool, Sound, Words
    from coach.core.vocabulary import SegmentKind, Side


@frozen
class Segment:
    """A stretch of a run. `cap` is the longest it may become with +; `pool` is what its cap of the run is summed over.

    `asleep_too` says that it goes on while the machine sleeps (heat, cold, rests). `alarm` says that its end keeps
    sounding until acknowledged. Segments of one `part` are left together by "next". `movement` names the one that is
    done in a guided break.
    """

    start: int
    seconds: int
    kind: SegmentKind
    technique: str | None
    side: Side | None
    say: str
    step: int
    part: int
    cap: int
    floor: int
    pool: Pool | None = None
    spot: int | None = None
    alarm: bool = False
    asleep_too: bool = False
    movement: str = ""


@frozen
class Cue:
    """Something said or sounded. `at` counts from the start of the run, `offset` from the start of its segment.

    `from_end` cues belong to the end of their segment and move with it.
    """

    at: int
    words: Words
    sound: Sound
    segment: int
    offset: int
    from_end: bool = False

    @property
    def say(self) -> str:
        """All of its words, as they are written."""
        return self.words.say


@frozen
class PlannedStep:
    """A step as the person sees it: a technique (or None for a rest), with the lines that tell how."""

    technique: str | None
    name: str
    how: tuple[str, ...]
    seconds: int


@frozen
class Timeline:
    """The planned run. Segments start at 0, touch each other and sum to `seconds`; cues are in order."""

    routine: str
    name: str
    choices: Choices
    seconds: int
    segments: tuple[Segment, ...]
    cues: tuple[Cue, ...]
    steps: tuple[PlannedStep, ...]
    notes: tuple[str, ...] = ()
    earlier: tuple[tuple[Pool, float], ...] = ()  # seconds of the day already taken from pools that last a day

    def cues_of(self, segment: int) -> list[tuple[int, Cue]]:
        """(index, cue) of the cues of one segment; those of the finish belong to the segment after the last."""
        return [(i, cue) for i, cue in enumerate(self.cues) if cue.segment == segment]

    @property
    def techniques(self) -> tuple[str, ...]:
        """The techniques in it, in order."""
        return tuple(step.technique for step in self.steps if step.technique is not None)
