"""How the holds and repetitions of a technique become segments: sides, spots, and what stands between them.

Numbers that no dose carries are named here with their source. All times are whole seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.routine.routine import CueAt, Sides, Technique
from coach.core.routine.segments import SLACK, Draft, Pool, Sound, Words
from coach.core.routine.wording import cue_line, cue_words, span, warning
from coach.core.vocabulary import SegmentKind, Side, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Callable

SWAP = 10  # s; docs/player-rules.md, Segments and times
NEXT_SPOT = 10  # policy: time to roll to another spot
BETWEEN_REPEATS = 5  # policy: let go between two holds
TRANSITION = 3  # policy: into and out of a held rep, never quick
HALF_WAY = "Half way"
THERMAL = {TechniqueClass.HEAT, TechniqueClass.COLD}


def _rep_times(technique: Technique, phases: int) -> tuple[list[int], int]:
    """Offsets of a rep's phases and its length in seconds."""
    dose = technique.dose
    there = dose.there.default if dose.there else TRANSITION
    back = dose.back.default if dose.back else TRANSITION
    hold = dose.hold.default if dose.hold else 0
    moments = [0, there, there + hold] if hold else [0, there]
    return (moments + [there + hold] * phases)[:phases], there + hold + back


def draft_reps(technique: Technique, side: Side | None) -> list[Draft]:
    """The repetitions, side by side or one side after the other."""
    dose = technique.dose
    assert dose.reps is not None  # noqa: S101 - the caller looked
    line = cue_line(technique, CueAt.EACH_REP)
    phases = line.phases if line is not None else (technique.name,)
    offsets, seconds = _rep_times(technique, len(phases))
    if dose.hold and len(phases) == 2:  # two words for a held rep: out, and back after the hold
        offsets[1] = seconds - (dose.back.default if dose.back else TRANSITION)
    both: list[Side | None] = [Side.LEFT, Side.RIGHT] if side is None else [side]
    if technique.sides is Sides.NONE:
        both = [None]
    count = dose.reps.default
    turns = [(n, s) for n in range(count) for s in both]
    if technique.sides is Sides.PER_SIDE:
        turns = [(n, s) for s in both for n in range(count)]
    drafts: list[Draft] = []
    for i, (n, which) in enumerate(turns):
        if technique.sides is Sides.PER_SIDE and i and turns[i - 1][1] is not which:
            drafts.append(_swap(technique, which))
        label = f"{which.capitalize()} {n + 1} of {count}" if which else f"Rep {n + 1} of {count}"
        cues = [
            (at, Words(say, lead=label, spoken=(say or None) if at else None), Sound.REP)
            for at, say in zip(offsets, phases, strict=True)
        ]
        drafts.append(
            Draft(
                SegmentKind.REP,
                seconds,
                f"{label}: {' ... '.join(phases)}",
                technique.id,
                which,
                cues=tuple(cues),
                end_say=(cue_words(technique, CueAt.END) or "") if i == len(turns) - 1 else "",
                floor=seconds,
                pool=Pool(technique.id, which, None, seconds * dose.reps.high),
                new_part=i == 0 or drafts[-1].kind is SegmentKind.SWAP,
            )
        )
    return drafts


def _swap(technique: Technique, to: Side | None) -> Draft:
    say = cue_words(technique, CueAt.SWAP) or "Other side"
    seconds = next((cue.seconds for cue in technique.cues if cue.at is CueAt.SWAP), SWAP)
    words = f"{say}: {to}" if to else say
    return Draft(
        SegmentKind.SWAP,
        seconds,
        words,
        technique.id,
        to,
        cues=((0, Words(words), Sound.SWAP),),
        cap=seconds + SLACK,
        new_part=True,
    )


def _hold_pool(technique: Technique, side: Side | None, spot: int | None) -> Pool:
    dose = technique.dose
    assert dose.hold is not None  # noqa: S101 - the caller looked
    if technique.cls is TechniqueClass.COMPRESSION:
        stop = [q.high for q in (dose.hard_stop, dose.per_spot_per_day) if q is not None]
        return Pool(technique.cls, side, spot, min(stop, default=dose.hold.high), by_day=True)
    if technique.cls in THERMAL:
        return Pool(technique.cls, None, None, dose.hold.high)
    return Pool(technique.id, side, spot, dose.hold.high * (dose.reps.high if dose.reps else 1))


