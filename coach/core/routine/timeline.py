"""A routine plus the person's choices -> the segments and cues of a run.

`plan` is pure: the same routine, choices and past give the same timeline. All times are whole seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from coach.core.errors import BadInput
from coach.core.record.choices import Choices, DoseChoice, SideChoice
from coach.core.routine.choices import PastUse, check_choices, with_variant
from coach.core.routine.drafting import draft_rest, draft_technique
from coach.core.routine.guided_break import break_parts
from coach.core.routine.routine import RestStep, Technique, is_guided
from coach.core.routine.segments import Draft, Pool, Sound
from coach.core.vocabulary import SegmentKind, Side

if TYPE_CHECKING:
    from collections.abc import Collection

    from coach.core.routine.routine import Routine


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a run. `cap` is the longest it may become with +; `pool` is what its cap of the run is summed over.

    `asleep_too` says that it goes on while the machine sleeps (heat, cold, rests). `alarm` says that its end keeps
    sounding until acknowledged. Segments of one `part` are left together by "next". `movement` names the one that is
    done in a guided break.
    """

    start: int
    seconds: int
    kind: SegmentKind
    technique: str | None
    side: Side | None
    say: str
    step: int
    part: int
    cap: int
    floor: int
    pool: Pool | None = None
    spot: int | None = None
    alarm: bool = False
    asleep_too: bool = False
    movement: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """Something said or sounded. `at` counts from the start of the run, `offset` from the start of its segment.

    `from_end` cues belong to the end of their segment and move with it.
    """

    at: int
    say: str
    sound: Sound
    segment: int
    offset: int
    from_end: bool = False


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step as the person sees it: a technique (or None for a rest), with the lines that tell how."""

    technique: str | None
    name: str
    how: tuple[str, ...]
    seconds: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The planned run. Segments start at 0, touch each other and sum to `seconds`; cues are in order."""

    routine: str
    name: str
    choices: Choices
    seconds: int
    segments: tuple[Segment, ...]
    cues: tuple[Cue, ...]
    steps: tuple[PlannedStep, ...]
    notes: tuple[str, ...] = ()
    earlier: tuple[tuple[Pool, float], ...] = ()  # seconds of the day already taken from pools that last a day

    def cues_of(self, segment: int) -> list[tuple[int, Cue]]:
        """(index, cue) of the cues of one segment; those of the finish belong to the segment after the last."""
        return [(i, cue) for i, cue in enumerate(self.cues) if cue.segment == segment]

    @property
    def techniques(self) -> tuple[str, ...]:
        """The techniques in it, in order."""
        return tuple(step.technique for step in self.steps if step.technique is not None)


@dataclass(slots=True)
class _Builder:
    """Collects segments and cues; the end cue of one segment is said together with the start of the next."""

    segments: list[Segment] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    steps: list[PlannedStep] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    used: dict[Pool, float] = field(default_factory=dict)
    earlier: dict[Pool, float] = field(default_factory=dict)
    pending: str = ""
    now: int = 0
    part: int = 0

    def add_all(self, drafts: list[Draft], step: int) -> None:
        for draft in drafts:
            if draft.pool is not None:
                self.used[draft.pool] = self.used.get(draft.pool, 0.0) + draft.seconds
            self.add(draft, step)

    def add(self, draft: Draft, step: int) -> None:
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
        for n, (offset, say, sound) in enumerate(draft.cues):
            if n == 0 and offset == 0 and self.pending:
                self.cues.append(Cue(self.now, f"{self.pending}. {say}", sound, index, 0))
            else:
                self.cues.append(Cue(self.now + offset, say, sound, index, offset))
        self.pending = ""
        end = self.now + draft.seconds
        for before, say, sound in draft.end_cues:
            self.cues.append(Cue(end - before, say, sound, index, -before, from_end=True))
        if not draft.alarm:
            self.pending = draft.end_say
        self.now = end

    def finish(self) -> None:
        say = f"{self.pending}. All finished" if self.pending else "All finished"
        self.cues.append(Cue(self.now, say, Sound.DONE, len(self.segments), 0))
        self.cues.sort(key=lambda cue: (cue.segment, cue.at))


def _dosed(technique: Technique, choices: Choices, past: PastUse, *, fewest: bool) -> Technique:
    """The technique with the end of each dose that was chosen as its default."""
    dose = technique.dose
    high = choices.dose is DoseChoice.HIGH and not fewest
    last_week = dict(past.reps_last_week).get(technique.id, 0)
    changed = {}
    for name in ("hold", "reps", "length"):
        quantity = getattr(dose, name)
        if quantity is None:
            continue
        chosen = quantity.low if fewest or choices.dose is DoseChoice.LOW else quantity.default
        if name == "length" and choices.seconds is not None:
            chosen = choices.seconds
        elif high:
            chosen = quantity.high
            if name == "reps" and dose.rise_per_week is not None:
                chosen = min(chosen, max(quantity.default, last_week + dose.rise_per_week.default))
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
) -> _Builder:
    """Lay the items out one after the other. `borrowed` is None unless they are a guided break."""
    builder = _Builder()

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


def _lay_break(builder: _Builder, technique: Technique, turn: int, borrowed: Collection[str]) -> None:
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
) -> tuple[_Builder, str]:
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
