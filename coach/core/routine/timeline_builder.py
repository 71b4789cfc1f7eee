"""Gives drafts their place in a run, one after the other. All times are whole seconds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from coach.core.routine.segments import Pool, Sound, Words, sentences
from coach.core.routine.timeline import Cue, PlannedStep, Segment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.core.routine.segments import Draft


@dataclass(slots=True)
class TimelineBuilder:
    """Collects segments and cues; what ends one segment is said together with the start of the next.

    `used` is what this run takes from each pool, `earlier` what runs before it took on the same day.
    """

    segments: list[Segment] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    steps: list[PlannedStep] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    used: dict[Pool, float] = field(default_factory=dict)
    earlier: dict[Pool, float] = field(default_factory=dict)
    pending: str = ""
    now: int = 0
    part: int = 0

    def add_all(self, drafts: Iterable[Draft], step: int) -> None:
        """Put these one after the other at the end, as parts of this step."""
        for draft in drafts:
            if draft.pool is not None:
                self.used[draft.pool] = self.used.get(draft.pool, 0.0) + draft.seconds
            self._add(draft, step)

    def _add(self, draft: Draft, step: int) -> None:
        if draft.new_part:
            self.part += 1
        index = len(self.segments)
        segment = Segment(
            start=self.now,
            seconds=draft.seconds,
            kind=draft.kind,
            technique=draft.technique,
            side=draft.side,
            say=draft.say,
            step=step,
            part=self.part,
            cap=max(draft.cap, draft.seconds),
            floor=draft.floor,
            pool=draft.pool,
            spot=draft.spot,
            alarm=draft.alarm,
            asleep_too=draft.asleep_too,
            movement=draft.movement,
        )
        self.segments.append(segment)
        for n, (offset, words, sound) in enumerate(draft.cues):
            joined = self._after_pending(words) if n == 0 and offset == 0 else words
            self.cues.append(Cue(self.now + offset, joined, sound, index, offset))
        end = self.now + draft.seconds
        for before, words, sound in draft.end_cues:
            self.cues.append(Cue(end - before, words, sound, index, -before, from_end=True))
        self.pending = "" if draft.alarm else draft.end_say
        self.now = end

    def finish(self) -> None:
        """Say that it is over, and put the cues in order."""
        words = self._after_pending(Words("All finished"))
        self.cues.append(Cue(self.now, words, Sound.DONE, len(self.segments), 0))
        self.cues.sort(key=lambda cue: (cue.segment, cue.at))

    def _after_pending(self, words: Words) -> Words:
        return replace(words, before=sentences(self.pending, words.before))
