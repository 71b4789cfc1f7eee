"""The guided movement break: two minutes or more of movements that take turns, and a line on how to sit at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.frozen import frozen
from coach.core.routine.drafting import get_ready
from coach.core.routine.movement import choose
from coach.core.routine.routine import CueAt
from coach.core.routine.segments import SLACK, Draft, Pool, Sound, Words
from coach.core.routine.wording import cue_words, step_of
from coach.core.vocabulary import SegmentKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from coach.core.routine.movement import Movement
    from coach.core.routine.routine import Technique

EACH = 30  # s of one movement, about; policy
SITTING = 10  # s for the line on how to sit; policy
MOST_BORROWED = 60  # s of neck turns or wall angels, + included; policy, less than these have by themselves


@frozen
class BreakPart:
    """One step of a break: whose technique it is, and its segments."""

    technique: str
    name: str
    drafts: tuple[Draft, ...]


def break_parts(technique: Technique, turn: int, open_techniques: Collection[str]) -> list[BreakPart]:
    """The steps of the break of this turn, as long as the length of `technique`; get-ready comes on top.

    It begins with the movement that the prompt of this turn names. What belongs to another technique is in it only
    where that is in `open_techniques`, and once at most. Raises ValueError for a technique without a length, or
    without a movement that is anybody's.
    """
    if technique.dose.length is None or not is_whole(technique):
        raise ValueError("a break needs a length, movements and lines on how to sit")
    moving = technique.dose.length.default - SITTING
    count = max(1, round(moving / EACH))
    movements = _movements(technique, turn, count, open_techniques)
    steps = count + 1
    parts = []
    for n, movement in enumerate(movements):
        seconds = moving * (n + 1) // count - moving * n // count
        drafts = [_moving(technique, movement, seconds, n, steps)]
        if n == 0:
            drafts.insert(0, get_ready(technique, 0, steps))
        parts.append(BreakPart(movement.technique or technique.id, movement.name, tuple(drafts)))
    return [*parts, BreakPart(technique.id, "Sit down again", (_sitting(technique, turn, count, steps),))]


def is_whole(technique: Technique) -> bool:
    """Whether a break can be made of it: a movement that anybody may do, and a line on how to sit."""
    return any(movement.technique is None for movement in technique.movements) and bool(technique.sit_down)


def _movements(technique: Technique, turn: int, count: int, open_techniques: Collection[str]) -> list[Movement]:
    """`count` movements from this turn on."""
    found: list[Movement] = []
    while len(found) < count:
        movement = choose(technique.movements, turn, open_techniques)
        if movement.technique is None or movement not in found:
            found.append(movement)
        turn += 1
    return found


def _moving(technique: Technique, movement: Movement, seconds: int, step: int, steps: int) -> Draft:
    opening = cue_words(technique, CueAt.SECONDS, 0)
    say, head = movement.guide, step_of(step, steps)
    if step == 0:
        say, head = f"{opening}. {say}" if opening else say, "Now"
    length = technique.dose.length
    most = MOST_BORROWED if movement.technique or length is None else length.high
    name = movement.technique or technique.id
    return Draft(
        SegmentKind.MOVE,
        seconds,
        say,
        name,
        cues=((0, Words(say, lead=head), Sound.START),),
        cap=most,
        floor=seconds // 2,
        pool=Pool(name, None, None, most),
        new_part=True,
        movement=movement.id,
    )


def _sitting(technique: Technique, turn: int, step: int, steps: int) -> Draft:
    line = technique.sit_down[turn % len(technique.sit_down)]
    say = f"Sit down again. {line.rstrip('.')}"
    return Draft(
        SegmentKind.CHECK,
        SITTING,
        say,
        technique.id,
        cues=((0, Words(say, lead=step_of(step, steps)), Sound.END),),
        end_say=cue_words(technique, CueAt.END) or "",
        cap=SITTING + SLACK,
        new_part=True,
        movement="sit",
    )
