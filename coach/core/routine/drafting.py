"""How one technique becomes segments. Numbers that no dose carries are named here with their source.

All times are whole seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.routine.holds_and_reps import draft_holds, draft_reps
from coach.core.routine.routine import BodyPosition, CueAt, Technique
from coach.core.routine.segments import SLACK, Draft, Pool, Sound, Words
from coach.core.routine.wording import cue_words, span, step_of, warning
from coach.core.vocabulary import SegmentKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.core.vocabulary import Side

PREPARE = 5  # docs/player-rules.md, Segments and times
FLOOR_PREPARE = 15  # policy: getting down to the floor, or turning over there, takes longer
CHECK_QUESTION = 8  # routines/posture-check.yaml
PLAIN_LENGTH = 30  # routines/hydration-check.yaml

FLOOR = {BodyPosition.LIE_BACK, BodyPosition.HANDS_AND_KNEES, BodyPosition.KNEEL}


def draft_rest(seconds: int, step: int, steps: int) -> list[Draft]:
    """A rest between two techniques. It goes on while the machine sleeps."""
    words = Words(f"Rest for {span(seconds)}", lead=step_of(step, steps))
    return [
        Draft(
            SegmentKind.REST,
            seconds,
            "Rest until the skin feels normal",
            cues=((0, words, Sound.START),),
            end_cues=warning(seconds),
            cap=seconds + 2 * seconds,
            asleep_too=True,
            new_part=True,
        )
    ]


def get_ready(technique: Technique, step: int, steps: int) -> Draft:
    """The seconds before a technique begins."""
    name = technique.name
    prepare = FLOOR_PREPARE if {*technique.position[:1]} & FLOOR else PREPARE
    return Draft(
        SegmentKind.PREPARE,
        prepare,
        f"Get ready: {name}",
        technique.id,
        cues=((0, Words(name, lead=step_of(step, steps), after="Get ready"), Sound.READY),),
        cap=prepare + SLACK,
        new_part=True,
    )


def draft_technique(
    technique: Technique, side: Side | None, step: int, steps: int, room: Callable[[Pool], float]
) -> tuple[list[Draft], list[str]]:
    """The segments of one technique, and a line for each spot that has no time left today.

    `side` limits it to one side; `room` tells how many seconds a pool has left.
    """
    dose = technique.dose
    gone: list[str] = []
    if dose.breathe_in is not None and dose.breathe_out is not None and dose.length is not None:
        body = [_breathing(technique)]
    elif technique.checklist:
        body = _checklist(technique)
    elif dose.length is not None or (dose.hold is None and dose.reps is None):
        body = [_moving(technique)]
    elif dose.reps is not None and (dose.hold is None or cue_words(technique, CueAt.EACH_REP) is not None):
        body = draft_reps(technique, side)
    else:
        body, gone = draft_holds(technique, side, room)
    return ([get_ready(technique, step, steps), *body] if body else []), gone


def _breathing(technique: Technique) -> Draft:
    dose = technique.dose
    assert dose.breathe_in and dose.breathe_out  # noqa: S101, PT018 - the caller looked
    assert dose.length  # noqa: S101
    cycle = dose.breathe_in.default + dose.breathe_out.default
    breaths = max(1, dose.length.default // cycle)
    cues: list[tuple[int, Words, Sound]] = []
    for n in range(breaths):
        label = f"Breath {n + 1} of {breaths}"
        inward = Words("breathe in", lead=label, spoken=_breath_spoken(n, breaths))
        outward = Words("breathe out", lead=label, spoken="" if n else "Breathe out")
        cues.append((n * cycle, inward, Sound.IN))
        cues.append((n * cycle + dose.breathe_in.default, outward, Sound.OUT))
    return Draft(
        SegmentKind.BREATHE,
        breaths * cycle,
        "Breathe in as it fills, out as it empties",
        technique.id,
        cues=tuple(cues),
        end_say=cue_words(technique, CueAt.END) or "",
        cap=dose.length.high,
        floor=dose.length.low,
        pool=Pool(technique.id, None, None, dose.length.high),
        new_part=True,
    )


def _breath_spoken(n: int, breaths: int) -> str:
    """Breathing is carried by its soft sounds; words begin it, and name its middle and its last breath."""
    if n == 0:
        return "Breathe in"
    if n == breaths - 1:
        return "The last breath"
    return "Half way" if n == breaths // 2 else ""


def _checklist(technique: Technique) -> list[Draft]:
    count = len(technique.checklist)
    opening = cue_words(technique, CueAt.SECONDS, 0) or ""
    drafts = []
    for n, question in enumerate(technique.checklist):
        words = Words(question, lead=f"Question {n + 1} of {count}", before="" if n else opening)
        drafts.append(
            Draft(
                SegmentKind.CHECK,
                CHECK_QUESTION,
                words.line,
                technique.id,
                cues=((0, words, Sound.START),),
                cap=CHECK_QUESTION + SLACK,
                new_part=True,
            )
        )
    return drafts


def _moving(technique: Technique) -> Draft:
    length = technique.dose.length
    seconds = length.default if length else PLAIN_LENGTH
    say = cue_words(technique, CueAt.SECONDS, 0) or technique.name
    return Draft(
        SegmentKind.MOVE,
        seconds,
        f"{say} - {span(seconds)}",
        technique.id,
        cues=((0, Words(say, lead="Now"), Sound.START),),
        end_cues=warning(seconds),
        end_say=cue_words(technique, CueAt.END) or "",
        cap=length.high if length else seconds,
        floor=length.low if length else seconds,
        pool=Pool(technique.id, None, None, length.high if length else seconds),
        new_part=True,
    )