def draft_holds(
    technique: Technique, side: Side | None, room: Callable[[Pool], float]
) -> tuple[list[Draft], list[str]]:
    """The holds, with what stands between them, and a line for each spot that has no time left today."""
    dose = technique.dose
    assert dose.hold is not None  # noqa: S101 - the caller looked
    sides: list[Side | None] = [Side.LEFT, Side.RIGHT] if side is None else [side]
    if technique.sides is Sides.NONE:
        sides = [None]
    spots = dose.spots.default if dose.spots else 1
    repeats = dose.reps.default if dose.reps else 1
    drafts: list[Draft] = []
    gone: list[str] = []
    for which in sides:
        for spot in range(1, spots + 1):
            pool = _hold_pool(technique, which, spot if dose.spots else None)
            left = int(room(pool))
            seconds = min(dose.hold.default, left)
            if seconds < min(dose.hold.low, dose.hold.default):
                where = f", {which} side" if which else ""
                where += f", spot {spot}" if spots > 1 else ""
                gone.append(f"{technique.name}{where}: no time left on this spot today.")
                continue
            for repeat in range(1, repeats + 1):
                if drafts:
                    drafts.append(_between(technique, drafts[-1], which, repeat))
                drafts.append(_hold(technique, seconds, which, (spot, spots), (repeat, repeats), pool))
    return drafts, gone


def _between(technique: Technique, before: Draft, side: Side | None, repeat: int) -> Draft:
    """What stands between two holds: the other side, another spot, or a short rest."""
    if before.side is not side:
        return _swap(technique, side)
    if repeat == 1:
        cues = ((0, Words("roll until you find it", lead="Next spot"), Sound.READY),)
        return Draft(
            SegmentKind.PREPARE,
            NEXT_SPOT,
            "Find the next spot",
            technique.id,
            side,
            cues,
            cap=NEXT_SPOT + SLACK,
            new_part=True,
        )
    cues = ((0, Words("Short rest"), Sound.END),)
    return Draft(SegmentKind.REST, BETWEEN_REPEATS, "Short rest", technique.id, side, cues, cap=BETWEEN_REPEATS + SLACK)


def _hold(
    technique: Technique, seconds: int, side: Side | None, spot: tuple[int, int], repeat: tuple[int, int], pool: Pool
) -> Draft:
    dose = technique.dose
    assert dose.hold is not None  # noqa: S101 - the caller looked
    thermal = technique.cls in THERMAL
    labels = [f"{side.capitalize()} side"] if side else []
    labels += [f"spot {spot[0]} of {spot[1]}"] if spot[1] > 1 else []
    labels += [f"{repeat[0]} of {repeat[1]}"] if repeat[1] > 1 else []
    label = ", ".join(labels) if labels else "Start"
    label = label if side or not labels else f"Hold {label}"
    opening = Words(cue_words(technique, CueAt.SECONDS, 0) or technique.name, lead=label)
    end = cue_words(technique, CueAt.END) or ""
    alarm = technique.end_alarm or thermal
    ending = ((0, Words(end or "Take it off now", lead="Time is up"), Sound.ALARM),) if alarm else ()
    return Draft(
        SegmentKind.HOLD,
        seconds,
        opening.line,
        technique.id,
        side,
        cues=((0, opening, Sound.START), *_during(technique, seconds)),
        end_cues=warning(seconds) + ending,
        end_say=end,
        cap=dose.hold.high,
        floor=min(dose.hold.low, seconds),
        pool=pool,
        spot=spot[0] if dose.spots else None,
        alarm=alarm,
        asleep_too=thermal,
        new_part=repeat[0] == 1,
    )


def _during(technique: Technique, seconds: int) -> list[tuple[int, Words, Sound]]:
    """What is said in the middle of a hold, in order: looks at the skin for heat and cold, else remarks."""
    thermal = technique.cls in THERMAL
    cues: list[tuple[int, Words, Sound]] = []
    for cue in technique.cues:
        if cue.at is CueAt.SECONDS and 0 < cue.seconds < seconds:
            at, lead, say = cue.seconds, f"After {span(cue.seconds)}", cue.say
        elif cue.at is CueAt.HALF:
            at, lead, say = seconds // 2, HALF_WAY, "keep breathing" if cue.say == HALF_WAY else cue.say
        else:
            continue
        if thermal:
            cues.append((at, Words(cue.say, lead="Skin check"), Sound.SKIN))
        else:
            cues.append((at, Words(say, lead=lead), Sound.HALF))
    return sorted(cues, key=lambda item: (item[0], item[1].say))
