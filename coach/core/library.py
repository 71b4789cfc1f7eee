"""The library: every routine that loaded, found by id, filtered and searched, with the limits of doses."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from coach.core.errors import BadInput
from coach.core.frozen import frozen
from coach.core.routine.choices import way_of, with_variant
from coach.core.routine.dose_limits import with_changes
from coach.core.routine.routine import Equipment, Sequence, Sides, Technique, TechniqueStep
from coach.core.spelling import suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from coach.core.errors import Problem
    from coach.core.figure.figure import Figure
    from coach.core.record.choices import Choices
    from coach.core.routine.routine import BodyPosition, Clamp, Routine
    from coach.core.routine.timeline import Timeline
    from coach.core.vocabulary import BodyArea

REST = "rest"  # the figure of a wait between two techniques


def _no_figures(name: str, given: tuple[str, ...]) -> Figure | None:
    del name, given
    return None


@frozen
class Library:
    """All routines by id (shipped ones first), what was wrong with files, and which doses were brought to their cap.

    `figures` finds a figure by name and the words it may have variants for; it reads nothing before it is asked.
    """

    routines: Mapping[str, Routine] = field(default_factory=dict, repr=False)
    problems: tuple[Problem, ...] = ()
    clamps: tuple[Clamp, ...] = ()
    figures: Callable[[str, tuple[str, ...]], Figure | None] = field(default=_no_figures, repr=False, compare=False)

    def figure_of(
        self, technique: Technique, choices: Choices, areas: Collection[BodyArea] = (), movement: str = ""
    ) -> Figure | None:
        """The figure that shows a technique, as it is done with these choices; None where nothing is drawn for it.

        `areas` are those of the routine it stands in: the first one counts where no area was chosen. `movement` is the
        one of a guided break. The way comes first: an area looks different in each.
        """
        area = choices.area or next(iter(areas), None)
        done = self.taken(technique, choices)
        given = (way_of(technique, choices.variant), area if area in done.areas else None, movement)
        return self.figures(technique.figure or technique.id, tuple(str(word) for word in given if word))

    @staticmethod
    def taken(technique: Technique, choices: Choices) -> Technique:
        """The technique in the way that these choices take: the one that was chosen, else its usual one."""
        return with_variant(technique, way_of(technique, choices.variant))

    def figure_in(self, plan: Timeline, index: int) -> Figure | None:
        """The figure of segment `index` of a run; between two techniques the one at rest."""
        segment = plan.segments[index]
        technique = self.routines.get(segment.technique or "")
        if not isinstance(technique, Technique):
            return self.figures(REST, ())
        return self.figure_of(technique, plan.choices, self.find(plan.routine).areas, segment.movement)

    def find(self, routine_id: str) -> Routine:
        """The routine with this id. Raises BadInput that names the nearest ids."""
        found = self.routines.get(routine_id)
        if found is None:
            hint = suggestion(routine_id, self.routines, "See them all with: coach routines", most=3)
            raise BadInput(f"There is no routine {routine_id!r}.", hint)
        return found

    @property
    def techniques(self) -> dict[str, Technique]:
        """Every technique by id."""
        return {name: routine for name, routine in self.routines.items() if isinstance(routine, Technique)}

    @property
    def shipped_techniques(self) -> tuple[Technique, ...]:
        """The techniques that come with the program, in order."""
        return tuple(r for r in self.routines.values() if isinstance(r, Technique) and r.shipped)

    def techniques_of(self, routine: Routine) -> tuple[Technique, ...]:
        """The techniques of a routine in order, each with the sequence's changes to its dose, never over its cap."""
        if isinstance(routine, Technique):
            return (routine,)
        return tuple(self.technique_of(step) for step in routine.steps if isinstance(step, TechniqueStep))

    def technique_of(self, step: TechniqueStep) -> Technique:
        """One step's technique with the step's changes. Raises BadInput for an unknown id or the id of a sequence."""
        found = self.find(step.technique)
        if isinstance(found, Sequence):
            raise BadInput(f"{step.technique!r} is a sequence.", "A step of a sequence names a technique.")
        return with_changes(found, step.changes)

    def positions_of(self, routine: Routine) -> tuple[BodyPosition, ...]:
        """Every position the routine may use, in order of first use."""
        return tuple(dict.fromkeys(p for t in self.techniques_of(routine) for p in t.position))

    def equipment_of(self, routine: Routine) -> tuple[Equipment, ...]:
        """Everything the routine needs, in order of first use; `none` only where nothing is needed."""
        needed = dict.fromkeys(e for t in self.techniques_of(routine) for e in t.equipment if e is not Equipment.NONE)
        return tuple(needed) or (Equipment.NONE,)

    def at_desk(self, routine: Routine) -> bool:
        """Whether all of it can be done at or beside the desk."""
        return all(technique.at_desk for technique in self.techniques_of(routine))

    def sides_of(self, routine: Routine) -> Sides:
        """How the routine treats the two sides: the first technique that has sides says it."""
        return next((t.sides for t in self.techniques_of(routine) if t.sides is not Sides.NONE), Sides.NONE)

    def filter(
        self,
        area: BodyArea | None = None,
        position: BodyPosition | None = None,
        equipment: Collection[Equipment] | None = None,
        *,
        at_desk: bool | None = None,
    ) -> list[Routine]:
        """The routines for an area, wholly doable in a position, with no more than the equipment at hand, at the desk.

        None asks nothing. An empty `equipment` leaves the routines that need none.
        """
        return [
            routine
            for routine in self.routines.values()
            if (area is None or area in routine.areas)
            and (position is None or all(_fits_position(t, position) for t in self.techniques_of(routine)))
            and (equipment is None or all(_fits_equipment(t, equipment) for t in self.techniques_of(routine)))
            and (at_desk is None or self.at_desk(routine) is at_desk)
        ]

    def search(self, text: str) -> list[Routine]:
        """The routines in which every word of `text` is found, best first; equal ones keep their order.

        A word counts in the name or id, then among the areas, then in the equipment. No words: everything.
        """
        words = text.casefold().replace("-", " ").split()
        ranked = [(self._rank(routine, words), routine) for routine in self.routines.values()]
        hits = [(rank, routine) for rank, routine in ranked if rank is not None]
        return [routine for _, routine in sorted(hits, key=lambda hit: hit[0])]

    def _rank(self, routine: Routine, words: list[str]) -> int | None:
        name = routine.name.casefold().replace("-", " ")
        routine_id = routine.id.replace("-", " ")
        areas = " ".join(area.replace("-", " ") for area in routine.areas)
        kit = {*self.equipment_of(routine), *(o for t in self.techniques_of(routine) for o in t.equipment_options)}
        things = " ".join(sorted(thing.replace("-", " ") for thing in kit if thing is not Equipment.NONE))
        whole = " ".join(words)
        rank = -10 if whole in {name, routine_id} else 0
        for word in words:
            places = (
                name.startswith(word) or routine_id.startswith(word),
                f" {word}" in f" {name} {routine_id}",
                word in name or word in routine_id,
                f" {word}" in f" {areas}",
                f" {word}" in f" {things}",
            )
            if not any(places):
                return None
            rank += places.index(True)
        return rank


def _ways(technique: Technique) -> Iterable[tuple[tuple[BodyPosition, ...], tuple[Equipment, ...]]]:
    yield technique.position, technique.equipment
    for variant in technique.variants:
        yield variant.position or technique.position, variant.equipment or technique.equipment


def _fits_position(technique: Technique, position: BodyPosition) -> bool:
    return any(position in positions for positions, _ in _ways(technique))


def _fits_equipment(technique: Technique, at_hand: Collection[Equipment]) -> bool:
    stand_in = any(option in at_hand for option in technique.equipment_options)

    def has(thing: Equipment) -> bool:
        if thing is Equipment.NONE or thing in at_hand:
            return True
        return stand_in and thing in technique.equipment_options

    return any(all(has(thing) for thing in needed) for _, needed in _ways(technique))
