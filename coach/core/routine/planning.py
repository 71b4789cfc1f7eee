"""A routine plus the person's choices -> the segments and cues of a run.

`plan` is pure: the same routine, choices and past give the same timeline. All times are whole seconds.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.core.errors import BadInput
from coach.core.record.choices import Choices, DoseChoice, SideChoice
from coach.core.routine.choices import PastUse, check_choices, with_variant
from coach.core.routine.drafting import draft_rest, draft_technique
from coach.core.routine.guided_break import break_parts
from coach.core.routine.routine import RestStep, Technique, is_guided
from coach.core.routine.timeline import PlannedStep, Timeline
from coach.core.routine.timeline_builder import TimelineBuilder
from coach.core.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Collection

    from coach.core.routine.routine import Routine
    from coach.core.routine.segments import Pool


def _dosed(technique: Technique, choices: Choices, past: PastUse, *, fewest: bool) -> Technique:
    """The technique with the end of each dose that was chosen as its default."""
    dose = technique.dose
    high = choices.dose is DoseChoice.HIGH and not fewest
    last_week = dict(past.reps_last_week).get(technique.id, 0)
    notch = {} if fewest else dict(dict(past.notches).get(technique.id, ()))
    ceiling = dict(dict(past.ceilings).get(technique.id, ()))
    changed = {}
    for name in ("hold", "reps", "length"):
        quantity = getattr(dose, name)
        if quantity is None:
            continue
        chosen = quantity.low if fewest or choices.dose is DoseChoice.LOW else quantity.default
        if name == "length" and choices.seconds is not None:
            chosen = choices.seconds
        elif high or name in notch:
            chosen = quantity.high if high else min(max(notch[name], quantity.low), quantity.high)
            if name == "reps" and dose.rise_per_week is not None:
                chosen = min(chosen, max(quantity.default, last_week + dose.rise_per_week.default))
        if name in ceiling:
            chosen = min(chosen, max(ceiling[name], quantity.low))
        changed[name] = replace(quantity, default=chosen)
    if dose.spots is not None:
        changed["spots"] = replace(dose.spots, default=1 if fewest else choices.spots or dose.spots.default)
    return replace(technique, dose=replace(dose, **changed))


def _items(routine: Routine, techniques: tuple[Technique, ...], only: Collection[str] | None) -> list[Technique | int]:
    """Techniques and rests (seconds) in order, without what is not allowed and without rests at either end."""
    if isinstance(routine, Technique):
        return list(techniques) if only is None or routine.id in only else []
    found = iter(techniques)
    items: list[Technique | int] = []
    for step in routine.steps:
        if isinstance(step, RestStep):
            if items and not isinstance(items[-1], int):
                items.append(step.rest.default)
        else:
            technique = next(found)
            if only is None or technique.id in only:
                items.append(technique)
    return _trimmed(items)


def _trimmed(items: list[Technique | int]) -> list[Technique | int]:
    """The items without rests at the end."""
    while items and isinstance(items[-1], int):
        items = items[:-1]
    return items


def _once(items: list[Technique | int], notes: list[str]) -> list[Technique | int]:
    """A class with a gap between uses (heat, cold) stands once in a run; the later ones are left out."""
    seen: set[str] = set()
    kept: list[Technique | int] = []
    for item in items:
        if isinstance(item, Technique) and item.dose.gap is not None:
            if item.cls in seen:
                gap = item.dose.gap.default
                notes.append(f"{item.name} is in this run once only: the skin needs a gap of {gap} min.")
                continue
            seen.add(item.cls)
        kept.append(item)
    return _trimmed(kept)


def _build(
    items: list[Technique | int], choices: Choices, past: PastUse, *, fewest: bool, borrowed: Collection[str] | None
) -> TimelineBuilder:
    """Lay the items out one after the other. `borrowed` is None unless they are a guided break."""
    builder = TimelineBuilder()

    def room(pool: Pool) -> float:
        if pool.by_day:
            builder.earlier[pool] = past.on_spot(choices.area, pool.side, pool.spot)
        return pool.cap - builder.earlier.get(pool, 0.0) - builder.used.get(pool, 0.0)

    for n, item in enumerate(items):
        start = builder.now
        if isinstance(item, int):
            builder.add_all(draft_rest(item, n, len(items)), n)
            builder.steps.append(PlannedStep(None, "Rest", (), builder.now - start))
            continue
        technique = _dosed(item, choices, past, fewest=fewest)
        if borrowed is not None:
            _lay_break(builder, technique, choices.turn or 0, borrowed)
            continue
        side = None if choices.side in {None, SideChoice.BOTH} else Side(str(choices.side))
        drafts, gone = draft_technique(technique, side, n, len(items), room)
        builder.left_out += gone
        builder.add_all(drafts, n)
        how = technique.steps or technique.checklist
        builder.steps.append(PlannedStep(technique.id, technique.name, tuple(how), builder.now - start))
    builder.finish()
    return builder


def _lay_break(builder: TimelineBuilder, technique: Technique, turn: int, borrowed: Collection[str]) -> None:
    """Lay the movements of a break out one after the other."""
    for n, part in enumerate(break_parts(technique, turn, borrowed)):
        start = builder.now
        builder.add_all(list(part.drafts), n)
        builder.steps.append(PlannedStep(part.technique, part.name, (), builder.now - start))


def _fit(
    items: list[Technique | int],
    choices: Choices,
    past: PastUse,
    routine: str,
    minutes: int,
    borrowed: Collection[str] | None,
) -> tuple[TimelineBuilder, str]:
    """The run within `minutes`: fewest repeats first, then whole techniques from the end. Says what it did."""
    dropped: list[str] = []
    builder = _build(items, choices, past, fewest=True, borrowed=borrowed)
    while builder.now > minutes * 60 and sum(isinstance(item, Technique) for item in items) > 1:
        last = items[-1]
        if isinstance(last, Technique):
            dropped.insert(0, last.name)
        items = _trimmed(items[:-1])
        builder = _build(items, choices, past, fewest=True, borrowed=borrowed)
    if builder.now > minutes * 60:
        raise BadInput(f"{routine} does not fit into {minutes} min.", f"It needs {-(-builder.now // 60)} min at least.")
    words = f"To fit {minutes} min: fewest repeats"
    return builder, f"{words}, without {' and '.join(dropped)}." if dropped else f"{words}."


def plan(
    routine: Routine,
    techniques: tuple[Technique, ...],
    choices: Choices,
    past: PastUse | None = None,
    only: Collection[str] | None = None,
) -> Timeline:
    """The run of `routine`, whose `techniques` are given resolved and in order.

    `only` names the techniques that may be in it (all when None). `choices.minutes` is met by a pure rule: fewest
    repeats (and the low end of every dose) first, then whole techniques from the end; a break of chosen seconds has
    those. A guided break borrows movements of other techniques only where `only` names them. Raises BadInput where
    the choices mean nothing here, or where not even the first technique fits.
    """
    past = past or PastUse()
    check_choices(routine, techniques, choices)
    if choices.variant is not None:
        techniques = tuple(with_variant(technique, choices.variant) for technique in techniques)
    notes: list[str] = []
    items = _once(_items(routine, techniques, only), notes)
    borrowed = (only or ()) if is_guided(routine) else None
    builder = _build(items, choices, past, fewest=False, borrowed=borrowed)
    if choices.minutes is not None and choices.seconds is None and builder.now > choices.minutes * 60:
        builder, note = _fit(items, choices, past, routine.id, choices.minutes, borrowed)
        notes.append(note)
    return Timeline(
        routine=routine.id,
        name=routine.name,
        choices=choices,
        seconds=builder.now,
        segments=tuple(builder.segments),
        cues=tuple(builder.cues),
        steps=tuple(builder.steps),
        notes=(*notes, *builder.left_out),
        earlier=tuple(builder.earlier.items()),
    )
