"""What a break is made of: movements that fit at a desk and take turns. A prompt names one, a break has several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement. Its `words` are those of a prompt, a break by themselves; in `guide` the person stands already.

    `technique` names the one it belongs to, which must be open; None: anybody may.
    """

    id: str
    name: str
    words: str
    guide: str
    technique: str | None = None


MOVEMENTS = (
    Movement(
        "window",
        "To the window",
        "Stand up, walk to the window, roll your shoulders.",
        "Walk to the window and roll your shoulders",
    ),
    Movement(
        "look-far",
        "Look far away",
        "Stand up and look far away. Let your arms hang loose.",
        "Stand and look at something far away. Let your arms hang loose",
    ),
    Movement(
        "neck-turns",
        "Neck turns",
        "Stand up. Turn your head slowly left, then right, as far as is easy.",
        "Turn your head slowly left, then right, only as far as is easy",
        "neck-rotation",
    ),
    Movement(
        "walk",
        "Walk",
        "Walk to the next room and back. Let your arms swing.",
        "Walk to the next room and back. Let your arms swing",
    ),
    Movement(
        "shoulders",
        "Shoulder rolls",
        "Stand up. Roll your shoulders back, slowly, ten times.",
        "Roll your shoulders back, big and slow",
    ),
    Movement(
        "wall-angels",
        "Wall angels",
        "Stand with your back to a wall. Slide your arms up, and down again.",
        "Put your back to a wall. Slide your arms slowly up, then down",
        "wall-angel",
    ),
    Movement(
        "weight",
        "Foot to foot",
        "Stand up. Shift your weight from foot to foot and roll your shoulders.",
        "Shift your weight from foot to foot. Let your knees be soft",
    ),
)
BORROWED = frozenset(movement.technique for movement in MOVEMENTS if movement.technique is not None)

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
