"""What a person may choose for a run, and what earlier runs leave for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.core.errors import BadInput
from coach.core.frozen import frozen
from coach.core.routine.routine import Technique, is_guided
from coach.core.spelling import suggestion
from coach.core.vocabulary import BodyArea, Side

if TYPE_CHECKING:
    from collections.abc import Collection

    from coach.core.record.choices import Choices
    from coach.core.routine.routine import Routine
    from coach.core.vocabulary import BodyArea, Side

WAIT_LIMITS = range(20, 601)  # s; policy: long enough to get down, short enough to be no break

LONG_WAIT = 120  # s; policy: what a wait that ends by itself usually is


SHORTEST = 60  # s; the least that can be set as the length of a break


@frozen
class PastUse:
    """What earlier sessions leave for this one.

    `pressed` holds (area, side, spot, seconds) of ball holds today; None there means that it could be any.
    `reps_last_week` holds the most repeats done in one session of the last seven days, by technique. `notches` are the
    doses of the person's plan, by technique: (name of the dose, number) each. A plan keeps them within the dose.
    `ceilings` are, in the same way, the most that a professional has said.
    """

    pressed: tuple[tuple[BodyArea | None, Side | None, int | None, float], ...] = ()
    reps_last_week: tuple[tuple[str, int], ...] = ()
    notches: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()
    ceilings: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()

    def on_spot(self, area: BodyArea | None, side: Side | None, spot: int | None) -> float:
        """Seconds of pressure today that may have been on this spot; what is not known counts."""

        def same(a: object, b: object) -> bool:
            return a is None or b is None or a == b

        return sum(s for a, d, n, s in self.pressed if same(a, area) and same(d, side) and same(n, spot))


def with_variant(technique: Technique, variant_id: str) -> Technique:
    """The technique done in that way; unchanged where it has no such variant."""
    for variant in technique.variants:
        if variant.id == variant_id:
            changed = {
                name: value
                for name in ("steps", "position", "equipment", "areas", "sides")
                if (value := getattr(variant, name)) is not None
            }
            return replace(technique, **changed)
    return technique


def way_of(technique: Technique, variant_id: str | None) -> str:
    """The id of the way in which the technique is done: the one that was chosen, else its usual one, else empty."""
    usual = next((variant.id for variant in technique.variants if variant.default), "")
    return next((variant.id for variant in technique.variants if variant.id == variant_id), usual)


def _check_break(routine: Routine, choices: Choices) -> None:
    """Refuse a turn or a length for what is no guided break, and a length outside its limits."""
    guided = is_guided(routine)
    for value, option in ((choices.turn, "--turn"), (choices.seconds, "--seconds")):
        if value is not None and not guided:
            raise BadInput(f"{routine.id} has no {option.removeprefix('--')} to choose.", f"Leave {option} out.")
    if choices.turn is not None and choices.turn < 0:
        raise BadInput(f"Turn {choices.turn} can't be planned.", "Choose 0 or more.")
    length = routine.dose.length if guided and isinstance(routine, Technique) else None
    if choices.seconds is not None and length is not None and not SHORTEST <= choices.seconds <= length.high:
        raise BadInput(
            f"A break of {choices.seconds} seconds can't be planned.", f"Choose from {SHORTEST} to {length.high}."
        )


def check_choices(routine: Routine, techniques: Collection[Technique], choices: Choices) -> None:
    """Refuse choices that mean nothing for this routine. Raises BadInput with the mend."""
    if choices.area is not None and choices.area not in routine.areas:
        raise BadInput(f"{routine.id} is not for the area {choices.area}.", f"Choose from: {', '.join(routine.areas)}.")
    if choices.minutes is not None and not 1 <= choices.minutes <= 240:
        raise BadInput(f"{choices.minutes} minutes can't be planned.", "Choose from 1 to 240.")
    _check_break(routine, choices)
    if choices.wait_limit and choices.wait_limit not in WAIT_LIMITS:
        raise BadInput(
            f"A wait of {choices.wait_limit} seconds is not possible.",
            f"Choose from {WAIT_LIMITS[0]} to {WAIT_LIMITS[-1]}.",
        )
    if choices.spots is not None:
        most = max((t.dose.spots.high for t in techniques if t.dose.spots), default=0)
        if most == 0:
            raise BadInput(f"{routine.id} has no spots to choose.", "Leave --spots out.")
        if not 1 <= choices.spots <= most:
            raise BadInput(f"{choices.spots} spots is not possible.", f"Choose from 1 to {most}.")
    if choices.variant is not None:
        variants = {v.id: (t, v) for t in techniques for v in t.variants}
        if choices.variant not in variants:
            if not variants:
                raise BadInput(f"{routine.id} has no variants.", "Leave --variant out.")
            hint = suggestion(choices.variant, variants)
            raise BadInput(f"{routine.id} has no variant '{choices.variant}'.", hint)
        technique, variant = variants[choices.variant]
        areas = variant.areas or technique.areas
        if choices.area is not None and variant.areas is not None and choices.area not in areas:
            raise BadInput(f"{variant.id} is not for the area {choices.area}.", f"It is for: {', '.join(areas)}.")
