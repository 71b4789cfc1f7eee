"""Which movement a prompt names: a rotating choice of what fits at a desk, so that the words alone are a break."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement in words. `technique` names the one it belongs to, which must be open; None: anybody may."""

    id: str
    words: str
    technique: str | None = None


MOVEMENTS = (
    Movement("window", "Stand up, walk to the window, roll your shoulders."),
    Movement("look-far", "Stand up and look far away. Let your arms hang loose."),
    Movement("neck-turns", "Stand up. Turn your head slowly left, then right, as far as is easy.", "neck-rotation"),
    Movement("walk", "Walk to the next room and back. Let your arms swing."),
    Movement("shoulders", "Stand up. Roll your shoulders back, slowly, ten times."),
    Movement("wall-angels", "Stand with your back to a wall. Slide your arms up, and down again.", "wall-angel"),
    Movement("weight", "Stand up. Shift your weight from foot to foot and roll your shoulders."),
)

POSTURE_CUES = (
    "Sit back: let the chair hold your lower back.",
    "Both feet flat on the floor.",
    "Knees level with your hips, or a bit lower.",
    "Screen at eye level.",
    "Head over your shoulders, not poked forward.",
    "Shoulders loose.",
    "No phone in the crook of your neck.",
)


def choose(turn: int, open_techniques: Collection[str]) -> Movement:
    """The movement of this turn, of those that are open."""
    fitting = [m for m in MOVEMENTS if m.technique is None or m.technique in open_techniques]
    return fitting[turn % len(fitting)]


def posture_cue(turn: int) -> str:
    """The line on how to sit, of this turn."""
    return POSTURE_CUES[turn % len(POSTURE_CUES)]
