"""What is said at which moment of a technique, and what is said alike in all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.routine.segments import Sound, Words

if TYPE_CHECKING:
    from coach.core.routine.routine import CueAt, CueLine, Technique

WARN_BEFORE = 10  # s; docs/player-rules.md, What is said
WARN_FROM = 30  # s; policy: shorter holds have their half-way cue within reach of the end


def cue_line(technique: Technique, at: CueAt, seconds: int | None = None) -> CueLine | None:
    """What the technique's file has for this moment."""
    return next((cue for cue in technique.cues if cue.at is at and seconds in {None, cue.seconds}), None)


def cue_words(technique: Technique, at: CueAt, seconds: int | None = None) -> str | None:
    """What the technique's file has said at this moment."""
    line = cue_line(technique, at, seconds)
    return line.say if line is not None else None


def span(seconds: int) -> str:
    """So long, in words."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} seconds"
    words = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return words if not rest else f"{words} {rest} seconds"


def step_of(step: int, steps: int) -> str:
    """Which step of how many this is; `step` counts from 0."""
    return f"Step {step + 1} of {steps}"


def warning(seconds: int) -> tuple[tuple[int, Words, Sound], ...]:
    """The end cue that tells of the last seconds, where the whole is long enough for one."""
    return ((WARN_BEFORE, Words("Ten seconds left"), Sound.SOON),) if seconds >= WARN_FROM else ()
