"""How one technique becomes segments. Numbers that no dose carries are named here with their source.

All times are whole seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.core.routine.routine import BodyPosition, CueAt, Sides, Technique
from coach.core.routine.segments import Draft, Pool, Sound
from coach.core.vocabulary import SegmentKind, Side, TechniqueClass

if TYPE_CHECKING:
    from collections.abc import Callable

PREPARE = 5  # docs/player-rules.md, Segments and times
FLOOR_PREPARE = 15  # policy: getting down to the floor, or turning over there, takes longer
SWAP = 10  # docs/player-rules.md, Segments and times
NEXT_SPOT = 10  # policy: time to roll to another spot
BETWEEN_REPEATS = 5  # policy: let go between two holds
TRANSITION = 3  # policy: into and out of a held rep, never quick
CHECK_QUESTION = 8  # routines/posture-check.yaml
PLAIN_LENGTH = 30  # routines/hydration-check.yaml
WARN_BEFORE = 10  # docs/player-rules.md, What is said
WARN_FROM = 30  # policy: shorter holds have their half-way cue within reach of the end
SLACK = 120  # policy: how much longer a wait may become with +

FLOOR = {BodyPosition.LIE_BACK, BodyPosition.HANDS_AND_KNEES, BodyPosition.KNEEL}
THERMAL = {TechniqueClass.HEAT, TechniqueClass.COLD}


def draft_rest(seconds: int, step: int, steps: int) -> list[Draft]:
    """A rest between two techniques. It goes on while the machine sleeps."""
    say = f"Step {step + 1} of {steps}: Rest for {_span(seconds)}"
    return [
        Draft(
            SegmentKind.REST,
            seconds,
            "Rest until the skin feels normal",
            cues=((0, say, Sound.START),),
            end_cues=_warning(seconds),
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
        cues=((0, f"Step {step + 1} of {steps}: {name}. Get ready", Sound.READY),),
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
    elif cue_words(technique, CueAt.EACH_REP) is not None and dose.reps is not None:
        body = _reps(technique, side)
    else:
        body, gone = _holds(technique, side, room)
    return ([get_ready(technique, step, steps), *body] if body else []), gone


def cue_words(technique: Technique, at: CueAt, seconds: int | None = None) -> str | None:
    """What the technique's file has said at this moment."""
    for cue in technique.cues:
        if cue.at is at and (seconds is None or cue.seconds == seconds):
            return cue.say
    return None


def _span(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} seconds"
    words = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return words if not rest else f"{words} {rest} seconds"


def _warning(seconds: int) -> tuple[tuple[int, str, Sound], ...]:
    return ((WARN_BEFORE, "Ten seconds left", Sound.SOON),) if seconds >= WARN_FROM else ()


def _breathing(technique: Technique) -> Draft:
    dose = technique.dose
    assert dose.breathe_in and dose.breathe_out  # noqa: S101, PT018 - the caller looked
    assert dose.length  # noqa: S101
    cycle = dose.breathe_in.default + dose.breathe_out.default
    breaths = max(1, dose.length.default // cycle)
    cues: list[tuple[int, str, Sound]] = []
    for n in range(breaths):
        label = f"Breath {n + 1} of {breaths}"
        cues.append((n * cycle, f"{label}: breathe in", Sound.IN))
        cues.append((n * cycle + dose.breathe_in.default, f"{label}: breathe out", Sound.OUT))
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


def _checklist(technique: Technique) -> list[Draft]:
    count = len(technique.checklist)
    opening = cue_words(technique, CueAt.SECONDS, 0)
    drafts = []
    for n, question in enumerate(technique.checklist):
        say = f"Question {n + 1} of {count}: {question}"
        spoken = f"{opening}. {say}" if n == 0 and opening else say
        cues = ((0, spoken, Sound.START),)
        drafts.append(
            Draft(
                SegmentKind.CHECK,
                CHECK_QUESTION,
                say,
                technique.id,
                cues=cues,
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
        f"{say} - {_span(seconds)}",
        technique.id,
        cues=((0, f"Now: {say}", Sound.START),),
        end_cues=_warning(seconds),
        end_say=cue_words(technique, CueAt.END) or "",
        cap=length.high if length else seconds,
        floor=length.low if length else seconds,
        pool=Pool(technique.id, None, None, length.high if length else seconds),
        new_part=True,
    )


def _rep_times(technique: Technique, phases: int) -> tuple[list[int], int]:
    """Offsets of a rep's phases and its length in seconds."""
    dose = technique.dose
    there = dose.there.default if dose.there else TRANSITION
    back = dose.back.default if dose.back else TRANSITION
    hold = dose.hold.default if dose.hold else 0
    moments = [0, there, there + hold] if hold else [0, there]
    return (moments + [there + hold] * phases)[:phases], there + hold + back


def _reps(technique: Technique, side: Side | None) -> list[Draft]:
    dose = technique.dose
    assert dose.reps is not None  # noqa: S101 - the caller looked
    phases = [phase.strip() for phase in (cue_words(technique, CueAt.EACH_REP) or technique.name).split("...")]
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
        cues = [(at, f"{label}: {say}", Sound.REP) for at, say in zip(offsets, phases, strict=True)]
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
        cues=((0, words, Sound.SWAP),),
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


def _holds(technique: Technique, side: Side | None, room: Callable[[Pool], float]) -> tuple[list[Draft], list[str]]:
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
        cues = ((0, "Next spot: roll until you find it", Sound.READY),)
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
    cues = ((0, "Short rest", Sound.END),)
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
    opening = cue_words(technique, CueAt.SECONDS, 0) or technique.name
    cues = [(0, f"{label}: {opening}", Sound.START)]
    for cue in technique.cues:
        if cue.at is CueAt.SECONDS and 0 < cue.seconds < seconds:
            sound, head = (Sound.SKIN, "Skin check") if thermal else (Sound.HALF, f"After {_span(cue.seconds)}")
            cues.append((cue.seconds, f"{head}: {cue.say}", sound))
        elif cue.at is CueAt.HALF:
            say = f"Half way: {cue.say}" if cue.say != "Half way" else "Half way: keep breathing"
            cues.append(
                (seconds // 2, say if not thermal else f"Skin check: {cue.say}", Sound.SKIN if thermal else Sound.HALF)
            )
    end = cue_words(technique, CueAt.END) or ""
    alarm = technique.end_alarm or thermal
    ending = ((0, f"Time is up: {end or 'Take it off now'}", Sound.ALARM),) if alarm else ()
    return Draft(
        SegmentKind.HOLD,
        seconds,
        f"{label}: {opening}",
        technique.id,
        side,
        cues=tuple(sorted(cues)),
        end_cues=_warning(seconds) + ending,
        end_say=end,
        cap=dose.hold.high,
        floor=min(dose.hold.low, seconds),
        pool=pool,
        spot=spot[0] if dose.spots else None,
        alarm=alarm,
        asleep_too=thermal,
        new_part=repeat[0] == 1,
    )
